//! Map layers read as tables with shapes.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use lingdi_domain::Kind;
use lingdi_domain::values::key_digest;
use lingdi_geo::BBox;
use lingdi_intake::{ReadOptions, RowStatus, Severity, Table, read};
use serde_json::json;

/// About 100 m by 100 m near the town of 桐庐: 9,619 m² in the plane.
const SQUARE: &str = "[[[119.70,29.80],[119.701,29.80],[119.701,29.8009],[119.70,29.8009],[119.70,29.80]]]";
const SWAPPED: &str = "[[[29.80,119.70],[29.80,119.701],[29.8009,119.701],[29.8009,119.70],[29.80,119.70]]]";
const BOW_TIE: &str = "[[[119.70,29.80],[119.701,29.8009],[119.701,29.80],[119.70,29.8009],[119.70,29.80]]]";

fn layer(features: &[(&str, &str, &str)]) -> Table {
    let features: Vec<String> = features
        .iter()
        .map(|(code, area, rings)| {
            format!(
                r#"{{"type":"Feature","properties":{{"ZDDM":"{code}","ZDMJ":{area},"YT":"工业用地"}},
                "geometry":{{"type":"Polygon","coordinates":{rings}}}}}"#
            )
        })
        .collect();
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    let mut options = ReadOptions::new(Kind::Parcels, "330122");
    options.county_box = Some(BBox { min_x: 119.1, min_y: 29.5, max_x: 120.0, max_y: 30.1 });
    read("宗地.geojson", text.as_bytes(), &options).unwrap()
}

#[test]
fn the_registered_area_is_checked_against_the_shape_and_kept() {
    let table = layer(&[("330122001002GB00012", "9640", SQUARE), ("330122001002GB00013", "14.46", SQUARE)]);
    assert_eq!(table.count(RowStatus::Ready), 2);
    assert_eq!(table.rows[0].data["area"], json!(964_000));
    assert!(table.rows[0].geometry.is_some());
    let off: Vec<_> = table.problems.iter().filter(|problem| problem.message.contains("超过 3%")).collect();
    assert_eq!(off.len(), 1, "{:?}", table.problems);
    assert_eq!((off[0].row, off[0].column.as_str(), off[0].value.as_str()), (2, "ZDMJ", "14.46"));
}

#[test]
fn swapped_axes_are_refused_with_the_suspicion_said() {
    let table = layer(&[("330122001002GB00012", "9640", SWAPPED), ("330122001002GB00013", "9640", SQUARE)]);
    assert_eq!(table.rows[0].status, RowStatus::Refused);
    assert_eq!(table.rows[1].status, RowStatus::Ready);
    let refused = table.problems.iter().find(|problem| problem.severity == Severity::Refused).unwrap();
    assert!(refused.message.contains("颠倒"), "{}", refused.message);
}

#[test]
fn a_shape_that_crosses_itself_is_repaired_with_a_note_or_refused_with_a_reason() {
    let table = layer(&[("330122001002GB00012", "9640", BOW_TIE)]);
    let row = &table.rows[0];
    let said = table.problems.iter().any(|problem| problem.row == 1 && !problem.message.is_empty());
    assert!(said, "nothing was said");
    match row.status {
        RowStatus::Ready => assert!(row.geometry.as_ref().unwrap().original.is_some()),
        status => assert_eq!(status, RowStatus::Refused),
    }
}

#[test]
fn columns_of_a_layer_are_cited_by_field_name() {
    let table = layer(&[("330122001002GB00012", "9640", SQUARE)]);
    let sheet = &table.source_sheets()[0];
    assert_eq!(sheet.columns["area"], "ZDMJ");
    assert_eq!(table.sheets[0].header_rows, (0, 0));
    assert_eq!(table.rows[0].row, 1);
}

#[test]
fn parcels_come_in_from_a_survey_text() {
    let text = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n计量单位=米\n带号=40\n[地块坐标]\n\
        5,20000,330122001002GB00012,示例地块一,面,,工业用地,,@\n\
        J1,1,3300100.000,40470200.000\nJ2,1,3300100.000,40470400.000\nJ3,1,3300000.000,40470400.000\n\
        J4,1,3300000.000,40470200.000\nJ1,1,3300100.000,40470200.000\n";
    let mut options = ReadOptions::new(Kind::Parcels, "330122");
    options.county_box = Some(BBox { min_x: 119.1, min_y: 29.5, max_x: 120.0, max_y: 30.1 });
    let table = read("宗地.txt", text.as_bytes(), &options).unwrap();
    let row = &table.rows[0];
    assert_eq!((row.status, row.key), (RowStatus::Ready, key_digest("330122001002GB00012")));
    assert_eq!((row.data["area"].json(), row.data["land_use"].json()), (json!(2_000_000), json!("工业用地")));
    assert!(row.geometry.is_some() && table.notes[0].contains("平方米"), "{:?}", table.notes);
    assert!(table.problems.is_empty(), "{:?}", table.problems);
    assert_eq!(table.source_sheets()[0].columns["code"], "宗地代码");
}
