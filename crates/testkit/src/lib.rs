//! What tests and the demo need: a demo county as its bureaus would send it, and small fixtures.

pub mod demo;
pub mod fixtures;
mod rng;
