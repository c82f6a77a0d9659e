//! The one program: `lingdi`.

mod cli;
mod commands;
mod output;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::Cli;
use crate::output::Outcome;

/// Tables are read on every core, and what one thread makes another frees: the system's allocator spends a
/// quarter of an import on that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, not faults; clap prints each to the right stream.
            let code = if error.use_stderr() { Outcome::Refused } else { Outcome::Done };
            let printed = error.print();
            return if printed.is_ok() { code.into() } else { Outcome::Failed.into() };
        }
    };
    start_logging();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::complain(&format!("cannot start: {error}"));
            return Outcome::Failed.into();
        }
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            output::complain(&error.to_string());
            Outcome::of(&error).into()
        }
    }
}

/// Logs go to stderr: stdout carries the document alone.
fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("LINGDI_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
