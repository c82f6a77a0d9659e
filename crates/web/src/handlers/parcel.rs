use std::collections::BTreeMap;

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use lingdi_app::findings::NewFinding;
use lingdi_app::identification::Judge;
use lingdi_app::parcels::ParcelDetail;
use lingdi_app::policy::Near;
use lingdi_app::seen::Seen;
use lingdi_app::{Action, App, Error, May};
use lingdi_domain::Cell;
use serde::Deserialize;

use super::error::{Fault, page};
use super::frame::{frame, with_notice};
use super::gate::Caller;
use super::search;
use crate::format;
use crate::frame::Section;
use crate::pages::parcel::{
    FindingForm, FindingFormView, ParcelPage, ParcelSheet, ParcelView, TimelineEntry,
};

mod near;
mod view;

pub(super) use near::percent as distance;
pub(super) use view::{rings, source};

/// What the caller sees, and whether the bureaus' files open to them.
struct Reader<'a> {
    seen: &'a Seen,
    sources: bool,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ParcelQuery {
    year: Option<i32>,
    done: Option<String>,
}

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(code): Path<String>,
    Query(query): Query<ParcelQuery>,
) -> Result<Response, Fault> {
    let parcel = parcel_view(&app, &caller, &code, query.year).await?.0;
    let frame = with_notice(frame(&app, &caller, Section::List).await?, query.done.as_deref());
    page(&ParcelPage { frame, parcel, form: FindingFormView::default() })
}

async fn parcel_view(
    app: &App,
    caller: &Caller,
    code: &str,
    year: Option<i32>,
) -> Result<(ParcelView, Seen, ParcelDetail), Fault> {
    judged_view(app, caller, code, &Judge { year, ..Judge::present() }).await
}

/// A parcel as judged on what is asked.
pub(super) async fn judged_view(
    app: &App,
    caller: &Caller,
    code: &str,
    ask: &Judge,
) -> Result<(ParcelView, Seen, ParcelDetail), Fault> {
    let (seen, detail) = app.parcel(&caller.actor, ask, code).await?;
    let near = seen.near(&detail);
    Ok((view_of(app, caller, &seen, &detail, &near).await?, seen, detail))
}

/// A parcel that was found, as pages show it, with what would turn its verdict.
pub(super) async fn view_of(
    app: &App,
    caller: &Caller,
    seen: &Seen,
    detail: &ParcelDetail,
    near: &[Near],
) -> Result<ParcelView, Fault> {
    let reader = Reader { seen, sources: caller.actor.may(Action::ReadSources).is_ok() };
    let events = timeline(app, caller, seen, detail).await?;
    Ok(view::parcel(&reader, detail, near, events))
}

/// When the files that speak of this parcel came into force.
async fn timeline(
    app: &App,
    caller: &Caller,
    seen: &Seen,
    detail: &ParcelDetail,
) -> Result<Vec<TimelineEntry>, Fault> {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let cells = detail
        .facts
        .iter()
        .map(|fact| &fact.source)
        .chain(detail.occupants.iter().map(|occupant| &occupant.source));
    let cells = cells
        .chain(detail.supplies.iter().map(|(_, cell)| cell))
        .chain(detail.findings.iter().map(|(_, cell)| cell));
    for cell in cells.chain(detail.verdict.findings.iter().flat_map(|finding| &finding.sources)) {
        files.entry(cell.batch.to_string()).or_default().push(cell.file.to_string());
    }
    let batches = match caller.actor.may(Action::ReadSources) {
        Ok(()) => app.batches(&caller.actor).await?,
        Err(_) => Vec::new(),
    };
    let snapshot = seen.snapshot();
    let mut entries: Vec<(chrono::DateTime<chrono::Utc>, TimelineEntry)> = Vec::new();
    let accepted = snapshot.batch_ids.iter().zip(&snapshot.accepted_at).zip(&snapshot.batch_kinds);
    for (file, ((id, at), kind)) in snapshot.facts.batches.iter().zip(accepted) {
        let Some(names) = files.get(file.sha256.as_str()) else { continue };
        let who = batches.iter().find(|batch| batch.id == *id).map(|batch| format!(" · {}", batch.actor));
        let entry = TimelineEntry {
            date: format::date(lingdi_app::shanghai_date(*at)),
            act: format!("接收{}", kind.label()),
            detail: format!("{}{}", names.first().map_or("", String::as_str), who.unwrap_or_default()),
        };
        entries.push((*at, entry));
    }
    entries.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

/// The print view.
pub(super) async fn print(
    State(app): State<App>,
    caller: Caller,
    Path(code): Path<String>,
    Query(query): Query<ParcelQuery>,
) -> Result<Response, Fault> {
    let (parcel, seen, detail) = parcel_view(&app, &caller, &code, query.year).await?;
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut cite = |cell: &Cell| {
        if !cell.batch.is_empty() {
            files.insert(cell.file.to_string(), cell.batch.to_string());
        }
    };
    detail.verdict.findings.iter().flat_map(|finding| &finding.sources).for_each(&mut cite);
    detail.facts.iter().for_each(|fact| cite(&fact.source));
    let years = detail.verdict.detail.iter().flat_map(|detail| &detail.years);
    years.flat_map(|year| &year.parts).flat_map(|part| &part.sources).for_each(&mut cite);
    page(&ParcelSheet {
        county: app.county_name().await?,
        demo: app.is_demo().await?,
        parcel,
        edition_hash: seen.edition_hash().to_owned(),
        files: files.into_iter().collect(),
        printed_on: format::date(app.clock().today()),
    })
}

/// Records a 人工认定; mistakes come back with the form.
pub(super) async fn record_finding(
    State(app): State<App>,
    caller: Caller,
    Path(code): Path<String>,
    Query(query): Query<ParcelQuery>,
    Form(form): Form<FindingForm>,
) -> Result<Response, Fault> {
    let mut problems: Vec<(&'static str, String)> = Vec::new();
    let mut date = |field: &'static str, text: &str| match text.trim() {
        "" => None,
        text => text
            .parse()
            .inspect_err(|_| problems.push((field, format!("“{text}”不是日期，请写成 2023-10-09。"))))
            .ok(),
    };
    let (from, to) = (date("from", &form.from), date("to", &form.to));
    if form.document.trim().is_empty() {
        problems.push(("document", "文号不能空：人工认定要有依据的文件。".to_owned()));
    }
    if problems.is_empty() {
        let finding = NewFinding {
            parcel: code.clone(),
            finding_type: form.finding_type.clone(),
            document: form.document.clone(),
            basis: form.basis.clone(),
            conclusion: form.conclusion.clone(),
            from,
            to,
        };
        match app.record_finding(&caller.actor, &finding).await {
            Ok(_) => {
                let address = format!("/parcels/{}?done=recorded", search::percent(&code));
                return Ok(Redirect::to(&address).into_response());
            }
            Err(Error::Refused(why)) => problems.push(("finding_type", why)),
            Err(error) => return Err(error.into()),
        }
    }
    let parcel = parcel_view(&app, &caller, &code, query.year).await?.0;
    let form = FindingFormView { values: form, problems };
    let mut response = page(&ParcelPage { frame: frame(&app, &caller, Section::List).await?, parcel, form })?;
    *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}
