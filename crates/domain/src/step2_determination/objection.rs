//! 异议: a firm or a unit objects; the office reviews (domain.md §2.6, R80).

use serde::{Deserialize, Serialize};

use crate::moves::{Desk, Effect, Field, FieldKind, From, Machine, Move, State, To, Who};
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
            .ties(&[("case", &[ObjectKind::Case])])
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
