//! The verbs on real counties, as the office and the townships use them.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking and says why it is skipped"
)]

mod agenda;
mod appraisal;
mod approval;
mod backup;
mod blocks;
mod cockpit;
mod crowd;
mod desk;
mod discipline;
mod dossier;
mod ledger;
mod maps;
mod moves;
mod office;
mod orders;
mod overall;
mod people;
mod refresh;
mod renewal;
mod rights;
mod stories;
mod unit_papers;
mod watch;
