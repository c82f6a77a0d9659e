//! Handlers: extract, ask `app`, answer with a page, a file or a redirect. No rule, no SQL.

mod accounts;
mod assets;
mod batch;
mod batches;
mod block;
mod circular;
mod cockpit;
mod desk;
mod door;
mod dossier;
mod error;
mod events;
mod frame;
mod gate;
mod home;
mod interventions;
mod list;
mod map;
mod meeting;
mod notices;
mod objects;
mod orders;
mod papers;
mod parcel;
mod people;
mod pledges;
mod policy;
mod progress;
mod published;
mod ranking;
mod reading;
mod search;
mod targets;
mod tasks;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue};
use axum::routing::{get, post};
use axum::{Extension, Router};
use lingdi_app::App;
use lingdi_domain::object::ObjectKind;
use tower_http::set_header::SetResponseHeaderLayer;

pub use gate::Doors;

/// The largest file that may be handed in.
const UPLOAD_LIMIT: usize = 200 * 1024 * 1024;

/// What a page may load: everything from here, nothing from outside. Blob workers are the map's.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; \
     worker-src 'self' blob:; object-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// Every page of the product, behind the gate.
pub fn router(app: App, doors: Doors) -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/desk", get(desk::show))
        .route("/desk/moves", post(desk::make))
        .route("/notices", get(notices::show))
        .route("/notices/reading", post(notices::read))
        .route("/progress", get(progress::show))
        .route("/meetings/{id}/agenda", get(meeting::agenda).post(meeting::put_on_agenda))
        .route("/meetings/{id}/minutes", get(meeting::print_minutes))
        .route("/batches", get(batches::show).post(batches::upload))
        .route("/batches/{id}", get(batch::show))
        .route("/batches/{id}/acceptance", post(batch::accept))
        .route("/batches/{id}/proposal", post(batch::propose))
        .route("/batches/{id}/discarding", post(batch::discard))
        .route("/batches/{id}/undoing", post(batch::undo))
        .route("/batches/{id}/reading", post(reading::again))
        .route("/batches/{id}/original", get(batch::original))
        .route("/batches/{id}/problems.xlsx", get(batch::problems))
        .route("/readings/{sha256}/{name}", get(reading::show))
        .route("/readings/{sha256}/{name}/reading", post(reading::choose))
        .route("/templates/{file}", get(batches::template))
        .route("/list", get(list::show))
        .route("/list.xlsx", get(list::xlsx))
        .route("/list.csv", get(list::csv))
        .route("/list.geojson", get(list::geojson))
        .route("/freezes", post(list::freeze))
        .route("/freezes/{id}", get(list::frozen))
        .route("/freezes/{id}/sending", post(objects::send_out))
        .route("/attachments/{id}", get(objects::attachment))
        .route("/cases/verification.xlsx", get(objects::verification::sheet))
        .route("/cases/verification", post(objects::verification::take))
        .route("/cases/{id}/notice", get(objects::verification::notice))
        .route("/overall_plans/{id}/print", get(objects::overall::print))
        .route("/battle_plans/{id}/print", get(objects::battle::print))
        .route("/unit_reports/{id}/print", get(objects::report::print))
        .route("/blocks/forming", get(block::forming))
        .merge(object_routes())
        .merge(cockpit::routes())
        .merge(command_routes())
        .merge(people_routes())
        .route("/parcels/{code}", get(parcel::show))
        .route("/parcels/{code}/print", get(parcel::print))
        .route("/parcels/{code}/findings", post(parcel::record_finding))
        .route("/dossiers/{code}", get(dossier::show))
        .route("/dossiers/{code}/print", get(dossier::print))
        .route("/map", get(map::show))
        .route("/map/outlines.geojson", get(map::outlines))
        .route("/map/card/{code}", get(map::card))
        .route("/map/fallback.svg", get(map::fallback))
        .route("/policy", get(policy::show))
        .route("/targets", get(targets::show))
        .route("/policy/draft", post(policy::draft))
        .route("/policy/draft/removal", post(policy::remove))
        .route("/policy/draft/abandonment", post(policy::abandon))
        .route("/policy/shipped", post(policy::adopt))
        .route("/policy/proposal", post(policy::propose))
        .route("/policy/publication", post(policy::publish))
        .route("/tasks", get(tasks::show))
        .route("/events", get(events::show))
        .route("/search", get(search::show))
        .route("/assets/{*name}", get(assets::serve))
        .fallback(error::not_found)
        .layer(axum::middleware::from_fn_with_state(app.clone(), error::explain))
        .layer(axum::middleware::from_fn_with_state(app.clone(), gate::gate))
        .layer(Extension(Arc::new(doors)))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
        .layer(SetResponseHeaderLayer::if_not_present(
            HeaderName::from_static("content-security-policy"),
            HeaderValue::from_static(CONTENT_SECURITY_POLICY),
        ))
        .layer(SetResponseHeaderLayer::overriding(
            HeaderName::from_static("x-content-type-options"),
            HeaderValue::from_static("nosniff"),
        ))
        .with_state(app)
}

/// Orders, rank, inspection, commendation, pledges (七（二）1, 2).
fn command_routes() -> Router<App> {
    Router::new()
        .route("/ranking", get(ranking::show))
        .route("/ranking/{month}/circular", get(circular::show))
        .route("/ranking/{month}/circular.docx", get(circular::file))
        .route("/ranking/{month}/{unit}", get(ranking::unit))
        .route("/orders", get(orders::show))
        .route("/orders.xlsx", get(orders::xlsx))
        .route("/orders.csv", get(orders::csv))
        .route("/orders/forming", get(orders::forming))
        .route("/orders/{id}/print", get(orders::print))
        .route("/visits", get(orders::visits))
        .route("/supervisions/{id}/print", get(papers::supervision))
        .route("/commendations/{id}/print", get(papers::commendation))
        .route("/pledges/{id}/print", get(papers::pledge))
        .route("/pledges/roster", get(pledges::show).post(pledges::take))
        .route("/pledges/text", post(pledges::set_text))
        .route("/interventions", get(interventions::list))
        .route("/interventions/new", get(interventions::new).post(interventions::write))
        .route("/published", get(published::show))
        .route("/published/{id}", get(papers::list))
}

/// Who may come in, and as whom.
fn people_routes() -> Router<App> {
    Router::new()
        .route("/people", get(people::show))
        .route("/people/changes", post(people::propose))
        .route("/people/changes/{id}/confirmation", post(people::confirm))
        .route("/people/changes/{id}/rejection", post(people::reject))
        .route("/accounts", get(accounts::show).post(accounts::add))
        .route("/accounts/rules", post(accounts::set_rule))
        .route("/accounts/{id}/password", post(accounts::reset))
        .route("/accounts/{id}/state", post(accounts::set_state))
        .route("/login", get(door::login).post(door::log_in))
        .route("/login/demo", post(door::log_in_by_card))
        .route("/logout", post(door::log_out))
        .route("/password", get(door::password).post(door::change_password))
        .route("/post", post(door::choose_post))
        .route("/setup", get(door::setup).post(door::set_up))
}

/// Kinds whose list is a page of its own.
const OWN_LISTS: [ObjectKind; 2] = [ObjectKind::Order, ObjectKind::Visit];

/// The same addresses for every kind of object.
fn object_routes() -> Router<App> {
    ObjectKind::ALL.into_iter().fold(Router::new(), |router, kind| {
        let path = format!("/{}", kind.code());
        let own = OWN_LISTS.contains(&kind);
        let router = if own { router } else { router.route(&path, get(objects::list)) };
        router
            .route(&format!("{path}/new"), get(objects::new))
            .route(&format!("{path}/{{id}}"), get(objects::show))
            .route(&format!("{path}/{{id}}/moves/{{verb}}"), post(objects::make))
    })
}
