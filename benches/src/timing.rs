//! Times of several runs.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::Result;

/// Middle, least and greatest of several runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

impl Spread {
    /// Of figures in any order; all zero when there are none.
    pub(crate) fn of(mut figures: Vec<f64>) -> Self {
        figures.sort_by(f64::total_cmp);
        Self {
            median: median(&figures),
            min: figures.first().copied().unwrap_or_default(),
            max: figures.last().copied().unwrap_or_default(),
        }
    }

    /// Of a single figure.
    pub(crate) fn one(figure: f64) -> Self {
        Self { median: figure, min: figure, max: figure }
    }
}

/// Seconds of `runs` runs after one that warms up, and what the last one gave.
pub(crate) fn warm<T>(runs: usize, mut run: impl FnMut() -> Result<T>) -> Result<(Spread, T)> {
    let mut last = run()?;
    let mut seconds = Vec::with_capacity(runs);
    for _ in 0..runs {
        let started = Instant::now();
        let value = run()?;
        seconds.push(started.elapsed().as_secs_f64());
        last = value;
    }
    Ok((Spread::of(seconds), last))
}

/// Milliseconds of `runs` runs, ascending.
pub(crate) fn milliseconds(runs: usize, mut run: impl FnMut() -> Result) -> Result<Vec<f64>> {
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let started = Instant::now();
        run()?;
        times.push(in_milliseconds(started.elapsed()));
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

pub(crate) fn in_milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

/// The middle one of ascending figures.
pub(crate) fn median(figures: &[f64]) -> f64 {
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn a_spread_orders_its_figures_first() {
        assert_eq!(Spread::of(vec![3.0, 1.0, 2.0]), Spread { median: 2.0, min: 1.0, max: 3.0 });
        assert_eq!(Spread::of(Vec::new()), Spread::one(0.0));
    }
}
