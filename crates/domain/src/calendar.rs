//! Working days: Monday to Friday, less the days off, and the days worked instead (调休).

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

/// Days off and days worked instead, as the State Council publishes them each year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// 休
    pub off: BTreeSet<NaiveDate>,
    /// 班
    pub worked: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// Is it a working day?
    pub fn is_working(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.worked.contains(&day) || !(weekend || self.off.contains(&day))
    }

    /// The last day of a period of working days that begins the day after `day`.
    pub fn after(&self, day: NaiveDate, working_days: u32) -> NaiveDate {
        let days = day.iter_days().skip(1).filter(|day| self.is_working(*day));
        days.take(working_days as usize).last().unwrap_or(day)
    }

    /// The working day that lies so many working days before `day`.
    pub fn before(&self, day: NaiveDate, working_days: u32) -> NaiveDate {
        let days = std::iter::successors(day.pred_opt(), NaiveDate::pred_opt);
        days.filter(|day| self.is_working(*day)).take(working_days as usize).last().unwrap_or(day)
    }

    /// The day itself, or the next working day when it is none.
    pub fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        if self.is_working(day) { day } else { self.after(day, 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_steps_over_weekends_holidays_and_takes_make_up_days() {
        // 2023 National Day: off from 29 September to 6 October, worked on 7 and 8 October.
        let off = day("2023-09-29").iter_days().take(8).collect();
        let worked = [day("2023-10-07"), day("2023-10-08")].into();
        let calendar = Calendar { off, worked };
        assert_eq!(calendar.after(day("2023-09-27"), 1), day("2023-09-28"));
        assert_eq!(calendar.after(day("2023-09-28"), 1), day("2023-10-07"));
        assert_eq!(calendar.after(day("2023-09-28"), 5), day("2023-10-11"));
        assert_eq!(Calendar::default().after(day("2023-10-13"), 1), day("2023-10-16"));
        assert_eq!(calendar.before(day("2023-10-09"), 3), day("2023-09-28"));
        assert_eq!(calendar.on_or_after(day("2023-10-05")), day("2023-10-07"));
        assert_eq!(calendar.on_or_after(day("2023-10-08")), day("2023-10-08"));
    }
}
