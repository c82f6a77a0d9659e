//! Lists and pages of objects with a state, and the posts of their moves: one handler of each for every
//! kind.

pub(super) mod battle;
mod course;
pub(super) mod facts;
pub(super) mod orders;
pub(super) mod overall;
mod progress;
pub(super) mod report;
mod sent;
pub(super) mod verification;
pub(super) mod view;

use axum::extract::{Multipart, OriginalUri, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use lingdi_app::moves::MoveRequest;
use lingdi_app::policy::facts::Unit;
use lingdi_app::{App, Error, Filter, Position};
use lingdi_domain::moves::{Missing, machine};
use lingdi_domain::object::ObjectKind;
use lingdi_domain::step4_remediation::progress::Colour;
use lingdi_domain::{Role, meeting};
use serde::Deserialize;
use uuid::Uuid;

use super::error::{Fault, page};
use super::frame::{frame, with_notice};
use super::gate::Caller;
use crate::frame::{Notice, Section};
use crate::pages::object::{MoveForm, NewObjectPage, ObjectPage, ObjectsPage, ObjectsQuery};

/// Objects per page.
const PER_PAGE: usize = 50;

/// The kind that an address names with its first part.
fn kind_of(uri: &OriginalUri) -> Result<ObjectKind, Fault> {
    let first = uri.path().split('/').nth(1).unwrap_or_default();
    let known = ObjectKind::from_code(first);
    Ok(known.ok_or_else(|| Error::NotFound(format!("没有页面 {}", uri.path())))?)
}

pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    uri: OriginalUri,
    Query(query): Query<ObjectsQuery>,
) -> Result<Response, Fault> {
    let kind = kind_of(&uri)?;
    let text = |value: &String| Some(value.clone()).filter(|value| !value.is_empty());
    let filter = Filter {
        state: text(&query.state),
        unit: text(&query.unit),
        year: query.year.parse().ok(),
        ..Filter::default()
    };
    let after = position(&query.after);
    let colour = Colour::from_code(&query.light).filter(|_| kind == ObjectKind::Case);
    let (found, lit) = match colour {
        None => (app.objects(&caller.actor, kind, &filter, after.as_ref(), PER_PAGE).await?, None),
        Some(colour) => {
            let lit = app.lit_cases(&caller.actor, &filter, colour, after.as_ref(), PER_PAGE).await?;
            (lingdi_app::moves::ObjectPage { objects: lit.page, next: lit.next }, Some(lit.total))
        }
    };
    let counted = Filter { state: None, ..filter };
    let counts = app.object_counts(&caller.actor, kind, &counted).await?;
    let snapshot = app.snapshot(None).await?;
    let frame = with_notice(frame(&app, &caller, section(kind)).await?, query.done.as_deref());
    let mut shown = view::list(&app, &caller.actor, kind, &query, &found, &counts, &snapshot);
    let lights = app.lights(&caller.actor, &found.objects).await?;
    for (row, stored) in shown.rows.iter_mut().zip(&found.objects) {
        row.light = lights.get(&stored.object.id).map(progress::light);
    }
    if let Some(total) = lit {
        shown.total = crate::format::count(total as i64);
    }
    page(&ObjectsPage { frame, ..shown })
}

fn section(kind: ObjectKind) -> Section {
    match kind {
        ObjectKind::Case => Section::Cases,
        ObjectKind::BattlePlan | ObjectKind::UnitReport => Section::Progress,
        ObjectKind::Period | ObjectKind::Interview => Section::Ranking,
        ObjectKind::Order | ObjectKind::OrderTask | ObjectKind::Visit => Section::Orders,
        ObjectKind::Supervision | ObjectKind::Defect | ObjectKind::Commendation => Section::Supervisions,
        ObjectKind::Pledge => Section::Pledges,
        _ => Section::None,
    }
}

pub(super) use progress::light as light_view;
pub(super) use view::{new_form, row as shown_row};

/// `2023-10-30~id`
pub(super) fn position(text: &str) -> Option<Position> {
    let (due, id) = text.split_once('~')?;
    due.parse::<NaiveDate>().ok()?;
    Some(Position { due: due.to_owned(), id: id.parse().ok()? })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    done: Option<String>,
    /// The form to open.
    form: Option<String>,
}

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    uri: OriginalUri,
    Path(id): Path<Uuid>,
    Query(done): Query<Done>,
) -> Result<Response, Fault> {
    let kind = kind_of(&uri)?;
    let mut shown = shown(&app, &caller, kind, id).await?;
    for form in &mut shown.moves {
        form.open |= done.form.as_ref() == Some(&form.verb);
    }
    let frame = with_notice(shown.frame.clone(), done.done.as_deref());
    page(&ObjectPage { frame, ..shown })
}

async fn shown(app: &App, caller: &Caller, kind: ObjectKind, id: Uuid) -> Result<ObjectPage, Fault> {
    let seen = app.object(&caller.actor, kind, id).await?;
    let snapshot = app.snapshot(None).await?;
    let mut shown = view::one(
        frame(app, caller, section(kind)).await?,
        &caller.actor,
        &seen,
        &snapshot,
        app.clock().today(),
    );
    shown.map = if kind == ObjectKind::Block { super::block::members(&seen, &snapshot) } else { None };
    offer_meetings(app, caller, &seen, &mut shown.moves).await?;
    draft_minutes(&seen, &mut shown.moves);
    shown.progress = progress::of(app, caller, &seen).await?;
    shown.order = match (kind, seen.ties.iter().find(|tie| tie.role == "order")) {
        (ObjectKind::Order, _) => Some(super::orders::of_order(app, caller, id, true).await?),
        (ObjectKind::OrderTask, Some(tie)) => {
            Some(super::orders::of_order(app, caller, tie.object.id, false).await?)
        }
        _ => None,
    };
    if shown.order.is_some() {
        // All of it stands in the order's own part.
        shown.facts.clear();
        shown.ties.clear();
    }
    Ok(shown)
}

/// Minutes begin from what the meeting settled.
fn draft_minutes(seen: &lingdi_app::moves::ObjectView, forms: &mut [MoveForm]) {
    let form = forms.iter_mut().find(|form| form.verb == "draft_minutes");
    let field = form.and_then(|form| form.fields.iter_mut().find(|field| field.name == "minutes"));
    if let Some(field) = field.filter(|field| field.value.is_empty()) {
        let items = seen.ties.iter().map(|tie| &tie.object);
        field.value = meeting::draft(&meeting::minutes(items));
    }
}

/// An item is put on the agenda of a meeting that is collecting items at its level.
async fn offer_meetings(
    app: &App,
    caller: &Caller,
    seen: &lingdi_app::moves::ObjectView,
    forms: &mut [MoveForm],
) -> Result<(), Fault> {
    let level = seen.stored.object.fields.item().and_then(|item| item.level);
    let Some(form) = forms.iter_mut().find(|form| form.verb == "put_on_agenda") else { return Ok(()) };
    let filter = Filter { state: Some("AGENDA_COLLECTING".to_owned()), ..Filter::default() };
    let meetings = app.objects(&caller.actor, ObjectKind::Meeting, &filter, None, PER_PAGE).await?;
    let open = meetings.objects.into_iter().map(|stored| stored.object);
    let own = open.filter(|one| one.fields.meeting().is_some_and(|meeting| meeting.level == level));
    let choices = own.map(|one| crate::parts::Choice {
        value: format!("meeting:meetings:{}", one.id),
        label: one.title,
        selected: false,
    });
    form.link_choices = Some(("列入哪次会议", choices.collect()));
    form.missing.clear();
    Ok(())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewQuery {
    /// The object that the new one is about, as `role:kind:id`.
    link: Option<String>,
    /// For an item: the move that the target makes.
    verb: Option<String>,
    /// For a month's appraisal: which month.
    month: Option<String>,
}

/// The form for a new object.
pub(super) async fn new(
    State(app): State<App>,
    caller: Caller,
    uri: OriginalUri,
    Query(query): Query<NewQuery>,
) -> Result<Response, Fault> {
    let kind = kind_of(&uri)?;
    let about = match query.link.as_deref().map(sent::link).transpose()? {
        Some((_, kind, id)) => Some(app.object(&caller.actor, kind, id).await?.stored.object),
        None => None,
    };
    let (link, verb) = (query.link.as_deref(), query.verb.as_deref());
    let units = units_for(&app, &caller, kind).await?;
    let mut form = view::new_form(&caller.actor, kind, link, verb, about.as_ref(), &units);
    let month = query.month.filter(|month| lingdi_domain::Month::parse(month).is_some());
    for field in form.fields.iter_mut().filter(|field| field.name == "month") {
        field.value = month.clone().unwrap_or_default();
    }
    page(&NewObjectPage {
        frame: frame(&app, &caller, section(kind)).await?,
        kind: kind.label(),
        list: format!("/{}", kind.code()),
        about: about.map(|about| about.title).unwrap_or_default(),
        form,
    })
}

/// Units that the form of a new object may name: a bureau visits those it is linked to.
async fn units_for(app: &App, caller: &Caller, kind: ObjectKind) -> Result<Vec<Unit>, Fault> {
    let mut units = orders::offered_units(kind, &app.units().await?);
    if kind == ObjectKind::Visit {
        let linked = app.visits(&caller.actor).await?.links;
        units.retain(|unit| linked.iter().any(|one| one.link.unit == unit.code.as_str()));
    }
    Ok(units)
}

/// Makes a move; what is missing comes back with the page and its form.
pub(super) async fn make(
    State(app): State<App>,
    caller: Caller,
    uri: OriginalUri,
    Path((id, verb)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Fault> {
    let kind = kind_of(&uri)?;
    let id = if id == "new" { None } else { Some(id.parse().ok().ok_or_else(|| no_such(kind))?) };
    let sent = sent::read(form).await?;
    let (seen, input, files) = (sent.version.filter(|_| id.is_some()), sent.input.clone(), sent.files);
    let ask = MoveRequest { id, verb: verb.clone(), input, files, seen, key: None };
    let refused = match app.make_move(&caller.actor, kind, ask).await {
        // What a bureau brings in lies outside the units whose data it sees.
        Ok(_) if id.is_none() && is_of_bureau(&caller) => {
            return Ok(Redirect::to(&format!("/{}?done=moved", kind.code())).into_response());
        }
        Ok(moved) => {
            return Ok(Redirect::to(&format!("/{}/{}?done=moved", kind.code(), moved.id)).into_response());
        }
        Err(Error::Missing(missing)) => (StatusCode::UNPROCESSABLE_ENTITY, missing),
        Err(Error::Refused(why)) => (StatusCode::UNPROCESSABLE_ENTITY, vec![Missing::new("form", why)]),
        Err(Error::Stale(why)) if id.is_some() => {
            (StatusCode::PRECONDITION_FAILED, vec![Missing::new("stale", why)])
        }
        Err(error) => return Err(error.into()),
    };
    let (status, missing) = refused;
    let mut answer = match id {
        Some(id) => again(&app, &caller, kind, id, &verb, &sent.input, (status, &missing)).await?,
        None => new_again(&app, &caller, kind, &sent.input, &missing).await?,
    };
    *answer.status_mut() = status;
    Ok(answer)
}

fn is_of_bureau(caller: &Caller) -> bool {
    [Role::BureauLiaison, Role::BureauLeader].into_iter().any(|role| caller.actor.is(role))
}

fn no_such(kind: ObjectKind) -> Error {
    Error::NotFound(format!("没有这个{}。", kind.label()))
}

/// The page with the form as it was filled in and what was wrong with it.
async fn again(
    app: &App,
    caller: &Caller,
    kind: ObjectKind,
    id: Uuid,
    verb: &str,
    input: &lingdi_domain::object::Input,
    (status, missing): (StatusCode, &[Missing]),
) -> Result<Response, Fault> {
    let mut shown = shown(app, caller, kind, id).await?;
    let words =
        |missing: &[Missing]| missing.iter().map(|one| one.sentence.as_str()).collect::<Vec<_>>().join(" ");
    match shown.moves.iter_mut().find(|form| form.verb == verb) {
        // What somebody else did meanwhile concerns the whole page.
        Some(form) if status != StatusCode::PRECONDITION_FAILED => {
            sent::put_back(form, input);
            form.missing.clear();
            form.refuse(missing);
        }
        _ => shown.frame.notice = Some(Notice { tone: "bad", text: words(missing) }),
    }
    page(&shown)
}

async fn new_again(
    app: &App,
    caller: &Caller,
    kind: ObjectKind,
    input: &lingdi_domain::object::Input,
    missing: &[Missing],
) -> Result<Response, Fault> {
    let link = input.links.first().map(|(role, kind, id)| format!("{role}:{}:{id}", kind.code()));
    let about = match input.links.first() {
        Some((_, kind, id)) => Some(app.object(&caller.actor, *kind, *id).await?.stored.object),
        None => None,
    };
    let units = units_for(app, caller, kind).await?;
    let mut form = view::new_form(&caller.actor, kind, link.as_deref(), None, about.as_ref(), &units);
    form.links = input.links.iter().map(|(role, kind, id)| format!("{role}:{}:{id}", kind.code())).collect();
    sent::put_back(&mut form, input);
    view::settle_proposal(&mut form);
    form.refuse(missing);
    page(&NewObjectPage {
        frame: frame(app, caller, section(kind)).await?,
        kind: kind.label(),
        list: format!("/{}", kind.code()),
        about: about.map(|about| about.title).unwrap_or_default(),
        form,
    })
}

/// A file of an object: photos and PDF open in the browser, shut into a sandbox.
pub(super) async fn attachment(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let (file, bytes) = app.attachment(&caller.actor, id).await?;
    let disposition = format!("inline; filename*=UTF-8''{}", super::search::percent(&file.name));
    let headers = [
        (header::CONTENT_TYPE, file.media),
        (header::CONTENT_DISPOSITION, disposition),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; sandbox".to_owned(),
        ),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// 下发核实: cases from a frozen list, sent to their units.
pub(super) async fn send_out(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let sent = app.send_out(&caller.actor, id, None).await?;
    let done = match (sent.opened, sent.refused.len()) {
        (0, _) => "sent-before",
        (_, 0) => "sent",
        _ => "sent-partly",
    };
    Ok(Redirect::to(&format!("/cases?done={done}")).into_response())
}

/// Label of a state in words, for the journal.
pub(super) fn state_label(object: &str, code: &str) -> Option<&'static str> {
    let kind = ObjectKind::from_code(object)?;
    machine(kind).state(code).map(|state| state.label)
}
