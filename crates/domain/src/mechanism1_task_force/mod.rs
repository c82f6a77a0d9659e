//! 高效推进机制 (七（二）1): who is appointed to what, from when to when, who stands in for whom, which bureau
//! is linked to which local unit and visits it (R59); orders of the 组长 (R55–R58); what units plan for a year
//! and report of a month (R60, R61); and the rules of accounts (domain.md §6.1).

pub mod battle_plan;
mod lockout;
pub mod order;
mod order_figures;
pub mod order_task;
mod password;
mod post;
mod rules;
mod session;
pub mod unit_report;
pub mod visit;

pub use battle_plan::{BattlePlan, MonthlyTasks, YearTask};
pub use lockout::Lock;
pub use order::Order;
pub use order_figures::{Course, Kept, Tally};
pub use order_task::{OrderTask, Receiver};
pub use password::{PasswordFault, check_password};
pub use post::{Delegation, Link, Post, Term, incompatible};
pub use rules::SecurityRules;
pub use session::{SessionEnd, SessionTimes};
pub use unit_report::{Correction, Figure, UnitReport};
pub use visit::{Quarter, Visit};
