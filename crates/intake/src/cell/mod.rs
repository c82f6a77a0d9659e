//! One cell, read as its field wants it.

mod code;
mod date;
mod number;
mod quantity;

use lingdi_domain::{Datum, Text};

use crate::schema::{Field, ValueType};
use crate::sheet::Value;
use crate::text::{clean, is_nothing};
use crate::unit::Unit;

/// What a cell turned out to be.
#[derive(Debug, PartialEq)]
pub(crate) enum Reading {
    /// Not supplied.
    Absent,
    /// A value in the encoding of `lingdi_domain::record`.
    Taken(Taken),
    /// There is something, but not what the field needs.
    Unreadable(Complaint),
}

/// A value that was read.
#[derive(Debug, PartialEq)]
pub(crate) struct Taken {
    pub value: Datum,
    /// An area as the source wrote it, with its unit.
    pub written: Option<String>,
    /// What a person should look at all the same.
    pub remark: Option<Complaint>,
}

/// What is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub message: String,
    pub remedy: String,
}

impl Complaint {
    pub(crate) fn new(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { message: message.into(), remedy: remedy.into() }
    }
}

impl Reading {
    fn taken(value: impl Into<Datum>) -> Self {
        Self::Taken(Taken { value: value.into(), written: None, remark: None })
    }

    fn taken_with(value: impl Into<Datum>, message: impl Into<String>, remedy: &str) -> Self {
        let remark = Some(Complaint::new(message, remedy));
        Self::Taken(Taken { value: value.into(), written: None, remark })
    }

    fn unreadable(message: impl Into<String>, remedy: &str) -> Self {
        Self::Unreadable(Complaint::new(message, remedy))
    }
}

/// Reads a cell; `unit` is the unit of its column.
pub(crate) fn read(cell: &Value, field: &Field, unit: Option<Unit>) -> Reading {
    let text = match cell {
        Value::Empty => return Reading::Absent,
        Value::Error(error) if error == "#N/A" => return Reading::Absent,
        Value::Error(error) => {
            return Reading::unreadable(format!("公式出错（{error}）"), "请在原表中修正公式，或改填数值");
        }
        Value::Text(text) => clean(text),
        other => other.text().into(),
    };
    if field.value == ValueType::YesNo {
        return yes_no(&text);
    }
    if is_nothing(&text) || is_error_text(&text) {
        return Reading::Absent;
    }
    match field.value {
        ValueType::Text => {
            code::lost_digits(cell, &text).unwrap_or_else(|| Reading::taken(whole(cell, &text)))
        }
        ValueType::Code => code::firm(cell, &text),
        ValueType::ParcelCode => code::parcel(cell, &text),
        ValueType::Area(rule) => quantity::area(&text, unit, rule.unit()),
        ValueType::Money(rule) => quantity::money(&text, unit, rule.unit()),
        ValueType::Decimal(own) => quantity::decimal(&text, own),
        ValueType::Percent => quantity::percent(&text),
        ValueType::Integer => quantity::integer(&text),
        ValueType::Year => date::year(cell, &text),
        ValueType::Date => date::day(cell, &text),
        ValueType::OneOf(words) => one_of(&text, words),
        ValueType::YesNo => yes_no(&text),
    }
}

/// The text of a cell that cleaning left as it was need not be copied.
fn whole(cell: &Value, cleaned: &str) -> Text {
    match cell {
        Value::Text(text) if text == cleaned => text.clone(),
        _ => cleaned.into(),
    }
}

fn is_error_text(text: &str) -> bool {
    ["#N/A", "#NULL!"].contains(&text)
}

fn yes_no(text: &str) -> Reading {
    match text.to_uppercase().as_str() {
        "是" | "有" | "√" | "✓" | "✔" | "☑" | "1" | "Y" | "YES" | "TRUE" | "T" | "对" => {
            Reading::taken(true)
        }
        "否" | "无" | "×" | "✗" | "✘" | "X" | "☒" | "0" | "N" | "NO" | "FALSE" | "F" | "错" | "没有"
        | "不是" => Reading::taken(false),
        other if is_nothing(other) => Reading::Absent,
        _ => Reading::unreadable(format!("“{text}”不是“是”或“否”"), "请填 是 或 否"),
    }
}

/// Words of a list; a longer form such as `D类` or `A（优先发展）` is brought to the list's word.
fn one_of(text: &str, words: &[&str]) -> Reading {
    let upper = text.to_uppercase();
    let short = upper.split(['(', '类', '级']).next().unwrap_or_default().trim();
    match words.iter().find(|word| **word == upper).or_else(|| words.iter().find(|word| **word == short)) {
        Some(word) => Reading::taken(*word),
        None => Reading::taken_with(
            text,
            format!("“{text}”不在可选值之内（{}）", words.join("、")),
            "已按原文保留，请核对",
        ),
    }
}

#[cfg(test)]
mod tests;
