//! Is a parcel's 亩均税收 below a line? Far from the line the first look decides, near it the
//! exact fraction.

use lingdi_domain::Ratio;

use super::book::{Glance, Scope, TaxBook};
use crate::lines::Line;
use crate::verdict::Answer;

/// A first look may decide only when it is farther than this from the line, relatively.
const NEAR: f64 = 1e-9;

impl TaxBook {
    /// Is one year below the line?
    pub(crate) fn below(&self, parcel: u32, year: i32, scope: Scope, line: &Line) -> Answer {
        let glance = self.glance(parcel, year, scope);
        let exact = || self.known_per_mu(parcel, year, scope);
        self.decide(&[glance], glance.per_mu, line, exact)
    }

    /// Is the weighted mean of years below the line? `years` and `weights` go together.
    pub(crate) fn mean_below(
        &self,
        parcel: u32,
        years: &[i32],
        weights: &[Ratio],
        scope: Scope,
        line: &Line,
    ) -> Answer {
        let glances: Vec<Glance> = years.iter().map(|year| self.glance(parcel, *year, scope)).collect();
        let total: f64 = weights.iter().map(Ratio::to_f64).sum();
        let sum: f64 =
            glances.iter().zip(weights).map(|(glance, weight)| glance.per_mu * weight.to_f64()).sum();
        self.decide(&glances, sum / total, line, || self.mean(parcel, years, weights, scope))
    }

    /// The weighted mean of the known tax per 亩, exact.
    pub(crate) fn mean(&self, parcel: u32, years: &[i32], weights: &[Ratio], scope: Scope) -> Option<Ratio> {
        let mut sum = Ratio::zero();
        for (year, weight) in years.iter().zip(weights) {
            sum = sum + self.known_per_mu(parcel, *year, scope)? * weight.clone();
        }
        sum.checked_div(&weights.iter().cloned().sum())
    }

    /// The printed figure of a year in ten-thousandths, half up; `None` when it is not known.
    pub(crate) fn rounded(&self, parcel: u32, year: i32) -> Option<i64> {
        let scope = self.printed_scope();
        let glance = self.glance(parcel, year, scope);
        if glance.missing || !glance.exists {
            return None;
        }
        let scaled = glance.per_mu * 10_000.0;
        let from_half = (scaled.abs().fract() - 0.5).abs();
        if from_half > NEAR * scaled.abs().max(1.0) {
            return Some(scaled.abs().round() as i64 * if scaled < 0.0 { -1 } else { 1 });
        }
        let exact = self.known_per_mu(parcel, year, scope)?;
        let magnitude = if exact.is_negative() { Ratio::zero() - exact.clone() } else { exact.clone() };
        let rounded = (magnitude * Ratio::integer(10_000)).round_half_up()?;
        Some(if exact.is_negative() { -rounded } else { rounded })
    }

    fn known_per_mu(&self, parcel: u32, year: i32, scope: Scope) -> Option<Ratio> {
        self.explain(parcel, year, scope).known_per_mu()
    }

    /// With a part missing, the known part is a lower bound as long as no refund is counted: it
    /// can still say no, never yes.
    fn decide(
        &self,
        glances: &[Glance],
        approx: f64,
        line: &Line,
        exact: impl FnOnce() -> Option<Ratio>,
    ) -> Answer {
        if glances.iter().any(|glance| !glance.exists) {
            return Answer::No;
        }
        if !approx.is_finite() {
            return Answer::Unknown;
        }
        let far = (approx - line.approx).abs() > NEAR * approx.abs().max(line.approx.abs());
        let below = if far { Some(approx < line.approx) } else { exact().map(|exact| exact < line.value) };
        match below {
            Some(below) if glances.iter().all(|glance| !glance.missing) => below.into(),
            Some(false) if self.lines.refund_add_back => Answer::No,
            _ => Answer::Unknown,
        }
    }
}
