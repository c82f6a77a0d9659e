//! 承诺书 (R67): the roster of 县管以上领导干部 who promise not to interfere, each with the signature and the
//! yearly check. Personal data: who may read the roster stands in the table of rights.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::moves::Effect::{Clear, Day, Due, Reason, Stamp};
use crate::moves::{Check, Desk, Field, FieldKind, From, Guard, Limit, Machine, Move, State, To, Who, holds};
use crate::object::ObjectKind;

/// What is known of a person's pledge.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pledge {
    /// 姓名
    pub person: String,
    /// 单位, as the roster has it: many are not units of the plan.
    pub organ: String,
    /// 职务
    pub position: String,
    /// Day of the appointment.
    pub appointed_on: Option<NaiveDate>,
    /// Day of the signature.
    pub signed_on: Option<NaiveDate>,
    /// What the last yearly check found.
    pub checked: Option<String>,
    /// Day of the last yearly check.
    pub checked_on: Option<NaiveDate>,
    /// Why the person is off the roster.
    pub left: Option<String>,
}

const WHO: &[Field] = &[
    Field::new("person", "姓名", FieldKind::Text).required(),
    Field::new("organ", "单位", FieldKind::Text).required(),
    Field::new("position", "职务", FieldKind::Text).required(),
    Field::new("appointed_on", "任职日期", FieldKind::Day),
];

/// Its machine.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Pledge,
    states: &[
        State::open("UNSIGNED", "未签订", Desk::Office).within(Limit::KEPT),
        State::open("SIGNED", "已签订", Desk::Office).within(CHECK_BY),
        State::over("LEFT", "已离任"),
    ],
    moves: &[&[
        Move::new("open", "列入名册", From::New, To::State("UNSIGNED"), Who::OFFICE)
            .clause("七（二）2")
            .fields(WHO)
            .date("签订期限")
            .effects(&[Due]),
        Move::new("sign", "登记签订", From::States(&["UNSIGNED"]), To::State("SIGNED"), Who::OFFICE)
            .clause("七（二）2")
            .date("签订日期")
            .evidence()
            .guards(&[NOT_AHEAD])
            .effects(&[Day("signed_on"), Clear(&["checked_on", "checked"])]),
        Move::new("check", "年度核查", From::States(&["SIGNED"]), To::Same, Who::OFFICE)
            .clause("七（二）2")
            .reason()
            .effects(&[Reason("checked"), Stamp("checked_on")]),
        // A new post is a new promise.
        Move::new(
            "change_position",
            "职务变动，重新签订",
            From::States(&["UNSIGNED", "SIGNED"]),
            To::State("UNSIGNED"),
            Who::OFFICE,
        )
        .clause("七（二）2")
        .fields(WHO)
        .date("签订期限")
        .effects(&[Due, Clear(&["signed_on"])]),
        Move::new(
            "leave",
            "离任，移出名册",
            From::States(&["UNSIGNED", "SIGNED"]),
            To::State("LEFT"),
            Who::OFFICE,
        )
        .clause("七（二）2")
        .reason()
        .effects(&[Reason("left")]),
    ]],
};

/// Every calendar year after that of the signature, or of the last check, wants one.
const CHECK_BY: Limit = Limit::from_fields("签订或上次核查的次年年底前", |fields, _| {
    let pledge = fields.pledge()?;
    let last = pledge.checked_on.max(pledge.signed_on)?;
    NaiveDate::from_ymd_opt(last.year() + 1, 12, 31)
});

const NOT_AHEAD: Guard = Guard {
    name: "signed_already",
    rule: "签订日期不晚于今天",
    check: Check::Pledge(|_, at| {
        holds(at.input.date.is_none_or(|day| day <= at.today), "签订日期晚于今天，签订后再登记。")
    }),
};
