//! Workbooks made part by part, so that they can be as bad as they like.

use std::io::Write;

use zip::write::SimpleFileOptions;

use super::read;
use crate::Refusal;
use crate::sheet::{Book, Merge, Value};

const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// A workbook of one sheet; `pieces` follow each other in its data.
fn workbook(strings: &str, pieces: impl IntoIterator<Item = String>, after: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    let strings = format!("<sst>{strings}</sst>");
    for (name, content) in [
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/sharedStrings.xml", strings.as_str()),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    zip.write_all(b"<worksheet><sheetData>").unwrap();
    for piece in pieces {
        zip.write_all(piece.as_bytes()).unwrap();
    }
    zip.write_all(format!("</sheetData>{after}</worksheet>").as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn opened(pieces: impl IntoIterator<Item = String>) -> Result<Book, Refusal> {
    read(&workbook("", pieces, ""))
}

fn texts(book: &Book) -> Vec<(u32, Vec<String>)> {
    let rows = book.sheets[0].rows.iter();
    rows.map(|row| (row.number, row.cells.iter().map(Value::text).collect())).collect()
}

#[test]
fn a_sheet_of_a_million_empty_rows_is_its_filled_ones() {
    let styled = |row: u32| if row < 1_000 { format!("<c r=\"A{row}\" s=\"1\"/>") } else { String::new() };
    let empty = (2..=1_048_576).map(|row| format!("<row r=\"{row}\" s=\"1\">{}</row>", styled(row)));
    let book = opened(std::iter::once("<row r=\"1\"><c r=\"A1\"><v>7</v></c></row>".to_owned()).chain(empty));
    assert_eq!(texts(&book.unwrap()), [(1, vec!["7".to_owned()])]);
}

#[test]
fn two_cells_in_the_corners_of_a_whole_sheet_cost_two_cells() {
    let corner =
        |row: u32, column: &str| format!("<row r=\"{row}\"><c r=\"{column}{row}\"><v>1</v></c></row>");
    let book = opened([corner(1, "A"), corner(1_048_576, "A")]).unwrap();
    assert_eq!(book.sheets[0].rows.len(), 2);
    let book = opened([corner(1, "A"), corner(1_048_576, "XFD")]).unwrap();
    assert_eq!(book.sheets[0].rows.len(), 1);
    assert!(book.notes[0].contains("1024 列"), "{:?}", book.notes);
}

#[test]
fn rows_that_hold_nothing_but_a_far_cell_are_refused_before_they_fill_the_memory() {
    let rows = (1..=40_000).map(|row| format!("<row r=\"{row}\"><c r=\"AMJ{row}\"><v>1</v></c></row>"));
    assert!(opened(rows).unwrap_err().message.contains("范围过大"));
}

#[test]
fn a_long_shared_text_is_read_and_refused_only_when_it_is_everywhere() {
    let strings = format!("<si><t>{}</t></si>", "长".repeat(3_400));
    let cells = |count: u32| {
        (1..=count).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"))
    };
    let book = read(&workbook(&strings, cells(100), "")).unwrap();
    assert_eq!(book.sheets[0].rows[99].cells[0].text().len(), 10_200);
    let refusal = read(&workbook(&strings, cells(60_000), "")).unwrap_err();
    assert!(refusal.message.contains("文字过多"), "{refusal}");
}

#[test]
fn a_bomb_is_stopped_whatever_it_says_of_its_size() {
    let blanks = || (0..160).map(|_| format!("<!--{}-->", " ".repeat(1 << 19)));
    let mut file = workbook("", blanks(), "");
    assert!(read(&file).unwrap_err().message.contains("解压后过大"));
    // The directory may claim that the sheet is tiny.
    let directory = file.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    file[directory + 24..directory + 28].copy_from_slice(&100_u32.to_le_bytes());
    assert!(read(&file).unwrap_err().message.contains("损坏"));
}

#[test]
fn xml_that_grows_or_is_nested_beyond_measure_is_refused() {
    let deep = (0..100_000).map(|nth| format!("<a{nth}>"));
    assert!(opened(deep).unwrap_err().message.contains("嵌套过深"));
    let entities = "<!DOCTYPE l [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let lol = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&b;</v></c></row>";
    let outcome = opened([entities.to_owned(), lol.to_owned()]);
    assert!(outcome.is_err() || texts(&outcome.unwrap()).iter().all(|(_, cells)| cells[0].len() < 100));
}

#[test]
fn merged_regions_are_seen_without_a_second_reading() {
    let cell = "<row r=\"2\"><c r=\"B2\"><v>1</v></c></row>".to_owned();
    let after = "<mergeCells count=\"1\"><mergeCell ref=\"B2:B4\"/></mergeCells>";
    let book = read(&workbook("", [cell], after)).unwrap();
    let merge = Merge { first_row: 1, last_row: 3, first_column: 1, last_column: 1 };
    assert_eq!((book.sheets[0].merges.as_slice(), book.notes.len()), ([merge].as_slice(), 0));
}

#[test]
fn programs_in_a_workbook_are_named_and_left_alone() {
    let file = workbook("", ["<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>".to_owned()], "");
    let mut zip = zip::ZipWriter::new_append(std::io::Cursor::new(file)).unwrap();
    zip.start_file("xl/vbaProject.bin", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"Attribute VB_Name").unwrap();
    let file = zip.finish().unwrap().into_inner();
    let book = crate::formats::open("税.xlsm", &file, None).unwrap();
    assert_eq!(texts(&book), [(1, vec!["1".to_owned()])]);
    assert!(book.notes.len() == 1 && book.notes[0].contains("宏不会运行"), "{:?}", book.notes);
}

#[test]
fn a_part_that_needs_a_password_is_refused_for_it() {
    let mut file = workbook("", [], "");
    // The flag of the last part in the directory and before its content.
    let directory = file.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    file[directory + 8] |= 1;
    assert!(read(&file).unwrap_err().message.contains("加密"));
}
