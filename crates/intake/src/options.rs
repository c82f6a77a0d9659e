//! How a file is to be read.

use lingdi_domain::Kind;
use lingdi_geo::BBox;

use crate::Refusal;

/// What the reader is told about a file and the county it comes from.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// What the table holds.
    pub kind: Kind,
    /// Six digits of the county.
    pub county: String,
    /// Box in degrees that shapes must lie in; not checked when absent.
    pub county_box: Option<BBox>,
    /// 年度 of a table that has no such column.
    pub year: Option<i32>,
    /// Encoding of text, where it must not be detected.
    pub encoding: Option<String>,
    /// EPSG code of a layer's coordinates, where the file's own word must not be taken.
    pub crs: Option<u32>,
    /// The one sheet to read; all fitting and visible ones when absent.
    pub sheet: Option<String>,
    /// Columns mapped by hand.
    pub map: Vec<MapRule>,
    /// Lifts the county box, the form of the parcel code and the check of its first six digits.
    pub anywhere: bool,
}

impl ReadOptions {
    /// Reading a table of this kind with nothing else said.
    pub fn new(kind: Kind, county: impl Into<String>) -> Self {
        Self {
            kind,
            county: county.into(),
            county_box: None,
            year: None,
            encoding: None,
            crs: None,
            sheet: None,
            map: Vec::new(),
            anywhere: false,
        }
    }
}

/// One `--map`: `字段=列名`, `字段(单位)=列名` or `字段==常量`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapRule {
    /// The field, as a person names it: heading, alias or code.
    pub field: String,
    /// The unit in brackets behind the field.
    pub unit: Option<String>,
    /// Where the value comes from.
    pub from: MapSource,
}

/// Where a mapped field comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MapSource {
    /// The column of this heading.
    Column(String),
    /// The same text in every row.
    Constant(String),
}

impl MapRule {
    /// Reads a rule as the command line writes it.
    pub fn parse(rule: &str) -> Result<Self, Refusal> {
        let unreadable = || {
            Refusal::new(
                format!("映射“{rule}”写法不对。"),
                "写作 字段=列名、字段(单位)=列名 或 字段==常量，例如 宗地面积(亩)=占地面积。",
            )
        };
        let (left, right) = rule.split_once('=').ok_or_else(unreadable)?;
        let from = match right.strip_prefix('=') {
            Some(constant) => MapSource::Constant(constant.trim().to_owned()),
            None => MapSource::Column(right.trim().to_owned()),
        };
        let left = left.replace('（', "(").replace('）', ")");
        let (field, unit) = match left.trim().strip_suffix(')').and_then(|text| text.split_once('(')) {
            Some((field, unit)) => (field.trim().to_owned(), Some(unit.trim().to_owned())),
            None => (left.trim().to_owned(), None),
        };
        let is_blank = match &from {
            MapSource::Column(text) | MapSource::Constant(text) => text.is_empty(),
        };
        if field.is_empty() || is_blank {
            return Err(unreadable());
        }
        Ok(Self { field, unit, from })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_forms_of_a_mapping_are_read() {
        let rule = MapRule::parse("宗地面积(平方英尺)=land_sf").unwrap();
        assert_eq!((rule.field.as_str(), rule.unit.as_deref()), ("宗地面积", Some("平方英尺")));
        assert_eq!(rule.from, MapSource::Column("land_sf".to_owned()));
        let rule = MapRule::parse("土地用途==工业用地").unwrap();
        assert_eq!(rule.from, MapSource::Constant("工业用地".to_owned()));
        assert_eq!(MapRule::parse("宗地代码=apn").unwrap().unit, None);
    }

    #[test]
    fn a_mapping_of_another_form_is_refused_with_an_example() {
        for bad in ["宗地代码", "=apn", "宗地代码=", "宗地代码==", ""] {
            let refusal = MapRule::parse(bad).unwrap_err();
            assert!(refusal.remedy.contains("字段=列名"), "{bad}");
        }
    }
}
