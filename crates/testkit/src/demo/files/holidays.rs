//! Holidays and shifted working days of 2022 and 2023, as the State Council announced them
//! (国办发明电〔2021〕11号, 〔2022〕16号). Not invented.

use chrono::NaiveDate;
use lingdi_domain::calendar::Calendar;

use crate::demo::write::{Cell, Sheet, text};

/// Year, month, day.
type Ymd = (i32, u32, u32);

/// Name, first day off, last day off.
type Holiday = (&'static str, Ymd, Ymd);

/// A year's announcement: year, document, days off, days of weekends that are worked.
type Announced = (i32, &'static str, &'static [Holiday], &'static [(&'static str, Ymd)]);

const YEARS: [Announced; 2] = [
    (2022, "国办发明电〔2021〕11号", OFF_2022, WORKED_2022),
    (2023, "国办发明电〔2022〕16号", OFF_2023, WORKED_2023),
];

const OFF_2022: &[Holiday] = &[
    ("元旦", (2022, 1, 1), (2022, 1, 3)),
    ("春节", (2022, 1, 31), (2022, 2, 6)),
    ("清明节", (2022, 4, 3), (2022, 4, 5)),
    ("劳动节", (2022, 4, 30), (2022, 5, 4)),
    ("端午节", (2022, 6, 3), (2022, 6, 5)),
    ("中秋节", (2022, 9, 10), (2022, 9, 12)),
    ("国庆节", (2022, 10, 1), (2022, 10, 7)),
];

const WORKED_2022: &[(&str, Ymd)] = &[
    ("春节调休", (2022, 1, 29)),
    ("春节调休", (2022, 1, 30)),
    ("清明节调休", (2022, 4, 2)),
    ("劳动节调休", (2022, 4, 24)),
    ("劳动节调休", (2022, 5, 7)),
    ("国庆节调休", (2022, 10, 8)),
    ("国庆节调休", (2022, 10, 9)),
];

const OFF_2023: &[Holiday] = &[
    ("元旦", (2022, 12, 31), (2023, 1, 2)),
    ("春节", (2023, 1, 21), (2023, 1, 27)),
    ("清明节", (2023, 4, 5), (2023, 4, 5)),
    ("劳动节", (2023, 4, 29), (2023, 5, 3)),
    ("端午节", (2023, 6, 22), (2023, 6, 24)),
    ("中秋节、国庆节", (2023, 9, 29), (2023, 10, 6)),
];

const WORKED_2023: &[(&str, Ymd)] = &[
    ("春节调休", (2023, 1, 28)),
    ("春节调休", (2023, 1, 29)),
    ("劳动节调休", (2023, 4, 23)),
    ("劳动节调休", (2023, 5, 6)),
    ("端午节调休", (2023, 6, 25)),
    ("国庆节调休", (2023, 10, 7)),
    ("国庆节调休", (2023, 10, 8)),
];

/// The sheet of a year, with its document.
pub(super) fn sheet(year: i32) -> Sheet {
    let announced = YEARS.iter().find(|announced| announced.0 == year);
    let (_, document, off, worked) = announced.unwrap_or(&YEARS[1]);
    let title = format!("{year}年节假日与调休（{document}）");
    let mut sheet = Sheet::new("节假日", &title, &["日期", "类型", "名称"]);
    let mut days: Vec<(NaiveDate, &str, &str)> = Vec::new();
    days.extend(off.iter().flat_map(|(name, first, last)| each(*first, *last).map(|day| (day, "休", *name))));
    days.extend(worked.iter().filter_map(|(name, day)| Some((date(*day)?, "班", *name))));
    days.sort_unstable();
    sheet.rows =
        days.into_iter().map(|(day, kind, name)| vec![Cell::Day(day), text(kind), text(name)]).collect();
    sheet
}

/// Working days of both years.
pub(crate) fn calendar() -> Calendar {
    let mut calendar = Calendar::default();
    for (_, _, off, worked) in YEARS {
        calendar.off.extend(off.iter().flat_map(|(_, first, last)| each(*first, *last)));
        calendar.worked.extend(worked.iter().filter_map(|(_, day)| date(*day)));
    }
    calendar
}

fn each(first: Ymd, last: Ymd) -> impl Iterator<Item = NaiveDate> {
    let ends = date(first).zip(date(last));
    ends.into_iter().flat_map(|(first, last)| first.iter_days().take_while(move |day| *day <= last))
}

fn date((year, month, day): Ymd) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}
