//! Changes of appointments, delegations and links on their way: proposed by one administrator, confirmed
//! by another.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, on};
use crate::error::Result;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct RightsChange {
    /// Its id.
    pub id: Uuid,
    /// `proposed`, `confirmed` or `rejected`.
    pub state: String,
    /// What is to be written, canonical JSON.
    pub change: String,
    /// Why.
    pub reason: String,
    /// Who proposed it.
    pub proposed_by: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Who confirmed or rejected it.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
}

/// Proposes a change.
pub async fn insert(tx: &mut Tx, county: &str, change: &RightsChange) -> Result<()> {
    on!(tx, c => sqlx::query(
            "insert into rights_change (county, id, state, change, reason, proposed_by, proposed_at) \
             values ($1, $2, $3, $4, $5, $6, $7)")
        .bind(county).bind(change.id).bind(&change.state).bind(&change.change).bind(&change.reason)
        .bind(&change.proposed_by).bind(change.proposed_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The changes in a state, the oldest first.
pub async fn in_state(tx: &mut Tx, county: &str, state: &str) -> Result<Vec<RightsChange>> {
    Ok(on!(tx, c => {
        sqlx::query_as(
            "select id, state, change, reason, proposed_by, proposed_at, decided_by, decided_at \
             from rights_change where county = $1 and state = $2 order by id")
            .bind(county).bind(state).fetch_all(c).await
    })?)
}

/// One change.
pub async fn find(tx: &mut Tx, county: &str, id: Uuid) -> Result<Option<RightsChange>> {
    Ok(on!(tx, c => {
        sqlx::query_as(
            "select id, state, change, reason, proposed_by, proposed_at, decided_by, decided_at \
             from rights_change where county = $1 and id = $2")
            .bind(county).bind(id).fetch_optional(c).await
    })?)
}

/// Decides a proposed change; `false` when it is decided already.
pub async fn decide(
    tx: &mut Tx,
    county: &str,
    id: Uuid,
    state: &str,
    by: &str,
    at: DateTime<Utc>,
) -> Result<bool> {
    let done = on!(tx, c => sqlx::query(
            "update rights_change set state = $3, decided_by = $4, decided_at = $5 \
             where county = $1 and id = $2 and state = 'proposed'")
        .bind(county).bind(id).bind(state).bind(by).bind(at)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}
