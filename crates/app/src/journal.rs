//! 办理记录: what was done, by whom, when and why; and the proof that nothing was altered.

use std::collections::BTreeSet;

use lingdi_domain::event::Event;
use lingdi_domain::{Actor, Scope};
use lingdi_store::events::{self, ChainReport};
use lingdi_store::{Tx, attachments, batches};
use serde::Serialize;

use crate::authority::May;
use crate::{Action, App, Result};

/// Outcome of `audit verify`.
#[derive(Debug, Clone, Serialize)]
pub struct Audit {
    /// The chain of events.
    pub chain: ChainReport,
    /// Originals and attachments kept.
    pub files: usize,
    /// Hashes of those that are missing or altered.
    pub damaged_files: Vec<String>,
}

impl Audit {
    /// Is everything as it was written?
    pub fn is_whole(&self) -> bool {
        self.chain.broken.is_none() && self.damaged_files.is_empty()
    }
}

impl App {
    /// Events with numbers below `before` (all when `None`) and their hashes, newest first: all of them for whoever
    /// audits, for others those of their own unit.
    pub async fn events(
        &self,
        actor: &Actor,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<(Event, String)>> {
        let scope = if actor.may(Action::Audit).is_ok() {
            Scope::County
        } else {
            actor.may(Action::ReadJournal)?;
            Scope::Units(vec![actor.unit.clone()])
        };
        let mut tx = self.db().read().await?;
        Ok(events::list(&mut tx, self.county(), &scope, before.unwrap_or(i64::MAX), limit).await?)
    }

    /// Events about one object, oldest first.
    pub async fn events_of(&self, actor: &Actor, object: &str, id: &str) -> Result<Vec<Event>> {
        actor.may(Action::Read)?;
        let mut tx = self.db().read().await?;
        Ok(events::of_object(&mut tx, self.county(), object, id).await?)
    }

    /// Recomputes the hash of every event.
    pub async fn chain(&self, actor: &Actor) -> Result<ChainReport> {
        actor.may(Action::Audit)?;
        let mut tx = self.db().read().await?;
        Ok(events::verify(&mut tx, self.county()).await?)
    }

    /// Recomputes the hash of every event and of every kept file.
    pub async fn audit(&self, actor: &Actor) -> Result<Audit> {
        actor.may(Action::Audit)?;
        let mut tx = self.db().read().await?;
        let chain = events::verify(&mut tx, self.county()).await?;
        let originals = kept_files(&mut tx, self.county()).await?;
        drop(tx);
        let files = self.files().clone();
        let checked = tokio::task::spawn_blocking(move || {
            let count = originals.len();
            let damaged = originals.into_iter().filter(|hash| !files.is_intact(hash)).collect();
            (count, damaged)
        });
        let (files, damaged_files) = checked.await?;
        Ok(Audit { chain, files, damaged_files })
    }
}

/// Hashes of all files that the county's rows speak of, each once.
pub(crate) async fn kept_files(tx: &mut Tx, county: &str) -> Result<BTreeSet<String>> {
    let mut hashes = batches::originals(tx, county).await?;
    hashes.extend(attachments::hashes(tx, county).await?);
    Ok(hashes.into_iter().map(|(hash, _)| hash).collect())
}
