//! Small workbooks and texts as bureaus send them, read through the public door.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use lingdi_domain::Kind;
use lingdi_domain::values::key_digest;
use lingdi_intake::{MapRule, ReadOptions, Refusal, RowStatus, Severity, Table, read};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::json;

fn options(kind: Kind) -> ReadOptions {
    ReadOptions::new(kind, "330122")
}

fn csv(kind: Kind, text: &str) -> Result<Table, Refusal> {
    read("表.csv", text.as_bytes(), &options(kind))
}

fn messages(table: &Table, severity: Severity) -> Vec<String> {
    table
        .problems
        .iter()
        .filter(|p| p.severity == severity)
        .map(|p| format!("{}{} {}", p.column, p.row, p.message))
        .collect()
}

/// A tax sheet as in the picture: title, unit row, headings of two rows with merged cells, totals, footer.
fn tax_workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("企业明细").unwrap();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 4, "2022年度企业入库税收情况表", &plain).unwrap();
    sheet.write(1, 4, "单位：万元").unwrap();
    sheet.merge_range(2, 0, 3, 0, "序号", &plain).unwrap();
    sheet.merge_range(2, 1, 3, 1, "纳税人识别号", &plain).unwrap();
    sheet.merge_range(2, 2, 3, 2, "纳税人名称", &plain).unwrap();
    sheet.merge_range(2, 3, 2, 4, "入库税额", &plain).unwrap();
    sheet.write(3, 3, "2021年").unwrap();
    sheet.write(3, 4, 2022).unwrap();
    let rows: [(&str, &str, f64, f64); 3] = [
        ("91330122MA0000015Q", "桐庐恒昇针织有限公司", 12.5, 13.0),
        ("91330122ＭＡ0000023Ｋ", "桐庐云帛服饰有限公司", -3.25, 0.0),
        ("", "桐庐明川塑业有限公司", 7.0, 8.125),
    ];
    for (nth, (code, name, earlier, later)) in rows.iter().enumerate() {
        let row = 4 + nth as u32;
        sheet.write(row, 0, nth as u32 + 1).unwrap();
        sheet.write(row, 1, *code).unwrap();
        sheet.write(row, 2, *name).unwrap();
        sheet.write(row, 3, *earlier).unwrap();
        sheet.write(row, 4, *later).unwrap();
    }
    sheet.write(7, 0, "合  计").unwrap();
    sheet.write(7, 3, 16.25).unwrap();
    sheet.write(8, 0, "填表人：王敏").unwrap();
    workbook.add_worksheet().set_name("说明").unwrap().write(0, 0, "本表由税务局提供").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_wide_tax_sheet_with_merged_headings_gives_one_row_a_year() {
    let table = read("税收.xlsx", &tax_workbook(), &options(Kind::Tax)).unwrap();
    assert_eq!(table.problems, []);
    assert_eq!(table.rows.len(), 6);
    let sheet = &table.sheets[0];
    assert_eq!((sheet.header_rows, sheet.first_row, sheet.last_row), ((3, 4), 5, 7));
    assert_eq!(table.rows[0].data["amount"], json!(12_500_000));
    assert_eq!(table.rows[0].data["year"], json!(2021));
    assert_eq!(table.rows[2].key, key_digest("91330122MA0000023K\u{1f}2021\u{1f}"));
    assert_eq!(table.rows[4].key, key_digest("名:桐庐明川塑业有限公司\u{1f}2021\u{1f}"));
    let skipped: Vec<_> = sheet.skipped.iter().map(|skipped| (skipped.row, skipped.why.as_str())).collect();
    assert_eq!(skipped, [(1, "标题"), (2, "单位行"), (8, "合计行"), (9, "表尾说明")]);
    assert!(table.notes.iter().any(|note| note.contains("说明")), "{:?}", table.notes);
}

#[test]
fn a_wide_figure_is_cited_by_the_column_of_its_year() {
    let table = read("税收.xlsx", &tax_workbook(), &options(Kind::Tax)).unwrap();
    let sources = table.source_sheets();
    let column = |row: usize| sources[usize::from(table.rows[row].sheet)].columns["amount"].clone();
    assert_eq!([column(0), column(1)], ["D", "E"]);
}

#[test]
fn a_long_tax_table_takes_the_year_it_is_told() {
    let text =
        "社会信用代码,企业名称,入库税额（元）\n91330122MA0000015Q,桐庐恒昇针织有限公司,\"1,862,447.91\"\n";
    let mut told = options(Kind::Tax);
    told.year = Some(2022);
    let table = read("表.csv", text.as_bytes(), &told).unwrap();
    assert_eq!(table.rows[0].data["year"], json!(2022));
    assert_eq!(table.rows[0].data["amount"], json!(186_244_791));
    assert_eq!(table.problems, []);
    let refusal = read("表.csv", text.as_bytes(), &options(Kind::Tax)).unwrap_err();
    assert!(refusal.message.contains("年度"), "{refusal}");
    let table = read("2022年税收.csv", text.as_bytes(), &options(Kind::Tax)).unwrap();
    assert!(messages(&table, Severity::Warning)[0].contains("按文件名取 2022 年度"));
}

#[test]
fn parcels_are_read_with_units_flags_and_extras() {
    let table = csv(
        Kind::Parcels,
        "宗地代码,坐落,宗地面积(亩),土地用途,现状是否闲置,供应日期,备注\n\
         330122 001002 GB00012,分水镇东溪路8号,20.00,工业用地,否,2012年5月,老厂区\n",
    )
    .unwrap();
    let row = &table.rows[0];
    assert_eq!(row.status, RowStatus::Ready);
    assert_eq!(row.key, key_digest("330122001002GB00012"));
    assert_eq!(row.data["area"], json!(1_333_333));
    assert_eq!(row.data["area_text"], json!("20.00 亩"));
    assert_eq!(row.data["idle"], json!(false));
    assert_eq!(row.data["supply_date"], json!("2012-05-01"));
    assert_eq!(table.extra(row, "备注"), Some("老厂区"));
    assert_eq!(messages(&table, Severity::Warning).len(), 1, "the month without a day");
}

#[test]
fn a_unit_nobody_named_is_taken_with_a_warning_that_says_what_it_looks_like() {
    let table =
        csv(Kind::Parcels, "宗地代码,宗地面积,土地用途\n330122001002GB00012,20.5,工业用地\n").unwrap();
    assert_eq!(table.rows[0].data["area"], json!(2050));
    let warnings = messages(&table, Severity::Warning);
    assert!(warnings[0].contains("按平方米计") && warnings[0].contains("更像亩"), "{warnings:?}");
}

#[test]
fn bad_rows_are_refused_one_by_one_and_the_rest_is_read() {
    let table = csv(
        Kind::Parcels,
        "宗地代码,宗地面积（平方米）,土地用途,容积率\n\
         330122001002GB00012,22406.7,工业用地,1.2\n\
         ,100,工业用地,\n\
         330122001002GB00013,约100,工业用地,\n\
         330185001002GB00014,100,工业用地,\n\
         33012200,100,工业用地,\n\
         330122001002GB00015,100,工业用地,见附件\n\
         330122001002GB00016,1,200,工业用地,1.0\n",
    )
    .unwrap();
    let statuses: Vec<_> = table.rows.iter().map(|row| row.status).collect();
    let (ready, refused) = (RowStatus::Ready, RowStatus::Refused);
    assert_eq!(statuses, [ready, refused, refused, refused, refused, ready, refused]);
    let refusals = messages(&table, Severity::Refused);
    for (refusal, words) in
        refusals.iter().zip(["A3 缺少宗地代码", "B4 “约100”", "不是本县", "不是标准宗地代码", "错位"])
    {
        assert!(refusal.contains(words), "{refusal} / {words}");
    }
    assert_eq!(refusals.len(), 5);
    assert!(messages(&table, Severity::Warning)[0].contains("D7 “见附件”不是数字，本项按未提供处理"));
    assert!(table.problems.iter().all(|problem| !problem.remedy.is_empty()));
}

#[test]
fn equal_rows_count_once_and_different_ones_are_all_in_conflict() {
    let table = csv(
        Kind::Enterprises,
        "序号,统一社会信用代码,企业名称\n\
         1,91330122MA0000015Q,甲公司\n\
         2,91330122MA0000015Q,甲公司\n\
         3,91330122MA0000023K,乙公司\n\
         4,91330122MA0000023K,丙公司\n",
    )
    .unwrap();
    let statuses: Vec<_> = table.rows.iter().map(|row| row.status).collect();
    let (ready, conflict) = (RowStatus::Ready, RowStatus::Conflict);
    assert_eq!(statuses, [ready, RowStatus::Duplicate, conflict, conflict]);
    assert!(messages(&table, Severity::Note)[0].contains("与第 2 行完全相同"));
    let conflicts = messages(&table, Severity::Conflict);
    assert!(conflicts[0].contains("第 5 行") && conflicts[1].contains("第 4 行"), "{conflicts:?}");
    assert!(conflicts[0].contains("企业名称"));
}

#[test]
fn a_missing_column_is_named_with_what_was_found_and_the_way_out() {
    let refusal = csv(Kind::Parcels, "宗地代码,土地用途,坐落\n330122001002GB00012,工业用地,x\n").unwrap_err();
    for words in ["宗地面积", "宗地代码、土地用途、坐落", "--map", "模板"] {
        assert!(refusal.to_string().contains(words), "{refusal}");
    }
    let refusal = csv(Kind::Parcels, "a,b\n1,2\n").unwrap_err();
    assert!(refusal.message.contains("没有一列") && refusal.message.contains("a、b"), "{refusal}");
}

#[test]
fn mapping_by_hand_takes_columns_units_and_constants() {
    let mut mapped = options(Kind::Parcels);
    mapped.map = ["宗地代码=apn", "宗地面积(英亩)=acres of land", "土地用途==工业用地"]
        .map(|rule| MapRule::parse(rule).unwrap())
        .to_vec();
    mapped.anywhere = true;
    let text = "apn,acres of land\n26713408,1\n";
    let table = read("a.csv", text.as_bytes(), &mapped).unwrap();
    assert_eq!(table.rows[0].data["area"], json!(404_686));
    assert_eq!(table.rows[0].data["land_use"], json!("工业用地"));
    assert_eq!(table.problems, []);
    mapped.map[0] = MapRule::parse("宗地代码=parcel").unwrap();
    let refusal = read("a.csv", text.as_bytes(), &mapped).unwrap_err();
    assert!(refusal.message.contains("parcel"), "{refusal}");
}

#[test]
fn parcels_without_a_code_column_get_temporary_ids_when_mapped_and_dated() {
    let mut mapped = options(Kind::Parcels);
    mapped.map = vec![MapRule::parse("土地用途==工业用地").unwrap()];
    let text = "占地面积(亩),坐落\n20,a\n30,b\n";
    assert!(read("a.csv", text.as_bytes(), &mapped).unwrap_err().remedy.contains("--year"));
    mapped.year = Some(2023);
    let table = read("a.csv", text.as_bytes(), &mapped).unwrap();
    let keys: Vec<_> = table.rows.iter().map(|row| row.key).collect();
    assert_eq!(keys, ["T330122-2023-00001", "T330122-2023-00002"].map(key_digest));
    assert_eq!(table.count(RowStatus::Ready), 2);
}

#[test]
fn merged_names_reach_down_and_merged_sums_do_not() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, heading) in ["宗地代码", "企业名称", "用地面积(亩)"].iter().enumerate() {
        sheet.write(0, column as u16, *heading).unwrap();
    }
    let plain = Format::new();
    sheet.merge_range(1, 1, 2, 1, "桐庐恒昇针织有限公司", &plain).unwrap();
    sheet.merge_range(1, 2, 2, 2, "30", &plain).unwrap();
    sheet.write(1, 0, "330122001002GB00012").unwrap();
    sheet.write(2, 0, "330122001002GB00013").unwrap();
    let table = read("a.xlsx", &workbook.save_to_buffer().unwrap(), &options(Kind::Occupancy)).unwrap();
    assert_eq!(table.rows[1].data["name"], json!("桐庐恒昇针织有限公司"));
    assert_eq!(table.rows[1].status, RowStatus::Refused);
    assert!(messages(&table, Severity::Refused)[0].contains("合并单元格"));
}

#[test]
fn hidden_sheets_are_left_alone_unless_asked_for() {
    let mut workbook = Workbook::new();
    for (name, code) in [("今年", "91330122MA0000015Q"), ("去年", "91330122MA0000023K")] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, "统一社会信用代码").unwrap();
        sheet.write(0, 1, "企业名称").unwrap();
        sheet.write(1, 0, code).unwrap();
        sheet.write(1, 1, "甲公司").unwrap();
        if name == "去年" {
            sheet.set_hidden(true);
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let table = read("a.xlsx", &bytes, &options(Kind::Enterprises)).unwrap();
    assert_eq!((table.rows.len(), table.sheets.len()), (1, 1));
    assert!(table.notes[0].contains("去年"), "{:?}", table.notes);
    let mut asked = options(Kind::Enterprises);
    asked.sheet = Some("去年".to_owned());
    assert_eq!(read("a.xlsx", &bytes, &asked).unwrap().rows[0].key, key_digest("91330122MA0000023K"));
    asked.sheet = Some("前年".to_owned());
    assert!(read("a.xlsx", &bytes, &asked).unwrap_err().remedy.contains("今年"));
}

#[test]
fn rows_that_are_no_data_are_passed_over_and_listed() {
    let table = csv(
        Kind::Enterprises,
        "序号,统一社会信用代码,企业名称\n\
         1,2,3\n\
         一、分水镇,,\n\
         1,91330122MA0000015Q,甲公司\n\
         序号,统一社会信用代码,企业名称\n\
         2,91330122MA0000023K,乙公司\n\
         2,合计,\n\
         数据来源：市场监管局,,\n",
    )
    .unwrap();
    assert_eq!(table.problems, []);
    assert_eq!(table.count(RowStatus::Ready), 2);
    let skipped: Vec<_> = table.sheets[0].skipped.iter().map(|row| (row.row, row.why.as_str())).collect();
    let wanted = [(2, "栏次行"), (3, "分组标题"), (5, "重复的表头"), (7, "合计行"), (8, "表尾说明")];
    assert_eq!(skipped, wanted);
}

#[test]
fn a_bad_shared_cell_of_a_wide_row_is_said_once_and_an_empty_row_is_listed() {
    let table = csv(
        Kind::Tax,
        "统一社会信用代码,企业名称,2020年税收（万元）,2021年税收（万元）\n\
         330122589371204,甲公司,1,约2\n\
         91330122MA0000023K,乙公司,—,\n",
    )
    .unwrap();
    assert_eq!(messages(&table, Severity::Warning).len(), 1, "the old number");
    let statuses: Vec<_> = table.rows.iter().map(|row| row.status).collect();
    assert_eq!(statuses, [RowStatus::Ready, RowStatus::Refused]);
    assert_eq!(messages(&table, Severity::Refused), ["D2 “约2”不是确定的数"]);
    assert_eq!(table.sheets[0].skipped[0].why, "各年都没有数");
}

#[test]
fn numbers_of_contracts_that_lost_their_digits_are_not_taken_for_keys() {
    let table =
        csv(Kind::Supply, "电子监管号,合同编号,面积\n3.30122E+15,A-1,2.2407\n3.30122E+15,,1\n").unwrap();
    let statuses: Vec<_> = table.rows.iter().map(|row| row.status).collect();
    assert_eq!(statuses, [RowStatus::Ready, RowStatus::Refused]);
    assert_eq!(table.rows[0].key, key_digest("A-1"));
    assert_eq!(table.rows[0].data["area"], json!(2_240_700));
}

#[test]
fn the_unit_of_an_area_comes_from_the_sheets_unit_row_or_a_unit_column() {
    let table =
        csv(Kind::Parcels, "单位：亩,,\n宗地代码,宗地面积,土地用途\n330122001002GB00012,20,工业用地\n")
            .unwrap();
    assert_eq!(table.rows[0].data["area"], json!(1_333_333));
    let table = csv(
        Kind::Parcels,
        "ZDDM,ZDMJ,MJDW,YT\n330122001002GB00012,2,公顷,工业用地\n330122001002GB00013,30,亩,工业用地\n",
    )
    .unwrap();
    assert_eq!(
        [&table.rows[0].data["area"], &table.rows[1].data["area"]],
        [&json!(2_000_000), &json!(2_000_000)]
    );
    assert_eq!(table.problems, []);
}

#[test]
fn a_column_with_data_and_no_heading_is_kept_under_its_letter_and_said() {
    let text = "宗地代码,宗地面积(平方米),,土地用途,\n\
        330122001001GB00001,20000,老印染厂,工业用地,\n330122001001GB00002,30000,,工业用地,\n";
    let table = csv(Kind::Parcels, text).unwrap();
    assert_eq!(table.rows.len(), 2);
    assert_eq!(table.extra(&table.rows[0], "C 列"), Some("老印染厂"));
    let unheaded: Vec<_> =
        messages(&table, Severity::Warning).into_iter().filter(|one| one.contains("没有表头")).collect();
    assert_eq!(unheaded.len(), 1, "an empty column is no column: {unheaded:?}");
    assert!(unheaded[0].contains("C 列有 1 行数据"), "{unheaded:?}");
    let letters: Vec<_> = table.sheets[0].unmapped.iter().map(|one| one.letter.as_str()).collect();
    assert_eq!(letters, ["C"]);
}

#[test]
fn mortgages_and_inspections_are_read_under_the_headings_of_their_registers() {
    let text = "不动产登记情况表,,,,\n宗地编码,登记类型,不动产登记证明号,抵押权人,被担保主债权数额（元）,抵押登记日期,解除日期\n\
                330122001002GB00012,抵押,证1,农商行,12000000,2021.5.18,\n\
                330122001002GB00012,查封,,县法院,,2022年3月1日,2022/9/1\n,抵押,证3,,,,\n";
    let table = csv(Kind::Encumbrances, text).unwrap();
    let status: Vec<_> = table.rows.iter().map(|row| row.status).collect();
    assert_eq!(status, [RowStatus::Ready, RowStatus::Ready, RowStatus::Refused], "no parcel, no mortgage");
    assert_eq!(table.rows[0].data.int("amount"), Some(1_200_000_000), "1,200 万元 in 分");
    assert_eq!(table.rows[1].data.int("amount"), None, "missing is not zero");

    let text = "案号,当事人,宗地号,案由,检查时间,处理结果,违建面积（㎡）,结案时间\n\
                桐综执检〔2022〕1号,桐庐恒昇针织有限公司,,违法建筑,2022-03-05,责令整改,120.5,\n\
                桐综执检〔2022〕2号,,,违法建筑,2022-03-06,责令整改,,\n";
    let table = csv(Kind::Inspections, text).unwrap();
    let status: Vec<_> = table.rows.iter().map(|row| row.status).collect();
    assert_eq!(status, [RowStatus::Ready, RowStatus::Refused], "neither parcel nor firm");
    assert_eq!(table.rows[0].data.int("illegal_area"), Some(12_050));
}
