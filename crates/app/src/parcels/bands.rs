//! Bands of 亩均税收: their ends are the policy's own lines.

use chrono::NaiveDate;
use lingdi_domain::Ratio;
use lingdi_policy::Edition;

use super::Band;
use crate::identification::Verdicts;

/// Setting whose dated values are the lines of category A.
const TAX_LINE: &str = "tax_line";

impl Verdicts {
    /// The line of category A that each judged year of tax was, or would be, held against: that of
    /// the year after it, on the day of judgement within that year.
    pub fn lines(&self) -> Vec<(i32, Option<Ratio>)> {
        let setting = self.edition.setting(TAX_LINE);
        let line = |year: i32| {
            let (first, last) =
                (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?);
            let value = setting?.on(self.result.as_of.clamp(first, last))?;
            Ratio::parse_decimal(&value.value)
        };
        self.edition.years().map(|year| (year, line(year))).collect()
    }

    /// The bands in which this edition's figures are shown.
    pub fn bands(&self) -> Vec<(Band, String)> {
        bands(&self.edition)
    }
}

/// The bands in which an edition's figures are shown, lowest first, the unknown last, each with its
/// label in 万元/亩.
pub(crate) fn bands(edition: &Edition) -> Vec<(Band, String)> {
    let values = edition.setting(TAX_LINE).map(|setting| setting.values.as_slice()).unwrap_or_default();
    let lines = values.iter().filter_map(|value| Ratio::parse_decimal(&value.value));
    let mut ends: Vec<i64> =
        lines.filter_map(|line| (line * Ratio::integer(10_000)).round_half_up()).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut bands = Vec::new();
    if let (Some(first), Some(last)) = (ends.first(), ends.last()) {
        bands.push((Band::Between(None, Some(*first)), format!("低于 {}", end(*first))));
        bands.extend(ends.windows(2).map(|pair| {
            (Band::Between(Some(pair[0]), Some(pair[1])), format!("{}–{}", end(pair[0]), end(pair[1])))
        }));
        bands.push((Band::Between(Some(*last), None), format!("{} 以上", end(*last))));
    }
    bands.push((Band::Unknown, "不确定".to_owned()));
    bands
}

impl Band {
    /// In few signs, as it stands in place of an amount: `<3`, `3–5`, `≥5`; empty when not known.
    pub fn mark(self) -> String {
        match self {
            Self::Unknown | Self::Between(None, None) => String::new(),
            Self::Between(None, Some(to)) => format!("<{}", end(to)),
            Self::Between(Some(from), Some(to)) => format!("{}–{}", end(from), end(to)),
            Self::Between(Some(from), None) => format!("≥{}", end(from)),
        }
    }
}

/// An end of a band as it is read: `3`, `4.5`.
fn end(ten_thousandths: i64) -> String {
    let text = Ratio::new(ten_thousandths.into(), 10_000).to_decimal(4);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
