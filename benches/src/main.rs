//! `cargo run --release -p lingdi-benches`: measures the demo county against its goals and prints
//! a table. A goal that is missed is marked, never a failure: machines differ.

mod library;
mod program;

use std::error::Error;
use std::io::Write;
use std::time::{Duration, Instant};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// One measured figure beside its goal.
struct Figure {
    what: String,
    measured: f64,
    goal: f64,
    unit: &'static str,
}

impl Figure {
    fn new(what: impl Into<String>, measured: f64, goal: f64, unit: &'static str) -> Self {
        Self { what: what.into(), measured, goal, unit }
    }
}

fn main() -> Result {
    let mut figures = program::measure()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    figures.extend(runtime.block_on(library::measure())?);
    print(&figures)?;
    Ok(())
}

fn print(figures: &[Figure]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "| what | measured | goal | |\n|---|---:|---:|---|")?;
    for Figure { what, measured, goal, unit } in figures {
        let verdict = if measured <= goal { "met" } else { "MISSED" };
        writeln!(out, "| {what} | {measured:.1} {unit} | ≤ {goal:.0} {unit} | {verdict} |")?;
    }
    Ok(())
}

/// Milliseconds of `runs` runs, ascending.
fn milliseconds(runs: usize, mut run: impl FnMut() -> Result) -> Result<Vec<f64>> {
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let started = Instant::now();
        run()?;
        times.push(in_milliseconds(started.elapsed()));
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn in_milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

/// The middle one of ascending times.
fn median(times: &[f64]) -> f64 {
    times.get(times.len() / 2).copied().unwrap_or_default()
}
