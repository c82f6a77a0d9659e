//! A row of a bureau's table on its way: what was read, field by field.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use chrono::NaiveDate;
use smol_str::SmolStr;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128, xxh3_128_with_seed};

/// Text that many rows share or that is short: cheap to clone, no allocation up to 23 bytes.
pub type Text = SmolStr;

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// Words, codes, and decimal numbers that must stay exact.
    Text(Text),
    /// A whole number: a count, a year, an area in 0.01 m², money in 分.
    Int(i64),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Day(NaiveDate),
}

/// The values of one row by field name (see [`crate::record`]); what was not supplied is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    fields: Vec<(&'static str, Datum)>,
    /// Cells of columns that name no field: index of the column among the sheet's unmapped ones.
    extra: Vec<(u16, Datum)>,
}

impl Values {
    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&Datum> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, datum)| datum)
    }

    /// Was the field supplied?
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a field, replacing what it had.
    pub fn set(&mut self, name: &'static str, datum: impl Into<Datum>) {
        let datum = datum.into();
        match self.fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = datum,
            None => self.fields.push((name, datum)),
        }
    }

    /// The text of a field that holds text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// The number of a field that holds a whole number.
    pub fn int(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Datum::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The day of a field that holds one.
    pub fn day(&self, name: &str) -> Option<NaiveDate> {
        match self.get(name)? {
            Datum::Day(day) => Some(*day),
            _ => None,
        }
    }

    /// Fields and values, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Datum)> {
        self.fields.iter().map(|(name, datum)| (*name, datum))
    }

    /// Keeps a cell of an unmapped column.
    pub fn keep_extra(&mut self, column: u16, text: impl Into<Text>) {
        self.extra.push((column, Datum::Text(text.into())));
    }

    /// Cells of unmapped columns.
    pub fn extra(&self) -> &[(u16, Datum)] {
        &self.extra
    }

    /// A fingerprint by which two readings of a row are the same or not, whatever the order of
    /// the columns.
    pub fn digest(&self) -> u128 {
        let mut sum = 0_u128;
        for (name, datum) in &self.fields {
            sum = sum.wrapping_add(digest(name, &datum.bytes()));
        }
        for (column, datum) in &self.extra {
            sum = sum.wrapping_add(xxh3_128_with_seed(&datum.bytes(), u64::from(*column)));
        }
        sum
    }
}

/// Panics, as a map does, when the field was not supplied: for tests.
impl std::ops::Index<&str> for Values {
    type Output = Datum;
    #[expect(clippy::expect_used, reason = "what an index is expected to do")]
    fn index(&self, name: &str) -> &Datum {
        self.get(name).expect("the field was supplied")
    }
}

fn digest(name: &str, bytes: &[u8]) -> u128 {
    xxh3_128_with_seed(bytes, xxh3_64(name.as_bytes()))
}

/// The fingerprint of bytes that belong to a row, such as its shape.
pub fn bytes_digest(bytes: &[u8]) -> u128 {
    xxh3_128(bytes)
}

/// A set of fingerprints, which are hashes already.
pub type DigestSet = HashSet<u128, BuildHasherDefault<DigestHasher>>;
/// What belongs to fingerprints.
pub type DigestMap<T> = HashMap<u128, T, BuildHasherDefault<DigestHasher>>;

/// Takes a fingerprint for its own hash.
#[derive(Debug, Clone, Copy, Default)]
pub struct DigestHasher(u64);

impl Hasher for DigestHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write_u128(&mut self, digest: u128) {
        self.0 = digest as u64;
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_128(bytes) as u64;
    }
}

/// The fingerprint of a key: rows of the same kind with the same fingerprint are one record.
pub fn key_digest(key: &str) -> u128 {
    xxh3_128(key.as_bytes())
}

impl Datum {
    fn bytes(&self) -> std::borrow::Cow<'_, [u8]> {
        match self {
            Self::Text(text) => text.as_bytes().into(),
            Self::Int(number) => number.to_le_bytes().to_vec().into(),
            Self::Flag(flag) => vec![u8::from(*flag)].into(),
            Self::Day(day) => day.to_string().into_bytes().into(),
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value as JSON.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Int(number) => (*number).into(),
            Self::Flag(flag) => (*flag).into(),
            Self::Day(day) => day.to_string().into(),
        }
    }

    /// The value in words, for keys and messages.
    pub fn to_text(&self) -> Text {
        match self {
            Self::Text(text) => text.clone(),
            Self::Int(number) => smol_str::format_smolstr!("{number}"),
            Self::Flag(flag) => smol_str::format_smolstr!("{flag}"),
            Self::Day(day) => smol_str::format_smolstr!("{day}"),
        }
    }
}

impl PartialEq<serde_json::Value> for Datum {
    fn eq(&self, json: &serde_json::Value) -> bool {
        self.json() == *json
    }
}

impl From<&str> for Datum {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Datum {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Text> for Datum {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Datum {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<i32> for Datum {
    fn from(number: i32) -> Self {
        Self::Int(number.into())
    }
}

impl From<bool> for Datum {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<NaiveDate> for Datum {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_columns_does_not_make_another_row() {
        let (mut left, mut right) = (Values::default(), Values::default());
        left.set("year", 2021);
        left.set("name", "甲");
        right.set("name", "甲");
        right.set("year", 2021);
        assert_eq!(left.digest(), right.digest());
        right.set("name", "乙");
        assert_ne!(left.digest(), right.digest());
    }

    #[test]
    fn a_field_is_set_once() {
        let mut values = Values::default();
        values.set("year", 2021);
        values.set("year", 2022);
        assert_eq!(values.iter().count(), 1);
        assert_eq!(values.int("year"), Some(2022));
        assert!(!values.has("name"));
    }
}
