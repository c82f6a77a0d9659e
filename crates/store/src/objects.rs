//! Objects: things with a state that people move. One table for every kind, since lists, desks,
//! buttons and exports are written once for all of them (decision 0019).

mod desk;
mod list;
mod row;
mod tied;

use chrono::{DateTime, Utc};
use lingdi_domain::object::{Object, ObjectKind};
use uuid::Uuid;

pub use desk::{Wanted, part_counts, waiting, waiting_count};
pub use list::{Counted, Filter, Page, Position, UnitCount, counts, counts_by_unit, list, tied_to_any};
pub use row::Stored;
use row::{COLUMNS, Row, days, open_flag};
pub use tied::{Tied, tied, tied_to};

use crate::db::{Tx, on};
use crate::error::Result;

/// Adds an object.
pub async fn insert(tx: &mut Tx, county: &str, object: &Object, year: i64, at: DateTime<Utc>) -> Result<()> {
    let (role, unit) = row::desk(object);
    let fields = serde_json::Value::Object(object.fields.json()).to_string();
    on!(tx, c => sqlx::query(
            "insert into object (county, id, kind, state, is_open, resumes, unit, number, title, parcel, year, due, \
             holder_role, holder_unit, version, last_verb, last_from, last_actor, hands, fields, created_at, moved_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $21)")
        .bind(county).bind(object.id).bind(object.kind.code()).bind(object.state).bind(open_flag(object))
        .bind(object.resumes.unwrap_or_default()).bind(&object.unit).bind(&object.number).bind(&object.title)
        .bind(&object.parcel).bind(year).bind(days(object.due)).bind(role).bind(unit).bind(object.version)
        .bind(&object.last.verb).bind(&object.last.from).bind(&object.last.actor).bind(row::hands(object)).bind(fields)
        .bind(at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Saves what a move changed, if the object still has the version that the move was judged on;
/// `false` when somebody was faster.
pub async fn update(
    tx: &mut Tx,
    county: &str,
    object: &Object,
    judged_on: i64,
    at: DateTime<Utc>,
) -> Result<bool> {
    let (role, unit) = row::desk(object);
    let fields = serde_json::Value::Object(object.fields.json()).to_string();
    let hit = on!(tx, c => sqlx::query(
            "update object set state = $4, is_open = $5, resumes = $6, title = $7, due = $8, holder_role = $9, \
             holder_unit = $10, version = $11, last_verb = $12, last_from = $13, last_actor = $14, hands = $15, \
             fields = $16, moved_at = $17, unit = $18 where county = $1 and id = $2 and version = $3")
        .bind(county).bind(object.id).bind(judged_on).bind(object.state).bind(open_flag(object))
        .bind(object.resumes.unwrap_or_default()).bind(&object.title).bind(days(object.due)).bind(role).bind(unit)
        .bind(object.version).bind(&object.last.verb).bind(&object.last.from).bind(&object.last.actor)
        .bind(row::hands(object)).bind(fields).bind(at).bind(&object.unit)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(hit == 1)
}

/// One object.
pub async fn find(tx: &mut Tx, county: &str, id: Uuid) -> Result<Option<Stored>> {
    let sql = format!("select {COLUMNS} from object where county = $1 and id = $2");
    let row: Option<Row> = on!(tx, c => {
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(county).bind(id).fetch_optional(c).await
    })?;
    row.map(Row::into_stored).transpose()
}

/// Objects of a kind about a parcel, oldest first.
pub async fn about(tx: &mut Tx, county: &str, parcel: &str, kind: ObjectKind) -> Result<Vec<Stored>> {
    let sql =
        format!("select {COLUMNS} from object where county = $1 and parcel = $2 and kind = $3 order by id");
    let rows: Vec<Row> = on!(tx, c => {
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(county).bind(parcel).bind(kind.code()).fetch_all(c).await
    })?;
    rows.into_iter().map(Row::into_stored).collect()
}

/// Parcel, whether the matter is open, and id of every object of a kind that is about a parcel,
/// oldest first: what is asked when a list of thousands is opened.
pub async fn parcels(tx: &mut Tx, county: &str, kind: ObjectKind) -> Result<Vec<(String, i64, Uuid)>> {
    Ok(on!(tx, c => {
        sqlx::query_as("select parcel, is_open, id from object where county = $1 and kind = $2 order by parcel, id")
            .bind(county).bind(kind.code()).fetch_all(c).await
    })?)
}

/// The next number of a kind and year, from 1. Take the row lock of the county's chain first: it keeps
/// two writers apart who both need the first number of a year.
pub async fn next_number(tx: &mut Tx, county: &str, kind: ObjectKind, year: i64) -> Result<i64> {
    let taken: Option<(i64,)> = on!(tx, c => {
        sqlx::query_as(
            "update numbering set last = last + 1 where county = $1 and kind = $2 and year = $3 returning last")
            .bind(county).bind(kind.code()).bind(year).fetch_optional(c).await
    })?;
    if let Some((last,)) = taken {
        return Ok(last);
    }
    on!(tx, c => sqlx::query("insert into numbering (county, kind, year, last) values ($1, $2, $3, 1)")
        .bind(county).bind(kind.code()).bind(year).execute(c).await.map(|_| ()))?;
    Ok(1)
}
