//! How long things take, beside their goals. A goal that is missed is marked, never a failure:
//! machines differ.
//!
//! - `cargo run --release -p lingdi-benches`: the demo county, printed as a table.
//! - `cargo run --release -p lingdi-benches -- peers --size 1e5`: a generated county of that many
//!   parcels, product and peers in one run, written into `docs/performance.md`.

#[cfg(test)]
mod check;
mod county;
mod demo;
mod flags;
mod peers;
mod place;
mod process;
mod recipes;
mod scripts;
mod server;
mod table;
mod tasks;
mod timing;

use std::error::Error;
use std::io::Write;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        None => demo::run(),
        Some("peers") => peers::run(&arguments.collect::<Vec<_>>()),
        Some(other) => Err(format!("no bench is called {other}; there is: peers").into()),
    }
}

/// A line for the person who waits, apart from the tables on stdout.
fn say(line: impl AsRef<str>) {
    // Nobody may be listening.
    let _ = writeln!(std::io::stderr().lock(), "{}", line.as_ref());
}
