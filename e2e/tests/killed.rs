//! The power fails in the middle of an import: the batch is whole or absent, never half.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use std::process::Stdio;
use std::time::{Duration, Instant};

use lingdi_domain::Kind;
use lingdi_e2e::Lingdi;
use lingdi_testkit::demo::{self, DemoFile};
use serde_json::{Value, json};

const IMPORT: [&str; 2] = ["--accept", "all"];

/// The demo county's largest table: 9,560 rows of tax.
fn largest() -> DemoFile {
    let files = demo::files().unwrap();
    files.into_iter().filter(|file| file.kind == Kind::Tax).max_by_key(|file| file.bytes.len()).unwrap()
}

/// Starts an import and kills it after a while, as `kill -9` does.
fn import_killed_after(lingdi: &Lingdi, file: &DemoFile, delay: Duration) {
    let path = lingdi.file(file.name, &file.bytes);
    let path = path.to_string_lossy();
    let arguments = [&["import", file.kind.code(), &path], &IMPORT[..]].concat();
    let mut command = lingdi.command(&arguments);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(delay);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// What importing the file now would do, without doing it: keys that are new, and keys in force.
fn compared(lingdi: &Lingdi, file: &DemoFile) -> (i64, i64) {
    let rows = lingdi.import(file, &["--dry-run", "--format", "json"]).expect(3).json()["rows"].clone();
    assert_eq!(rows["changed"], 0, "nothing else ever named these keys");
    (rows["added"].as_i64().unwrap(), rows["unchanged"].as_i64().unwrap())
}

/// The batches whose story has not ended.
fn open_batches(lingdi: &Lingdi) -> Vec<Value> {
    let mut batches = lingdi.batches();
    batches.retain(|batch| batch["state"] != "undone");
    batches
}

/// Kills the import at `moments` moments spread over the time that a whole one takes.
fn is_whole_or_absent(lingdi: &Lingdi, moments: u32) {
    let file = largest();
    let started = Instant::now();
    let report = lingdi.import(&file, &[&IMPORT[..], &["--format", "json"]].concat()).expect(3).json();
    let duration = started.elapsed();
    let (new, in_force) = compared(lingdi, &file);
    assert_eq!((new, in_force), (0, report["rows"]["added"].as_i64().unwrap()));
    undo(lingdi, &report["batch"]);

    let mut absent = 0;
    for moment in 1..=moments {
        import_killed_after(lingdi, &file, duration * moment / (moments + 1));
        let _ = lingdi.run(&["audit", "verify"]).expect(0);
        let seen = compared(lingdi, &file);
        match open_batches(lingdi).as_slice() {
            [] => {
                absent += 1;
                assert_eq!(seen, (in_force, 0), "moment {moment}: rows without a batch");
            }
            [batch] => {
                assert_eq!(batch["rows"], report["rows"], "moment {moment}");
                if batch["state"] == "staged" {
                    assert_eq!(seen, (in_force, 0), "moment {moment}: in force before it was accepted");
                    let id = batch["id"].as_str().unwrap();
                    let _ = lingdi.run(&["accept", id, "--all"]).expect(3);
                }
                assert_eq!(compared(lingdi, &file), (0, in_force), "moment {moment}: half a batch");
                undo(lingdi, &batch["id"]);
            }
            several => panic!("moment {moment}: {several:#?}"),
        }
    }
    assert!(absent >= moments / 4, "only {absent} of {moments} moments fell into the import");

    let again = lingdi.import(&file, &[&IMPORT[..], &["--format", "json"]].concat()).expect(3).json();
    assert_eq!((&again["state"], &again["rows"]), (&json!("accepted"), &report["rows"]));
    assert_eq!(compared(lingdi, &file), (0, in_force));
    let _ = lingdi.run(&["audit", "verify"]).expect(0);
}

fn undo(lingdi: &Lingdi, batch: &Value) {
    let _ = lingdi.run(&["undo", batch.as_str().unwrap()]).expect(0);
}

#[test]
fn an_import_killed_at_any_moment_is_whole_or_absent_on_sqlite() {
    is_whole_or_absent(&Lingdi::new(), 25);
}

#[test]
fn an_import_killed_at_any_moment_is_whole_or_absent_on_postgres() {
    let Some(lingdi) = Lingdi::on_postgres("killed") else { return };
    is_whole_or_absent(&lingdi, 5);
}
