//! Mappings by hand, made sense of.

use lingdi_domain::{Datum, Kind};

use crate::Refusal;
use crate::cell::{self, Reading};
use crate::heading::HandMapped;
use crate::options::{MapRule, MapSource};
use crate::schema::{Field, ValueType, schema};
use crate::sheet::Value;
use crate::unit::{self, Mention};

/// Mappings of columns, and values that every row shares.
#[derive(Debug, Default)]
pub(crate) struct Mapping {
    pub columns: Vec<HandMapped>,
    pub constants: Vec<(&'static Field, Datum)>,
}

impl Mapping {
    /// Nothing mapped by hand.
    pub(crate) fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.constants.is_empty()
    }
}

/// Finds the fields and units that the rules name.
pub(crate) fn mapping(kind: Kind, rules: &[MapRule]) -> Result<Mapping, Refusal> {
    let mut mapping = Mapping::default();
    for rule in rules {
        let field = schema(kind).field_named(&rule.field).ok_or_else(|| unknown_field(kind, &rule.field))?;
        let unit = rule.unit.as_deref().map(|text| unit_for(field, text)).transpose()?;
        match &rule.from {
            MapSource::Column(column) => mapping.columns.push(HandMapped {
                field,
                column: column.clone(),
                mention: unit.map_or(Mention::None, Mention::Known),
            }),
            MapSource::Constant(text) => match cell::read(&Value::Text(text.as_str().into()), field, unit) {
                Reading::Taken(taken) => mapping.constants.push((field, taken.value)),
                Reading::Absent => {}
                Reading::Unreadable(complaint) => {
                    return Err(Refusal::new(
                        format!("映射“{}=={text}”：{}。", rule.field, complaint.message),
                        complaint.remedy,
                    ));
                }
            },
        }
    }
    Ok(mapping)
}

fn unit_for(field: &'static Field, text: &str) -> Result<unit::Unit, Refusal> {
    let known = match field.value {
        ValueType::Area(_) => "平方米、亩、公顷、平方英尺、英亩",
        ValueType::Money(_) => "元、千元、万元、亿元",
        _ => {
            return Err(Refusal::new(format!("“{}”没有单位可指定。", field.heading), "请去掉括号里的单位。"));
        }
    };
    unit::parse(text)
        .ok_or_else(|| Refusal::new(format!("不认识单位“{text}”。"), format!("可用单位：{known}。")))
}

fn unknown_field(kind: Kind, name: &str) -> Refusal {
    let known: Vec<&str> = schema(kind).fields.iter().map(|field| field.heading).collect();
    Refusal::new(
        format!("“{}”没有字段“{name}”。", kind.label()),
        format!("可映射的字段：{}。", known.join("、")),
    )
}
