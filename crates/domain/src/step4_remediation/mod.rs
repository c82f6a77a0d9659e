//! 六（四）整治提升: plans, agreements, blocks, and the work itself.

pub mod agreement;
pub mod block;
pub mod case;
mod completion;
pub mod overall;
mod path;
pub mod plan;
pub mod progress;

pub use agreement::{Agreement, Checkpoint};
pub use block::{Block, Measured, Phase};
pub use overall::{OverallPlan, PlannedSite};
pub use path::Path;
pub use plan::{Milestone, Plan};
