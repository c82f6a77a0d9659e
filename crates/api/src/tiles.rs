//! Vector tiles of the parcels, and their TileJSON.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use lingdi_app::App;
use lingdi_app::parcels::ListQuery;
use serde_json::{Value, json};

use crate::gate::Caller;
use crate::problem::{Body, Problem};

/// One tile; layer `parcels` with code, category, status, focus and band.
#[utoipa::path(get, path = "/tiles/parcels/{z}/{x}/{y}", tag = "tiles",
    params(("z" = u8, Path), ("x" = u32, Path), ("y" = String, Path, description = "Row with the ending .mvt"),
        ("tab" = Option<String>, Query, description = "`all`, `focus`, `indeterminate`; listed parcels when absent"),
        ("year" = Option<i32>, Query, description = "Year whose lines are used")), responses(
    (status = 200, description = "Mapbox vector tile 2.1", content_type = "application/vnd.mapbox-vector-tile"),
    (status = 204, description = "Nothing there"),
    (status = 401, description = "No session", body = Body, content_type = "application/problem+json"),
    (status = 404, description = "No such tile", body = Body, content_type = "application/problem+json"),
))]
pub(crate) async fn tile(
    State(app): State<App>,
    caller: Caller,
    Path((z, x, y)): Path<(u8, u32, String)>,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    let not_found = || Problem::from(lingdi_app::Error::NotFound(format!("没有瓦片 {z}/{x}/{y}。")));
    let row: u32 = y.strip_suffix(".mvt").and_then(|row| row.parse().ok()).ok_or_else(not_found)?;
    let bytes = app.tile(&caller.actor, &query, (z, x, row)).await?.ok_or_else(not_found)?;
    let cache = (header::CACHE_CONTROL, "private, max-age=60");
    if bytes.is_empty() {
        return Ok((StatusCode::NO_CONTENT, [cache]).into_response());
    }
    Ok(([(header::CONTENT_TYPE, "application/vnd.mapbox-vector-tile"), cache], bytes).into_response())
}

/// Where the tiles are and what they hold.
#[utoipa::path(get, path = "/tiles/parcels.json", tag = "tiles", responses(
    (status = 200, description = "TileJSON 3.0"),
    (status = 401, description = "No session", body = Body, content_type = "application/problem+json"),
))]
pub(crate) async fn tile_json(State(app): State<App>, _caller: Caller) -> Result<Json<Value>, Problem> {
    let snapshot = app.snapshot(None).await?;
    let bounds = snapshot.county_box().map(|b| json!([b.min_x, b.min_y, b.max_x, b.max_y]));
    Ok(Json(json!({
        "tilejson": "3.0.0",
        "name": "parcels",
        "tiles": ["/tiles/parcels/{z}/{x}/{y}.mvt"],
        "minzoom": lingdi_app::map::MIN_ZOOM,
        "maxzoom": lingdi_app::map::MAX_ZOOM,
        "bounds": bounds,
        "vector_layers": [{"id": "parcels", "fields": {
            "code": "宗地代码", "category": "A, B, C, D, unknown or none", "categories": "all categories",
            "status": "listed, not_listed, indeterminate or out_of_scope", "focus": "重点整治", "band": "number of the tax band, lowest first, or unknown",
        }}],
    })))
}
