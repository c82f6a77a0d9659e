//! What tests and the demo need: a demo county as its bureaus would send it, small fixtures,
//! and files that are wrong.

pub mod demo;
pub mod fixtures;
pub mod mutate;
mod rng;
