//! 考核督查机制 (七（二）2): how each month is scored and ranked, and what follows for who stays last
//! (domain.md §5.3). All of it is exact, and nothing here reads a clock or a table.

pub mod achievement;
pub mod circular;
pub mod forecast;
pub mod interview;
pub mod period;
mod rank;
mod scheme;
mod score;
mod streak;
mod table;

pub use circular::{Circular, CountyFacts};
pub use interview::Interview;
pub use period::{Former, Period, Portion, Standing};
pub use rank::{Bottom, Ranked, Ranking, rank};
pub use scheme::{Group, Indicator, Part, Scheme, Unit};
pub use score::{Adjustment, ItemScore, Measure, PartScore, Scored, UnitInput, score};
pub use streak::{Place, Published, Streak, streak};
pub use table::{GroupTable, Table};
