//! Time and ids, the two things that rules and moves must not take from the air.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

/// The county's clock: the machine's, shifted by a fixed offset that the database keeps. A real
/// county has none; the demo county lives in October 2023, and while its history is performed the
/// clock is set by hand.
#[derive(Clone)]
pub struct Clock {
    offset: TimeDelta,
    now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clock").field("offset", &self.offset).finish_non_exhaustive()
    }
}

impl Clock {
    /// The machine's clock shifted by `offset`.
    pub fn system(offset: TimeDelta) -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one place where time comes in")]
        let now = Arc::new(Utc::now);
        Self { offset, now }
    }

    /// A clock that stands still until it is set, and the hand that sets it.
    pub fn by_hand(start: DateTime<Utc>) -> (Self, ClockHand) {
        let hand = ClockHand(Arc::new(Mutex::new(start)));
        let shown = hand.clone();
        let now = move || *shown.0.lock().unwrap_or_else(PoisonError::into_inner);
        (Self { offset: TimeDelta::zero(), now: Arc::new(now) }, hand)
    }

    /// The moment, on the county's clock.
    pub fn now(&self) -> DateTime<Utc> {
        lingdi_domain::event::Event::cut((self.now)() + self.offset)
    }

    /// The business date: the day it is in Asia/Shanghai, which has no summer time.
    pub fn today(&self) -> NaiveDate {
        shanghai_date(self.now())
    }

    /// Is the clock shifted?
    pub fn is_shifted(&self) -> bool {
        !self.offset.is_zero()
    }
}

/// Sets a clock that stands still.
#[derive(Debug, Clone)]
pub struct ClockHand(Arc<Mutex<DateTime<Utc>>>);

impl ClockHand {
    /// Sets the clock to a moment.
    pub fn set(&self, at: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }
}

/// The calendar day in Asia/Shanghai (UTC+8 all year).
pub fn shanghai_date(at: DateTime<Utc>) -> NaiveDate {
    (at + TimeDelta::hours(8)).date_naive()
}

/// Makes ids: UUIDv7, so that they sort by time of making.
#[derive(Clone)]
pub struct Ids(Arc<dyn Fn() -> Uuid + Send + Sync>);

impl Ids {
    /// Ids for real use.
    pub fn random() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one place where ids are made")]
        let next = Arc::new(Uuid::now_v7);
        Self(next)
    }

    /// The next id.
    pub fn next(&self) -> Uuid {
        (self.0)()
    }
}
