//! The verbs: authorise → load → decide → save → record the event.
//!
//! The pages, the JSON interface and the command line all come through here, so that they ask the
//! same question "may she?" and state the same figures. Only this crate opens transactions.

pub mod appraisal;
mod authority;
mod background;
pub mod backup;
mod clock;
mod closed_targets;
pub mod cockpit;
mod county;
mod desk;
pub mod dossier;
mod error;
pub mod exports;
pub mod findings;
pub mod freshness;
pub mod frozen_lists;
pub mod identification;
pub mod imports;
pub mod interventions;
pub mod journal;
pub mod map;
pub mod moves;
pub mod notices;
pub mod orders;
pub mod parcels;
pub mod people;
pub mod pledges;
pub mod policy_approval;
pub mod policy_renewal;
pub mod published;
mod pulse;
pub mod revisions;
pub mod search;
pub mod seen;
mod shipped_units;
mod snapshot;
pub mod targets;
pub mod tasks;
mod verdict;

use std::sync::{Arc, Mutex};

use lingdi_store::{Db, Files};

pub use authority::{Action, May};
pub use background::give_way;
pub use clock::{Clock, ClockHand, Ids, shanghai_date};
pub use county::{create_demo, is_empty, parse_known_at};
pub use desk::blocking;
pub use error::{Error, Result};
pub use lingdi_documents as documents;
pub use lingdi_geo as geo;
pub use lingdi_policy as policy;
pub use lingdi_store::batches::Problem as BatchProblem;
pub use lingdi_store::frozen::Frozen;
pub use lingdi_store::objects::{Counted, Filter, Position, Stored};
pub use pulse::Beat;
pub use snapshot::{Snapshot, Unmatched};
pub use verdict::Verdict;

/// The program's version, printed on what it makes.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// One county's desk: its database, its files, its clock, and the picture of its facts kept in
/// memory. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    files: Files,
    clock: Clock,
    ids: Ids,
    /// Six-digit division code; invariant: a transaction touches this county only.
    county: String,
    cache: Mutex<snapshot::Cache>,
    /// Held by whoever makes the next snapshot.
    refreshing: tokio::sync::Mutex<()>,
    identifications: Mutex<identification::Cache>,
    /// Held by whoever judges the county for an answer that is not kept yet.
    judging: tokio::sync::Mutex<()>,
    editions: revisions::Editions,
    sessions: people::Sessions,
    desk_counts: moves::DeskCounts,
    calendar: snapshot::KeptCalendar,
    achievements: Mutex<Option<appraisal::Achievements>>,
    pulse: pulse::Pulse,
    cockpits: cockpit::Cache,
}

impl App {
    /// Opens the database and the files folder of a county, bringing the schema up to date.
    ///
    /// `county` chooses among several; without it the database's only county is taken, or
    /// [`county::DEFAULT`] is made.
    pub async fn open(db_url: &str, files: &std::path::Path, county: Option<&str>, ids: Ids) -> Result<Self> {
        let db = Db::open(db_url).await?;
        let (county, clock) = county::open(&db, county).await?;
        Self::on(db, files, county, clock, ids).await
    }

    /// The same by another clock than the county's own: one that is set by hand while a history is
    /// performed.
    pub async fn open_by_clock(
        db_url: &str,
        files: &std::path::Path,
        county: &str,
        ids: Ids,
        clock: Clock,
    ) -> Result<Self> {
        let db = Db::open(db_url).await?;
        let (county, _) = county::open(&db, Some(county)).await?;
        Self::on(db, files, county, clock, ids).await
    }

    async fn on(db: Db, files: &std::path::Path, county: String, clock: Clock, ids: Ids) -> Result<Self> {
        let files = Files::open(files)?;
        let pulse = pulse::Pulse::new(db.commits());
        let inner = Inner {
            db,
            files,
            clock,
            ids,
            county,
            cache: Mutex::default(),
            refreshing: tokio::sync::Mutex::default(),
            identifications: Mutex::default(),
            judging: tokio::sync::Mutex::default(),
            editions: Mutex::default(),
            sessions: people::Sessions::default(),
            desk_counts: moves::DeskCounts::default(),
            calendar: Mutex::default(),
            achievements: Mutex::default(),
            pulse,
            cockpits: cockpit::Cache::default(),
        };
        let app = Self { inner: Arc::new(inner) };
        app.sweep_orphans().await?;
        app.install_shipped_editions().await?;
        Ok(app)
    }

    /// Six-digit division code of the county.
    pub fn county(&self) -> &str {
        &self.inner.county
    }

    /// The clock every verb reads.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Which engine keeps the data, for people.
    pub fn engine(&self) -> &'static str {
        self.inner.db.engine()
    }

    /// Closes the database, folding SQLite's log into its file.
    pub async fn close(&self) {
        self.end_pulse();
        self.inner.db.close().await;
    }

    fn db(&self) -> &Db {
        &self.inner.db
    }

    fn files(&self) -> &Files {
        &self.inner.files
    }

    fn ids(&self) -> &Ids {
        &self.inner.ids
    }
}
