//! Ties between objects.

use chrono::{DateTime, Utc};
use lingdi_domain::object::{Object, ObjectKind};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, on};
use crate::error::Result;

/// A tie as seen from one of its ends.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Tie {
    /// Name of the tie, as the object that made it calls it.
    pub role: String,
    /// Kind of the other end.
    pub kind: String,
    /// Id of the other end.
    pub id: Uuid,
    /// 1 when the other end made the tie.
    pub incoming: i64,
}

impl Tie {
    /// The name under which this end knows the other: its own word for a tie it made, the other's
    /// kind for one that was made to it (`plan`, `item`, …).
    pub fn name(&self) -> String {
        if self.incoming == 0 {
            return self.role.clone();
        }
        match (ObjectKind::from_code(&self.kind), self.role.as_str()) {
            (Some(ObjectKind::Case), "former") => "successor".to_owned(),
            (Some(ObjectKind::Case), "whole") => "part".to_owned(),
            (Some(ObjectKind::Block), "former_member") => "former_block".to_owned(),
            (Some(kind), _) => kind.code().trim_end_matches('s').to_owned(),
            (None, role) => role.to_owned(),
        }
    }
}

/// Ties one object to another; a tie that is there already stays.
pub async fn insert(
    tx: &mut Tx,
    county: &str,
    from: &Object,
    role: &str,
    to: (ObjectKind, Uuid),
    at: DateTime<Utc>,
) -> Result<()> {
    on!(tx, c => sqlx::query(
            "insert into link (county, from_id, role, to_id, from_kind, to_kind, made_at) \
             select $1, $2, $3, $4, $5, $6, $7 where not exists \
             (select 1 from link where county = $1 and from_id = $2 and role = $3 and to_id = $4)")
        .bind(county).bind(from.id).bind(role).bind(to.1).bind(from.kind.code()).bind(to.0.code()).bind(at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Calls a tie otherwise from now on: what was tied leaves its trace.
pub async fn rename(tx: &mut Tx, county: &str, from: Uuid, role: &str, to: Uuid, new: &str) -> Result<()> {
    on!(tx, c => sqlx::query("delete from link where county = $1 and from_id = $2 and role = $3 and to_id = $4")
        .bind(county).bind(from).bind(new).bind(to).execute(c).await.map(|_| ()))?;
    on!(tx, c => sqlx::query(
            "update link set role = $5 where county = $1 and from_id = $2 and role = $3 and to_id = $4")
        .bind(county).bind(from).bind(role).bind(to).bind(new).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// All ties of an object, those it made first, each in the order they were made.
pub async fn of(tx: &mut Tx, county: &str, id: Uuid) -> Result<Vec<Tie>> {
    Ok(on!(tx, c => {
        sqlx::query_as(
            "select role, kind, id, incoming from ( \
             select role, to_kind as kind, to_id as id, cast(0 as bigint) as incoming, made_at from link \
             where county = $1 and from_id = $2 \
             union all \
             select role, from_kind as kind, from_id as id, cast(1 as bigint) as incoming, made_at from link \
             where county = $1 and to_id = $2) as tie order by incoming, made_at, id")
            .bind(county).bind(id).fetch_all(c).await
    })?)
}
