//! Batches: one reading of one file, from staging to acceptance and undoing.

use chrono::{DateTime, Utc};
use lingdi_domain::{BatchState, Kind};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, on};
use crate::error::{Result, StoreError};

/// A batch as it stands in the database.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Its id.
    pub id: Uuid,
    /// What its rows are.
    pub kind: Kind,
    /// Name under which the file was handed in.
    pub file_name: String,
    /// Hash of the file.
    pub sha256: String,
    /// Where it stands.
    pub state: BatchState,
    /// Options that reproduce the reading, canonical JSON.
    pub recipe: String,
    /// What was read, canonical JSON.
    pub report: String,
    /// Years for which the file is declared to be complete.
    pub complete_years: Vec<i32>,
    /// Who handed it in.
    pub actor: String,
    /// When it was read.
    pub staged_at: DateTime<Utc>,
    /// Order of acceptance; kept when undone.
    pub seq: Option<i64>,
    /// Highest standing of rows that are in force once accepted.
    pub max_standing: i64,
    /// When it came into force.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    kind: String,
    file_name: String,
    sha256: String,
    state: String,
    recipe: String,
    report: String,
    complete_years: String,
    actor: String,
    staged_at: DateTime<Utc>,
    seq: Option<i64>,
    max_standing: i64,
    accepted_at: Option<DateTime<Utc>>,
    undone_at: Option<DateTime<Utc>>,
}

impl Row {
    fn into_batch(self) -> Result<Batch> {
        let unknown = |what: &str, value: &str| StoreError::Inconsistent(format!("unknown {what} {value}"));
        Ok(Batch {
            kind: Kind::from_code(&self.kind).ok_or_else(|| unknown("kind", &self.kind))?,
            state: BatchState::from_code(&self.state).ok_or_else(|| unknown("state", &self.state))?,
            complete_years: self.complete_years.split(',').filter_map(|year| year.parse().ok()).collect(),
            id: self.id,
            file_name: self.file_name,
            sha256: self.sha256,
            recipe: self.recipe,
            report: self.report,
            actor: self.actor,
            staged_at: self.staged_at,
            seq: self.seq,
            max_standing: self.max_standing,
            accepted_at: self.accepted_at,
            undone_at: self.undone_at,
        })
    }
}

/// Opens a batch in state `staging`.
pub async fn insert(tx: &mut Tx, county: &str, batch: &Batch) -> Result<()> {
    let years: Vec<String> = batch.complete_years.iter().map(ToString::to_string).collect();
    on!(tx, c => sqlx::query(
            "insert into batch (county, id, kind, file_name, sha256, state, recipe, report, complete_years, actor, \
             staged_at, touched_at, max_standing) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12)")
        .bind(county).bind(batch.id).bind(batch.kind.code()).bind(&batch.file_name).bind(&batch.sha256)
        .bind(batch.state.code()).bind(&batch.recipe).bind(&batch.report).bind(years.join(","))
        .bind(&batch.actor).bind(batch.staged_at).bind(batch.max_standing)
        .execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Notes that staging goes on: what is not touched for a while was left by a program that died.
pub async fn touch(tx: &mut Tx, county: &str, id: Uuid, at: DateTime<Utc>) -> Result<()> {
    on!(tx, c => sqlx::query("update batch set touched_at = $3 where county = $1 and id = $2")
        .bind(county).bind(id).bind(at).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Moves a batch from one state to another; `false` when it was not (any more) in `from`.
pub async fn set_state(
    tx: &mut Tx,
    county: &str,
    id: Uuid,
    from: BatchState,
    to: BatchState,
) -> Result<bool> {
    let done = on!(tx, c => sqlx::query("update batch set state = $4 where county = $1 and id = $2 and state = $3")
        .bind(county).bind(id).bind(from.code()).bind(to.code())
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Puts a staged batch into force, after all accepted before it; `false` when it was not staged.
pub async fn accept(
    tx: &mut Tx,
    county: &str,
    id: Uuid,
    max_standing: i64,
    at: DateTime<Utc>,
) -> Result<bool> {
    let done = on!(tx, c => sqlx::query(
            "update batch set state = 'accepted', accepted_at = $4, max_standing = $3, \
             seq = (select coalesce(max(seq), 0) + 1 from batch where county = $1) \
             where county = $1 and id = $2 and state = 'staged'")
        .bind(county).bind(id).bind(max_standing).bind(at)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Declares a staged batch complete for these years; `false` when it was not staged.
pub async fn declare_complete(tx: &mut Tx, county: &str, id: Uuid, years: &[i32]) -> Result<bool> {
    let years: Vec<String> = years.iter().map(ToString::to_string).collect();
    let done = on!(tx, c => sqlx::query(
            "update batch set complete_years = $3 where county = $1 and id = $2 and state = 'staged'")
        .bind(county).bind(id).bind(years.join(","))
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Takes an accepted batch back as a whole; `false` when it was not in force.
pub async fn undo(tx: &mut Tx, county: &str, id: Uuid, at: DateTime<Utc>) -> Result<bool> {
    let done = on!(tx, c => sqlx::query(
            "update batch set state = 'undone', undone_at = $3 where county = $1 and id = $2 and state = 'accepted'")
        .bind(county).bind(id).bind(at)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// One batch.
pub async fn find(tx: &mut Tx, county: &str, id: Uuid) -> Result<Option<Batch>> {
    let row: Option<Row> = on!(tx, c => {
        sqlx::query_as(
            "select id, kind, file_name, sha256, state, recipe, report, complete_years, actor, staged_at, seq, \
             max_standing, accepted_at, undone_at from batch where county = $1 and id = $2")
            .bind(county).bind(id).fetch_optional(c).await
    })?;
    row.map(Row::into_batch).transpose()
}

/// All batches that were read to the end, newest first.
pub async fn list(tx: &mut Tx, county: &str) -> Result<Vec<Batch>> {
    let rows: Vec<Row> = on!(tx, c => {
        sqlx::query_as(
            "select id, kind, file_name, sha256, state, recipe, report, complete_years, actor, staged_at, seq, \
             max_standing, accepted_at, undone_at from batch where county = $1 and state <> 'staging' \
             order by staged_at desc, id desc")
            .bind(county).fetch_all(c).await
    })?;
    rows.into_iter().map(Row::into_batch).collect()
}

/// Batches in force at `known_at` (now when `None`), in order of acceptance.
pub async fn in_force(tx: &mut Tx, county: &str, known_at: Option<DateTime<Utc>>) -> Result<Vec<Batch>> {
    let mut batches = list(tx, county).await?;
    batches.retain(|batch| match (batch.accepted_at, known_at) {
        (None, _) => false,
        (Some(_), None) => batch.state == BatchState::Accepted,
        (Some(accepted), Some(known)) => {
            accepted <= known && batch.undone_at.is_none_or(|undone| undone > known)
        }
    });
    batches.sort_by_key(|batch| batch.seq);
    Ok(batches)
}

/// How many batches are in a state.
pub async fn count(tx: &mut Tx, county: &str, state: BatchState) -> Result<i64> {
    let (count,): (i64,) = on!(tx, c => {
        sqlx::query_as("select count(*) from batch where county = $1 and state = $2")
            .bind(county).bind(state.code()).fetch_one(c).await
    })?;
    Ok(count)
}

/// Acceptances and undoings so far: moves with everything that changes which facts count.
pub async fn version(tx: &mut Tx, county: &str) -> Result<i64> {
    let (version,): (i64,) = on!(tx, c => {
        sqlx::query_as("select cast(coalesce(max(seq), 0) + count(undone_at) as bigint) from batch where county = $1")
            .bind(county).fetch_one(c).await
    })?;
    Ok(version)
}

/// A row problem found on reading.
#[derive(Debug, Clone, FromRow, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// Index of the sheet.
    pub sheet: i64,
    /// Its name.
    pub sheet_name: String,
    /// Row number, from 1; 0 when the problem is the sheet's.
    pub row_number: i64,
    /// Column letter or field name.
    pub column_name: String,
    /// The heading of the column.
    pub heading: String,
    /// The value as the file has it.
    pub value: String,
    /// `refused`, `conflict`, `warning` or `note`.
    pub severity: String,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub remedy: String,
}

/// Adds problems of a batch, numbered from `first`.
pub async fn insert_problems(
    tx: &mut Tx,
    county: &str,
    id: Uuid,
    first: i64,
    problems: &[Problem],
) -> Result<()> {
    for (n, problem) in (first..).zip(problems) {
        on!(tx, c => sqlx::query(
                "insert into problem (county, batch, n, sheet, sheet_name, row_number, column_name, heading, value, \
                 severity, message, remedy) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
            .bind(county).bind(id).bind(n).bind(problem.sheet).bind(&problem.sheet_name).bind(problem.row_number)
            .bind(&problem.column_name).bind(&problem.heading).bind(&problem.value).bind(&problem.severity)
            .bind(&problem.message).bind(&problem.remedy)
            .execute(c).await.map(|_| ()))?;
    }
    Ok(())
}

/// All problems of a batch, in reading order.
pub async fn problems(tx: &mut Tx, county: &str, id: Uuid) -> Result<Vec<Problem>> {
    Ok(on!(tx, c => {
        sqlx::query_as(
            "select sheet, sheet_name, row_number, column_name, heading, value, severity, message, remedy \
             from problem where county = $1 and batch = $2 order by n")
            .bind(county).bind(id).fetch_all(c).await
    })?)
}

/// Removes what a program that died left in state `staging` and has not touched since `before`.
/// Returns how many batches went.
pub async fn sweep(tx: &mut Tx, county: &str, before: DateTime<Utc>) -> Result<usize> {
    let orphans: Vec<(Uuid,)> = on!(tx, c => {
        sqlx::query_as("select id from batch where county = $1 and state = 'staging' and touched_at < $2")
            .bind(county).bind(before).fetch_all(c).await
    })?;
    for (id,) in &orphans {
        on!(tx, c => sqlx::query("delete from fact_block where county = $1 and batch = $2")
            .bind(county).bind(id).execute(c).await.map(|_| ()))?;
        on!(tx, c => sqlx::query("delete from problem where county = $1 and batch = $2")
            .bind(county).bind(id).execute(c).await.map(|_| ()))?;
        on!(tx, c => sqlx::query("delete from batch where county = $1 and id = $2")
            .bind(county).bind(id).execute(c).await.map(|_| ()))?;
    }
    Ok(orphans.len())
}

/// Notes that the county holds the original with this hash.
pub async fn keep_original(
    tx: &mut Tx,
    county: &str,
    sha256: &str,
    size: i64,
    at: DateTime<Utc>,
) -> Result<()> {
    let known: Option<(i64,)> = on!(tx, c => {
        sqlx::query_as("select size from original where county = $1 and sha256 = $2")
            .bind(county).bind(sha256).fetch_optional(c).await
    })?;
    if known.is_none() {
        on!(tx, c => sqlx::query("insert into original (county, sha256, size, kept_at) values ($1, $2, $3, $4)")
            .bind(county).bind(sha256).bind(size).bind(at).execute(c).await.map(|_| ()))?;
    }
    Ok(())
}

/// Hashes and sizes of all originals of the county.
pub async fn originals(tx: &mut Tx, county: &str) -> Result<Vec<(String, i64)>> {
    Ok(on!(tx, c => {
        sqlx::query_as("select sha256, size from original where county = $1 order by sha256")
            .bind(county).fetch_all(c).await
    })?)
}
