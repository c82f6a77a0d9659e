//! What is true on SQLite is true on PostgreSQL, to the byte.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use lingdi_e2e::Lingdi;
use lingdi_testkit::demo::{self, DemoFile};
use lingdi_testkit::fixtures::mini;
use serde_json::Value;

/// The day for which the small county's verdicts are stated.
const DAY: [&str; 4] = ["--year", "2023", "--as-of", "2023-10-09"];

/// The same files through the command line on each engine at hand, SQLite first.
fn on_each_engine(name: &str, files: &[DemoFile]) -> Vec<Lingdi> {
    let engines: Vec<Lingdi> = std::iter::once(Lingdi::new()).chain(Lingdi::on_postgres(name)).collect();
    for lingdi in &engines {
        for file in files {
            let answer = lingdi.import(file, &["--accept", "clean"]);
            assert!([0, 3].contains(&answer.code), "{}: {answer:#?}", file.name);
        }
    }
    engines
}

/// What one engine says: the identification and the files that leave the house.
fn documents(lingdi: &Lingdi) -> Vec<(&'static str, Vec<u8>)> {
    let asked = |command: &[&'static str]| [command, &DAY[..]].concat();
    let identified = lingdi.run(&asked(&["identify", "--findings", "all", "--format", "json"])).expect(0);
    let mut documents = vec![("identify", identified.stdout.into_bytes())];
    for (layer, name) in [
        ("list", "list.csv"),
        ("list", "list.geojson"),
        ("occupancy", "occupancy.csv"),
        ("units", "units.geojson"),
    ] {
        let _ = lingdi.run(&asked(&["export", layer, "--out", name])).expect(0);
        documents.push((name, std::fs::read(lingdi.folder().join(name)).unwrap()));
    }
    documents
}

fn assert_equal_bytes(engines: &[Lingdi]) {
    let said: Vec<_> = engines.iter().map(documents).collect();
    for (name, bytes) in &said[0] {
        assert!(bytes.len() > 200, "{name} holds {} bytes", bytes.len());
    }
    for other in &said[1..] {
        for ((name, ours), (_, theirs)) in said[0].iter().zip(other) {
            assert!(ours == theirs, "{name} differs between the engines");
        }
    }
}

fn identify(lingdi: &Lingdi, more: &[&str]) -> Value {
    lingdi.run(&[&["identify", "--format", "json"], &DAY[..], more].concat()).expect(0).json()
}

fn parcel<'a>(identified: &'a Value, code: &str) -> &'a Value {
    identified["parcels"].as_array().unwrap().iter().find(|parcel| parcel["code"] == code).unwrap()
}

#[test]
fn the_small_county_is_judged_as_stated_on_both_engines() {
    let engines = on_each_engine("mini_verdicts", &mini::files());
    for lingdi in &engines {
        let identified = identify(lingdi, &[]);
        for stated in mini::EXPECTED {
            let found = parcel(&identified, stated.code);
            let categories: Vec<&str> = stated.categories.iter().map(|category| category.code()).collect();
            assert_eq!(found["status"], stated.status, "{}: {}", stated.code, stated.why);
            assert_eq!(found["categories"], serde_json::json!(categories), "{}: {}", stated.code, stated.why);
            assert_eq!(found["focus"], serde_json::json!(stated.focus), "{}: {}", stated.code, stated.why);
            let tax = &found["tax_per_mu"]["2022"];
            assert_eq!(tax, &serde_json::json!(stated.tax_per_mu_2022), "{}: {}", stated.code, stated.why);
        }
        assert_eq!(identified["totals"]["parcels"], 11);
        assert_eq!(identified["totals"]["out_of_scope"], 1);
        assert_eq!(identified["inputs"].as_array().unwrap().len(), mini::files().len());
    }
    assert_equal_bytes(&engines);
}

#[test]
fn the_demo_county_gives_the_same_bytes_on_both_engines() {
    let engines = on_each_engine("demo_bytes", &demo::files().unwrap());
    assert_equal_bytes(&engines);
    for lingdi in &engines {
        let listed = &identify(lingdi, &[])["totals"]["listed"];
        assert!(listed.as_i64().unwrap() > 300, "{listed} listed");
        let _ = lingdi.run(&["audit", "verify"]).expect(0);
    }
}

#[test]
fn an_undone_batch_is_gone_today_and_still_there_for_who_asks_as_of_the_day_before() {
    for lingdi in on_each_engine("mini_undo", &mini::files()) {
        let before = lingdi.run(&[&["identify", "--format", "json"], &DAY[..]].concat()).expect(0).stdout;
        let batches = lingdi.batches();
        let known_at = batches[0]["accepted_at"].as_str().unwrap();
        let tax = batches.iter().find(|batch| batch["kind"] == "tax").unwrap()["id"].as_str().unwrap();
        let _ = lingdi.run(&["undo", tax, "--reason", "口径有误"]).expect(0);

        let after = identify(&lingdi, &[]);
        assert_eq!(parcel(&after, mini::EXPECTED[0].code)["status"], "indeterminate");
        assert_eq!(after["inputs"].as_array().unwrap().len(), mini::files().len() - 1);
        let then =
            lingdi.run(&[&["identify", "--format", "json", "--known-at", known_at], &DAY[..]].concat());
        assert_eq!(then.expect(0).stdout, before);
    }
}

#[test]
fn a_switch_set_for_one_answer_changes_that_answer_only() {
    let lingdi = on_each_engine("mini_set", &mini::files()).remove(0);
    // 150 万元 over 30 亩 is 5: at a line of 5 good enough, at a line of 6 not.
    let code = mini::EXPECTED[10].code;
    assert_eq!(parcel(&identify(&lingdi, &[]), code)["status"], "not_listed");
    let stricter = identify(&lingdi, &["--set", "tax_line=6"]);
    assert_eq!(parcel(&stricter, code)["categories"], serde_json::json!(["A"]));
    assert_ne!(stricter["edition_hash"], identify(&lingdi, &[])["edition_hash"]);
    assert_eq!(parcel(&identify(&lingdi, &[]), code)["status"], "not_listed");

    let refused = lingdi.run(&[&["identify", "--set", "no_such_switch=1"], &DAY[..]].concat()).expect(2);
    assert!(refused.stderr.contains("no_such_switch"), "{refused:?}");
}

#[test]
fn findings_of_parcels_that_are_not_listed_are_printed_on_demand() {
    let lingdi = on_each_engine("mini_findings", &mini::files()).remove(0);
    let code = mini::EXPECTED[10].code;
    assert_eq!(parcel(&identify(&lingdi, &[]), code)["findings"], serde_json::json!([]));
    let all = identify(&lingdi, &["--findings", "all"]);
    let findings = parcel(&all, code)["findings"].as_array().unwrap();
    assert!(
        findings.iter().any(|finding| finding["rule"] == "A" && finding["met"] == false),
        "{findings:#?}"
    );
}

#[test]
fn a_date_outside_the_edition_is_refused_with_the_editions_at_hand() {
    let lingdi = Lingdi::new();
    let refused = lingdi.run(&["identify", "--as-of", "2031-01-01"]).expect(2);
    for words in ["2031-01-01", "2022-7", "2022-03-21", "--policy"] {
        assert!(refused.stderr.contains(words), "{words}: {refused:?}");
    }
    assert_eq!(refused.stdout, "");
}

#[test]
fn a_backup_of_either_engine_comes_back_whole_on_either() {
    let sources = on_each_engine("backup_from", &mini::files());
    for (n, source) in sources.iter().enumerate() {
        let _ = source.run(&["backup", "county.backup"]).expect(0);
        let archive = source.folder().join("county.backup");
        let archive = archive.to_string_lossy();
        let targets = std::iter::once(Lingdi::new()).chain(Lingdi::on_postgres(&format!("backup_to_{n}")));
        for target in targets {
            let _ = target.run(&["restore", &archive]).expect(0);
            let _ = target.run(&["audit", "verify"]).expect(0);
            assert!(documents(&target) == documents(source), "the county differs after its return");
            // What was restored goes on: another file comes in.
            let again = target.import(&mini::files()[0], &["--accept", "clean"]);
            assert!([0, 2, 3].contains(&again.code), "{again:#?}");
            // And takes no second backup.
            let refused = target.run(&["restore", &archive, "--files", "elsewhere"]).expect(2);
            assert!(refused.stderr.contains("只能恢复到空的"), "{refused:#?}");
        }
    }
}
