//! The county's facts in memory: what every list, map, export and verdict reads.
//!
//! Built in one pass from the facts in force, refreshed when deliveries were accepted or taken back
//! (also by another process), and swapped as a whole: whoever holds one keeps seeing one
//! consistent state. Matching is done here, from the facts alone, so that a firm registered later
//! or a batch undone changes what matches without any stored link to mend.

mod build;
mod calendar;
mod firms;
mod kept;
mod land;
mod look_up;
mod particulars;
mod references;
mod refresh;
mod rows;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use lingdi_domain::{Kind, Source, Text, record};
use lingdi_geo::tiles::Tiles;
use lingdi_geo::{BBox, MultiPolygon};
use lingdi_policy::County;
use lingdi_policy::facts::Unit;
use lingdi_store::batches;
use uuid::Uuid;

pub(crate) use self::calendar::Kept as KeptCalendar;
use self::particulars::Particulars;
use crate::{App, Result, background};

/// One consistent state of the county.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// Acceptances and undoings it holds; 0 for a state of the past.
    pub version: i64,
    /// Names what it was made from, for the copy of its facts.
    state: u128,
    /// What the rules read.
    pub facts: Arc<County>,
    /// Ids of the accepted batches, as [`Source::batch`] counts them.
    pub batch_ids: Vec<Uuid>,
    /// When each of them came into force.
    pub accepted_at: Vec<DateTime<Utc>>,
    /// What each of them holds.
    pub batch_kinds: Vec<Kind>,
    /// The parcels' records, as `facts.parcels` counts them.
    pub parcels: Vec<record::Parcel>,
    /// Their shapes, CGCS2000 longitude/latitude; `None` for a parcel without one.
    pub shapes: Vec<Option<MultiPolygon<f64>>>,
    /// The firms' records, as `facts.enterprises` counts them; a firm that only other tables name
    /// has no more than its name and code.
    pub firms: Vec<record::Enterprise>,
    /// Is the firm in the register (市监局 企业登记), or only named by other tables?
    pub registered: Vec<bool>,
    /// Rows whose firm or parcel is not known or not sure.
    pub unmatched: Vec<Unmatched>,
    /// Rows that no rule reads, for the dossiers.
    pub(crate) particulars: Particulars,
    /// Outlines of units that have one, in the units' order.
    pub outlines: Vec<Outline>,
    /// Older numbers of parcels.
    aliases: HashMap<Text, u32>,
    /// What a search looks through for each parcel; made when somebody searches.
    words: OnceLock<Vec<String>>,
    /// The rectangle of each parcel.
    boxes: OnceLock<Vec<Option<BBox>>>,
    pub(crate) tiles: OnceLock<Tiles>,
}

/// A unit's outline. Schematic (示意) for the shipped county.
#[derive(Debug, Clone)]
pub struct Outline {
    /// The unit.
    pub unit: Unit,
    /// Its outline, CGCS2000 longitude/latitude.
    pub shape: MultiPolygon<f64>,
}

/// A row that is kept but not used: nobody is sure which firm or parcel it means.
#[derive(Debug, Clone)]
pub struct Unmatched {
    /// Kind of the row.
    pub kind: Kind,
    /// Where it stands.
    pub source: Source,
    /// Code and name, or parcel code, as written.
    pub subject: String,
    /// Year of the row, when it has one.
    pub year: Option<i32>,
    /// Why it does not match, in Chinese.
    pub why: String,
    /// Firms it might mean, best first: index into `firms` and why, in Chinese.
    pub candidates: Vec<(u32, String)>,
}

impl Snapshot {
    /// The parcel with this code or alias.
    pub fn parcel(&self, code: &str) -> Option<u32> {
        let code = lingdi_domain::ParcelCode::parse(code)?;
        let own = self.facts.parcels.binary_search_by(|parcel| parcel.code.as_str().cmp(code.as_str()));
        own.ok().map(|at| at as u32).or_else(|| self.aliases.get(code.as_str()).copied())
    }

    /// The rectangle around the county's outlines.
    pub fn county_box(&self) -> Option<BBox> {
        land::box_around(&self.outlines)
    }

    /// The name of a unit; its code when it is unknown.
    pub fn unit_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.facts.units.iter().find(|unit| unit.code == code).map_or(code, |unit| unit.name.as_str())
    }
}

/// Kinds that verdicts and pages are made from.
const USED: [Kind; 15] = [
    Kind::Units,
    Kind::Parcels,
    Kind::Supply,
    Kind::Enterprises,
    Kind::Occupancy,
    Kind::Tax,
    Kind::Evaluation,
    Kind::Statistics,
    Kind::Approvals,
    Kind::Leases,
    Kind::Power,
    Kind::Encumbrances,
    Kind::Inspections,
    Kind::Findings,
    Kind::Catalogue,
];

/// The newest snapshot, and one of the past for whoever asked for it last.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    now: Option<Arc<Snapshot>>,
    past: Option<(DateTime<Utc>, Arc<Snapshot>)>,
    refresh: Option<refresh::Refresh>,
    parcel_codes: references::Known<references::ParcelCodes>,
    firms: references::Known<firms::Firms>,
    units: references::Known<Vec<Unit>>,
}

impl App {
    /// The county as it stands, or as it was known at a moment.
    pub async fn snapshot(&self, known_at: Option<DateTime<Utc>>) -> Result<Arc<Snapshot>> {
        let Some(moment) = known_at else { return self.newest_snapshot().await };
        if let Some(found) = self.past(moment) {
            return Ok(found);
        }
        let snapshot = Arc::new(self.read_snapshot(known_at).await?);
        if let Ok(mut cache) = self.inner.cache.lock() {
            cache.past = Some((moment, Arc::clone(&snapshot)));
        }
        Ok(snapshot)
    }

    /// Reads and matches what counts, or counted at a moment.
    async fn read_snapshot(&self, known_at: Option<DateTime<Utc>>) -> Result<Snapshot> {
        let mut tx = self.db().read().await?;
        let version = batches::version(&mut tx, self.county()).await?;
        let batches = batches::in_force(&mut tx, self.county(), known_at).await?;
        let raw = rows::fetch(&mut tx, self.county(), &batches, |kind| USED.contains(&kind), true).await?;
        drop(tx);
        let (county, units) = (self.county().to_owned(), crate::shipped_units::shipped_units(self.county()));
        let state = self.state_of(&batches);
        let build = move || build::build(&county, units, &batches, &rows::Rows::new(&raw)?);
        let mut snapshot = background::run(build).await??;
        snapshot.state = state;
        snapshot.version = if known_at.is_none() { version } else { 0 };
        Ok(snapshot)
    }

    /// What was known at a past moment never changes; a moment to come still may.
    fn past(&self, moment: DateTime<Utc>) -> Option<Arc<Snapshot>> {
        let cache = self.inner.cache.lock().ok()?;
        let (at, snapshot) = cache.past.as_ref()?;
        (*at == moment && moment < self.clock().now()).then(|| Arc::clone(snapshot))
    }
}
