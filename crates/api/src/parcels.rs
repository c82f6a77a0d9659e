//! Parcels with their verdicts, paged by code over one snapshot.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use lingdi_app::App;
use lingdi_app::identification::Judge;
use lingdi_app::parcels::{ParcelFilter, Sort, Tab};
use lingdi_app::policy::{ParcelVerdict, Status};
use lingdi_app::seen::{Seen, ShownTax};
use lingdi_domain::MainCategory;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;

use crate::gate::Caller;
use crate::problem::{Body, Problem};

/// How to judge.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct JudgeQuery {
    /// Year whose lines are used; default: the year of the business date
    year: Option<i32>,
    /// Day on which ongoing facts are judged
    as_of: Option<NaiveDate>,
}

impl JudgeQuery {
    pub(crate) fn judge(&self, all_findings: bool) -> Judge {
        Judge { year: self.year, as_of: self.as_of, all_findings, ..Judge::present() }
    }
}

/// Which parcels.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// `listed`, `not_listed`, `indeterminate` or `out_of_scope`; all when absent
    status: Option<String>,
    /// Unit code
    unit: Option<String>,
    /// `A`, `B`, `C` or `D`
    category: Option<String>,
    /// Words: code, location, firm, former name
    q: Option<String>,
    /// Parcels per page, 1 to 1000
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
    /// Code of the last parcel of the page before
    after: Option<String>,
    /// Snapshot that is being paged through
    snapshot: Option<i64>,
}

const STATUSES: [Status; 4] = [Status::Listed, Status::NotListed, Status::Indeterminate, Status::OutOfScope];

/// Parcels with their verdicts, by code.
#[utoipa::path(get, path = "/api/v1/parcels", tag = "parcels", params(JudgeQuery, ListQuery), responses(
    (status = 200, description = "One page; `links.next` leads to the next until the last parcel"),
    (status = 401, description = "No session", body = Body, content_type = "application/problem+json"),
    (status = 410, description = "The snapshot being paged through is gone; the Link header leads to page 1", body = Body, content_type = "application/problem+json"),
    (status = 422, description = "The query cannot be understood", body = Body, content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(judge): Query<JudgeQuery>,
    Query(query): Query<ListQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let limit = query.limit.unwrap_or(100);
    if !(1..=1000).contains(&limit) {
        return Err(Problem::refused("limit 应在 1 至 1000 之间。"));
    }
    let status = query.status.as_deref().map(status_named).transpose()?;
    let filter = ParcelFilter {
        tab: Tab::All,
        words: query.q.clone().unwrap_or_default(),
        unit: query.unit.clone(),
        category: query.category.as_deref().map(letter_named).transpose()?,
        ..ParcelFilter::default()
    };
    let seen = app.judge(&caller.actor, &judge.judge(false)).await?;
    let version = seen.snapshot().version;
    let first_page = address(&judge, &query, None);
    if query.snapshot.is_some_and(|snapshot| snapshot != version) {
        return Err(Problem::gone("数据已更新，原来的分页已失效。请从第一页重新读取。", &first_page));
    }
    let etag = etag(&seen);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| *known == *etag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let mut found = seen.filtered(&filter, Sort::default());
    found.retain(|shown| status.is_none_or(|status| shown.status() == status));
    let count = found.len();
    if let Some(after) = &query.after {
        found.drain(..found.partition_point(|shown| shown.code().as_str() <= after.as_str()));
    }
    let more = found.len() > limit;
    found.truncate(limit);
    let next =
        found.last().filter(|_| more).map(|last| address(&judge, &query, Some((last.code(), version))));
    let items: Vec<Value> = found
        .iter()
        .map(|shown| item(&seen, &seen.plain(*shown), seen.tax(*shown)))
        .collect::<Result<_, _>>()?;
    let body = json!({
        "policy": seen.policy(), "edition_hash": seen.edition_hash(), "year": seen.year(),
        "as_of": seen.as_of(), "snapshot": version, "count": count, "items": items,
        "links": {"first": first_page, "next": next},
    });
    Ok(answer(&etag, &body))
}

/// One parcel with every finding, and the single facts that would turn its verdict.
#[utoipa::path(get, path = "/api/v1/parcels/{code}", tag = "parcels",
    params(("code" = String, Path, description = "Parcel code or alias"), JudgeQuery), responses(
    (status = 200, description = "The parcel, its verdict, its findings, and in `near` each single fact that would turn the verdict, nearest first"),
    (status = 401, description = "No session", body = Body, content_type = "application/problem+json"),
    (status = 404, description = "No such parcel in the caller's scope", body = Body, content_type = "application/problem+json"),
))]
pub(crate) async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(code): Path<String>,
    Query(judge): Query<JudgeQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (seen, detail) = app.parcel(&caller.actor, &judge.judge(true), &code).await?;
    let etag = etag(&seen);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| *known == *etag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let mut body = item(&seen, &detail.verdict, detail.tax.clone())?;
    body["near"] = serde_json::to_value(seen.near(&detail)).map_err(lingdi_app::Error::from)?;
    body["land_use"] = json!(detail.record.land_use);
    body["actual_use"] = json!(detail.record.actual_use);
    body["owner"] = json!(detail.record.owner);
    body["occupants"] = detail
        .occupants
        .iter()
        .map(|occupant| json!({"code": occupant.code, "name": occupant.name, "relation": occupant.relation, "from": occupant.row.from, "to": occupant.row.to, "source": occupant.source}))
        .collect();
    body["policy"] = json!(seen.policy());
    body["edition_hash"] = json!(seen.edition_hash());
    body["year"] = json!(seen.year());
    body["as_of"] = json!(seen.as_of());
    Ok(answer(&etag, &body))
}

/// A verdict as `identify --format json` states it, with the parcel's location; tax as the caller may see it.
fn item(seen: &Seen, verdict: &ParcelVerdict, tax: [(i32, ShownTax); 3]) -> Result<Value, lingdi_app::Error> {
    let mut item = serde_json::to_value(verdict)?;
    item["tax_per_mu"] = tax.into_iter().map(|(year, tax)| (year.to_string(), json!(tax))).collect();
    item["location"] = json!(
        seen.snapshot().parcels.get(verdict.parcel as usize).and_then(|parcel| parcel.location.as_ref())
    );
    Ok(item)
}

fn answer(etag: &str, body: &Value) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::ETAG, etag.to_owned()),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    (headers, body.to_string()).into_response()
}

/// Changes whenever the answer may: facts, edition, year, day, or what the caller sees.
fn etag(seen: &Seen) -> String {
    let edition = seen.edition_hash().get(..12).unwrap_or_default();
    format!("\"{}-{edition}-{}-{}-{}\"", seen.snapshot().version, seen.year(), seen.as_of(), seen.sight())
}

fn address(judge: &JudgeQuery, query: &ListQuery, after: Option<(&str, i64)>) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut pairs = vec![
        ("year", judge.year.map(|year| year.to_string()).unwrap_or_default()),
        ("as_of", judge.as_of.map(|day| day.to_string()).unwrap_or_default()),
        ("status", text(&query.status)),
        ("unit", text(&query.unit)),
        ("category", text(&query.category)),
        ("q", text(&query.q)),
        ("limit", query.limit.map(|limit| limit.to_string()).unwrap_or_default()),
    ];
    if let Some((code, version)) = after {
        pairs.extend([("after", code.to_owned()), ("snapshot", version.to_string())]);
    }
    let set = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = set.map(|(name, value)| format!("{name}={}", percent(&value))).collect();
    if query.is_empty() {
        "/api/v1/parcels".to_owned()
    } else {
        format!("/api/v1/parcels?{}", query.join("&"))
    }
}

pub(crate) fn percent(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    value
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn status_named(name: &str) -> Result<Status, Problem> {
    let found = STATUSES.into_iter().find(|status| status.code() == name);
    found.ok_or_else(|| {
        Problem::refused(format!(
            "status“{name}”无效，可用 listed、not_listed、indeterminate、out_of_scope。"
        ))
    })
}

fn letter_named(name: &str) -> Result<MainCategory, Problem> {
    let found = MainCategory::ALL.into_iter().find(|letter| letter.code() == name);
    found.ok_or_else(|| Problem::refused(format!("category“{name}”无效，可用 A、B、C、D。")))
}
