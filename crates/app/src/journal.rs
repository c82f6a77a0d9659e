//! 办理记录: what was done, by whom, when and why; and the proof that nothing was altered.

use std::collections::BTreeSet;

use lingdi_domain::event::Event;
use lingdi_domain::object::ObjectKind;
use lingdi_domain::{Actor, Scope};
use lingdi_store::events::{self, ChainReport};
use lingdi_store::{Tx, attachments, batches};
use serde::Serialize;

use crate::authority::{May, may_list};
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

/// A page of the journal.
#[derive(Debug, Clone)]
pub struct JournalPage {
    /// Newest first.
    pub events: Vec<events::Listed>,
    /// What the next page is `before`; `None` on the last one.
    pub next: Option<i64>,
    /// Number of the last event of the county, for whoever audits.
    pub total: Option<i64>,
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
        let mut found =
            events::list(&mut tx, self.county(), &scope, before.unwrap_or(i64::MAX), limit).await?;
        for (event, _) in &mut found {
            withhold(actor, event);
        }
        Ok(found)
    }

    /// A page of the journal with numbers below `before`, about one kind of object when `object` is not empty:
    /// of the whole county for whoever audits, for others of their own unit. Only what is shown is checked;
    /// [`App::chain`] checks all.
    pub async fn journal(
        &self,
        actor: &Actor,
        object: &str,
        before: Option<i64>,
        limit: usize,
    ) -> Result<JournalPage> {
        let audits = actor.may(Action::Audit).is_ok();
        if !audits {
            actor.may(Action::ReadJournal)?;
        }
        let wanted = events::Wanted {
            object: Some(object.to_owned()).filter(|object| !object.is_empty()),
            unit: (!audits).then(|| actor.unit.clone()),
            before,
        };
        let mut tx = self.db().read().await?;
        let total = if audits { Some(events::last_number(&mut tx, self.county()).await?) } else { None };
        let mut events = events::page(&mut tx, self.county(), &wanted, limit as i64 + 1).await?;
        let more = events.len() > limit;
        events.truncate(limit);
        let next = events.last().filter(|_| more).map(|last| last.event.n);
        for listed in &mut events {
            withhold(actor, &mut listed.event);
        }
        Ok(JournalPage { events, next, total })
    }

    /// Events about one object, oldest first.
    pub async fn events_of(&self, actor: &Actor, object: &str, id: &str) -> Result<Vec<Event>> {
        match ObjectKind::from_code(object) {
            Some(kind) => may_list(actor, kind)?,
            None => actor.may(Action::Read)?,
        }
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

/// Whoever may not read the roster of pledges learns of its events only that there were some. The proof of the
/// chain is over what was written.
fn withhold(actor: &Actor, event: &mut Event) {
    let kind = ObjectKind::from_code(&event.object);
    if kind == Some(ObjectKind::Pledge) && may_list(actor, ObjectKind::Pledge).is_err() {
        event.reason = String::new();
        "{}".clone_into(&mut event.payload);
    }
}

/// Hashes of all files that the county's rows speak of, each once.
pub(crate) async fn kept_files(tx: &mut Tx, county: &str) -> Result<BTreeSet<String>> {
    let mut hashes = batches::originals(tx, county).await?;
    hashes.extend(attachments::hashes(tx, county).await?);
    Ok(hashes.into_iter().map(|(hash, _)| hash).collect())
}
