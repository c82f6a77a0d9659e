//! Rows of a batch, some thousands at a time, column by column.
//!
//! A batch is written once and never changed, so its rows need no row of a table each: a block of
//! them is one compressed value. A county's half a million tax rows load in a fraction of a second,
//! and a column that nobody asks for costs nothing but its bytes.

mod column;
mod decode;
mod encode;
mod record;

use chrono::NaiveDate;
use lingdi_domain::Values;
use serde::de::DeserializeOwned;

use column::{Column, Data};
pub use column::{Days, Flags, Ints, Texts};

use crate::error::Result;

/// Rows in a block: one decodes in about a millisecond and is written in a few.
pub const ROWS: usize = 4_096;

/// One row to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRow {
    /// Index of the sheet among the batch's sources.
    pub sheet: u16,
    /// Row number in the sheet, from 1.
    pub row: u32,
    /// 0 ready, 1 last of conflicting rows, 2 another of conflicting rows.
    pub standing: u8,
    /// Fingerprint of the key within the kind (see [`lingdi_domain::values::key_digest`]).
    pub key: u128,
    /// What the row says.
    pub values: Values,
    /// Its shape, when it has one.
    pub shape: Option<NewShape>,
}

/// The shape of a row, as WKB in CGCS2000 longitude/latitude.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewShape {
    /// As it is used.
    pub shape: Vec<u8>,
    /// As it was before repair, when it was repaired.
    pub original: Option<Vec<u8>>,
}

/// Rows as they are kept.
#[derive(Debug, Default)]
pub struct Block {
    rows: usize,
    sheets: Vec<i64>,
    numbers: Vec<i64>,
    standings: Vec<i64>,
    columns: Vec<Column>,
}

/// What a block is stored as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// How many rows.
    pub rows: usize,
    /// Their values.
    pub data: Vec<u8>,
    /// Keys and fingerprints, for comparing batches.
    pub marks: Vec<u8>,
    /// Shapes, when the rows have any.
    pub shapes: Option<Vec<u8>>,
}

/// Key and fingerprint of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Fingerprint of the key.
    pub key: u128,
    /// Fingerprint of the values.
    pub digest: u128,
    /// As in [`NewRow::standing`].
    pub standing: u8,
}

/// Lays rows out for storage.
pub fn encode(rows: &[NewRow]) -> Encoded {
    Encoded {
        rows: rows.len(),
        data: encode::data(rows),
        marks: encode::marks(rows),
        shapes: rows.iter().any(|row| row.shape.is_some()).then(|| encode::shapes(rows)),
    }
}

/// Reads marks back.
pub fn marks(bytes: &[u8]) -> Result<Vec<Mark>> {
    decode::marks(bytes)
}

/// Reads shapes back: for each row its shape, and its shape before repair.
pub fn shapes(bytes: &[u8]) -> Result<Vec<Option<NewShape>>> {
    decode::shapes(bytes)
}

impl Block {
    /// Reads rows back.
    pub fn decode(bytes: &[u8]) -> Result<Self> {
        decode::data(bytes)
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// No rows at all?
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Index of the sheet of a row.
    pub fn sheet(&self, row: usize) -> u16 {
        self.sheets[row] as u16
    }

    /// Number of a row in its sheet.
    pub fn number(&self, row: usize) -> u32 {
        self.numbers[row] as u32
    }

    /// Standing of a row.
    pub fn standing(&self, row: usize) -> u8 {
        self.standings[row] as u8
    }

    /// The record of a row.
    pub fn record<T: DeserializeOwned>(&self, row: usize) -> Result<T> {
        record::read(self, row)
    }

    /// A column of texts; of nothing where no row has the field.
    pub fn text(&self, name: &str) -> Option<&Texts> {
        match self.column(name)? {
            Data::Text(texts) => Some(texts),
            _ => None,
        }
    }

    /// A column of whole numbers.
    pub fn int(&self, name: &str) -> Option<&Ints> {
        match self.column(name)? {
            Data::Int(ints) => Some(ints),
            _ => None,
        }
    }

    /// A column of days.
    pub fn day(&self, name: &str) -> Option<&Days> {
        match self.column(name)? {
            Data::Day(days) => Some(days),
            _ => None,
        }
    }

    /// A column of yes and no.
    pub fn flag(&self, name: &str) -> Option<&Flags> {
        match self.column(name)? {
            Data::Flag(flags) => Some(flags),
            _ => None,
        }
    }

    fn column(&self, name: &str) -> Option<&Data> {
        self.columns.iter().find(|column| column.name == name).map(|column| &column.data)
    }
}

/// A value of a column that may be absent as a whole.
pub trait Get<'b> {
    /// What the column holds.
    type Value;
    /// The value of a row.
    fn at(self, row: usize) -> Option<Self::Value>;
}

impl<'b> Get<'b> for Option<&'b Texts> {
    type Value = &'b str;
    fn at(self, row: usize) -> Option<&'b str> {
        self.and_then(|texts| texts.get(row))
    }
}

impl Get<'_> for Option<&Ints> {
    type Value = i64;
    fn at(self, row: usize) -> Option<i64> {
        self.and_then(|ints| ints.get(row))
    }
}

impl Get<'_> for Option<&Days> {
    type Value = NaiveDate;
    fn at(self, row: usize) -> Option<NaiveDate> {
        self.and_then(|days| days.get(row))
    }
}

impl Get<'_> for Option<&Flags> {
    type Value = bool;
    fn at(self, row: usize) -> Option<bool> {
        self.and_then(|flags| flags.get(row))
    }
}

#[cfg(test)]
mod tests;
