//! Tax as bands: what of a verdict tells an amount, and what stands in its place.

use lingdi_domain::Ratio;
use lingdi_policy::verdict::{TaxPerMu, TaxTold};
use lingdi_policy::{Edition, Finding, Near, ParcelVerdict};
use serde::{Serialize, Serializer};

use crate::parcels::Band;

/// 亩均税收 of a year, as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShownTax {
    /// Not known.
    Unknown,
    /// In ten-thousandths of 万元/亩, rounded half up.
    Amount(i64),
    /// The mark of the band it lies in: `<3`, `3–5`, `≥5`.
    Band(String),
}

impl ShownTax {
    /// The amount, when it may be seen.
    pub fn amount(&self) -> Option<i64> {
        if let Self::Amount(amount) = self { Some(*amount) } else { None }
    }
}

/// `2.3450`, `3–5` or null.
impl Serialize for ShownTax {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown => serializer.serialize_none(),
            Self::Amount(amount) => {
                serializer.serialize_str(&Ratio::new((*amount).into(), 10_000).to_decimal(4))
            }
            Self::Band(mark) => serializer.serialize_str(mark),
        }
    }
}

/// Puts bands in the place of amounts.
#[derive(Debug)]
pub(crate) struct Mask {
    bands: Vec<(Band, String)>,
}

/// Stands where a calculation was.
const WHY: &str = "税额按权限以区间显示，算式不列。";

/// Rules whose turning points tell the tax of a parcel.
const TAX_RULES: [&str; 2] = ["A", "focus"];

impl Mask {
    /// With the bands of an edition's own lines.
    pub(crate) fn of(edition: &Edition) -> Self {
        Self { bands: crate::parcels::bands(edition) }
    }

    /// A verdict that tells no amount.
    pub(crate) fn verdict(&self, verdict: ParcelVerdict) -> ParcelVerdict {
        let findings = verdict.findings.into_iter().map(|finding| self.finding(finding)).collect();
        let detail = verdict.detail.map(|mut detail| {
            // Every step of these calculations is an amount.
            detail.years.clear();
            detail
        });
        let unknown = TaxPerMu(verdict.tax_per_mu.0.map(|(year, _)| (year, None)));
        ParcelVerdict { findings, detail, tax_per_mu: unknown, ..verdict }
    }

    pub(super) fn finding(&self, finding: Finding) -> Finding {
        let Some(TaxTold { subject, per_mu }) = finding.tax else { return finding };
        let fact = match per_mu.and_then(|per_mu| (per_mu * Ratio::integer(10_000)).round_half_up()) {
            Some(value) => format!("{subject} {} 万元/亩", self.mark(value)),
            None => format!("{subject}缺失或不全"),
        };
        Finding { fact, arithmetic: String::new(), note: WHY.to_owned(), tax: None, ..finding }
    }

    /// The turning points that tell no amount.
    pub(crate) fn near(near: Vec<Near>) -> Vec<Near> {
        let tells_no_tax = |near: &Near| {
            !TAX_RULES.contains(&near.rule) && !matches!(near.fact, lingdi_policy::Fact::Tax { .. })
        };
        near.into_iter().filter(tells_no_tax).collect()
    }

    /// The band of an amount.
    pub(crate) fn mark(&self, value: i64) -> String {
        let band = self.bands.iter().map(|(band, _)| *band).find(|band| band.contains(value));
        band.map(Band::mark).unwrap_or_default()
    }

    /// 亩均税收 by year as bands.
    pub(super) fn tax(&self, tax: &TaxPerMu) -> [(i32, ShownTax); 3] {
        tax.0.map(|(year, value)| {
            (year, value.map_or(ShownTax::Unknown, |value| ShownTax::Band(self.mark(value))))
        })
    }
}
