//! 异议: a firm or a unit objects; the office reviews (domain.md §2.6, R80).

use serde::{Deserialize, Serialize};

use crate::moves::{Check, Desk, Effect, Field, FieldKind, From, Guard, Machine, Move, State, To, Who};
use crate::object::ObjectKind;

/// What is known of an objection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Objection {
    /// Who objects.
    pub by: String,
    /// To what, and why.
    pub grounds: String,
    /// The office's answer.
    pub answer: Option<String>,
}

/// The machine of an objection.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Objection,
    states: &[
        State::open("FILED", "已提出", Desk::Office),
        State::open("REVIEW", "复核中", Desk::Office),
        State::over("UPHELD", "异议成立"),
        State::over("DISMISSED", "异议不成立"),
    ],
    moves: &[&[
        Move::new("open", "提出异议", From::New, To::State("FILED"), Who::UNITS)
            .clause("二（一）依法依规")
            .ties(&[("case", &[ObjectKind::Case]), ("period", &[ObjectKind::Period])])
            .guards(&[IN_TIME])
            .fields(&[
                Field::new("by", "异议人", FieldKind::Text).required(),
                Field::new("grounds", "事项和理由", FieldKind::Prose).required(),
            ]),
        Move::new("review", "受理复核", From::States(&["FILED"]), To::State("REVIEW"), Who::OFFICE)
            .clause("二（一）依法依规"),
        Move::new("uphold", "异议成立", From::States(&["REVIEW"]), To::State("UPHELD"), Who::OFFICE)
            .clause("二（一）依法依规")
            .reason()
            .evidence()
            .effects(&[Effect::Reason("answer"), Effect::Linked("case", "note_upheld")]),
        Move::new("dismiss", "异议不成立", From::States(&["REVIEW"]), To::State("DISMISSED"), Who::OFFICE)
            .clause("二（一）依法依规")
            .reason()
            .evidence()
            .effects(&[Effect::Reason("answer")]),
    ]],
};

/// A published ranking is objected to in its time; a case may be at any time.
const IN_TIME: Guard = Guard {
    name: "objects_in_time",
    rule: "对月度排名的异议在公布后的异议期内提出",
    check: Check::Objection(|_, at| {
        let Some(ranking) = at.tied("period").next() else { return Ok(()) };
        let until = ranking.fields.period().and_then(|period| period.objections_until);
        match until.filter(|_| ranking.state == "PUBLISHED") {
            Some(until) if at.today <= until => Ok(()),
            Some(until) => {
                Err(format!("“{}”的异议期到 {until} 为止，已经过了。请向专班办公室反映。", ranking.title))
            }
            None => Err(format!("“{}”不在异议期内，不能提出异议。", ranking.title)),
        }
    }),
};
