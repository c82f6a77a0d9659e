//! Days and years in the forms bureaus use.

use chrono::{Datelike, Days, NaiveDate};

use super::Reading;
use crate::sheet::Value;

const FIRST_YEAR: i32 = 1949;
const LAST_YEAR: i32 = 2100;

/// Reads a day.
pub(super) fn day(cell: &Value, text: &str) -> Reading {
    if let Value::Date(date) = cell {
        return in_range(*date, text);
    }
    if let Value::Number(serial) = cell
        && let Some(date) = from_serial(*serial)
    {
        return in_range(date, text);
    }
    let day_part = day_part(text);
    match numbers(day_part).as_slice() {
        [(year, 4), (month, _), (day, _)] => match ymd(*year, *month, *day) {
            Some(date) => in_range(date, text),
            None => no_date(text),
        },
        [(year, 4), (month, 1..=2)] => month_only(*year, *month, text),
        [(packed, 8)] => match ymd(packed / 10_000, packed / 100 % 100, packed % 100) {
            Some(date) => in_range(date, text),
            None => no_date(text),
        },
        [(packed, 6)] => month_only(packed / 100, packed % 100, text),
        _ => no_date(text),
    }
}

/// Reads a year.
pub(super) fn year(cell: &Value, text: &str) -> Reading {
    if let Value::Date(date) = cell {
        return match calendar_year(date.year()) {
            Some(year) => Reading::taken_with(year, format!("年度是日期 {date}，取其年份 {year}"), "请核对"),
            None => no_year(text),
        };
    }
    let bare = text.strip_suffix("年度").or_else(|| text.strip_suffix('年')).unwrap_or(text).trim();
    let bare = bare.strip_suffix(".0").unwrap_or(bare);
    match bare.parse::<i32>().ok().filter(|_| bare.len() == 4).and_then(calendar_year) {
        Some(year) => Reading::taken(year),
        None => no_year(text),
    }
}

/// The year, if it can be one of a county's business.
pub(crate) fn calendar_year(year: i32) -> Option<i32> {
    (FIRST_YEAR..=LAST_YEAR).contains(&year).then_some(year)
}

/// Day number of the 1900 date system, whose false 29 February 1900 lies before all our dates.
fn from_serial(serial: f64) -> Option<NaiveDate> {
    const FIRST: f64 = 18_264.0; // 1950-01-01
    const LAST: f64 = 73_415.0; // 2100-12-31
    if !(FIRST..=LAST).contains(&serial) {
        return None;
    }
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(serial as u64))
}

/// The text without its time of day.
fn day_part(text: &str) -> &str {
    let text = text.split_once('T').map_or(text, |(day, _)| day);
    match text.find(':') {
        Some(colon) => text[..colon].trim_end_matches(|c: char| c.is_ascii_digit()).trim_end(),
        None => text,
    }
}

/// The numbers of a date with their widths; none if anything but date marks stands between them.
fn numbers(text: &str) -> Vec<(u32, usize)> {
    let is_mark = |c: char| matches!(c, '-' | '/' | '.' | '年' | '月' | '日' | '号' | ' ' | '—' | '_');
    let parts = text.split(is_mark).filter(|part| !part.is_empty());
    let read = |part: &str| {
        let plain = part.len() <= 8 && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse().ok()).flatten().map(|number| (number, part.len()))
    };
    parts.map(read).collect::<Option<Vec<_>>>().unwrap_or_default()
}

fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn month_only(year: u32, month: u32, text: &str) -> Reading {
    match ymd(year, month, 1).filter(|date| calendar_year(date.year()).is_some()) {
        Some(date) => Reading::taken_with(
            date,
            format!("“{text}”只有年月，按当月 1 日计（{date}）"),
            "如有确切日期请补正",
        ),
        None => no_date(text),
    }
}

fn in_range(date: NaiveDate, text: &str) -> Reading {
    match calendar_year(date.year()) {
        Some(_) => Reading::taken(date),
        None => Reading::unreadable(
            format!("日期“{text}”不在 {FIRST_YEAR}—{LAST_YEAR} 年之内"),
            "请核对；没有日期的请留空",
        ),
    }
}

fn no_date(text: &str) -> Reading {
    Reading::unreadable(format!("“{text}”不是日期"), "请填写如 2019-03-05 的日期")
}

fn no_year(text: &str) -> Reading {
    Reading::unreadable(format!("“{text}”不是年度"), "请填写四位年份，如 2021")
}
