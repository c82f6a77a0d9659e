//! How figures and dates are written on a page, one function per kind of figure.
//!
//! Shown figures are rounded; comparisons are made elsewhere, on the exact values.

use chrono::{Datelike, NaiveDate, Weekday};
use lingdi_domain::{Area, Money, Ratio};

/// What stands where a value is missing. Missing is never written as zero.
pub const MISSING: &str = "—";

const MINUS: char = '\u{2212}';

/// `f` of the value, or [`MISSING`].
pub fn or_missing<T>(value: Option<T>, f: impl FnOnce(T) -> String) -> String {
    value.map_or_else(|| MISSING.to_owned(), f)
}

/// A count: `12,418`.
pub fn count(value: impl TryInto<i128>) -> String {
    value.try_into().map_or_else(|_| MISSING.to_owned(), |value| decimal(&Ratio::integer(value), 0))
}

/// The area of one parcel in 亩: two decimals.
pub fn mu(area: Area) -> String {
    decimal(&area.mu(), 2)
}

/// A sum of areas in 亩: one decimal.
pub fn mu_total(area: Area) -> String {
    decimal(&area.mu(), 1)
}

/// 亩 as used in arithmetic: five decimals.
pub fn mu_exact(area: Area) -> String {
    decimal(&area.mu(), 5)
}

/// 平方米: two decimals.
pub fn square_metres(area: Area) -> String {
    decimal(&area.square_metres(), 2)
}

/// 万元, two decimals, without its unit: for columns whose head names the unit.
pub fn wan(money: Money) -> String {
    decimal(&money.ten_thousand_yuan(), 2)
}

/// An amount with its unit: 万元, and 亿元 from 10,000 万元 on.
pub fn money(money: Money) -> (String, &'static str) {
    let wan = money.ten_thousand_yuan();
    let limit = Ratio::integer(10_000);
    if wan >= limit || wan <= Ratio::integer(-10_000) {
        (decimal(&(wan / limit), 2), "亿元")
    } else {
        (decimal(&wan, 2), "万元")
    }
}

/// 万元/亩 in tables: two decimals.
pub fn per_mu(value: &Ratio) -> String {
    decimal(value, 2)
}

/// 万元/亩 in arithmetic: four decimals.
pub fn per_mu_exact(value: &Ratio) -> String {
    decimal(value, 4)
}

/// A share as a percentage, one decimal, without the sign %.
pub fn percent(share: &Ratio) -> String {
    decimal(&(share.clone() * Ratio::integer(100)), 1)
}

/// `value` with exactly `places` decimals, thousands separated, the minus sign U+2212.
pub fn decimal(value: &Ratio, places: usize) -> String {
    let text = value.to_decimal(places);
    let (negative, magnitude) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest));
    let (whole, fraction) = magnitude.split_once('.').unwrap_or((magnitude, ""));
    let mut out = String::with_capacity(text.len() + 6);
    if negative {
        out.push(MINUS);
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A date in tables: `2023-09-30`.
pub fn date(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// A date in headers: `2023年10月9日 星期一`.
pub fn date_long(date: NaiveDate) -> String {
    let weekday = match date.weekday() {
        Weekday::Mon => "一",
        Weekday::Tue => "二",
        Weekday::Wed => "三",
        Weekday::Thu => "四",
        Weekday::Fri => "五",
        Weekday::Sat => "六",
        Weekday::Sun => "日",
    };
    format!("{}年{}月{}日 星期{weekday}", date.year(), date.month(), date.day())
}

/// A date in queues: `10月11日`.
pub fn date_short(date: NaiveDate) -> String {
    format!("{}月{}日", date.month(), date.day())
}

/// The size of a file: `412 KB`, `2.3 MB`.
pub fn file_size(bytes: u64) -> String {
    const KB: u64 = 1024;
    match bytes {
        0..KB => format!("{bytes} B"),
        KB..1_048_576 => format!("{} KB", bytes.div_ceil(KB)),
        _ => format!("{} MB", decimal(&Ratio::new(i128::from(bytes), 1_048_576), 1)),
    }
}

/// The beginning and end of a hash, for people: `9f3a…c71e`.
pub fn fingerprint(hash: &str) -> String {
    match (hash.get(..4), hash.get(hash.len().saturating_sub(4)..)) {
        (Some(head), Some(tail)) if hash.len() > 8 => format!("{head}…{tail}"),
        _ => hash.to_owned(),
    }
}

/// A parcel code in its groups: `330122 102003 GB00047`. Codes of other forms stay as they are.
pub fn parcel_code(code: &str) -> String {
    match (code.get(..6), code.get(6..12), code.get(12..)) {
        (Some(county), Some(district), Some(number)) if code.len() == 19 => {
            format!("{county} {district} {number}")
        }
        _ => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn areas_are_written_as_officials_write_them() {
        let area = Area(2_240_670);
        assert_eq!(mu(area), "33.61");
        assert_eq!(mu_exact(area), "33.61005");
        assert_eq!(square_metres(area), "22,406.70");
        assert_eq!(mu_total(Area(827_886_667)), "12,418.3");
    }

    #[test]
    fn money_turns_into_yi_from_ten_thousand_wan_on() {
        assert_eq!(money(Money(9_999_990_000)), ("9,999.99".to_owned(), "万元"));
        assert_eq!(money(Money(10_000_000_000)), ("1.00".to_owned(), "亿元"));
        assert_eq!(money(Money(-15_488_260)), ("−15.49".to_owned(), "万元"));
        assert_eq!(wan(Money(44_152_036)), "44.15");
    }

    #[test]
    fn thousands_are_separated_and_the_minus_is_a_minus() {
        for (numerator, places, text) in
            [(999, 0, "999"), (1000, 0, "1,000"), (-1_234_567, 1, "−1,234,567.0"), (0, 2, "0.00")]
        {
            assert_eq!(decimal(&Ratio::integer(numerator), places), text);
        }
        assert_eq!(count(12_418_u32), "12,418");
        assert_eq!(percent(&Ratio::new(759, 1000)), "75.9");
    }

    #[test]
    fn missing_is_a_dash_and_never_zero() {
        assert_eq!(or_missing(None::<Area>, mu), "—");
        assert_eq!(or_missing(Some(Area(0)), mu), "0.00");
    }

    #[test]
    fn dates_have_one_form_each_for_tables_headers_and_queues() {
        assert_eq!(date(day("2023-09-30")), "2023-09-30");
        assert_eq!(date_long(day("2023-10-09")), "2023年10月9日 星期一");
        assert_eq!(date_short(day("2023-10-11")), "10月11日");
    }

    #[test]
    fn file_sizes_hashes_and_codes_are_short_enough_to_read() {
        assert_eq!(file_size(1023), "1023 B");
        assert_eq!(file_size(421_000), "412 KB");
        assert_eq!(file_size(2_411_724), "2.3 MB");
        assert_eq!(fingerprint("9f3a0000c71e"), "9f3a…c71e");
        assert_eq!(fingerprint("短"), "短");
        assert_eq!(parcel_code("330122102003GB00047"), "330122 102003 GB00047");
        assert_eq!(parcel_code("T-17"), "T-17");
    }
}
