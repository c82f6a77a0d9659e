//! The demo county against its goals, printed as a table.

mod library;
mod program;

use std::io::Write;

use crate::Result;

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

/// Measures and prints.
pub(crate) fn run() -> Result {
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
