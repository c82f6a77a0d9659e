//! Editions of a policy, and the rules that turn a county's facts into explained verdicts.
//!
//! Pure: no input or output, no clock. Every number of the policy stands in `policy/<edition>/`,
//! none in this code.

pub mod edition;
pub mod facts;
mod lines;
pub mod question;
pub mod verdict;

pub use edition::{Edition, EditionError};
pub use facts::CountyFacts;
pub use question::Question;
pub use verdict::{Answer, Finding, Identification, ParcelVerdict, Status};
