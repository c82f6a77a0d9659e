//! Facts: what the rows of accepted batches say.

use chrono::{DateTime, NaiveDate, Utc};
use lingdi_domain::Kind;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, on};
use crate::error::{Result, StoreError};

/// A row to be staged.
#[derive(Debug, Clone)]
pub struct NewFact {
    /// Number within the batch, from 0, in reading order.
    pub n: i64,
    /// Kind of the row.
    pub kind: Kind,
    /// Key within the kind.
    pub key: String,
    /// Index of the sheet.
    pub sheet: i64,
    /// Row number in the sheet, from 1.
    pub row: i64,
    /// 0 ready, 1 last of conflicting rows, 2 another of conflicting rows.
    pub standing: i64,
    /// Parcel code, when the kind has one.
    pub parcel: Option<String>,
    /// Credit code or normalised name of the firm, when the kind has one.
    pub party: Option<String>,
    /// Calendar year, when the kind has one.
    pub year: Option<i64>,
    /// First day the fact is true, when the row says.
    pub valid_from: Option<NaiveDate>,
    /// Last day the fact is true, included.
    pub valid_to: Option<NaiveDate>,
    /// The record as canonical JSON (see `lingdi_domain::record`).
    pub data: String,
    /// Geometry as WKB, CGCS2000 longitude/latitude.
    pub geometry: Option<Vec<u8>>,
    /// Geometry before repair, when it was repaired.
    pub original_geometry: Option<Vec<u8>>,
    /// min x, min y, max x, max y of the geometry.
    pub bbox: Option<[f64; 4]>,
}

/// A fact in force, in order of kind, then acceptance, then row.
#[derive(Debug, Clone)]
pub struct Fact {
    /// The batch it came with.
    pub batch: Uuid,
    /// Kind of the row.
    pub kind: Kind,
    /// Key within the kind.
    pub key: String,
    /// Index of the sheet.
    pub sheet: u16,
    /// Row number in the sheet, from 1.
    pub row: u32,
    /// The record as canonical JSON.
    pub data: String,
    /// Geometry as WKB.
    pub geometry: Option<Vec<u8>>,
}

/// Adds rows to a batch that is being staged.
pub async fn insert(tx: &mut Tx, county: &str, batch: Uuid, facts: &[NewFact]) -> Result<()> {
    crate::dialect::insert_facts(tx, county, batch, facts).await
}

#[derive(FromRow)]
struct Stored {
    batch: Uuid,
    kind: String,
    key: String,
    sheet: i64,
    row_number: i64,
    data: String,
    geometry: Option<Vec<u8>>,
}

impl Stored {
    fn into_fact(self) -> Result<Fact> {
        let kind = Kind::from_code(&self.kind)
            .ok_or_else(|| StoreError::Inconsistent(format!("unknown kind {}", self.kind)))?;
        Ok(Fact {
            batch: self.batch,
            kind,
            key: self.key,
            sheet: self.sheet as u16,
            row: self.row_number as u32,
            data: self.data,
            geometry: self.geometry,
        })
    }
}

/// Every fact of the county that was in force at `known_at` (now when `None`), oldest acceptance
/// first, so that of equal keys the last one counts. Whole-county by design: the caller narrows to
/// a scope once the responsible units are known.
pub async fn in_force(tx: &mut Tx, county: &str, known_at: Option<DateTime<Utc>>) -> Result<Vec<Fact>> {
    let known_at = known_at.unwrap_or(DateTime::<Utc>::MAX_UTC.min(far_future()));
    let rows: Vec<Stored> = on!(tx, c => {
        sqlx::query_as(
            "select f.batch, f.kind, f.key, f.sheet, f.row_number, f.data, f.geometry \
             from batch b join fact f on f.county = b.county and f.batch = b.id \
             where b.county = $1 and b.seq is not null and b.accepted_at <= $2 \
             and (b.undone_at is null or b.undone_at > $2) and f.standing <= b.max_standing \
             order by b.seq, f.n")
            .bind(county).bind(known_at).fetch_all(c).await
    })?;
    rows.into_iter().map(Stored::into_fact).collect()
}

/// Rows of one batch whatever its state, in order.
pub async fn of_batch(tx: &mut Tx, county: &str, batch: Uuid, max_standing: i64) -> Result<Vec<Fact>> {
    let rows: Vec<Stored> = on!(tx, c => {
        sqlx::query_as(
            "select batch, kind, key, sheet, row_number, data, geometry from fact \
             where county = $1 and batch = $2 and standing <= $3 order by n")
            .bind(county).bind(batch).bind(max_standing).fetch_all(c).await
    })?;
    rows.into_iter().map(Stored::into_fact).collect()
}

/// Key and content of the facts of one kind in force, oldest acceptance first.
pub async fn contents(tx: &mut Tx, county: &str, kind: Kind) -> Result<Vec<(String, String)>> {
    Ok(on!(tx, c => {
        sqlx::query_as(
            "select f.key, f.data from batch b join fact f on f.county = b.county and f.batch = b.id \
             where b.county = $1 and b.kind = $2 and b.state = 'accepted' and f.standing <= b.max_standing \
             order by b.seq, f.n")
            .bind(county).bind(kind.code()).fetch_all(c).await
    })?)
}

/// A time both engines can store and that no batch will reach.
fn far_future() -> DateTime<Utc> {
    DateTime::from_timestamp(253_370_764_800, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
