//! The columns of a block in memory.

use chrono::NaiveDate;

/// A column.
#[derive(Debug)]
pub(super) struct Column {
    /// Field of the record, or `extra N` for a cell of an unmapped column.
    pub(super) name: String,
    pub(super) data: Data,
}

/// What a column holds.
#[derive(Debug)]
pub(super) enum Data {
    Text(Texts),
    Int(Ints),
    Flag(Flags),
    Day(Days),
}

/// Which rows have a value; `None`: all.
pub(super) type Presence = Option<Vec<u8>>;

fn is_present(presence: &Presence, row: usize) -> bool {
    match presence {
        None => true,
        Some(bits) => bits.get(row / 8).is_some_and(|byte| byte >> (row % 8) & 1 == 1),
    }
}

/// Texts, each kept once when they repeat.
#[derive(Debug, Default)]
pub struct Texts {
    pub(super) presence: Presence,
    pub(super) bytes: String,
    /// Where each text ends in `bytes`.
    pub(super) ends: Vec<u32>,
    /// By row, which text; without: text of row `n` is text `n`.
    pub(super) codes: Option<Vec<u16>>,
}

impl Texts {
    /// The text of a row.
    pub fn get(&self, row: usize) -> Option<&str> {
        if !is_present(&self.presence, row) {
            return None;
        }
        let at = match &self.codes {
            Some(codes) => usize::from(*codes.get(row)?),
            None => row,
        };
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? as usize };
        self.bytes.get(start..*self.ends.get(at)? as usize)
    }
}

/// Whole numbers.
#[derive(Debug, Default)]
pub struct Ints {
    pub(super) presence: Presence,
    pub(super) values: Vec<i64>,
}

impl Ints {
    /// The number of a row.
    pub fn get(&self, row: usize) -> Option<i64> {
        self.values.get(row).copied().filter(|_| is_present(&self.presence, row))
    }
}

/// Yes and no.
#[derive(Debug, Default)]
pub struct Flags(pub(super) Ints);

impl Flags {
    /// The answer of a row.
    pub fn get(&self, row: usize) -> Option<bool> {
        self.0.get(row).map(|value| value != 0)
    }
}

/// Days, counted from the first of the common era.
#[derive(Debug, Default)]
pub struct Days(pub(super) Ints);

impl Days {
    /// The day of a row.
    pub fn get(&self, row: usize) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(i32::try_from(self.0.get(row)?).ok()?)
    }
}
