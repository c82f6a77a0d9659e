//! Files nobody here wrote, through the whole program; skipped, and said, where they are not present.

use lingdi_e2e::{Lingdi, shared};
use serde_json::{Value, json};

/// Imports a shared file and returns exit code and report.
fn import(lingdi: &Lingdi, kind: &str, path: &str, options: &[&str]) -> Option<(i32, Value)> {
    let path = shared(path)?;
    let path = path.to_string_lossy();
    let answer = lingdi.run(&[&["import", kind, &path, "--format", "json"], options].concat());
    Some((answer.code, answer.json()))
}

#[test]
fn anaheims_industrial_parcels_come_in_by_mapping_and_54_wait_for_a_person() {
    let lingdi = Lingdi::new();
    let options = [
        "--anywhere",
        "--map",
        "宗地代码=apn",
        "--map",
        "宗地面积(平方英尺)=land_sf",
        "--map",
        "土地用途==工业用地",
    ];
    let file = "data/us-anaheim-industrial/industrial_parcels.geojson";
    let Some((code, report)) = import(&lingdi, "parcels", file, &options) else { return };
    // 26 numbers are given to several shapes each: 54 rows that only a person can settle.
    let rows = &report["rows"];
    assert_eq!([&rows["read"], &rows["ready"], &rows["conflict"], &rows["refused"]], [1882, 1828, 54, 0]);
    assert_eq!((code, &report["state"]), (3, &json!("staged")));
    let _ = lingdi.run(&["accept", report["batch"].as_str().unwrap_or_default(), "--all"]).expect(0);
    let identified = lingdi.run(&["identify", "--as-of", "2023-10-09", "--format", "json"]).expect(0).json();
    assert_eq!(identified["totals"]["parcels"], 1854);
    assert_eq!(identified["totals"]["indeterminate"], 1854, "nobody has said anything of their tax");
}

#[test]
fn districts_of_zhejiang_come_in_as_units_with_and_without_a_code_page() {
    for file in ["zhejiang_districts_gbk_cpg.zip", "zhejiang_districts_gbk_nocpg.zip"] {
        let lingdi = Lingdi::new();
        let options = ["--map", "单位代码=gb", "--map", "单位名称=name", "--anywhere"];
        let path = format!("data/cn-boundaries/{file}");
        let Some((code, report)) = import(&lingdi, "units", &path, &options) else { return };
        assert_eq!(
            (code, &report["rows"]["ready"], &report["state"]),
            (0, &json!(90), &json!("accepted")),
            "{file}"
        );
        let _ = lingdi.run(&["export", "units", "--out", "units.csv", "--as-of", "2023-10-09"]).expect(0);
        let exported = std::fs::read_to_string(lingdi.folder().join("units.csv")).unwrap_or_default();
        assert!(exported.contains("桐庐县") && exported.contains("淳安县"), "{file}: {exported}");
    }
}

#[test]
fn real_credit_codes_come_in_as_enterprises_and_the_failing_ones_are_warned_of() {
    let lingdi = Lingdi::new();
    for (file, rows, warned) in [("uscc_real.csv", 100, 0), ("uscc_vectors_from_public_tests.csv", 27, 3)] {
        let options = ["--map", "统一社会信用代码=code", "--map", "企业名称=code"];
        let path = format!("data/cn-uscc/{file}");
        let Some((code, report)) = import(&lingdi, "enterprises", &path, &options) else { return };
        assert_eq!((code, &report["rows"]["ready"]), (0, &json!(rows)), "{file}");
        let problems = report["problems"].as_array().map_or(0, Vec::len);
        assert_eq!(problems, warned, "{file}: {report:#}");
    }
}
