//! 连片地块 (domain.md §2.3): sites that lie together, with one plan, examined by the 组长联席会议.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::meeting::Act;
use crate::moves::Effect::{self, Due, First, Sites, Stamp};
use crate::moves::{
    Check, Desk, Field, FieldKind, From, Guard, Machine, Move, Situation, State, To, Verdict, Who, holds,
    machine,
};
use crate::object::{Object, ObjectKind};
use crate::{Area, Ratio};

/// What is known of a block.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Block {
    /// 方式: `B1` 退二还一, `B2` 退二优二, `B3` 退二补三, `B9` other.
    pub mode: Option<String>,
    /// 整治方案
    pub plan: Option<String>,
    /// Area of the union of its sites, not their sum; measured when it is proposed.
    pub union_area: Area,
    /// The widest gap that has to be bridged to connect all sites, in metres; absent when a site has
    /// no shape.
    pub widest_gap: Option<String>,
    /// 宗地代码 of the site beyond the widest gap, and of the one nearest to it.
    pub apart: Option<(String, String)>,
    /// 宗地代码 of sites that an adjustment takes in, once the meeting agrees.
    pub joins: Vec<String>,
    /// 宗地代码 of sites that it lets go.
    pub leaves: Vec<String>,
    /// What the block then measures.
    pub next: Option<Measured>,
    /// Day on which the meeting examined it first; from then on only the meeting ends it.
    pub approved_on: Option<NaiveDate>,
    /// Day of the start, which counts for the yearly target.
    pub started_on: Option<NaiveDate>,
    /// Completed so far, in phases.
    pub completed_area: Option<Area>,
    /// What was completed by which day, the earliest first.
    pub phases: Vec<Phase>,
    /// Day of completion.
    pub completed_on: Option<NaiveDate>,
}

/// 分期完成面积, as reported on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// The day.
    pub on: NaiveDate,
    /// Completed by then, all phases together.
    pub area: Area,
}

/// What sites measure together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measured {
    /// Area of their union.
    pub union_area: Area,
    /// The widest gap between them, in metres; absent when a site has no shape.
    pub widest_gap: Option<String>,
    /// The site beyond it, and the one nearest to it.
    pub apart: Option<(String, String)>,
}

impl Block {
    /// What it measures, as it stands.
    pub fn measured(&self) -> Measured {
        Measured {
            union_area: self.union_area,
            widest_gap: self.widest_gap.clone(),
            apart: self.apart.clone(),
        }
    }
}

const MODES: &[(&str, &str)] =
    &[("B1", "退二还一"), ("B2", "退二优二"), ("B3", "退二补三"), ("B9", "其他方式")];

const CONTENT: &[Field] = &[
    Field::new("mode", "方式", FieldKind::Choice(MODES)).required(),
    Field::new("plan", "整治方案", FieldKind::Prose),
];

/// The machine of a block.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Block,
    states: &[
        State::open("PROPOSED", "谋划", Desk::LocalClerk),
        State::open("PLAN_DRAFT", "方案编制", Desk::LocalClerk),
        State::open("SUBMITTED", "已上报", Desk::Office),
        State::open("OFFICE_REVIEW", "办公室预审", Desk::Office),
        State::open("LEADER_MEETING", "提交组长联席会议", Desk::Office),
        State::open("APPROVED", "已审定", Desk::LocalLeader),
        State::open("STARTED", "已启动", Desk::LocalClerk),
        State::open("EXECUTING", "实施中", Desk::LocalClerk),
        State::open("ACCEPTANCE", "验收", Desk::Office),
        State::over("COMPLETED", "完成"),
        State::open("RETURNED", "退回", Desk::LocalClerk),
        State::open("ADJUSTING", "方案调整", Desk::LocalClerk),
        State::open("SUSPENDED", "暂缓", Desk::Office),
        State::over("TERMINATED", "终止"),
    ],
    moves: &[&[
        Move::new("open", "谋划连片地块", From::New, To::State("PROPOSED"), Who::LOCAL)
            .clause("五（二）")
            .fields(CONTENT)
            .ties(&[("member", &[ObjectKind::Case])])
            .guards(&[ELIGIBLE, CONNECTED, FREE]),
        Move::new(
            "draft_plan",
            "编制连片方案",
            From::States(&["PROPOSED", "PLAN_DRAFT", "RETURNED", "ADJUSTING"]),
            To::State("PLAN_DRAFT"),
            Who::LOCAL,
        )
        .clause("五（二）")
        .fields(CONTENT),
        Move::new(
            "change_sites",
            "调整地块范围",
            From::States(&["PLAN_DRAFT", "RETURNED", "ADJUSTING"]),
            To::Same,
            Who::LOCAL,
        )
        .clause("六（五）")
        .reason()
        .fields(&[
            Field::new("joins", "调入的宗地", FieldKind::Lines).hint("一行一个宗地代码"),
            Field::new("leaves", "调出的宗地", FieldKind::Lines).hint("一行一个宗地代码"),
        ])
        .guards(&[ADJUSTED, SITES_FIT]),
        Move::new(
            "submit",
            "上报连片方案",
            From::States(&["PLAN_DRAFT"]),
            To::State("SUBMITTED"),
            Who::LOCAL_LEADER,
        )
        .clause("六（四）")
        .evidence()
        .guards(&[HAS_PLAN])
        .offline()
        .recallable(),
        Move::new(
            "receive",
            "受理预审",
            From::States(&["SUBMITTED"]),
            To::State("OFFICE_REVIEW"),
            Who::OFFICE,
        )
        .clause("六（四）"),
        Move::new(
            "return",
            "退回",
            From::States(&["SUBMITTED", "OFFICE_REVIEW"]),
            To::State("RETURNED"),
            Who::OFFICE,
        )
        .clause("六（四）")
        .reason(),
        Move::new(
            "put_forward",
            "预审通过，提交组长联席会议",
            From::States(&["OFFICE_REVIEW"]),
            To::State("LEADER_MEETING"),
            Who::Meeting(Act::PreReview),
        )
        .clause("七（二）1")
        .refusal("hold_back"),
        Move::new(
            "hold_back",
            "预审未通过",
            From::States(&["OFFICE_REVIEW"]),
            To::State("RETURNED"),
            Who::Meeting(Act::PreReview),
        )
        .clause("七（二）1"),
        Move::new(
            "approve",
            "审定连片整治方案",
            From::States(&["LEADER_MEETING"]),
            To::State("APPROVED"),
            Who::Meeting(Act::BlockPlan),
        )
        .clause("七（二）1")
        .guards(&[SITES_FIT])
        .effects(&[First("approved_on"), Sites])
        .refusal("refuse"),
        Move::new(
            "refuse",
            "连片整治方案未通过",
            From::States(&["LEADER_MEETING"]),
            To::State("RETURNED"),
            Who::Meeting(Act::BlockPlan),
        )
        .clause("七（二）1"),
        Move::new("start", "启动", From::States(&["APPROVED"]), To::State("STARTED"), Who::LOCAL_LEADER)
            .clause("四")
            .evidence()
            .offline()
            .effects(&[First("started_on")]),
        Move::new("execute", "进入实施", From::States(&["STARTED"]), To::State("EXECUTING"), Who::LOCAL)
            .clause("六（五）"),
        Move::new("report_phase", "填报分期完成面积", From::States(&["EXECUTING"]), To::Same, Who::LOCAL)
            .clause("六（五）")
            .evidence()
            .fields(&[Field::new("completed_area", "累计完成面积（亩）", FieldKind::Mu).required()])
            .guards(&[WITHIN])
            .effects(&[Effect::Phase]),
        Move::new(
            "adjust",
            "调整范围或方式",
            From::States(&["APPROVED", "STARTED", "EXECUTING"]),
            To::State("ADJUSTING"),
            Who::LOCAL_LEADER,
        )
        .clause("六（五）")
        .reason()
        .offline(),
        Move::new(
            "ask_acceptance",
            "申请验收",
            From::States(&["EXECUTING"]),
            To::State("ACCEPTANCE"),
            Who::LOCAL_LEADER,
        )
        .clause("六（五）")
        .evidence()
        .offline()
        .recallable(),
        Move::new(
            "return_acceptance",
            "验收未通过",
            From::States(&["ACCEPTANCE"]),
            To::State("EXECUTING"),
            Who::OFFICE,
        )
        .clause("六（五）")
        .reason(),
        Move::new("complete", "验收完成", From::States(&["ACCEPTANCE"]), To::State("COMPLETED"), Who::OFFICE)
            .clause("六（五）")
            .evidence()
            .second_to(&["ask_acceptance"])
            .effects(&[Stamp("completed_on")]),
        Move::new(
            "suspend",
            "暂缓",
            From::States(&[
                "PROPOSED",
                "PLAN_DRAFT",
                "APPROVED",
                "STARTED",
                "EXECUTING",
                "RETURNED",
                "ADJUSTING",
            ]),
            To::State("SUSPENDED"),
            Who::OFFICE,
        )
        .reason()
        .evidence()
        .date("暂缓到期日")
        .guards(&[EXPIRES])
        .effects(&[Due]),
        Move::new("resume", "恢复办理", From::States(&["SUSPENDED"]), To::Resumed, Who::OFFICE).reason(),
        Move::new(
            "terminate",
            "终止",
            From::States(&["PROPOSED", "PLAN_DRAFT", "RETURNED"]),
            To::State("TERMINATED"),
            Who::OFFICE,
        )
        .guards(&[NEVER_APPROVED])
        .reason(),
        Move::new(
            "end",
            "终止已审定的连片",
            From::States(&[
                "PLAN_DRAFT",
                "RETURNED",
                "APPROVED",
                "STARTED",
                "EXECUTING",
                "ADJUSTING",
                "SUSPENDED",
            ]),
            To::State("TERMINATED"),
            Who::Meeting(Act::BlockPlan),
        )
        .clause("七（二）1")
        .guards(&[WAS_APPROVED])
        .reason(),
    ]],
};

/// May a case in this state join a block: 认定 behind it, 评估 not begun?
pub fn may_join(case: &Object) -> bool {
    case.kind == ObjectKind::Case && JOINS.contains(&case.state)
}

/// States in which a case may join a block.
pub const JOINS: &[&str] = &["CONFIRMED", "IN_DB", "PLANNING", "PLAN_REVIEW", "EXECUTING", "REWORK"];

const ELIGIBLE: Guard = Guard {
    name: "members_eligible",
    rule: "各地块都已认定、尚未申报完成",
    check: Check::Block(|_, at| {
        let other = at.tied("member").find(|member| !may_join(member));
        let Some(other) = other else { return Ok(()) };
        let state = machine(other.kind).state(other.state).map_or("", |state| state.label);
        Err(format!("“{}”现在是“{state}”；已认定、尚未申报完成的地块才能列入连片。", other.title))
    }),
};

const CONNECTED: Guard = Guard {
    name: "connected",
    rule: "地块不少于规定宗数，相互间距不超过规定米数，合计面积达到下限",
    check: Check::Block(connected),
};

fn connected(block: &Block, at: &Situation<'_>) -> Verdict {
    lie_together(at.tied("member").count(), &block.measured(), at)
}

/// Do so many sites of this measure make a block?
fn lie_together(sites: usize, block: &Measured, at: &Situation<'_>) -> Verdict {
    let numbers = at.numbers;
    holds(
        sites >= numbers.block_sites as usize,
        &format!("连片地块至少要有 {} 宗，现在选了 {sites} 宗。", numbers.block_sites),
    )?;
    let gap = block.widest_gap.as_deref().and_then(Ratio::parse_decimal);
    let gap = gap.ok_or("有的地块没有图形，无法判断是否连片。请先归集这些宗地的图形。")?;
    let (apart, nearest) = block.apart.clone().unwrap_or_default();
    holds(
        gap <= numbers.block_gap,
        &format!(
            "宗地 {apart} 与最近的宗地 {nearest} 相隔 {} 米，超过 {} 米，不算连片。请去掉这一侧的宗地，或补选中间的地块。",
            gap.to_decimal(1),
            numbers.block_gap.to_decimal(0)
        ),
    )?;
    holds(block.union_area >= numbers.block_area, "合计面积没有达到连片地块的面积下限。请增加地块。")
}

const ADJUSTED: Guard = Guard {
    name: "is_adjusted",
    rule: "经组长联席会议审定过、正在调整",
    check: Check::Block(|block, _| {
        holds(
            block.approved_on.is_some(),
            "这个连片地块还没有审定过，范围有误的请终止后重新谋划；审定过的才按调整办理。",
        )
    }),
};

const SITES_FIT: Guard = Guard {
    name: "changed_sites_fit",
    rule: "调入的地块已认定、尚未申报完成，不在别的连片内；调出的地块在本连片内、没有并入；调整后仍连片",
    check: Check::Block(sites_fit),
};

fn sites_fit(block: &Block, at: &Situation<'_>) -> Verdict {
    if block.joins.is_empty() && block.leaves.is_empty() {
        return Ok(());
    }
    let members: Vec<&Object> = at.tied("member").collect();
    let is_member = |code: &String| members.iter().any(|member| member.parcel == *code);
    for code in &block.joins {
        let site = at.tied("joins").find(|site| site.parcel == *code);
        let site =
            site.ok_or_else(|| format!("宗地 {code} 在本属地没有进行中的案件，不能调入。请核对宗地代码。"))?;
        holds(!is_member(code), &format!("宗地 {code} 已在本连片内，不用调入。"))?;
        let state = machine(site.kind).state(site.state).map_or("", |state| state.label);
        holds(may_join(site), &format!("宗地 {code} 现在是“{state}”；已认定、尚未申报完成的地块才能调入。"))?;
    }
    if let Some(other) = at.tied("sibling").find(|other| crate::moves::is_open(other)) {
        return Err(format!("调入的地块已在“{}”内，一宗地只能属于一个连片地块。", other.title));
    }
    for code in &block.leaves {
        let merged = members.iter().any(|member| member.parcel == *code && member.state == "MERGED");
        holds(is_member(code), &format!("宗地 {code} 不在本连片内，不能调出。"))?;
        holds(!merged, &format!("宗地 {code} 的案件已并入本连片，不能调出。"))?;
    }
    let next = block.next.clone().unwrap_or_default();
    lie_together(members.len() + block.joins.len() - block.leaves.len(), &next, at)
}

const NEVER_APPROVED: Guard = Guard {
    name: "never_approved",
    rule: "没有经组长联席会议审定过",
    check: Check::Block(|block, _| {
        holds(
            block.approved_on.is_none(),
            "这个连片地块经组长联席会议审定过，只能由组长联席会议终止。请提请议题“终止已审定的连片”。",
        )
    }),
};

const WAS_APPROVED: Guard = Guard {
    name: "was_approved",
    rule: "经组长联席会议审定过",
    check: Check::Block(|block, _| {
        holds(block.approved_on.is_some(), "这个连片地块没有审定过，不用上会，由专班办公室直接“终止”。")
    }),
};

const EXPIRES: Guard = Guard {
    name: "expires",
    rule: "暂缓有到期日，晚于今天",
    check: Check::Block(|_, at| {
        holds(at.input.date.is_none_or(|day| day > at.today), "暂缓到期日应晚于今天，到期自动提醒。")
    }),
};

const FREE: Guard = Guard {
    name: "in_no_other_block",
    rule: "每宗地只在一个进行中的连片地块内",
    check: Check::Block(|_, at| {
        let taken = at.tied("sibling").find(|other| crate::moves::is_open(other));
        match taken {
            Some(other) => Err(format!("所选地块已在“{}”内，一宗地只能属于一个连片地块。", other.title)),
            None => Ok(()),
        }
    }),
};

const HAS_PLAN: Guard = Guard {
    name: "has_plan",
    rule: "写明方式和整治方案",
    check: Check::Block(|block, _| {
        holds(block.mode.is_some() && block.plan.is_some(), "请先“编制连片方案”，写明方式和整治方案。")
    }),
};

const WITHIN: Guard = Guard {
    name: "within_block",
    rule: "累计完成面积不超过连片地块面积",
    check: Check::Block(|block, _| {
        holds(
            block.completed_area.is_none_or(|done| done <= block.union_area),
            "累计完成面积大于连片地块面积，请核对。",
        )
    }),
};
