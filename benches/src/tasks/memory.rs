//! What the program holds with a whole county: serving it, judging it.

use std::fs::File;

use super::{GOAL_SIZE, Run};
use crate::county::County;
use crate::flags::ARGUMENTS;
use crate::process;
use crate::server::Server;
use crate::table::{Goal, Row, Unit};
use crate::timing::Spread;
use crate::{Result, say};

/// Serving after every page was visited, its peak, and the peak of `identify`.
pub(super) fn measure(run: &Run) -> Result<Vec<Row>> {
    let county = run.county()?;
    let server = Server::of(&county)?;
    for page in server.pages()? {
        if let Err(error) = server.get(&page) {
            say(format!("  {error}"));
        }
    }
    let mut rows = Vec::new();
    for (field, what) in [("VmRSS", "serve after all pages"), ("VmHWM", "serve, peak")] {
        if let Some(megabytes) = server.memory(field) {
            let row = row(run, what, megabytes);
            let limited = field == "VmRSS" && run.size == GOAL_SIZE;
            rows.push(if limited { row.goal(Goal::AtMost(600.0)) } else { row });
        }
    }
    drop(server);
    rows.push(row(run, "`lingdi identify`, peak", identify(&county)?));
    Ok(rows)
}

fn identify(county: &County) -> Result<f64> {
    let mut command = county.command()?;
    command.arg("identify").args(ARGUMENTS).args(["--format", "json"]);
    Ok(process::run(&mut command, Some(File::create("/dev/null")?))?.or_fail()?.peak)
}

fn row(run: &Run, what: &str, megabytes: f64) -> Row {
    Row::new("memory", run.size, what, Unit::Megabytes, Spread::one(megabytes))
        .goal(run.ten_times("memory", what))
}
