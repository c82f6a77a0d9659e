//! The rows in which headings are looked for.

use std::collections::{BTreeMap, BTreeSet};

use crate::sheet::{Merge, Sheet, Value};

/// Headings are at most this many rows deep.
pub(super) const DEEPEST: usize = 3;

/// What is longer is no heading; its beginning is enough to tell, and to be told of.
const LONGEST: usize = 300;
/// Bytes of all rows in which headings are looked for: enough for the widest table below its title. What
/// comes later is taken for data.
const MOST_BYTES: usize = 32 << 10;
/// A short text costs as much time as one of so many bytes.
const LEAST_COUNTED: usize = 8;
/// Cells that merged regions fill, many times what the rows can hold.
const MOST_FILLED: usize = 200_000;

/// The text of a cell as far as a heading reaches.
fn heading(cell: &Value) -> String {
    let text = cell.text();
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
    crate::text::clean(&text[..end]).into_owned()
}

/// The first rows of a sheet as text, merged cells filled.
#[derive(Debug)]
pub(crate) struct Top {
    rows: Vec<BTreeMap<usize, String>>,
    numbers: Vec<u32>,
    filled_sideways: bool,
}

impl Top {
    pub(super) fn new(sheet: &Sheet, count: usize) -> Self {
        let rows = &sheet.rows[..count.min(sheet.rows.len())];
        let mut left = MOST_BYTES;
        let mut top = Self {
            rows: rows
                .iter()
                .map(|row| {
                    let texts = row.cells.iter().enumerate().filter(|(_, cell)| left > 0 && !cell.is_blank());
                    let texts: BTreeMap<usize, String> =
                        texts.map(|(column, cell)| (column, heading(cell))).collect();
                    left =
                        left.saturating_sub(texts.values().map(|text| text.len().max(LEAST_COUNTED)).sum());
                    texts
                })
                .collect(),
            numbers: rows.iter().map(|row| row.number).collect(),
            filled_sideways: sheet.merges.is_empty() && !sheet.origin.is_layer(),
        };
        let mut left = MOST_FILLED;
        for merge in &sheet.merges {
            top.fill(merge, &mut left);
        }
        top
    }

    /// Writes the text of a merged region into each of its cells, as long as cells are left to be filled.
    fn fill(&mut self, merge: &Merge, left: &mut usize) {
        let Ok(anchor) = self.numbers.binary_search(&(merge.first_row + 1)) else { return };
        let Some(text) = self.rows[anchor].get(&(merge.first_column as usize)).cloned() else { return };
        let last_column = merge.last_column.min(merge.first_column + 1024) as usize;
        for (row, number) in self.rows.iter_mut().zip(&self.numbers).skip(anchor) {
            if *number > merge.last_row + 1 {
                break;
            }
            for column in merge.first_column as usize..=last_column {
                if *left == 0 {
                    return;
                }
                *left -= 1;
                row.entry(column).or_insert_with(|| text.clone());
            }
        }
    }

    /// A title says one thing, however many cells it is merged over; headings say several.
    pub(super) fn is_title(&self, row: usize) -> bool {
        let mut texts = self.rows[row].values();
        let first = texts.next();
        texts.all(|text| Some(text) == first)
    }

    /// Headings reach at least as deep as the regions merged downwards from their first row: what
    /// stands beside such a region, one row lower, is a heading too.
    pub(super) fn depth_merged(&self, sheet: &Sheet, first: usize) -> usize {
        if sheet.origin.is_layer() {
            return 1;
        }
        let start = self.numbers[first].saturating_sub(1);
        let from_here = sheet.merges.iter().filter(|merge| merge.first_row == start);
        let deepest =
            from_here.map(|merge| merge.last_row.saturating_sub(start).saturating_add(1)).max().unwrap_or(1);
        (deepest as usize).clamp(1, DEEPEST)
    }

    /// How many rows from `first` on can be headings: neighbours that hold no figures.
    pub(super) fn depth_allowed(&self, sheet: &Sheet, first: usize) -> usize {
        if sheet.origin.is_layer() {
            return 1;
        }
        let is_heading = |row: usize| {
            sheet.rows[row].cells.iter().all(|cell| match cell {
                Value::Empty | Value::Text(_) => true,
                Value::Number(number) => (1949.0..=2100.0).contains(number),
                _ => false,
            })
        };
        (0..DEEPEST)
            .take_while(|depth| {
                let row = first + depth;
                row < self.rows.len()
                    && u64::from(self.numbers[row]) == u64::from(self.numbers[first]) + *depth as u64
                    && is_heading(row)
            })
            .count()
    }

    /// The headings of `depth` rows from `first` on, equal parts said once.
    pub(super) fn joined(&self, first: usize, depth: usize) -> BTreeMap<usize, String> {
        let mut parts: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (level, row) in self.rows[first..first + depth].iter().enumerate() {
            let is_upper = level + 1 < depth;
            if is_upper && self.filled_sideways {
                for (column, text) in self.spread(first + level, first + depth - 1) {
                    parts.entry(column).or_default().push(text);
                }
            } else {
                for (column, text) in row {
                    parts.entry(*column).or_default().push(text);
                }
            }
        }
        parts
            .into_iter()
            .map(|(column, mut parts)| {
                parts.dedup();
                (column, parts.join("/"))
            })
            .collect()
    }

    /// An upper heading of a file without merged regions reaches over the empty cells to its right,
    /// as far as there is a lower heading.
    fn spread(&self, upper: usize, lowest: usize) -> BTreeMap<usize, &str> {
        let mut spread: BTreeMap<usize, &str> = BTreeMap::new();
        let columns = self.rows[upper].keys().chain(self.rows[lowest].keys()).copied();
        let columns: BTreeSet<usize> = columns.collect();
        let mut current: Option<&str> = None;
        for column in columns {
            current = self.rows[upper].get(&column).map(String::as_str).or(current);
            if let Some(text) = current {
                spread.insert(column, text);
            }
        }
        spread
    }
}
