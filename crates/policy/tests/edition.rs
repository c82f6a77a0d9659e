//! The shipped edition, and what may be put over it.
#![expect(clippy::unwrap_used, reason = "an edition that cannot be read is a failed test")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use lingdi_domain::Ratio;
use lingdi_policy::edition::tables::Body;
use lingdi_policy::edition::{DatedValue, diff};
use lingdi_policy::{County, Edition, EditionError, IdentifyError, Judge, Question};

fn shipped() -> Edition {
    Edition::shipped("2022-7").unwrap()
}

fn dated(key: &str, value: &str, from: &str, document: &str) -> DatedValue {
    DatedValue {
        key: key.to_owned(),
        value: value.to_owned(),
        from: from.parse().ok(),
        to: None,
        document: document.to_owned(),
        basis: String::new(),
    }
}

#[test]
fn every_quotation_stands_word_for_word_in_the_document() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/policy-document.txt");
    let Ok(document) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not present", path.display());
        return;
    };
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '*').collect::<String>();
    let document = plain(&document);
    let edition = shipped();
    let clauses = edition.about().clauses.iter().map(|clause| clause.quote.clone());
    let targets = edition.targets().iter().map(|target| target.quote.clone());
    let numbers = edition.describe().into_iter().filter(|row| row.document == edition.about().document);
    for quote in clauses.chain(targets).chain(numbers.map(|row| row.quote)) {
        assert!(!quote.is_empty() && document.contains(&plain(&quote)), "not in the document: {quote}");
    }
}

#[test]
fn every_hole_has_a_default_that_is_marked_as_ours() {
    let rows = shipped().describe();
    let holes: BTreeSet<String> =
        rows.iter().filter(|row| row.ours).filter_map(|row| row.hole.clone()).collect();
    let wanted: BTreeSet<String> = (1..=16).map(|hole| format!("G{hole:02}")).collect();
    assert_eq!(holes, wanted);
    for row in &rows {
        assert!(
            !row.used_in.is_empty() && !row.basis.is_empty() | !row.quote.is_empty(),
            "{} says nothing",
            row.id
        );
        assert!(!row.ours || row.origin == "本系统默认值", "{}", row.id);
    }
}

#[test]
fn yearly_targets_add_up_to_the_three_year_targets() {
    let edition = shipped();
    for indicator in ["出清", "用而未尽"] {
        let sum = |yearly: bool| -> Ratio {
            let targets = edition.targets().iter();
            let of =
                targets.filter(|target| target.indicator == indicator && target.year.is_some() == yearly);
            of.map(|target| target.amount.clone()).sum()
        };
        assert_eq!(sum(true), sum(false), "{indicator}");
    }
}

#[test]
fn units_are_fourteen_townships_and_the_zone_in_order_with_outlines() {
    let edition = shipped();
    let local: Vec<_> = edition.units().iter().filter(|unit| (1..100).contains(&unit.order)).collect();
    assert_eq!(local.len(), 15);
    assert!(local.windows(2).all(|pair| pair[0].order < pair[1].order));
    let zone = local.last().unwrap();
    assert!(zone.internal && zone.code == "330122Z01");
    let outlines = edition.outlines().unwrap();
    let codes: BTreeSet<&str> = outlines["features"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|feature| feature["properties"]["单位代码"].as_str())
        .collect();
    for unit in local {
        assert!(codes.contains(unit.code.as_str()), "{} has no outline", unit.name);
    }
}

#[test]
fn each_decision_has_the_owner_that_the_document_names() {
    let edition = shipped();
    let owner = |act: &str| edition.decision_rights().iter().find(|right| right.act == act).unwrap().owner;
    assert_eq!(owner("连片整治方案"), Body::LeaderMeeting);
    assert_eq!(owner("单宗地块收储方案"), Body::DeputyMeeting);
    assert_eq!(owner("入库出库"), Body::OfficeMeeting);
    assert_eq!(owner("派单"), Body::Leader);
}

#[test]
fn a_setting_changes_the_hash_and_is_no_longer_the_countys_word() {
    let edition = shipped();
    let set = edition.with_overrides([("focus_tax", "4.5"), ("G16", "0")]).unwrap();
    assert_ne!(set.hash(), edition.hash());
    assert_eq!(
        set.hash(),
        edition.with_overrides([("focus_tax", "4.5"), ("area_tolerance", "0")]).unwrap().hash()
    );
    let row = set.describe().into_iter().rfind(|row| row.id == "focus_tax").unwrap();
    assert_eq!((row.value.as_str(), row.ours), ("4.5", true));
    let none: [(&str, &str); 0] = [];
    assert_eq!(edition.with_overrides(none).unwrap().hash(), edition.hash());
}

#[test]
fn a_revision_with_a_document_is_the_countys_word_from_its_day_on() {
    let edition = shipped().revise(&[dated("tax_line", "6", "2024-01-01", "桐专班办〔2024〕2号")]).unwrap();
    let setting = edition.setting("tax_line").unwrap();
    let on = |day: &str| setting.on(day.parse().unwrap()).unwrap();
    assert_eq!((on("2023-12-31").value.as_str(), on("2024-01-01").value.as_str()), ("5", "6"));
    assert!(!setting.is_ours(on("2024-06-30")));
    let again = Edition::parse(edition.files()).unwrap();
    assert_eq!(again.hash(), edition.hash());
    assert_eq!(again.revisions().unwrap().len(), 1);
    let differences = diff(&shipped(), &edition);
    assert_eq!(differences.len(), 1);
    assert!(differences[0].after.contains("6 万元/亩"), "{}", differences[0].after);
}

#[test]
fn a_setting_that_does_not_fit_is_refused_with_the_way_out() {
    let edition = shipped();
    for (key, value, wanted) in [
        ("no_such_key", "1", "没有编号"),
        ("tax_line", "三", "要填不为负的数"),
        ("tax_line", "-1", "要填不为负的数"),
        ("agg", "median", "只能是 all_years、mean、weighted、last"),
        ("supply_since", "1999年", "要填日期"),
        ("tax_line", "none", "要填不为负的数"),
        ("idle_first_years", "1.5", "整数"),
        ("agg_weights", "0,0,0", "用逗号分开的数"),
    ] {
        let error = edition.with_overrides([(key, value)]).unwrap_err().to_string();
        assert!(error.contains(wanted), "{key}={value}: {error}");
    }
    assert!(edition.with_overrides([("low_far", "none")]).is_ok());
    let short = edition.with_overrides([("agg", "weighted"), ("agg_weights", "1,2")]).unwrap_err();
    assert!(short.to_string().contains("至少要 3 个权数"), "{short}");
}

#[test]
fn a_broken_folder_is_refused_by_file_and_line() {
    let mut files = shipped().files().clone();
    files.remove("units.toml");
    assert_eq!(Edition::parse(&files).unwrap_err(), EditionError::NoFile("units.toml".to_owned()));
    let mut files = shipped().files().clone();
    files.insert("targets.toml".to_owned(), "[[target]]\nindicator = 出清\n".to_owned());
    assert!(Edition::parse(&files).unwrap_err().to_string().starts_with("targets.toml 第 2 行"));
    let mut files = shipped().files().clone();
    let without = files["switches.toml"].replace("id = \"agg\"", "id = \"other\"");
    files.insert("switches.toml".to_owned(), without);
    assert_eq!(Edition::parse(&files).unwrap_err(), EditionError::UnknownKey("agg".to_owned()));
}

#[test]
fn line_ends_and_other_files_do_not_change_the_hash() {
    let mut files = shipped().files().clone();
    files.insert("README.md".to_owned(), "说明".to_owned());
    let crlf = files["targets.toml"].replace('\n', "\r\n");
    files.insert("targets.toml".to_owned(), crlf);
    assert_eq!(Edition::parse(&files).unwrap().hash(), shipped().hash());
}

#[test]
fn a_question_outside_the_term_is_refused_with_the_term() {
    let (facts, edition) = (Arc::new(County::default()), Arc::new(shipped()));
    for (year, as_of) in
        [(2021, "2022-12-31"), (2026, "2024-12-31"), (2022, "2022-03-20"), (2024, "2025-03-21")]
    {
        let question = Question { year, as_of: as_of.parse().unwrap(), all_findings: false };
        let error = Judge::new(&facts, &edition, question).err().unwrap();
        assert!(matches!(error, IdentifyError::OutsideTerm { .. }), "{year} {as_of}");
        assert!(error.to_string().contains("2022-03-21 至 2025-03-20"), "{error}");
    }
    let question = Question { year: 2025, as_of: "2025-03-20".parse().unwrap(), all_findings: false };
    assert!(Judge::new(&facts, &edition, question).is_ok());
}

#[test]
fn an_unknown_edition_is_refused_with_those_at_hand() {
    let error = Edition::shipped("2019-1").unwrap_err().to_string();
    assert!(error.contains("2019-1") && error.contains("2022-7"), "{error}");
}
