//! What a heading means: its field, its unit, its year.

mod find;
mod top;

pub(crate) use find::{HandMapped, Head, HeadColumn, Wanted, find, likely_headings, top, unit_rows};
pub(crate) use top::Top;

use crate::schema::{AliasTable, Field, ValueType};
pub(crate) use crate::text::normal_form;
use crate::text::normal_form_up_to;
use crate::unit::{self, Measure, Mention};

/// A heading that names a field.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    pub field: &'static Field,
    /// 0 for a mapping by hand, 1 for the canonical heading, more for aliases.
    pub rank: usize,
    pub mention: Mention,
    /// The year that a wide table's column stands for.
    pub year: Option<i32>,
}

/// Rank of a column that a person mapped by hand.
pub(crate) const BY_HAND: usize = 0;

/// Bytes of the longest name with its unit in brackets, and much to spare.
const LONGEST_NAME: usize = 200;
/// Characters after which a form is that of no name we know.
const LONGEST_FORM: usize = 40;

/// The field that a heading names; its parts come from the rows of a multi-row heading.
///
/// A unit we do not know makes the heading name nothing: its figures must not be misread.
pub(crate) fn matched(table: &AliasTable, text: &str) -> Option<Match> {
    let parts: Vec<&str> = text.split('/').map(str::trim).filter(|part| !part.is_empty()).collect();
    let last = *parts.last()?;
    if parts.len() > 1 {
        if let Some(unit) = unit::parse(last.trim_matches(['(', ')', '（', '）'])) {
            let mut found = matched(table, &parts[..parts.len() - 1].join("/"))?;
            found.mention = Mention::Known(unit);
            return fits(found);
        }
        let whole = parts.concat();
        if let Some(found) = matched_part(table, &whole) {
            return fits(found);
        }
    }
    matched_part(table, last).and_then(fits)
}

/// A column of a wide table: a year, alone or beside a name of `field`.
pub(crate) fn matched_year(table: &AliasTable, field: &'static Field, text: &str) -> Option<Match> {
    let (bare, bracket) = split_bracket(text);
    let mut mention = bracket.as_deref().map_or(Mention::None, unit::mention);
    let joined = match &mention {
        Mention::None => normal_form(text),
        _ => normal_form(&bare),
    };
    let (year, rest) = take_year(&joined)?;
    let named =
        |rest: &str| rest.is_empty() || table.get(rest).is_some_and(|(known, _)| known.code == field.code);
    let mut rest = rest.as_str();
    if !named(rest) {
        let (shorter, unit) = unit::strip_suffix(rest)?;
        (rest, mention) = (shorter, Mention::Known(unit));
    }
    named(rest).then_some(Match { field, rank: 1, mention, year: Some(year) }).and_then(fits)
}

/// Takes the one four-digit year out of a text, with the 年 or 年度 behind it.
pub(crate) fn take_year(text: &str) -> Option<(i32, String)> {
    let digits: Vec<(usize, &str)> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(|run| (run.as_ptr() as usize - text.as_ptr() as usize, run))
        .collect();
    let [(start, run)] = digits.as_slice() else { return None };
    let year: i32 = run.parse().ok().filter(|year| run.len() == 4 && (1949..=2100).contains(year))?;
    let after = &text[start + 4..];
    let after = after.strip_prefix("年度").or_else(|| after.strip_prefix('年')).unwrap_or(after);
    Some((year, format!("{}{after}", &text[..*start])))
}

fn matched_part(table: &AliasTable, part: &str) -> Option<Match> {
    if part.len() > LONGEST_NAME {
        return None;
    }
    let known = |text: &str| table.get(normal_form_up_to(text, LONGEST_FORM).as_str());
    if let Some((field, rank)) = known(part) {
        return Some(Match { field, rank: rank + 1, mention: Mention::None, year: None });
    }
    let (bare, bracket) = split_bracket(part);
    let mention = bracket.as_deref().map_or(Mention::None, |text| quantity_mention(table, &bare, text));
    if let Some((field, rank)) = known(&bare) {
        return Some(Match { field, rank: rank + 1, mention, year: None });
    }
    let (name, unit) = unit::strip_suffix(&bare)?;
    let (field, rank) = known(name)?;
    Some(Match { field, rank: rank + 1, mention: Mention::Known(unit), year: None })
}

/// Fields in a unit of their own (千瓦时, 吨标煤) accept that unit only.
fn quantity_mention(table: &AliasTable, bare: &str, bracket: &str) -> Mention {
    match table.get(normal_form(bare).as_str()).map(|(field, _)| field.value) {
        Some(ValueType::Decimal(unit)) if !unit.is_empty() && normal_form(bracket) != normal_form(unit) => {
            match normal_form(bracket).as_str() {
                "KWH" | "度" if unit == "千瓦时" => Mention::None,
                "TCE" | "吨标准煤" if unit == "吨标煤" => Mention::None,
                _ => Mention::Unknown(bracket.to_owned()),
            }
        }
        Some(ValueType::Decimal(_)) => Mention::None,
        _ => unit::mention(bracket),
    }
}

/// Drops a match whose unit is of another measure than its field, or unknown.
fn fits(found: Match) -> Option<Match> {
    let fits = match (&found.mention, found.field.value) {
        (Mention::Unknown(_), ValueType::Area(_) | ValueType::Money(_) | ValueType::Decimal(_)) => false,
        (Mention::None | Mention::Unknown(_), _) => true,
        (Mention::Known(unit), ValueType::Area(_)) => matches!(unit.measure, Measure::Area(_)),
        (Mention::Known(unit), ValueType::Money(_)) => matches!(unit.measure, Measure::Money(_)),
        (Mention::Known(_), _) => false,
    };
    fits.then_some(found)
}

fn split_bracket(text: &str) -> (String, Option<String>) {
    let folded = text.replace(['（', '[', '【'], "(").replace(['）', ']', '】'], ")");
    match folded.split_once('(') {
        Some((before, rest)) => {
            let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
            (format!("{before}{after}"), Some(inside.trim().to_owned()))
        }
        None => (folded, None),
    }
}

#[cfg(test)]
mod tests {
    use lingdi_domain::Kind;

    use super::*;
    use crate::schema::{alias_table, schema};

    #[test]
    fn no_name_is_longer_than_what_is_looked_at() {
        for name in Kind::ALL.iter().flat_map(|kind| alias_table(*kind).keys()) {
            assert!(name.chars().count() < LONGEST_FORM && name.len() < LONGEST_NAME / 2, "{name}");
        }
    }

    fn found(kind: Kind, text: &str) -> (&'static str, &'static str) {
        match matched(alias_table(kind), text) {
            Some(Match { field, mention: Mention::Known(unit), .. }) => (field.code, unit.label),
            Some(Match { field, .. }) => (field.code, ""),
            None => ("", ""),
        }
    }

    #[test]
    fn headings_name_fields_and_units() {
        for (kind, heading, wanted) in [
            (Kind::Parcels, "宗地面积（亩）", ("area", "亩")),
            (Kind::Parcels, "宗地面积(平方米｜亩｜公顷)", ("area", "")),
            (Kind::Parcels, "用地情况/占地面积/（亩）", ("area", "亩")),
            (Kind::Parcels, "土地面积亩", ("area", "亩")),
            (Kind::Parcels, "宗地面积（平方英寸）", ("", "")),
            (Kind::Parcels, "*土地用途（必填）", ("land_use", "")),
            (Kind::Parcels, "建筑密度(%)", ("building_density", "")),
            (Kind::Occupancy, "关系(自有/承租/转租)", ("relation", "")),
            (Kind::Tax, "纳税人识别号", ("code", "")),
            (Kind::Tax, "入库税额(万元)", ("amount", "万元")),
            (Kind::Tax, "入库税额(亩)", ("", "")),
            (Kind::Power, "用电量(万千瓦时)", ("", "")),
            (Kind::Power, "用电量(kWh)", ("kwh", "")),
            (Kind::Findings, "依据（目录版本、条目）", ("basis", "")),
            (Kind::Tax, "备注", ("", "")),
        ] {
            assert_eq!(found(kind, heading), wanted, "{heading}");
        }
    }

    #[test]
    fn a_wide_tables_columns_are_years() {
        let amount = schema(Kind::Tax).field("amount").unwrap();
        let year = |text| matched_year(alias_table(Kind::Tax), amount, text).and_then(|found| found.year);
        for text in ["2021年入库税额", "2021", "入库税额/2021年", "2021年度税收（万元）", "税收2021"]
        {
            assert_eq!(year(text), Some(2021), "{text}");
        }
        for text in ["入库税额", "2021年排名", "2020-2021年税收", "20211"] {
            assert_eq!(year(text), None, "{text}");
        }
    }
}
