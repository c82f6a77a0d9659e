//! The course of an object: what was done to it, by whom, and what was said.

use chrono::{DateTime, TimeDelta, Utc};
use lingdi_domain::event::Event;
use lingdi_domain::moves::{FieldKind, describe, machine};
use lingdi_domain::object::ObjectKind;
use serde_json::Value;

use crate::pages::object::Happened;

pub(in crate::handlers) fn happened(kind: ObjectKind, event: &Event) -> Happened {
    let payload: Value = serde_json::from_str(&event.payload).unwrap_or_default();
    let signed = payload["signed"]["name"].as_str();
    let label = |code: &str| machine(kind).state(code).map_or("", |state| state.label);
    let moved = event.from_state != event.to_state;
    Happened {
        at: minute(event.at),
        actor: match signed {
            Some(name) => format!(
                "{}，{name} {} 签批",
                event.actor,
                payload["signed"]["on"].as_str().unwrap_or_default()
            ),
            None => event.actor.clone(),
        },
        act: match describe::label(kind, &event.verb) {
            "" => "由分割产生".to_owned(),
            label => label.to_owned(),
        },
        states: match (moved, event.from_state.as_str()) {
            (false, _) => String::new(),
            (true, "") => label(&event.to_state).to_owned(),
            (true, from) => format!("{} → {}", label(from), label(&event.to_state)),
        },
        reason: if event.reason.is_empty() {
            said(kind, &event.verb, &payload)
        } else {
            event.reason.clone()
        },
        paper: signed.is_some(),
        item: payload["item"].as_str().map(|id| format!("/items/{id}")).unwrap_or_default(),
    }
}

/// The most characters of what was said that the course of an object repeats.
const REPEATED: usize = 90;

/// What was said with a move that asks for no reason: the prose of its form.
fn said(kind: ObjectKind, verb: &str, payload: &Value) -> String {
    let form = machine(kind).named(verb).map_or(&[][..], |one| one.fields);
    let prose = form.iter().filter(|field| matches!(field.kind, FieldKind::Prose));
    let words = prose.filter_map(|field| payload["fields"][field.name].as_str());
    let text = words.map(str::trim).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("；");
    let mut letters = text.chars();
    let front: String = letters.by_ref().take(REPEATED).collect();
    if letters.next().is_some() { format!("{front}…") } else { front }
}

pub(in crate::handlers) fn minute(at: DateTime<Utc>) -> String {
    (at + TimeDelta::hours(8)).format("%Y-%m-%d %H:%M").to_string()
}
