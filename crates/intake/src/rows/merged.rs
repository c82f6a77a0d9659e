//! Cells merged downwards in the data: each row of the region has the value of its first.

use std::collections::HashMap;

use crate::sheet::{Sheet, SheetRow, Value};

/// More merged cells than this are decoration, not data.
const MOST: usize = 2_000_000;

/// Which cells hang under a merged one.
pub(super) struct Merged {
    /// (row number, column) → row number of the region's first cell.
    first_row: HashMap<(u32, u32), u32>,
}

impl Merged {
    /// The regions that begin at or below the row of index `start`.
    pub(super) fn below(sheet: &Sheet, start: usize) -> Self {
        let mut first_row = HashMap::new();
        let from = sheet.rows.get(start).map_or(u32::MAX, |row| row.number);
        let last = sheet.rows.last().map_or(0, |row| row.number);
        let mut left = MOST;
        for merge in sheet.merges.iter().filter(|merge| merge.first_row + 1 >= from && merge.first_row < last)
        {
            for number in merge.first_row + 2..=(merge.last_row + 1).min(last) {
                // Counted whether they are new or not: regions may lie over one another.
                if left == 0 {
                    return Self { first_row };
                }
                left -= 1;
                first_row.insert((number, merge.first_column), merge.first_row + 1);
            }
        }
        Self { first_row }
    }

    /// The value that a cell takes from the region above it.
    pub(super) fn above<'s>(&self, sheet: &'s Sheet, row: &SheetRow, column: usize) -> Option<&'s Value> {
        if self.first_row.is_empty() {
            return None;
        }
        let first = *self.first_row.get(&(row.number, column as u32))?;
        let at = sheet.rows.binary_search_by_key(&first, |row| row.number).ok()?;
        Some(sheet.rows[at].cell(column))
    }
}
