//! The watch over the calendars of 2022 and 2023, as the State Council announced them
//! (国办发明电〔2021〕11号, 〔2022〕16号): deadlines, notices and lights, worked out by hand.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod lights;
#[path = "../limits/mod.rs"]
mod limits;
mod notices;

use chrono::{Datelike, NaiveDate};
use lingdi_domain::Month;
use lingdi_domain::calendar::Calendar;
use lingdi_domain::step4_remediation::progress;

pub(crate) use limits::limits;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn calendar() -> Calendar {
    let mut calendar = Calendar::default();
    for line in include_str!("holidays.csv").lines().skip(1) {
        let (date, kind) = line.split_once(',').unwrap();
        let days = if kind == "班" { &mut calendar.worked } else { &mut calendar.off };
        days.insert(day(date));
    }
    calendar
}

/// 365 days less the weekends less eleven holidays of the law: the days swapped must come out even.
#[test]
fn a_year_has_as_many_working_days_as_the_law_leaves() {
    let calendar = calendar();
    for (year, wanted) in [(2022, 249), (2023, 249)] {
        let days = day(&format!("{year}-01-01")).iter_days().take_while(|day| day.year() == year);
        assert_eq!(days.filter(|day| calendar.is_working(*day)).count(), wanted, "{year}");
    }
}

/// The fifth of the next month, or the first working day after it.
#[test]
fn the_report_of_each_month_is_due_on_the_day_worked_out_by_hand() {
    let wanted = [
        ("2022-01", "2022-02-07"), // 春节 to 6 February
        ("2022-02", "2022-03-07"), // a Saturday
        ("2022-03", "2022-04-06"), // 清明
        ("2022-04", "2022-05-05"),
        ("2022-05", "2022-06-06"), // 端午
        ("2022-06", "2022-07-05"),
        ("2022-07", "2022-08-05"),
        ("2022-08", "2022-09-05"),
        ("2022-09", "2022-10-08"), // 国庆; a Saturday that is worked
        ("2022-10", "2022-11-07"),
        ("2022-11", "2022-12-05"),
        ("2022-12", "2023-01-05"),
        ("2023-01", "2023-02-06"),
        ("2023-02", "2023-03-06"),
        ("2023-03", "2023-04-06"), // 清明
        ("2023-04", "2023-05-05"),
        ("2023-05", "2023-06-05"),
        ("2023-06", "2023-07-05"),
        ("2023-07", "2023-08-07"),
        ("2023-08", "2023-09-05"),
        ("2023-09", "2023-10-07"), // 国庆; a Saturday that is worked
        ("2023-10", "2023-11-06"),
        ("2023-11", "2023-12-05"),
    ];
    for (month, due) in wanted {
        assert_eq!(progress::due(Month::parse(month).unwrap(), &limits(), &calendar()), day(due), "{month}");
    }
}

/// R24: five working days after the signature.
#[test]
fn five_working_days_end_on_the_day_worked_out_by_hand() {
    let wanted = [
        ("2022-01-28", "2022-02-09"), // 29 and 30 January are worked, 31 January to 6 February are off
        ("2022-04-22", "2022-04-28"), // 24 April is worked
        ("2022-09-30", "2022-10-12"), // 8 and 9 October are worked
        ("2023-01-19", "2023-01-31"), // 28 and 29 January are worked
        ("2023-04-28", "2023-05-09"), // 6 May is worked
        ("2023-06-21", "2023-06-29"), // 25 June is worked
        ("2023-09-28", "2023-10-11"), // 7 and 8 October are worked
        ("2023-10-09", "2023-10-16"),
    ];
    for (signed, due) in wanted {
        assert_eq!(calendar().after(day(signed), 5), day(due), "{signed}");
    }
}
