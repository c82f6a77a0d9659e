//! The book in which the history is written: scenes by time, working days, meetings to come.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use lingdi_domain::calendar::Calendar;

use super::sittings::{self, Sitting};
use super::step::{Deed, Scene, Step, Thing};
use crate::demo::files::holidays;

/// Year, month, day.
pub(super) type Ymd = (i32, u32, u32);

/// What waits in the book.
#[derive(Debug)]
enum Entry {
    Scene(Deed),
    /// The agenda of a sitting is to be put together.
    Sitting(usize),
}

/// Everything that is to happen, by time.
#[derive(Debug)]
pub(super) struct Book {
    entries: BTreeMap<(NaiveDateTime, usize), Entry>,
    written: usize,
    made: usize,
    calendar: Calendar,
    /// All meetings, in the order of their days.
    pub(super) sittings: Vec<Sitting>,
}

impl Book {
    pub(super) fn new() -> Self {
        let mut book = Self {
            entries: BTreeMap::new(),
            written: 0,
            made: 0,
            calendar: holidays::calendar(),
            sittings: Vec::new(),
        };
        book.sittings = sittings::all(&mut book);
        for at in 0..book.sittings.len() {
            let opens = book.sittings[at].opens;
            if opens <= end() {
                book.put(opens, Entry::Sitting(at));
            }
        }
        book
    }

    /// The next scene.
    pub(super) fn next(&mut self) -> Option<Scene> {
        loop {
            let ((at, _), entry) = self.entries.pop_first()?;
            match entry {
                Entry::Scene(deed) => return Some(Scene { at, deed }),
                Entry::Sitting(sitting) => sittings::hold(self, sitting),
            }
        }
    }

    /// Writes what happens at a moment.
    pub(super) fn write(&mut self, at: NaiveDateTime, deed: Deed) {
        self.put(at, Entry::Scene(deed));
    }

    /// Writes a move of somebody at a moment; nothing when the history is over by then.
    pub(super) fn step(&mut self, at: NaiveDateTime, by: &'static str, step: Step) {
        if at <= end() {
            self.write(at, Deed::Move(Box::new(Step { by, ..step })));
        }
    }

    fn put(&mut self, at: NaiveDateTime, entry: Entry) {
        self.written += 1;
        self.entries.insert((at, self.written), entry);
    }

    /// A name for an object that is to be made.
    pub(super) fn thing(&mut self) -> Thing {
        self.made += 1;
        Thing::Made(self.made)
    }

    /// The working day so many working days after a day; with 0, the day itself or the next one worked.
    pub(super) fn workday(&self, day: NaiveDate, days: u32) -> NaiveDate {
        let first = day.iter_days().find(|day| self.calendar.is_working(*day)).unwrap_or(day);
        if days == 0 { first } else { self.calendar.after(day, days) }
    }

    /// The working day so many working days before a day.
    pub(super) fn workday_before(&self, day: NaiveDate, days: usize) -> NaiveDate {
        let mut before = std::iter::successors(day.pred_opt(), NaiveDate::pred_opt);
        before
            .by_ref()
            .filter(|day| self.calendar.is_working(*day))
            .nth(days.saturating_sub(1))
            .unwrap_or(day)
    }
}

/// The last office hour of the history: the day after is the business date of the demo.
pub(super) fn end() -> NaiveDateTime {
    at(day(2023, 10, 8), 17, 30)
}

/// A day that exists.
pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// A moment of a day.
pub(super) fn at(day: NaiveDate, hour: i64, minute: i64) -> NaiveDateTime {
    day.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(hour * 60 + minute)
}
