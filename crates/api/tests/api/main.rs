//! The JSON interface as programs meet it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod gate;
mod moves;
mod notices;
mod people;
