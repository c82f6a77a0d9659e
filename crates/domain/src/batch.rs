//! The states of a batch: one uploaded file on its way to becoming facts.

use serde::{Deserialize, Serialize};

/// Where a batch stands. Rows of a batch count as facts only while it is `Accepted`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchState {
    /// Rows are still being staged; swept away if the program stops now.
    Staging,
    /// Read and checked, waits for a person.
    Staged,
    /// In force.
    Accepted,
    /// Was in force, taken back as a whole.
    Undone,
    /// Never came into force.
    Discarded,
}

impl BatchState {
    /// The word of the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Staging => "staging",
            Self::Staged => "staged",
            Self::Accepted => "accepted",
            Self::Undone => "undone",
            Self::Discarded => "discarded",
        }
    }

    /// The Chinese word of the pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Staging => "读取中",
            Self::Staged => "待接收",
            Self::Accepted => "已接收",
            Self::Undone => "已撤销",
            Self::Discarded => "已放弃",
        }
    }

    /// The state whose [`BatchState::code`] this is.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Staging, Self::Staged, Self::Accepted, Self::Undone, Self::Discarded]
            .into_iter()
            .find(|state| state.code() == code)
    }
}
