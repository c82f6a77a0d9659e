//! Drawings made on the server: plain SVG, each beside a table with the same figures.
//!
//! `f64` is for placing marks only; what is printed comes formatted.

pub mod minimap;
pub mod site_map;
pub mod spark;
pub mod tax;
