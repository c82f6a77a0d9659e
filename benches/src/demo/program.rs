//! What a person waits for: the program's start, its pages, the memory it takes.

use std::time::Instant;

use super::Figure;
use crate::Result;
use crate::process;
use crate::server::Server;
use crate::timing::{in_milliseconds, median, milliseconds};

/// Requests per page.
const RUNS: usize = 20;

pub(super) fn measure() -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let started = Instant::now();
    let mut command = process::lingdi()?;
    command.args(["demo", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path());
    let server = Server::start(&mut command)?.entered_by_card()?;
    server.get("/")?;
    let ready = started.elapsed();
    let mut figures = vec![Figure::new(
        "demo county built and first page served",
        in_milliseconds(ready) / 1_000.0,
        10.0,
        "s",
    )];
    for page in server.pages()? {
        let first = milliseconds(1, || server.get(&page).map(drop))?;
        let times = milliseconds(RUNS, || server.get(&page).map(drop))?;
        figures.push(Figure::new(
            format!("`{page}` median (first {:.1})", median(&first)),
            median(&times),
            50.0,
            "ms",
        ));
    }
    for (field, what) in [("VmRSS", "memory of serve after all pages"), ("VmHWM", "memory of serve, peak")] {
        if let Some(megabytes) = server.memory(field) {
            figures.push(Figure::new(what, megabytes, 150.0, "MB"));
        }
    }
    Ok(figures)
}
