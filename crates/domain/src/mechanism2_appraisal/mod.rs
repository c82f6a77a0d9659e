//! 考核督查机制 (七（二）2): how each month is scored and ranked, and what follows for who stays last
//! (domain.md §5.3). All of it is exact, and nothing here reads a clock or a table.

pub mod achievement;
pub mod circular;
pub mod commendation;
pub mod defect;
pub mod forecast;
pub mod interview;
pub mod period;
pub mod pledge;
mod rank;
mod scheme;
mod score;
mod streak;
pub mod supervision;
mod table;

use crate::object::{Object, ObjectKind};

pub use circular::{Circular, CountyFacts};
pub use commendation::Commendation;
pub use defect::{Defect, DefectLine};
pub use interview::Interview;
pub use period::{Former, Period, Portion, Standing};
pub use pledge::Pledge;
pub use rank::{Bottom, Ranked, Ranking, rank};
pub use scheme::{Group, Indicator, Part, Scheme, Unit};
pub use score::{Adjustment, ItemScore, Measure, PartScore, Scored, UnitInput, score};
pub use streak::{Place, Published, Streak, streak};
pub use supervision::Supervision;
pub use table::{GroupTable, Table};

/// Has it been published, so that everybody with a post may read it: a ranking, a 督查通报, a 表彰通报?
pub fn is_public(object: &Object) -> bool {
    let ranking = object.kind == ObjectKind::Period && ["PUBLISHED", "CERTIFIED"].contains(&object.state);
    ranking || supervision::is_issued(object) || commendation::is_issued(object)
}
