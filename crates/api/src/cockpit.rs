//! 驾驶舱: the figures of the screen, for other screens.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lingdi_app::App;
use lingdi_app::cockpit::Asked;
use lingdi_domain::Month;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::gate::Caller;
use crate::problem::{Body, Problem};

/// What of it.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CockpitQuery {
    /// Code of a unit; the whole of the caller's scope when absent
    unit: Option<String>,
    /// `2023-09`: that month as it was closed; now when absent
    month: Option<String>,
}

/// Every figure of the cockpit within the caller's scope, with its target and where time stands. Shares are
/// fractions of 1, areas 亩, tax 万元/亩; what has no source is null, never zero.
#[utoipa::path(get, path = "/api/v1/cockpit", tag = "cockpit", params(CockpitQuery), responses(
    (status = 200, description = "The figures; the ETag changes when one of them does"),
    (status = 304, description = "Nothing has changed since the ETag of `If-None-Match`"),
    (status = 401, description = "No session", body = Body, content_type = "application/problem+json"),
    (status = 403, description = "Administrators see no business data", body = Body, content_type = "application/problem+json"),
    (status = 404, description = "No such unit in the caller's scope", body = Body, content_type = "application/problem+json"),
    (status = 422, description = "The month cannot be read, has not come, or lies before the plan", body = Body, content_type = "application/problem+json"),
))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<CockpitQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let month = query.month.as_deref().map(month).transpose()?;
    let still = app.cockpit(&caller.actor, &Asked { unit: query.unit, month }).await?;
    let etag = format!("\"{}\"", still.etag);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| *known == *etag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::ETAG, etag),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    Ok((headers, still.json.clone()).into_response())
}

fn month(text: &str) -> Result<Month, Problem> {
    Month::parse(text).ok_or_else(|| Problem::refused(format!("month“{text}”无效，请写成 2023-09。")))
}
