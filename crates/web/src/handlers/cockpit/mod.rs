//! 驾驶舱: the screen, the part of it that changes, and the stream that says when.

mod drawing;
mod figure;
mod stage;
mod stream;

use std::sync::{Arc, Mutex};

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use lingdi_app::cockpit::{Asked, Still};
use lingdi_app::{App, Error};
use lingdi_domain::Month;

use super::error::{Fault, page};
use super::gate::Caller;
use super::search::percent;
use crate::pages::cockpit::{CockpitPage, CockpitQuery};

/// Its addresses.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/cockpit", get(show))
        .route("/cockpit/stage", get(fetch))
        .route("/cockpit/events", get(stream::listen))
        .route("/cockpit/figures/{key}", get(figure::show))
        .layer(Extension(Arc::new(Rendered::default())))
}

/// Stages kept as HTML: two hundred screens that hear of one event fetch one of them.
const KEPT: usize = 32;

/// The newest stages, by what they were made from.
#[derive(Default)]
struct Rendered(Mutex<Vec<(String, Arc<str>)>>);

impl Rendered {
    fn stage(&self, still: &Still, asked: &Asked, demo: bool) -> Result<Arc<str>, Fault> {
        let key = format!("{} {} {asked:?}", still.etag, still.view.snapshot.version);
        let kept = |all: &Vec<(String, Arc<str>)>| {
            all.iter().find(|(known, _)| *known == key).map(|(_, html)| Arc::clone(html))
        };
        if let Some(html) = self.0.lock().ok().and_then(|all| kept(&all)) {
            return Ok(html);
        }
        let html = stage::stage(still, asked, demo).render();
        let html: Arc<str> = html.map_err(|error| Error::Internal(error.to_string()))?.into();
        if let Ok(mut all) = self.0.lock() {
            all.truncate(KEPT - 1);
            all.insert(0, (key, Arc::clone(&html)));
        }
        Ok(html)
    }
}

async fn show(
    State(app): State<App>,
    caller: Caller,
    Extension(rendered): Extension<Arc<Rendered>>,
    Query(query): Query<CockpitQuery>,
) -> Result<Response, Fault> {
    let asked = asked(&query)?;
    let still = app.cockpit(&caller.actor, &asked).await?;
    let stage = rendered.stage(&still, &asked, app.is_demo().await?)?;
    page(&CockpitPage {
        title: still.view.unit.as_ref().map_or_else(|| still.view.county.clone(), |(_, name)| name.clone()),
        stage_href: address("/cockpit/stage", &asked),
        events_href: address("/cockpit/events", &asked),
        stage: stage.to_string(),
    })
}

/// The stage alone, for a screen that is open.
async fn fetch(
    State(app): State<App>,
    caller: Caller,
    Extension(rendered): Extension<Arc<Rendered>>,
    Query(query): Query<CockpitQuery>,
) -> Result<Response, Fault> {
    let asked = asked(&query)?;
    let still = app.cockpit(&caller.actor, &asked).await?;
    let stage = rendered.stage(&still, &asked, app.is_demo().await?)?;
    Ok(([(header::CACHE_CONTROL, "private, no-store")], Html(stage.to_string())).into_response())
}

fn asked(query: &CockpitQuery) -> Result<Asked, Fault> {
    let month = match query.month.as_str() {
        "" => None,
        text => Some(Month::parse(text).ok_or_else(|| {
            Error::Refused(format!("月份“{text}”认不出来。请从驾驶舱下方的月份打开，或写成 2023-09。"))
        })?),
    };
    Ok(Asked { unit: Some(query.unit.clone()).filter(|unit| !unit.is_empty()), month })
}

/// An address of the cockpit for a unit and a month.
fn address(path: &str, asked: &Asked) -> String {
    let unit = asked.unit.as_ref().map(|unit| format!("unit={}", percent(unit)));
    let month = asked.month.map(|month| format!("month={month}"));
    let pairs: Vec<String> = unit.into_iter().chain(month).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}
