//! 一地一档 on a page and on paper.

mod bureaus;
mod chapters;
mod comparison;
mod enforcement;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use lingdi_app::dossier::Dossier;
use lingdi_app::identification::Judge;
use lingdi_app::parcels::ParcelDetail;
use lingdi_app::seen::Seen;
use lingdi_app::{Action, App, Error, May, parse_known_at};
use lingdi_domain::object::ObjectKind;

use super::error::{Fault, page};
use super::frame::frame;
use super::gate::Caller;
use super::objects::view as objects;
use super::{parcel, search};
use crate::format;
use crate::frame::Section;
use crate::pages::dossier::{DossierPage, DossierQuery, DossierSheet, DossierView};
use crate::pages::parcel::ParcelView;

/// What is known of a site at one moment.
struct Known {
    /// The moment; `None` for now.
    at: Option<DateTime<Utc>>,
    /// The parcel, when the land register knew it.
    land: Option<(ParcelView, ParcelDetail)>,
    /// The county as the caller sees it, with that parcel.
    seen: Option<Seen>,
    /// Are the bureaus' files open to the caller?
    sources: bool,
    /// Its cases and what hangs on them.
    filed: Dossier,
}

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(code): Path<String>,
    Query(query): Query<DossierQuery>,
) -> Result<Response, Fault> {
    let dossier = view(&app, &caller, &code, &query).await?;
    page(&DossierPage { frame: frame(&app, &caller, Section::Cases).await?, query, dossier })
}

pub(super) async fn print(
    State(app): State<App>,
    caller: Caller,
    Path(code): Path<String>,
    Query(query): Query<DossierQuery>,
) -> Result<Response, Fault> {
    page(&DossierSheet {
        county: app.county_name().await?,
        demo: app.is_demo().await?,
        printed_on: format::date(app.clock().today()),
        dossier: view(&app, &caller, &code, &query).await?,
    })
}

async fn view(app: &App, caller: &Caller, code: &str, query: &DossierQuery) -> Result<DossierView, Fault> {
    let known = known(app, caller, code, moment(&query.known)?).await?;
    let snapshot = app.snapshot(None).await?;
    let last = known.filed.of(ObjectKind::Case).last();
    let (state, tone) = match (last, known.at) {
        (Some(case), None) => objects::state(&case.stored.object),
        (Some(case), Some(at)) => (
            case.state_at(at).and_then(|code| super::objects::state_label("cases", code)).unwrap_or(""),
            "plain",
        ),
        (None, _) => ("", "plain"),
    };
    let numbers: Vec<&str> =
        known.filed.of(ObjectKind::Case).map(|case| case.stored.object.number.as_str()).collect();
    let land = known.land.as_ref().map(|(land, _)| land);
    let comparison = match moment(&query.since)? {
        Some(since) => {
            Some(comparison::between(&self::known(app, caller, code, Some(since)).await?, &known, query))
        }
        None => None,
    };
    let mut events: Vec<_> = known
        .filed
        .objects
        .iter()
        .flat_map(|filed| filed.events.iter().map(move |event| (filed.stored.object.kind, event)))
        .collect();
    events.sort_by_key(|(_, event)| std::cmp::Reverse(event.n));
    Ok(DossierView {
        code: code.to_owned(),
        code_grouped: format::parcel_code(code),
        title: match (land, last) {
            (Some(land), _) => land.title.clone(),
            (None, Some(case)) => case.stored.object.title.clone(),
            (None, None) => format::parcel_code(code),
        },
        unit: match (land, last) {
            (Some(land), _) => land.unit.clone(),
            (None, Some(case)) => objects::unit_name(&case.stored.object.unit, &snapshot),
            (None, None) => String::new(),
        },
        numbers: numbers.join("、"),
        state,
        tone,
        known: query.known.clone(),
        chapters: chapters::all(&known),
        map: land.and_then(|land| land.map.clone()),
        kin: known.filed.kin.iter().map(kin).collect(),
        events: events.into_iter().map(|(kind, event)| objects::happened(kind, event)).collect(),
        comparison,
    })
}

async fn known(app: &App, caller: &Caller, code: &str, at: Option<DateTime<Utc>>) -> Result<Known, Fault> {
    let filed = app.dossier(&caller.actor, code, at).await?;
    let ask = Judge { known_at: at, ..Judge::present() };
    // A parcel that was divided, or that no bureau had sent by then, is in no register.
    let land = match app.parcel(&caller.actor, &ask, code).await {
        Ok((seen, detail)) => Some((parcel::view_of(app, caller, &seen, &detail, &[]).await?, seen, detail)),
        Err(Error::NotFound(why)) if at.is_none() && filed.objects.is_empty() => {
            return Err(Error::NotFound(why).into());
        }
        Err(Error::NotFound(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let sources = caller.actor.may(Action::ReadSources).is_ok();
    let (land, seen) = land.map_or((None, None), |(land, seen, detail)| (Some((land, detail)), Some(seen)));
    Ok(Known { at, land, seen, sources, filed })
}

/// The end of a day; no moment when nothing was written.
fn moment(day: &str) -> Result<Option<DateTime<Utc>>, Error> {
    match day.trim() {
        "" => Ok(None),
        day => match parse_known_at(day) {
            Some(at) => Ok(Some(at)),
            None => Err(Error::Refused(format!("“{day}”不是日期，请写成 2023-10-09。"))),
        },
    }
}

fn kin(kin: &lingdi_app::dossier::Kin) -> (&'static str, String, String) {
    let role = match kin.role.as_str() {
        "whole" => "分割前",
        "part" => "分割后",
        _ => "相关地块",
    };
    (role, kin.title.clone(), format!("/dossiers/{}", search::percent(&kin.parcel)))
}
