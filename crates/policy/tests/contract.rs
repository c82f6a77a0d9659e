//! The shape of `identify --format json`, which acceptance relies on.
#![expect(clippy::unwrap_used, reason = "a county that cannot be judged is a failed test")]

use lingdi_domain::source::{SourceFile, SourceSheet};
use lingdi_domain::{Area, Money, Source};
use lingdi_policy::facts::{CountyFacts, Enterprise, Parcel, Tax, Unit};
use lingdi_policy::{County, Edition, Question, identify};
use serde_json::{Value, json};
use std::sync::Arc;

fn source(batch: u32, row: u32) -> Source {
    Source { batch, sheet: 0, row }
}

fn file(sha: &str, name: &str, sheet: &str, columns: &[(&str, &str)]) -> SourceFile {
    let columns = columns.iter().map(|(field, column)| ((*field).into(), (*column).into())).collect();
    SourceFile {
        sha256: sha.repeat(64).into(),
        name: name.into(),
        sheets: vec![SourceSheet { name: sheet.into(), columns }],
    }
}

fn parcel(code: &str, area: i64, land_use: &str, owner: Option<u32>, row: u32) -> Parcel {
    Parcel {
        code: code.into(),
        area: Area(area),
        location: None,
        area_text: Some("22,406.70 平方米".into()),
        land_use: land_use.into(),
        actual_use: None,
        owner_name: Some("桐庐恒昇针织有限公司".into()),
        owner,
        supply_date: None,
        unit: Some("330122102".into()),
        floor_area_ratio: None,
        idle: None,
        idle_area: None,
        source: source(0, row),
    }
}

fn county() -> CountyFacts {
    let tax = |year: i32, fen: i64, row: u32| Tax {
        enterprise: 0,
        year,
        tax_type: None,
        amount: Money(fen),
        source: source(1, row),
    };
    let unit = |code: &str, name: &str, order: i64, kind: &str| Unit {
        code: code.into(),
        name: name.into(),
        order,
        kind: kind.into(),
    };
    CountyFacts {
        county: "330122".into(),
        batches: vec![
            file("a", "资规局_宗地_202203.xlsx", "宗地", &[("area", "D"), ("owner", "G")]),
            file("b", "税务局_入库税收.xlsx", "企业明细", &[("amount", "F")]),
        ],
        units: vec![
            unit("330122109", "分水镇", 7, "乡镇"),
            unit("330122102", "横村镇", 6, "乡镇"),
            unit("330122", "桐庐县", 0, "县"),
        ],
        parcels: vec![
            parcel("330122102003GB00047", 2_240_670, "工业用地", Some(0), 318),
            parcel("330122102003GB00048", 1_000_000, "商服用地", None, 319),
        ],
        enterprises: vec![Enterprise {
            code: "91330122MA0000015Q".into(),
            name: "桐庐恒昇针织有限公司".into(),
            industry: None,
            founded_on: None,
            deregistered_on: None,
            source: source(0, 2),
        }],
        taxes: vec![tax(2019, 70_580_000, 211), tax(2020, 56_010_000, 208), tax(2021, 60_410_000, 217)],
        ..CountyFacts::default()
    }
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn printed() -> Value {
    let question = Question { year: 2022, as_of: "2022-12-31".parse().unwrap(), all_findings: false };
    let all = identify(
        &Arc::new(County::from(county())),
        &Arc::new(Edition::shipped("2022-7").unwrap()),
        &question,
    )
    .unwrap();
    serde_json::to_value(all).unwrap()
}

#[test]
fn the_document_has_the_agreed_keys() {
    let all = printed();
    assert_eq!(
        keys(&all),
        ["as_of", "by_unit", "edition_hash", "inputs", "parcels", "policy", "totals", "year"]
    );
    assert_eq!(all["inputs"], json!(["a".repeat(64), "b".repeat(64)]));
    assert_eq!(
        (&all["policy"], &all["year"], &all["as_of"]),
        (&json!("2022-7"), &json!(2022), &json!("2022-12-31"))
    );
    let totals = json!({
        "parcels": 1, "out_of_scope": 1, "area_mu": 33.61005, "listed": 1, "indeterminate": 0, "focus": 1,
        "by_category": { "A": 1, "B": 0, "C": 0, "D": 0 },
    });
    assert_eq!(all["totals"], totals);
}

#[test]
fn units_stand_in_the_official_order_even_with_nothing_to_show() {
    let all = printed();
    let units: Vec<&str> =
        all["by_unit"].as_array().unwrap().iter().map(|unit| unit["unit_name"].as_str().unwrap()).collect();
    assert_eq!(units, ["横村镇", "分水镇"]);
    assert_eq!(all["by_unit"][0]["listed_area_mu"], json!(33.61005));
}

#[test]
fn a_listed_parcel_tells_clause_figures_and_cells() {
    let all = printed();
    let parcel = &all["parcels"][0];
    assert_eq!(
        keys(parcel),
        ["area_mu", "categories", "code", "findings", "focus", "status", "tax_per_mu", "unit", "unit_name"]
    );
    assert_eq!(parcel["status"], json!("listed"));
    assert_eq!(parcel["categories"], json!(["A"]));
    assert_eq!(parcel["tax_per_mu"], json!({ "2019": "2.1000", "2020": "1.6665", "2021": "1.7974" }));
    let low_tax = &parcel["findings"][0];
    assert_eq!(low_tax["clause"], json!("三（一）"));
    assert_eq!((&low_tax["comparison"], &low_tax["threshold"]), (&json!("<"), &json!("3 万元/亩")));
    assert_eq!((&low_tax["met"], &low_tax["default_ours"]), (&json!(true), &json!(true)));
    let arithmetic = "桐庐恒昇针织有限公司 60.41 万元；合计 60.41 万元 ÷ 33.61005 亩 = 1.7974 万元/亩";
    assert_eq!(low_tax["arithmetic"], json!(arithmetic));
    let cell = json!({
        "batch": "b".repeat(64), "file": "税务局_入库税收.xlsx", "sheet": "企业明细", "row": 217, "column": "F",
    });
    assert!(low_tax["sources"].as_array().unwrap().contains(&cell), "{}", low_tax["sources"]);
    let focus = &parcel["findings"][1];
    assert_eq!(focus["clause"], json!("四 2022年"));
    assert_eq!(focus["arithmetic"], json!("22406.7 平方米 × 3 ÷ 2000 = 33.61005 亩"));
    assert_eq!(focus["default_ours"], json!(false));
}

#[test]
fn land_of_another_use_is_out_of_scope_and_silent() {
    let all = printed();
    let other = &all["parcels"][1];
    assert_eq!(
        (&other["status"], &other["focus"], &other["findings"]),
        (&json!("out_of_scope"), &json!(false), &json!([]))
    );
}
