//! 发现线索: a unit or bureau names a parcel that the run did not find.

use serde::{Deserialize, Serialize};

use crate::Category;
use crate::moves::{Desk, Effect, Field, FieldKind, From, Machine, Move, State, To, Who};
use crate::object::ObjectKind;

/// What is known of a nomination.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Nomination {
    /// 宗地代码
    pub parcel: String,
    /// 疑似类别
    pub category: Option<Category>,
    /// What was found.
    pub finding: String,
    /// The office's opinion.
    pub opinion: Option<String>,
}

const CATEGORIES: &[(&str, &str)] = &[
    ("A", "亩均低效"),
    ("B", "用而未尽"),
    ("C1", "占工非工：未经批准"),
    ("C2", "占工非工：临时到期"),
    ("D1", "其他：产业目录"),
    ("D2", "其他：D 类企业"),
];

/// The machine of a nomination.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Nomination,
    states: &[
        State::open("FILED", "已提交", Desk::Office),
        State::over("ACCEPTED", "已采纳"),
        State::over("DECLINED", "未采纳"),
    ],
    moves: &[&[
        Move::new("open", "提交发现线索", From::New, To::State("FILED"), Who::UNITS)
            .clause("六（一）")
            .fields(&[
                Field::new("parcel", "宗地代码", FieldKind::Text).required(),
                Field::new("category", "疑似类别", FieldKind::Choice(CATEGORIES)).required(),
                Field::new("finding", "发现的情况", FieldKind::Prose).required(),
            ]),
        Move::new("accept", "采纳并列入初筛", From::States(&["FILED"]), To::State("ACCEPTED"), Who::OFFICE)
            .clause("六（一）")
            .second_to(&["open"])
            .effects(&[Effect::OpenCase("nomination")]),
        Move::new("decline", "不采纳", From::States(&["FILED"]), To::State("DECLINED"), Who::OFFICE)
            .clause("六（一）")
            .reason()
            .effects(&[Effect::Reason("opinion")]),
    ]],
};
