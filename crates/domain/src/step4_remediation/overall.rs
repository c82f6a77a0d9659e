//! 总体方案 (R44): what a local unit means to do with all its inefficient land; one for each unit, with
//! every version kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Milestone, Path};
use crate::moves::Effect::{Count, Draw, KeepFormer, Stamp};
use crate::moves::{Check, Desk, Field, FieldKind, From, Guard, Limit, Machine, Move, State, To, Who, holds};
use crate::object::ObjectKind;
use crate::{Area, Category};

/// What is known of an overall plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OverallPlan {
    /// Number of the version, from 1.
    pub edition: i64,
    /// Year of the targets.
    pub year: i32,
    /// 地块清单: the unit's open cases when they were last drawn.
    pub sites: Vec<PlannedSite>,
    /// 目标任务 of the unit for that year, each with its document.
    pub targets: Vec<String>,
    /// Day on which sites and targets were drawn.
    pub drawn_on: Option<NaiveDate>,
    /// 整治目标和思路
    pub goals: Option<String>,
    /// 主要措施
    pub measures: Option<String>,
    /// 月度节点
    pub milestones: Vec<Milestone>,
    /// 责任分工
    pub persons: Option<String>,
    /// 保障措施
    pub support: Option<String>,
    /// Day of 备案.
    pub filed_on: Option<NaiveDate>,
    /// Versions before this one, oldest first.
    pub former: Vec<OverallPlan>,
}

/// A site of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlannedSite {
    /// 地块编号
    pub number: String,
    /// 宗地代码
    pub parcel: String,
    /// 坐落
    pub title: String,
    /// 宗地面积
    pub area: Area,
    /// Its categories.
    pub categories: Vec<Category>,
    /// State of its case, in words.
    pub state: String,
    /// By which path, where its own plan says so.
    pub path: Option<Path>,
    /// Day on which its own plan ends.
    pub ends: Option<NaiveDate>,
    /// 责任人 of its own plan.
    pub persons: Option<String>,
    /// 节点 of its own plan.
    pub nodes: Vec<Milestone>,
}

const CONTENT: &[Field] = &[
    Field::new("goals", "整治目标和思路", FieldKind::Prose),
    Field::new("measures", "主要措施", FieldKind::Prose),
    Field::new("milestones", "月度节点", FieldKind::DatedLines).hint("一行一条：2023-06-30 完成 5 宗签约"),
    Field::new("persons", "责任分工", FieldKind::Prose),
    Field::new("support", "保障措施", FieldKind::Prose),
];

/// The machine of an overall plan.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::OverallPlan,
    states: &[
        State::open("DRAFT", "草拟", Desk::LocalClerk).within(DUE),
        State::open("LOCAL_REVIEW", "属地审核", Desk::LocalLeader).within(Limit::KEPT),
        State::open("REPORTED", "已上报", Desk::Office),
        State::open("RETURNED", "退回", Desk::LocalClerk),
        // Nobody has to act on it; a new version begins from it.
        State::over("FILED", "已备案"),
    ],
    moves: &[&[
        Move::new("open", "起草总体方案", From::New, To::State("DRAFT"), Who::LOCAL)
            .clause("六（四）")
            .fields(CONTENT)
            .guards(&[ONE_PER_UNIT])
            .effects(&[Count("edition"), Draw]),
        // The daily watch asks for it, so that its deadline runs before anybody has written a word.
        Move::new("call_for", "应编制总体方案", From::New, To::State("DRAFT"), Who::System)
            .clause("六（四）")
            .guards(&[ONE_PER_UNIT])
            .effects(&[Count("edition"), Draw]),
        Move::new(
            "call_again",
            "应编制新一年方案",
            From::States(&["FILED"]),
            To::State("DRAFT"),
            Who::System,
        )
        .clause("六（四）")
        .effects(&[KeepFormer, Count("edition"), Draw]),
        Move::new("edit", "修改方案", From::States(&["DRAFT", "RETURNED"]), To::State("DRAFT"), Who::LOCAL)
            .clause("六（四）")
            .fields(CONTENT)
            .effects(&[Draw]),
        Move::new(
            "submit",
            "送属地审核",
            From::States(&["DRAFT"]),
            To::State("LOCAL_REVIEW"),
            Who::LOCAL_CLERK,
        )
        .clause("六（四）")
        .guards(&[COMPLETE])
        .recallable(),
        Move::new(
            "return_to_clerk",
            "退回修改",
            From::States(&["LOCAL_REVIEW"]),
            To::State("DRAFT"),
            Who::LOCAL_LEADER,
        )
        .clause("六（四）")
        .reason(),
        Move::new(
            "report",
            "审核上报",
            From::States(&["LOCAL_REVIEW"]),
            To::State("REPORTED"),
            Who::LOCAL_LEADER,
        )
        .clause("六（四）")
        .second_to(&["submit"])
        .offline()
        .recallable(),
        Move::new("return", "退回", From::States(&["REPORTED"]), To::State("RETURNED"), Who::OFFICE)
            .clause("六（四）")
            .reason(),
        Move::new("file", "备案", From::States(&["REPORTED"]), To::State("FILED"), Who::OFFICE)
            .clause("六（四）")
            .second_to(&["report"])
            .effects(&[Stamp("filed_on")]),
        Move::new("revise", "编制新一版", From::States(&["FILED"]), To::State("DRAFT"), Who::LOCAL)
            .clause("六（四）")
            .reason()
            .effects(&[KeepFormer, Count("edition"), Draw]),
    ]],
};

/// The day that the program drew from the unit's first 认定 of the year.
const DUE: Limit = Limit::from_entry("总体方案编制时限（overall_days）", |_, at| at.object.due);

const ONE_PER_UNIT: Guard = Guard {
    name: "one_per_unit",
    rule: "每个属地一份总体方案，调整编制新一版",
    check: Check::Overall(|_, at| match at.tied("sibling").next() {
        None => Ok(()),
        Some(other) => Err(format!(
            "“{}”已有（{}），不能再起草一份。请在它的页面修改或编制新一版。",
            other.title, other.number
        )),
    }),
};

const COMPLETE: Guard = Guard {
    name: "plan_complete",
    rule: "有地块、主要措施和月度节点",
    check: Check::Overall(|plan, _| {
        holds(!plan.sites.is_empty(), "本属地还没有已认定的地块，汇总不出地块清单。")?;
        holds(plan.measures.is_some(), "还没有写主要措施。请先“修改方案”。")?;
        holds(!plan.milestones.is_empty(), "还没有列月度节点。请先“修改方案”。")
    }),
};
