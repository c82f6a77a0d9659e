use axum::Json;
use serde_json::Value;
use utoipa::OpenApi;

/// The description of this interface.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lingdi 零地增效",
        description = "Parcels, verdicts, objects, notices, the cockpit and tiles of one county. Errors are RFC 9457 problem details."
    ),
    paths(
        crate::health::healthz,
        crate::health::readyz,
        crate::parcels::list,
        crate::parcels::one,
        crate::notices::list,
        crate::cockpit::show,
        crate::objects::list,
        crate::objects::one,
        crate::tiles::tile_json,
        crate::tiles::tile,
        openapi,
    ),
    components(schemas(crate::problem::Body))
)]
struct Description;

/// OpenAPI 3.1 description of every address of this crate; the moves are told by their tables.
pub fn document() -> Value {
    let mut document = serde_json::to_value(Description::openapi()).unwrap_or_default();
    for (path, item) in crate::objects::described() {
        document["paths"][path] = item;
    }
    document
}

/// This description.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "health", responses((status = 200, description = "OpenAPI 3.1")))]
pub(crate) async fn openapi() -> Json<Value> {
    Json(document())
}
