//! Calendar months, as `2023-09`.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(NaiveDate);

impl Month {
    /// The month of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Reads `2023-09`.
    pub fn parse(text: &str) -> Option<Self> {
        let whole = text.len() == 7 && text.is_ascii();
        format!("{text}-01").parse().ok().filter(|_| whole).map(Self)
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.checked_add_months(Months::new(1)).unwrap_or(self.0))
    }

    /// So many months before.
    #[must_use]
    pub fn back(self, months: u32) -> Self {
        Self(self.0.checked_sub_months(Months::new(months)).unwrap_or(self.0))
    }

    /// This month and those after it, up to `last` included.
    pub fn until(self, last: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |month| Some(month.next())).take_while(move |month| *month <= last)
    }

    /// A day of the month; its last day where it is shorter.
    pub fn day(self, day: u32) -> NaiveDate {
        let last = self.next().0.pred_opt().unwrap_or(self.0);
        self.0.with_day(day.max(1)).unwrap_or(last)
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Its number in the year, from 1.
    pub fn number(self) -> u32 {
        self.0.month()
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        self.day(31)
    }

    /// `2023年9月`
    pub fn spoken(self) -> String {
        format!("{}年{}月", self.0.year(), self.0.month())
    }

    /// `9月`, where the year is clear.
    pub fn short(self) -> String {
        format!("{}月", self.0.month())
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("{text} is no month"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_counted_and_end_where_they_end() {
        let month = Month::parse("2023-12").unwrap();
        assert_eq!(
            (month.next().to_string(), month.back(12).to_string()),
            ("2024-01".into(), "2022-12".into())
        );
        assert_eq!(month.next().next().day(31), "2024-02-29".parse().unwrap());
        assert_eq!(Month::of("2023-12-31".parse().unwrap()), month);
        assert_eq!(month.until(Month::parse("2024-02").unwrap()).count(), 3);
        for odd in ["2023-9", "2023-13", "202309", "2023-09-01", "２０２３-1"] {
            assert_eq!(Month::parse(odd), None, "{odd}");
        }
    }
}
