//! A reason.

use lingdi_domain::{Cell, Ratio};
use serde::Serialize;

/// One comparison, told so that it can be redone with a pencil.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `三（一）`, `四 2022年`.
    pub clause: String,
    /// `A`, `B`, `C1`, `C2`, `D1`, `D2`, `focus` or `grace`.
    pub rule: &'static str,
    /// What was found, in words with the figure: `2021年亩均税收 2.3450 万元/亩`.
    pub fact: String,
    /// `<`, `≥`, `=`, …; empty when nothing is compared.
    pub comparison: String,
    /// The line, with its unit; empty when nothing is compared.
    pub threshold: String,
    /// Does the comparison hold? `None` when a fact is missing.
    pub met: Option<bool>,
    /// The cells that the figures were read from.
    pub sources: Vec<Cell>,
    /// The calculation, unrounded enough to be redone.
    pub arithmetic: String,
    /// The clause, word for word.
    pub quote: String,
    /// A default of this system, not of the document, decided here (本系统默认值).
    pub default_ours: bool,
    /// The area tolerance (G16) turned this comparison.
    pub tolerance_used: bool,
    /// Anything else that a reader must know; empty mostly.
    pub note: String,
    /// What `fact` says of 亩均税收, apart from its amount: for readers who may only see the band.
    #[serde(skip)]
    pub tax: Option<TaxTold>,
}

/// A figure of tax that a finding tells; its arithmetic tells the same and more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxTold {
    /// Whose and of when: `2021年亩均税收`.
    pub subject: String,
    /// 万元/亩, exact; `None` when it is not, or not wholly, known.
    pub per_mu: Option<Ratio>,
}
