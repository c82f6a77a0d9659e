//! The filters of list, map and exports as they stand in an address: one vocabulary for all.

use lingdi_domain::area::AreaUnit;
use lingdi_domain::{Area, MainCategory};
use serde::{Deserialize, Serialize};

use super::{ParcelFilter, Reach, Sort, SortKey, Tab};
use crate::identification::Judge;
use crate::seen::Seen;
use crate::{Error, Result};

/// The filters, as text. Empty means all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// Empty or `listed`, `focus`, `indeterminate` or `all`.
    pub tab: String,
    /// Words: location, code, firm, former name.
    pub q: String,
    /// Year of the lines.
    pub year: String,
    /// Unit code.
    pub unit: String,
    /// `A`, `B`, `C` or `D`.
    pub category: String,
    /// Least area in 亩.
    pub min_mu: String,
    /// Greatest area in 亩.
    pub max_mu: String,
    /// Number of a band of 亩均税收, as [`Seen::bands`] counts them.
    pub band: String,
    /// How near to turning, in per cent of the line: `5` or `10`.
    pub near: String,
    /// Column, with `-` before it for descending: `area`, `-tax`, `code`, `unit`, `near`.
    pub sort: String,
    /// Page, from 1.
    pub page: String,
}

/// Sort keys as the address names them.
const SORTS: [(&str, SortKey); 5] = [
    ("code", SortKey::Code),
    ("unit", SortKey::Unit),
    ("area", SortKey::Area),
    ("tax", SortKey::Tax),
    ("near", SortKey::Near),
];

impl ListQuery {
    /// What is to be judged.
    pub fn judge(&self) -> Judge {
        Judge { year: self.year.parse().ok(), ..Judge::present() }
    }

    /// What is to be shown.
    pub fn filter(&self, seen: &Seen) -> Result<ParcelFilter> {
        let tab = Tab::ALL.into_iter().find(|tab| tab.code() == self.tab);
        let band = self.band.parse::<usize>().ok().and_then(|at| seen.bands().get(at).map(|(band, _)| *band));
        Ok(ParcelFilter {
            tab: tab.unwrap_or_default(),
            words: self.q.clone(),
            unit: (!self.unit.is_empty()).then(|| self.unit.clone()),
            category: MainCategory::ALL.into_iter().find(|letter| letter.code() == self.category),
            min_area: mu(&self.min_mu)?,
            max_area: mu(&self.max_mu)?,
            band,
            near: Reach::ALL.into_iter().find(|reach| reach.code() == self.near),
        })
    }

    /// In which order.
    pub fn sort(&self) -> Sort {
        let key =
            SORTS.iter().find(|(code, _)| *code == self.sort.trim_start_matches('-')).map(|(_, key)| *key);
        Sort { key: key.unwrap_or_default(), descending: self.sort.starts_with('-') }
    }

    /// The page, from 1.
    pub fn page_number(&self) -> usize {
        self.page.parse().unwrap_or(1).max(1)
    }

    /// The filters that are set, in a fixed order.
    pub fn pairs(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("tab", &self.tab),
            ("q", &self.q),
            ("year", &self.year),
            ("unit", &self.unit),
            ("category", &self.category),
            ("min_mu", &self.min_mu),
            ("max_mu", &self.max_mu),
            ("band", &self.band),
            ("near", &self.near),
            ("sort", &self.sort),
            ("page", &self.page),
        ];
        all.into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name, value.as_str()))
            .collect()
    }
}

fn mu(text: &str) -> Result<Option<Area>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || Error::Refused(format!("面积“{text}”不是数字，请填写亩数，例如 20 或 13.5。"));
    Area::parse(text, AreaUnit::Mu).map(Some).ok_or_else(wrong)
}
