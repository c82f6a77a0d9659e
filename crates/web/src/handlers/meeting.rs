//! The agenda of a meeting, made from what waits for its level, its decisions, and its minutes.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use lingdi_app::moves::{Candidate, ObjectView, Pick};
use lingdi_app::{App, Error};
use lingdi_domain::meeting::{Meeting, minutes};
use lingdi_domain::moves::{desk, desk::suits_many, may_make};
use lingdi_domain::object::{Object, ObjectKind};
use uuid::Uuid;

use super::desk::outcomes_page;
use super::error::{Fault, page};
use super::frame::frame;
use super::gate::Caller;
use super::objects::shown_row;
use crate::format;
use crate::frame::Section;
use crate::pages::meeting::{AgendaPage, CandidateRow, ItemRow, MinuteRow, MinutesSheet};
use crate::parts::Choice;

pub(super) async fn agenda(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let seen = app.object(&caller.actor, ObjectKind::Meeting, id).await?;
    let object = &seen.stored.object;
    let (snapshot, today) = (app.snapshot(None).await?, app.clock().today());
    let level = known(object)?.level.ok_or_else(|| Error::Internal("会议没有层级".to_owned()))?;
    let raises = lingdi_domain::moves::machine(ObjectKind::Item)
        .named("put_on_agenda")
        .is_some_and(|one| may_make(one, &caller.actor, ""));
    let collecting = object.state == "AGENDA_COLLECTING" && raises;
    let candidates = if collecting { app.agenda_candidates(&caller.actor, level).await? } else { Vec::new() };
    let shown = shown_row(object, &snapshot, today);
    page(&AgendaPage {
        frame: frame(&app, &caller, Section::None).await?,
        id: id.to_string(),
        name: object.title.clone(),
        level: level.label(),
        state: shown.state,
        tone: shown.tone,
        collecting,
        candidates: candidates.iter().map(|one| candidate(one, &snapshot, today)).collect(),
        items: items(&seen).map(|item| item_row(item, &snapshot, today)).collect(),
        decide: if object.state == "HELD" { decisions(&caller, &seen) } else { Vec::new() },
    })
}

fn known(object: &Object) -> Result<&Meeting, Error> {
    object.fields.meeting().ok_or_else(|| Error::NotFound("没有这次会议。".to_owned()))
}

fn items(seen: &ObjectView) -> impl Iterator<Item = &Object> {
    seen.ties.iter().map(|tie| &tie.object).filter(|object| object.kind == ObjectKind::Item)
}

fn candidate(one: &Candidate, snapshot: &lingdi_app::Snapshot, today: chrono::NaiveDate) -> CandidateRow {
    let shown = shown_row(&one.object, snapshot, today);
    CandidateRow {
        tick: format!("{}:{}:{}", one.object.kind.code(), one.object.id, one.verb),
        href: shown.href,
        title: shown.title,
        code: shown.code,
        unit: shown.unit,
        label: one.label.clone(),
        state: shown.state,
        tone: shown.tone,
        missing: one.missing.clone(),
    }
}

fn item_row(item: &Object, snapshot: &lingdi_app::Snapshot, today: chrono::NaiveDate) -> ItemRow {
    let shown = shown_row(item, snapshot, today);
    ItemRow {
        tick: format!("items:{}:{}", item.id, item.version),
        open: item.state == "ON_AGENDA",
        settled: minutes([item]).into_iter().map(|minute| minute.settled).collect(),
        href: shown.href,
        title: shown.title,
        code: shown.code,
        state: shown.state,
        tone: shown.tone,
        due: shown.due,
    }
}

/// What can be entered for many items at once.
fn decisions(caller: &Caller, seen: &ObjectView) -> Vec<Choice> {
    let Some(open) = items(seen).find(|item| item.state == "ON_AGENDA") else { return Vec::new() };
    let steps = desk::steps(open, &caller.actor).into_iter().filter(|one| suits_many(one));
    Choice::list(steps.map(|one| (one.verb, one.label)), "agree")
}

/// Puts what was ticked on the agenda.
pub(super) async fn put_on_agenda(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let ticked = sent.iter().filter(|(name, _)| name == "on").map(|(_, value)| pick(value));
    let picks = ticked.collect::<Result<Vec<_>, Error>>()?;
    let together = sent.iter().any(|(name, _)| name == "together");
    let outcomes = app.put_on_agenda(&caller.actor, id, picks, together).await?;
    let back = (format!("/meetings/{id}/agenda"), "回会议议题");
    let frame = frame(&app, &caller, Section::None).await?;
    page(&outcomes_page(frame, "列入议程".to_owned(), &outcomes, back))
}

/// `kind:id:verb`
fn pick(text: &str) -> Result<Pick, Error> {
    let read = || {
        let mut parts = text.splitn(3, ':');
        let (kind, id, verb) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Pick { kind: ObjectKind::from_code(kind)?, id: id.parse().ok()?, verb: verb.to_owned() })
    };
    read().ok_or_else(|| Error::Refused("勾选的事项无法识别，请刷新页面后重新勾选。".to_owned()))
}

/// 会议纪要 as a sheet to print, drafted from the decisions.
pub(super) async fn print_minutes(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let seen = app.object(&caller.actor, ObjectKind::Meeting, id).await?;
    let meeting = known(&seen.stored.object)?;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let row = |minute: lingdi_domain::meeting::Minute| MinuteRow {
        number: minute.number,
        subject: minute.subject,
        report: minute.report,
        settled: minute.settled,
        responsible: minute.responsible,
        deadline: minute.deadline.map(format::date).unwrap_or_default(),
    };
    page(&MinutesSheet {
        county: app.county_name().await?,
        demo: app.is_demo().await?,
        back: format!("/meetings/{id}"),
        name: meeting.name.clone(),
        level: meeting.level.map_or("", lingdi_domain::meeting::Level::label),
        held_on: meeting.held_on.map(format::date).unwrap_or_default(),
        place: text(&meeting.place),
        chair: text(&meeting.chair),
        attendance: text(&meeting.attendance),
        signed_by: text(&meeting.signed_by),
        draft: !matches!(seen.stored.object.state, "MINUTES_SIGNED" | "PUBLISHED"),
        rows: minutes(items(&seen)).into_iter().map(row).collect(),
        printed_on: format::date(app.clock().today()),
        recorder: caller.name.clone(),
    })
}
