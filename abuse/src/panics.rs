//! Panics, also those that somebody catches: where they come from.

use std::backtrace::Backtrace;
use std::panic::{Location, PanicHookInfo};
use std::sync::{Mutex, PoisonError};

/// A panic.
#[derive(Debug, Clone)]
pub struct Panic {
    /// Raised by our code, not by a library's.
    pub is_ours: bool,
    /// File and line.
    pub place: String,
    /// What it said.
    pub message: String,
}

static SEEN: Mutex<Vec<Panic>> = Mutex::new(Vec::new());

/// From now on panics are noted instead of printed.
pub fn watch() {
    std::panic::set_hook(Box::new(|panic| {
        let panic = note(panic);
        SEEN.lock().unwrap_or_else(PoisonError::into_inner).push(panic);
    }));
}

/// The panics since the last call.
pub fn taken() -> Vec<Panic> {
    std::mem::take(&mut *SEEN.lock().unwrap_or_else(PoisonError::into_inner))
}

fn note(panic: &PanicHookInfo<'_>) -> Panic {
    let file = panic.location().map_or("", Location::file);
    let line = panic.location().map_or(0, Location::line);
    let (_, short) = file.rsplit_once("/registry/src/").unwrap_or(("", file));
    Panic {
        is_ours: is_ours(file),
        place: format!("{short}:{line}"),
        message: panic.payload_as_str().unwrap_or_default().chars().take(200).collect(),
    }
}

/// By its file; of a panic inside the standard library, by the first caller outside.
fn is_ours(file: &str) -> bool {
    if file.contains("/registry/src/") {
        return false;
    }
    if !file.starts_with("/rustc/") && !file.starts_with("library/") {
        return true;
    }
    let stack = Backtrace::force_capture().to_string();
    let callers = stack.lines().filter_map(|line| {
        let (number, symbol) = line.trim().split_once(": ")?;
        number.parse::<u32>().ok()?;
        Some(symbol.trim_start_matches('<'))
    });
    let standard = ["std::", "core::", "alloc::", "rust_", "__rust", "lingdi_abuse::panics"];
    let mut callers = callers.filter(|symbol| !standard.iter().any(|front| symbol.starts_with(front)));
    callers.next().is_none_or(|symbol| symbol.starts_with("lingdi_"))
}
