//! Editions of a policy, and the rules that turn a county's facts into explained verdicts.
//!
//! Pure: no input or output, no clock. Every number of the policy stands in `policy/<edition>/`,
//! none in this code.
//!
//! - [`facts`]: what the rules may look at, filled by the caller.
//! - [`edition`]: the document as dated parameters, switches and tables.
//! - [`identify`] judges a county, [`Judge::verdict`] one parcel; [`verdict`] is what they answer.

mod coded;
mod county;
pub mod edition;
pub mod facts;
mod figures;
mod index;
mod judge;
mod lines;
mod near;
mod outline;
pub mod question;
mod rules;
mod tax;
mod totals;
mod trace;
pub mod verdict;

pub use county::County;
pub use edition::{Edition, EditionError};
pub use facts::CountyFacts;
pub use judge::{IdentifyError, Judge, identify};
pub use near::{Bound, Fact, Near, Standing, Value};
pub use question::Question;
pub use verdict::{Answer, Finding, Identification, Mark, ParcelVerdict, Status, Summary};
