//! 督查 (R64): one round of an inspection team of the bureaus, from its plan to the 督查通报. What the team
//! finds are [`Defect`](super::Defect)s.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::defect::DefectLine;
use crate::Role;
use crate::actor::person_of;
use crate::moves::Effect::{ListDefects, Stamp};
use crate::moves::{
    Check, Desk, Field, FieldKind, From, Guard, Limit, Machine, Move, Situation, State, To, Verdict, Who,
    holds, is_open,
};
use crate::object::{Object, ObjectKind};

/// What is known of a round.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Supervision {
    /// 督查主题
    pub subject: String,
    /// 组长 of the team, by name.
    pub team_leader: String,
    /// The other members, one a line: the name first, then the bureau.
    pub team: Vec<String>,
    /// Names of the units inspected.
    pub units: Vec<String>,
    /// 督查内容
    pub scope: Option<String>,
    /// First day.
    pub begins_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// 总体情况, for the circular.
    pub overview: Option<String>,
    /// 好的做法
    pub practice: Option<String>,
    /// 工作要求
    pub demands: Option<String>,
    /// 文号 of the circular.
    pub document: Option<String>,
    /// Day of the circular.
    pub issued_on: Option<NaiveDate>,
    /// What had been found when the circular was drafted or issued: an issued one never changes.
    pub defects: Vec<DefectLine>,
}

impl Supervision {
    /// Is this person of the team?
    pub fn has_member(&self, name: &str) -> bool {
        let members = self.team.iter().filter_map(|line| line.split_whitespace().next());
        std::iter::once(self.team_leader.trim()).chain(members).any(|member| member == person_of(name))
    }

    /// Heading of its circular.
    pub fn circular(&self) -> String {
        format!("关于{}情况的通报", self.subject.replace(' ', ""))
    }

    /// Does this person lead the team?
    pub fn is_led_by(&self, name: &str) -> bool {
        self.team_leader.trim() == person_of(name)
    }
}

/// Has its circular been issued, so that everybody may read it?
pub fn is_issued(object: &Object) -> bool {
    object.kind == ObjectKind::Supervision && ["ISSUED", "CLOSED"].contains(&object.state)
}

/// Puts what the team has found into the circular ([`ListDefects`]).
pub(crate) fn list_defects(map: &mut Map<String, Value>, situation: &Situation<'_>) {
    let mut lines: Vec<_> = situation.tied("defect").filter_map(DefectLine::of).collect();
    lines.sort_by(|one, other| one.number.cmp(&other.number));
    map.insert("defects".to_owned(), json!(lines));
}

/// 督查组员
const TEAM: Who = Who::People(&[Role::Inspector]);

/// The bureau that forms the team, the office, or the team itself.
const PLANNERS: Who =
    Who::People(&[Role::OfficeHead, Role::OfficeClerk, Role::BureauLeader, Role::Inspector]);

const PLAN: &[Field] = &[
    Field::new("subject", "督查主题", FieldKind::Text).required().hint("例如：2023 年三季度专项督查"),
    Field::new("team_leader", "督查组组长", FieldKind::Text).required().hint("姓名"),
    Field::new("team", "督查组成员", FieldKind::Lines).hint("一行一人：姓名在前，单位在后"),
    Field::new("units", "被督查单位", FieldKind::Units).required().hint("一行一个单位"),
    Field::new("scope", "督查内容", FieldKind::Prose).required(),
    Field::new("begins_on", "开始日期", FieldKind::Day).required(),
    Field::new("ends_on", "结束日期", FieldKind::Day).required(),
];

const CIRCULAR: &[Field] = &[
    Field::new("overview", "总体情况", FieldKind::Prose).required(),
    Field::new("practice", "好的做法", FieldKind::Prose),
    Field::new("demands", "工作要求", FieldKind::Prose).required(),
];

/// Its machine.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Supervision,
    states: &[
        State::open("PLANNED", "已计划", Desk::Inspector).within(BEGIN),
        State::open("INSPECTING", "督查中", Desk::Inspector).within(END),
        State::open("DRAFTED", "通报待签发", Desk::OfficeHead),
        State::open("ISSUED", "已通报", Desk::Office),
        State::over("CLOSED", "已办结"),
        State::over("CANCELLED", "已取消"),
    ],
    moves: &[&[
        Move::new("open", "制定督查计划", From::New, To::State("PLANNED"), PLANNERS)
            .clause("七（二）2")
            .fields(PLAN)
            .guards(&[DAYS]),
        Move::new("change", "调整督查计划", From::States(&["PLANNED"]), To::Same, PLANNERS)
            .clause("七（二）2")
            .fields(PLAN)
            .guards(&[DAYS]),
        Move::new("begin", "开始督查", From::States(&["PLANNED"]), To::State("INSPECTING"), TEAM)
            .clause("七（二）2")
            .guards(&[MEMBER]),
        Move::new("cancel", "取消督查", From::States(&["PLANNED"]), To::State("CANCELLED"), PLANNERS)
            .clause("七（二）2")
            .reason(),
        Move::new("draft", "起草督查通报", From::States(&["INSPECTING"]), To::State("DRAFTED"), TEAM)
            .clause("七（二）2")
            .fields(CIRCULAR)
            .guards(&[LEADS])
            .effects(&[ListDefects]),
        Move::new(
            "return",
            "退回修改",
            From::States(&["DRAFTED"]),
            To::State("INSPECTING"),
            Who::OFFICE_HEAD,
        )
        .clause("七（二）2")
        .reason(),
        Move::new("issue", "签发督查通报", From::States(&["DRAFTED"]), To::State("ISSUED"), Who::OFFICE_HEAD)
            .clause("七（二）2")
            .fields(&[Field::new("document", "文号", FieldKind::Text)
                .required()
                .hint("例如：桐零地办〔2023〕9号")])
            .second_to(&["draft"])
            .effects(&[ListDefects, Stamp("issued_on")]),
        Move::new("close", "督查办结", From::States(&["ISSUED"]), To::State("CLOSED"), Who::OFFICE)
            .clause("七（二）2")
            .guards(&[ALL_CLOSED]),
    ]],
};

const BEGIN: Limit = Limit::from_fields("开始日期", |fields, _| fields.supervision()?.begins_on);

const END: Limit = Limit::from_fields("结束日期", |fields, _| fields.supervision()?.ends_on);

const DAYS: Guard = Guard {
    name: "days_in_order",
    rule: "结束日期不早于开始日期",
    check: Check::Supervision(|round, _| {
        holds(round.begins_on <= round.ends_on, "结束日期早于开始日期，请检查两个日期。")
    }),
};

const MEMBER: Guard = Guard {
    name: "of_the_team",
    rule: "由本次督查组的成员办理",
    check: Check::Supervision(|round, at| holds(round.has_member(at.maker), &not_of_the_team(round))),
};

/// What somebody of another team is told.
pub(super) fn not_of_the_team(round: &Supervision) -> String {
    format!(
        "您不在“{}”的督查组名单中（组长{}）。请交本组成员办理；名单有误的，由专班办公室调整督查计划。",
        round.subject, round.team_leader
    )
}

const LEADS: Guard = Guard {
    name: "leads_the_team",
    rule: "由督查组组长办理",
    check: Check::Supervision(|round, at| {
        holds(
            round.is_led_by(at.maker),
            &format!("督查通报由督查组组长{}起草，请交组长办理。", round.team_leader),
        )
    }),
};

const ALL_CLOSED: Guard =
    Guard { name: "defects_closed", rule: "督查问题全部销号", check: Check::Supervision(all_closed) };

fn all_closed(_: &Supervision, at: &Situation<'_>) -> Verdict {
    let open: Vec<_> =
        at.tied("defect").filter(|defect| is_open(defect)).map(|defect| defect.number.as_str()).collect();
    holds(
        open.is_empty(),
        &format!("还有 {} 个督查问题没有销号：{}。销号后再办结。", open.len(), open.join("、")),
    )
}
