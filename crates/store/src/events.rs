//! The journal: append-only, hash-chained, one chain per county.

use chrono::{DateTime, Utc};
use lingdi_domain::event::{CHAIN_START, Event};
use lingdi_domain::{Actor, Scope};
use sqlx::FromRow;

use crate::db::{Tx, on};
use crate::error::Result;

/// What happened; number, hash and actor are added on writing.
#[derive(Debug, Clone, Default)]
pub struct NewEvent {
    /// What was done, such as `batch_accepted`.
    pub verb: &'static str,
    /// What it was done to, such as `batch`.
    pub object: &'static str,
    /// Which one.
    pub object_id: String,
    /// State before, empty when there was none.
    pub from_state: String,
    /// State after.
    pub to_state: String,
    /// Why, in the actor's words.
    pub reason: String,
    /// What else belongs to it.
    pub payload: serde_json::Value,
}

/// An event with who did it, and when.
#[derive(Debug, Clone)]
pub struct Done {
    /// Who.
    pub actor: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub event: NewEvent,
}

/// Writes an event and answers its number. Call it last in a transaction: it takes the row lock of the county's
/// chain, which gives events their order among concurrent writers.
pub async fn record(
    tx: &mut Tx,
    county: &str,
    actor: &Actor,
    at: DateTime<Utc>,
    event: NewEvent,
) -> Result<i64> {
    record_all(tx, county, vec![Done { actor: actor.clone(), at, event }]).await
}

/// The same for several, in their order; answers the number of the last.
pub async fn record_all(tx: &mut Tx, county: &str, done: Vec<Done>) -> Result<i64> {
    let (last, mut hash) = take_numbers(tx, county, done.len() as i64).await?;
    let first = last + 1 - done.len() as i64;
    for (n, Done { actor, at, event: new }) in (first..).zip(done) {
        let event = Event {
            n,
            at: Event::cut(at),
            actor: actor.name,
            unit: actor.unit,
            verb: new.verb.to_owned(),
            object: new.object.to_owned(),
            object_id: new.object_id,
            from_state: new.from_state,
            to_state: new.to_state,
            reason: new.reason,
            payload: new.payload.to_string(),
        };
        hash = event.hash(county, &hash);
        insert(tx, county, &event, &hash).await?;
    }
    on!(tx, c => sqlx::query("update event_chain set hash = $2 where county = $1")
        .bind(county).bind(&hash).execute(c).await.map(|_| ()))?;
    Ok(last)
}

/// Takes the row lock of the county's chain early, for a verb whose other statements depend on
/// the order among writers.
pub async fn lock(tx: &mut Tx, county: &str) -> Result<()> {
    on!(tx, c => sqlx::query("update event_chain set n = n where county = $1")
        .bind(county).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Locks the chain and takes the next numbers; returns the last with the hash of the event before the first.
async fn take_numbers(tx: &mut Tx, county: &str, many: i64) -> Result<(i64, String)> {
    Ok(on!(tx, c => {
        sqlx::query_as("update event_chain set n = n + $2 where county = $1 returning n, hash")
            .bind(county).bind(many).fetch_one(c).await
    })?)
}

async fn insert(tx: &mut Tx, county: &str, event: &Event, hash: &str) -> Result<()> {
    on!(tx, c => sqlx::query(
            "insert into event (county, n, at, actor, unit, verb, object, object_id, from_state, to_state, reason, \
             payload, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
        .bind(county).bind(event.n).bind(event.at).bind(&event.actor).bind(&event.unit).bind(&event.verb)
        .bind(&event.object).bind(&event.object_id).bind(&event.from_state).bind(&event.to_state)
        .bind(&event.reason).bind(&event.payload).bind(hash)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The number of the last event: what a cached picture of the county is compared with.
pub async fn last_number(tx: &mut Tx, county: &str) -> Result<i64> {
    let row: Option<(i64,)> = on!(tx, c => {
        sqlx::query_as("select n from event_chain where county = $1").bind(county).fetch_optional(c).await
    })?;
    Ok(row.map_or(0, |(n,)| n))
}

/// Number and hash of the last event.
pub async fn head(tx: &mut Tx, county: &str) -> Result<(i64, String)> {
    Ok(on!(tx, c => {
        sqlx::query_as("select n, hash from event_chain where county = $1").bind(county).fetch_one(c).await
    })?)
}

#[derive(FromRow)]
struct Row {
    n: i64,
    at: DateTime<Utc>,
    actor: String,
    unit: String,
    verb: String,
    object: String,
    object_id: String,
    from_state: String,
    to_state: String,
    reason: String,
    payload: String,
    hash: String,
}

impl Row {
    fn into_event(self) -> (Event, String) {
        let event = Event {
            n: self.n,
            at: self.at,
            actor: self.actor,
            unit: self.unit,
            verb: self.verb,
            object: self.object,
            object_id: self.object_id,
            from_state: self.from_state,
            to_state: self.to_state,
            reason: self.reason,
            payload: self.payload,
        };
        (event, self.hash)
    }
}

/// Events with numbers below `before` and their hashes, newest first. A scope narrower than the county sees the
/// events of its own units only.
pub async fn list(
    tx: &mut Tx,
    county: &str,
    scope: &Scope,
    before: i64,
    limit: i64,
) -> Result<Vec<(Event, String)>> {
    let rows: Vec<Row> = on!(tx, c => {
        sqlx::query_as(
            "select n, at, actor, unit, verb, object, object_id, from_state, to_state, reason, payload, hash \
             from event where county = $1 and n < $2 order by n desc limit $3")
            .bind(county).bind(before).bind(limit).fetch_all(c).await
    })?;
    let events = rows.into_iter().map(Row::into_event);
    Ok(events.filter(|(event, _)| *scope == Scope::County || scope.allows(&event.unit)).collect())
}

/// Which events a page shows.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// About this kind of object; all when `None`.
    pub object: Option<String>,
    /// Of this unit; all when `None`.
    pub unit: Option<String>,
    /// With numbers below this one.
    pub before: Option<i64>,
}

/// An event as a page shows it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The event.
    pub event: Event,
    /// Its hash.
    pub hash: String,
    /// Does the hash fit the event and the one before?
    pub fits: bool,
}

#[derive(FromRow)]
struct LinkedRow {
    #[sqlx(flatten)]
    row: Row,
    previous: String,
}

/// A page of events, newest first, each checked against the one before it in the chain.
pub async fn page(tx: &mut Tx, county: &str, wanted: &Wanted, limit: i64) -> Result<Vec<Listed>> {
    let (mut filter, before) = (String::new(), wanted.before.unwrap_or(i64::MAX));
    let mut values = Vec::new();
    for (column, value) in [("object", &wanted.object), ("unit", &wanted.unit)] {
        if let Some(value) = value {
            values.push(value.as_str());
            filter = format!("{filter} and e.{column} = ${}", values.len() + 4);
        }
    }
    let sql = format!(
        "select e.n, e.at, e.actor, e.unit, e.verb, e.object, e.object_id, e.from_state, e.to_state, e.reason, \
         e.payload, e.hash, coalesce(p.hash, $4) as previous from event e \
         left join event p on p.county = e.county and p.n = e.n - 1 \
         where e.county = $1 and e.n < $2{filter} order by e.n desc limit $3"
    );
    let rows: Vec<LinkedRow> = on!(tx, c => {
        let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(county).bind(before).bind(limit).bind(CHAIN_START);
        values.iter().fold(query, |query, value| query.bind(*value)).fetch_all(c).await
    })?;
    let listed = rows.into_iter().map(|LinkedRow { row, previous }| {
        let (event, hash) = row.into_event();
        let fits = event.hash(county, &previous) == hash;
        Listed { event, hash, fits }
    });
    Ok(listed.collect())
}

/// Events about one object, oldest first.
pub async fn of_object(tx: &mut Tx, county: &str, object: &str, object_id: &str) -> Result<Vec<Event>> {
    let rows: Vec<Row> = on!(tx, c => {
        sqlx::query_as(
            "select n, at, actor, unit, verb, object, object_id, from_state, to_state, reason, payload, hash \
             from event where county = $1 and object = $2 and object_id = $3 order by n")
            .bind(county).bind(object).bind(object_id).fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(|row| row.into_event().0).collect())
}

/// What checking a chain found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ChainReport {
    /// Events read.
    pub events: i64,
    /// Number of the first event that does not fit, and why; `None` when the chain is whole.
    pub broken: Option<(i64, String)>,
    /// Hash of the last event.
    pub head: String,
}

/// Recomputes every hash of the county's chain.
pub async fn verify(tx: &mut Tx, county: &str) -> Result<ChainReport> {
    const PAGE: i64 = 5_000;
    let (mut previous, mut next) = (CHAIN_START.to_owned(), 1);
    loop {
        let rows: Vec<Row> = on!(tx, c => {
            sqlx::query_as(
                "select n, at, actor, unit, verb, object, object_id, from_state, to_state, reason, payload, hash \
                 from event where county = $1 and n >= $2 order by n limit $3")
                .bind(county).bind(next).bind(PAGE).fetch_all(c).await
        })?;
        let last_page = (rows.len() as i64) < PAGE;
        for row in rows {
            let (event, hash) = row.into_event();
            let fault = if event.n != next {
                Some(format!("event {next} is missing"))
            } else if event.hash(county, &previous) != hash {
                Some("its hash does not fit its content and the event before".to_owned())
            } else {
                None
            };
            if let Some(why) = fault {
                return Ok(ChainReport { events: next - 1, broken: Some((next, why)), head: previous });
            }
            (previous, next) = (hash, next + 1);
        }
        if last_page {
            break;
        }
    }
    let (n, head): (i64, String) = on!(tx, c => {
        sqlx::query_as("select n, hash from event_chain where county = $1").bind(county).fetch_one(c).await
    })?;
    let whole = n == next - 1 && head == previous;
    let broken = (!whole).then(|| (n, "the chain's end does not match its last event".to_owned()));
    Ok(ChainReport { events: next - 1, broken, head: previous })
}
