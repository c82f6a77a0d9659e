//! Files handed in with moves; their bytes lie in the files folder.

use chrono::{DateTime, Utc};
use lingdi_domain::object::Attachment;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, on};
use crate::error::Result;

/// An attachment with who handed it in and when.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The file.
    pub file: Attachment,
    /// The object it belongs to.
    pub object: Uuid,
    /// Who handed it in.
    pub actor: String,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    object_id: Uuid,
    sha256: String,
    name: String,
    media: String,
    size: i64,
    shows: String,
    dated: String,
    actor: String,
    kept_at: DateTime<Utc>,
}

impl Row {
    fn into_kept(self) -> Kept {
        let file = Attachment {
            id: self.id,
            sha256: self.sha256,
            name: self.name,
            media: self.media,
            size: self.size,
            shows: self.shows,
            dated: self.dated.parse().ok(),
        };
        Kept { file, object: self.object_id, actor: self.actor, at: self.kept_at }
    }
}

/// Adds a file to an object.
pub async fn insert(
    tx: &mut Tx,
    county: &str,
    object: Uuid,
    file: &Attachment,
    actor: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    let dated = file.dated.map(|day| day.to_string()).unwrap_or_default();
    on!(tx, c => sqlx::query(
            "insert into attachment (county, id, object_id, sha256, name, media, size, shows, dated, actor, kept_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind(county).bind(file.id).bind(object).bind(&file.sha256).bind(&file.name).bind(&file.media)
        .bind(file.size).bind(&file.shows).bind(dated).bind(actor).bind(at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Files of an object, oldest first.
pub async fn of(tx: &mut Tx, county: &str, object: Uuid) -> Result<Vec<Kept>> {
    let rows: Vec<Row> = on!(tx, c => {
        sqlx::query_as(
            "select id, object_id, sha256, name, media, size, shows, dated, actor, kept_at from attachment \
             where county = $1 and object_id = $2 order by id")
            .bind(county).bind(object).fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(Row::into_kept).collect())
}

/// Hashes and sizes of all attachments of the county, each once.
pub async fn hashes(tx: &mut Tx, county: &str) -> Result<Vec<(String, i64)>> {
    Ok(on!(tx, c => {
        sqlx::query_as("select distinct sha256, size from attachment where county = $1 order by sha256")
            .bind(county).fetch_all(c).await
    })?)
}

/// One file.
pub async fn find(tx: &mut Tx, county: &str, id: Uuid) -> Result<Option<Kept>> {
    let row: Option<Row> = on!(tx, c => {
        sqlx::query_as(
            "select id, object_id, sha256, name, media, size, shows, dated, actor, kept_at from attachment \
             where county = $1 and id = $2")
            .bind(county).bind(id).fetch_optional(c).await
    })?;
    Ok(row.map(Row::into_kept))
}
