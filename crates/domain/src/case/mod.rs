//! 低效地块案件: one remediation episode of one parcel (domain.md §2.1). Re-entry is a new case, tied
//! to the old one.
//!
//! The states and the fields stand here, the moves in the folder of their step.

mod fields;
mod limits;

pub use fields::{Case, Opinion, Part, Rejection, Report};
pub(crate) use limits::plan_due;

use crate::moves::{Desk, Limit, Machine, State};
use crate::object::ObjectKind;
use crate::{step1_survey, step2_determination, step3_register, step4_remediation, step5_exit};

/// The machine of a case.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Case,
    states: &[
        State::open("CANDIDATE", "初筛", Desk::Office).within(limits::SCREEN),
        State::open("VERIFYING", "待属地核实", Desk::LocalClerk).within(limits::VERIFY),
        State::open("VERIFIED", "已核实待认定", Desk::Office).within(limits::CONFIRM),
        State::over("REJECTED", "不予认定"),
        State::open("CONFIRMED", "已认定", Desk::Office).within(limits::DOSSIER),
        State::open("IN_DB", "已入库", Desk::Office),
        State::open("PLANNING", "方案编制", Desk::LocalClerk).within(limits::PLAN),
        State::open("PLAN_REVIEW", "方案审核", Desk::Office),
        State::open("EXECUTING", "整治中", Desk::LocalClerk).within(limits::REPORT),
        State::open("DONE_PENDING_EVAL", "完成待评估", Desk::Office).within(limits::EVALUATE),
        State::open("EVALUATING", "绩效评估", Desk::Office).within(Limit::KEPT),
        State::open("EXIT_PENDING", "拟出库", Desk::Office).within(limits::NEXT_MEETING),
        // Exit has been decided; what is left is the watch, so a new case may begin.
        State { code: "PRE_EXITED", label: "预出库", desk: Desk::Office, open: false, limit: None },
        State::over("EXITED", "已出库"),
        State::open("REWORK", "从严整治", Desk::LocalClerk),
        State::open("SUSPENDED", "暂缓", Desk::Office),
        State::over("MERGED", "并入连片"),
        State::over("SPLIT", "已分割"),
        State::over("WITHDRAWN", "撤销"),
    ],
    moves: &[
        step1_survey::case::MOVES,
        step2_determination::case::MOVES,
        step3_register::case::MOVES,
        step3_register::carried::MOVES,
        step4_remediation::case::MOVES,
        step5_exit::case::MOVES,
    ],
};
