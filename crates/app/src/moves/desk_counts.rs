//! What lies on a desk, counted once between two events. Every page shows how much waits for its reader,
//! and an office's desk may hold twenty thousand things.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::NaiveDate;
use lingdi_domain::Scope;
use lingdi_domain::object::Holder;

/// Desks kept at most; all are dropped when they are more.
const KEPT: usize = 1024;

/// Event number and day at which desks were counted.
pub(crate) type At = (i64, NaiveDate);

/// Counts of desks by who reads them.
#[derive(Debug, Default)]
pub(crate) struct DeskCounts(Mutex<HashMap<String, (At, Vec<i64>)>>);

impl DeskCounts {
    /// The first so many counts of a desk, when it was counted at this moment.
    pub(super) fn kept(&self, desk: &str, at: At, parts: usize) -> Option<Vec<i64>> {
        let kept = self.0.lock().ok()?;
        let (_, counts) =
            kept.get(desk).filter(|(kept_at, counts)| *kept_at == at && counts.len() >= parts)?;
        Some(counts[..parts].to_vec())
    }

    /// Keeps what was counted.
    pub(super) fn keep(&self, desk: String, at: At, counts: &[i64]) {
        // A poisoned lock only costs the memory of what was counted.
        let Ok(mut kept) = self.0.lock() else { return };
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(desk, (at, counts.to_vec()));
    }
}

/// A desk by those whose things lie on it and what its reader may see.
pub(super) fn name(holders: &[Holder], scope: &Scope) -> String {
    format!("{holders:?} {scope:?}")
}
