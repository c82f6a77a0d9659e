//! Accounts: who may log in, with what password, and until when the door is shut.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, on};
use crate::error::Result;

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Account {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub person: Uuid,
    /// The name typed at the door; nobody else's in the county.
    pub login: String,
    /// `active` or `disabled`.
    pub state: String,
    /// Argon2id in PHC form; `None` for an account of the demo.
    pub password: Option<String>,
    /// When it was set.
    pub password_set_at: Option<DateTime<Utc>>,
    /// Must it be changed before anything else?
    pub must_change: bool,
    /// Wrong passwords in a row.
    pub failures: i64,
    /// Shut until then, for wrong passwords.
    pub locked_until: Option<DateTime<Utc>>,
    /// Last day on which it may be used.
    pub expires_on: Option<NaiveDate>,
    /// When somebody last came in by it.
    pub last_login_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Adds an account; a second one of the same login name is a unique violation.
pub async fn insert(tx: &mut Tx, county: &str, account: &Account) -> Result<()> {
    on!(tx, c => sqlx::query(
            "insert into account (county, id, person, login, state, password, password_set_at, must_change, failures, \
             locked_until, expires_on, last_login_at, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
        .bind(county).bind(account.id).bind(account.person).bind(&account.login).bind(&account.state)
        .bind(&account.password).bind(account.password_set_at).bind(account.must_change).bind(account.failures)
        .bind(account.locked_until).bind(account.expires_on).bind(account.last_login_at).bind(account.created_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// How many accounts there are.
pub async fn count(tx: &mut Tx, county: &str) -> Result<i64> {
    let (count,): (i64,) = on!(tx, c => {
        sqlx::query_as("select count(*) from account where county = $1").bind(county).fetch_one(c).await
    })?;
    Ok(count)
}

/// All accounts, by login name.
pub async fn list(tx: &mut Tx, county: &str) -> Result<Vec<Account>> {
    Ok(on!(tx, c => {
        sqlx::query_as(
            "select id, person, login, state, password, password_set_at, must_change, failures, locked_until, \
             expires_on, last_login_at, created_at from account where county = $1 order by login")
            .bind(county).fetch_all(c).await
    })?)
}

/// The account of a login name.
pub async fn by_login(tx: &mut Tx, county: &str, login: &str) -> Result<Option<Account>> {
    Ok(on!(tx, c => {
        sqlx::query_as(
            "select id, person, login, state, password, password_set_at, must_change, failures, locked_until, \
             expires_on, last_login_at, created_at from account where county = $1 and login = $2")
            .bind(county).bind(login).fetch_optional(c).await
    })?)
}

/// One account.
pub async fn find(tx: &mut Tx, county: &str, id: Uuid) -> Result<Option<Account>> {
    Ok(on!(tx, c => {
        sqlx::query_as(
            "select id, person, login, state, password, password_set_at, must_change, failures, locked_until, \
             expires_on, last_login_at, created_at from account where county = $1 and id = $2")
            .bind(county).bind(id).fetch_optional(c).await
    })?)
}

/// Writes down a try at the door: failures in a row, until when it is shut, when somebody came in.
pub async fn note_try(tx: &mut Tx, county: &str, account: &Account) -> Result<()> {
    on!(tx, c => sqlx::query(
            "update account set failures = $3, locked_until = $4, last_login_at = $5 where county = $1 and id = $2")
        .bind(county).bind(account.id).bind(account.failures).bind(account.locked_until)
        .bind(account.last_login_at)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Gives a new password, and remembers it among the former ones.
pub async fn set_password(
    tx: &mut Tx,
    county: &str,
    id: Uuid,
    password: &str,
    must_change: bool,
    at: DateTime<Utc>,
) -> Result<()> {
    on!(tx, c => sqlx::query(
            "update account set password = $3, password_set_at = $4, must_change = $5, failures = 0, \
             locked_until = null where county = $1 and id = $2")
        .bind(county).bind(id).bind(password).bind(at).bind(must_change)
        .execute(c).await.map(|_| ()))?;
    on!(tx, c => sqlx::query("insert into former_password (county, account, set_at, password) values ($1, $2, $3, $4)")
        .bind(county).bind(id).bind(at).bind(password).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The last passwords of an account, the present one first.
pub async fn last_passwords(tx: &mut Tx, county: &str, id: Uuid, limit: i64) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = on!(tx, c => {
        sqlx::query_as(
            "select password from former_password where county = $1 and account = $2 order by set_at desc limit $3")
            .bind(county).bind(id).bind(limit).fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(|(password,)| password).collect())
}

/// Opens or closes an account for good, and sets its last day; an open one starts without failures.
pub async fn set_state(
    tx: &mut Tx,
    county: &str,
    id: Uuid,
    state: &str,
    expires_on: Option<NaiveDate>,
) -> Result<()> {
    on!(tx, c => sqlx::query(
            "update account set state = $3, expires_on = $4, failures = 0, locked_until = null \
             where county = $1 and id = $2")
        .bind(county).bind(id).bind(state).bind(expires_on).execute(c).await.map(|_| ()))?;
    Ok(())
}
