//! The few statements that cannot be the same on both engines.

use sqlx::PgPool;
use uuid::Uuid;

use crate::db::Tx;
use crate::error::{Result, StoreError};
use crate::facts::NewFact;

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

/// Adds many facts of one batch: row by row with one prepared statement on SQLite, as one
/// statement over arrays on PostgreSQL, where each round trip costs.
pub(crate) async fn insert_facts(tx: &mut Tx, county: &str, batch: Uuid, facts: &[NewFact]) -> Result<()> {
    match tx {
        Tx::Sqlite(tx) => insert_facts_sqlite(tx, county, batch, facts).await,
        Tx::Postgres(tx) => insert_facts_postgres(tx, county, batch, facts).await,
    }
}

async fn insert_facts_sqlite(
    tx: &mut sqlx::Transaction<'static, sqlx::Sqlite>,
    county: &str,
    batch: Uuid,
    facts: &[NewFact],
) -> Result<()> {
    for fact in facts {
        sqlx::query(
            "insert into fact (county, batch, n, kind, key, sheet, row_number, standing, parcel, party, year, \
             valid_from, valid_to, data, geometry, original_geometry, min_x, min_y, max_x, max_y) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        )
        .bind(county)
        .bind(batch)
        .bind(fact.n)
        .bind(fact.kind.code())
        .bind(&fact.key)
        .bind(fact.sheet)
        .bind(fact.row)
        .bind(fact.standing)
        .bind(&fact.parcel)
        .bind(&fact.party)
        .bind(fact.year)
        .bind(fact.valid_from)
        .bind(fact.valid_to)
        .bind(&fact.data)
        .bind(&fact.geometry)
        .bind(&fact.original_geometry)
        .bind(fact.bbox.map(|b| b[0]))
        .bind(fact.bbox.map(|b| b[1]))
        .bind(fact.bbox.map(|b| b[2]))
        .bind(fact.bbox.map(|b| b[3]))
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

async fn insert_facts_postgres(
    tx: &mut sqlx::Transaction<'static, sqlx::Postgres>,
    county: &str,
    batch: Uuid,
    facts: &[NewFact],
) -> Result<()> {
    fn column<T>(facts: &[NewFact], value: impl Fn(&NewFact) -> T) -> Vec<T> {
        facts.iter().map(value).collect()
    }
    sqlx::query(
        "insert into fact (county, batch, n, kind, key, sheet, row_number, standing, parcel, party, year, \
         valid_from, valid_to, data, geometry, original_geometry, min_x, min_y, max_x, max_y) \
         select $1, $2, * from unnest($3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], \
         $9::text[], $10::text[], $11::bigint[], $12::date[], $13::date[], $14::text[], $15::bytea[], $16::bytea[], \
         $17::float8[], $18::float8[], $19::float8[], $20::float8[])",
    )
    .bind(county)
    .bind(batch)
    .bind(column(facts, |f| f.n))
    .bind(column(facts, |f| f.kind.code()))
    .bind(column(facts, |f| f.key.clone()))
    .bind(column(facts, |f| f.sheet))
    .bind(column(facts, |f| f.row))
    .bind(column(facts, |f| f.standing))
    .bind(column(facts, |f| f.parcel.clone()))
    .bind(column(facts, |f| f.party.clone()))
    .bind(column(facts, |f| f.year))
    .bind(column(facts, |f| f.valid_from))
    .bind(column(facts, |f| f.valid_to))
    .bind(column(facts, |f| f.data.clone()))
    .bind(column(facts, |f| f.geometry.clone()))
    .bind(column(facts, |f| f.original_geometry.clone()))
    .bind(column(facts, |f| f.bbox.map(|b| b[0])))
    .bind(column(facts, |f| f.bbox.map(|b| b[1])))
    .bind(column(facts, |f| f.bbox.map(|b| b[2])))
    .bind(column(facts, |f| f.bbox.map(|b| b[3])))
    .execute(&mut **tx)
    .await?;
    Ok(())
}
