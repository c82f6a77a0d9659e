//! What is answered: the shape of `identify --format json`, and beside it what pages need.

mod answer;
mod detail;
mod finding;
mod mark;
mod sums;
mod tax_year;

use std::ops::Deref;

use chrono::NaiveDate;
use lingdi_domain::{Area, Category, Text};
use serde::Serialize;

pub use answer::{Answer, Answers};
pub use detail::{Detail, Idle, IdleLevel, Missing, MissingKind};
pub use finding::{Finding, TaxTold};
pub use mark::Mark;
use sums::as_mu;
pub use sums::{ByCategory, Totals, UnitTotals};
pub use tax_year::{FirmYearState, TaxPart, TaxPerMu, TaxYear, TaxYearState};

/// The whole county, judged. Serialises to the contract of `identify --format json`; fields that
/// are skipped there serve pages.
#[derive(Debug, Clone, Serialize)]
pub struct Identification {
    /// What holds for the county.
    #[serde(flatten)]
    pub summary: Summary,
    /// Every parcel, by code.
    pub parcels: Vec<ParcelVerdict>,
}

impl Deref for Identification {
    type Target = Summary;
    fn deref(&self) -> &Summary {
        &self.summary
    }
}

/// What was asked of a county, and the sums of the answer.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// Name of the edition, `2022-7`.
    pub policy: String,
    /// SHA-256 of the edition with its revisions and settings.
    pub edition_hash: String,
    /// The year whose lines were used.
    pub year: i32,
    /// The day on which ongoing facts were judged.
    pub as_of: NaiveDate,
    /// SHA-256 of each accepted file, in order of acceptance.
    pub inputs: Vec<Text>,
    /// The county's sums.
    pub totals: Totals,
    /// One row per local unit, in the official order; parcels without a unit come last, under "".
    pub by_unit: Vec<UnitTotals>,
}

/// One parcel, judged.
#[derive(Debug, Clone, Serialize)]
pub struct ParcelVerdict {
    /// Index into the facts' parcels.
    #[serde(skip)]
    pub parcel: u32,
    /// 宗地代码
    pub code: Text,
    /// Code of the responsible unit; "" when unknown.
    pub unit: Text,
    /// Its name.
    pub unit_name: Text,
    /// Registered area.
    #[serde(serialize_with = "as_mu")]
    pub area_mu: Area,
    /// Listed, not listed, indeterminate or out of scope.
    pub status: Status,
    /// Every category that applies, in the document's order.
    pub categories: Vec<Category>,
    /// 重点整治: `None` when a missing fact keeps it open.
    pub focus: Option<bool>,
    /// 亩均税收 of the three years before, 4 decimals, or null.
    pub tax_per_mu: TaxPerMu,
    /// The reasons, in the document's order.
    pub findings: Vec<Finding>,
    /// The same in short, with the answers of the single rules.
    #[serde(skip)]
    pub mark: Mark,
    /// What a page shows beyond the findings; present exactly when findings were asked for.
    #[serde(skip)]
    pub detail: Option<Box<Detail>>,
}

/// Where a parcel stands on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 列入
    Listed,
    /// 不列入
    NotListed,
    /// 不确定
    Indeterminate,
    /// 不在范围 (registered use is not industrial)
    OutOfScope,
}

impl Status {
    /// The word of the contract.
    pub fn code(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::NotListed => "not_listed",
            Self::Indeterminate => "indeterminate",
            Self::OutOfScope => "out_of_scope",
        }
    }

    /// The word of the pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Listed => "列入",
            Self::NotListed => "不列入",
            Self::Indeterminate => "不确定",
            Self::OutOfScope => "不在范围",
        }
    }
}
