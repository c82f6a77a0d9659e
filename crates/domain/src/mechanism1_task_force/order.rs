//! 派单 (R55–R58): the 组长 sends a matter that several units have to settle together to one lead unit and those
//! that assist it. The order lies with the office or the 组长; what each unit does stands in its own task,
//! [`super::OrderTask`], made when the order is signed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Role;
use crate::moves::Effect::{Clear, Count, Day, LinkedHere, Name, OpenTasks, Stamp};
use crate::moves::{
    Check, Desk, Field, FieldKind, From, Guard, Limit, Machine, Move, State, To, Verdict, Who, holds,
};
use crate::object::ObjectKind;

/// What is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Order {
    /// 事由
    pub subject: String,
    /// 交办事项
    pub content: Option<String>,
    /// 销号标准
    pub standard: Option<String>,
    /// 办理时限, with what was granted since.
    pub deadline: Option<NaiveDate>,
    /// 主办单位, by name: exactly one.
    pub lead: Option<String>,
    /// 协办单位, by name.
    pub assisting: Vec<String>,
    /// 签发人
    pub signed_by: Option<String>,
    /// 签发日期
    pub issued_on: Option<NaiveDate>,
    /// Until when a unit asks to put the deadline off.
    pub wanted_by: Option<NaiveDate>,
    /// How often it was put off.
    pub extended: u32,
    /// Day on which the lead unit applied for 销号.
    pub applied_on: Option<NaiveDate>,
    /// 核验意见 of the office.
    pub verified: Option<String>,
    /// Who verified.
    pub verified_by: Option<String>,
    /// When.
    pub verified_on: Option<NaiveDate>,
    /// 销号意见 of the 组长.
    pub closing: Option<String>,
    /// Who closed it.
    pub closed_by: Option<String>,
    /// When.
    pub closed_on: Option<NaiveDate>,
}

/// Only the 组长 signs; others only by a delegation on record (R55).
const LEADER: Who = Who::People(&[Role::Leader]);

/// Its tasks, as ties call them.
const TASKS: &str = "order_task";

const FORM: &[Field] = &[
    Field::new("subject", "事由", FieldKind::Text).required().hint("例如：某地块违法出租联合处置"),
    Field::new("content", "交办事项", FieldKind::Prose),
    Field::new("standard", "销号标准", FieldKind::Prose).hint("做到什么程度可以销号，附什么材料"),
    Field::new("deadline", "办理时限", FieldKind::Day),
    Field::new("lead", "主办单位", FieldKind::Unit),
    Field::new("assisting", "协办单位", FieldKind::Units).hint("可以不选；主办单位只有一个"),
];

const TIES: &[(&str, &[ObjectKind])] = &[
    ("site", &[ObjectKind::Case]),
    ("block", &[ObjectKind::Block]),
    ("decision", &[ObjectKind::Item]),
    ("alert", &[ObjectKind::Interview]),
];

/// States in which the units are at work.
pub const WORKING: &[&str] = &["ISSUED", "RETURNED"];

/// Its machine.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Order,
    states: &[
        State::open("DRAFT", "草拟", Desk::Office),
        State::open("PENDING_SIGN", "待组长签发", Desk::Leader),
        State::open("ISSUED", "已派发", Desk::Office).within(DEADLINE),
        State::open("REJECTED_BY_UNIT", "退单申请", Desk::Office).within(Limit::KEPT),
        State::open("EXTENSION_REQ", "延期申请", Desk::Leader).within(Limit::KEPT),
        State::open("CLOSE_APPLIED", "申请销号", Desk::Office).within(CHECK),
        State::open("VERIFYING", "核验中", Desk::Office).within(Limit::KEPT),
        State::open("VERIFIED", "待组长销号", Desk::Leader).within(Limit::KEPT),
        State::open("RETURNED", "退回重办", Desk::Office).within(DEADLINE),
        State::over("CLOSED", "已销号"),
        State::over("CANCELLED", "作废"),
    ],
    moves: &[DRAFTING, UNDER_WAY, CLOSING],
};

const DRAFTING: &[Move] = &[
    Move::new("open", "拟派单", From::New, To::State("DRAFT"), Who::OFFICE)
        .clause("七（二）1")
        .fields(FORM)
        .ties(TIES),
    Move::new("edit", "修改草稿", From::States(&["DRAFT"]), To::Same, Who::OFFICE)
        .clause("七（二）1")
        .fields(FORM)
        .ties(TIES),
    Move::new("submit", "报组长签发", From::States(&["DRAFT"]), To::State("PENDING_SIGN"), Who::OFFICE)
        .clause("七（二）1")
        .guards(&[SITES, LEAD, APART, CONTENT, STANDARD, DUE])
        .recallable(),
    Move::new("return_draft", "退回修改", From::States(&["PENDING_SIGN"]), To::State("DRAFT"), LEADER)
        .clause("七（二）1")
        .reason(),
    Move::new("issue", "签发派单", From::States(&["PENDING_SIGN"]), To::State("ISSUED"), LEADER)
        .clause("七（二）1")
        .guards(&[DUE])
        .offline()
        .effects(&[Name("signed_by"), Stamp("issued_on"), OpenTasks]),
];

const UNDER_WAY: &[Move] = &[
    Move::new(
        "receive_return",
        "收到退单申请",
        From::States(&["ISSUED"]),
        To::State("REJECTED_BY_UNIT"),
        Who::System,
    )
    .clause("七（二）1"),
    Move::new("redraft", "收回重拟", From::States(&["REJECTED_BY_UNIT"]), To::State("DRAFT"), Who::OFFICE)
        .clause("七（二）1")
        .reason()
        .effects(&[Clear(&["signed_by", "issued_on"]), LinkedHere(TASKS, "withdraw")]),
    Move::new(
        "refuse_return",
        "不同意退单",
        From::States(&["REJECTED_BY_UNIT"]),
        To::State("ISSUED"),
        Who::OFFICE,
    )
    .clause("七（二）1")
    .reason()
    .effects(&[LinkedHere(TASKS, "restore")]),
    Move::new(
        "receive_extension",
        "收到延期申请",
        From::States(WORKING),
        To::State("EXTENSION_REQ"),
        Who::System,
    )
    .clause("七（二）1")
    .effects(&[Day("wanted_by")]),
    Move::new("grant_extension", "批准延期", From::States(&["EXTENSION_REQ"]), To::Resumed, LEADER)
        .clause("七（二）1")
        .date("批准延期至")
        .guards(&[LATER, TIMES])
        .offline()
        .effects(&[
            Day("deadline"),
            Count("extended"),
            Clear(&["wanted_by"]),
            LinkedHere(TASKS, "follow_deadline"),
        ]),
    Move::new("refuse_extension", "不同意延期", From::States(&["EXTENSION_REQ"]), To::Resumed, LEADER)
        .clause("七（二）1")
        .reason()
        .effects(&[Clear(&["wanted_by"]), LinkedHere(TASKS, "keep_deadline")]),
    Move::new("cancel", "作废", From::AnyOpen, To::State("CANCELLED"), LEADER)
        .clause("七（二）1")
        .reason()
        .effects(&[LinkedHere(TASKS, "withdraw")]),
];

const CLOSING: &[Move] = &[
    Move::new(
        "receive_application",
        "收到销号申请",
        From::States(WORKING),
        To::State("CLOSE_APPLIED"),
        Who::System,
    )
    .clause("七（二）1")
    .effects(&[Stamp("applied_on")]),
    Move::new(
        "begin_check",
        "开始核验",
        From::States(&["CLOSE_APPLIED"]),
        To::State("VERIFYING"),
        Who::OFFICE,
    )
    .clause("七（二）1"),
    Move::new(
        "verify",
        "核验通过",
        From::States(&["CLOSE_APPLIED", "VERIFYING"]),
        To::State("VERIFIED"),
        Who::OFFICE,
    )
    .clause("七（二）1")
    .files_too()
    .fields(&[Field::new("verified", "核验意见", FieldKind::Prose).required()])
    .effects(&[Name("verified_by"), Stamp("verified_on")]),
    Move::new(
        "send_back",
        "退回重办",
        From::States(&["CLOSE_APPLIED", "VERIFYING"]),
        To::State("RETURNED"),
        Who::OFFICE,
    )
    .clause("七（二）1")
    .reason()
    .effects(&[Clear(NOT_CLOSED), LinkedHere(TASKS, "redo")]),
    Move::new("close", "销号", From::States(&["VERIFIED"]), To::State("CLOSED"), LEADER)
        .clause("七（二）1")
        .fields(&[Field::new("closing", "销号意见", FieldKind::Text)])
        .offline()
        .effects(&[Name("closed_by"), Stamp("closed_on")]),
    Move::new("refuse_closing", "不同意销号", From::States(&["VERIFIED"]), To::State("RETURNED"), LEADER)
        .clause("七（二）1")
        .reason()
        .effects(&[Clear(NOT_CLOSED), LinkedHere(TASKS, "redo")]),
];

/// What an order that goes back to its units loses.
const NOT_CLOSED: &[&str] = &["applied_on", "verified", "verified_by", "verified_on"];

const DEADLINE: Limit = Limit::from_fields("办理时限", |fields, _| fields.order()?.deadline);

const CHECK: Limit = Limit::from_entry("核验时限（order_verify_days）", |_, at| {
    Some(at.calendar.after(at.today, at.numbers.orders.verify_days))
});

const SITES: Guard = Guard {
    name: "sites",
    rule: "至少涉及一宗地块或一个连片地块",
    check: Check::Order(|_, at| {
        let any = at.tied("site").chain(at.tied("block")).next().is_some();
        holds(any, "派单没有涉及的地块。请从地图、清单或地块页面选择至少一宗地块或一个连片地块后重拟。")
    }),
};

const LEAD: Guard = Guard {
    name: "lead",
    rule: "有且只有一个主办单位",
    check: Check::Order(|order, _| {
        holds(order.lead.is_some(), "没有主办单位。请在“修改草稿”中选择一个主办单位。")
    }),
};

const APART: Guard = Guard {
    name: "apart",
    rule: "协办单位不重复，也不是主办单位",
    check: Check::Order(|order, _| {
        let mut seen: BTreeSet<&str> = order.lead.as_deref().into_iter().collect();
        let twice = order.assisting.iter().find(|name| !seen.insert(name));
        match twice {
            Some(name) => Err(format!("“{name}”重复列入，或已是主办单位。请在“修改草稿”中从协办单位去掉。")),
            None => Ok(()),
        }
    }),
};

const CONTENT: Guard = Guard {
    name: "content",
    rule: "写明交办事项",
    check: Check::Order(|order, _| {
        holds(order.content.is_some(), "没有写交办事项。请在“修改草稿”中写明要各单位做什么。")
    }),
};

const STANDARD: Guard = Guard {
    name: "standard",
    rule: "写明销号标准",
    check: Check::Order(|order, _| {
        holds(order.standard.is_some(), "没有写销号标准。请在“修改草稿”中写明做到什么程度可以销号。")
    }),
};

const DUE: Guard = Guard {
    name: "deadline",
    rule: "写明办理时限，晚于今天",
    check: Check::Order(|order, at| match order.deadline {
        None => Err("没有办理时限。请在“修改草稿”中填写。".to_owned()),
        Some(day) => {
            holds(day > at.today, &format!("办理时限 {day} 不晚于今天（{}），请退回草稿改期。", at.today))
        }
    }),
};

const LATER: Guard = Guard {
    name: "later",
    rule: "新的时限晚于原时限和今天",
    check: Check::Order(|order, at| {
        let Some(day) = at.input.date else { return Ok(()) };
        let (deadline, today) = (order.deadline.unwrap_or(at.today), at.today);
        holds(day > deadline && day > today, &format!("{day} 不晚于原时限 {deadline} 或今天，没有延期。"))
    }),
};

const TIMES: Guard = Guard {
    name: "times",
    rule: "延期不超过规定次数（order_extensions）",
    check: Check::Order(|order, at| may_extend(order, at.numbers.orders.extensions)),
};

/// May the deadline be put off once more?
pub(super) fn may_extend(order: &Order, most: u32) -> Verdict {
    holds(
        order.extended < most,
        &format!(
            "已延期 {} 次，最多 {most} 次。请按期办结；确有困难的，报组长作废后重新派单。",
            order.extended
        ),
    )
}
