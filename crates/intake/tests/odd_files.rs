//! Every odd workbook and table of the drawer, read as what or refused with which sentence; skipped, and said,
//! where the drawer is not present.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "the helpers of a test may fail it and say why it is skipped"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use lingdi_domain::Kind;
use lingdi_intake::{MapRule, ReadOptions, RowStatus, preview, read};

/// Workbooks: sheets in the file; columns and last row of the first.
const WORKBOOKS: &[(&str, usize, usize, u32)] = &[
    ("49609.xlsx", 2, 98, 39),
    ("56278.xlsx", 10, 3, 23),
    ("64450.xlsx", 2, 8, 2),
    ("FormulaEvalTestData_Copy.xlsx", 4, 38, 1504),
    ("aaa.xlsx", 7, 11, 47),
    ("aaa_empty.xlsx", 3, 0, 0),
    ("aaa_insertCell.xlsx", 3, 3, 4),
    ("aaa_theme.xlsx", 1, 4, 6),
    ("alignment_indent_input.xlsx", 1, 1, 1),
    ("functions-excel-2010.xlsx", 2, 8, 81),
    ("google.xlsx", 2, 3, 6),
    ("issue_162.xlsx", 6, 0, 0),
    ("issue_178.xlsx", 2, 2, 3),
    ("issue_181.xlsx", 2, 2, 3),
    ("issue_181_2.xlsx", 1, 8, 4),
    ("issue_184_2.xlsx", 1, 0, 0),
    ("issue_185.xlsx", 1, 3, 1),
    ("issue_188.xlsx", 1, 1, 4),
    ("issue_188_3.xlsx", 2, 0, 0),
    ("issue_189.xlsx", 3, 0, 0),
    ("issue_190.xlsx", 3, 11, 5),
    ("issue_194_2.xlsx", 1, 17, 28),
    ("issue_200.xlsx", 1, 0, 0),
    ("issue_206.xlsx", 1, 10, 24),
    ("issue_208.xlsx", 1, 1, 6),
    ("issue_215.xlsx", 2, 3, 4),
    ("issue_219.xlsx", 1, 0, 0),
    ("issue_220.xlsx", 1, 0, 0),
    ("issue_225.xlsx", 1, 4, 1),
    ("issue_232.xlsx", 1, 1, 2),
    ("issue_244.xlsx", 3, 0, 0),
    ("issue_246.xlsx", 3, 13, 20),
    ("issue_281.xlsx", 3, 49, 175),
    ("issue_285.xlsx", 1, 2, 2),
    ("issue_288.xlsx", 1, 2, 20),
    ("issue_291.xlsx", 1, 0, 0),
    ("issue_297.xlsx", 1, 5, 2),
    ("issue_298.xlsx", 2, 2, 2),
    ("issue_343.xlsx", 1, 0, 0),
    ("issue_363.xlsx", 2, 2, 6),
    ("libre2.xlsx", 1, 2, 26),
    ("openpyxl.xlsx", 1, 1, 2),
    ("red_indexed_color.xlsx", 1, 1, 1),
    ("sheet_lock.xlsx", 3, 2, 3),
    ("tdf121887.xlsx", 1, 1, 1),
    ("tdf131575.xlsx", 1, 15, 673),
    ("wb_with_shared_strings.xlsx", 2, 1, 6),
    ("wps_comment.xlsx", 1, 1, 1),
];

/// Bare tables: encoding, columns, last row, rows that count.
const TABLES: &[(&str, &str, usize, u32, usize)] = &[
    // Asterisks fill the numbers that were none.
    ("contain_none_float.dbf", "UTF-8", 5, 1, 1),
    ("cp850.dbf", "GBK", 1, 1, 1),
    ("cp936.dbf", "GBK", 1, 1, 1),
    ("multipatch.dbf", "UTF-8", 1, 1, 1),
    ("poly.dbf", "UTF-8", 3, 10, 10),
    // The first of six is deleted.
    ("stations_with_deleted.dbf", "UTF-8", 4, 6, 5),
];

fn drawer(path: &str) -> Option<PathBuf> {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/nasty-files").join(path);
    if !full.exists() {
        println!("skipped: {} is not here", full.display());
        return None;
    }
    Some(full)
}

fn names(folder: &Path, extension: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let names = entries.map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(extension)).collect()
}

#[test]
fn each_odd_workbook_has_its_outcome() {
    let Some(folder) = drawer("xlsx") else { return };
    let mut left = names(&folder, ".xlsx");
    assert!(left.remove("encrypted_out.xlsx"));
    for (name, sheets, columns, last_row) in WORKBOOKS {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let grid = preview(name, &bytes, None, None, 1, 3).unwrap();
        let found = (grid.sheets.len(), grid.columns.len(), grid.last_row);
        assert_eq!(found, (*sheets, *columns, *last_row), "{name}");
        // None of them is a table of parcels, and each says so with a way out.
        let refusal = read(name, &bytes, &ReadOptions::new(Kind::Parcels, "330122")).unwrap_err();
        assert!(!refusal.message.contains("损坏") && !refusal.remedy.is_empty(), "{name}: {refusal}");
        left.remove(*name);
    }
    assert_eq!(left, BTreeSet::new(), "without a stated outcome");
}

#[test]
fn the_encrypted_workbook_is_refused_for_its_encryption() {
    let Some(folder) = drawer("xlsx") else { return };
    let bytes = std::fs::read(folder.join("encrypted_out.xlsx")).unwrap();
    let refusal = preview("encrypted_out.xlsx", &bytes, None, None, 1, 3).unwrap_err();
    assert!(refusal.message.contains("已加密") && refusal.remedy.contains("另存"), "{refusal}");
}

#[test]
fn each_odd_dbf_has_its_outcome() {
    let Some(folder) = drawer("dbf-shp") else { return };
    let mut left = names(&folder, ".dbf");
    for (name, encoding, columns, last_row, rows) in TABLES {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let grid = preview(name, &bytes, None, None, 1, 100).unwrap();
        assert_eq!(
            (grid.columns.len(), grid.last_row, grid.rows.len()),
            (*columns, *last_row, *rows),
            "{name}"
        );
        // Taken as units by its first field.
        let mut options = ReadOptions::new(Kind::Units, "330122");
        options.map = vec![MapRule::parse(&format!("单位代码={}", grid.columns[0])).unwrap()];
        let table = read(name, &bytes, &options).unwrap();
        assert_eq!((table.format, table.encoding.as_deref()), ("dbf", Some(*encoding)), "{name}");
        assert_eq!(table.count(RowStatus::Ready), *rows, "{name}: {:?}", table.problems);
        assert_eq!(table.notes.iter().any(|note| note.contains("无法辨认")), *name == "cp850.dbf");
        left.remove(*name);
    }
    assert_eq!(left, BTreeSet::new(), "without a stated outcome");
    let bytes = std::fs::read(folder.join("cp936.dbf")).unwrap();
    assert_eq!(preview("cp936.dbf", &bytes, None, None, 1, 1).unwrap().rows[0].cells, ["测试中文"]);
    // No number is an absent one.
    let bytes = std::fs::read(folder.join("contain_none_float.dbf")).unwrap();
    let table = read("a.dbf", &bytes, &{
        let mut options = ReadOptions::new(Kind::Units, "330122");
        options.map =
            vec![MapRule::parse("单位代码=name").unwrap(), MapRule::parse("排序号=value_n").unwrap()];
        options
    });
    let table = table.unwrap();
    let row = &table.rows[0];
    assert_eq!((row.data.int("order"), table.extra(row, "value_f")), (Some(4), Some("12.345")));
    assert_eq!(table.extra(row, "value_f_non"), None, "{:?}", row.data);
}
