//! Carries every row of one database into another of the other engine. A backup of a PostgreSQL
//! database is an SQLite file made so, and is put back, or moved to, either engine.

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::TryStreamExt;
use sqlx::Row;
use uuid::Uuid;

use crate::db::{Db, Tx, on};
use crate::error::{Result, StoreError};

/// Copies all rows of `from`, as they stand at one moment, into `to`, an empty database whose schema is
/// as new; one of the two is PostgreSQL. Either everything arrives or nothing.
pub async fn carry(from: &Db, to: &Db) -> Result<()> {
    let (mut source, mut target) = (from.read().await?, to.write().await?);
    let tables = match (&mut source, &mut target) {
        (Tx::Sqlite(sqlite, _), Tx::Postgres(postgres, _))
        | (Tx::Postgres(postgres, _), Tx::Sqlite(sqlite, _)) => tables(sqlite, postgres).await?,
        _ => return Err(StoreError::Inconsistent("both databases are of one engine".to_owned())),
    };
    for table in &tables {
        table.carry(&mut source, &mut target).await?;
    }
    target.commit().await
}

/// A table, with what its columns hold.
struct Table {
    name: String,
    columns: Vec<(String, Holds)>,
}

/// What a column holds, whatever an engine calls it.
#[derive(Debug, Clone, Copy)]
enum Holds {
    Text,
    Int,
    Flag,
    Day,
    Moment,
    Id,
    Bytes,
}

/// One value on its way; absent ones are carried, too.
enum Carried {
    Text(Option<String>),
    Int(Option<i64>),
    Flag(Option<bool>),
    Day(Option<NaiveDate>),
    Moment(Option<DateTime<Utc>>),
    Id(Option<Uuid>),
    Bytes(Option<Vec<u8>>),
}

/// Every table of ours. SQLite tells them in the order in which they were made, so that a row comes after
/// those it refers to; PostgreSQL tells what their columns hold.
async fn tables(
    sqlite: &mut sqlx::Transaction<'static, sqlx::Sqlite>,
    postgres: &mut sqlx::Transaction<'static, sqlx::Postgres>,
) -> Result<Vec<Table>> {
    let names = crate::dialect::sqlite_tables(sqlite).await?;
    let mut tables = Vec::with_capacity(names.len());
    for name in names {
        let columns = crate::dialect::postgres_columns(postgres, &name).await?;
        let columns = columns.into_iter().map(|(column, of)| Ok((column, Holds::of(&of)?)));
        let columns = columns.collect::<Result<Vec<_>>>()?;
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

impl Holds {
    fn of(postgres: &str) -> Result<Self> {
        Ok(match postgres {
            "text" => Self::Text,
            "bigint" => Self::Int,
            "boolean" => Self::Flag,
            "date" => Self::Day,
            "timestamp with time zone" => Self::Moment,
            "uuid" => Self::Id,
            "bytea" => Self::Bytes,
            other => return Err(StoreError::Inconsistent(format!("a column holds {other}"))),
        })
    }
}

/// Takes the values of a row of either engine.
macro_rules! values {
    ($row:expr, $columns:expr) => {
        $columns
            .iter()
            .enumerate()
            .map(|(at, (_, holds))| {
                Ok(match holds {
                    Holds::Text => Carried::Text($row.try_get(at)?),
                    Holds::Int => Carried::Int($row.try_get(at)?),
                    Holds::Flag => Carried::Flag($row.try_get(at)?),
                    Holds::Day => Carried::Day($row.try_get(at)?),
                    Holds::Moment => Carried::Moment($row.try_get(at)?),
                    Holds::Id => Carried::Id($row.try_get(at)?),
                    Holds::Bytes => Carried::Bytes($row.try_get(at)?),
                })
            })
            .collect::<Result<Vec<Carried>>>()?
    };
}

impl Table {
    async fn carry(&self, source: &mut Tx, target: &mut Tx) -> Result<()> {
        let columns: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        let select = format!("select {} from {}", columns.join(", "), self.name);
        on!(source, c => {
            let mut rows = sqlx::query(sqlx::AssertSqlSafe(select)).fetch(c);
            while let Some(row) = rows.try_next().await? {
                self.put(target, values!(row, self.columns)).await?;
            }
        });
        Ok(())
    }

    async fn put(&self, target: &mut Tx, values: Vec<Carried>) -> Result<()> {
        let columns: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
        let insert =
            format!("insert into {} ({}) values ({})", self.name, columns.join(", "), places.join(", "));
        on!(target, c => {
            let mut query = sqlx::query(sqlx::AssertSqlSafe(insert));
            for value in values {
                query = match value {
                    Carried::Text(value) => query.bind(value),
                    Carried::Int(value) => query.bind(value),
                    Carried::Flag(value) => query.bind(value),
                    Carried::Day(value) => query.bind(value),
                    Carried::Moment(value) => query.bind(value),
                    Carried::Id(value) => query.bind(value),
                    Carried::Bytes(value) => query.bind(value),
                };
            }
            query.execute(c).await.map(|_| ())
        })?;
        Ok(())
    }
}
