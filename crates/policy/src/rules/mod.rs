//! One file per rule. Each answers yes, no or unknown for one parcel and tells its reasons.

mod case;
pub(crate) mod catalogue;
pub(crate) mod d_class;
pub(crate) mod expired;
pub(crate) mod focus;
pub(crate) mod idle;
pub(crate) mod low_tax;
pub(crate) mod misuse;
pub(crate) mod supply;
mod tax_gaps;

pub(crate) use case::{Case, denies, is_temporary};
