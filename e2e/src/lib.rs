//! Runs the built program.
