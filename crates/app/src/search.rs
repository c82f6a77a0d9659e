//! One search box: firm, code, 坐落, former name.

use lingdi_domain::Actor;

use crate::identification::Judge;
use crate::parcels::{ListPage, ParcelFilter, Sort, Tab};
use crate::{App, Result};

/// A firm that a search found.
#[derive(Debug, Clone)]
pub struct FoundFirm {
    /// Its name.
    pub name: String,
    /// Its credit code; empty when unknown.
    pub code: String,
    /// Former names, as written; empty when none.
    pub former_names: String,
    /// Codes of the parcels it owns or uses.
    pub parcels: Vec<String>,
}

/// What a search found.
#[derive(Debug, Clone)]
pub struct Found {
    /// Parcels, first page.
    pub parcels: ListPage,
    /// Firms whose own name or code matches.
    pub firms: Vec<FoundFirm>,
}

/// Firms shown at most.
const FIRMS: usize = 20;
/// Parcels shown at most; the list shows the rest.
const PARCELS: usize = 20;

impl App {
    /// Parcels and firms that contain all words.
    pub async fn search(&self, actor: &Actor, ask: &Judge, words: &str) -> Result<Found> {
        let filter = ParcelFilter { tab: Tab::All, words: words.to_owned(), ..ParcelFilter::default() };
        let parcels = self.list_parcels(actor, ask, &filter, Sort::default(), (1, PARCELS)).await?;
        let seen = self.judge(actor, ask).await?;
        let snapshot = seen.snapshot();
        let words = crate::parcels::search_words(words);
        let mut firms = Vec::new();
        for (id, firm) in (0..).zip(&snapshot.firms) {
            let text =
                [firm.name.as_str(), firm.code.as_str(), firm.former_names.as_deref().unwrap_or_default()]
                    .join("\n");
            let text: Vec<String> = text.lines().map(lingdi_domain::name::normalised).collect();
            let matches = words.iter().all(|word| text.iter().any(|part| part.contains(word.as_str())));
            if words.is_empty() || !matches {
                continue;
            }
            let visible = |parcel: &&lingdi_policy::facts::Parcel| {
                seen.holds_unit(parcel.unit.as_deref().unwrap_or_default())
            };
            let parcels = snapshot.parcels_of_firm(id).into_iter();
            let parcels: Vec<String> = parcels
                .filter_map(|parcel| snapshot.facts.parcels.get(parcel as usize))
                .filter(visible)
                .map(|parcel| parcel.code.to_string())
                .collect();
            if parcels.is_empty() && !seen.holds_county() {
                continue;
            }
            firms.push(FoundFirm {
                name: firm.name.to_string(),
                code: firm.code.to_string(),
                former_names: firm.former_names.as_deref().unwrap_or_default().to_owned(),
                parcels,
            });
            if firms.len() == FIRMS {
                break;
            }
        }
        Ok(Found { parcels, firms })
    }
}
