//! The members of a GeoJSON document, turned into features while they are read: a large file is never held
//! as a tree of JSON values.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::shape;
use crate::error::GeoError;
use crate::formats::numbers;
use crate::layer::Feature;

/// More different attributes than this is no table.
const MAX_FIELDS: usize = 512;

#[derive(serde::Deserialize)]
pub(super) struct Document {
    #[serde(rename = "type", default)]
    kind: Value,
    pub(super) name: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    pub(super) crs: Option<Value>,
    features: Option<Table>,
    #[serde(default)]
    properties: Properties,
    geometry: Option<Value>,
}

/// Keeps `null` apart from absent: in old GeoJSON `"crs": null` means unknown.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl Document {
    /// Field names and features of equal width.
    pub(super) fn into_features(self) -> Result<(Vec<String>, Vec<Feature>), GeoError> {
        let table = match (self.kind.as_str(), self.features) {
            (Some("FeatureCollection") | None, Some(table)) => table,
            (Some("Feature"), _) => {
                let mut table = Table::default();
                table.add(Member { properties: self.properties, geometry: self.geometry });
                table
            }
            (kind, _) => {
                return Err(GeoError::NotFeatures {
                    found: kind.unwrap_or("—").chars().take(40).collect()
                });
            }
        };
        table.finish()
    }
}

#[derive(serde::Deserialize)]
struct Member {
    #[serde(default)]
    properties: Properties,
    geometry: Option<Value>,
}

/// Features read so far; rows are shorter than `fields` until [`Table::finish`].
#[derive(Default)]
struct Table {
    fields: Vec<String>,
    columns: HashMap<String, usize>,
    features: Vec<Feature>,
    too_wide: bool,
}

impl Table {
    fn add(&mut self, member: Member) {
        let mut attributes = Vec::with_capacity(self.fields.len());
        for (field, value) in member.properties.0 {
            let Some(column) = self.column(field) else { continue };
            if attributes.len() <= column {
                attributes.resize(column + 1, None);
            }
            if let Some(cell) = attributes.get_mut(column) {
                *cell = text(value);
            }
        }
        let number = self.features.len() as u32 + 1;
        let geometry = member.geometry.as_ref().map_or(Ok(None), shape::read);
        self.features.push(Feature { number, attributes, geometry });
    }

    fn column(&mut self, field: String) -> Option<usize> {
        if let Some(column) = self.columns.get(&field) {
            return Some(*column);
        }
        if self.fields.len() == MAX_FIELDS {
            self.too_wide = true;
            return None;
        }
        self.columns.insert(field.clone(), self.fields.len());
        self.fields.push(field);
        Some(self.fields.len() - 1)
    }

    fn finish(mut self) -> Result<(Vec<String>, Vec<Feature>), GeoError> {
        if self.too_wide {
            return Err(GeoError::TooMany { limit: MAX_FIELDS, what: "属性字段" });
        }
        for feature in &mut self.features {
            feature.attributes.resize(self.fields.len(), None);
        }
        Ok((self.fields, self.features))
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(yes) => Some(if yes { "是" } else { "否" }.to_owned()),
        Value::Number(number) if number.is_f64() => number.as_f64().map(numbers::of),
        Value::String(text) => (!text.trim().is_empty()).then_some(text),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => Some(value.to_string()),
    }
}

impl<'de> Deserialize<'de> for Table {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Rows;
        impl<'de> Visitor<'de> for Rows {
            type Value = Table;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array of features")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut members: A) -> Result<Table, A::Error> {
                let mut table = Table::default();
                while let Some(member) = members.next_element()? {
                    table.add(member);
                }
                Ok(table)
            }
        }
        deserializer.deserialize_seq(Rows)
    }
}

/// The properties of a feature in the order of the file, which a map would lose.
#[derive(Default)]
struct Properties(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Properties;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object or null")
            }

            fn visit_unit<E>(self) -> Result<Properties, E> {
                Ok(Properties::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Properties, A::Error> {
                let mut properties = Vec::with_capacity(pairs.size_hint().unwrap_or(0));
                while let Some(pair) = pairs.next_entry()? {
                    properties.push(pair);
                }
                Ok(Properties(properties))
            }
        }
        deserializer.deserialize_any(Pairs)
    }
}
