//! Matched facts kept beside the original files, so that the next program need not match again: a
//! command that asks about one parcel answers at once.
//!
//! The copy is named by what it was made from: the batches in force and this program. Anything else
//! and it is made anew.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use lingdi_analysis::snapshot::{self, Kept};
use lingdi_domain::Text;
use lingdi_policy::County;
use lingdi_store::Files;
use lingdi_store::batches::{self, Batch};

use crate::{App, Result};

/// A county's facts without what only pages show.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    /// The facts.
    pub(crate) county: Arc<County>,
    aliases: Arc<[(Text, u32)]>,
}

impl Facts {
    /// The parcel with this code or alias.
    pub(crate) fn parcel(&self, code: &str) -> Option<u32> {
        super::find_parcel(&self.county, code, |alias| {
            self.aliases.iter().find(|(known, _)| known == alias).map(|(_, parcel)| *parcel)
        })
    }
}

impl App {
    /// The facts as they stand, or as they were known at a moment; kept ones where they fit.
    pub(crate) async fn facts(&self, known_at: Option<DateTime<Utc>>) -> Result<Facts> {
        let mut tx = self.db().read().await?;
        let batches = batches::in_force(&mut tx, self.county(), known_at).await?;
        drop(tx);
        let (files, name) = (self.files().clone(), self.kept_name());
        let state = self.state_of(&batches);
        let kept = tokio::task::spawn_blocking(move || read(&files, &name, state)).await?;
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let snapshot = self.snapshot(known_at).await?;
        let mut aliases: Vec<_> = snapshot.aliases.iter().map(|(code, at)| (code.clone(), *at)).collect();
        aliases.sort_unstable();
        Ok(Facts { county: Arc::clone(&snapshot.facts), aliases: aliases.into() })
    }

    /// Keeps a new snapshot's facts. They can be made again, so that a full disk is no error.
    pub(super) async fn keep_facts(&self, snapshot: &Arc<super::Snapshot>, batches: &[Batch]) {
        let (files, name) = (self.files().clone(), self.kept_name());
        let (snapshot, state) = (Arc::clone(snapshot), self.state_of(batches));
        let keep = move || {
            let mut aliases: Vec<_> = snapshot.aliases.iter().map(|(code, at)| (code.clone(), *at)).collect();
            aliases.sort_unstable();
            let kept = snapshot::encode(&snapshot.facts, &aliases, state)
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
    fn state_of(&self, batches: &[Batch]) -> u128 {
        let mut text = format!("{} {} {}", crate::VERSION, self.county(), self.engine());
        for batch in batches {
            text.push_str(&format!("\n{} {} {:?}", batch.id, batch.max_standing, batch.complete_years));
        }
        lingdi_domain::values::key_digest(&text)
    }
}

fn read(files: &Files, name: &str, state: u128) -> Option<Facts> {
    match snapshot::decode(&files.copy(name)?, state) {
        Ok(Kept { facts, aliases }) => {
            Some(Facts { county: Arc::new(County::from(facts)), aliases: aliases.into() })
        }
        Err(why) => {
            tracing::debug!(%why, "kept facts are made again");
            None
        }
    }
}
