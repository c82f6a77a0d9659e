//! Objects as JSON.

use lingdi_app::moves::ObjectView;
use lingdi_app::{Position, Stored};
use lingdi_domain::event::Event;
use lingdi_domain::moves::{Field, FieldKind, Offer, describe, machine};
use lingdi_domain::object::{Object, ObjectKind};
use serde_json::{Value, json};

use super::ListQuery;
use crate::parcels::percent;

/// A row of a list.
pub(super) fn row(stored: &Stored) -> Value {
    let object = &stored.object;
    json!({
        "id": object.id, "number": object.number, "title": object.title, "state": object.state,
        "state_label": state_label(object), "unit": object.unit, "parcel": object.parcel, "year": stored.year,
        "due": object.due, "holder": object.holder, "version": object.version, "moved_at": stored.moved_at,
    })
}

/// Everything about one object.
pub(super) fn whole(seen: &ObjectView) -> Value {
    let object = &seen.stored.object;
    let mut whole = row(&seen.stored);
    whole["fields"] = Value::Object(object.fields.json());
    whole["links"] = seen.ties.iter().map(|tie| link(&tie.role, &tie.object)).collect();
    whole["attachments"] = seen
        .files
        .iter()
        .map(|kept| json!({"id": kept.file.id, "name": kept.file.name, "media": kept.file.media, "size": kept.file.size, "shows": kept.file.shows, "dated": kept.file.dated, "sha256": kept.file.sha256}))
        .collect();
    whole["events"] = seen.events.iter().map(|event| happened(object.kind, event)).collect();
    let mut moves: Vec<Value> = seen.offers.iter().map(offer).collect();
    if seen.can_recall {
        moves.push(json!({"verb": "recall", "label": "撤回", "missing": []}));
    }
    whole["moves"] = moves.into();
    whole["proposals"] = seen
        .proposals
        .iter()
        .map(|one| json!({"verb": one.verb, "label": one.label, "act": one.act, "level": one.level, "missing": one.missing}))
        .collect();
    whole
}

fn state_label(object: &Object) -> &'static str {
    machine(object.kind).state(object.state).map_or("", |state| state.label)
}

fn link(role: &str, object: &Object) -> Value {
    json!({
        "role": role, "object": object.kind.code(), "id": object.id, "number": object.number,
        "title": object.title, "state": object.state, "state_label": state_label(object),
    })
}

fn happened(kind: ObjectKind, event: &Event) -> Value {
    let payload: Value = serde_json::from_str(&event.payload).unwrap_or_default();
    json!({
        "n": event.n, "at": event.at, "actor": event.actor, "unit": event.unit, "verb": event.verb,
        "label": describe::label(kind, &event.verb), "from": event.from_state, "to": event.to_state,
        "reason": event.reason, "payload": payload,
    })
}

fn offer(offer: &Offer) -> Value {
    let one = offer.made;
    json!({
        "verb": one.verb, "label": one.label, "clause": one.clause, "paper_only": offer.paper,
        "needs": {"reason": one.needs.reason, "evidence": one.needs.evidence, "date": one.needs.date},
        "fields": one.fields.iter().map(field).collect::<Vec<_>>(),
        "missing": offer.missing,
    })
}

fn field(field: &Field) -> Value {
    let mut told = json!({
        "name": field.name, "label": field.label, "required": field.required, "kind": kind(field.kind),
    });
    if let FieldKind::Choice(choices) = field.kind {
        told["choices"] = choices.iter().map(|(code, label)| json!({"code": code, "label": label})).collect();
    }
    if !field.hint.is_empty() {
        told["hint"] = json!(field.hint);
    }
    told
}

/// What is typed into a field, in one word.
pub(super) fn kind(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "text",
        FieldKind::Prose => "prose",
        FieldKind::Day => "day",
        FieldKind::Month => "month",
        FieldKind::Choice(_) => "choice",
        FieldKind::Flag => "flag",
        FieldKind::Whole => "whole",
        FieldKind::Decimal => "decimal",
        FieldKind::Mu => "mu",
        FieldKind::Wan => "wan",
        FieldKind::Lines => "lines",
        FieldKind::DatedLines => "dated_lines",
        FieldKind::Checkpoints => "checkpoints",
        FieldKind::Parts => "parts",
        FieldKind::Schedule => "schedule",
        FieldKind::Corrections => "corrections",
        FieldKind::Unit => "unit",
        FieldKind::Units => "units",
    }
}

/// Address of the page that begins after a position, with the same filter.
pub(super) fn address(kind: ObjectKind, query: &ListQuery, after: &Position) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let pairs = [
        ("state", text(&query.state)),
        ("unit", text(&query.unit)),
        ("year", query.year.map(|year| year.to_string()).unwrap_or_default()),
        ("holder_role", text(&query.holder_role)),
        ("holder_unit", text(&query.holder_unit)),
        ("due_by", query.due_by.map(|day| day.to_string()).unwrap_or_default()),
        ("limit", query.limit.map(|limit| limit.to_string()).unwrap_or_default()),
        ("after", format!("{}~{}", after.due, after.id)),
    ];
    let set = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<_> = set.map(|(name, value)| format!("{name}={}", percent(value))).collect();
    format!("/api/v1/{}?{}", kind.code(), query.join("&"))
}
