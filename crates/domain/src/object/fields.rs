//! The typed fields of each kind of object, and their way into the database as canonical JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::ObjectKind;
use crate::case::Case;
use crate::mechanism1_task_force::{BattlePlan, Order, OrderTask, UnitReport, Visit};
use crate::mechanism2_appraisal::{Commendation, Defect, Interview, Period, Pledge, Supervision};
use crate::meeting::{Item, Meeting};
use crate::step1_survey::Nomination;
use crate::step2_determination::Objection;
use crate::step4_remediation::{Agreement, Block, OverallPlan, Plan};

/// What is known of an object, by its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fields {
    /// Of a case.
    Case(Box<Case>),
    /// Of an overall plan.
    OverallPlan(Box<OverallPlan>),
    /// Of a plan.
    Plan(Box<Plan>),
    /// Of a block.
    Block(Box<Block>),
    /// Of an agreement.
    Agreement(Box<Agreement>),
    /// Of a meeting.
    Meeting(Box<Meeting>),
    /// Of a decision item.
    Item(Box<Item>),
    /// Of an objection.
    Objection(Box<Objection>),
    /// Of a nomination.
    Nomination(Box<Nomination>),
    /// Of a unit's plan for a year.
    BattlePlan(Box<BattlePlan>),
    /// Of a unit's report of a month.
    UnitReport(Box<UnitReport>),
    /// Of a month's appraisal.
    Period(Box<Period>),
    /// Of a warning or interview.
    Interview(Box<Interview>),
    /// Of a dispatch order.
    Order(Box<Order>),
    /// Of a unit's task of an order.
    OrderTask(Box<OrderTask>),
    /// Of a visit.
    Visit(Box<Visit>),
    /// Of a round of 督查.
    Supervision(Box<Supervision>),
    /// Of what 督查 found.
    Defect(Box<Defect>),
    /// Of a commendation.
    Commendation(Box<Commendation>),
    /// Of a person's pledge.
    Pledge(Box<Pledge>),
}

impl Fields {
    /// The fields of a new object, nothing known yet.
    pub fn empty(kind: ObjectKind) -> Self {
        match kind {
            ObjectKind::Case => Self::Case(Box::default()),
            ObjectKind::OverallPlan => Self::OverallPlan(Box::default()),
            ObjectKind::Plan => Self::Plan(Box::default()),
            ObjectKind::Block => Self::Block(Box::default()),
            ObjectKind::Agreement => Self::Agreement(Box::default()),
            ObjectKind::Meeting => Self::Meeting(Box::default()),
            ObjectKind::Item => Self::Item(Box::default()),
            ObjectKind::Objection => Self::Objection(Box::default()),
            ObjectKind::Nomination => Self::Nomination(Box::default()),
            ObjectKind::BattlePlan => Self::BattlePlan(Box::default()),
            ObjectKind::UnitReport => Self::UnitReport(Box::default()),
            ObjectKind::Period => Self::Period(Box::default()),
            ObjectKind::Interview => Self::Interview(Box::default()),
            ObjectKind::Order => Self::Order(Box::default()),
            ObjectKind::OrderTask => Self::OrderTask(Box::default()),
            ObjectKind::Visit => Self::Visit(Box::default()),
            ObjectKind::Supervision => Self::Supervision(Box::default()),
            ObjectKind::Defect => Self::Defect(Box::default()),
            ObjectKind::Commendation => Self::Commendation(Box::default()),
            ObjectKind::Pledge => Self::Pledge(Box::default()),
        }
    }

    /// Reads the fields of a kind; an error names the field that does not fit.
    pub fn read(kind: ObjectKind, json: Value) -> Result<Self, serde_json::Error> {
        fn boxed<T: DeserializeOwned>(json: Value) -> Result<Box<T>, serde_json::Error> {
            serde_json::from_value(json).map(Box::new)
        }
        Ok(match kind {
            ObjectKind::Case => Self::Case(boxed(json)?),
            ObjectKind::OverallPlan => Self::OverallPlan(boxed(json)?),
            ObjectKind::Plan => Self::Plan(boxed(json)?),
            ObjectKind::Block => Self::Block(boxed(json)?),
            ObjectKind::Agreement => Self::Agreement(boxed(json)?),
            ObjectKind::Meeting => Self::Meeting(boxed(json)?),
            ObjectKind::Item => Self::Item(boxed(json)?),
            ObjectKind::Objection => Self::Objection(boxed(json)?),
            ObjectKind::Nomination => Self::Nomination(boxed(json)?),
            ObjectKind::BattlePlan => Self::BattlePlan(boxed(json)?),
            ObjectKind::UnitReport => Self::UnitReport(boxed(json)?),
            ObjectKind::Period => Self::Period(boxed(json)?),
            ObjectKind::Interview => Self::Interview(boxed(json)?),
            ObjectKind::Order => Self::Order(boxed(json)?),
            ObjectKind::OrderTask => Self::OrderTask(boxed(json)?),
            ObjectKind::Visit => Self::Visit(boxed(json)?),
            ObjectKind::Supervision => Self::Supervision(boxed(json)?),
            ObjectKind::Defect => Self::Defect(boxed(json)?),
            ObjectKind::Commendation => Self::Commendation(boxed(json)?),
            ObjectKind::Pledge => Self::Pledge(boxed(json)?),
        })
    }

    /// The fields as an object of JSON, keys in order, what is not known left out.
    pub fn json(&self) -> Map<String, Value> {
        fn map<T: Serialize>(fields: &T) -> Map<String, Value> {
            // Plain structs with text keys always turn into an object.
            match serde_json::to_value(fields) {
                Ok(Value::Object(mut map)) => {
                    map.retain(|_, value| !is_nothing(value));
                    map
                }
                _ => Map::new(),
            }
        }
        match self {
            Self::Case(fields) => map(fields),
            Self::OverallPlan(fields) => map(fields),
            Self::Plan(fields) => map(fields),
            Self::Block(fields) => map(fields),
            Self::Agreement(fields) => map(fields),
            Self::Meeting(fields) => map(fields),
            Self::Item(fields) => map(fields),
            Self::Objection(fields) => map(fields),
            Self::Nomination(fields) => map(fields),
            Self::BattlePlan(fields) => map(fields),
            Self::UnitReport(fields) => map(fields),
            Self::Period(fields) => map(fields),
            Self::Interview(fields) => map(fields),
            Self::Order(fields) => map(fields),
            Self::OrderTask(fields) => map(fields),
            Self::Visit(fields) => map(fields),
            Self::Supervision(fields) => map(fields),
            Self::Defect(fields) => map(fields),
            Self::Commendation(fields) => map(fields),
            Self::Pledge(fields) => map(fields),
        }
    }

    /// The case, if it is one.
    pub fn case(&self) -> Option<&Case> {
        if let Self::Case(case) = self { Some(case) } else { None }
    }

    /// The plan, if it is one.
    pub fn plan(&self) -> Option<&Plan> {
        if let Self::Plan(plan) = self { Some(plan) } else { None }
    }

    /// The meeting, if it is one.
    pub fn meeting(&self) -> Option<&Meeting> {
        if let Self::Meeting(meeting) = self { Some(meeting) } else { None }
    }

    /// The decision item, if it is one.
    pub fn item(&self) -> Option<&Item> {
        if let Self::Item(item) = self { Some(item) } else { None }
    }

    /// The unit's plan for a year, if it is one.
    pub fn battle_plan(&self) -> Option<&BattlePlan> {
        if let Self::BattlePlan(plan) = self { Some(plan) } else { None }
    }

    /// The unit's report of a month, if it is one.
    pub fn unit_report(&self) -> Option<&UnitReport> {
        if let Self::UnitReport(report) = self { Some(report) } else { None }
    }

    /// The month's appraisal, if it is one.
    pub fn period(&self) -> Option<&Period> {
        if let Self::Period(period) = self { Some(period) } else { None }
    }

    /// The warning or interview, if it is one.
    pub fn interview(&self) -> Option<&Interview> {
        if let Self::Interview(interview) = self { Some(interview) } else { None }
    }

    /// The order, if it is one.
    pub fn order(&self) -> Option<&Order> {
        if let Self::Order(order) = self { Some(order) } else { None }
    }

    /// The unit's task of an order, if it is one.
    pub fn order_task(&self) -> Option<&OrderTask> {
        if let Self::OrderTask(task) = self { Some(task) } else { None }
    }

    /// The visit, if it is one.
    pub fn visit(&self) -> Option<&Visit> {
        if let Self::Visit(visit) = self { Some(visit) } else { None }
    }

    /// The round of 督查, if it is one.
    pub fn supervision(&self) -> Option<&Supervision> {
        if let Self::Supervision(supervision) = self { Some(supervision) } else { None }
    }

    /// What 督查 found, if it is that.
    pub fn defect(&self) -> Option<&Defect> {
        if let Self::Defect(defect) = self { Some(defect) } else { None }
    }

    /// The commendation, if it is one.
    pub fn commendation(&self) -> Option<&Commendation> {
        if let Self::Commendation(commendation) = self { Some(commendation) } else { None }
    }

    /// The pledge, if it is one.
    pub fn pledge(&self) -> Option<&Pledge> {
        if let Self::Pledge(pledge) = self { Some(pledge) } else { None }
    }

    /// The agreement, if it is one.
    pub fn agreement(&self) -> Option<&Agreement> {
        if let Self::Agreement(agreement) = self { Some(agreement) } else { None }
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}
