//! A parcel's tax of a year, as it was calculated.

use lingdi_domain::{Cell, Money, Ratio};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// 亩均税收 by year, in ten-thousandths of 万元/亩 rounded half up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaxPerMu(pub [(i32, Option<i64>); 3]);

impl TaxPerMu {
    /// The figure of a year; `None` when it is unknown or was not judged.
    pub fn of(&self, year: i32) -> Option<i64> {
        self.0.iter().find(|(judged, _)| *judged == year).and_then(|(_, value)| *value)
    }

    /// The printed figure of a year, `2.3450`; `None` when it is unknown or was not judged.
    pub fn get(&self, year: i32) -> Option<String> {
        self.of(year).map(|value| Ratio::new(value.into(), 10_000).to_decimal(4))
    }
}

impl Serialize for TaxPerMu {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (year, value) in &self.0 {
            let text = value.map(|value| {
                let (sign, units) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
                format!("{sign}{}.{:04}", units / 10_000, units % 10_000)
            });
            map.serialize_entry(year, &text)?;
        }
        map.end()
    }
}

/// 亩均税收 of one year, with every step of its calculation.
#[derive(Debug, Clone, PartialEq)]
pub struct TaxYear {
    /// Calendar year of 入库.
    pub year: i32,
    /// Known, missing or not existing.
    pub state: TaxYearState,
    /// One part per occupant.
    pub parts: Vec<TaxPart>,
    /// Sum of the known parts, in 万元, exact.
    pub tax: Ratio,
    /// Registered area, in 亩, exact.
    pub area_mu: Ratio,
    /// Months of the year by which the area is weighted: 12, or fewer when annualised.
    pub months: Ratio,
    /// 万元/亩, exact; `None` unless known.
    pub per_mu: Option<Ratio>,
    /// The calculation in one line.
    pub arithmetic: String,
}

/// Can the figure of a year be told?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxYearState {
    /// Every part is known.
    Known,
    /// At least one part is missing; the known parts are a lower bound.
    Missing,
    /// None of the occupants existed that year.
    NotExist,
}

/// What one occupant adds to a parcel's tax of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct TaxPart {
    /// Index into the facts' enterprises; `None` for an occupant nobody has matched.
    pub enterprise: Option<u32>,
    /// The firm's name.
    pub name: String,
    /// 关系 (自有/承租/转租); `权利人` when no occupancy row is known.
    pub relation: String,
    /// Land used on this parcel, in 亩.
    pub land_mu: Option<Ratio>,
    /// Months of the year.
    pub months: Ratio,
    /// Why the tax is or is not known.
    pub state: FirmYearState,
    /// The firm's whole tax of the year; `None` when unmatched.
    pub amount: Option<Money>,
    /// The part of it that falls on this parcel, 0–1; `None` when a land area is missing.
    pub share: Option<Ratio>,
    /// amount × share, in 万元.
    pub part: Option<Ratio>,
    /// Something of this part is missing: what is known is a lower bound.
    pub open: bool,
    /// Tax rows, declarations and occupancy rows it was read from.
    pub sources: Vec<Cell>,
}

/// What is known of a firm's tax in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FirmYearState {
    /// Rows of the tax bureau were matched to it.
    Matched,
    /// Absent from a list declared complete, or confirmed nil.
    ZeroConfirmed,
    /// Nothing is known: not zero.
    Unmatched,
    /// Not yet registered, or no longer.
    NotExist,
}

impl FirmYearState {
    /// The word of the pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Matched => "已匹配",
            Self::ZeroConfirmed => "确认为零",
            Self::Unmatched => "未匹配",
            Self::NotExist => "企业不存续",
        }
    }
}
