//! 亩均税收: each firm's tax is divided over the land it used, and what falls on a parcel is
//! divided by the parcel's registered area.
//!
//! ```text
//! share(firm, parcel) = land × months on this parcel ÷ Σ land × months on all its parcels
//! 亩均税收(parcel)     = Σ tax(firm) × share(firm, parcel) ÷ registered area (× months ÷ 12)
//! ```
//! Every figure exists twice: as `f64` for a first look at a whole county ([`book`]) and exact,
//! with each step told ([`explain`]). A first look within 1e-9 of a line is looked at exactly.

pub(crate) mod book;
mod compare;
mod counted;
mod explain;
mod firms;
mod months;
mod uses;

pub(crate) use book::{Glances, Scope, TaxBook, YearBook};
pub(crate) use firms::FirmYears;
pub(crate) use uses::{Use, Uses};
