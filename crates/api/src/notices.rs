//! Notices to the caller: what they were told of deadlines.

use axum::Json;
use axum::extract::{Query, State};
use chrono::NaiveDate;
use lingdi_app::App;
use lingdi_app::notices::Listed;
use lingdi_domain::moves::machine;
use lingdi_domain::watch::Step;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::gate::Caller;
use crate::problem::{Body, Problem};

/// Which notices.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NoticesQuery {
    /// Notices per page, 1 to 1000
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
    /// Where the page before ended, from its `links.next`
    after: Option<String>,
}

/// The caller's notices about what they may see, the newest first, the last one for each object and
/// deadline; and how many the caller has not read.
#[utoipa::path(get, path = "/api/v1/notices", tag = "notices", params(NoticesQuery), responses(
    (status = 200, description = "One page; `links.next` leads to the next until the last notice"),
    (status = 401, description = "No session", body = Body, content_type = "application/problem+json"),
    (status = 403, description = "Administrators see no business data and are told of none", body = Body, content_type = "application/problem+json"),
    (status = 422, description = "The query cannot be understood", body = Body, content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<NoticesQuery>,
) -> Result<Json<Value>, Problem> {
    let limit = query.limit.unwrap_or(100);
    if !(1..=1000).contains(&limit) {
        return Err(Problem::refused("limit 应在 1 至 1000 之间。"));
    }
    let after = query.after.as_deref().map(position).transpose()?;
    let page = app.notices(&caller, after, limit).await?;
    let unread = app.notices_unread(&caller).await?;
    let items: Vec<_> = page.rows.iter().map(item).collect();
    let next = page.next.map(|(day, id)| format!("/api/v1/notices?limit={limit}&after={day}~{id}"));
    Ok(Json(json!({"items": items, "unread": unread, "links": {"next": next}})))
}

fn item(listed: &Listed) -> Value {
    let notice = &listed.notice;
    let state = machine(listed.kind).state(&notice.state);
    json!({
        "id": notice.id, "day": notice.day, "due": notice.due, "times": listed.times,
        "step": notice.step, "step_label": Step::from_code(&notice.step).map(Step::label),
        "object": {
            "kind": listed.kind.code(), "id": notice.object, "number": listed.number,
            "title": listed.title, "unit": listed.unit,
            "href": format!("/api/v1/{}/{}", listed.kind.code(), notice.object),
        },
        "state": notice.state, "state_label": state.map(|state| state.label),
        "over": listed.is_over, "read_at": listed.read_at,
    })
}

/// `2023-10-30~id`
fn position(text: &str) -> Result<(NaiveDate, Uuid), Problem> {
    let read = || {
        let (day, id) = text.split_once('~')?;
        Some((day.parse().ok()?, id.parse().ok()?))
    };
    read().ok_or_else(|| Problem::refused("after 无效，请使用上一页 links.next 给出的地址。"))
}
