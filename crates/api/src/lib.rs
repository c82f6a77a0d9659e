//! JSON v1 with OpenAPI 3.1, and vector tiles. Handlers are short: extract, ask `app`, answer.

mod cockpit;
mod gate;
mod health;
mod notices;
mod objects;
mod openapi;
mod parcels;
mod problem;
mod tiles;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use lingdi_app::App;

pub use openapi::document;

/// The largest request, with a few photos.
const BODY_LIMIT: usize = 3 * lingdi_app::moves::FILE_LIMIT;

/// Every address this crate answers. Parcels and tiles are for callers with a session; others get 401.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/api/v1/openapi.json", get(openapi::openapi))
        .route("/api/v1/parcels", get(parcels::list))
        .route("/api/v1/parcels/{code}", get(parcels::one))
        .route("/api/v1/notices", get(notices::list))
        .route("/api/v1/cockpit", get(cockpit::show))
        .route("/api/v1/{object}", get(objects::list))
        .route("/api/v1/{object}/{id}", get(objects::one))
        .route("/api/v1/{object}/{id}/moves/{verb}", post(objects::make))
        .route("/tiles/parcels.json", get(tiles::tile_json))
        .route("/tiles/parcels/{z}/{x}/{y}", get(tiles::tile))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(app)
}
