//! 评分办法 (`scoring.toml`): which indicators count how much, dated.

use chrono::NaiveDate;
use lingdi_domain::mechanism2_appraisal::{Group, Scheme};
use serde::Deserialize;

use super::Edition;

/// A scheme with the days on which it holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DatedScheme {
    /// First day; from the beginning where it is absent.
    pub from: Option<NaiveDate>,
    /// Last day, included; to the end where it is absent.
    pub to: Option<NaiveDate>,
    /// The document names no indicators; these are our defaults.
    #[serde(default)]
    pub ours: bool,
    /// What it rests on.
    #[serde(default)]
    pub basis: String,
    /// The scheme.
    #[serde(flatten)]
    pub scheme: Scheme,
}

#[derive(Deserialize)]
pub(super) struct Scoring {
    #[serde(rename = "scheme")]
    pub(super) schemes: Vec<DatedScheme>,
}

impl Edition {
    /// Every scheme, in the order of the file.
    pub fn schemes(&self) -> &[DatedScheme] {
        &self.schemes
    }

    /// The scheme of a group on a day; of several that hold, the one that began last.
    pub fn scheme(&self, group: Group, day: NaiveDate) -> Option<&DatedScheme> {
        let holds = |one: &&DatedScheme| {
            one.scheme.group == group
                && one.from.is_none_or(|from| from <= day)
                && one.to.is_none_or(|to| day <= to)
        };
        self.schemes.iter().filter(holds).max_by_key(|one| one.from)
    }
}
