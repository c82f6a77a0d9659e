//! What every firm paid in each year.

use chrono::Datelike;

use super::firm::Firm;
use super::tenure::Tenure;
use crate::rng::Rng;

/// The years that the tax office supplies.
pub(crate) const YEARS: [i32; 4] = [2019, 2020, 2021, 2022];

/// How the county did in each of [`YEARS`].
const CLIMATE: [f64; 4] = [0.98, 0.9, 1.06, 1.0];

/// Tax of each firm in each of [`YEARS`], in 元; `None` where it did not pay or was not there.
pub(crate) fn taxes(firms: &[Firm], tenures: &[Tenure]) -> Vec<[Option<i64>; 4]> {
    let mut rng = Rng::new("taxes");
    let mut land = vec![[0.0; 4]; firms.len()];
    for tenure in tenures {
        for (slot, year) in land[tenure.firm].iter_mut().zip(YEARS) {
            *slot += tenure.land * months(tenure, year) / 12.0;
        }
    }
    firms
        .iter()
        .zip(land)
        .map(|(firm, land)| {
            let mut paid = [None; 4];
            for (index, year) in YEARS.into_iter().enumerate() {
                // Firms without land of their own pay as if they had a workshop of half a 亩.
                let basis = if land[index] > 0.0 { land[index] } else { 0.5 };
                let swing = (0.16 * rng.normal()).exp();
                let silent = rng.chance(0.012);
                let there = existed(firm, year) && firm.registered && !silent;
                let yuan = (firm.rate * CLIMATE[index] * swing * basis * 10_000.0).round() as i64;
                paid[index] = (there && yuan > 0).then_some(yuan);
            }
            paid
        })
        .collect()
}

/// Months of the year that the firm used the land.
fn months(tenure: &Tenure, year: i32) -> f64 {
    let first = match tenure.from {
        Some(from) if from.year() > year => return 0.0,
        Some(from) if from.year() == year => from.month(),
        _ => 1,
    };
    let last = match tenure.to {
        Some(to) if to.year() < year => return 0.0,
        Some(to) if to.year() == year => to.month(),
        _ => 12,
    };
    f64::from(last + 1 - first)
}

/// Was the firm registered at any time of the year?
pub(crate) fn existed(firm: &Firm, year: i32) -> bool {
    firm.founded.is_none_or(|day| day.year() <= year) && firm.gone.is_none_or(|day| day.year() >= year)
}
