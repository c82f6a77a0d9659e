//! What makes two rows the same.

use lingdi_domain::{CreditCode, name};
use serde_json::{Map, Value};

use crate::schema::{KeyPart, Schema};

const SEPARATOR: &str = "\u{1f}";

/// The canonical key of a row.
pub(super) fn key(schema: &Schema, data: &Map<String, Value>) -> String {
    let parts: Vec<String> = schema.key.iter().map(|part| key_part(*part, data)).collect();
    parts.join(SEPARATOR)
}

fn key_part(part: KeyPart, data: &Map<String, Value>) -> String {
    match part {
        KeyPart::Field(field) => text(data, field),
        KeyPart::FirstOf(fields) => {
            fields.iter().map(|field| text(data, field)).find(|text| !text.is_empty()).unwrap_or_default()
        }
        KeyPart::Firm(code, name) => firm(&text(data, code), &text(data, name)),
    }
}

/// The credit code when it has that shape, else the normalised name, else whatever number there is.
fn firm(code: &str, name: &str) -> String {
    match CreditCode::parse(code) {
        Some(code) => code.as_str().to_owned(),
        None if !name.is_empty() => format!("名:{}", name::normalised(name)),
        None => code.to_owned(),
    }
}

fn text(data: &Map<String, Value>, field: &str) -> String {
    match data.get(field) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}
