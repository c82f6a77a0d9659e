//! T2: identification, in memory beside the peers' queries, and as whole processes.

use std::fs::File;
use std::io::BufReader;
use std::process::Command;
use std::time::Instant;

use lingdi_domain::Scope;

use super::Run;
use crate::Result;
use crate::county::{County, InMemory};
use crate::flags::{ARGUMENTS, Check};
use crate::process;
use crate::scripts::{self, Line, Postgres};
use crate::table::{Goal, Peer, Row, Unit};
use crate::timing::{Spread, warm};

/// Runs in memory.
const RUNS: usize = 9;

/// In memory beside every peer, with findings, and the commands.
pub(super) fn measure(run: &Run) -> Result<Vec<Row>> {
    let county = run.county()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let app = runtime.block_on(county.open())?;
    let started = Instant::now();
    let memory = runtime.block_on(InMemory::load(&app))?;
    let loaded = Spread::one(started.elapsed().as_secs_f64());
    let (seconds, check) = classify(&memory)?;
    let (told, ()) = warm(2, || {
        memory.judge()?.within(&Scope::County);
        Ok(())
    })?;
    let code = memory.snapshot.parcels.first().map(|parcel| parcel.code.clone()).ok_or("no parcel")?;
    runtime.block_on(app.close());
    drop((app, memory));

    let mut rows = Vec::new();
    let peers = peers(run)?;
    for line in peers.iter().filter(|line| line.what == "identify, warm") {
        let goal = if line.peer.starts_with("DuckDB") { Goal::Ratio(0.1, 0.033) } else { Goal::None };
        let peer = Peer { name: line.peer.clone(), median: line.median_s };
        let row = Row::new("T2", run.size, "identification in memory", Unit::Seconds, seconds);
        let row = row.beside(Some(peer)).goal(run.at_goal_size(goal));
        rows.push(row.checked(&check, Check::peer(&line.extra).as_ref()));
    }
    if rows.is_empty() {
        let row = Row::new("T2", run.size, "identification in memory", Unit::Seconds, seconds);
        rows.push(row.checked(&check, None::<&Check>));
    }
    rows.push(Row::new("T2", run.size, "facts loaded from the database", Unit::Seconds, loaded));
    rows.push(Row::new("T2", run.size, "identification in memory, with findings", Unit::Seconds, told));
    let theirs = peers.iter().find_map(|line| Check::peer(&line.extra));
    rows.push(command(run, &county, theirs)?);
    rows.push(explain(run, &county, &code)?);
    Ok(rows)
}

/// Every parcel's flags from the facts in memory, as often as the peers run their query.
fn classify(memory: &InMemory) -> Result<(Spread, Check)> {
    warm(RUNS, || Ok(Check::of(&memory.judge()?)))
}

fn peers(run: &Run) -> Result<Vec<Line>> {
    let mut lines = scripts::run(run.place, "t2_identify.py", run.size, &["duckdb", "polars"])?;
    if run.size <= 100_000 {
        lines.extend(scripts::run(run.place, "t2_identify.py", run.size, &["pandas"])?);
    }
    if run.place.has_peers() {
        let _server = Postgres::start(run.place, run.size)?;
        lines.extend(scripts::run(run.place, "t2_identify.py", run.size, &["postgres"])?);
    }
    Ok(lines)
}

/// `lingdi identify`, loading included; its printed answer is checked.
fn command(run: &Run, county: &County, theirs: Option<Check>) -> Result<Row> {
    let file = tempfile::NamedTempFile::new()?;
    let mut seconds = Vec::new();
    for _ in 0..run.runs.max(2) {
        let mut command = county.command()?;
        command.arg("identify").args(ARGUMENTS).args(["--format", "json"]);
        seconds.push(process::run(&mut command, Some(File::create(file.path())?))?.or_fail()?.seconds);
    }
    let check = Check::printed(BufReader::new(File::open(file.path())?))?;
    let row = Row::new("T2", run.size, "`lingdi identify` cold", Unit::Seconds, Spread::of(seconds));
    Ok(row.goal(run.at_goal_size(Goal::AtMost(3.0))).checked(&check, theirs.as_ref()))
}

fn explain(run: &Run, county: &County, code: &str) -> Result<Row> {
    let ask = |command: &mut Command| {
        command.arg("explain").arg(code).args(ARGUMENTS).args(["--format", "json"]);
        Ok::<_, Box<dyn std::error::Error>>(process::run(command, None)?.or_fail()?.seconds)
    };
    let seconds: Vec<f64> =
        (0..run.runs.max(5)).map(|_| ask(&mut county.command()?)).collect::<Result<_>>()?;
    let row = Row::new("T2", run.size, "`lingdi explain` cold", Unit::Seconds, Spread::of(seconds));
    Ok(row.goal(run.at_goal_size(Goal::AtMost(0.1))))
}
