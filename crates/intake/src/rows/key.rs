//! What makes two rows the same.

use lingdi_domain::{CreditCode, Datum, Text, Values, name};

use crate::schema::{KeyPart, Schema};

const SEPARATOR: char = '\u{1f}';

/// The canonical key of a row.
pub(super) fn key(schema: &Schema, data: &Values) -> String {
    let mut key = String::with_capacity(48);
    for (nth, part) in schema.key.iter().enumerate() {
        if nth > 0 {
            key.push(SEPARATOR);
        }
        match part {
            KeyPart::Field(field) => key.push_str(&text(data, field)),
            KeyPart::FirstOf(fields) => {
                let given = fields.iter().map(|field| text(data, field)).find(|text| !text.is_empty());
                key.push_str(&given.unwrap_or_default());
            }
            KeyPart::Firm(code, name) => push_firm(&mut key, &text(data, code), &text(data, name)),
        }
    }
    key
}

/// The credit code when it has that shape, else the normalised name, else whatever number there is.
fn push_firm(key: &mut String, code: &str, name: &str) {
    if CreditCode::is_plain(code) {
        return key.push_str(code);
    }
    match CreditCode::parse(code) {
        Some(code) => key.push_str(code.as_str()),
        None if !name.is_empty() => {
            key.push_str("名:");
            key.push_str(&name::normalised(name));
        }
        None => key.push_str(code),
    }
}

fn text(data: &Values, field: &str) -> Text {
    data.get(field).map(Datum::to_text).unwrap_or_default()
}
