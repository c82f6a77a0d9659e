//! 表彰 (R66): units and persons whom a unit nominates, the office reviews and the meeting that owns it
//! decides on; then the circular.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Role;
use crate::meeting::Act;
use crate::moves::Effect::{Reason, Stamp};
use crate::moves::{Check, Desk, Field, FieldKind, From, Guard, Machine, Move, State, To, Who, holds};
use crate::object::{Object, ObjectKind};

/// What is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Commendation {
    /// 表彰名称
    pub name: String,
    /// 事由
    pub cause: String,
    /// Names of the units.
    pub units: Vec<String>,
    /// Persons, one a line: name, unit, post.
    pub persons: Vec<String>,
    /// 主要事迹
    pub deeds: String,
    /// 审核意见 of the office.
    pub opinion: Option<String>,
    /// Why it was not taken up.
    pub declined: Option<String>,
    /// Day of the meeting's decision.
    pub decided_on: Option<NaiveDate>,
    /// 文号 of the circular.
    pub document: Option<String>,
    /// 号召
    pub appeal: Option<String>,
    /// Day of the circular.
    pub issued_on: Option<NaiveDate>,
}

impl Commendation {
    /// Heading of its circular.
    pub fn circular(&self) -> String {
        format!("关于表彰{}的通报", self.name.replace(' ', ""))
    }
}

/// Has its circular been issued, so that everybody may read it?
pub fn is_issued(object: &Object) -> bool {
    object.kind == ObjectKind::Commendation && object.state == "ISSUED"
}

/// Units that take part nominate; so does the office, for what it has seen itself.
const NOMINATORS: Who =
    Who::People(&[Role::LocalLeader, Role::BureauLeader, Role::OfficeHead, Role::OfficeClerk]);

/// 副组长联席会议, as the edition has it.
const MEETING: Who = Who::Meeting(Act::Commendation);

const UNITS: Field = Field::new("units", "单位名单", FieldKind::Units).hint("一行一个单位");
const PERSONS: Field = Field::new("persons", "个人名单", FieldKind::Lines).hint("一行一人：姓名、单位、职务");

const NOMINATION: &[Field] = &[
    Field::new("name", "表彰名称", FieldKind::Text).required().hint("例如：2022 年度低效用地整治先进"),
    Field::new("cause", "事由", FieldKind::Prose).required(),
    UNITS,
    PERSONS,
    Field::new("deeds", "主要事迹", FieldKind::Prose).required(),
];

/// Its machine.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Commendation,
    states: &[
        State::open("NOMINATED", "已提名", Desk::Office),
        State::open("REVIEWED", "待会议决定", Desk::Office),
        State::open("DECIDED", "待通报", Desk::OfficeHead),
        State::over("ISSUED", "已通报"),
        State::over("DECLINED", "未采纳"),
    ],
    moves: &[&[
        Move::new("open", "提名表彰", From::New, To::State("NOMINATED"), NOMINATORS)
            .clause("七（二）2")
            .fields(NOMINATION)
            .guards(&[SOMEBODY]),
        Move::new("review", "审核通过", From::States(&["NOMINATED"]), To::State("REVIEWED"), Who::OFFICE)
            .clause("七（二）2")
            .reason()
            .fields(&[UNITS, PERSONS])
            .guards(&[SOMEBODY])
            .second_to(&["open"])
            .effects(&[Reason("opinion")]),
        Move::new("decline", "不予采纳", From::States(&["NOMINATED"]), To::State("DECLINED"), Who::OFFICE)
            .clause("七（二）2")
            .reason()
            .effects(&[Reason("declined")]),
        Move::new("commend", "决定表彰", From::States(&["REVIEWED"]), To::State("DECIDED"), MEETING)
            .clause("七（二）2")
            .effects(&[Stamp("decided_on")])
            .refusal("refuse_commendation"),
        Move::new(
            "refuse_commendation",
            "不予表彰",
            From::States(&["REVIEWED"]),
            To::State("DECLINED"),
            MEETING,
        )
        .clause("七（二）2")
        .effects(&[Reason("declined")]),
        Move::new("issue", "印发表彰通报", From::States(&["DECIDED"]), To::State("ISSUED"), Who::OFFICE_HEAD)
            .clause("七（二）2")
            .fields(&[
                Field::new("document", "文号", FieldKind::Text).required().hint("例如：桐零地办〔2023〕3号"),
                Field::new("appeal", "号召", FieldKind::Prose).required(),
            ])
            .effects(&[Stamp("issued_on")]),
    ]],
};

const SOMEBODY: Guard = Guard {
    name: "somebody_named",
    rule: "单位名单、个人名单至少有一项",
    check: Check::Commendation(|one, _| {
        holds(
            !one.units.is_empty() || !one.persons.is_empty(),
            "单位名单和个人名单都没有填写，请至少填写一个单位或一个人。",
        )
    }),
};
