//! Names of ten thousand bytes go all the way, and change no verdict.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use std::time::{Duration, Instant};

use lingdi_e2e::Lingdi;
use lingdi_testkit::fixtures::mini;
use serde_json::Value;

const DAY: [&str; 4] = ["--year", "2023", "--as-of", "2023-10-09"];

/// Words of the small county that a clerk types, each in every file it stands in.
const TYPED: [&str; 6] =
    ["有限公司", "城南街道演示路", "演批〔2019〕1号", "演认〔2022〕1号", "演示目录 第3条", "履约监管协议"];

fn verdicts(lingdi: &Lingdi) -> Vec<(String, Value, Value)> {
    let asked = [&["identify", "--findings", "all", "--format", "json"], &DAY[..]].concat();
    let identified = lingdi.run(&asked).expect(0).json();
    let parcels = identified["parcels"].as_array().unwrap().iter();
    parcels
        .map(|one| {
            (one["code"].as_str().unwrap().to_owned(), one["status"].clone(), one["categories"].clone())
        })
        .collect()
}

#[test]
fn names_of_ten_thousand_bytes_are_imported_identified_and_exported() {
    let engines: Vec<Lingdi> =
        std::iter::once(Lingdi::new()).chain(Lingdi::on_postgres("long_names")).collect();
    let usual = Lingdi::new();
    for file in mini::files() {
        assert!([0, 3].contains(&usual.import(&file, &["--accept", "clean"]).code));
    }
    for lingdi in &engines {
        let start = Instant::now();
        for mut file in mini::files() {
            let mut text = String::from_utf8(file.bytes).unwrap();
            for typed in TYPED {
                text = text.replace(typed, &format!("{typed}{}", "长".repeat(3_400)));
            }
            file.bytes = text.into_bytes();
            let answer = lingdi.import(&file, &["--accept", "clean"]);
            assert!([0, 3].contains(&answer.code), "{}: {}", file.name, answer.code);
        }
        assert_eq!(verdicts(lingdi), verdicts(&usual));
        for name in ["list.csv", "list.xlsx", "list.geojson", "list.gpkg"] {
            let asked = [&["export", "list", "--out", name], &DAY[..]].concat();
            let _ = lingdi.run(&asked).expect(0);
        }
        let parcel = mini::EXPECTED[0].code;
        let _ = lingdi.run(&[&["explain", parcel], &DAY[..]].concat()).expect(0);
        let _ = lingdi.run(&["audit", "verify"]).expect(0);
        assert!(start.elapsed() < Duration::from_mins(2), "{:?}", start.elapsed());
    }
}
