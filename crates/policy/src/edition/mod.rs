//! An edition: one policy document as dated data, with its hash.

mod catalogue;
mod diff;
mod error;
mod revise;
mod scoring;
pub mod setting;
mod shipped;
pub mod tables;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

pub use catalogue::SettingRow;
pub use diff::{Difference, diff};
pub use error::EditionError;
pub use revise::DatedValue;
pub use scoring::DatedScheme;
use scoring::Scoring;
use setting::Setting;
use tables::{Clause, DecisionRight, EditionUnit, LandUses, Target, TaxTypes};

use crate::lines::Lines;

/// One policy document as data. Immutable: a change makes another edition with another hash.
#[derive(Debug, Clone)]
pub struct Edition {
    files: BTreeMap<String, String>,
    about: About,
    settings: Vec<Setting>,
    targets: Vec<Target>,
    rights: Vec<DecisionRight>,
    units: Vec<EditionUnit>,
    schemes: Vec<DatedScheme>,
    pub(crate) land_uses: LandUses,
    pub(crate) tax_types: TaxTypes,
    hash: String,
}

/// Head of an edition (`edition.toml`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct About {
    /// Short name, also the folder's: `2022-7`.
    pub name: String,
    /// Title of the document.
    pub title: String,
    /// 文号, `桐政办〔2022〕7号`.
    pub document: String,
    /// First day in force.
    pub from: NaiveDate,
    /// Last day in force.
    pub to: NaiveDate,
    /// Six-digit code of the county it belongs to.
    pub county: String,
    /// The clause and the words behind each rule.
    #[serde(rename = "clause")]
    pub clauses: Vec<Clause>,
}

/// Values that a person put over the shipped ones; written by [`Edition::revise`].
const REVISIONS: &str = "revisions.toml";
const OUTLINES: &str = "outlines.geojson";
/// 评分办法; a plan that ranks nobody has none.
const SCORING: &str = "scoring.toml";
/// Files that decide a verdict or a figure; a hash covers these and the three above.
const TABLES: [&str; 8] = [
    "decision_rights.toml",
    "edition.toml",
    "land_uses.toml",
    "parameters.toml",
    "switches.toml",
    "targets.toml",
    "tax_types.toml",
    "units.toml",
];

impl Edition {
    /// Reads an edition from the files of its folder, by name. Other files (README, cases) are
    /// ignored. Every value that the rules need is checked for every year of the term, so that an
    /// accepted edition can always judge.
    pub fn parse(files: &BTreeMap<String, String>) -> Result<Self, EditionError> {
        let kept: BTreeMap<String, String> = files
            .iter()
            .filter(|(name, _)| {
                TABLES.contains(&name.as_str()) || [REVISIONS, OUTLINES, SCORING].contains(&name.as_str())
            })
            .map(|(name, text)| (name.clone(), text.replace("\r\n", "\n")))
            .collect();
        let about: About = read(&kept, "edition.toml")?;
        let mut settings = read::<Settings>(&kept, "parameters.toml")?.settings;
        settings.extend(read::<Settings>(&kept, "switches.toml")?.settings);
        if kept.contains_key(REVISIONS) {
            revise::apply(&mut settings, &read(&kept, REVISIONS)?)?;
        }
        setting::check(&settings)?;
        let schemes =
            if kept.contains_key(SCORING) { read::<Scoring>(&kept, SCORING)?.schemes } else { Vec::new() };
        if let Some(fault) = schemes.iter().find_map(|one| one.scheme.fault()) {
            return Err(EditionError::BadScheme(fault));
        }
        let edition = Self {
            targets: read::<Targets>(&kept, "targets.toml")?.targets,
            rights: read::<Rights>(&kept, "decision_rights.toml")?.rights,
            units: read::<Units>(&kept, "units.toml")?.units,
            schemes,
            land_uses: read(&kept, "land_uses.toml")?,
            tax_types: read(&kept, "tax_types.toml")?,
            hash: hash(&kept),
            files: kept,
            about,
            settings,
        };
        for year in edition.years() {
            // A text without what the rules need is no edition, however old.
            Lines::of(&edition, line_date(year, edition.about.to)).map_err(EditionError::of_text)?;
        }
        Ok(edition)
    }

    /// Name, title, 文号 and term.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The files it was read from, revisions included: what a store keeps of it.
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    /// SHA-256, in hexadecimal, over the names and texts of the files that count.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Every parameter and switch.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// The setting with this id, or the only one that fills this hole (`G16`).
    pub fn setting(&self, key: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.id == key).or_else(|| {
            let mut fills = self.settings.iter().filter(|setting| setting.hole.as_deref() == Some(key));
            fills.next().filter(|_| fills.next().is_none())
        })
    }

    /// Yearly and total targets of 四、目标任务.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// Who decides what (七（二）1).
    pub fn decision_rights(&self) -> &[DecisionRight] {
        &self.rights
    }

    /// The county and its local units, in the official order.
    pub fn units(&self) -> &[EditionUnit] {
        &self.units
    }

    /// The clause behind a rule (`A` … `D2`).
    pub fn clause(&self, rule: &str) -> Option<&Clause> {
        self.about.clauses.iter().find(|clause| clause.rule == rule)
    }

    /// Years in which it is in force on at least one day.
    pub fn years(&self) -> std::ops::RangeInclusive<i32> {
        self.about.from.year()..=self.about.to.year()
    }
}

/// The day whose dated values are the lines of `year`: `as_of` within the year, else the
/// nearest day of the year.
pub(crate) fn line_date(year: i32, as_of: NaiveDate) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(as_of);
    let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(as_of);
    as_of.clamp(first, last)
}

#[derive(Deserialize)]
struct Settings {
    #[serde(rename = "setting")]
    settings: Vec<Setting>,
}

#[derive(Deserialize)]
struct Targets {
    #[serde(rename = "target")]
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Rights {
    #[serde(rename = "right")]
    rights: Vec<DecisionRight>,
}

#[derive(Deserialize)]
struct Units {
    #[serde(rename = "unit")]
    units: Vec<EditionUnit>,
}

fn read<T: DeserializeOwned>(files: &BTreeMap<String, String>, name: &str) -> Result<T, EditionError> {
    let text = files.get(name).ok_or_else(|| EditionError::NoFile(name.to_owned()))?;
    toml::from_str(text).map_err(|error| EditionError::Unreadable {
        file: name.to_owned(),
        line: error.span().map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count()),
        why: error.message().to_owned(),
    })
}

fn hash(files: &BTreeMap<String, String>) -> String {
    let mut hasher = Sha256::new();
    for part in files.iter().flat_map(|(name, text)| [name, text]) {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hex::encode(hasher.finalize())
}
