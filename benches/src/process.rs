//! The program as whole processes: how long, and how much memory.

use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::Result;

/// Between two looks at a process's memory.
const LOOK: Duration = Duration::from_millis(20);

/// A process that has ended.
pub(crate) struct Ran {
    pub(crate) seconds: f64,
    /// Peak memory in MB, where the system tells (Linux).
    pub(crate) peak: f64,
    pub(crate) status: ExitStatus,
    pub(crate) errors: String,
}

impl Ran {
    /// Did the program do it, wholly or with rows left for a person (exit code 3)?
    pub(crate) fn done(&self) -> bool {
        matches!(self.status.code(), Some(0 | 3))
    }

    /// An error with the program's own words unless it did it.
    pub(crate) fn or_fail(self) -> Result<Self> {
        if self.done() { Ok(self) } else { Err(format!("{}: {}", self.status, self.errors.trim()).into()) }
    }
}

/// The program beside this one.
pub(crate) fn lingdi() -> Result<Command> {
    let program: PathBuf = std::env::current_exe()?.with_file_name("lingdi");
    if !program.exists() {
        return Err(
            format!("{} is missing: cargo build --release -p lingdi-server", program.display()).into()
        );
    }
    Ok(Command::new(program))
}

/// Runs a command to its end, its answer going to `out` or nowhere.
pub(crate) fn run(command: &mut Command, out: Option<std::fs::File>) -> Result<Ran> {
    command.stdout(out.map_or_else(Stdio::null, Stdio::from)).stderr(Stdio::piped());
    let started = Instant::now();
    let child = command.spawn()?;
    let (id, ended) = (child.id(), AtomicBool::new(false));
    let (output, seconds, peak) = std::thread::scope(|scope| {
        let watch = scope.spawn(|| watch(id, &ended));
        let output = child.wait_with_output();
        let seconds = started.elapsed().as_secs_f64();
        ended.store(true, Ordering::Relaxed);
        (output, seconds, watch.join().unwrap_or_default())
    });
    let output = output?;
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(Ran { seconds, peak, status: output.status, errors })
}

/// The greatest memory seen until the process ended.
fn watch(id: u32, ended: &AtomicBool) -> f64 {
    let mut peak = 0.0_f64;
    while !ended.load(Ordering::Relaxed) {
        peak = peak.max(memory(id, "VmHWM").unwrap_or_default());
        std::thread::sleep(LOOK);
    }
    peak
}

/// A figure of a process in MB, where the system tells (Linux).
pub(crate) fn memory(id: u32, field: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1_024.0)
}
