//! A pen that writes one thread of the history into the book, step after step, in office hours.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use lingdi_domain::meeting::Level;
use lingdi_domain::moves::{To, machine};
use lingdi_domain::object::ObjectKind;

use super::book::{Book, at, end};
use super::sittings::{self, Proposal};
use super::step::Step;
use crate::demo::people::{self, Person};
use crate::rng::Rng;

/// Where a thread is to stand still: an object of this kind in this state.
pub(super) type Stop = Option<(ObjectKind, &'static str)>;

/// One thread of the history.
pub(super) struct Pen<'a> {
    pub(super) book: &'a mut Book,
    /// When the next step happens.
    pub(super) now: NaiveDateTime,
    /// Nothing more happens: the history is over, or the thread is to stand here.
    pub(super) over: bool,
    pub(super) stop: Stop,
    pub(super) rng: Rng,
    /// How slow the unit is, in percent of the usual.
    pub(super) pace: u32,
    pub(super) clerk: &'static str,
    pub(super) leader: &'static str,
}

impl<'a> Pen<'a> {
    /// A pen for what a unit does, from a day on.
    pub(super) fn new(book: &'a mut Book, unit: &str, purpose: &str, from: NaiveDate) -> Self {
        let (clerk, leader) = people::of_unit(unit);
        let pace = 85 + (Rng::new(&format!("pace {unit}")).unit() * 60.0) as u32;
        let login = |person: Option<&'static Person>| person.map_or("", |person| person.login);
        let mut pen = Self {
            book,
            now: at(from, 9, 0),
            over: false,
            stop: None,
            rng: Rng::new(purpose),
            pace,
            clerk: login(clerk),
            leader: login(leader),
        };
        pen.wait(0, 0);
        pen
    }

    /// Some working days later, so many at least and at most.
    pub(super) fn wait(&mut self, least: u32, most: u32) {
        let days = least + self.rng.below((most - least + 1) as usize) as u32;
        let days = days * self.pace / 100;
        let day = self.book.workday(self.now.date(), days);
        self.to(day);
    }

    /// On a day, or on the next working day after it; never back.
    pub(super) fn to(&mut self, day: NaiveDate) {
        let day = self.book.workday(day, 0);
        if day > self.now.date() {
            let minutes = 8 * 60 + 35 + self.rng.below(300) as i64;
            self.now = at(day, 0, minutes);
        }
        self.over |= self.now > end();
    }

    /// Later than a moment, on the next working day.
    pub(super) fn after(&mut self, moment: NaiveDateTime) {
        let next = self.book.workday(moment.date(), 1);
        self.to(next);
    }

    /// The next step of the thread; the next one is some minutes later.
    pub(super) fn go(&mut self, by: &'static str, step: Step) {
        if self.over {
            return;
        }
        let reached = machine(step.kind).named(step.verb).map(|one| one.to);
        self.over = matches!((reached, self.stop), (Some(To::State(state)), Some(stop)) if stop == (step.kind, state));
        self.book.step(self.now, by, step);
        self.now += TimeDelta::minutes(6 + self.rng.below(25) as i64);
        if self.now.hour() >= 17 {
            let next = self.book.workday(self.now.date(), 1);
            self.to(next);
        }
        self.over |= self.now > end();
    }

    /// Waits for the meeting of a level that takes a proposal up; the thread goes on the day after, or
    /// stands still when no meeting decides it in time.
    pub(super) fn propose(&mut self, level: Level, proposal: Proposal) {
        if self.over {
            return;
        }
        let kind = proposal.kind;
        let reached = machine(kind).named(proposal.verb).map(|one| one.to);
        match sittings::propose(self.book, level, self.now, proposal) {
            Some(decided) => self.after(decided),
            None => self.over = true,
        }
        self.over |=
            matches!((reached, self.stop), (Some(To::State(state)), Some(stop)) if stop == (kind, state));
    }

    /// The present day.
    pub(super) fn today(&self) -> NaiveDate {
        self.now.date()
    }
}
