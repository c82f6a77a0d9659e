//! The peers' flags, told by our verdicts under the edition `benches/policy`.

use std::fmt;

use lingdi_app::identification::Verdicts;
use lingdi_app::policy::Question;
use lingdi_domain::{Area, Category};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::Result;

/// The flags' question, as the command line asks it.
pub(crate) const ARGUMENTS: [&str; 6] = ["--policy", "bench", "--year", "2024", "--as-of", "2023-12-31"];

/// The same for the library.
pub(crate) fn question() -> Result<Question> {
    Ok(Question { year: 2024, as_of: "2023-12-31".parse()?, all_findings: false })
}

/// The check value that must agree between all who judge the county.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Check {
    /// Parcels with flag 1.
    pub(crate) low_tax: u64,
    /// Parcels with any flag.
    pub(crate) any: u64,
    /// Their area, in tenths of a 亩.
    pub(crate) tenths_of_mu: i64,
}

/// Flag 1 low tax per 亩, 2 idle, 4 used otherwise, 8 class D or banned industry.
pub(crate) fn flags(focus: Option<bool>, categories: impl IntoIterator<Item = Category>) -> u8 {
    let mut flags = u8::from(focus == Some(true));
    for category in categories {
        flags |= match category {
            // One year below the line is no flag of the peers.
            Category::A => 0,
            Category::B => 2,
            Category::C1 | Category::C2 => 4,
            Category::D1 | Category::D2 => 8,
        };
    }
    flags
}

impl Check {
    /// Of verdicts in memory.
    pub(crate) fn of(verdicts: &Verdicts) -> Self {
        Self::sum(verdicts.all().map(|verdict| (flags(verdict.focus, verdict.categories()), verdict.area())))
    }

    /// Of what `lingdi identify --format json` printed.
    pub(crate) fn printed(json: impl std::io::Read) -> Result<Self> {
        #[derive(Deserialize)]
        struct Printed {
            parcels: Vec<PrintedParcel>,
        }
        #[derive(Deserialize)]
        struct PrintedParcel {
            area_mu: f64,
            focus: Option<bool>,
            categories: Vec<Category>,
        }
        let printed: Printed = serde_json::from_reader(json)?;
        Ok(Self::sum(printed.parcels.into_iter().map(|parcel| {
            let area = Area((parcel.area_mu * 200_000.0 / 3.0).round() as i64);
            (flags(parcel.focus, parcel.categories), area)
        })))
    }

    /// Of a peer's line.
    pub(crate) fn peer(extra: &Map<String, Value>) -> Option<Self> {
        let tenths_of_mu = (extra.get("mu_any")?.as_f64()? * 10.0).round() as i64;
        Some(Self {
            low_tax: extra.get("low_tax")?.as_u64()?,
            any: extra.get("any")?.as_u64()?,
            tenths_of_mu,
        })
    }

    fn sum(parcels: impl Iterator<Item = (u8, Area)>) -> Self {
        let (mut check, mut area) = (Self::default(), 0_i64);
        for (flags, parcel) in parcels.filter(|(flags, _)| *flags != 0) {
            check.low_tax += u64::from(flags & 1);
            check.any += 1;
            area += parcel.0;
        }
        // 亩 = 0.01 m² × 3 ÷ 200,000
        check.tenths_of_mu = (area as f64 * 3.0 / 20_000.0).round() as i64;
        check
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { low_tax, any, tenths_of_mu } = self;
        write!(f, "low_tax {low_tax}, any {any}, 亩 {}.{}", tenths_of_mu / 10, tenths_of_mu % 10)
    }
}
