//! How orders are kept: lights, overdue, 按期销号率. One function for the board, the score and the circular.

use chrono::NaiveDate;

use super::OrderTask;
use crate::Ratio;
use crate::object::Object;
use crate::step4_remediation::progress::Colour;

/// The days of an order, or of what one unit owes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// 签发日期
    pub issued_on: NaiveDate,
    /// 办理时限
    pub deadline: NaiveDate,
    /// Day of the application for 销号; of an assisting unit, of its last report.
    pub handed_in: Option<NaiveDate>,
    /// Day on which the order was closed.
    pub closed_on: Option<NaiveDate>,
}

/// How an order stands towards its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Closed, handed in by the deadline.
    OnTime,
    /// Closed, handed in after it.
    Late,
    /// Open, and not handed in by the deadline.
    Overdue,
    /// Open, and not late.
    Running,
}

impl Course {
    /// The course of an order; `None` before it is issued and once it is cancelled.
    pub fn of(order: &Object) -> Option<Self> {
        let fields = order.fields.order().filter(|_| order.state != "CANCELLED")?;
        Some(Self {
            issued_on: fields.issued_on?,
            deadline: fields.deadline?,
            handed_in: fields.applied_on,
            closed_on: fields.closed_on,
        })
    }

    /// What one unit owes of it.
    pub fn of_task(order: &Object, task: &OrderTask) -> Option<Self> {
        let whole = Self::of(order)?;
        Some(Self { deadline: task.deadline?, handed_in: task.handed_in_on, ..whole })
    }

    /// How it stands at the end of a day. The time that verification takes is not the unit's: what counts
    /// is when it was handed in.
    pub fn at(&self, day: NaiveDate) -> Kept {
        let in_time = self.handed_in.is_some_and(|on| on <= self.deadline);
        match self.closed_on.filter(|on| *on <= day) {
            Some(_) if in_time => Kept::OnTime,
            Some(_) => Kept::Late,
            None if in_time || day <= self.deadline => Kept::Running,
            None => Kept::Overdue,
        }
    }

    /// Its light while it is open: green, yellow within so many days of the deadline, red past it.
    pub fn light(&self, today: NaiveDate, yellow_days: u32) -> Option<Colour> {
        match self.at(today) {
            Kept::OnTime | Kept::Late => None,
            Kept::Overdue => Some(Colour::Red),
            Kept::Running if self.handed_in.is_some() => Some(Colour::Green),
            Kept::Running if (self.deadline - today).num_days() <= i64::from(yellow_days) => {
                Some(Colour::Yellow)
            }
            Kept::Running => Some(Colour::Green),
        }
    }
}

/// Orders of a period, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Open ones.
    pub open: i64,
    /// Open ones past their deadline.
    pub overdue: i64,
    /// Closed ones.
    pub closed: i64,
    /// Of the closed ones, those handed in by their deadline.
    pub on_time: i64,
}

impl Tally {
    /// Counts orders as they stand at the end of a day.
    pub fn of(courses: impl Iterator<Item = Course>, day: NaiveDate) -> Self {
        courses.fold(Self::default(), |mut tally, course| {
            match course.at(day) {
                Kept::OnTime => (tally.closed, tally.on_time) = (tally.closed + 1, tally.on_time + 1),
                Kept::Late => tally.closed += 1,
                Kept::Overdue => (tally.open, tally.overdue) = (tally.open + 1, tally.overdue + 1),
                Kept::Running => tally.open += 1,
            }
            tally
        })
    }

    /// What 按期销号率 is a share of: closed orders and overdue open ones.
    pub fn judged(&self) -> i64 {
        self.closed + self.overdue
    }

    /// 按期销号率; `None` while no order is closed or overdue.
    pub fn rate(&self) -> Option<Ratio> {
        (self.judged() > 0).then(|| Ratio::new(self.on_time.into(), self.judged().into()))
    }
}
