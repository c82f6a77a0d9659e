//! What is wrong with a cell or a row, and what to do about it.

use serde::{Deserialize, Serialize};

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row cannot be taken.
    Refused,
    /// The row contradicts another of the same key.
    Conflict,
    /// The row is taken; a person should look.
    Warning,
    /// For information.
    Note,
}

impl Severity {
    /// The word of the pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Refused => "拒收",
            Self::Conflict => "冲突",
            Self::Warning => "提醒",
            Self::Note => "说明",
        }
    }
}

/// One thing a person should know about one place of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Index into [`crate::Table::source_sheets`].
    pub sheet: u16,
    /// Name of the sheet; empty for csv.
    pub sheet_name: String,
    /// Row number as the office program shows it; 0 when the whole sheet is meant.
    pub row: u32,
    /// Column letter or field name; empty when the whole row is meant.
    pub column: String,
    /// Heading of the column as found.
    pub heading: String,
    /// The cell as found.
    pub value: String,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in Chinese.
    pub message: String,
    /// What to do, in Chinese; may be empty.
    pub remedy: String,
}
