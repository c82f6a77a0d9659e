//! Delimited text.

mod encoding;

use crate::Refusal;
use crate::sheet::{Book, Origin, Sheet, SheetRow, Value};

/// Reads delimited text in any of the encodings that bureaus use.
pub(crate) fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Book, Refusal> {
    let decoded = encoding::decode(bytes, encoding)?;
    let text = decoded.text;
    let delimiter = delimiter(&text);
    let mut sheet = Sheet { origin: Origin::Text, ..Sheet::default() };
    let mut records = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    loop {
        let more = records.read_record(&mut record).map_err(|cause| unreadable(number, &cause))?;
        if !more {
            break;
        }
        // The library passes over blank lines; the office program numbers them.
        let start = record.position().map_or(0, |position| position.byte() as usize);
        number += 1 + blank_lines(text.as_bytes(), start);
        let cells: Vec<Value> = record.iter().map(cell).collect();
        sheet.rows.push(SheetRow { number, cells });
    }
    Ok(Book { format: "csv", encoding: Some(decoded.name), sheets: vec![sheet], notes: decoded.notes })
}

fn cell(text: &str) -> Value {
    if text.is_empty() { Value::Empty } else { Value::Text(text.to_owned()) }
}

/// Empty lines in front of the record that starts at `start`; the start may lie inside the `\r\n` of
/// the line before.
fn blank_lines(text: &[u8], start: usize) -> u32 {
    let ends_line_before = start > 0 && text[start - 1] == b'\r' && text.get(start) == Some(&b'\n');
    let blanks = text[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let lines = blanks.filter(|byte| **byte == b'\n').count();
    (lines - usize::from(ends_line_before)) as u32
}

/// The mark that splits most lines of the beginning into equally many cells.
fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(30).collect();
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

fn unreadable(row: u32, cause: &csv::Error) -> Refusal {
    Refusal::new(
        format!("第 {row} 行之后的文本无法按 csv 读取（{cause}）。"),
        "请用 Excel 打开，另存为 .xlsx 后提交。",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

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
