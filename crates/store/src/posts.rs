//! Appointments, delegations and links. Each ends by its last day and is never deleted.

use chrono::NaiveDate;
use lingdi_domain::Role;
use lingdi_domain::mechanism1_task_force::{Delegation, Link, Post, Term};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, on};
use crate::error::{Result, StoreError};

#[derive(FromRow)]
struct PostRow {
    id: Uuid,
    person: Uuid,
    unit: String,
    role: String,
    title: String,
    from_day: NaiveDate,
    to_day: Option<NaiveDate>,
}

impl PostRow {
    fn into_post(self) -> Result<Post> {
        let role = Role::from_code(&self.role)
            .ok_or_else(|| StoreError::Inconsistent(format!("unknown role {}", self.role)))?;
        Ok(Post {
            id: self.id,
            person: self.person,
            unit: self.unit,
            role,
            title: self.title,
            term: Term { from: self.from_day, to: self.to_day },
        })
    }
}

/// Appoints somebody.
pub async fn insert(tx: &mut Tx, county: &str, post: &Post) -> Result<()> {
    on!(tx, c => sqlx::query(
            "insert into post (county, id, person, unit, role, title, from_day, to_day) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(county).bind(post.id).bind(post.person).bind(&post.unit).bind(post.role.code())
        .bind(&post.title).bind(post.term.from).bind(post.term.to)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// All appointments there ever were, by unit and person.
pub async fn list(tx: &mut Tx, county: &str) -> Result<Vec<Post>> {
    let rows: Vec<PostRow> = on!(tx, c => {
        sqlx::query_as(
            "select id, person, unit, role, title, from_day, to_day from post where county = $1 order by unit, id")
            .bind(county).fetch_all(c).await
    })?;
    rows.into_iter().map(PostRow::into_post).collect()
}

/// The appointments of a person, the oldest first.
pub async fn of_person(tx: &mut Tx, county: &str, person: Uuid) -> Result<Vec<Post>> {
    let rows: Vec<PostRow> = on!(tx, c => {
        sqlx::query_as(
            "select id, person, unit, role, title, from_day, to_day from post \
             where county = $1 and person = $2 order by id")
            .bind(county).bind(person).fetch_all(c).await
    })?;
    rows.into_iter().map(PostRow::into_post).collect()
}

/// One appointment.
pub async fn find(tx: &mut Tx, county: &str, id: Uuid) -> Result<Option<Post>> {
    let row: Option<PostRow> = on!(tx, c => {
        sqlx::query_as(
            "select id, person, unit, role, title, from_day, to_day from post where county = $1 and id = $2")
            .bind(county).bind(id).fetch_optional(c).await
    })?;
    row.map(PostRow::into_post).transpose()
}

/// Sets the last day of an appointment; `false` when there is none such.
pub async fn end(tx: &mut Tx, county: &str, id: Uuid, last: NaiveDate) -> Result<bool> {
    let done = on!(tx, c => sqlx::query("update post set to_day = $3 where county = $1 and id = $2")
        .bind(county).bind(id).bind(last).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

#[derive(FromRow)]
struct DelegationRow {
    id: Uuid,
    post: Uuid,
    person: Uuid,
    acts: Option<String>,
    from_day: NaiveDate,
    to_day: Option<NaiveDate>,
}

impl From<DelegationRow> for Delegation {
    fn from(row: DelegationRow) -> Self {
        Self {
            id: row.id,
            post: row.post,
            person: row.person,
            acts: row.acts.iter().flat_map(|acts| acts.split(',')).map(str::to_owned).collect(),
            term: Term { from: row.from_day, to: row.to_day },
        }
    }
}

/// Lets a person stand in for the holder of a post.
pub async fn delegate(tx: &mut Tx, county: &str, delegation: &Delegation) -> Result<()> {
    let acts = (!delegation.acts.is_empty()).then(|| delegation.acts.join(","));
    on!(tx, c => sqlx::query(
            "insert into delegation (county, id, post, person, acts, from_day, to_day) \
             values ($1, $2, $3, $4, $5, $6, $7)")
        .bind(county).bind(delegation.id).bind(delegation.post).bind(delegation.person).bind(acts)
        .bind(delegation.term.from).bind(delegation.term.to)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// All delegations there ever were.
pub async fn delegations(tx: &mut Tx, county: &str) -> Result<Vec<Delegation>> {
    let rows: Vec<DelegationRow> = on!(tx, c => {
        sqlx::query_as(
            "select id, post, person, acts, from_day, to_day from delegation where county = $1 order by id")
            .bind(county).fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(Delegation::from).collect())
}

/// What was left to a person.
pub async fn delegations_to(tx: &mut Tx, county: &str, person: Uuid) -> Result<Vec<Delegation>> {
    let rows: Vec<DelegationRow> = on!(tx, c => {
        sqlx::query_as(
            "select id, post, person, acts, from_day, to_day from delegation \
             where county = $1 and person = $2 order by id")
            .bind(county).bind(person).fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(Delegation::from).collect())
}

/// Sets the last day of a delegation; `false` when there is none such.
pub async fn end_delegation(tx: &mut Tx, county: &str, id: Uuid, last: NaiveDate) -> Result<bool> {
    let done = on!(tx, c => sqlx::query("update delegation set to_day = $3 where county = $1 and id = $2")
        .bind(county).bind(id).bind(last).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

#[derive(FromRow)]
struct LinkRow {
    id: Uuid,
    bureau: String,
    unit: String,
    from_day: NaiveDate,
    to_day: Option<NaiveDate>,
}

impl From<LinkRow> for Link {
    fn from(row: LinkRow) -> Self {
        let term = Term { from: row.from_day, to: row.to_day };
        Self { id: row.id, bureau: row.bureau, unit: row.unit, term }
    }
}

/// Links a bureau or company to a local unit.
pub async fn link(tx: &mut Tx, county: &str, link: &Link) -> Result<()> {
    on!(tx, c => sqlx::query(
            "insert into bureau_link (county, id, bureau, unit, from_day, to_day) values ($1, $2, $3, $4, $5, $6)")
        .bind(county).bind(link.id).bind(&link.bureau).bind(&link.unit)
        .bind(link.term.from).bind(link.term.to)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// All links there ever were, by bureau and unit.
pub async fn links(tx: &mut Tx, county: &str) -> Result<Vec<Link>> {
    let rows: Vec<LinkRow> = on!(tx, c => {
        sqlx::query_as(
            "select id, bureau, unit, from_day, to_day from bureau_link where county = $1 order by bureau, unit, id")
            .bind(county).fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(Link::from).collect())
}

/// Sets the last day of a link; `false` when there is none such.
pub async fn end_link(tx: &mut Tx, county: &str, id: Uuid, last: NaiveDate) -> Result<bool> {
    let done = on!(tx, c => sqlx::query("update bureau_link set to_day = $3 where county = $1 and id = $2")
        .bind(county).bind(id).bind(last).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}
