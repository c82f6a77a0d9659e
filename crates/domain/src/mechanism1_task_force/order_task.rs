//! What an order asks of one unit: receipt, reports, the lead's application for 销号. One for each unit, so that
//! desks, sight and deadlines are the unit's own.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::order::{self, Order, WORKING};
use crate::Role;
use crate::case::Opinion;
use crate::moves::Effect::{Advise, Clear, Day, LinkedHere, Name, Reason, Stamp};
use crate::moves::{
    Check, Desk, Field, FieldKind, From, Guard, Limit, Machine, Move, Situation, State, To, Verdict, Who,
    holds,
};
use crate::object::{Object, ObjectKind};

/// What is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderTask {
    /// Name of the unit.
    pub name: String,
    /// What the unit is.
    pub receiver: Receiver,
    /// 主办; else it assists.
    pub lead: bool,
    /// 办理时限 of the order.
    pub deadline: Option<NaiveDate>,
    /// 签收人
    pub signed_by: Option<String>,
    /// 签收日期
    pub signed_on: Option<NaiveDate>,
    /// 办理情况, as it is being handed in.
    pub opinion: Option<String>,
    /// 办理反馈, the oldest first.
    pub opinions: Vec<Opinion>,
    /// Until when the unit asks to put the deadline off, and why.
    pub wanted_by: Option<NaiveDate>,
    /// Why.
    pub wanted_why: Option<String>,
    /// Day of the last report, or of the application for 销号.
    pub handed_in_on: Option<NaiveDate>,
    /// 退单理由
    pub returned_why: Option<String>,
}

/// What kind of unit received an order: whose desk its task lies on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receiver {
    /// 部门
    #[default]
    Bureau,
    /// 乡镇（街道）、开发区
    Local,
    /// 国企
    Company,
}

impl Receiver {
    /// Who signs for it there.
    pub fn role(self) -> Role {
        match self {
            Self::Bureau => Role::BureauLiaison,
            Self::Local => Role::LocalClerk,
            Self::Company => Role::Acquirer,
        }
    }
}

/// 联络员, 经办 and leaders of the unit.
const UNIT: Who =
    Who::Own(&[Role::BureauLiaison, Role::BureauLeader, Role::LocalClerk, Role::LocalLeader, Role::Acquirer]);

/// Who answers for the unit: an order is sent back by its leader.
const UNIT_LEADER: Who = Who::Own(&[Role::BureauLeader, Role::LocalLeader, Role::Acquirer]);

const FEEDBACK: &[Field] = &[Field::new("opinion", "办理情况", FieldKind::Prose).required()];

/// Its machine.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::OrderTask,
    states: &[
        State::open("TO_SIGN", "待签收", Desk::Receiver).within(SIGN),
        State::open("IN_PROGRESS", "办理中", Desk::Receiver).within(DEADLINE),
        State::over("REPORTED", "已反馈"),
        State::over("APPLIED", "已申请销号"),
        State::over("RETURNED", "已退单"),
        State::over("WITHDRAWN", "已收回"),
    ],
    moves: &[OF_THE_UNIT, FOLLOWING],
};

const OF_THE_UNIT: &[Move] = &[
    Move::new("sign", "签收", From::States(&["TO_SIGN"]), To::State("IN_PROGRESS"), UNIT)
        .clause("七（二）1")
        .effects(&[Name("signed_by"), Stamp("signed_on")]),
    Move::new("return_order", "退单", From::States(&["TO_SIGN"]), To::State("RETURNED"), UNIT_LEADER)
        .clause("七（二）1")
        .reason()
        .guards(&[IN_SIGN_TIME])
        .effects(&[Reason("returned_why"), LinkedHere("order", "receive_return")]),
    Move::new("feed_back", "反馈进展", From::States(&["IN_PROGRESS"]), To::Same, UNIT)
        .clause("七（二）1")
        .fields(FEEDBACK)
        .files_too()
        .effects(&[Advise]),
    Move::new("report", "办结反馈", From::States(&["IN_PROGRESS"]), To::State("REPORTED"), UNIT)
        .clause("七（二）1")
        .evidence()
        .fields(FEEDBACK)
        .guards(&[ASSISTS])
        .effects(&[Advise, Stamp("handed_in_on")]),
    Move::new("apply", "申请销号", From::States(&["IN_PROGRESS"]), To::State("APPLIED"), UNIT)
        .clause("七（二）1")
        .evidence()
        .fields(FEEDBACK)
        .guards(&[LEADS, AT_WORK, ALL_REPORTED])
        .effects(&[Advise, Stamp("handed_in_on"), LinkedHere("order", "receive_application")]),
    Move::new("ask_extension", "申请延期", From::States(&["IN_PROGRESS"]), To::Same, UNIT)
        .clause("七（二）1")
        .reason()
        .date("申请延期至")
        .guards(&[AT_WORK, BEFORE_DEADLINE, LATER, TIMES])
        .effects(&[Day("wanted_by"), Reason("wanted_why"), LinkedHere("order", "receive_extension")]),
];

const FOLLOWING: &[Move] = &[
    Move::new("open", "派发", From::New, To::State("TO_SIGN"), Who::System)
        .clause("七（二）1")
        .ties(&[("order", &[ObjectKind::Order])]),
    Move::new("restore", "退单未获同意", From::States(&["RETURNED"]), To::State("TO_SIGN"), Who::System)
        .clause("七（二）1"),
    Move::new(
        "follow_deadline",
        "时限顺延",
        From::States(&["TO_SIGN", "IN_PROGRESS"]),
        To::Same,
        Who::System,
    )
    .clause("七（二）1")
    .effects(&[Day("deadline"), Clear(&["wanted_by", "wanted_why"])]),
    Move::new("keep_deadline", "延期未获同意", From::States(&["IN_PROGRESS"]), To::Same, Who::System)
        .clause("七（二）1")
        .effects(&[Clear(&["wanted_by", "wanted_why"])]),
    Move::new("redo", "退回重办", From::States(&["APPLIED"]), To::State("IN_PROGRESS"), Who::System)
        .clause("七（二）1")
        .effects(&[Clear(&["handed_in_on"])]),
    Move::new(
        "withdraw",
        "收回",
        From::States(&["TO_SIGN", "IN_PROGRESS", "REPORTED", "APPLIED", "RETURNED"]),
        To::State("WITHDRAWN"),
        Who::System,
    )
    .clause("七（二）1"),
];

const SIGN: Limit = Limit::from_entry("签收时限（order_sign_days）", |_, at| {
    Some(at.calendar.after(at.today, at.numbers.orders.sign_days))
});

const DEADLINE: Limit =
    Limit::from_fields("派单的办理时限", |fields, _| fields.order_task()?.deadline);

/// The order of a task.
fn order_of<'a>(at: &Situation<'a>) -> Option<(&'a Object, &'a Order)> {
    let object = at.tied("order").next()?;
    Some((object, object.fields.order()?))
}

const IN_SIGN_TIME: Guard = Guard {
    name: "in_sign_time",
    rule: "在签收时限之内（order_sign_days）",
    check: Check::OrderTask(|_, at| {
        let due = at.object.due.unwrap_or(at.today);
        holds(
            at.today <= due,
            &format!(
                "签收时限 {due} 已过，不能退单。请先签收，确不属本单位职责的，在反馈中写明并与专班办公室联系。"
            ),
        )
    }),
};

const LEADS: Guard = Guard {
    name: "leads",
    rule: "是主办单位",
    check: Check::OrderTask(|task, _| {
        holds(task.lead, "销号由主办单位申请。本单位是协办单位，请办理“办结反馈”。")
    }),
};

const ASSISTS: Guard = Guard {
    name: "assists",
    rule: "是协办单位",
    check: Check::OrderTask(|task, _| {
        holds(!task.lead, "本单位是主办单位，各协办单位反馈后请办理“申请销号”。")
    }),
};

const AT_WORK: Guard = Guard {
    name: "at_work",
    rule: "派单在办理之中，没有待批的退单或延期申请",
    check: Check::OrderTask(|_, at| {
        let Some((object, _)) = order_of(at) else { return Err("没有找到所属的派单。".to_owned()) };
        let label = order::MACHINE.state(object.state).map_or("", |state| state.label);
        holds(
            WORKING.contains(&object.state),
            &format!("派单现在是“{label}”，请等专班办公室或组长办理后再来。"),
        )
    }),
};

const ALL_REPORTED: Guard =
    Guard { name: "all_reported", rule: "协办单位都已反馈", check: Check::OrderTask(all_reported) };

fn all_reported(_: &OrderTask, at: &Situation<'_>) -> Verdict {
    let waits = |object: &&Object| {
        let assists = object.fields.order_task().is_some_and(|task| !task.lead);
        assists && !["REPORTED", "WITHDRAWN"].contains(&object.state)
    };
    let names =
        at.tied("sibling").filter(waits).filter_map(|object| Some(object.fields.order_task()?.name.as_str()));
    let names: Vec<_> = names.collect();
    holds(names.is_empty(), &format!("协办单位{}还没有办结反馈，请催办后再申请销号。", names.join("、")))
}

const BEFORE_DEADLINE: Guard = Guard {
    name: "before_deadline",
    rule: "在办理时限之内",
    check: Check::OrderTask(|task, at| {
        let deadline = task.deadline.unwrap_or(at.today);
        holds(
            at.today <= deadline,
            &format!("办理时限 {deadline} 已过，不能再申请延期。请尽快办结，并在反馈中说明逾期原因。"),
        )
    }),
};

const LATER: Guard = Guard {
    name: "later",
    rule: "新的时限晚于原时限",
    check: Check::OrderTask(|task, at| {
        let (Some(day), Some(deadline)) = (at.input.date, task.deadline) else { return Ok(()) };
        holds(day > deadline, &format!("{day} 不晚于原时限 {deadline}，请填写更晚的日期。"))
    }),
};

const TIMES: Guard = Guard {
    name: "times",
    rule: "派单延期不超过规定次数（order_extensions）",
    check: Check::OrderTask(|_, at| {
        order_of(at).map_or(Ok(()), |(_, order)| order::may_extend(order, at.numbers.orders.extensions))
    }),
};
