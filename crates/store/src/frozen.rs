//! Frozen things: a published list is its bytes.

use std::io::{Read, Write};

use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, on};
use crate::error::Result;

/// A frozen thing without its bytes.
#[derive(Debug, Clone, FromRow, serde::Serialize)]
pub struct Frozen {
    /// Its id.
    pub id: Uuid,
    /// `preliminary_list`, …
    pub kind: String,
    /// Title for people.
    pub title: String,
    /// Hash of the uncompressed bytes.
    pub sha256: String,
    /// References to batches, revision and program version, canonical JSON.
    pub basis: String,
    /// Who froze it.
    pub actor: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Keeps `content` under `frozen`.
pub async fn insert(tx: &mut Tx, county: &str, frozen: &Frozen, content: &[u8]) -> Result<()> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content)?;
    let compressed = encoder.finish()?;
    on!(tx, c => sqlx::query(
            "insert into frozen (county, id, kind, title, sha256, basis, content, actor, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(county).bind(frozen.id).bind(&frozen.kind).bind(&frozen.title).bind(&frozen.sha256)
        .bind(&frozen.basis).bind(&compressed).bind(&frozen.actor).bind(frozen.created_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// All frozen things, newest first.
pub async fn list(tx: &mut Tx, county: &str) -> Result<Vec<Frozen>> {
    Ok(on!(tx, c => {
        sqlx::query_as(
            "select id, kind, title, sha256, basis, actor, created_at from frozen where county = $1 \
             order by created_at desc, id desc")
            .bind(county).fetch_all(c).await
    })?)
}

/// One without its bytes.
pub async fn find(tx: &mut Tx, county: &str, id: Uuid) -> Result<Option<Frozen>> {
    Ok(on!(tx, c => {
        sqlx::query_as(
            "select id, kind, title, sha256, basis, actor, created_at from frozen where county = $1 and id = $2")
            .bind(county).bind(id).fetch_optional(c).await
    })?)
}

/// The bytes of one, as they were frozen.
pub async fn content(tx: &mut Tx, county: &str, id: Uuid) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = on!(tx, c => {
        sqlx::query_as("select content from frozen where county = $1 and id = $2")
            .bind(county).bind(id).fetch_optional(c).await
    })?;
    let Some((compressed,)) = row else { return Ok(None) };
    let mut content = Vec::new();
    GzDecoder::new(compressed.as_slice()).read_to_end(&mut content)?;
    Ok(Some(content))
}
