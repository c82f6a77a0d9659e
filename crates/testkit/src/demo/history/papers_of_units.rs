//! The units' plans for 2022 and 2023 and their reports since June 2022: when each round of them falls. What
//! they say, only the county's figures tell, so whoever performs the history writes them.

use chrono::{Datelike, Months, NaiveDate};

use super::book::{Book, Ymd, at, day, end};
use super::step::Deed;

/// A round of what units and the office do about plans and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitPapers {
    /// Units draw up and report their plans for the year: those in time, or the late ones.
    Plans {
        /// Are they late?
        late: bool,
    },
    /// The office files what was reported.
    File {
        /// Does it return one?
        returns: bool,
    },
    /// Some units begin a further version.
    Revise,
    /// Units report a month: those in time, or the late ones.
    Reports {
        /// First day of the month.
        month: NaiveDate,
        /// Are they late?
        late: bool,
    },
    /// The office checks the reports of a month.
    Check {
        /// First day of the month.
        month: NaiveDate,
        /// Does it return one?
        returns: bool,
    },
}

/// The rounds of the plans: in time, filed, late, filed.
const PLANS: [[Ymd; 4]; 2] = [
    [(2022, 4, 15), (2022, 4, 19), (2022, 5, 10), (2022, 5, 13)],
    [(2023, 2, 14), (2023, 2, 21), (2023, 3, 9), (2023, 3, 14)],
];

/// The day on which some units plan anew.
const REVISED: Ymd = (2023, 9, 19);

/// The first month that was reported, and how many there are.
const MONTHS: (Ymd, u32) = ((2022, 6, 1), 16);

/// Tells of every round.
pub(super) fn tell(book: &mut Book) {
    let mut write = |(y, m, d): Ymd, hour, round| {
        let on = at(book.workday(day(y, m, d), 0), hour, 20);
        if on <= end() {
            book.write(on, Deed::UnitPapers(round));
        }
    };
    for [in_time, filed, late, filed_late] in PLANS {
        write(in_time, 14, UnitPapers::Plans { late: false });
        write(filed, 10, UnitPapers::File { returns: true });
        write(late, 14, UnitPapers::Plans { late: true });
        write(filed_late, 10, UnitPapers::File { returns: false });
    }
    write(REVISED, 14, UnitPapers::Revise);
    let ((y, m, d), count) = MONTHS;
    for nth in 0..count {
        let month = day(y, m, d) + Months::new(nth);
        let next = month + Months::new(1);
        let on = |day| (next.year(), next.month(), day);
        write(on(3), 14, UnitPapers::Reports { month, late: false });
        write(on(8), 8, UnitPapers::Check { month, returns: true });
        write(on(11), 14, UnitPapers::Reports { month, late: true });
        write(on(16), 10, UnitPapers::Check { month, returns: false });
    }
}
