//! The few statements that cannot be the same on both engines.

use std::path::Path;

use sqlx::PgPool;
use sqlx::sqlite::SqlitePool;

use crate::error::{Result, StoreError};

/// Refuses a PostgreSQL database whose collation is not C: lists would be ordered differently
/// from SQLite and from each other.
pub(crate) async fn check_postgres_collation(pool: &PgPool, url: &str) -> Result<()> {
    let (collation,): (String,) =
        sqlx::query_as("select cast(datcollate as text) from pg_database where datname = current_database()")
            .fetch_one(pool)
            .await?;
    if matches!(collation.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8") {
        return Ok(());
    }
    Err(StoreError::Address {
        url: url.to_owned(),
        why: format!(
            "its collation is {collation}, it must be C: create database … template template0 lc_collate 'C' lc_ctype 'C' encoding 'UTF8'"
        ),
    })
}

/// Copies a whole SQLite database, as it stands at one moment, into a new file. Readers and the writer go
/// on meanwhile: it takes a reader's place.
pub(crate) async fn copy_sqlite(readers: &SqlitePool, to: &Path) -> Result<()> {
    sqlx::query("vacuum into $1").bind(to.to_string_lossy().into_owned()).execute(readers).await?;
    Ok(())
}
