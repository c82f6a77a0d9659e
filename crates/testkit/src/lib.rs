//! Demo county and fixtures.

pub mod demo;
mod rng;
