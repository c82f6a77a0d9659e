//! Revisions of a policy edition: drafts and what was published.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, on};
use crate::error::Result;

/// One revision. Once published it never changes.
#[derive(Debug, Clone, FromRow)]
pub struct Revision {
    /// Its id.
    pub id: Uuid,
    /// Name of the edition, such as `2022-7`.
    pub edition: String,
    /// Number within the edition, from 1.
    pub number: i64,
    /// `draft`, `published` or `superseded`.
    pub state: String,
    /// Hash of its content.
    pub hash: String,
    /// File name → content, canonical JSON; long, so that [`list`] leaves it out and [`content`] fetches it.
    #[sqlx(default)]
    pub files: String,
    /// Why it was made.
    pub note: String,
    /// Who made it.
    pub actor: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it came into force.
    pub published_at: Option<DateTime<Utc>>,
}

/// Adds a revision.
pub async fn insert(tx: &mut Tx, county: &str, revision: &Revision) -> Result<()> {
    on!(tx, c => sqlx::query(
            "insert into policy_revision (county, id, edition, number, state, hash, files, note, actor, created_at, \
             published_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind(county).bind(revision.id).bind(&revision.edition).bind(revision.number).bind(&revision.state)
        .bind(&revision.hash).bind(&revision.files).bind(&revision.note).bind(&revision.actor)
        .bind(revision.created_at).bind(revision.published_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// All revisions of the county, newest first, without their files: every move asks which one is in force.
pub async fn list(tx: &mut Tx, county: &str) -> Result<Vec<Revision>> {
    Ok(on!(tx, c => {
        sqlx::query_as(
            "select id, edition, number, state, hash, note, actor, created_at, published_at \
             from policy_revision where county = $1 order by edition desc, number desc, id")
            .bind(county).fetch_all(c).await
    })?)
}

/// The files of a revision.
pub async fn content(tx: &mut Tx, county: &str, id: Uuid) -> Result<String> {
    let (files,): (String,) = on!(tx, c => {
        sqlx::query_as("select files from policy_revision where county = $1 and id = $2")
            .bind(county).bind(id).fetch_one(c).await
    })?;
    Ok(files)
}

/// Replaces the content of a draft; `false` when it is no draft any more.
pub async fn update_draft(
    tx: &mut Tx,
    county: &str,
    id: Uuid,
    files: &str,
    hash: &str,
    note: &str,
) -> Result<bool> {
    let done = on!(tx, c => sqlx::query(
            "update policy_revision set files = $3, hash = $4, note = $5 \
             where county = $1 and id = $2 and state = 'draft'")
        .bind(county).bind(id).bind(files).bind(hash).bind(note)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Publishes a draft in place of the edition's revision in force; `false` when it is no draft.
pub async fn publish(tx: &mut Tx, county: &str, id: Uuid, at: DateTime<Utc>) -> Result<bool> {
    on!(tx, c => sqlx::query(
            "update policy_revision set state = 'superseded' where county = $1 and state = 'published' \
             and edition = (select edition from policy_revision where county = $1 and id = $2 and state = 'draft')")
        .bind(county).bind(id).execute(c).await.map(|_| ()))?;
    let done = on!(tx, c => sqlx::query(
            "update policy_revision set state = 'published', published_at = $3 \
             where county = $1 and id = $2 and state = 'draft'")
        .bind(county).bind(id).bind(at)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Throws a draft away; `false` when it is no draft.
pub async fn discard(tx: &mut Tx, county: &str, id: Uuid) -> Result<bool> {
    let done = on!(tx, c => sqlx::query(
            "update policy_revision set state = 'discarded' where county = $1 and id = $2 and state = 'draft'")
        .bind(county).bind(id)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}
