//! Files as they really come: each ends as stated, and nothing is ever half-written.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use lingdi_domain::Kind;
use lingdi_e2e::{Answer, Lingdi, shared};
use serde_json::{Value, json};

const TAX: &str =
    "统一社会信用代码,企业名称,年度,入库税额(万元)\n91330122MA0000015Q,桐庐甲一针织有限公司,2022,90\n";

const FIRMS: &str = "统一社会信用代码,企业名称\n91330122MA0000015Q,桐庐甲一针织有限公司\n";

/// Writes a file and imports it.
fn import(lingdi: &Lingdi, kind: &str, name: &str, bytes: impl AsRef<[u8]>, options: &[&str]) -> Answer {
    let path = lingdi.file(name, bytes);
    lingdi.run(&[&["import", kind, &path.to_string_lossy()], options].concat())
}

/// A file refused as a whole: exit code 2, these words, and no batch.
fn is_refused(kind: &str, name: &str, bytes: impl AsRef<[u8]>, options: &[&str], words: &[&str]) {
    let lingdi = Lingdi::new();
    let answer = import(&lingdi, kind, name, bytes, options).expect(2);
    says(&answer, name);
    for word in words {
        says(&answer, word);
    }
    assert_eq!(lingdi.batches(), Vec::<Value>::new(), "{name} left something behind");
}

fn says(answer: &Answer, word: &str) {
    let text = format!("{}{}", answer.stdout, answer.stderr);
    assert!(text.contains(word), "nothing says {word}: {text}");
}

fn parcel(code: &str, ring: &[[f64; 2]]) -> String {
    json!({"type": "FeatureCollection", "features": [{
        "type": "Feature",
        "properties": {"宗地代码": code, "宗地面积(平方米)": "20000", "土地用途": "工业用地"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }]})
    .to_string()
}

/// A lot of 200 m × 100 m with its south-west corner here.
fn lot(x: f64, y: f64) -> [[f64; 2]; 5] {
    [[x, y], [x + 0.002, y], [x + 0.002, y + 0.0009], [x, y + 0.0009], [x, y]]
}

#[test]
fn a_web_page_called_xlsx_is_refused() {
    let page = "<html><table><tr><td>企业名称</td></tr></table></html>";
    is_refused("enterprises", "企业.xlsx", page, &[], &["网页", "另存为"]);
}

#[test]
fn a_truncated_workbook_is_refused() {
    let lingdi = Lingdi::new();
    let _ = lingdi.run(&["template", "enterprises", "--out", "whole.xlsx"]).expect(0);
    let bytes = std::fs::read(lingdi.folder().join("whole.xlsx")).unwrap();
    for length in [bytes.len() / 4, bytes.len() / 2, bytes.len() - 10] {
        is_refused("enterprises", "半截.xlsx", &bytes[..length], &[], &["不完整", "重新"]);
    }
}

#[test]
fn an_encrypted_workbook_is_refused() {
    let Some(path) = shared("data/nasty-files/xlsx/encrypted_out.xlsx") else { return };
    is_refused("tax", "税收.xlsx", std::fs::read(path).unwrap(), &[], &["密码", "已加密", "另存"]);
}

#[test]
fn a_wrong_encoding_is_refused_and_the_right_one_found_without_being_told() {
    // 企业 and 甲公司 in GBK.
    let firms: Vec<u8> = [
        &b"\xcd\xb3\xd2\xbb\xc9\xe7\xbb\xe1\xd0\xc5\xd3\xc3\xb4\xfa\xc2\xeb,\xc6\xf3\xd2\xb5\xc3\xfb\xb3\xc6\n"[..],
        b"91330122MA0000015Q,\xcd\xa9\xc2\xae\xbc\xd7\xb9\xab\xcb\xbe\n",
    ]
    .concat();
    is_refused("enterprises", "企业.csv", &firms, &["--encoding", "utf-8"], &["utf-8", "第 1 行", "编码"]);
    is_refused("enterprises", "企业.csv", &firms, &["--encoding", "klingon"], &["klingon", "gb18030"]);
    let lingdi = Lingdi::new();
    let report = import(&lingdi, "enterprises", "企业.csv", &firms, &["--format", "json"]).expect(0).json();
    assert_eq!((&report["rows"]["ready"], &report["state"]), (&json!(1), &json!("accepted")));
}

#[test]
fn headings_that_match_nothing_are_refused_with_what_was_found() {
    is_refused("enterprises", "企业.csv", "甲,乙\n1,2\n", &[], &["没有一列", "甲、乙", "--map"]);
}

#[test]
fn a_missing_column_is_refused_by_name() {
    let text = "宗地代码,土地用途\n330122001001GB00001,工业用地\n";
    is_refused("parcels", "宗地.csv", text, &[], &["宗地面积", "宗地代码、土地用途", "模板"]);
}

#[test]
fn a_file_that_is_not_there_is_refused() {
    let lingdi = Lingdi::new();
    says(&lingdi.run(&["import", "tax", "没有.csv"]).expect(2), "没有.csv");
    assert_eq!(lingdi.batches(), Vec::<Value>::new());
}

#[test]
fn a_kind_nobody_knows_is_bad_usage() {
    let lingdi = Lingdi::new();
    says(&import(&lingdi, "taxes", "a.csv", TAX, &[]).expect(2), "occupancy");
}

#[test]
fn a_year_that_is_not_one_is_named_with_its_cell_and_the_way_out() {
    let lingdi = Lingdi::new();
    let text = format!("{TAX}91330122MA0000023K,桐庐乙二制笔有限公司,20222,1\n");
    let answer = import(&lingdi, "tax", "税收.csv", &text, &[]).expect(3);
    for word in ["拒收", "第 3 行 C", "年度", "“20222”", "四位年份", "lingdi accept"] {
        says(&answer, word);
    }
    assert_eq!(lingdi.batches()[0]["state"], "staged");
}

#[test]
fn a_polygon_that_crosses_itself_a_little_is_mended_and_one_that_is_a_bow_tie_is_refused() {
    let lingdi = Lingdi::new();
    let (east, north) = (119.68, 29.79);
    // A spike of a metre that runs back over the boundary.
    let [a, b, c, d, _] = lot(east, north);
    let slip = [
        a,
        [east + 0.001, north],
        [east + 0.001_01, north - 0.000_01],
        [east + 0.000_99, north - 0.000_01],
        [east + 0.001, north],
        b,
        c,
        d,
        a,
    ];
    let mended = parcel("330122001001GB00001", &slip);
    let report = import(&lingdi, "parcels", "回头.geojson", mended, &["--format", "json"]).expect(0).json();
    assert_eq!(report["rows"]["ready"], 1, "{report:#}");

    let bow_tie = parcel("330122001001GB00002", &[a, c, b, d, a]);
    let answer = import(&lingdi, "parcels", "蝴蝶结.geojson", bow_tie, &[]).expect(3);
    for word in ["拒收", "第 1 行", "自相交", "界址点"] {
        says(&answer, word);
    }
    assert_eq!(lingdi.batches()[0]["rows"]["ready"], 0);
}

#[test]
fn swapped_axes_are_recognised_and_refused() {
    let lingdi = Lingdi::new();
    let swapped = lot(119.68, 29.79).map(|[x, y]| [y, x]);
    let answer =
        import(&lingdi, "parcels", "宗地.geojson", parcel("330122001001GB00001", &swapped), &[]).expect(3);
    for word in ["拒收", "第 1 行", "颠倒", "对调"] {
        says(&answer, word);
    }
}

#[test]
fn another_countys_parcels_are_refused_unless_they_may_lie_anywhere() {
    let lingdi = Lingdi::new();
    let _ = import(&lingdi, "enterprises", "企业.csv", FIRMS, &[]).expect(0);
    let away = parcel("330122001001GB00001", &lot(118.68, 29.79));
    let answer = import(&lingdi, "parcels", "外县图形.geojson", &away, &[]).expect(3);
    for word in ["拒收", "不在本县", "--anywhere"] {
        says(&answer, word);
    }
    let code = "宗地代码,宗地面积(平方米),土地用途\n330185001001GB00001,20000,工业用地\n";
    let answer = import(&lingdi, "parcels", "外县代码.csv", code, &[]).expect(3);
    for word in ["拒收", "第 2 行 A", "330185001001GB00001", "330122", "--anywhere"] {
        says(&answer, word);
    }
    let _ = import(&lingdi, "parcels", "外县代码二.csv", code.replace("20000", "20001"), &["--anywhere"])
        .expect(0);
}

#[test]
fn the_first_import_says_which_county_this_is() {
    let lingdi = Lingdi::new();
    let code = "宗地代码,宗地面积(平方米),土地用途\n330185001001GB00001,20000,工业用地\n";
    let _ = import(&lingdi, "parcels", "宗地.csv", code, &[]).expect(0);
    assert_eq!(lingdi.run(&["doctor", "--format", "json"]).expect(0).json()["county"], "330185");
}

#[test]
fn a_second_identical_upload_is_refused() {
    let lingdi = Lingdi::new();
    let _ = import(&lingdi, "tax", "税收.csv", TAX, &[]).expect(3);
    let before = lingdi.batches();
    let answer = import(&lingdi, "tax", "改了名.csv", TAX, &[]).expect(2);
    for word in ["改了名.csv", "完全相同", "税收.csv", "撤销"] {
        says(&answer, word);
    }
    assert_eq!(lingdi.batches(), before);
}

#[test]
fn a_dry_run_says_the_same_and_keeps_nothing() {
    let lingdi = Lingdi::new();
    let tried = import(&lingdi, "enterprises", "企业.csv", FIRMS, &["--dry-run", "--format", "json"])
        .expect(0)
        .json();
    assert_eq!(tried["state"], "dry_run");
    assert_eq!(lingdi.batches(), Vec::<Value>::new());
    let names = |folder: std::path::PathBuf| -> Vec<_> {
        folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect()
    };
    let files = lingdi.folder().join("files");
    assert_eq!(names(files.clone()), ["unfinished"], "the file was kept");
    assert!(names(files.join("unfinished")).is_empty(), "a part of the file was kept");
    let done = import(&lingdi, "enterprises", "企业.csv", FIRMS, &["--format", "json"]).expect(0).json();
    assert_eq!(done["rows"], tried["rows"]);
}

#[test]
fn rows_in_conflict_wait_for_a_person_who_takes_the_last_or_neither() {
    let text = format!("{FIRMS}91330122MA0000023K,乙公司\n91330122MA0000023K,丙公司\n");
    for (flag, kept) in [("--all", 2), ("--clean", 1)] {
        let lingdi = Lingdi::new();
        let report =
            import(&lingdi, "enterprises", "企业.csv", &text, &["--format", "json"]).expect(3).json();
        assert_eq!((&report["state"], &report["rows"]["conflict"]), (&json!("staged"), &json!(2)));
        assert_eq!(added_by(&lingdi), 2, "nothing is in force while the batch waits");
        let _ = lingdi.run(&["accept", report["batch"].as_str().unwrap(), flag]).expect(0);
        assert_eq!(lingdi.batches()[0]["state"], "accepted");
        assert_eq!(2 - added_by(&lingdi), kept, "{flag}");
    }
}

/// How many of the two firms would be new: the others are in force.
fn added_by(lingdi: &Lingdi) -> i64 {
    let text = "统一社会信用代码,企业名称\n91330122MA0000015Q,x\n91330122MA0000023K,y\n";
    let tried =
        import(lingdi, "enterprises", "试.csv", text, &["--dry-run", "--format", "json"]).expect(0).json();
    tried["rows"]["added"].as_i64().unwrap()
}

#[test]
fn accepting_at_once_takes_all_or_only_the_clean_rows() {
    let text = format!("{FIRMS}91330122MA0000023K,乙公司\n91330122MA0000023K,丙公司\n,缺代码\n");
    for (choice, kept) in [("all", 2), ("clean", 1)] {
        let lingdi = Lingdi::new();
        let answer = import(&lingdi, "enterprises", "企业.csv", &text, &["--accept", choice]).expect(3);
        says(&answer, "已接收");
        assert_eq!(2 - added_by(&lingdi), kept, "{choice}");
    }
}

#[test]
fn undoing_a_batch_brings_the_former_values_back() {
    let lingdi = Lingdi::new();
    let parcels = "宗地代码,宗地面积(平方米),土地用途\n330122001001GB00001,20000,工业用地\n";
    let explained = || {
        let day = ["--year", "2023", "--as-of", "2023-10-09"];
        let arguments = [&["explain", "330122001001GB00001", "--format", "json"], &day[..]].concat();
        lingdi.run(&arguments).expect(0).json()["parcel"]["area_mu"].clone()
    };
    let _ = import(&lingdi, "parcels", "旧.csv", parcels, &[]).expect(0);
    assert_eq!(explained(), 30.0);
    let newer =
        import(&lingdi, "parcels", "新.csv", parcels.replace("20000", "40000"), &["--format", "json"]);
    let newer = newer.expect(0).json();
    assert_eq!((&newer["rows"]["changed"], explained()), (&json!(1), json!(60.0)));
    let id = newer["batch"].as_str().unwrap();
    let _ = lingdi.run(&["undo", id, "--reason", "误收"]).expect(0);
    assert_eq!(explained(), 30.0);
    says(&lingdi.run(&["undo", id]).expect(2), "已撤销");
    let _ = lingdi.run(&["audit", "verify"]).expect(0);
}

#[test]
fn the_blank_form_of_every_kind_comes_back_without_mapping() {
    let lingdi = Lingdi::new();
    for kind in Kind::ALL.iter().map(|kind| kind.code()) {
        let name = format!("{kind}.xlsx");
        let _ = lingdi.run(&["template", kind, "--out", &name]).expect(0);
        let report = lingdi.run(&["import", kind, &name, "--dry-run", "--year", "2023", "--format", "json"]);
        let report = report.expect(0).json();
        let sheet = &report["sheets"][0];
        assert!(sheet["columns"].as_array().unwrap().len() >= 3, "{kind}: {report:#}");
        assert_eq!(sheet["unmapped"], json!([]), "{kind}");
        assert_eq!(report["rows"]["refused"], 0, "{kind}");
    }
}
