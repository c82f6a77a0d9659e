//! 履约监管协议 (domain.md §2.4): signed by unit and firm, reported, filed, and kept checkpoint by
//! checkpoint.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::moves::Effect::{Checkpoint as Point, Clear, Count, Day};
use crate::moves::{
    Check, Desk, Field, FieldKind, From, Guard, Limit, Machine, Move, Situation, State, To, Verdict, Who,
    holds,
};
use crate::object::ObjectKind;

/// What an agreement says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Agreement {
    /// Number of the version, from 1.
    pub edition: i64,
    /// 乙方（企业）
    pub firm: String,
    /// 丙方（担保方、国企）
    pub guarantor: Option<String>,
    /// 整治内容
    pub content: Option<String>,
    /// 检查点
    pub checkpoints: Vec<Checkpoint>,
    /// 签订日期
    pub signed_on: Option<NaiveDate>,
}

impl Agreement {
    /// The checkpoint that is to be passed next.
    pub fn next_point(&self) -> Option<&Checkpoint> {
        self.checkpoints.iter().filter(|point| !point.is_met()).min_by_key(|point| point.due)
    }
}

/// 检查点: an indicator with its target value on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// By when.
    pub due: NaiveDate,
    /// 指标
    pub indicator: String,
    /// 目标值, a decimal.
    pub target: String,
    /// Its unit.
    pub unit: String,
    /// `passed`, `failed` or `cured`; absent before the check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// Day of the check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_on: Option<NaiveDate>,
}

impl Checkpoint {
    /// Passed, or failed and cured.
    pub fn is_met(&self) -> bool {
        matches!(self.result.as_deref(), Some("passed" | "cured"))
    }
}

const CONTENT: &[Field] = &[
    Field::new("firm", "乙方（企业）", FieldKind::Text).required(),
    Field::new("guarantor", "丙方", FieldKind::Text),
    Field::new("content", "整治内容", FieldKind::Prose),
    Field::new("checkpoints", "检查点", FieldKind::Checkpoints)
        .hint("一行一条：2024-12-31 亩均税收 10 万元/亩"),
];

/// The machine of an agreement.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Agreement,
    states: &[
        State::open("DRAFT", "草拟", Desk::LocalClerk),
        State::open("NEGOTIATING", "磋商", Desk::LocalClerk),
        State::open("SIGNED", "已签订", Desk::LocalLeader).within(REPORT),
        State::open("REPORTED", "已上报", Desk::Office),
        State::open("FILED", "已备案", Desk::LocalClerk),
        State::open("PERFORMING", "履约中", Desk::LocalClerk).within(NEXT_POINT),
        State::open("CHECK_DUE", "检查点到期", Desk::LocalClerk).within(CHECK),
        State::open("WARNING", "预警整改", Desk::LocalClerk).within(CURE),
        State::open("BREACH_PROPOSED", "拟按违约处置", Desk::OfficeHead),
        State::open("BREACH", "违约处置", Desk::LocalLeader),
        State::open("FULFIL_PROPOSED", "拟履约完成", Desk::Office).within(CHECK_FULFILLED),
        State::over("ENDED_FULFILLED", "履约完成"),
        State::over("TERMINATED", "解除"),
        State::over("TRANSFERRED", "已转移"),
    ],
    moves: &[&[
        Move::new("open", "起草履约监管协议", From::New, To::State("DRAFT"), Who::LOCAL)
            .clause("五（一）1")
            .fields(CONTENT)
            .ties(&[("case", &[ObjectKind::Case])])
            .guards(&[HAS_CASE])
            .effects(&[Count("edition")]),
        Move::new("edit", "修改协议", From::States(&["DRAFT", "NEGOTIATING"]), To::Same, Who::LOCAL)
            .clause("五（一）1")
            .fields(CONTENT),
        Move::new("negotiate", "送企业磋商", From::States(&["DRAFT"]), To::State("NEGOTIATING"), Who::LOCAL)
            .clause("五（一）1"),
        Move::new("sign", "登记签订", From::States(&["NEGOTIATING"]), To::State("SIGNED"), Who::LOCAL)
            .clause("五（一）1")
            .date("签订日期")
            .evidence()
            .guards(&[POINTS])
            .effects(&[Day("signed_on")]),
        Move::new("report", "上报专班", From::States(&["SIGNED"]), To::State("REPORTED"), Who::LOCAL_LEADER)
            .clause("五（一）1")
            .offline()
            .recallable(),
        // Back to where it can be edited; what is changed is signed anew.
        Move::new("return", "退回", From::States(&["REPORTED"]), To::State("NEGOTIATING"), Who::OFFICE)
            .clause("五（一）1")
            .reason()
            .effects(&[Count("edition"), Clear(&["signed_on"])]),
        Move::new("file", "备案", From::States(&["REPORTED"]), To::State("FILED"), Who::OFFICE)
            .clause("五（一）1")
            .second_to(&["report"]),
        Move::new("perform", "开始履约", From::States(&["FILED"]), To::State("PERFORMING"), Who::LOCAL)
            .clause("七（二）4")
            .guards(&[POINTS]),
        Move::new(
            "amend",
            "签订补充协议",
            From::States(&["PERFORMING"]),
            To::State("NEGOTIATING"),
            Who::LOCAL,
        )
        .clause("七（二）4")
        .reason()
        .effects(&[Count("edition")]),
        Move::new(
            "come_due",
            "检查点到期",
            From::States(&["PERFORMING"]),
            To::State("CHECK_DUE"),
            Who::LOCAL_OR_OFFICE,
        )
        .clause("七（二）4")
        .guards(&[POINT_DUE]),
        Move::new(
            "pass_check",
            "检查通过",
            From::States(&["CHECK_DUE"]),
            To::State("PERFORMING"),
            Who::LOCAL,
        )
        .clause("七（二）4")
        .evidence()
        .guards(&[POINT_DUE])
        .effects(&[Point("passed")]),
        Move::new("fail_check", "检查未通过", From::States(&["CHECK_DUE"]), To::State("WARNING"), Who::LOCAL)
            .clause("七（二）4")
            .reason()
            .guards(&[POINT_DUE])
            .effects(&[Point("failed")]),
        Move::new("cure", "整改到位", From::States(&["WARNING"]), To::State("PERFORMING"), Who::LOCAL)
            .clause("七（二）4")
            .evidence()
            .effects(&[Point("cured")]),
        Move::new(
            "propose_breach",
            "提出违约处置",
            From::States(&["WARNING"]),
            To::State("BREACH_PROPOSED"),
            Who::LOCAL_LEADER,
        )
        .clause("七（二）4")
        .reason()
        .offline()
        .recallable(),
        Move::new(
            "decide_breach",
            "同意违约处置",
            From::States(&["BREACH_PROPOSED"]),
            To::State("BREACH"),
            Who::OFFICE_HEAD,
        )
        .clause("七（二）4")
        .reason()
        .second_to(&["propose_breach"]),
        Move::new(
            "return_breach",
            "不同意违约处置",
            From::States(&["BREACH_PROPOSED"]),
            To::State("WARNING"),
            Who::OFFICE_HEAD,
        )
        .clause("七（二）4")
        .reason(),
        Move::new(
            "cure_breach",
            "整改到位，恢复履约",
            From::States(&["BREACH"]),
            To::State("PERFORMING"),
            Who::OFFICE_HEAD,
        )
        .clause("七（二）4")
        .reason()
        .evidence()
        .effects(&[Point("cured")]),
        Move::new(
            "fulfil",
            "申请履约完成",
            From::States(&["PERFORMING"]),
            To::State("FULFIL_PROPOSED"),
            Who::LOCAL_LEADER,
        )
        .clause("七（二）4")
        .offline()
        .recallable()
        .guards(&[ALL_MET]),
        Move::new("confirm_fulfilled", "确认履约完成", PROPOSED, To::State("ENDED_FULFILLED"), Who::OFFICE)
            .clause("七（二）4")
            .second_to(&["fulfil"])
            .guards(&[ALL_MET]),
        Move::new("return_fulfil", "履约未完成，退回", PROPOSED, To::State("PERFORMING"), Who::OFFICE)
            .clause("七（二）4")
            .reason(),
        Move::new(
            "terminate",
            "解除协议",
            // A breach that the office has decided on is the unit's to carry out.
            From::States(&["DRAFT", "NEGOTIATING", "SIGNED", "BREACH"]),
            To::State("TERMINATED"),
            Who::LOCAL_LEADER,
        )
        .clause("七（二）4")
        .reason()
        .evidence()
        .offline(),
        // What was reported to the office is not ended behind its back.
        Move::new("end", "同意解除协议", IN_FORCE, To::State("TERMINATED"), Who::OFFICE_HEAD)
            .clause("七（二）4")
            .reason()
            .evidence(),
        Move::new("transfer", "登记随权属转移", IN_FORCE, To::State("TRANSFERRED"), Who::OFFICE)
            .clause("七（二）4")
            .reason()
            .evidence(),
    ]],
};

const PROPOSED: From = From::States(&["FULFIL_PROPOSED"]);

/// Reported, not over, and not yet given up by the office.
const IN_FORCE: From = From::States(&[
    "REPORTED",
    "FILED",
    "PERFORMING",
    "CHECK_DUE",
    "WARNING",
    "BREACH_PROPOSED",
    "FULFIL_PROPOSED",
]);

/// R24: so many working days after the signature.
const REPORT: Limit = Limit::from_entry("协议上报时限（agreement_report_days）", |fields, at| {
    let signed = fields.agreement()?.signed_on.unwrap_or(at.today);
    Some(at.calendar.after(signed, at.numbers.limits.agreement_report_days))
});

const NEXT_POINT: Limit = Limit::from_fields("下一个检查点", |fields, _| {
    fields.agreement()?.next_point().map(|point| point.due)
});

const CHECK: Limit = Limit::from_fields("检查点核查时限（check_days）", |fields, at| {
    let point = fields.agreement()?.next_point()?;
    Some(at.calendar.after(point.due, at.numbers.limits.check_days))
});

const CHECK_FULFILLED: Limit = Limit::from_entry("检查点核查时限（check_days）", |_, at| {
    Some(at.calendar.after(at.today, at.numbers.limits.check_days))
});

const CURE: Limit = Limit::from_entry("预警整改时限（cure_days）", |_, at| {
    Some(at.calendar.after(at.today, at.numbers.limits.cure_days))
});

/// States of a case that nobody has confirmed yet.
const BEFORE_CONFIRMED: [&str; 3] = ["CANDIDATE", "VERIFYING", "VERIFIED"];

const HAS_CASE: Guard = Guard {
    name: "has_case",
    rule: "对应一个已认定、进行中的地块，还没有协议",
    check: Check::Agreement(|_, at| {
        holds(
            at.tied("case")
                .any(|case| crate::moves::is_open(case) && !BEFORE_CONFIRMED.contains(&case.state)),
            "协议要对应一个已认定、进行中的地块。请在认定后从地块页面起草协议。",
        )?;
        holds(!at.tied("sibling").any(crate::moves::is_open), "这个地块已有进行中的协议，请在原协议上办理。")
    }),
};

const POINTS: Guard = Guard {
    name: "has_checkpoints",
    rule: "有检查点，各有指标、目标值、单位、日期",
    check: Check::Agreement(|agreement, _| {
        holds(
            !agreement.checkpoints.is_empty(),
            "协议没有检查点。请“修改协议”，逐条写明日期、指标、目标值、单位。",
        )
    }),
};

const POINT_DUE: Guard =
    Guard {
        name: "checkpoint_due", rule: "有到期未通过的检查点", check: Check::Agreement(point_due)
    };

fn point_due(agreement: &Agreement, at: &Situation<'_>) -> Verdict {
    let mut points = agreement.checkpoints.iter().filter(|point| !point.is_met());
    match points.clone().find(|point| point.due <= at.today) {
        Some(_) => Ok(()),
        None => Err(match points.next() {
            Some(next) => format!("没有到期的检查点，下一个是 {}。", next.due),
            None => "检查点已全部通过。".to_owned(),
        }),
    }
}

const ALL_MET: Guard = Guard {
    name: "all_met",
    rule: "检查点全部通过",
    check: Check::Agreement(|agreement, _| {
        holds(agreement.checkpoints.iter().all(Checkpoint::is_met), "还有检查点没有通过，不能办理履约完成。")
    }),
};
