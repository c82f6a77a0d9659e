//! 六（二）审核认定: notice and statement of the firm, confirmation by the meeting, objections.

pub mod case;
pub mod objection;

pub use objection::Objection;
