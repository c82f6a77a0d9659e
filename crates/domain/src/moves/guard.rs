//! Guards: named conditions with a Chinese sentence that says what is missing and the way out.

use serde::Serialize;

use super::decide::Situation;
use crate::case::Case;
use crate::mechanism1_task_force::{BattlePlan, Order, OrderTask, UnitReport, Visit};
use crate::mechanism2_appraisal::{Commendation, Defect, Interview, Period, Pledge, Supervision};
use crate::meeting::{Item, Meeting};
use crate::object::Fields;
use crate::step1_survey::Nomination;
use crate::step2_determination::Objection;
use crate::step4_remediation::{Agreement, Block, OverallPlan, Plan};

/// Holds, or what is missing and the way out.
pub type Verdict = Result<(), String>;

/// A named condition of a move.
#[derive(Debug, Clone, Copy)]
pub struct Guard {
    /// Its name, stable, in answers of the interface.
    pub name: &'static str,
    /// What must hold, in words, for the table of moves.
    pub rule: &'static str,
    /// Tells whether it holds.
    pub check: Check,
}

/// A pure function on the fields of the object and what lies around it.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// On a case.
    Case(fn(&Case, &Situation<'_>) -> Verdict),
    /// On an overall plan.
    Overall(fn(&OverallPlan, &Situation<'_>) -> Verdict),
    /// On a plan.
    Plan(fn(&Plan, &Situation<'_>) -> Verdict),
    /// On a block.
    Block(fn(&Block, &Situation<'_>) -> Verdict),
    /// On an agreement.
    Agreement(fn(&Agreement, &Situation<'_>) -> Verdict),
    /// On a meeting.
    Meeting(fn(&Meeting, &Situation<'_>) -> Verdict),
    /// On a decision item.
    Item(fn(&Item, &Situation<'_>) -> Verdict),
    /// On an objection.
    Objection(fn(&Objection, &Situation<'_>) -> Verdict),
    /// On a nomination.
    Nomination(fn(&Nomination, &Situation<'_>) -> Verdict),
    /// On a unit's plan for a year.
    BattlePlan(fn(&BattlePlan, &Situation<'_>) -> Verdict),
    /// On a unit's report of a month.
    UnitReport(fn(&UnitReport, &Situation<'_>) -> Verdict),
    /// On a month's appraisal.
    Period(fn(&Period, &Situation<'_>) -> Verdict),
    /// On a warning or interview.
    Interview(fn(&Interview, &Situation<'_>) -> Verdict),
    /// On a dispatch order.
    Order(fn(&Order, &Situation<'_>) -> Verdict),
    /// On a unit's task of an order.
    OrderTask(fn(&OrderTask, &Situation<'_>) -> Verdict),
    /// On a visit.
    Visit(fn(&Visit, &Situation<'_>) -> Verdict),
    /// On a round of 督查.
    Supervision(fn(&Supervision, &Situation<'_>) -> Verdict),
    /// On what 督查 found.
    Defect(fn(&Defect, &Situation<'_>) -> Verdict),
    /// On a commendation.
    Commendation(fn(&Commendation, &Situation<'_>) -> Verdict),
    /// On a pledge.
    Pledge(fn(&Pledge, &Situation<'_>) -> Verdict),
}

/// A condition that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Name of the guard, or of the field that is not filled in.
    pub name: String,
    /// What is missing and the way out.
    pub sentence: String,
}

impl Missing {
    /// Something missing.
    pub fn new(name: &str, sentence: impl Into<String>) -> Self {
        Self { name: name.to_owned(), sentence: sentence.into() }
    }
}

impl Guard {
    /// Asks the guard; a guard of another kind than the object holds never.
    pub(super) fn ask(&self, situation: &Situation<'_>) -> Result<(), Missing> {
        let verdict = match (self.check, situation.fields) {
            (Check::Case(check), Fields::Case(fields)) => check(fields, situation),
            (Check::Overall(check), Fields::OverallPlan(fields)) => check(fields, situation),
            (Check::Plan(check), Fields::Plan(fields)) => check(fields, situation),
            (Check::Block(check), Fields::Block(fields)) => check(fields, situation),
            (Check::Agreement(check), Fields::Agreement(fields)) => check(fields, situation),
            (Check::Meeting(check), Fields::Meeting(fields)) => check(fields, situation),
            (Check::Item(check), Fields::Item(fields)) => check(fields, situation),
            (Check::Objection(check), Fields::Objection(fields)) => check(fields, situation),
            (Check::Nomination(check), Fields::Nomination(fields)) => check(fields, situation),
            (Check::BattlePlan(check), Fields::BattlePlan(fields)) => check(fields, situation),
            (Check::UnitReport(check), Fields::UnitReport(fields)) => check(fields, situation),
            (Check::Period(check), Fields::Period(fields)) => check(fields, situation),
            (Check::Interview(check), Fields::Interview(fields)) => check(fields, situation),
            (Check::Order(check), Fields::Order(fields)) => check(fields, situation),
            (Check::OrderTask(check), Fields::OrderTask(fields)) => check(fields, situation),
            (Check::Visit(check), Fields::Visit(fields)) => check(fields, situation),
            (Check::Supervision(check), Fields::Supervision(fields)) => check(fields, situation),
            (Check::Defect(check), Fields::Defect(fields)) => check(fields, situation),
            (Check::Commendation(check), Fields::Commendation(fields)) => check(fields, situation),
            (Check::Pledge(check), Fields::Pledge(fields)) => check(fields, situation),
            _ => Err("条件与对象不符，请联系系统管理员。".to_owned()),
        };
        verdict.map_err(|sentence| Missing::new(self.name, sentence))
    }
}

/// Holds when `true`, else the sentence.
pub(crate) fn holds(condition: bool, sentence: &str) -> Verdict {
    if condition { Ok(()) } else { Err(sentence.to_owned()) }
}
