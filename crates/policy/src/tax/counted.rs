//! What of a firm's tax is counted, for whoever imagines it otherwise.

use lingdi_domain::{Money, Ratio};

use super::{Scope, TaxBook};

impl TaxBook {
    /// The tax that is counted for a firm in a judged year; zero while nothing is known.
    pub(crate) fn counted(&self, firm: u32, year: i32) -> Money {
        Money(self.firms.of(firm, year).known)
    }
}

impl TaxBook {
    /// A first look at 亩均税收 of a year, in 万元/亩; `None` unless all of it is known.
    pub(crate) fn figure(&self, parcel: u32, year: i32, scope: Scope) -> Option<f64> {
        let glance = self.glance(parcel, year, scope);
        Some(glance.per_mu).filter(|figure| figure.is_finite() && glance.exists && !glance.missing)
    }

    /// The same of a weighted mean of years.
    pub(crate) fn mean_figure(
        &self,
        parcel: u32,
        years: &[i32],
        weights: &[Ratio],
        scope: Scope,
    ) -> Option<f64> {
        let figures = years.iter().map(|year| self.figure(parcel, *year, scope));
        let weights = weights.iter().map(Ratio::to_f64);
        let (mut sum, mut total) = (0.0, 0.0);
        for (figure, weight) in figures.zip(weights) {
            sum += figure? * weight;
            total += weight;
        }
        Some(sum / total)
    }
}
