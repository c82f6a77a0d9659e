//! What a worker has to say at its end, as JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What became of all inputs of a run.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// How many inputs were read.
    pub inputs: u64,
    /// How many of them the reader refused.
    pub refused: u64,
    /// Panics inside libraries that our readers caught, by place.
    pub caught: BTreeMap<String, u64>,
    /// Processor time of the slowest input, seconds.
    pub slowest: f64,
    /// Its step.
    pub slowest_step: u64,
    /// Memory of the largest input, MB.
    pub largest: u64,
    /// Its step.
    pub largest_step: u64,
    /// What must not happen, with its input.
    pub faults: Vec<Fault>,
}

/// Something that must not happen.
#[derive(Debug, Serialize, Deserialize)]
pub struct Fault {
    /// The step of the run.
    pub step: u64,
    /// What happened.
    pub what: String,
}
