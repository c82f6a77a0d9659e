//! Every reader under mutated input, for a stated time and within stated limits.
//!
//! A worker process (`lingdi-abuse run`) mutates seeds and reads them, one after the other; the tests
//! start a worker per reader and watch it, so that an endless loop, a stack that overflows or memory that
//! runs out fails a test instead of ending it. `docs/abuse.md` tells how to run it for long and how to
//! replay a failure.

pub mod panics;
pub mod process;
pub mod readers;
pub mod report;
pub mod seeds;
pub mod worker;

use std::path::{Path, PathBuf};

pub use readers::Reader;
pub use report::{Fault, Report};

/// Longest time for one input, on the processor.
pub const MOST_SECONDS: f64 = 2.0;

/// Most memory for one input, beyond what the worker has with its seeds.
pub const MOST_MEGABYTES: u64 = 512;

/// The input of a step: the same for ever, as long as the seeds are.
pub fn input(reader: Reader, seeds: &[Vec<u8>], seed: u64, step: u64) -> Vec<u8> {
    lingdi_testkit::mutate::mutated(seeds, &format!("{reader} {seed} {step}"))
}

/// Where failing inputs are kept.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/abuse")
}

/// Keeps the input of a step for replay, and says where.
pub fn keep(reader: Reader, seed: u64, step: u64, input: &[u8]) -> std::io::Result<PathBuf> {
    std::fs::create_dir_all(folder())?;
    let path = folder().join(format!("{reader}-{seed}-{step}.bin"));
    std::fs::write(&path, input)?;
    Ok(path)
}
