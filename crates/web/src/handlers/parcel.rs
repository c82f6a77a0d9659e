use std::collections::BTreeMap;

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use lingdi_app::findings::NewFinding;
use lingdi_app::identification::{Judge, Judged};
use lingdi_app::parcels::ParcelDetail;
use lingdi_app::{App, Error};
use lingdi_domain::Cell;
use serde::Deserialize;

use super::error::{Fault, page};
use super::frame::{frame, with_notice};
use super::{caller, search};
use crate::format;
use crate::frame::Section;
use crate::pages::parcel::{
    FindingForm, FindingFormView, ParcelPage, ParcelSheet, ParcelView, TimelineEntry,
};

mod near;
mod view;

pub(super) use near::percent as distance;
pub(super) use view::rings;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ParcelQuery {
    year: Option<i32>,
    done: Option<String>,
}

pub(super) async fn show(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(query): Query<ParcelQuery>,
) -> Result<Response, Fault> {
    let parcel = parcel_view(&app, &code, query.year).await?.0;
    let frame = with_notice(frame(&app, Section::List).await?, query.done.as_deref());
    page(&ParcelPage { frame, parcel, form: FindingFormView::default() })
}

async fn parcel_view(
    app: &App,
    code: &str,
    year: Option<i32>,
) -> Result<(ParcelView, std::sync::Arc<Judged>, ParcelDetail), Fault> {
    let ask = Judge { year, ..Judge::present() };
    let (judged, detail) = app.parcel(&caller(), &ask, code).await?;
    let events = timeline(app, &judged, &detail).await?;
    Ok((view::parcel(&judged, &detail, events), judged, detail))
}

/// When the files that speak of this parcel came into force.
async fn timeline(app: &App, judged: &Judged, detail: &ParcelDetail) -> Result<Vec<TimelineEntry>, Fault> {
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
    let batches = app.batches(&caller()).await?;
    let mut entries: Vec<(chrono::DateTime<chrono::Utc>, TimelineEntry)> = Vec::new();
    for batch in batches.iter().filter(|batch| files.contains_key(&batch.sha256)) {
        let in_force = judged.snapshot.batch_ids.contains(&batch.id);
        if let (true, Some(at)) = (in_force, batch.accepted_at) {
            let entry = TimelineEntry {
                date: format::date(lingdi_app::shanghai_date(at)),
                act: format!("接收{}", batch.kind.label()),
                detail: format!("{} · {}", batch.file, batch.actor),
            };
            entries.push((at, entry));
        }
    }
    entries.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

/// The print view.
pub(super) async fn print(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(query): Query<ParcelQuery>,
) -> Result<Response, Fault> {
    let (parcel, judged, detail) = parcel_view(&app, &code, query.year).await?;
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
        county: app.county_name(&caller()).await?,
        demo: app.is_demo().await?,
        parcel,
        edition_hash: judged.result.edition_hash.clone(),
        files: files.into_iter().collect(),
        printed_on: format::date(app.clock().today()),
    })
}

/// Records a 人工认定; mistakes come back with the form.
pub(super) async fn record_finding(
    State(app): State<App>,
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
        match app.record_finding(&caller(), &finding).await {
            Ok(_) => {
                let address = format!("/parcels/{}?done=recorded", search::percent(&code));
                return Ok(Redirect::to(&address).into_response());
            }
            Err(Error::Refused(why)) => problems.push(("finding_type", why)),
            Err(error) => return Err(error.into()),
        }
    }
    let parcel = parcel_view(&app, &code, query.year).await?.0;
    let form = FindingFormView { values: form, problems };
    let mut response = page(&ParcelPage { frame: frame(&app, Section::List).await?, parcel, form })?;
    *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}
