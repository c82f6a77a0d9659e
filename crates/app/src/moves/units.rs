//! Units chosen in a form: each is one of the county's, written by name or by code.

use lingdi_domain::moves::{Effect, FieldKind, machine};
use lingdi_domain::object::{Input, ObjectKind};
use lingdi_policy::facts::Unit;

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

fn named<'u>(units: &'u [Unit], written: &str) -> Option<&'u Unit> {
    units.iter().find(|unit| unit.name.as_str() == written || unit.code.as_str() == written)
}

fn unknown(label: &str, written: &str) -> Error {
    Error::Refused(format!(
        "“{label}”中的“{written}”不是本县的单位。请从列表中选择一个单位；列表中没有的，先在“数据归集”导入单位表。"
    ))
}
