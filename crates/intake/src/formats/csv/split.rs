//! Text into rows of cells, as office programs do it.

use encoding_rs::{DecoderResult, Encoding, UTF_8};
use memchr::{memchr, memchr3};

use crate::Refusal;
use crate::formats::limits::{self, Ledger, MOST_COLUMNS, MOST_IN_CELL};
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

/// Splits a text in an encoding whose letters never contain the bytes of a mark, as GBK and UTF-8; `None` at
/// the first cell that cannot be decoded. Rows have the numbers that an office program shows: an empty line
/// counts, a line break inside quotes does not.
pub(super) fn split(
    bytes: &[u8],
    delimiter: u8,
    encoding: &'static Encoding,
) -> Result<Option<Rows>, Refusal> {
    let mut out = Rows::default();
    let mut ledger = Ledger::of(MOST_CELLS);
    let mut lines = Lines { bytes, delimiter, at: 0 };
    let mut letters = Letters { encoding, scratch: String::new() };
    let mut number = 0;
    let mut width = 0;
    while lines.at < bytes.len() {
        number += 1;
        let start = lines.at;
        let mut cells = Vec::with_capacity(width);
        let Some(cut) = lines.row(&mut cells, &mut letters) else { return Ok(None) };
        out.cut |= cut;
        let is_long = |cell: &Value| matches!(cell, Value::Text(text) if text.len() > MOST_IN_CELL);
        if lines.at - start > MOST_IN_CELL && cells.iter().any(is_long) {
            return Err(limits::too_long(number));
        }
        let filled = cells.iter().rposition(|cell| *cell != Value::Empty).map_or(0, |last| last + 1);
        cells.truncate(filled);
        if filled > 0 {
            width = filled;
            ledger.cells(filled)?;
            out.rows.push(SheetRow { number, cells });
        }
    }
    Ok(Some(out))
}

struct Lines<'t> {
    bytes: &'t [u8],
    delimiter: u8,
    at: usize,
}

impl<'t> Lines<'t> {
    /// Reads one row and goes behind its end; says whether cells were left out.
    fn row(&mut self, cells: &mut Vec<Value>, letters: &mut Letters) -> Option<bool> {
        let mut cut = false;
        loop {
            let cell = if self.bytes.get(self.at) == Some(&b'"') {
                letters.value(&self.quoted())?
            } else {
                letters.value(self.plain())?
            };
            if cells.len() < MOST_COLUMNS {
                cells.push(cell);
            } else {
                cut |= cell != Value::Empty;
            }
            let end = self.bytes.get(self.at).copied();
            self.at += 1;
            match end {
                Some(mark) if mark == self.delimiter => {}
                Some(b'\r') => {
                    self.at += usize::from(self.bytes.get(self.at) == Some(&b'\n'));
                    return Some(cut);
                }
                _ => return Some(cut),
            }
        }
    }

    /// The bytes up to the next mark that ends a cell.
    fn plain(&mut self) -> &'t [u8] {
        let rest = &self.bytes[self.at.min(self.bytes.len())..];
        let length = memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A cell in quotes, in which two quotes stand for one. What follows the last quote belongs to it.
    fn quoted(&mut self) -> Vec<u8> {
        let mut content = Vec::new();
        self.at += 1;
        loop {
            let rest = &self.bytes[self.at..];
            let Some(length) = memchr(b'"', rest) else {
                self.at = self.bytes.len();
                content.extend_from_slice(rest);
                return content;
            };
            content.extend_from_slice(&rest[..length]);
            self.at += length + 1;
            if self.bytes.get(self.at) == Some(&b'"') {
                content.push(b'"');
                self.at += 1;
            } else {
                content.extend_from_slice(self.plain());
                return content;
            }
        }
    }
}

/// Decodes cell by cell; most of a table's cells are figures and codes, which need no decoding.
struct Letters {
    encoding: &'static Encoding,
    scratch: String,
}

impl Letters {
    fn value(&mut self, cell: &[u8]) -> Option<Value> {
        if cell.is_empty() {
            return Some(Value::Empty);
        }
        if self.encoding == UTF_8 || cell.is_ascii() {
            return std::str::from_utf8(cell).ok().map(|text| Value::Text(text.into()));
        }
        self.scratch.clear();
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        self.scratch.reserve(decoder.max_utf8_buffer_length_without_replacement(cell.len())?);
        match decoder.decode_to_string_without_replacement(cell, &mut self.scratch, true).0 {
            DecoderResult::InputEmpty => Some(Value::Text(self.scratch.as_str().into())),
            DecoderResult::OutputFull | DecoderResult::Malformed(..) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let rows = split(text.as_bytes(), b',', UTF_8).unwrap().unwrap().rows;
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
        let wide = split("a,".repeat(100_000).as_bytes(), b',', UTF_8).unwrap().unwrap();
        assert_eq!((wide.rows[0].cells.len(), wide.cut), (MOST_COLUMNS, true));
        let far = format!("{}a\n", ",".repeat(MOST_COLUMNS - 1));
        let refusal = split(far.repeat(33_000).as_bytes(), b',', UTF_8).unwrap_err();
        assert!(refusal.message.contains("范围过大"));
    }
}
