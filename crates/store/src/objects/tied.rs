//! Objects at the other end of ties, fetched with the ties in one statement: every move looks at them.

use lingdi_domain::object::ObjectKind;
use sqlx::FromRow;
use uuid::Uuid;

use super::row::{COLUMNS, Row, Stored};
use crate::db::{Tx, on};
use crate::error::Result;
use crate::links::Tie;

/// A tie with the object at its other end.
#[derive(Debug, Clone)]
pub struct Tied {
    /// The tie.
    pub tie: Tie,
    /// The object at its other end.
    pub stored: Stored,
}

#[derive(FromRow)]
struct TiedRow {
    tie_role: String,
    incoming: i64,
    #[sqlx(flatten)]
    row: Row,
}

/// What an object is tied to: by ties that it made first, each in the order they were made.
pub async fn tied(tx: &mut Tx, county: &str, id: Uuid) -> Result<Vec<Tied>> {
    let sql = format!(
        "select {COLUMNS}, tie_role, incoming from ( \
         select role as tie_role, to_id as tie_end, cast(0 as bigint) as incoming, made_at from link \
         where county = $1 and from_id = $2 \
         union all \
         select role as tie_role, from_id as tie_end, cast(1 as bigint) as incoming, made_at from link \
         where county = $1 and to_id = $2) as tie \
         cross join object where object.county = $1 and object.id = tie_end order by incoming, made_at, id"
    );
    let rows: Vec<TiedRow> = on!(tx, c => {
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(county).bind(id).fetch_all(c).await
    })?;
    let tied = rows.into_iter().map(|row| {
        let stored = row.row.into_stored()?;
        let (kind, id) = (stored.object.kind.code().to_owned(), stored.object.id);
        Ok(Tied { tie: Tie { role: row.tie_role, kind, id, incoming: row.incoming }, stored })
    });
    tied.collect()
}

/// Objects of a kind that tied themselves to one and still hold it, each once, oldest first.
pub async fn tied_to(tx: &mut Tx, county: &str, end: Uuid, kind: ObjectKind) -> Result<Vec<Stored>> {
    let sql = format!(
        "select {COLUMNS} from object where county = $1 and id in \
         (select from_id from link where county = $1 and to_id = $2 and from_kind = $3 \
         and role <> 'former_member') order by id"
    );
    let rows: Vec<Row> = on!(tx, c => {
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(county).bind(end).bind(kind.code()).fetch_all(c).await
    })?;
    rows.into_iter().map(Row::into_stored).collect()
}
