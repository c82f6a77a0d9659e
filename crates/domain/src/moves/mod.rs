//! Machines: for each kind of object one declared table of moves.
//!
//! A table is data. The guard that refuses, the buttons and forms of the pages, the route of the
//! interface, the authority matrix of the tests and `docs/machines.md` all read it, so that they
//! cannot disagree. [`decide`] answers what a move does; nothing here saves anything.

mod allowed;
mod decide;
pub mod describe;
pub mod desk;
mod effect;
pub mod form;
mod guard;
mod table;

pub use allowed::{Refusal, may_make, owner};
pub use decide::{
    Decided, Decision, Offer, Situation, can_recall, decide, lacks, may_begin, offers, proposals,
};
pub use effect::Effect;
pub use form::{Field, FieldKind};
pub(crate) use guard::holds;
pub use guard::{Check, Guard, Missing, Verdict};
pub use table::{Desk, From, Limit, Machine, Move, Needs, State, To, Who};

use crate::object::{Object, ObjectKind};

/// The one verb that no table declares: taking back a move before the receiver has acted.
pub const RECALL: &str = "recall";

/// The machine of a kind of object.
pub fn machine(kind: ObjectKind) -> &'static Machine {
    match kind {
        ObjectKind::Case => &crate::case::MACHINE,
        ObjectKind::OverallPlan => &crate::step4_remediation::overall::MACHINE,
        ObjectKind::Plan => &crate::step4_remediation::plan::MACHINE,
        ObjectKind::Block => &crate::step4_remediation::block::MACHINE,
        ObjectKind::Agreement => &crate::step4_remediation::agreement::MACHINE,
        ObjectKind::Meeting => &crate::meeting::MEETING,
        ObjectKind::Item => &crate::meeting::ITEM,
        ObjectKind::Objection => &crate::step2_determination::objection::MACHINE,
        ObjectKind::Nomination => &crate::step1_survey::nomination::MACHINE,
        ObjectKind::BattlePlan => &crate::mechanism1_task_force::battle_plan::MACHINE,
        ObjectKind::UnitReport => &crate::mechanism1_task_force::unit_report::MACHINE,
        ObjectKind::Period => &crate::mechanism2_appraisal::period::MACHINE,
        ObjectKind::Interview => &crate::mechanism2_appraisal::interview::MACHINE,
        ObjectKind::Order => &crate::mechanism1_task_force::order::MACHINE,
        ObjectKind::OrderTask => &crate::mechanism1_task_force::order_task::MACHINE,
        ObjectKind::Visit => &crate::mechanism1_task_force::visit::MACHINE,
        ObjectKind::Supervision => &crate::mechanism2_appraisal::supervision::MACHINE,
        ObjectKind::Defect => &crate::mechanism2_appraisal::defect::MACHINE,
        ObjectKind::Commendation => &crate::mechanism2_appraisal::commendation::MACHINE,
        ObjectKind::Pledge => &crate::mechanism2_appraisal::pledge::MACHINE,
    }
}

/// May the matter of an object still change?
pub fn is_open(object: &Object) -> bool {
    machine(object.kind).state(object.state).is_some_and(|state| state.open)
}
