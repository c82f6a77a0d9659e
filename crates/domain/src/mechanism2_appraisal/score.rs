//! The score of one unit: what was done of what was due, weighted over what applies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::scheme::Scheme;
use crate::Ratio;

/// What one unit did in the year up to the end of the month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitInput {
    /// Code of the unit.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// By measure. What is absent here has no data.
    pub measures: BTreeMap<String, Measure>,
    /// 督查扣分
    pub deductions: Vec<Adjustment>,
    /// 加分
    pub bonuses: Vec<Adjustment>,
    /// Overdue orders, which decide a tie; absent while there are no orders.
    pub overdue: Option<i64>,
}

/// One measure of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Done this year up to the end of the month.
    pub done: Ratio,
    /// Due by then; absent or zero means that there is no task, so that nothing is scored.
    pub due: Option<Ratio>,
    /// Of which task it is the part that is due: the year's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<Ratio>,
}

/// Points that are taken off or added, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// Points, not negative.
    pub points: Ratio,
    /// Why, with the document.
    pub reason: String,
}

/// The score of a unit with its arithmetic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    /// Code of the unit.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// The score, unrounded; `None` for a unit that does not take part (不参与排名).
    pub score: Option<Ratio>,
    /// Indicator by indicator, in the order of the scheme.
    pub items: Vec<ItemScore>,
    /// Weights of what applies, together.
    pub weights: Ratio,
    /// Weighted sum of what applies, before it is brought to 100.
    pub weighted: Ratio,
    /// Points taken off, at most as many as the scheme allows.
    pub deduction: Ratio,
    /// Points added, at most as many as the scheme allows.
    pub bonus: Ratio,
    /// What decides between equal scores: rate and amount of the first indicator, then overdue orders.
    pub tie_break: (Option<Ratio>, Ratio, i64),
}

/// One indicator of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemScore {
    /// Key of the indicator.
    pub key: String,
    /// Its name.
    pub label: String,
    /// Its weight.
    pub weight: Ratio,
    /// Its raw score; `None` where nothing is due or known (不适用): its weight goes to the others.
    pub raw: Option<Ratio>,
    /// What it is made of.
    pub parts: Vec<PartScore>,
}

/// One measure of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartScore {
    /// Name of the measure.
    pub measure: String,
    /// Its name for people.
    pub label: String,
    /// 亩, 个, 户, 件 or 份.
    pub unit: super::scheme::Unit,
    /// Share in the indicator.
    pub share: Ratio,
    /// What was done and due; absent where there are no data.
    pub measured: Option<Measure>,
    /// Done over due, capped; `None` where nothing is due.
    pub rate: Option<Ratio>,
}

/// Scores a unit: `Σ w·s ÷ Σ w × 100 − 扣分 + 加分` over the indicators that apply (domain.md §5.3).
pub fn score(scheme: &Scheme, input: &UnitInput) -> Scored {
    let items: Vec<ItemScore> = scheme.indicators.iter().map(|one| item(scheme, one, input)).collect();
    let (mut weights, mut weighted, mut takes_part) = (Ratio::zero(), Ratio::zero(), false);
    for (item, indicator) in items.iter().zip(&scheme.indicators) {
        let Some(raw) = &item.raw else { continue };
        weights = weights + item.weight.clone();
        weighted = weighted + item.weight.clone() * raw.clone();
        takes_part |= indicator.main;
    }
    let sum = |list: &[Adjustment], most: &Ratio| {
        let all = list.iter().fold(Ratio::zero(), |sum, one| sum + one.points.clone());
        all.min(most.clone())
    };
    let deduction = sum(&input.deductions, &scheme.deduction_most);
    let bonus = sum(&input.bonuses, &scheme.bonus_most);
    let share = weighted.checked_div(&weights).filter(|_| takes_part);
    let score = share.map(|share| share * Ratio::integer(100) - deduction.clone() + bonus.clone());
    Scored {
        unit: input.unit.clone(),
        name: input.name.clone(),
        score,
        tie_break: tie_break(scheme, input),
        items,
        weights,
        weighted,
        deduction,
        bonus,
    }
}

fn item(scheme: &Scheme, indicator: &super::Indicator, input: &UnitInput) -> ItemScore {
    let part = |part: &super::Part| {
        let measured = input.measures.get(&part.measure).cloned();
        let rate = measured.as_ref().and_then(rate).map(|rate| rate.min(scheme.cap.clone()));
        PartScore {
            measure: part.measure.clone(),
            label: part.label.clone(),
            unit: part.unit,
            share: part.share.clone(),
            measured,
            rate,
        }
    };
    let parts: Vec<PartScore> = indicator.parts.iter().map(part).collect();
    let (mut shares, mut sum) = (Ratio::zero(), Ratio::zero());
    for part in &parts {
        let Some(rate) = &part.rate else { continue };
        shares = shares + part.share.clone();
        sum = sum + part.share.clone() * rate.clone();
    }
    ItemScore {
        key: indicator.key.clone(),
        label: indicator.label.clone(),
        weight: indicator.weight.clone(),
        raw: sum.checked_div(&shares),
        parts,
    }
}

/// Done over due, not capped; `None` where nothing is due.
fn rate(measure: &Measure) -> Option<Ratio> {
    measure.done.checked_div(measure.due.as_ref()?)
}

fn tie_break(scheme: &Scheme, input: &UnitInput) -> (Option<Ratio>, Ratio, i64) {
    let first = scheme.indicators.first().and_then(|one| one.parts.first());
    let first = first.and_then(|part| input.measures.get(&part.measure));
    let done = first.map_or_else(Ratio::zero, |measure| measure.done.clone());
    (first.and_then(rate), done, input.overdue.unwrap_or(0))
}
