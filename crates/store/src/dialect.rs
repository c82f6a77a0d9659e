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

/// Names of our tables in the order in which they were made.
pub(crate) async fn sqlite_tables(
    sqlite: &mut sqlx::Transaction<'static, sqlx::Sqlite>,
) -> Result<Vec<String>> {
    let names: Vec<(String,)> = sqlx::query_as(
        "select name from sqlite_master where type = 'table' and name not like '!_sqlx%' escape '!' \
         and name not like 'sqlite!_%' escape '!' order by rowid",
    )
    .fetch_all(&mut **sqlite)
    .await?;
    Ok(names.into_iter().map(|(name,)| name).collect())
}

/// Columns of a table, each with the type that PostgreSQL gives it.
pub(crate) async fn postgres_columns(
    postgres: &mut sqlx::Transaction<'static, sqlx::Postgres>,
    table: &str,
) -> Result<Vec<(String, String)>> {
    Ok(sqlx::query_as(
        "select cast(column_name as text), cast(data_type as text) from information_schema.columns \
         where table_schema = current_schema() and table_name = $1 order by ordinal_position",
    )
    .bind(table)
    .fetch_all(&mut **postgres)
    .await?)
}
