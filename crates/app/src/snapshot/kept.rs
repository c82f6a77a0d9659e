//! Matched facts kept beside the original files, so that the next command need not match again: one
//! that asks about one parcel answers at once.
//!
//! The copy is named by what it was made from: the batches in force and this build. Anything else
//! and it is made anew.

use std::fmt::Write as _;
use std::io::{Read, Seek, SeekFrom};
use std::sync::{Arc, LazyLock, Mutex};

use chrono::{DateTime, Utc};
use lingdi_analysis::snapshot::{self, Around};
use lingdi_policy::County;
use lingdi_store::Files;
use lingdi_store::batches::{self, Batch};

use super::Snapshot;
use crate::{App, Result};

impl App {
    /// The facts as they stand, or as they were known at a moment; kept ones where they fit.
    pub(crate) async fn facts(&self, known_at: Option<DateTime<Utc>>) -> Result<Arc<County>> {
        let mut tx = self.db().read().await?;
        let batches = batches::in_force(&mut tx, self.county(), known_at).await?;
        drop(tx);
        let (files, name) = (self.files().clone(), self.kept_name());
        let state = self.state_of(&batches);
        let kept = tokio::task::spawn_blocking(move || read(&files, &name, state)).await?;
        if let Some(kept) = kept {
            return Ok(kept);
        }
        Ok(Arc::clone(&self.snapshot_to_keep(known_at).await?.facts))
    }

    /// The facts that the verdict of one parcel depends on, and its index among them; `None` when there
    /// is no such parcel.
    pub(crate) async fn facts_around(
        &self,
        known_at: Option<DateTime<Utc>>,
        code: &str,
    ) -> Result<Option<(Arc<County>, u32)>> {
        let mut tx = self.db().read().await?;
        let batches = batches::in_force(&mut tx, self.county(), known_at).await?;
        drop(tx);
        let (files, name) = (self.files().clone(), self.kept_name());
        let (state, wanted) = (self.state_of(&batches), code.to_owned());
        let read = tokio::task::spawn_blocking(move || read_around(&files, &name, state, &wanted));
        if let Ok(kept) = read.await? {
            return Ok(kept.map(|around| (Arc::new(County::from(around.facts)), around.parcel)));
        }
        let snapshot = self.snapshot_to_keep(known_at).await?;
        Ok(snapshot.parcel(code).map(|parcel| (Arc::clone(&snapshot.facts), parcel)))
    }

    /// The county as it stands, whose facts the next command will find kept. Pages have it in memory
    /// and do not wait for that.
    async fn snapshot_to_keep(&self, known_at: Option<DateTime<Utc>>) -> Result<Arc<Snapshot>> {
        let snapshot = self.snapshot(known_at).await?;
        if known_at.is_none() {
            self.keep_facts(&snapshot).await;
        }
        Ok(snapshot)
    }

    /// Keeps a snapshot's facts. They can be made again, so that a full disk is no error.
    async fn keep_facts(&self, snapshot: &Arc<Snapshot>) {
        let (files, name) = (self.files().clone(), self.kept_name());
        let snapshot = Arc::clone(snapshot);
        let keep = move || {
            let mut aliases: Vec<_> = snapshot.aliases.iter().map(|(code, at)| (code.clone(), *at)).collect();
            aliases.sort_unstable();
            let kept = snapshot::encode(&snapshot.facts, &aliases, snapshot.state)
                .map_err(|error| error.to_string())
                .and_then(|bytes| files.keep_copy(&name, &bytes).map_err(|error| error.to_string()));
            if let Err(error) = kept {
                tracing::warn!(error, "facts were not kept; the next program makes them again");
            }
        };
        let _joined = tokio::task::spawn_blocking(keep).await;
    }

    fn kept_name(&self) -> String {
        format!("facts-{}", self.county())
    }

    /// Names what facts are made from. A batch's rows never change; which of them count does.
    pub(super) fn state_of(&self, batches: &[Batch]) -> u128 {
        let mut text = format!("{} {} {} {}", crate::VERSION, program(), self.county(), self.engine());
        for batch in batches {
            let (id, most, complete) = (batch.id, batch.max_standing, &batch.complete_years);
            // Writing into a String cannot fail.
            let _ = write!(text, "\n{id} {most} {complete:?}");
        }
        lingdi_domain::values::key_digest(&text)
    }
}

fn read(files: &Files, name: &str, state: u128) -> Option<Arc<County>> {
    let mut bytes = Vec::new();
    files.copy(name)?.read_to_end(&mut bytes).ok()?;
    Some(Arc::new(County::from(fitting(snapshot::decode(&bytes, state))?)))
}

/// Tells this build of the program from others, which may match otherwise: length and time of its file.
fn program() -> String {
    static PROGRAM: LazyLock<String> = LazyLock::new(|| {
        let file = std::env::current_exe().and_then(std::fs::metadata);
        file.map(|file| format!("{} {:?}", file.len(), file.modified().ok())).unwrap_or_default()
    });
    PROGRAM.clone()
}

/// Nothing is kept that fits.
struct NotKept;

/// The facts around one parcel; `None` when the county has no such parcel.
fn read_around(
    files: &Files,
    name: &str,
    state: u128,
    code: &str,
) -> std::result::Result<Option<Around>, NotKept> {
    let file = Mutex::new(files.copy(name).ok_or(NotKept)?);
    let fetch = |offset: u64, length: u64| {
        let mut file = file.lock().ok()?;
        file.seek(SeekFrom::Start(offset)).ok()?;
        let mut bytes = Vec::new();
        (&mut *file).take(length).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 == length).then_some(bytes)
    };
    fitting(snapshot::around(&fetch, state, code)).ok_or(NotKept)
}

fn fitting<T>(read: std::result::Result<T, snapshot::Refused>) -> Option<T> {
    read.inspect_err(|why| tracing::debug!(%why, "kept facts are made again")).ok()
}
