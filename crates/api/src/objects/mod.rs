//! Objects and their moves: one read, one list and one write route for every machine.

mod body;
mod describe;
mod view;

use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use lingdi_app::moves::{MoveRequest, Moved};
use lingdi_app::{App, Error, Filter, Position};
use lingdi_domain::Role;
use lingdi_domain::object::{Holder, ObjectKind};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;
use uuid::Uuid;

pub(crate) use describe::described;

use crate::gate::Caller;
use crate::problem::{Body, Problem};

/// Which objects of a kind.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Code of a state
    state: Option<String>,
    /// Unit code
    unit: Option<String>,
    /// Year of the list or target
    year: Option<i64>,
    /// Role on whose desk they lie
    holder_role: Option<String>,
    /// Unit of that role; empty for the office
    holder_unit: Option<String>,
    /// Due on this day or before
    due_by: Option<NaiveDate>,
    /// Objects per page, 1 to 1000
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
    /// Where the page before ended, from its `links.next`
    after: Option<String>,
}

/// Objects of a kind, those due first in front, with how many there are in each state.
#[utoipa::path(get, path = "/api/v1/{object}", tag = "objects",
    params(("object" = String, Path, description = "nominations, cases, objections, plans, blocks, agreements, meetings or items"), ListQuery), responses(
    (status = 200, description = "One page; `links.next` leads to the next until the last object"),
    (status = 404, description = "No such kind of object", body = Body, content_type = "application/problem+json"),
    (status = 422, description = "The query cannot be understood", body = Body, content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Path(object): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    let kind = kind_named(&object)?;
    let limit = query.limit.unwrap_or(100);
    if !(1..=1000).contains(&limit) {
        return Err(Problem::refused("limit 应在 1 至 1000 之间。"));
    }
    let after = query.after.as_deref().map(position).transpose()?;
    let filter = filter(&query)?;
    let page = app.objects(&caller.actor, kind, &filter, after.as_ref(), limit).await?;
    let counts = app.object_counts(&caller.actor, kind, &filter).await?;
    let items: Vec<_> = page.objects.iter().map(view::row).collect();
    let next = page.next.map(|next| view::address(kind, &query, &next));
    let counts: Vec<_> = counts.iter().map(|one| json!({"state": one.state, "count": one.count})).collect();
    Ok(axum::Json(json!({"items": items, "counts": counts, "links": {"next": next}})).into_response())
}

/// One object: its fields, ties, files and journal, and the moves that the caller could make with what
/// each still lacks. The ETag is what a move wants as If-Match.
#[utoipa::path(get, path = "/api/v1/{object}/{id}", tag = "objects",
    params(("object" = String, Path), ("id" = Uuid, Path)), responses(
    (status = 200, description = "The object, with the moves available to the caller"),
    (status = 404, description = "No such object in the caller's scope", body = Body, content_type = "application/problem+json"),
))]
pub(crate) async fn one(
    State(app): State<App>,
    caller: Caller,
    Path((object, id)): Path<(String, Uuid)>,
) -> Result<Response, Problem> {
    let seen = app.object(&caller.actor, kind_named(&object)?, id).await?;
    let headers = [
        (header::ETAG, etag(seen.stored.object.version)),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    Ok((headers, axum::Json(view::whole(&seen))).into_response())
}

/// Makes a move. `new` in place of an id makes an object through the move `open`.
pub(crate) async fn make(
    State(app): State<App>,
    caller: Caller,
    Path((object, id, verb)): Path<(String, String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let kind = kind_named(&object)?;
    let is_new = id == "new";
    let id = if is_new { None } else { Some(id.parse::<Uuid>().ok().ok_or_else(|| no_object(kind))?) };
    let (seen, key) = (if_match(request.headers())?, text(request.headers(), "idempotency-key"));
    let (input, files) = body::read(request).await?;
    let ask = MoveRequest { id, verb, input, files, seen, key };
    let moved = app.make_move(&caller.actor, kind, ask).await?;
    Ok(answer(kind, is_new, &moved))
}

fn answer(kind: ObjectKind, is_new: bool, moved: &Moved) -> Response {
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    let address = format!("/api/v1/{}/{}", kind.code(), moved.id);
    let headers = [(header::ETAG, etag(moved.version)), (header::LOCATION, address)];
    (status, headers, axum::Json(moved)).into_response()
}

fn kind_named(code: &str) -> Result<ObjectKind, Problem> {
    ObjectKind::from_code(code).ok_or_else(|| {
        let known: Vec<_> = ObjectKind::ALL.iter().map(|kind| kind.code()).collect();
        Error::NotFound(format!("没有“{code}”这类对象，可用：{}。", known.join("、"))).into()
    })
}

fn no_object(kind: ObjectKind) -> Problem {
    Error::NotFound(format!("地址中的编号不是{}的编号。", kind.label())).into()
}

fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

fn if_match(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(tag) = text(headers, "if-match").filter(|tag| tag != "*") else { return Ok(None) };
    let version = tag.trim_matches('"').parse().ok();
    version.map(Some).ok_or_else(|| Problem::refused("If-Match 应为读取对象时得到的 ETag，例如 \"3\"。"))
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn filter(query: &ListQuery) -> Result<Filter, Problem> {
    let role = |name: &String| {
        serde_json::from_value::<Role>(name.clone().into()).ok().ok_or_else(|| {
            Problem::refused(format!("holder_role“{name}”无效，例如 office_clerk、local_clerk。"))
        })
    };
    let role = query.holder_role.as_ref().map(role).transpose()?;
    let unit = query.holder_unit.clone().unwrap_or_default();
    Ok(Filter {
        state: query.state.clone(),
        unit: query.unit.clone(),
        year: query.year,
        due_by: query.due_by,
        holder: role.map(|role| Holder { role, unit }),
    })
}

/// `2023-10-30~id`
fn position(text: &str) -> Result<Position, Problem> {
    let read = || {
        let (due, id) = text.split_once('~')?;
        due.parse::<NaiveDate>().ok()?;
        Some(Position { due: due.to_owned(), id: id.parse().ok()? })
    };
    read().ok_or_else(|| Problem::refused("after 无效，请使用上一页 links.next 给出的地址。"))
}
