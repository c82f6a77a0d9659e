//! Notices: people are told that an object is due, once for each deadline and step.

use chrono::{DateTime, NaiveDate, Utc};
use lingdi_domain::Scope;
use lingdi_domain::object::ObjectKind;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, on};
use crate::error::{Result, StoreError};

/// A notice to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub id: Uuid,
    /// Who is told.
    pub person: Uuid,
    /// Of which object.
    pub object: Uuid,
    /// The deadline it is about.
    pub due: NaiveDate,
    /// Code of the step (`lingdi_domain::watch::Step`).
    pub step: String,
    /// The day on which it was to be told.
    pub day: NaiveDate,
    /// State of the object then.
    pub state: String,
}

/// What a person was told last about an object and deadline, with the object as it is called now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The last notice about this object and deadline.
    pub notice: Notice,
    /// How often the person was told of it.
    pub times: i64,
    /// When it was read; `None` while it was not.
    pub read_at: Option<DateTime<Utc>>,
    /// What the object is.
    pub kind: ObjectKind,
    /// Its number.
    pub number: String,
    /// What people call it.
    pub title: String,
    /// Its unit; empty for the office.
    pub unit: String,
    /// Has it moved on, or been given another deadline, since?
    pub is_over: bool,
}

/// Tells somebody, unless they were told; `false` when they were.
pub async fn insert(tx: &mut Tx, county: &str, notice: &Notice, at: DateTime<Utc>) -> Result<bool> {
    let (due, day) = (notice.due.to_string(), notice.day.to_string());
    let made = on!(tx, c => sqlx::query(
            "insert into notice (county, id, person, object_id, due, step, day, state, made_at) \
             select $1, $2, $3, $4, $5, $6, $7, $8, $9 where not exists (select 1 from notice \
             where county = $1 and object_id = $4 and due = $5 and step = $6 and person = $3)")
        .bind(county).bind(notice.id).bind(notice.person).bind(notice.object).bind(due).bind(&notice.step)
        .bind(day).bind(&notice.state).bind(at)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(made == 1)
}

/// What was told about an object already, the earliest first.
pub async fn told(tx: &mut Tx, county: &str, object: Uuid) -> Result<Vec<Notice>> {
    let rows: Vec<NoticeRow> = on!(tx, c => {
        sqlx::query_as(
            "select id, person, object_id, due, step, day, state from notice \
             where county = $1 and object_id = $2 order by day, id")
            .bind(county).bind(object).fetch_all(c).await
    })?;
    rows.into_iter().map(NoticeRow::into_notice).collect()
}

/// The last notice to a person about an object and deadline: those before it say less.
const NEWEST: &str = "not exists (select 1 from notice later where later.county = n.county \
     and later.object_id = n.object_id and later.due = n.due and later.person = n.person \
     and (later.day > n.day or (later.day = n.day and later.id > n.id)))";

/// Of how many objects within the scope a person was told and has not read it, while they still stand as
/// they stood then.
pub async fn unread(tx: &mut Tx, county: &str, scope: &Scope, person: Uuid) -> Result<i64> {
    let (within, units) = within(scope, 2);
    let sql = format!(
        "select cast(count(*) as bigint) from notice n cross join object o where o.county = n.county and o.id = n.object_id \
         and n.county = $1 and n.person = $2 and n.read_at is null and o.due = n.due and o.state = n.state \
         and {NEWEST}{within}"
    );
    let (count,): (i64,) = on!(tx, c => {
        let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(county).bind(person);
        units.iter().fold(query, |query, unit| query.bind(unit.as_str())).fetch_one(c).await
    })?;
    Ok(count)
}

#[derive(FromRow)]
struct NoticeRow {
    id: Uuid,
    person: Uuid,
    object_id: Uuid,
    due: String,
    step: String,
    day: String,
    state: String,
}

impl NoticeRow {
    fn into_notice(self) -> Result<Notice> {
        Ok(Notice {
            id: self.id,
            person: self.person,
            object: self.object_id,
            due: day(&self.due)?,
            step: self.step,
            day: day(&self.day)?,
            state: self.state,
        })
    }
}

#[derive(FromRow)]
struct Row {
    #[sqlx(flatten)]
    notice: NoticeRow,
    times: i64,
    read_at: Option<DateTime<Utc>>,
    kind: String,
    number: String,
    title: String,
    unit: String,
    state_now: String,
    due_now: String,
}

impl Row {
    fn into_listed(self) -> Result<Listed> {
        let kind = ObjectKind::from_code(&self.kind)
            .ok_or_else(|| StoreError::Inconsistent(format!("unknown kind {}", self.kind)))?;
        Ok(Listed {
            is_over: self.notice.due != self.due_now || self.notice.state != self.state_now,
            notice: self.notice.into_notice()?,
            times: self.times,
            read_at: self.read_at,
            kind,
            number: self.number,
            title: self.title,
            unit: self.unit,
        })
    }
}

/// A page of what a person was told last about each object within the scope and deadline, the newest first; `after` is day and
/// id of the last one seen.
pub async fn page(
    tx: &mut Tx,
    county: &str,
    scope: &Scope,
    person: Uuid,
    after: Option<(NaiveDate, Uuid)>,
    limit: usize,
) -> Result<Vec<Listed>> {
    let (within, units) = within(scope, 5);
    let (day, id) =
        after.map_or_else(|| ("9999-12-31".to_owned(), Uuid::max()), |(day, id)| (day.to_string(), id));
    let sql = format!(
        "select n.id, n.person, n.object_id, n.due, n.step, n.day, n.state, n.read_at, \
         (select cast(count(*) as bigint) from notice m where m.county = n.county and m.object_id = n.object_id \
         and m.due = n.due and m.person = n.person) as times, o.kind, o.number, o.title, \
         o.unit, o.state as state_now, o.due as due_now \
         from notice n cross join object o where o.county = n.county and o.id = n.object_id \
         and n.county = $1 and n.person = $2 and (n.day < $3 or (n.day = $3 and n.id < $4)) and {NEWEST}{within} \
         order by n.day desc, n.id desc limit $5"
    );
    let rows: Vec<Row> = on!(tx, c => {
        let query = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(county).bind(person).bind(day).bind(id).bind(limit as i64);
        units.iter().fold(query, |query, unit| query.bind(unit.as_str())).fetch_all(c).await
    })?;
    rows.into_iter().map(Row::into_listed).collect()
}

/// Marks a person's notice with those before it about the same object and deadline, or with no id all of
/// them, as read; answers how many were not.
pub async fn mark_read(
    tx: &mut Tx,
    county: &str,
    person: Uuid,
    id: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<u64> {
    let one = if id.is_some() {
        " and object_id = (select object_id from notice where county = $1 and person = $2 and id = $4) \
         and due = (select due from notice where county = $1 and person = $2 and id = $4)"
    } else {
        ""
    };
    let sql =
        format!("update notice set read_at = $3 where county = $1 and person = $2 and read_at is null{one}");
    Ok(on!(tx, c => {
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(county).bind(person).bind(at);
        let query = if let Some(id) = id { query.bind(id) } else { query };
        query.execute(c).await.map(|done| done.rows_affected())
    })?)
}

/// The condition of a scope, and the units bound to it after so many values.
fn within(scope: &Scope, bound: usize) -> (String, Vec<String>) {
    match scope {
        Scope::County => (String::new(), Vec::new()),
        Scope::Units(units) if units.is_empty() => (" and 1 = 0".to_owned(), Vec::new()),
        Scope::Units(units) => {
            let marks: Vec<_> = (1..=units.len()).map(|at| format!("${}", bound + at)).collect();
            (format!(" and o.unit in ({})", marks.join(", ")), units.clone())
        }
    }
}

fn day(text: &str) -> Result<NaiveDate> {
    text.parse().map_err(|error| StoreError::Inconsistent(format!("{text}: {error}")))
}
