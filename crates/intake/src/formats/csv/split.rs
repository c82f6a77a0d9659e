//! Text into rows of cells, as office programs do it.

use memchr::{memchr, memchr3};

use crate::Refusal;
use crate::formats::limits::{Ledger, MOST_COLUMNS};
use crate::sheet::{SheetRow, Value};

/// Cells of a text; more than in other formats, since million-row tables come as text. Empty cells at the end
/// of a row cost nothing and are not counted.
const MOST_CELLS: usize = 32 << 20;

/// Rows, and whether some had more columns than are read.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub rows: Vec<SheetRow>,
    pub cut: bool,
}

/// Splits a text. Rows have the numbers that an office program shows: an empty line counts, a line break
/// inside quotes does not.
pub(super) fn split(text: &str, delimiter: u8) -> Result<Rows, Refusal> {
    let mut out = Rows::default();
    let mut ledger = Ledger::of(MOST_CELLS);
    let mut lines = Lines { text, delimiter, at: 0 };
    let mut number = 0;
    let mut width = 0;
    while lines.at < text.len() {
        number += 1;
        let mut cells = Vec::with_capacity(width);
        out.cut |= lines.row(&mut cells);
        let filled = cells.iter().rposition(|cell| *cell != Value::Empty).map_or(0, |last| last + 1);
        cells.truncate(filled);
        if filled > 0 {
            width = filled;
            ledger.cells(filled)?;
            out.rows.push(SheetRow { number, cells });
        }
    }
    Ok(out)
}

struct Lines<'t> {
    text: &'t str,
    delimiter: u8,
    at: usize,
}

impl<'t> Lines<'t> {
    /// Reads one row and goes behind its end; says whether cells were left out.
    fn row(&mut self, cells: &mut Vec<Value>) -> bool {
        let bytes = self.text.as_bytes();
        let mut cut = false;
        loop {
            let cell = if bytes.get(self.at) == Some(&b'"') { self.quoted() } else { cell(self.plain()) };
            if cells.len() < MOST_COLUMNS {
                cells.push(cell);
            } else {
                cut |= cell != Value::Empty;
            }
            let end = bytes.get(self.at).copied();
            self.at += 1;
            match end {
                Some(mark) if mark == self.delimiter => {}
                Some(b'\r') => {
                    self.at += usize::from(bytes.get(self.at) == Some(&b'\n'));
                    return cut;
                }
                _ => return cut,
            }
        }
    }

    /// The text up to the next mark that ends a cell.
    fn plain(&mut self) -> &'t str {
        let rest = &self.text.as_bytes()[self.at.min(self.text.len())..];
        let start = self.at;
        self.at = start + memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// A cell in quotes, in which two quotes stand for one. What follows the last quote belongs to it.
    fn quoted(&mut self) -> Value {
        let bytes = self.text.as_bytes();
        let mut content = String::new();
        self.at += 1;
        loop {
            let start = self.at;
            let Some(length) = memchr(b'"', &bytes[start..]) else {
                self.at = bytes.len();
                content.push_str(&self.text[start..]);
                return owned(content);
            };
            content.push_str(&self.text[start..start + length]);
            self.at = start + length + 1;
            if bytes.get(self.at) == Some(&b'"') {
                content.push('"');
                self.at += 1;
            } else {
                content.push_str(self.plain());
                return owned(content);
            }
        }
    }
}

fn cell(text: &str) -> Value {
    if text.is_empty() { Value::Empty } else { Value::Text(text.to_owned()) }
}

fn owned(text: String) -> Value {
    if text.is_empty() { Value::Empty } else { Value::Text(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let rows = split(text, b',').unwrap().rows;
        rows.iter().map(|row| (row.number, row.cells.iter().map(Value::text).collect())).collect()
    }

    #[test]
    fn cells_are_split_as_an_independent_reader_splits_them() {
        for text in [
            "a,b\r\nc,d\r\n",
            "a,b\nc,d",
            "a,\"b,c\",d\n",
            "\"a\"\"b\",c\n",
            "\"a\nb\",c\n",
            "\"a\"b,c\n",
            "a\"b\",c\n",
            "a,\"b\nc",
            "a\rb\rc",
            "桐庐,\"分水\"\n",
            "a,,b\n,c\n",
            "\"\",a\n",
        ] {
            let mut reader = csv::ReaderBuilder::new();
            let mut reader = reader.has_headers(false).flexible(true).from_reader(text.as_bytes());
            let expected: Vec<Vec<String>> =
                reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            let found: Vec<Vec<String>> = rows(text).into_iter().map(|(_, cells)| cells).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn empty_ends_cost_nothing_and_empty_lines_keep_their_number() {
        let row = |number, cells: &[&str]| (number, cells.iter().map(|cell| (*cell).to_owned()).collect());
        assert_eq!(rows("a,b,,,\n\n,,,\n\r\n,c\n"), [row(1, &["a", "b"]), row(5, &["", "c"])]);
        assert_eq!(rows(&",".repeat(200_000)), []);
    }

    #[test]
    fn a_hundred_thousand_columns_are_cut_and_too_many_cells_refused() {
        let wide = split(&"a,".repeat(100_000), b',').unwrap();
        assert_eq!((wide.rows[0].cells.len(), wide.cut), (MOST_COLUMNS, true));
        let far = format!("{}a\n", ",".repeat(MOST_COLUMNS - 1));
        assert!(split(&far.repeat(33_000), b',').unwrap_err().message.contains("范围过大"));
    }
}
