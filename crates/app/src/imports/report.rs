use std::collections::BTreeMap;

use lingdi_domain::Kind;
use lingdi_domain::source::SourceSheet;
use lingdi_intake::{Severity, SheetReport};
use lingdi_store::batches::Problem;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What became of the rows of one file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Data rows read.
    pub read: usize,
    /// Rows that can be accepted as they are.
    pub ready: usize,
    /// Rows that cannot be used.
    pub refused: usize,
    /// Rows with the key of another row and other values.
    pub conflict: usize,
    /// Rows that repeat another row exactly; counted once.
    pub duplicate: usize,
    /// Rows whose firm or parcel is not known (yet); they are kept and become data tasks.
    pub unmatched: usize,
    /// Of the rows to be accepted: new keys.
    pub added: usize,
    /// Keys in force with other values.
    pub changed: usize,
    /// Keys in force with the same values.
    pub unchanged: usize,
}

/// What reading one file found. Kept with the batch.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// The batch; none for a dry run.
    pub batch: Option<Uuid>,
    /// What the rows are.
    pub kind: Kind,
    /// Name under which the file was handed in.
    pub file: String,
    /// Its hash.
    pub sha256: String,
    /// Its size in bytes.
    pub size: usize,
    /// What the bytes are, whatever the name says: `xlsx`, `csv`, `geojson` or `shapefile`.
    pub format: String,
    /// Character encoding, when it has one.
    pub encoding: Option<String>,
    /// State of the batch after the command; `dry_run` when nothing was kept.
    pub state: String,
    /// What became of the rows.
    pub rows: Counts,
    /// Rows that are kept out, by the firm they name: their absence from the facts proves nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept_out: Vec<KeptOut>,
    /// Years that rows name, ascending.
    pub years: Vec<i32>,
    /// What was read from where.
    pub sheets: Vec<SheetReport>,
    /// The sheets as findings cite them.
    pub sources: Vec<SourceSheet>,
    /// What the reader decided or passed over, for people.
    pub notes: Vec<String>,
    /// Every row problem. Not kept here with the batch but in a table of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

/// A row that names a firm and does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptOut {
    /// Credit code as written.
    pub code: Option<String>,
    /// Name as written.
    pub name: Option<String>,
    /// Year of the row; `None` when that is what could not be read.
    pub year: Option<i32>,
    /// In conflict (kept out only when the batch is accepted without such rows), not refused.
    pub conflict: bool,
}

impl Report {
    /// May the batch be accepted without a person looking at it?
    pub fn is_clean(&self) -> bool {
        self.rows.refused == 0 && self.rows.conflict == 0
    }

    /// Problems per severity.
    pub fn by_severity(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for problem in &self.problems {
            *counts.entry(problem.severity.as_str()).or_insert(0) += 1;
        }
        counts
    }
}

/// The word of the database for a severity.
pub(super) fn severity_code(severity: Severity) -> &'static str {
    match severity {
        Severity::Refused => "refused",
        Severity::Conflict => "conflict",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
