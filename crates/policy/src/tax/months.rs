//! Months of a year, exact: a month that is partly covered counts by its days.

use chrono::{Datelike, NaiveDate};
use lingdi_domain::Ratio;

/// Parts of a month: a common multiple of 28, 29, 30 and 31, so that each day is a whole number.
const MONTH: u32 = 377_580;
/// Parts of a year.
pub(crate) const YEAR: u32 = 12 * MONTH;

/// Days of a year, from 0, both included.
pub(crate) type Span = (u16, u16);

/// The calendar of one year.
#[derive(Debug)]
pub(crate) struct Months {
    year: i32,
    /// Parts of a month before each day of the year, and after the last.
    before: Vec<u32>,
}

impl Months {
    pub(crate) fn of(year: i32) -> Self {
        let mut before = vec![0];
        for month in 1..=12 {
            let days = u32::from(days_in_month(year, month));
            for _ in 0..days {
                before.push(before[before.len() - 1] + MONTH / days);
            }
        }
        Self { year, before }
    }

    /// The part of the year between two days, both included; an absent day is no limit.
    pub(crate) fn span(&self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Option<Span> {
        let last_day = (self.before.len() - 2) as u16;
        let first = match from {
            Some(from) if from.year() > self.year => return None,
            Some(from) if from.year() == self.year => from.ordinal0() as u16,
            _ => 0,
        };
        let last = match to {
            Some(to) if to.year() < self.year => return None,
            Some(to) if to.year() == self.year => to.ordinal0() as u16,
            _ => last_day,
        };
        (first <= last).then_some((first, last))
    }

    /// Parts of a month in a span.
    pub(crate) fn parts(&self, (first, last): Span) -> u32 {
        self.before[usize::from(last) + 1] - self.before[usize::from(first)]
    }

    /// Parts of a month that at least one span covers.
    pub(crate) fn union(&self, spans: &mut [Span]) -> u32 {
        spans.sort_unstable();
        let (mut total, mut covered_to) = (0, None::<u16>);
        for (first, last) in spans.iter().copied() {
            let first = covered_to.map_or(first, |covered| first.max(covered + 1));
            if first <= last {
                total += self.parts((first, last));
                covered_to = Some(last);
            }
        }
        total
    }
}

/// Parts of a month as months, exact.
pub(crate) fn months(parts: u32) -> Ratio {
    Ratio::new(parts.into(), MONTH.into())
}

fn days_in_month(year: i32, month: u32) -> u8 {
    NaiveDate::from_ymd_opt(year, month, 1).map_or(31, |day| day.num_days_in_month())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    #[test]
    fn half_a_year_is_six_months_and_half_of_june_is_half_a_month() {
        let calendar = Months::of(2021);
        let half = calendar.span(day("2021-07-01"), None).unwrap();
        assert_eq!(months(calendar.parts(half)), Ratio::integer(6));
        let june = calendar.span(day("2021-06-16"), day("2021-06-30")).unwrap();
        assert_eq!(months(calendar.parts(june)), Ratio::new(1, 2));
        assert_eq!(calendar.span(day("2022-01-01"), None), None);
        assert_eq!(calendar.span(None, day("2020-12-31")), None);
    }

    #[test]
    fn a_leap_year_has_twelve_months_too() {
        let calendar = Months::of(2020);
        assert_eq!(calendar.parts(calendar.span(None, None).unwrap()), YEAR);
    }

    #[test]
    fn overlapping_occupants_cover_a_month_once() {
        let calendar = Months::of(2021);
        let spring = calendar.span(None, day("2021-06-30")).unwrap();
        let most = calendar.span(day("2021-03-01"), day("2021-09-30")).unwrap();
        let late = calendar.span(day("2021-12-01"), None).unwrap();
        assert_eq!(months(calendar.union(&mut [late, most, spring])), Ratio::integer(10));
    }
}
