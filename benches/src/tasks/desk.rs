//! A desk page while a large file comes in: how long a person waits.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::{GOAL_SIZE, Run};
use crate::Result;
use crate::process;
use crate::recipes::TABLES;
use crate::server::Server;
use crate::table::{Goal, Row, Unit};
use crate::timing::Spread;

/// Pages a person at the desk looks at meanwhile.
const PAGES: [&str; 3] = ["/", "/list", "/batches"];
/// Between two pages.
const PAUSE: Duration = Duration::from_millis(50);
/// Rows that come in, when the county has firms enough.
const ROWS: u64 = 1_000_000;

/// On a copy of the county, since the file stays in it.
pub(super) fn measure(run: &Run) -> Result<Vec<Row>> {
    if run.size > GOAL_SIZE {
        return Ok(Vec::new());
    }
    let county = run.county()?.copy(&run.place.county(run.size).with_extension("desk"))?;
    let (file, rows) = earlier_years(&run.place.data(run.size), &county.folder)?;
    let server = Server::of(&county)?;
    for page in PAGES {
        server.get(page)?;
    }
    let recipe = TABLES.iter().find(|table| table.file == "tax.csv").ok_or("no recipe for tax")?;
    let mut arguments = recipe.arguments(&county.folder);
    arguments[2] = file.display().to_string();
    let mut import = county.command()?;
    import.args(arguments);
    let ended = AtomicBool::new(false);
    let (ran, times) = std::thread::scope(|scope| {
        let visits = scope.spawn(|| visit(&server, &ended));
        let ran = process::run(&mut import, None).map_err(|error| error.to_string());
        ended.store(true, Ordering::Relaxed);
        (ran, visits.join())
    });
    ran?.or_fail()?;
    let times = times.map_err(|_panicked| "the visits ended early")??;
    drop(server);
    fs::remove_dir_all(&county.folder)?;
    let spread = Spread::of(times);
    let what = format!("desk page while {rows} rows come in");
    let row = |kind: &str, spread| {
        Row::new("desk", run.size, format!("{what}, {kind}"), Unit::Seconds, spread).goal(Goal::AtMost(0.05))
    };
    Ok(vec![row("median", spread), row("slowest", Spread::one(spread.max))])
}

/// Seconds of each page until the import has ended.
fn visit(server: &Server, ended: &AtomicBool) -> std::result::Result<Vec<f64>, String> {
    let mut times = Vec::new();
    for page in PAGES.iter().cycle() {
        if ended.load(Ordering::Relaxed) {
            break;
        }
        let started = Instant::now();
        server.get(page).map_err(|error| error.to_string())?;
        times.push(started.elapsed().as_secs_f64());
        std::thread::sleep(PAUSE);
    }
    Ok(times)
}

/// The county's tax again, for years before those that are judged: new rows for known firms.
fn earlier_years(data: &Path, folder: &Path) -> Result<(PathBuf, u64)> {
    let path = folder.join("earlier_years.csv");
    let mut out = BufWriter::new(File::create(&path)?);
    let mut rows = 0;
    'whole: for shift in [4, 8, 12, 16, 20, 24, 28] {
        for (at, line) in BufReader::new(File::open(data.join("tax.csv"))?).lines().enumerate() {
            let line = line?;
            if at == 0 {
                if shift == 4 {
                    writeln!(out, "{line}")?;
                }
                continue;
            }
            let mut cells: Vec<&str> = line.split(',').collect();
            let year: i32 = cells.get(1).ok_or("a row without year")?.parse()?;
            let year = (year - shift).to_string();
            cells[1] = &year;
            writeln!(out, "{}", cells.join(","))?;
            rows += 1;
            if rows == ROWS {
                break 'whole;
            }
        }
    }
    out.flush()?;
    Ok((path, rows))
}
