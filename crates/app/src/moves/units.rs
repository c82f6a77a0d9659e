//! Units chosen in a form: each is one of the county's, written by name or by code.

use lingdi_domain::moves::{Effect, FieldKind, machine};
use lingdi_domain::object::{Input, ObjectKind};
use lingdi_policy::facts::Unit;
use serde_json::Value;

use crate::{Error, Result};

/// Puts the name of each unit that a move is given in place of what was written, and answers the code of
/// the one to which the object goes. Errors: no such unit.
pub(super) fn settle(
    units: &[Unit],
    kind: ObjectKind,
    verb: &str,
    input: &mut Input,
) -> Result<Option<String>> {
    let Some(one) = machine(kind).named(verb) else { return Ok(None) };
    let mut goes_to = None;
    for field in one.fields.iter().filter(|field| matches!(field.kind, FieldKind::Units)) {
        let Some(written) = input.fields.get(field.name) else { continue };
        let names = lines(written).map(|line| {
            let unit = named(units, line).ok_or_else(|| unknown(field.label, line))?;
            Ok(unit.name.to_string())
        });
        let names = names.collect::<Result<Vec<_>>>()?;
        input.fields.insert(field.name.to_owned(), names.into());
    }
    for field in one.fields.iter().filter(|field| matches!(field.kind, FieldKind::Unit)) {
        let written = input.fields.get(field.name).and_then(|value| value.as_str()).unwrap_or_default();
        let written = written.trim();
        if written.is_empty() {
            continue;
        }
        let unit = named(units, written).ok_or_else(|| unknown(field.label, written))?;
        if one.effects.contains(&Effect::GoesTo(field.name)) {
            goes_to = Some(unit.code.to_string());
        }
        input.fields.insert(field.name.to_owned(), unit.name.to_string().into());
    }
    Ok(goes_to)
}

/// The lines of what was written: a text, or a list already.
fn lines(written: &Value) -> impl Iterator<Item = &str> {
    let list = written.as_array().into_iter().flatten().filter_map(Value::as_str);
    let text = written.as_str().unwrap_or_default().lines();
    text.chain(list).map(str::trim).filter(|line| !line.is_empty())
}

fn named<'u>(units: &'u [Unit], written: &str) -> Option<&'u Unit> {
    units.iter().find(|unit| unit.name.as_str() == written || unit.code.as_str() == written)
}

fn unknown(label: &str, written: &str) -> Error {
    Error::Refused(format!(
        "“{label}”中的“{written}”不是本县的单位。请从列表中选择一个单位；列表中没有的，先在“数据归集”导入单位表。"
    ))
}
