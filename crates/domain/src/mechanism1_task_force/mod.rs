//! 高效推进机制 (七（二）1): who is appointed to what, from when to when, who stands in for whom, which bureau
//! is linked to which local unit (R59); the rules of accounts (domain.md §6.1); and what units plan for a
//! year and report of a month (R60, R61).

pub mod battle_plan;
mod lockout;
mod password;
mod post;
mod rules;
mod session;
pub mod unit_report;

pub use battle_plan::{BattlePlan, MonthlyTasks, YearTask};
pub use lockout::Lock;
pub use password::{PasswordFault, check_password};
pub use post::{Delegation, Link, Post, Term, incompatible};
pub use rules::SecurityRules;
pub use session::{SessionEnd, SessionTimes};
pub use unit_report::{Correction, Figure, UnitReport};
