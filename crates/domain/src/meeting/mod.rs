//! 会商: meetings of three levels and what they decide (七（二）1, domain.md §2.5).

mod act;
mod item;
mod minutes;
mod session;

pub use act::{Act, Level, Rights};
pub use item::{ASSIGNED, Item, MACHINE as ITEM, is_pending};
pub use minutes::{Minute, draft, minutes};
pub use session::{MACHINE as MEETING, Meeting};
