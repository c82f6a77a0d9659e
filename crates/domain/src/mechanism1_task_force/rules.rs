//! The numbers of account security. They come from data (`policy/security/`), never from code.

use serde::Deserialize;

/// Numbers for passwords, locks and sessions (GB/T 22239-2019 8.1.4.1).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecurityRules {
    /// Least number of characters of a password.
    pub password_length: usize,
    /// Of the four classes (upper, lower, digit, other), how many a password must have.
    pub password_classes: usize,
    /// How many of the last passwords may not come again.
    pub password_history: i64,
    /// Days after which a password must be changed.
    pub password_days: i64,
    /// Failures in a row that lock an account.
    pub lock_failures: i64,
    /// For how many minutes.
    pub lock_minutes: i64,
    /// Minutes without a request that end a session.
    pub idle_minutes: i64,
    /// Hours after which every session ends.
    pub absolute_hours: i64,
    /// Days without a login after which an account sleeps.
    pub dormant_days: i64,
    /// How often, in seconds, the time of the last request is written down.
    pub touch_seconds: i64,
    /// Argon2id: memory in KiB.
    pub hash_memory: u32,
    /// Argon2id: passes over it.
    pub hash_passes: u32,
    /// Argon2id: lanes.
    pub hash_lanes: u32,
}

#[cfg(test)]
pub(super) mod tests {
    use super::SecurityRules;

    pub(in super::super) fn rules() -> SecurityRules {
        SecurityRules {
            password_length: 10,
            password_classes: 3,
            password_history: 5,
            password_days: 90,
            lock_failures: 5,
            lock_minutes: 30,
            idle_minutes: 30,
            absolute_hours: 12,
            dormant_days: 90,
            touch_seconds: 60,
            hash_memory: 64,
            hash_passes: 1,
            hash_lanes: 1,
        }
    }
}
