//! Files nobody here wrote, read to a stated outcome; skipped, and said, where they are not present.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "the helpers of a test may fail it and say why it is skipped"
)]

use std::path::{Path, PathBuf};

use lingdi_domain::Kind;
use lingdi_domain::values::key_digest;
use lingdi_intake::{MapRule, ReadOptions, RowStatus, Severity, detect, preview, read};
use serde_json::json;

fn folder(path: &str) -> Option<PathBuf> {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    if !full.exists() {
        println!("skipped: {} is not here", full.display());
        return None;
    }
    Some(full)
}

fn real(path: &str) -> Option<(String, Vec<u8>)> {
    let full = folder(path)?;
    let name = full.file_name()?.to_string_lossy().into_owned();
    Some((name, std::fs::read(full).unwrap()))
}

fn mapped(kind: Kind, rules: &[&str]) -> ReadOptions {
    let mut options = ReadOptions::new(kind, "330122");
    options.map = rules.iter().map(|rule| MapRule::parse(rule).unwrap()).collect();
    options.anywhere = true;
    options
}

#[test]
fn anaheims_industrial_parcels_come_in_by_mapping() {
    let Some((name, bytes)) = real("us-anaheim-industrial/industrial_parcels.geojson") else { return };
    let options =
        mapped(Kind::Parcels, &["宗地代码=apn", "宗地面积(平方英尺)=land_sf", "土地用途==工业用地"]);
    let table = read(&name, &bytes, &options).unwrap();
    assert_eq!(table.rows.len(), 1882);
    // 26 numbers are given to several shapes each: 54 rows that only a person can settle.
    let counts = [RowStatus::Ready, RowStatus::Conflict, RowStatus::Refused, RowStatus::Duplicate];
    assert_eq!(counts.map(|status| table.count(status)), [1828, 54, 0, 0]);
    let conflicts = table.problems.iter().filter(|problem| problem.severity == Severity::Conflict);
    assert!(conflicts.clone().all(|problem| problem.message.contains("图形不同")));
    assert_eq!(conflicts.count(), 54);
    let first = &table.rows[0];
    assert_eq!((first.key, first.data.text("area_text")), (key_digest("26713408"), Some("4606 平方英尺")));
    assert!(first.geometry.is_some());
    assert_eq!(table.source_sheets()[0].columns["area"], "land_sf");
}

#[test]
fn another_countys_parcels_are_refused_row_by_row_without_anywhere() {
    let Some((name, bytes)) = real("us-anaheim-industrial/industrial_parcels.geojson") else { return };
    let mut options =
        mapped(Kind::Parcels, &["宗地代码=apn", "宗地面积(平方英尺)=land_sf", "土地用途==工业用地"]);
    options.anywhere = false;
    options.county_box = Some(lingdi_geo::BBox { min_x: 119.1, min_y: 29.5, max_x: 120.0, max_y: 30.1 });
    let table = read(&name, &bytes, &options).unwrap();
    assert_eq!(table.count(RowStatus::Refused), 1882);
}

#[test]
fn an_xlsx_named_csv_is_read_for_what_it_is() {
    let Some((name, bytes)) = real("uk-brownfield/brownfield_register_2023.csv") else { return };
    let grid = preview(&name, &bytes, None, None, 1, 3).unwrap();
    assert_eq!((grid.columns.len(), grid.last_row), (20, 219));
    let options =
        mapped(Kind::Parcels, &["宗地代码=SiteReference", "宗地面积(公顷)=Hectares", "土地用途==工业用地"]);
    let table = read(&name, &bytes, &options).unwrap();
    assert_eq!((table.format, table.rows.len()), ("xlsx", 218));
    assert!(table.notes[0].contains("按内容读取"), "{:?}", table.notes);
    assert_eq!(table.count(RowStatus::Ready), 218);
}

#[test]
fn real_credit_codes_are_kept_and_the_failing_ones_warned_of() {
    for (file, rows, failing) in [("uscc_real.csv", 100, 0), ("uscc_vectors_from_public_tests.csv", 27, 3)] {
        let Some((name, bytes)) = real(&format!("cn-uscc/{file}")) else { return };
        let options = mapped(Kind::Enterprises, &["统一社会信用代码=code", "企业名称=code"]);
        let table = read(&name, &bytes, &options).unwrap();
        assert_eq!(table.count(RowStatus::Ready), rows, "{file}");
        let warned = table.problems.iter().filter(|problem| problem.message.contains("校验位不符"));
        assert_eq!(warned.count(), failing, "{file}");
    }
}

#[test]
fn gbk_shapefiles_are_read_with_and_without_a_code_page() {
    for file in ["zhejiang_districts_gbk_cpg.zip", "zhejiang_districts_gbk_nocpg.zip"] {
        let Some((name, bytes)) = real(&format!("cn-boundaries/{file}")) else { return };
        let table = read(&name, &bytes, &mapped(Kind::Units, &["单位代码=gb", "单位名称=name"])).unwrap();
        assert_eq!((table.rows.len(), table.count(RowStatus::Ready)), (90, 90), "{file}");
        let tonglu = table.rows.iter().find(|row| row.key == key_digest("156330122")).unwrap();
        assert_eq!(tonglu.data.text("name"), Some("桐庐县"));
        assert!(tonglu.geometry.is_some());
    }
}

/// Blocks have no code of their own: each gets a temporary one. Their value per m² stands in for an area.
#[test]
fn the_blocks_of_vancouver_come_in_without_codes() {
    let Some((name, bytes)) = real("ca-vancouver-value/vancouver-blocks.geojson") else { return };
    let mut options = mapped(Kind::Parcels, &["宗地面积(平方米)=valuePerSqm", "土地用途==工业用地"]);
    options.year = Some(2024);
    let table = read(&name, &bytes, &options).unwrap();
    let counts = [RowStatus::Ready, RowStatus::Conflict, RowStatus::Refused, RowStatus::Duplicate];
    assert_eq!(counts.map(|status| table.count(status)), [4544, 0, 83, 0]);
    let refused = table.problems.iter().filter(|problem| problem.severity == Severity::Refused);
    assert!(refused.clone().all(|problem| problem.message == "宗地面积为零"), "the 83 have no value");
    assert_eq!(table.rows[0].key, key_digest("T330122-2024-00001"));
    assert_eq!(table.rows[0].data["area"], json!(456_300));
    assert_eq!(table.extra(&table.rows[0], "growth"), Some("0.3592"));
    assert!(table.rows.iter().filter(|row| row.status == RowStatus::Ready).all(|row| row.geometry.is_some()));
}

#[test]
fn the_boundaries_of_china_are_read_with_their_codes() {
    for (file, rows) in
        [("zhejiang_province", 1), ("zhejiang_cities", 11), ("zhejiang_districts", 90), ("tonglu_330122", 1)]
    {
        let Some((name, bytes)) = real(&format!("cn-boundaries/{file}.geojson")) else { return };
        let table = read(&name, &bytes, &mapped(Kind::Units, &["单位代码=gb", "单位名称=name"])).unwrap();
        assert_eq!((table.rows.len(), table.count(RowStatus::Ready)), (rows, rows), "{file}");
        assert!(table.rows.iter().all(|row| row.geometry.is_some()), "{file}");
    }
    let Some((name, bytes)) = real("cn-boundaries/hangzhou_districts_echarts.geojson.gz") else { return };
    let table = read(&name, &bytes, &mapped(Kind::Units, &["单位代码=name"])).unwrap();
    assert_eq!((table.rows.len(), table.count(RowStatus::Ready)), (13, 13), "an older Hangzhou, compressed");
}

#[test]
fn nothing_in_the_drawer_of_odd_files_brings_a_reader_down() {
    let Some(folders) =
        folder("nasty-files").map(|path| ["xlsx", "dbf-shp", "gpkg-fgb"].map(|kind| path.join(kind)))
    else {
        return;
    };
    for entry in folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap()) {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        detect(&name, &bytes);
        if let Err(refusal) = read(&name, &bytes, &ReadOptions::new(Kind::Parcels, "330122")) {
            assert!(refusal.to_string().contains('请'), "{name}: {refusal}");
        }
        // Cut short anywhere, a file is refused or read, never a crash.
        for part in [3, 10, 100] {
            let _outcome = read(&name, &bytes[..bytes.len() / part], &ReadOptions::new(Kind::Tax, "330122"));
        }
    }
}

#[test]
fn the_old_workbooks_of_the_land_market_come_in_as_supply_quirks_included() {
    for (file, rows, never, too_early) in
        [("2007年01月.xls", 79, 71, 9), ("2007年01月-工业用地.xls", 54, 48, 3)]
    {
        let Some((name, bytes)) = real(&format!("cn-landchina-xls/{file}")) else { return };
        let table = read(&name, &bytes, &ReadOptions::new(Kind::Supply, "330122")).unwrap();
        assert_eq!((table.format, table.rows.len(), table.count(RowStatus::Ready)), ("xls", rows, rows));
        let first = &table.rows[0];
        // 0.714700 公顷 and 60.0400 万元 stand there as text, the day as 年月日.
        assert_eq!(first.key, key_digest("4311292007B00552"), "{file}");
        assert_eq!(
            (first.data["area"].json(), first.data["price"].json()),
            (json!(714_700), json!(60_040_000))
        );
        assert_eq!(first.data["completion_due"], json!("2007-06-30"));
        assert!(!first.data.has("started_on"), "Nah is no date");
        let warned =
            |words: &str| table.problems.iter().filter(|problem| problem.message.contains(words)).count();
        assert_eq!((warned("“Nah”不是日期"), warned("1901年01月02日")), (never, too_early), "{file}");
        // No-break spaces are nothing.
        assert!(table.rows.iter().all(|row| table.extra(row, "实际竣工时间").is_none()), "{file}");
    }
    // One file lacks a heading, so that 行业分类 stands over the years of use; the fields keep their columns.
    let Some((name, bytes)) = real("cn-landchina-xls/2007年01月.xls") else { return };
    let table = read(&name, &bytes, &ReadOptions::new(Kind::Supply, "330122")).unwrap();
    assert_eq!(table.extra(&table.rows[0], "行业分类"), Some("50"));
    let started = table.rows.iter().find(|row| row.key == key_digest("3304832007B00137-1")).unwrap();
    assert_eq!(started.data["started_on"], json!("2007-09-07"));
}

#[test]
fn the_survey_texts_of_public_code_are_read_or_refused_in_words() {
    let read_as = |file: &str, crs: Option<u32>| {
        let (name, bytes) = real(&format!("cn-survey-txt/{file}"))?;
        let mut options = mapped(Kind::Parcels, &["宗地代码=地块编号", "土地用途==工业用地"]);
        options.crs = crs;
        Some(read(&name, &bytes, &options))
    };
    let said = |table: &lingdi_intake::Table| -> Vec<String> {
        table.problems.iter().map(|problem| problem.message.clone()).collect()
    };
    // A rectangle of 100 m in zone 38; the area is blank, so the row cannot be a parcel.
    let Some(first) = read_as("s1_rect_zone38_no_prefix_gbk.txt", None) else { return };
    let first = first.unwrap();
    assert_eq!((first.format, first.encoding.as_deref()), ("survey_txt", Some("gb18030")));
    assert_eq!(said(&first), ["缺少宗地面积"]);
    let frame = lingdi_geo::BBox::of(&first.rows[0].geometry.as_ref().unwrap().geometry).unwrap();
    assert!((frame.min_x - 114.0).abs() < 1e-9 && (frame.min_y - 27.1).abs() < 0.1, "{frame:?}");
    // Eastings first, and four points on one line.
    let second = read_as("s2_readme_xy_swapped_prefix39_count_off_utf8.txt", None).unwrap().unwrap();
    assert!(second.notes[0].contains("横坐标（东）写在前面"), "{:?}", second.notes);
    assert_eq!(second.rows[0].data["area_text"], json!("1234.56 公顷"));
    assert!(said(&second)[0].contains("都在一条线上"), "{:?}", said(&second));
    // A header of nonsense: the system must be told; then two plots, one with a hole, both of area 0.
    let third = "s3_docstring_hole_wrong_counts_unclosed_utf8.txt";
    let refusal = read_as(third, None).unwrap().unwrap_err();
    assert!(refusal.message.contains("“2000ff”"), "{refusal}");
    let third = read_as(third, Some(4490)).unwrap().unwrap();
    assert!(third.notes[0].contains("第 13 行写 41 个，实有 4 个"), "{:?}", third.notes);
    assert_eq!(said(&third), ["宗地面积为零", "宗地面积为零"]);
    let holed = &third.rows[1].geometry.as_ref().unwrap().geometry;
    assert_eq!((holed.0.len(), holed.0[0].interiors().len()), (1, 1));
    let fourth = read_as("s4_header_leading_space_empty_zone_no_plots_utf8.txt", None).unwrap();
    assert!(fourth.unwrap_err().message.contains("没有地块"));
}

fn counts(table: &lingdi_intake::Table) -> [usize; 4] {
    [RowStatus::Ready, RowStatus::Refused, RowStatus::Conflict, RowStatus::Duplicate]
        .map(|status| table.count(status))
}

#[test]
fn lots_of_lucas_county_come_in_packed_as_parcels_and_their_values_as_tax() {
    let Some((name, bytes)) = real("us-lucas-sales/lucas_county_oh_house_sales.csv.gz") else { return };
    // The lots have no number: they get temporary ones.
    let mut options = mapped(Kind::Parcels, &["宗地面积(平方英尺)=lotsize", "土地用途==工业用地"]);
    options.year = Some(1999);
    let table = read(&name, &bytes, &options).unwrap();
    assert_eq!((table.format, counts(&table)), ("csv", [25_357, 0, 0, 0]));
    assert!(table.notes.is_empty() && table.problems.is_empty(), "{:?}", table.notes);
    let first = &table.rows[0];
    assert_eq!((first.key, first.row), (key_digest("T330122-1999-00001"), 2));
    assert_eq!(
        (first.data["area"].json(), first.data["area_text"].json()),
        (json!(496_994), json!("53496 平方英尺"))
    );
    assert_eq!(
        (table.extra(first, "lon"), table.extra(first, "lat")),
        (Some("-83.879637"), Some("41.416896"))
    );

    let by_sale = ["企业名称=x_m", "年度=syear", "入库税额(元)=avalue"];
    let table = read(&name, &bytes, &mapped(Kind::Tax, &by_sale)).unwrap();
    assert_eq!(counts(&table), [25_357, 0, 0, 0]);
    assert_eq!(
        (table.rows[0].data["amount"].json(), table.rows[0].data["year"].json()),
        (json!(30_651_400), json!(1996))
    );
    // In one year, fifteen pairs of lots share an abscissa and differ in value.
    let in_one_year = ["企业名称=x_m", "年度==1999", "入库税额(元)=avalue"];
    let table = read(&name, &bytes, &mapped(Kind::Tax, &in_one_year)).unwrap();
    assert_eq!(counts(&table), [25_327, 0, 30, 0]);
}

#[test]
fn the_brownfield_list_derived_from_the_register_comes_in_too() {
    let Some((name, bytes)) = real("uk-brownfield/register_sites_joined.csv") else { return };
    let options =
        mapped(Kind::Parcels, &["宗地代码=site_reference", "宗地面积(公顷)=hectares", "土地用途==工业用地"]);
    let table = read(&name, &bytes, &options).unwrap();
    assert_eq!((table.format, counts(&table)), ("csv", [352, 0, 0, 0]));
    let first = &table.rows[0];
    assert_eq!((first.key, first.data["area"].json()), (key_digest("53413"), json!(13_500_000)));
    let mapped_all =
        mapped(Kind::Parcels, &["宗地代码=SiteReference", "宗地面积(公顷)=Hectares", "土地用途==工业用地"]);
    let Some((name, bytes)) = real("uk-brownfield/brownfield_register_2023.csv") else { return };
    let table = read(&name, &bytes, &mapped_all).unwrap();
    assert_eq!(counts(&table), [218, 0, 0, 0]);
    let first = &table.rows[0];
    assert_eq!((first.key, first.data["area"].json()), (key_digest("64519"), json!(120_000)));
    assert_eq!(table.extra(first, "PermissionDate"), Some("2018-11-06"));
}

#[test]
fn the_classes_of_industry_come_in_as_a_catalogue_with_their_zeros() {
    let Some((name, bytes)) = real("cn-gbt4754-2017/gbt4754_2017.csv") else { return };
    let rules = ["目录名称==国民经济行业分类", "版本==2017", "条目=name", "行业代码=code"];
    let table = read(&name, &bytes, &mapped(Kind::Catalogue, &rules)).unwrap();
    assert_eq!(table.rows.len(), 1971);
    let code = |row: usize| table.rows[row].data.text("industry").unwrap();
    assert_eq!((code(0), code(1), code(2)), ("A", "01", "011"));
    // Names repeat from level to level, codes do not.
    let by_code = ["目录名称==国民经济行业分类", "版本==2017", "条目=code", "行业代码=code"];
    let table = read(&name, &bytes, &mapped(Kind::Catalogue, &by_code)).unwrap();
    assert_eq!(counts(&table), [1971, 0, 0, 0]);
    let small = table.rows.iter().filter(|row| table.extra(row, "level") == Some("4")).count();
    assert_eq!(small, 1381);
}
