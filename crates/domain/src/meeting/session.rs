//! 会议: from the call for items to the minutes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Level;
use crate::moves::Effect::{Day, Due};
use crate::moves::{Check, Desk, Field, FieldKind, From, Guard, Limit, Machine, Move, State, To, Who, holds};
use crate::object::ObjectKind;

/// What is known of a meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Meeting {
    /// 会议层级
    pub level: Option<Level>,
    /// 会议名称
    pub name: String,
    /// 地点
    pub place: Option<String>,
    /// 主持人
    pub chair: Option<String>,
    /// 出席、列席、请假
    pub attendance: Option<String>,
    /// 召开日期
    pub held_on: Option<NaiveDate>,
    /// 纪要
    pub minutes: Option<String>,
    /// 签发人
    pub signed_by: Option<String>,
}

/// The machine of a meeting.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Meeting,
    states: &[
        State::open("PLANNED", "筹备", Desk::Office),
        State::open("AGENDA_COLLECTING", "议题征集", Desk::Office).within(Limit::KEPT),
        State::open("AGENDA_FIXED", "议题确定", Desk::Office).within(Limit::KEPT),
        State::open("HELD", "已召开", Desk::Office).within(MINUTES),
        State::open("MINUTES_DRAFT", "起草纪要", Desk::Office).within(MINUTES),
        State::open("MINUTES_SIGNED", "签发", Desk::Office).within(MINUTES),
        State::over("PUBLISHED", "印发"),
        State::over("CANCELLED", "取消"),
    ],
    moves: &[&[
        Move::new("open", "筹备会议", From::New, To::State("PLANNED"), Who::OFFICE)
            .clause("七（二）1")
            .date("拟召开日期")
            .fields(&[
                Field::new("level", "会议层级", FieldKind::Choice(Level::CHOICES)).required(),
                Field::new("name", "会议名称", FieldKind::Text).required(),
                Field::new("place", "地点", FieldKind::Text),
            ])
            .effects(&[Due]),
        Move::new(
            "collect",
            "征集议题",
            From::States(&["PLANNED"]),
            To::State("AGENDA_COLLECTING"),
            Who::OFFICE,
        )
        .clause("七（二）1"),
        Move::new(
            "fix_agenda",
            "确定议题",
            From::States(&["AGENDA_COLLECTING"]),
            To::State("AGENDA_FIXED"),
            Who::OFFICE,
        )
        .clause("七（二）1")
        .guards(&[HAS_ITEMS]),
        Move::new(
            "reopen_agenda",
            "重新征集",
            From::States(&["AGENDA_FIXED"]),
            To::State("AGENDA_COLLECTING"),
            Who::OFFICE,
        )
        .clause("七（二）1")
        .reason(),
        Move::new("hold", "登记召开", From::States(&["AGENDA_FIXED"]), To::State("HELD"), Who::OFFICE)
            .clause("七（二）1")
            .date("召开日期")
            .fields(&[
                Field::new("chair", "主持人", FieldKind::Text).required(),
                Field::new("attendance", "出席、列席、请假", FieldKind::Prose).required(),
            ])
            .guards(&[NOT_FUTURE])
            .effects(&[Day("held_on")]),
        Move::new(
            "draft_minutes",
            "起草纪要",
            From::States(&["HELD", "MINUTES_DRAFT"]),
            To::State("MINUTES_DRAFT"),
            Who::OFFICE,
        )
        .clause("七（二）1")
        .guards(&[ALL_DECIDED])
        .fields(&[Field::new("minutes", "纪要", FieldKind::Prose).required()]),
        Move::new(
            "sign_minutes",
            "登记签发",
            From::States(&["MINUTES_DRAFT"]),
            To::State("MINUTES_SIGNED"),
            Who::OFFICE,
        )
        .clause("七（二）1")
        .evidence()
        .fields(&[Field::new("signed_by", "签发人", FieldKind::Text).required()]),
        Move::new("publish", "印发", From::States(&["MINUTES_SIGNED"]), To::State("PUBLISHED"), Who::OFFICE)
            .clause("七（二）1"),
        Move::new(
            "cancel",
            "取消会议",
            From::States(&["PLANNED", "AGENDA_COLLECTING"]),
            To::State("CANCELLED"),
            Who::OFFICE,
        )
        .reason()
        .guards(&[NO_ITEMS]),
    ]],
};

/// Minutes are out so many working days after the meeting.
const MINUTES: Limit = Limit::from_fields("会议纪要时限（minutes_days）", |fields, at| {
    Some(at.calendar.after(fields.meeting()?.held_on?, at.numbers.limits.minutes_days))
});

const HAS_ITEMS: Guard = Guard {
    name: "has_items",
    rule: "至少有一项议题",
    check: Check::Meeting(|_, at| {
        holds(at.tied("item").next().is_some(), "还没有议题。请先列入议题，再确定议程。")
    }),
};

const NO_ITEMS: Guard = Guard {
    name: "no_items",
    rule: "没有议题",
    check: Check::Meeting(|_, at| {
        holds(at.tied("item").next().is_none(), "会议已有议题，不能取消。请先把议题移到别的会议。")
    }),
};

const NOT_FUTURE: Guard = Guard {
    name: "held_already",
    rule: "召开日期不晚于今天",
    check: Check::Meeting(|_, at| {
        holds(at.input.date.is_none_or(|day| day <= at.today), "召开日期晚于今天，会议召开后再登记。")
    }),
};

const ALL_DECIDED: Guard = Guard {
    name: "all_decided",
    rule: "各项议题都已议定",
    check: Check::Meeting(|_, at| {
        let open: Vec<_> = at
            .tied("item")
            .filter(|item| item.state == "ON_AGENDA")
            .map(|item| item.title.as_str())
            .collect();
        holds(open.is_empty(), &format!("还有议题没有登记结果：{}。", open.join("、")))
    }),
};
