//! Units of area and money as bureaus write them, in headings, unit rows and cells.

use lingdi_domain::area::AreaUnit;
use lingdi_domain::money::MoneyUnit;

use crate::text::clean;

/// A unit, times a power of ten where the bureau's own unit is such a multiple.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    /// What is measured.
    pub measure: Measure,
    /// The figure is multiplied by ten to this power before it is read in `measure`.
    pub power: u32,
    /// As printed.
    pub label: &'static str,
}

/// The unit of the domain in which a figure is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    Area(AreaUnit),
    Money(MoneyUnit),
}

/// What a heading says about its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mention {
    /// Nothing.
    None,
    /// A unit we know.
    Known(Unit),
    /// Something that looks like a unit and is none we know: its figures must not be read.
    Unknown(String),
}

const fn area(unit: AreaUnit, power: u32, label: &'static str) -> Unit {
    Unit { measure: Measure::Area(unit), power, label }
}

const fn money(unit: MoneyUnit, power: u32, label: &'static str) -> Unit {
    Unit { measure: Measure::Money(unit), power, label }
}

/// Spellings, longer before shorter, so that a suffix is recognised whole.
const UNITS: &[(&str, Unit)] = &[
    ("万平方米", area(AreaUnit::Hectare, 0, "万平方米")),
    ("万m2", area(AreaUnit::Hectare, 0, "万平方米")),
    ("平方公里", area(AreaUnit::Hectare, 2, "平方公里")),
    ("平方千米", area(AreaUnit::Hectare, 2, "平方公里")),
    ("km2", area(AreaUnit::Hectare, 2, "平方公里")),
    ("平方英尺", area(AreaUnit::SquareFoot, 0, "平方英尺")),
    ("sqft", area(AreaUnit::SquareFoot, 0, "平方英尺")),
    ("ft2", area(AreaUnit::SquareFoot, 0, "平方英尺")),
    ("平方米", area(AreaUnit::SquareMetre, 0, "平方米")),
    ("平米", area(AreaUnit::SquareMetre, 0, "平方米")),
    ("m2", area(AreaUnit::SquareMetre, 0, "平方米")),
    ("m²", area(AreaUnit::SquareMetre, 0, "平方米")),
    ("公顷", area(AreaUnit::Hectare, 0, "公顷")),
    ("hm2", area(AreaUnit::Hectare, 0, "公顷")),
    ("ha", area(AreaUnit::Hectare, 0, "公顷")),
    ("英亩", area(AreaUnit::Acre, 0, "英亩")),
    ("acres", area(AreaUnit::Acre, 0, "英亩")),
    ("acre", area(AreaUnit::Acre, 0, "英亩")),
    ("万亩", area(AreaUnit::Mu, 4, "万亩")),
    ("亩", area(AreaUnit::Mu, 0, "亩")),
    ("亿元", money(MoneyUnit::HundredMillionYuan, 0, "亿元")),
    ("百万元", money(MoneyUnit::TenThousandYuan, 2, "百万元")),
    ("千万元", money(MoneyUnit::TenThousandYuan, 3, "千万元")),
    ("万元", money(MoneyUnit::TenThousandYuan, 0, "万元")),
    ("千元", money(MoneyUnit::ThousandYuan, 0, "千元")),
    ("元", money(MoneyUnit::Yuan, 0, "元")),
];

/// The unit that `text` as a whole names.
pub(crate) fn parse(text: &str) -> Option<Unit> {
    let spelling = spelling(text);
    let spelling = spelling.strip_prefix("单位:").unwrap_or(&spelling);
    let spelling = spelling.strip_prefix("人民币").unwrap_or(spelling);
    UNITS.iter().find(|(name, _)| *name == spelling).map(|(_, unit)| *unit)
}

/// A text that ends in a unit, split in front of it.
pub(crate) fn strip_suffix(text: &str) -> Option<(&str, Unit)> {
    UNITS.iter().find_map(|(name, unit)| {
        let start = text.len().checked_sub(name.len())?;
        let tail = text.get(start..)?;
        tail.eq_ignore_ascii_case(name).then(|| (text[..start].trim_end(), *unit))
    })
}

/// What the bracket of a heading says: one unit, none, or one we do not know. A list of several
/// units is an instruction to the clerk, not an answer.
pub(crate) fn mention(bracket: &str) -> Mention {
    if let Some(unit) = parse(bracket) {
        return Mention::Known(unit);
    }
    let bracket = clean(bracket);
    let named: Vec<Unit> = bracket.split(['|', '/', '、', ',', ';', ' ']).filter_map(parse).collect();
    match named.as_slice() {
        [unit] if !bracket.contains('/') => Mention::Known(*unit),
        [] if looks_like_unit(&bracket) => Mention::Unknown(bracket.into_owned()),
        _ => Mention::None,
    }
}

/// Every unit in a row such as `单位：万元、亩`.
pub(crate) fn in_unit_row(text: &str) -> Vec<Unit> {
    let cleaned = clean(text);
    let Some((_, rest)) = cleaned.split_once("单位:") else { return Vec::new() };
    rest.split(['、', ',', ';', '/', ' ', '(', ')', '和', '|']).filter_map(parse).collect()
}

fn spelling(text: &str) -> String {
    clean(text).chars().filter(|c| !matches!(c, ' ' | '.')).flat_map(char::to_lowercase).collect()
}

fn looks_like_unit(text: &str) -> bool {
    text.contains(['元', '米', '亩', '顷', '尺', '寸', '$'])
        || ["usd", "km", "dunam", "yd2", "sqm"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_known_under_their_many_spellings() {
        for (text, label) in [
            ("㎡", "平方米"),
            ("（亩）", ""),
            ("M2", "平方米"),
            ("单位：万元", "万元"),
            ("Sq. Ft", "平方英尺"),
        ] {
            assert_eq!(parse(text).map_or("", |unit| unit.label), label, "{text}");
        }
    }

    #[test]
    fn a_bracket_names_one_unit_or_none_or_a_strange_one() {
        assert!(matches!(mention("亩"), Mention::Known(unit) if unit.label == "亩"));
        assert_eq!(mention("平方米|亩|公顷"), Mention::None);
        assert_eq!(mention("自有/承租/转租"), Mention::None);
        assert_eq!(mention("万美元"), Mention::Unknown("万美元".to_owned()));
    }

    #[test]
    fn a_unit_row_may_name_several() {
        let labels: Vec<_> = in_unit_row("单位：万元、亩").iter().map(|unit| unit.label).collect();
        assert_eq!(labels, ["万元", "亩"]);
        assert!(in_unit_row("单位名称").is_empty());
    }
}
