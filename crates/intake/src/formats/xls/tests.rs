//! Old workbooks made record by record, so that our reader is not tested against a writer's good manners.

use super::container::wrap;
use super::read;
use crate::Refusal;
use crate::sheet::{Book, Value};

type Record = (u16, Vec<u8>);

fn bytes(records: &[Record]) -> Vec<u8> {
    let one = |(kind, content): &Record| {
        [&kind.to_le_bytes(), &(content.len() as u16).to_le_bytes(), content.as_slice()].concat()
    };
    records.iter().flat_map(one).collect()
}

fn bof() -> Record {
    (0x0809, [6_u16.to_be_bytes(), 5_u16.to_le_bytes()].concat().into_iter().chain([0; 12]).collect())
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let letters = units.iter().flat_map(|unit| unit.to_le_bytes());
    (units.len() as u16).to_le_bytes().into_iter().chain([1]).chain(letters).collect()
}

fn shared(texts: &[&str]) -> Record {
    let count = (texts.len() as u32).to_le_bytes();
    let texts: Vec<u8> = texts.iter().flat_map(|text| wide(text)).collect();
    (0x00fc, [&count, &count, texts.as_slice()].concat())
}

fn place(row: u16, column: u16) -> Vec<u8> {
    [row, column, 0].iter().flat_map(|part| part.to_le_bytes()).collect()
}

fn label(row: u16, column: u16, nth: u32) -> Record {
    (0x00fd, [place(row, column), nth.to_le_bytes().to_vec()].concat())
}

fn number(row: u16, column: u16, value: f64) -> Record {
    (0x0203, [place(row, column), value.to_le_bytes().to_vec()].concat())
}

fn formula(row: u16, column: u16, value: f64) -> Record {
    // Its text would trip the library: the tokens end in the middle of one.
    let text = [0; 6].into_iter().chain([9, 0, 0x3a]);
    (0x0006, place(row, column).into_iter().chain(value.to_le_bytes()).chain(text).collect())
}

fn eof() -> Record {
    (0x000a, Vec::new())
}

/// A workbook of one sheet, which is in the file as often as it is listed.
fn workbook(before: &[Record], cells: &[Record], listed: usize) -> Vec<u8> {
    let sheet_entry = |at: usize, nth: usize| {
        let name = format!("表{nth}");
        let name = wide(&name);
        let head = (at as u32).to_le_bytes().into_iter().chain([0, 0, name[0]]);
        (0x0085_u16, head.chain(name[2..].iter().copied()).collect::<Vec<u8>>())
    };
    let globals = |at: usize| {
        let mut records = vec![bof()];
        records.extend_from_slice(before);
        records.extend((0..listed).map(|nth| sheet_entry(at, nth)));
        records.push(eof());
        bytes(&records)
    };
    let mut sheet = vec![bof()];
    sheet.extend_from_slice(cells);
    sheet.push(eof());
    let at = globals(0).len();
    [globals(at), bytes(&sheet)].concat()
}

fn opened(stream: &[u8]) -> Result<Book, Refusal> {
    read(&wrap("Workbook", stream))
}

fn texts(book: &Book) -> Vec<(u32, Vec<String>)> {
    let rows = book.sheets[0].rows.iter();
    rows.map(|row| (row.number, row.cells.iter().map(Value::text).collect())).collect()
}

#[test]
fn cells_keep_their_places_and_text_is_unicode_whatever_the_code_page_says() {
    // Exporters of business systems write code page 1252 beside Unicode text.
    let code_page = (0x0042, 1252_u16.to_le_bytes().to_vec());
    let before = [code_page, shared(&["企业名称", "桐庐恒昇"])];
    let cells = [label(1, 1, 0), label(3, 1, 1), number(3, 3, 22406.7), formula(4, 1, 3.5)];
    let book = opened(&workbook(&before, &cells, 1)).unwrap();
    assert_eq!((book.format, book.sheets[0].name.as_str()), ("xls", "表0"));
    let row = |number, cells: &[&str]| (number, cells.iter().map(|cell| (*cell).to_owned()).collect());
    assert_eq!(
        texts(&book),
        [row(2, &["", "企业名称"]), row(4, &["", "桐庐恒昇", "", "22406.7"]), row(5, &["", "3.5"])]
    );
}

#[test]
fn a_password_is_named_and_a_file_cut_short_too() {
    let stream = workbook(&[(0x002f, vec![0, 0, 1, 2, 3, 4])], &[number(0, 0, 1.0)], 1);
    assert!(opened(&stream).unwrap_err().message.contains("加密"));
    let stream = workbook(&[], &vec![number(0, 0, 1.0); 5000], 1);
    let file = wrap("Workbook", &stream);
    for end in [600, file.len() / 2, file.len() - 8192] {
        let refusal = read(&file[..end]).unwrap_err();
        assert!(refusal.message.contains("不完整") && refusal.remedy.contains("重新"), "{refusal}");
    }
}

#[test]
fn what_is_only_announced_costs_nothing() {
    let all: Vec<u8> = [0_u32, u32::MAX].into_iter().flat_map(u32::to_le_bytes).collect();
    let dimensions = (0x0200, all.into_iter().chain([0, 0, 0xff, 0xff, 0, 0]).collect());
    let book = opened(&workbook(&[], &[dimensions, number(7, 2, 1.0)], 1)).unwrap();
    assert_eq!(texts(&book), [(8, vec![String::new(), String::new(), "1".to_owned()])]);
}

#[test]
fn a_sheet_stretched_over_all_cells_is_refused_before_it_fills_the_memory() {
    let corners = [number(0, 0, 1.0), number(65_535, 255, 1.0)];
    assert!(opened(&workbook(&[], &corners, 1)).unwrap_err().message.contains("范围过大"));
    let tall = [number(0, 0, 1.0), number(65_535, 15, 1.0)];
    assert_eq!(opened(&workbook(&[], &tall, 2)).unwrap().sheets[0].rows.len(), 2);
    // The same megabyte listed over and over is as much as many.
    assert!(opened(&workbook(&[], &tall, 5)).unwrap_err().message.contains("范围过大"));
    assert!(opened(&workbook(&[], &tall, 300)).unwrap_err().message.contains("工作表"));
}

#[test]
fn one_long_text_repeated_in_every_row_is_refused_before_it_fills_the_memory() {
    let long = "长".repeat(4000);
    let cells: Vec<Record> = (0..60_000).map(|row| label(row, 0, 0)).collect();
    let refusal = opened(&workbook(&[shared(&[&long])], &cells, 1)).unwrap_err();
    assert!(refusal.message.contains("文字过多"), "{refusal}");
}

#[test]
fn any_byte_changed_is_read_or_refused() {
    let before = [shared(&["企业名称", "年度"])];
    let stream = workbook(&before, &[label(0, 0, 0), label(0, 1, 1), formula(1, 0, 1.0)], 1);
    let file = wrap("Workbook", &stream);
    for at in (0..file.len()).filter(|at| *at < 600 || file[*at] != 0) {
        for byte in [1, 0xff] {
            let mut changed = file.clone();
            changed[at] = byte;
            let _outcome = super::super::open("表.xls", &changed, None);
        }
    }
}
