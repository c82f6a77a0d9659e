//! The flags of our verdicts, through the real import and the benches' edition: on a dozen parcels
//! that stand here, and on the generated county when it is at hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use lingdi_app::imports::{AcceptMode, Recipe as Reading, Upload};
use lingdi_app::{App, Ids};
use lingdi_domain::Actor;

use crate::county::{ask, edition};
use crate::flags::{Check, flags};
use crate::place::repository;
use crate::recipes::{Recipe, TABLES, parcels};

/// Imports a folder of generated files, every row of it without a problem, and judges.
async fn judge(data: &Path) -> (BTreeMap<String, u8>, Check) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("lingdi.db").display());
    let app = App::open(&url, &folder.path().join("files"), Some("330122"), Ids::random()).await.unwrap();
    import(&app, &parcels("parcel.geojson"), data).await;
    for table in &TABLES {
        import(&app, table, data).await;
    }
    let actor = Actor::command_line("bench");
    let revision = app.import_edition(&actor, edition().unwrap().files()).await.unwrap();
    app.publish_revision(&actor, &revision).await.unwrap();
    let seen = app.judge(&actor, &ask().unwrap()).await.unwrap();
    let judged = seen.whole().unwrap();
    app.close().await;
    let told =
        judged.all().map(|verdict| (verdict.code().to_string(), flags(verdict.focus, verdict.categories())));
    (told.collect(), Check::of(judged))
}

async fn import(app: &App, recipe: &Recipe, data: &Path) {
    let path = recipe.path(data);
    let map = recipe.map.iter().map(|rule| (*rule).to_owned()).collect();
    let upload = Upload {
        kind: recipe.kind,
        file_name: recipe.file.to_owned(),
        bytes: fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
        recipe: Reading { map, anywhere: true, ..Reading::default() },
        complete_years: Vec::new(),
    };
    let actor = Actor::command_line("bench");
    let report = app.stage(&actor, upload, &|_, _| ()).await.unwrap();
    assert!(report.is_clean() && report.rows.unmatched == 0, "{}: {:?}", recipe.file, report.rows);
    assert!(report.problems.is_empty(), "{}: {:?}", recipe.file, report.problems.first());
    app.accept_batch(&actor, report.batch.unwrap(), AcceptMode::All).await.unwrap();
}

#[tokio::test]
async fn a_dozen_parcels_carry_the_flags_of_the_peers() {
    let (flags, check) = judge(&repository().join("benches/fixtures")).await;
    let flags: Vec<u8> = flags.into_values().collect();
    // By parcel: low tax; too small; other land; idle; low floor area; supplied too late; misused;
    // supplied too early; let out; a small firm in class D; banned industry and low tax; one good year.
    assert_eq!(flags, [1, 0, 0, 2, 2, 0, 4, 0, 4, 8, 9, 0]);
    assert_eq!(check, Check { low_tax: 2, any: 7, tenths_of_mu: 1_070 });
}

/// `gen.py 1e4`, seed 7, and what DuckDB, polars, pandas and PostgreSQL say of it.
#[tokio::test]
async fn the_generated_county_has_the_check_values_of_the_peers() {
    let Some(root) = std::env::var_os("BENCH_ROOT") else {
        println!("skipped: BENCH_ROOT is not set");
        return;
    };
    let data = Path::new(&root).join("data/10000");
    if !data.join("parcel.geojson").exists() {
        println!("skipped: {} is not present", data.display());
        return;
    }
    let (_, check) = judge(&data).await;
    assert_eq!(check, Check { low_tax: 538, any: 2_520, tenths_of_mu: 524_594 });
}

#[test]
fn every_quotation_of_the_edition_stands_in_the_script_of_the_peers() {
    let path = repository().join("../shared/bench/t2_identify.py");
    let Ok(script) = fs::read_to_string(&path) else {
        println!("skipped: {} is not present", path.display());
        return;
    };
    let edition = edition().unwrap();
    let clauses = edition.about().clauses.iter().map(|clause| clause.quote.clone());
    let numbers = edition.describe().into_iter().filter(|row| !row.ours).map(|row| row.quote);
    for quote in clauses.chain(numbers) {
        assert!(!quote.is_empty() && script.contains(&quote), "not in the script: {quote}");
    }
}
