//! Bands of 亩均税收: their ends are zero and the policy's own lines.

use chrono::NaiveDate;
use lingdi_domain::Ratio;

use super::Band;
use crate::identification::Judged;

/// Setting whose dated values are the lines of category A.
const TAX_LINE: &str = "tax_line";

impl Judged {
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

    /// The bands in which this edition's figures are shown, lowest first, the unknown last, each
    /// with its label in 万元/亩.
    pub fn bands(&self) -> Vec<(Band, String)> {
        let values =
            self.edition.setting(TAX_LINE).map(|setting| setting.values.as_slice()).unwrap_or_default();
        let lines = values.iter().filter_map(|value| Ratio::parse_decimal(&value.value));
        let mut ends: Vec<i64> = std::iter::once(Ratio::zero())
            .chain(lines)
            .filter_map(|line| (line * Ratio::integer(10_000)).round_half_up())
            .collect();
        ends.sort_unstable();
        ends.dedup();
        let print = |end: i64| {
            let text = Ratio::new(end.into(), 10_000).to_decimal(4);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        let mut bands = Vec::new();
        if let (Some(first), Some(last)) = (ends.first(), ends.last()) {
            bands.push((Band::Between(None, Some(*first)), format!("低于 {}", print(*first))));
            bands.extend(ends.windows(2).map(|pair| {
                (
                    Band::Between(Some(pair[0]), Some(pair[1])),
                    format!("{}–{}", print(pair[0]), print(pair[1])),
                )
            }));
            bands.push((Band::Between(Some(*last), None), format!("{} 以上", print(*last))));
        }
        bands.push((Band::Unknown, "不确定".to_owned()));
        bands
    }
}
