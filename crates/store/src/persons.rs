//! Persons: whoever is appointed to something or logs in.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, on};
use crate::error::Result;

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Person {
    /// Its id.
    pub id: Uuid,
    /// The name that events carry; nobody else's in the county.
    pub name: String,
}

/// Adds a person; a second one of the same name is a unique violation.
pub async fn insert(tx: &mut Tx, county: &str, person: &Person, at: DateTime<Utc>) -> Result<()> {
    on!(tx, c => sqlx::query("insert into person (county, id, name, created_at) values ($1, $2, $3, $4)")
        .bind(county).bind(person.id).bind(&person.name).bind(at).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Everybody, by name.
pub async fn list(tx: &mut Tx, county: &str) -> Result<Vec<Person>> {
    Ok(on!(tx, c => {
        sqlx::query_as("select id, name from person where county = $1 order by name, id")
            .bind(county).fetch_all(c).await
    })?)
}

/// The person of this name.
pub async fn named(tx: &mut Tx, county: &str, name: &str) -> Result<Option<Person>> {
    Ok(on!(tx, c => {
        sqlx::query_as("select id, name from person where county = $1 and name = $2")
            .bind(county).bind(name).fetch_optional(c).await
    })?)
}

/// One person.
pub async fn find(tx: &mut Tx, county: &str, id: Uuid) -> Result<Option<Person>> {
    Ok(on!(tx, c => {
        sqlx::query_as("select id, name from person where county = $1 and id = $2")
            .bind(county).bind(id).fetch_optional(c).await
    })?)
}
