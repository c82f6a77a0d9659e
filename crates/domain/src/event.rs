//! The append-only journal: each event carries the hash of the one before it.

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One change of state, as it is hashed and kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Number in the county's chain, from 1, without gaps.
    pub n: i64,
    /// When, in UTC, cut to microseconds.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// On behalf of which unit; empty for the office.
    pub unit: String,
    /// What was done, such as `batch_accepted`.
    pub verb: String,
    /// What it was done to, such as `batch`.
    pub object: String,
    /// Which one.
    pub object_id: String,
    /// State before, empty when there was none.
    pub from_state: String,
    /// State after, empty when there is none.
    pub to_state: String,
    /// Why, in the actor's words.
    pub reason: String,
    /// Canonical JSON of what else belongs to it.
    pub payload: String,
}

/// Hash before the first event of a chain.
pub const CHAIN_START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Event {
    /// Time as it is kept: what is finer than a microsecond would not survive PostgreSQL.
    pub fn cut(at: DateTime<Utc>) -> DateTime<Utc> {
        at.trunc_subsecs(6)
    }

    /// SHA-256 over the previous hash and this event's fields, each with its length, so that no
    /// two different events share an input.
    pub fn hash(&self, county: &str, previous: &str) -> String {
        let mut hasher = Sha256::new();
        let n = self.n.to_string();
        let at = self.at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        for field in [
            previous,
            county,
            &n,
            &at,
            &self.actor,
            &self.unit,
            &self.verb,
            &self.object,
            &self.object_id,
            &self.from_state,
            &self.to_state,
            &self.reason,
            &self.payload,
        ] {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex::encode(hasher.finalize())
    }
}
