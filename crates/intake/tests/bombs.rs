//! Files made to be larger than they look, or to cost more than they weigh: each is read or refused with a
//! sentence, in seconds.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "the helpers of a test may fail it and tell")]

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use lingdi_domain::Kind;
use lingdi_intake::{ReadOptions, Refusal, Table, detect, preview, read};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// Much more than any of them takes, and much less than a bomb would: builds for tests are slow, and machines
/// busy.
const PATIENCE: Duration = Duration::from_mins(1);

fn outcome(what: &str, name: &str, bytes: &[u8]) -> Result<Table, Refusal> {
    let start = Instant::now();
    let outcome = read(name, bytes, &ReadOptions::new(Kind::Tax, "330122"));
    let told = match &outcome {
        Ok(table) => format!("{} rows", table.rows.len()),
        Err(refusal) => {
            assert!(refusal.to_string().len() < 10_000 && !refusal.message.is_empty(), "{what}");
            refusal.to_string()
        }
    };
    println!("{what}: {:?}, {told}", start.elapsed());
    assert!(start.elapsed() < PATIENCE, "{what} took {:?}", start.elapsed());
    outcome
}

const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const TAX: &str = r#"<row r="1"><c r="A1" t="str"><v>企业名称</v></c><c r="B1" t="str"><v>年度</v></c><c r="C1" t="str"><v>入库税额（万元）</v></c></row><row r="2"><c r="A2" t="str"><v>甲</v></c><c r="B2"><v>2021</v></c><c r="C2"><v>5</v></c></row>"#;

/// A sound workbook of one table, with these other parts.
fn workbook(strings: &str, rows: &str, after: &str, more: &[(String, Vec<u8>)]) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{TAX}{rows}</sheetData>{after}</worksheet>");
    let strings = format!("<sst>{strings}</sst>");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]
    .into_iter()
    .chain(more.iter().map(|(name, content)| (name.as_str(), content.as_slice())))
    {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn an_archive_of_very_many_parts_is_refused() {
    let parts: Vec<_> = (0..60_000).map(|nth| (format!("xl/media/{nth}.xml"), b"<a/>".to_vec())).collect();
    let refusal = outcome("60,000 parts", "税.xlsx", &workbook("", "", "", &parts)).unwrap_err();
    assert!(refusal.message.contains("部件过多"), "{refusal}");
}

#[test]
fn many_parts_that_are_one_and_the_same_bytes_are_measured_each_time() {
    let zeros = vec![b' '; 30 << 20];
    let file = workbook("", "", "", &[("xl/worksheets/sheet_a.xml".to_owned(), zeros)]);
    // The directory lists the large part two hundred times under other names.
    let directory = file.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    let end = file.windows(4).rposition(|four| four == b"PK\x05\x06").unwrap();
    let (listed, tail) = (&file[directory..end], &file[end..]);
    let mut bomb = file[..directory].to_vec();
    for nth in 0..200_u8 {
        let mut entry = listed.to_vec();
        let letter = entry.windows(5).position(|five| five == b"_a.xm").unwrap() + 1;
        entry[letter] = nth.wrapping_add(48);
        bomb.extend(entry);
    }
    let mut tail = tail.to_vec();
    let start = file.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let size = (bomb.len() - start) as u32;
    tail[8..10].copy_from_slice(&205_u16.to_le_bytes());
    tail[10..12].copy_from_slice(&205_u16.to_le_bytes());
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    bomb.extend(tail);
    assert!(bomb.len() < 100_000);
    drop(outcome("one part listed 200 times", "税.xlsx", &bomb).unwrap_err());
}

#[test]
fn an_archive_inside_an_archive_is_no_table() {
    let mut inner = workbook("", "", "", &[]);
    for depth in 0..5 {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for copy in 0..16 {
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
            zip.start_file(format!("{depth}{copy}.zip"), options).unwrap();
            zip.write_all(&inner).unwrap();
        }
        inner = zip.finish().unwrap().into_inner();
    }
    assert!(outcome("five archives deep", "税.zip", &inner).unwrap_err().message.contains("压缩包"));
}

#[test]
fn a_million_shared_texts_that_no_cell_shows_are_read_past() {
    let strings = "<si><t>桐庐恒昇针织有限公司</t></si>".repeat(1_000_000);
    let table = outcome("10⁶ shared texts", "税.xlsx", &workbook(&strings, "", "", &[])).unwrap();
    assert_eq!(table.rows.len(), 1);
}

#[test]
fn shared_texts_that_are_only_announced_take_no_memory() {
    let sound = workbook("<si><t>甲</t></si>", "", "", &[]);
    for (count, is_read) in
        [("7", true), ("x", false), ("4294967295", false), ("18446744073709551615", false)]
    {
        let mut archive = zip::ZipArchive::new(Cursor::new(sound.as_slice())).unwrap();
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..archive.len() {
            let entry = archive.by_index(at).unwrap();
            let name = entry.name().unwrap().into_owned();
            let content = std::io::read_to_string(entry).unwrap();
            let content = content.replace("<sst>", &format!("<sst uniqueCount=\"{count}\">"));
            out.start_file(name, SimpleFileOptions::default()).unwrap();
            out.write_all(content.as_bytes()).unwrap();
        }
        let bytes = out.finish().unwrap().into_inner();
        assert_eq!(outcome(count, "税.xlsx", &bytes).is_ok(), is_read, "{count}");
    }
}

#[test]
fn merged_regions_without_end_cost_no_minute() {
    let sideways = r#"<mergeCell ref="A1:XFD20"/>"#.repeat(1_000_000);
    let downwards: String = (0..300_000).map(|_| r#"<mergeCell ref="A2:A1048576"/>"#).collect();
    for (what, merges) in [("10⁶ wide merges", sideways), ("300,000 deep merges", downwards)] {
        let after = format!("<mergeCells>{merges}</mergeCells>");
        let last = r#"<row r="1048576"><c r="B1048576"><v>2021</v></c></row>"#;
        drop(outcome(what, "税.xlsx", &workbook("", last, &after, &[])));
    }
}

#[test]
fn one_line_of_a_hundred_megabytes_is_read_or_refused() {
    let head = "企业名称,年度,入库税额（万元）\n甲,2021,5\n";
    for (what, piece) in
        [("letters", "x"), ("quotes", "\""), ("cells", "x,"), ("empty cells", ","), ("Chinese", "企")]
    {
        let line = format!("{head}{}", piece.repeat((100 << 20) / piece.len()));
        let told = outcome(&format!("100 MB of {what}"), "税.csv", line.as_bytes());
        assert!(told.is_err() || told.is_ok_and(|table| table.rows.len() <= 2));
    }
}

#[test]
fn headings_as_long_as_a_book_are_told_of_by_their_beginning() {
    let book = "桐庐县企业名称".repeat(7_000);
    let text = format!("{book},{book}a\n1,2\n");
    let refusal = outcome("two headings of 150 kB", "税.csv", text.as_bytes()).unwrap_err();
    assert!(refusal.message.contains("桐庐县企业名称"));
}

/// Each kind of table asks whether each cell of the first rows is one of its headings.
#[test]
fn a_thousand_columns_of_words_do_not_hold_up_the_first_look() {
    let row = |words: &str| format!("{}\n", vec![words; 1024].join(","));
    for (what, words) in [("short", "2 2".to_owned()), ("long", "面积（亩）".repeat(40))] {
        let text = row(&words).repeat(30);
        let start = Instant::now();
        detect("表.csv", text.as_bytes());
        drop(preview("表.csv", text.as_bytes(), None, None, 1, 50));
        println!("{what} words: {:?}", start.elapsed());
        assert!(start.elapsed() < PATIENCE, "{what}: {:?}", start.elapsed());
    }
}
