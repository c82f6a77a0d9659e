//! 联系指导记录 (R59): a bureau visits a local unit that it is linked to and says what came of it.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::moves::Effect::Day;
use crate::moves::{Check, Field, FieldKind, From, Guard, Machine, Move, State, To, Who, holds};
use crate::object::ObjectKind;
use crate::{Month, Role};

/// What is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Visit {
    /// Name of the unit that was visited.
    pub name: String,
    /// Its code.
    pub code: String,
    /// 联系日期
    pub held_on: Option<NaiveDate>,
    /// 指导内容
    pub what: Option<String>,
    /// 参加人员
    pub people: Option<String>,
}

/// Bureaus and companies record what they did themselves.
const BUREAUS: Who = Who::Own(&[Role::BureauLiaison, Role::BureauLeader, Role::Acquirer]);

/// Its machine.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Visit,
    states: &[State::over("RECORDED", "已登记"), State::over("VOID", "作废")],
    moves: &[&[
        Move::new("open", "登记联系指导", From::New, To::State("RECORDED"), BUREAUS)
            .clause("七（二）1")
            .date("联系日期")
            .files_too()
            .fields(&[
                Field::new("name", "所联系单位", FieldKind::Unit).required(),
                Field::new("what", "指导内容", FieldKind::Prose).required(),
                Field::new("people", "参加人员", FieldKind::Text),
            ])
            .guards(&[NOT_AHEAD])
            .effects(&[Day("held_on")]),
        Move::new("void", "作废", From::States(&["RECORDED"]), To::State("VOID"), BUREAUS)
            .clause("七（二）1")
            .reason(),
    ]],
};

const NOT_AHEAD: Guard = Guard {
    name: "not_ahead",
    rule: "联系日期不晚于今天",
    check: Check::Visit(|_, at| {
        holds(at.input.date.is_none_or(|day| day <= at.today), "联系日期晚于今天，到访后再登记。")
    }),
};

/// A quarter of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
}

impl Quarter {
    /// The quarter of a day.
    pub fn of(day: NaiveDate) -> Self {
        let month = Month::of(day);
        let first = month.back((month.number() - 1) % 3);
        Self { from: first.day(1), to: first.next().next().last_day() }
    }

    /// The quarters of a year that are over at the end of a day of it.
    pub fn over_by(day: NaiveDate) -> Vec<Self> {
        let first = NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day);
        let quarters =
            std::iter::successors(Some(Self::of(first)), |quarter| Some(Self::of(quarter.to.succ_opt()?)));
        quarters.take_while(|quarter| quarter.to <= day).collect()
    }

    /// Does a day lie in it?
    pub fn holds(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// `2023年第3季度`
    pub fn spoken(&self) -> String {
        format!("{}年第{}季度", self.from.year(), (self.from.month() - 1) / 3 + 1)
    }
}
