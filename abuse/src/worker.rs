//! The loop of a worker.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crate::report::{Fault, Report};
use crate::{MOST_MEGABYTES, MOST_SECONDS, Reader, panics, process, seeds};

/// A run that has found as much ends.
const MOST_FAULTS: usize = 20;

/// The file in which a worker says which step it is at.
pub fn progress(reader: Reader) -> std::path::PathBuf {
    crate::folder().join(format!("{reader}.step"))
}

/// Reads mutated input until the time is up, and keeps the inputs that did harm.
pub fn run(reader: Reader, seed: u64, from: u64, time: Duration) -> io::Result<Report> {
    std::fs::create_dir_all(crate::folder())?;
    let seeds = seeds::of(reader)?;
    let progress = File::create(progress(reader))?;
    panics::watch();
    let start = Instant::now();
    let base = process::peak();
    let mut report = Report::default();
    let mut step = from;
    while start.elapsed() < time && report.faults.len() < MOST_FAULTS {
        let input = crate::input(reader, &seeds, seed, step);
        progress.write_at(&step.to_le_bytes(), 0)?;
        process::forget_peak();
        let seen = watched(reader, &input);
        let memory = process::peak().saturating_sub(base);
        report.inputs += 1;
        report.refused += u64::from(!seen.read);
        for panic in seen.panics.iter().filter(|panic| !panic.is_ours) {
            *report.caught.entry(panic.place.clone()).or_default() += 1;
        }
        if seen.seconds > report.slowest {
            (report.slowest, report.slowest_step) = (seen.seconds, step);
        }
        if memory > report.largest {
            (report.largest, report.largest_step) = (memory, step);
        }
        for what in faults(&seen, memory) {
            crate::keep(reader, seed, step, &input)?;
            report.faults.push(Fault { step, what });
        }
        step += 1;
    }
    Ok(report)
}

/// Reads one input and says what is wrong with how it went.
pub fn replay(reader: Reader, input: &[u8]) -> Vec<String> {
    panics::watch();
    let base = process::peak();
    process::forget_peak();
    let seen = watched(reader, input);
    faults(&seen, process::peak().saturating_sub(base))
}

struct Seen {
    read: bool,
    escaped: bool,
    panics: Vec<panics::Panic>,
    seconds: f64,
}

fn watched(reader: Reader, input: &[u8]) -> Seen {
    let (start, used) = (Instant::now(), process::seconds());
    let outcome = catch_unwind(AssertUnwindSafe(|| reader.read(input)));
    // Ticks of the processor are coarse: what is shorter is told by the clock on the wall.
    let wall = start.elapsed().as_secs_f64();
    let seconds = if wall > 0.2 { process::seconds() - used } else { wall };
    Seen {
        read: outcome.as_ref().is_ok_and(|read| *read),
        escaped: outcome.is_err(),
        panics: panics::taken(),
        seconds,
    }
}

fn faults(seen: &Seen, memory: u64) -> Vec<String> {
    let mut faults = Vec::new();
    for panic in seen.panics.iter().filter(|panic| panic.is_ours || seen.escaped) {
        faults.push(format!("panic at {}: {}", panic.place, panic.message));
    }
    if seen.seconds > MOST_SECONDS {
        faults.push(format!("took {:.1} s", seen.seconds));
    }
    if memory > MOST_MEGABYTES {
        faults.push(format!("took {memory} MB"));
    }
    faults
}
