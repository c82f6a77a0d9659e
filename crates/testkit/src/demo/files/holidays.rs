//! Holidays and shifted working days of 2023, as the State Council announced them
//! (国办发明电〔2022〕16号). Not invented.

use chrono::NaiveDate;

use crate::demo::write::{Cell, Sheet, text};

/// Year, month, day.
type Ymd = (i32, u32, u32);

/// Name, first day off, last day off.
const HOLIDAYS: &[(&str, Ymd, Ymd)] = &[
    ("元旦", (2022, 12, 31), (2023, 1, 2)),
    ("春节", (2023, 1, 21), (2023, 1, 27)),
    ("清明节", (2023, 4, 5), (2023, 4, 5)),
    ("劳动节", (2023, 4, 29), (2023, 5, 3)),
    ("端午节", (2023, 6, 22), (2023, 6, 24)),
    ("中秋节、国庆节", (2023, 9, 29), (2023, 10, 6)),
];

/// Days of weekends that are worked.
const WORKED: &[(&str, Ymd)] = &[
    ("春节调休", (2023, 1, 28)),
    ("春节调休", (2023, 1, 29)),
    ("劳动节调休", (2023, 4, 23)),
    ("劳动节调休", (2023, 5, 6)),
    ("端午节调休", (2023, 6, 25)),
    ("国庆节调休", (2023, 10, 7)),
    ("国庆节调休", (2023, 10, 8)),
];

/// The sheet.
pub(super) fn sheet() -> Sheet {
    let mut sheet =
        Sheet::new("节假日", "2023年节假日与调休（国办发明电〔2022〕16号）", &["日期", "类型", "名称"]);
    let mut days: Vec<(NaiveDate, &str, &str)> = Vec::new();
    for (name, first, last) in HOLIDAYS {
        if let (Some(first), Some(last)) = (date(*first), date(*last)) {
            days.extend(first.iter_days().take_while(|day| *day <= last).map(|day| (day, "休", *name)));
        }
    }
    days.extend(WORKED.iter().filter_map(|(name, day)| Some((date(*day)?, "班", *name))));
    days.sort_unstable();
    sheet.rows =
        days.into_iter().map(|(day, kind, name)| vec![Cell::Day(day), text(kind), text(name)]).collect();
    sheet
}

fn date((year, month, day): Ymd) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}
