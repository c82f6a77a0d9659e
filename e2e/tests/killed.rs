//! The power fails in the middle of an import, an acceptance or an undoing: the batch is whole or absent,
//! never half.
//!
//! `LINGDI_KILLS` says how often it fails on each engine (12).

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "the helpers of a test may fail it and tell")]

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime};

use lingdi_domain::Kind;
use lingdi_e2e::Lingdi;
use lingdi_testkit::demo::{self, DemoFile};
use serde_json::{Value, json};

const ACCEPTED: [&str; 4] = ["--accept", "all", "--format", "json"];
const STAGED: [&str; 2] = ["--format", "json"];

/// The demo county's largest table: 9,560 rows of tax.
fn largest() -> DemoFile {
    let files = demo::files().unwrap();
    files.into_iter().filter(|file| file.kind == Kind::Tax).max_by_key(|file| file.bytes.len()).unwrap()
}

fn kills() -> u32 {
    std::env::var("LINGDI_KILLS").map_or(12, |text| text.parse().unwrap())
}

/// A county into which one file comes and goes.
struct County<'l> {
    lingdi: &'l Lingdi,
    file: DemoFile,
    /// How many keys the file names, and what is said of its rows.
    keys: i64,
    rows: Value,
}

/// How often a kill came too early, and how often too late, to leave a trace or be one.
#[derive(Default, Debug)]
struct Tally {
    before: u32,
    between: u32,
    after: u32,
}

impl County<'_> {
    /// Imports the file whole; the identifier of its batch.
    fn import(&self, options: &[&str]) -> String {
        let report = self.lingdi.import(&self.file, options).expect(3).json();
        assert_eq!(report["rows"]["rows"], self.rows["rows"]);
        report["batch"].as_str().unwrap().to_owned()
    }

    /// Runs a command and kills it after a while, as `kill -9` does.
    fn killed(&self, arguments: &[&str], delay: Duration) {
        let mut command = self.lingdi.command(arguments);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(delay);
        child.kill().unwrap();
        child.wait().unwrap();
        let _ = self.lingdi.run(&["audit", "verify"]).expect(0);
        sweeps(self.lingdi);
    }

    fn import_killed(&self, delay: Duration, tally: &mut Tally) {
        let path = self.lingdi.file(self.file.name, &self.file.bytes);
        self.killed(&["import", self.file.kind.code(), &path.to_string_lossy(), "--accept", "all"], delay);
        match open_batches(self.lingdi).as_slice() {
            [] => {
                tally.before += 1;
                self.is_absent();
                let id = self.import(&ACCEPTED);
                self.is_whole();
                self.undo(&id);
            }
            [batch] => {
                assert_eq!(batch["rows"], self.rows);
                let id = batch["id"].as_str().unwrap();
                if batch["state"] == "staged" {
                    tally.between += 1;
                    self.is_absent();
                    let _ = self.lingdi.run(&["accept", id, "--all"]).expect(3);
                } else {
                    tally.after += 1;
                }
                self.is_whole();
                self.undo(id);
            }
            several => panic!("{several:#?}"),
        }
    }

    fn acceptance_killed(&self, delay: Duration, tally: &mut Tally) {
        let id = self.import(&STAGED);
        self.killed(&["accept", &id, "--all"], delay);
        if self.state(&id) == "staged" {
            tally.before += 1;
            self.is_absent();
            let _ = self.lingdi.run(&["accept", &id, "--all"]).expect(3);
        } else {
            tally.after += 1;
        }
        assert_eq!(self.state(&id), "accepted");
        self.is_whole();
        self.undo(&id);
    }

    fn undoing_killed(&self, delay: Duration, tally: &mut Tally) {
        let id = self.import(&ACCEPTED);
        self.killed(&["undo", &id], delay);
        if self.state(&id) == "accepted" {
            tally.before += 1;
            self.is_whole();
            self.undo(&id);
        } else {
            tally.after += 1;
        }
        assert_eq!(self.state(&id), "undone");
        self.is_absent();
    }

    fn undo(&self, id: &str) {
        let _ = self.lingdi.run(&["undo", id]).expect(0);
    }

    fn state(&self, id: &str) -> String {
        let batches = self.lingdi.batches();
        let batch = batches.iter().find(|batch| batch["id"] == id).unwrap();
        batch["state"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    fn is_absent(&self) {
        assert_eq!(
            compared(self.lingdi, &self.file),
            (self.keys, 0),
            "rows in force without an accepted batch"
        );
    }

    #[track_caller]
    fn is_whole(&self) {
        assert_eq!(compared(self.lingdi, &self.file), (0, self.keys), "half a batch");
    }
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

/// Half-written originals lie apart, and the next start takes them away once they are old.
fn sweeps(lingdi: &Lingdi) {
    let folder = lingdi.folder().join("files");
    let unfinished = folder.join("unfinished");
    for path in listed(&unfinished) {
        let file = std::fs::File::options().write(true).open(path).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    }
    let _ = lingdi.run(&["batches"]).expect(0);
    assert_eq!(listed(&unfinished), [] as [PathBuf; 0]);
    for path in listed(&folder).iter().filter(|path| **path != unfinished).flat_map(|folder| listed(folder)) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(
            name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{name} is no original"
        );
    }
}

/// What lies in a folder; nothing where there is none yet.
fn listed(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

/// Kills at moments spread over the time that a whole import, acceptance and undoing take.
fn is_whole_or_absent(lingdi: &Lingdi) {
    let file = largest();
    let (report, importing) = timed(|| lingdi.import(&file, &ACCEPTED).expect(3).json());
    let (rows, id) = (report["rows"].clone(), report["batch"].as_str().unwrap());
    let county = County { lingdi, keys: rows["added"].as_i64().unwrap(), rows, file };
    county.is_whole();
    let ((), undoing) = timed(|| county.undo(id));
    let id = county.import(&STAGED);
    let (_, accepting) = timed(|| lingdi.run(&["accept", &id, "--all"]).expect(3));
    county.undo(&id);

    let kills = kills();
    let (mut imports, mut acceptances, mut undoings) = Default::default();
    for nth in 0..kills {
        // In the middle of equal parts of what each takes; every fourth kill is one of an acceptance, every
        // fourth of an undoing.
        let moment = |whole: Duration, every: u32| {
            let kills = kills.div_ceil(every);
            whole * (2 * (nth / every) + 1) / (2 * kills)
        };
        match nth % 4 {
            1 => county.acceptance_killed(moment(accepting, 4), &mut acceptances),
            3 => county.undoing_killed(moment(undoing, 4), &mut undoings),
            _ => county.import_killed(moment(importing, 2), &mut imports),
        }
    }
    println!("{kills} kills: imports {imports:?}, acceptances {acceptances:?}, undoings {undoings:?}");
    assert!(imports.before >= kills / 8, "only {} kills fell into an import", imports.before);

    let report = lingdi.import(&county.file, &ACCEPTED).expect(3).json();
    assert_eq!((&report["state"], &report["rows"]), (&json!("accepted"), &county.rows));
    county.is_whole();
    let _ = lingdi.run(&["audit", "verify"]).expect(0);
}

#[test]
fn what_is_killed_at_any_moment_is_whole_or_absent_on_sqlite() {
    is_whole_or_absent(&Lingdi::new());
}

#[test]
fn what_is_killed_at_any_moment_is_whole_or_absent_on_postgres() {
    let Some(lingdi) = Lingdi::on_postgres("killed") else { return };
    is_whole_or_absent(&lingdi);
}
