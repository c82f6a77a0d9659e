//! Units chosen in a form: each is one of the county's, written by name or by code.

use lingdi_domain::moves::{Effect, Field, FieldKind, machine};
use lingdi_domain::object::{Input, ObjectKind};
use lingdi_policy::facts::Unit;
use serde_json::Value;

use crate::{Error, Result};

/// Puts the name of each unit that a move is given in place of what was written, and answers the code of
/// the one to which the object goes. Errors: no such unit, or none that an order could go to.
pub(super) fn settle(
    units: &[Unit],
    kind: ObjectKind,
    verb: &str,
    input: &mut Input,
) -> Result<Option<String>> {
    let Some(one) = machine(kind).named(verb) else { return Ok(None) };
    let mut goes_to = None;
    for field in one.fields.iter().filter(|field| is_of_units(field)) {
        let written = input.fields.get(field.name).map(written).unwrap_or_default();
        let mut names = Vec::new();
        for name in &written {
            let unit = named(units, name).ok_or_else(|| unknown(field.label, name))?;
            if kind == ObjectKind::Order && !receives_orders(unit) {
                return Err(no_receiver(field.label, &unit.name));
            }
            if one.effects.contains(&Effect::GoesTo(field.name)) {
                goes_to = Some(unit.code.to_string());
            }
            names.push(unit.name.to_string());
        }
        if !names.is_empty() {
            input.fields.insert(field.name.to_owned(), Value::String(names.join("\n")));
        }
    }
    Ok(goes_to)
}

fn is_of_units(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Unit | FieldKind::Units)
}

/// What was written, one unit a line.
fn written(value: &Value) -> Vec<String> {
    let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    let names = match value {
        Value::Array(list) => list.iter().filter_map(Value::as_str).flat_map(lines).collect(),
        other => lines(other.as_str().unwrap_or_default()),
    };
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

/// Orders go to local units, bureaus and companies.
pub(super) fn receives_orders(unit: &Unit) -> bool {
    unit.is_local() || unit.kind.as_str() != "专班" && unit.is_body()
}

pub(super) fn named<'u>(units: &'u [Unit], written: &str) -> Option<&'u Unit> {
    units.iter().find(|unit| unit.name.as_str() == written || unit.code.as_str() == written)
}

fn unknown(label: &str, written: &str) -> Error {
    Error::Refused(format!(
        "“{label}”中的“{written}”不是本县的单位。请从列表中选择一个单位；列表中没有的，先在“数据归集”导入单位表。"
    ))
}

fn no_receiver(label: &str, name: &str) -> Error {
    Error::Refused(format!("“{label}”中的“{name}”不接收派单。请选择乡镇（街道）、开发区、部门或国企。"))
}
