//! The counties of a database and their settings.

use chrono::{DateTime, Utc};

use crate::db::{Tx, on};
use crate::error::Result;

/// The counties of this database, by code.
pub async fn list(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    Ok(on!(tx, c => sqlx::query_as("select county, name from county order by county").fetch_all(c).await)?)
}

/// Adds a county and the start of its event chain.
pub async fn insert(tx: &mut Tx, county: &str, name: &str, at: DateTime<Utc>) -> Result<()> {
    on!(tx, c => sqlx::query("insert into county (county, name, created_at) values ($1, $2, $3)")
        .bind(county).bind(name).bind(at).execute(c).await.map(|_| ()))?;
    on!(tx, c => sqlx::query("insert into event_chain (county, n, hash) values ($1, 0, $2)")
        .bind(county).bind(lingdi_domain::event::CHAIN_START).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// A setting of the county.
pub async fn setting(tx: &mut Tx, county: &str, key: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = on!(tx, c => {
        sqlx::query_as("select value from setting where county = $1 and key = $2")
            .bind(county).bind(key).fetch_optional(c).await
    })?;
    Ok(row.map(|(value,)| value))
}

/// Writes a setting of the county.
pub async fn set(tx: &mut Tx, county: &str, key: &str, value: &str) -> Result<()> {
    on!(tx, c => sqlx::query("delete from setting where county = $1 and key = $2")
        .bind(county).bind(key).execute(c).await.map(|_| ()))?;
    on!(tx, c => sqlx::query("insert into setting (county, key, value) values ($1, $2, $3)")
        .bind(county).bind(key).bind(value).execute(c).await.map(|_| ()))?;
    Ok(())
}
