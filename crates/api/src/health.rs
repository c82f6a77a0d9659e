use axum::Json;
use axum::extract::State;
use lingdi_app::App;
use serde_json::{Value, json};

use crate::problem::Problem;

/// The process lives.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, description = "The process lives")))]
pub(crate) async fn healthz() -> Json<Value> {
    Json(json!({"status": "ok", "version": lingdi_app::VERSION}))
}

/// The county can be read.
#[utoipa::path(get, path = "/readyz", tag = "health", responses(
    (status = 200, description = "The county can be read"),
    (status = 500, description = "It cannot", body = crate::problem::Body, content_type = "application/problem+json"),
))]
pub(crate) async fn readyz(State(app): State<App>) -> Result<Json<Value>, Problem> {
    let snapshot = app.snapshot(None).await?;
    Ok(Json(json!({"status": "ok", "county": app.county(), "snapshot": snapshot.version})))
}
