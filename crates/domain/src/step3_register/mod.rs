//! 六（三）建档入库: entry into the database, and what can befall a case at any step.

pub mod carried;
pub mod case;
mod parts;

pub use parts::divided;
