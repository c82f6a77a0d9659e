//! Requests that may be sent twice, and what was answered the first time.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on};
use crate::error::Result;

/// What was asked under a key, by hash, and what was answered.
pub async fn find(tx: &mut Tx, county: &str, actor: &str, key: &str) -> Result<Option<(String, String)>> {
    Ok(on!(tx, c => {
        sqlx::query_as("select request, answer from idempotency where county = $1 and actor = $2 and key = $3")
            .bind(county).bind(actor).bind(key).fetch_optional(c).await
    })?)
}

/// Keeps an answer under a key. Another request of the same key, in flight at the same time, makes
/// this fail on the unique key, and with it the whole transaction.
pub async fn insert(
    tx: &mut Tx,
    county: &str,
    (actor, key): (&str, &str),
    (request, answer): (&str, &str),
    at: DateTime<Utc>,
) -> Result<()> {
    on!(tx, c => sqlx::query(
            "insert into idempotency (county, actor, key, request, answer, made_at) values ($1, $2, $3, $4, $5, $6)")
        .bind(county).bind(actor).bind(key).bind(request).bind(answer).bind(at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}
