//! Sessions: who is logged in. Of a token only its hash is kept.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, on};
use crate::error::Result;

/// One session.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Session {
    /// SHA-256 of the browser's token, hexadecimal.
    pub token: String,
    /// By which account.
    pub account: Uuid,
    /// The post or delegation they act in, when they chose one.
    pub capacity: Option<Uuid>,
    /// When they logged in.
    pub opened_at: DateTime<Utc>,
    /// When the last request came, to within a minute.
    pub seen_at: DateTime<Utc>,
}

/// Opens a session.
pub async fn insert(tx: &mut Tx, county: &str, session: &Session) -> Result<()> {
    on!(tx, c => sqlx::query(
            "insert into session (county, token, account, capacity, opened_at, seen_at) values ($1, $2, $3, $4, $5, $6)")
        .bind(county).bind(&session.token).bind(session.account).bind(session.capacity)
        .bind(session.opened_at).bind(session.seen_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The session of a token's hash.
pub async fn find(tx: &mut Tx, county: &str, token: &str) -> Result<Option<Session>> {
    Ok(on!(tx, c => {
        sqlx::query_as(
            "select token, account, capacity, opened_at, seen_at from session where county = $1 and token = $2")
            .bind(county).bind(token).fetch_optional(c).await
    })?)
}

/// Notes that a request came.
pub async fn touch(tx: &mut Tx, county: &str, token: &str, at: DateTime<Utc>) -> Result<()> {
    on!(tx, c => sqlx::query(
            "update session set seen_at = $3 where county = $1 and token = $2 and seen_at < $3")
        .bind(county).bind(token).bind(at).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Chooses the post or delegation to act in.
pub async fn choose(tx: &mut Tx, county: &str, token: &str, capacity: Uuid) -> Result<()> {
    on!(tx, c => sqlx::query("update session set capacity = $3 where county = $1 and token = $2")
        .bind(county).bind(token).bind(capacity).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Ends a session.
pub async fn delete(tx: &mut Tx, county: &str, token: &str) -> Result<()> {
    on!(tx, c => sqlx::query("delete from session where county = $1 and token = $2")
        .bind(county).bind(token).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Ends the sessions of an account, but for one.
pub async fn delete_of(tx: &mut Tx, county: &str, account: Uuid, but: &str) -> Result<()> {
    on!(tx, c => sqlx::query("delete from session where county = $1 and account = $2 and token <> $3")
        .bind(county).bind(account).bind(but).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Clears what was opened before a moment or not seen since another.
pub async fn sweep(
    tx: &mut Tx,
    county: &str,
    opened_before: DateTime<Utc>,
    seen_before: DateTime<Utc>,
) -> Result<()> {
    on!(tx, c => sqlx::query("delete from session where county = $1 and (opened_at < $2 or seen_at < $3)")
        .bind(county).bind(opened_before).bind(seen_before).execute(c).await.map(|_| ()))?;
    Ok(())
}
