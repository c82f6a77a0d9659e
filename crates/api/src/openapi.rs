use axum::Json;
use utoipa::OpenApi;

/// The description of this interface.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lingdi 零地增效",
        description = "Parcels, verdicts and tiles of one county. Errors are RFC 9457 problem details."
    ),
    paths(
        crate::health::healthz,
        crate::health::readyz,
        crate::parcels::list,
        crate::parcels::one,
        crate::tiles::tile_json,
        crate::tiles::tile,
        openapi,
    ),
    components(schemas(crate::problem::Body))
)]
struct Description;

/// OpenAPI 3.1 description of every address of this crate.
pub fn document() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// This description.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "health", responses((status = 200, description = "OpenAPI 3.1")))]
pub(crate) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(document())
}
