//! 六（一）调查核实: the list, verification by the unit, nominations.

pub mod case;
pub mod nomination;

pub use nomination::Nomination;
