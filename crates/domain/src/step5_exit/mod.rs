//! 六（五）评估出库: evaluation, exit by the meeting, the watch after it, and what counts as 出清.

pub mod case;
mod count;

pub use count::{Cleared, cleared};
