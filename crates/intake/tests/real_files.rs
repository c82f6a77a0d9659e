//! Files nobody here wrote, read to a stated outcome; skipped, and said, where they are not present.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "the helpers of a test may fail it and say why it is skipped"
)]

use std::path::{Path, PathBuf};

use lingdi_domain::Kind;
use lingdi_intake::{MapRule, ReadOptions, RowStatus, Severity, detect, preview, read};

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
    assert_eq!((first.key.as_str(), first.data["area_text"].as_str()), ("26713408", Some("4606 平方英尺")));
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
        let tonglu = table.rows.iter().find(|row| row.key == "156330122").unwrap();
        assert_eq!(tonglu.data["name"], "桐庐县");
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
    assert_eq!(table.rows[0].key, "T330122-2024-00001");
    assert_eq!(table.rows[0].data["area"], 456_300);
    assert_eq!(table.rows[0].data["extra"]["growth"], "0.3592");
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
    let refusal = read(&name, &bytes, &mapped(Kind::Units, &[])).unwrap_err();
    assert!(refusal.message.contains("gzip"), "{refusal}");
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
