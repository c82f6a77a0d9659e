//! Delimited text.

mod encoding;
mod split;

use encoding_rs::{Encoding, UTF_8};

use super::limits::MOST_COLUMNS;
use crate::Refusal;
use crate::sheet::{Book, Origin, Sheet};
use split::Rows;

/// Reads delimited text in any of the encodings that bureaus use.
pub(crate) fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Book, Refusal> {
    let read = encoding::decode(bytes, encoding, &attempt)?;
    let mut notes = read.notes;
    if read.content.cut {
        notes.push(format!("第 {MOST_COLUMNS} 列以后的内容未读取。"));
    }
    let sheet = Sheet { origin: Origin::Text, rows: read.content.rows, ..Sheet::default() };
    Ok(Book { format: "csv", encoding: Some(read.name), sheets: vec![sheet], notes })
}

/// Splits first and decodes cell by cell, wherever the marks between cells are the same bytes in every place.
fn attempt(bytes: &[u8], encoding: &'static Encoding) -> Result<Option<Rows>, Refusal> {
    if encoding.is_ascii_compatible() {
        return split::split(bytes, delimiter(bytes, encoding), encoding);
    }
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => split::split(text.as_bytes(), delimiter(text.as_bytes(), UTF_8), UTF_8),
        None => Ok(None),
    }
}

/// The mark that splits most lines of the beginning into equally many cells.
fn delimiter(bytes: &[u8], encoding: &'static Encoding) -> u8 {
    const LOOKED_AT: usize = 64 << 10;
    let (start, _) = encoding.decode_without_bom_handling(&bytes[..bytes.len().min(LOOKED_AT)]);
    let lines: Vec<&str> = start.lines().filter(|line| !line.trim().is_empty()).take(30).collect();
    let cells = |mark: char| -> usize { lines.iter().map(|line| outside_quotes(line, mark)).sum() };
    [',', '\t', ';']
        .into_iter()
        .max_by_key(|mark| (cells(*mark), *mark == ','))
        .map_or(b',', |mark| mark as u8)
}

fn outside_quotes(line: &str, mark: char) -> usize {
    let mut quoted = false;
    line.chars()
        .filter(|c| {
            quoted ^= *c == '"';
            *c == mark && !quoted
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Value;

    fn texts(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
        let book = read(bytes, None).unwrap();
        let rows = &book.sheets[0].rows;
        rows.iter().map(|row| (row.number, row.cells.iter().map(Value::text).collect())).collect()
    }

    #[test]
    fn rows_keep_the_numbers_that_the_office_program_shows() {
        let rows = texts(b"a,b\r\n\r\n\"c\nd\",e\r\nf,g\r\n");
        let numbers: Vec<u32> = rows.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 3, 4]);
        assert_eq!(rows[1].1, ["c\nd", "e"]);
    }

    #[test]
    fn semicolons_and_tabs_part_cells_too() {
        assert_eq!(texts(b"a;b;c\n1;\"2;3\";4")[1].1, ["1", "2;3", "4"]);
        assert_eq!(texts(b"a\tb\n1,5\t2")[1].1, ["1,5", "2"]);
    }

    #[test]
    fn chinese_text_is_read_in_each_usual_encoding() {
        let text = "企业名称,年度\n桐庐恒昇针织有限公司,2021";
        let (gbk, _, _) = encoding_rs::GBK.encode(text);
        let (big5, _, _) = encoding_rs::BIG5.encode("企業名稱,年度");
        for (bytes, encoding) in
            [(text.as_bytes(), "UTF-8"), (&gbk, "GB18030"), (format!("\u{feff}{text}").as_bytes(), "UTF-8")]
        {
            let book = read(bytes, None).unwrap();
            assert_eq!(book.encoding.as_deref(), Some(encoding));
            assert_eq!(book.sheets[0].rows[1].cells[0].text(), "桐庐恒昇针织有限公司");
        }
        assert!(read(text.as_bytes(), Some("klingon")).is_err());
        let book = read(&big5, Some("big5")).unwrap();
        assert_eq!(book.sheets[0].rows[0].cells[0].text(), "企業名稱");
    }
}
