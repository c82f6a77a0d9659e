//! 过问记录: written once, never changed. Whoever lists them has been let in by `app`.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, on};
use crate::error::Result;

/// Somebody asked about a parcel.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Intervention {
    /// Its id.
    pub id: Uuid,
    /// 宗地代码; empty when no parcel was named.
    pub parcel: String,
    /// Who asked: name, unit, post.
    pub who: String,
    /// The day of it.
    pub happened_on: String,
    /// How: by telephone, face to face, …
    pub channel: String,
    /// What was said.
    pub content: String,
    /// Who wrote it down.
    pub written_by: String,
    /// Code of their unit.
    pub written_unit: String,
    /// When.
    pub written_at: DateTime<Utc>,
}

impl Intervention {
    /// The day of it; `None` for one that cannot be read.
    pub fn day(&self) -> Option<NaiveDate> {
        self.happened_on.parse().ok()
    }
}

/// Writes one down.
pub async fn insert(tx: &mut Tx, county: &str, one: &Intervention) -> Result<()> {
    on!(tx, c => sqlx::query(
            "insert into intervention (county, id, parcel, who, happened_on, channel, content, written_by, \
             written_unit, written_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(county).bind(one.id).bind(&one.parcel).bind(&one.who).bind(&one.happened_on).bind(&one.channel)
        .bind(&one.content).bind(&one.written_by).bind(&one.written_unit).bind(one.written_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// One page, the newest first: those written before the one of this id, all when `None`.
pub async fn page(tx: &mut Tx, county: &str, before: Option<Uuid>, limit: i64) -> Result<Vec<Intervention>> {
    let before = before.unwrap_or(Uuid::max());
    Ok(on!(tx, c => {
        sqlx::query_as(
            "select id, parcel, who, happened_on, channel, content, written_by, written_unit, written_at \
             from intervention where county = $1 and id < $2 order by id desc limit $3")
            .bind(county).bind(before).bind(limit).fetch_all(c).await
    })?)
}
