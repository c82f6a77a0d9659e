//! What is asked.

use chrono::NaiveDate;

/// For which year, on which day, and how much to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The lines of this year are used, and the tax of the years before it.
    pub year: i32,
    /// The day on which ongoing facts (idle, approvals, leases, grace) are judged.
    pub as_of: NaiveDate,
    /// Findings for every parcel; otherwise only for listed and indeterminate ones.
    pub all_findings: bool,
}
