//! Questions about a whole county, over its facts as arrays in memory.
//!
//! Pure: no input or output, no clock.
//!
//! - [`snapshot`]: a county's matched facts as bytes, so that the next program need not match again.

pub mod snapshot;
