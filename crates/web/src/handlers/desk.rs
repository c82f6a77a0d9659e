//! 我的待办, and one move on many things.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use lingdi_app::moves::{DeskPage as Found, DeskPart, DeskRow as FoundRow, Many, Outcome};
use lingdi_app::{Action, App, Error, May, Snapshot};
use lingdi_domain::Role;
use lingdi_domain::moves::{RECALL, describe, desk::suits_many};
use lingdi_domain::object::{Input, ObjectKind};

use super::error::{Fault, page};
use super::frame::frame;
use super::gate::{Caller, onward};
use super::objects::{light_view, position, shown_row};
use crate::format;
use crate::frame::Section;
use crate::pages::desk::{DeskPage, DeskQuery, DeskRow, OutcomeRow, OutcomesPage};
use crate::pages::list::Tab;
use crate::parts::Choice;

/// Things per page.
const PER_PAGE: usize = 50;

/// Steps that have their link in the row; the rest is on the object's page.
const STEPS: usize = 3;

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<DeskQuery>,
) -> Result<Response, Fault> {
    if caller.actor.may(Action::Read).is_err() {
        return Ok(Redirect::to("/").into_response());
    }
    let part = DeskPart::from_code(&query.part);
    let found = app.desk(&caller.actor, part, position(&query.after).as_ref(), PER_PAGE).await?;
    let (snapshot, today) = (app.snapshot(None).await?, app.clock().today());
    let among: Vec<_> = found.rows.iter().map(|row| row.stored.clone()).collect();
    let lights = app.lights(&caller.actor, &among).await?;
    let row = |row: &FoundRow| DeskRow {
        light: lights.get(&row.stored.object.id).map(light_view),
        ..desk_row(row, &found, part, &snapshot, today)
    };
    let rows = found.rows.iter().map(row).collect();
    let next = found.next.as_ref().map(|next| address(part, &format!("{}~{}", next.due, next.id)));
    page(&DeskPage {
        frame: frame(&app, &caller, Section::Desk).await?,
        tabs: found.counts.iter().map(|(other, count)| tab(*other, *count, part)).collect(),
        line: format!("临期指 {} 以前到期", format::date(found.soon_until)),
        many: many(&found, part),
        rows,
        part: part.code(),
        next,
        first: (!query.after.is_empty()).then(|| address(part, "")),
    })
}

fn tab(part: DeskPart, count: i64, shown: DeskPart) -> Tab {
    Tab { label: part.label(), count: format::count(count), href: address(part, ""), current: part == shown }
}

fn address(part: DeskPart, after: &str) -> String {
    match (part.code(), after) {
        ("", "") => "/desk".to_owned(),
        ("", after) => format!("/desk?after={after}"),
        (part, "") => format!("/desk?part={part}"),
        (part, after) => format!("/desk?part={part}&after={after}"),
    }
}

/// Moves that can be made on many of the things shown.
fn many(found: &Found, part: DeskPart) -> Vec<Choice> {
    let mut known: Vec<(&str, &str)> = Vec::new();
    if part == DeskPart::Submitted && !found.rows.is_empty() {
        known.push((RECALL, "撤回"));
    }
    for one in found.rows.iter().flat_map(|row| &row.steps).filter(|one| suits_many(one)) {
        if !known.contains(&(one.verb, one.label)) {
            known.push((one.verb, one.label));
        }
    }
    if known.is_empty() {
        return Vec::new();
    }
    Choice::list(std::iter::once(("", "请选择")).chain(known), "")
}

fn desk_row(row: &FoundRow, found: &Found, part: DeskPart, snapshot: &Snapshot, today: NaiveDate) -> DeskRow {
    let object = &row.stored.object;
    let shown = shown_row(object, snapshot, today);
    let ticks = part == DeskPart::Submitted || row.steps.iter().any(|one| suits_many(one));
    let form = |verb: &str| format!("{}?form={verb}#moves", shown.href);
    let mut steps: Vec<_> = row.steps.iter().take(STEPS).map(|one| (form(one.verb), one.label)).collect();
    if part == DeskPart::Submitted {
        steps = vec![(form(RECALL), "撤回")];
    }
    DeskRow {
        tick: if ticks {
            format!("{}:{}:{}", object.kind.code(), object.id, object.version)
        } else {
            String::new()
        },
        steps,
        kind: object.kind.label(),
        light: None,
        due_tone: match object.due {
            Some(due) if due < today => "bad",
            Some(due) if due <= found.soon_until => "warn",
            _ => "",
        },
        href: shown.href,
        title: shown.title,
        code: shown.code,
        unit: shown.unit,
        state: shown.state,
        tone: shown.tone,
        // A list tells the day of a meeting; the desk, by when somebody is to act.
        due: object.due.map(format::date).unwrap_or_default(),
    }
}

/// One move on many things; the answer tells of each.
pub(super) async fn make(
    State(app): State<App>,
    caller: Caller,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let (many, part) = read(&sent)?;
    let from = sent.iter().find(|(name, _)| name == "back").map(|(_, value)| onward(value).to_owned());
    let act = act(&many);
    let outcomes = app.make_moves(&caller.actor, many).await?;
    let back = match from {
        Some(from) => (from, "返回"),
        None => (address(part, ""), "回我的待办"),
    };
    page(&outcomes_page(frame(&app, &caller, Section::Desk).await?, act, &outcomes, back))
}

/// What became of many things, those refused first.
pub(super) fn outcomes_page(
    frame: crate::frame::Frame,
    act: String,
    outcomes: &[Outcome],
    back: (String, &'static str),
) -> OutcomesPage {
    let mut rows: Vec<OutcomeRow> = outcomes.iter().map(outcome).collect();
    rows.sort_by_key(|row| row.done);
    let done = rows.iter().filter(|row| row.done).count();
    OutcomesPage { frame, act, done, refused: rows.len() - done, rows, back }
}

fn act(many: &Many) -> String {
    let mut labels = many.on.iter().map(|(kind, ..)| describe::label(*kind, &many.verb));
    let known = labels.find(|label| !label.is_empty());
    known.unwrap_or("办理").to_owned()
}

fn outcome(outcome: &Outcome) -> OutcomeRow {
    OutcomeRow {
        href: format!("/{}/{}", outcome.kind.code(), outcome.id),
        title: if outcome.title.is_empty() {
            "（不在您的数据范围内）".to_owned()
        } else {
            outcome.title.clone()
        },
        kind: outcome.kind.label(),
        done: outcome.answer.is_ok(),
        words: match &outcome.answer {
            Ok(moved) => moved.state_label.clone(),
            Err(error) => error.to_string(),
        },
    }
}

fn read(sent: &[(String, String)]) -> Result<(Many, DeskPart), Error> {
    let (mut many, mut part) = (Many::default(), DeskPart::All);
    for (name, value) in sent {
        match name.as_str() {
            "on" => many.on.push(ticked(value)?),
            "verb" => many.verb.clone_from(value),
            "part" => part = DeskPart::from_code(value),
            "reason" => many.input.reason.clone_from(value),
            "date" => many.input.date = value.parse().ok(),
            _ => {}
        }
    }
    if many.verb.is_empty() {
        return Err(Error::Refused("还没有选择办理事项。请选择后再办理。".to_owned()));
    }
    many.input = Input { reason: many.input.reason.trim().to_owned(), ..many.input };
    Ok((many, part))
}

/// `kind:id:version`
fn ticked(text: &str) -> Result<(ObjectKind, uuid::Uuid, Option<i64>), Error> {
    let read = || {
        let mut parts = text.splitn(3, ':');
        let (kind, id, version) = (parts.next()?, parts.next()?, parts.next()?);
        Some((ObjectKind::from_code(kind)?, id.parse().ok()?, Some(version.parse().ok()?)))
    };
    read().ok_or_else(|| Error::Refused("勾选的事项无法识别，请刷新页面后重新勾选。".to_owned()))
}

/// Do they begin the day at their desk: people of units and bureaus?
pub(super) fn begins_here(caller: &lingdi_app::people::Caller) -> bool {
    let roles =
        [Role::LocalLeader, Role::LocalClerk, Role::BureauLeader, Role::BureauLiaison, Role::Acquirer];
    roles.into_iter().any(|role| caller.actor.is(role))
}
