//! People who click, each on a thread of their own, and how long each click took.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use lingdi_domain::values::key_digest;

use crate::Result;

/// How many people, how quick, and how long.
pub(super) struct Crowd {
    pub(super) people: usize,
    pub(super) thinking: Duration,
    pub(super) lasting: Duration,
}

/// Seconds of each click, by kind, ascending.
pub(super) struct Times {
    by_kind: BTreeMap<&'static str, Vec<f64>>,
    lasted: f64,
}

impl Crowd {
    /// Lets everybody click until the time is over. `click` takes who clicks for the how-manieth time
    /// and says what it was. The first failure of anybody is the whole run's.
    pub(super) fn go(&self, click: &(impl Fn(usize, usize) -> Result<&'static str> + Sync)) -> Result<Times> {
        let all: Mutex<Vec<(&'static str, f64)>> = Mutex::default();
        let started = Instant::now();
        let failures: Vec<String> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..self.people)
                .map(|person| {
                    let all = &all;
                    scope.spawn(move || self.one(person, started, click, all))
                })
                .collect();
            threads.into_iter().filter_map(|thread| thread.join().ok()?.err()).collect()
        });
        let lasted = started.elapsed().as_secs_f64();
        if let Some(first) = failures.into_iter().next() {
            return Err(first.into());
        }
        let mut by_kind: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
        for (kind, seconds) in all.into_inner().map_err(|_poisoned| "a click ended early")? {
            by_kind.entry(kind).or_default().push(seconds);
        }
        for times in by_kind.values_mut() {
            times.sort_by(f64::total_cmp);
        }
        Ok(Times { by_kind, lasted })
    }

    fn one(
        &self,
        person: usize,
        started: Instant,
        click: &impl Fn(usize, usize) -> Result<&'static str>,
        all: &Mutex<Vec<(&'static str, f64)>>,
    ) -> std::result::Result<(), String> {
        // Nobody comes to the minute.
        std::thread::sleep(self.thinking * person as u32 / self.people as u32);
        let mut own = Vec::new();
        let mut turn = 0;
        while started.elapsed() < self.lasting {
            let asked = Instant::now();
            let kind = click(person, turn).map_err(|error| error.to_string())?;
            own.push((kind, asked.elapsed().as_secs_f64()));
            turn += 1;
            std::thread::sleep(self.pause(person, turn));
        }
        all.lock().map_err(|_poisoned| "a click ended early".to_owned())?.extend(own);
        Ok(())
    }
}

impl Crowd {
    /// What a person takes before a click: anything up to twice the mean, the same in every run. People who
    /// all took the same would walk in step after the first time they waited for each other.
    fn pause(&self, person: usize, turn: usize) -> Duration {
        let part = (key_digest(&format!("pause {person} {turn}")) % 1_000) as u32;
        self.thinking * 2 * part / 1_000
    }
}

impl Times {
    /// Seconds within which this part of a kind's clicks was answered.
    pub(super) fn quantile(&self, kind: &str, part: f64) -> f64 {
        self.by_kind.get(kind).map_or(0.0, |times| quantile(times, part))
    }

    /// The same of all clicks.
    pub(super) fn quantile_of_all(&self, part: f64) -> f64 {
        let mut all: Vec<f64> = self.by_kind.values().flatten().copied().collect();
        all.sort_by(f64::total_cmp);
        quantile(&all, part)
    }

    /// Clicks answered in a second.
    pub(super) fn per_second(&self) -> f64 {
        self.by_kind.values().map(Vec::len).sum::<usize>() as f64 / self.lasted
    }
}

fn quantile(ascending: &[f64], part: f64) -> f64 {
    let at = (ascending.len() as f64 * part).ceil() as usize;
    ascending.get(at.saturating_sub(1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Crowd, quantile};
    use std::time::Duration;

    #[test]
    fn the_ninety_ninth_of_a_hundred_is_the_last_but_one() {
        let times: Vec<f64> = (1..=100).map(f64::from).collect();
        let found =
            [(&times[..], 0.99), (&times, 0.5), (&[], 0.5)].map(|(times, part)| quantile(times, part));
        assert_eq!(found.map(|seconds| seconds as i64), [99, 50, 0]);
    }

    #[test]
    fn a_failing_click_fails_the_run() {
        let crowd = Crowd { people: 2, thinking: Duration::ZERO, lasting: Duration::from_millis(5) };
        assert!(crowd.go(&|person, _| if person == 1 { Err("no".into()) } else { Ok("page") }).is_err());
        let times = crowd.go(&|_, _| Ok("page")).unwrap();
        assert!(times.per_second() > 0.0);
    }
}
