//! 目标任务: what each unit has to reach, with the document that set it, beside what the policy asks of
//! the county.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lingdi_domain::record::Target;
use lingdi_domain::{Actor, BatchState, Kind, Ratio, Text};
use lingdi_policy::facts::Unit;
use lingdi_store::batches;

use crate::authority::May;
use crate::imports::unit_code;
use crate::{Action, App, Result};

/// Indicators, in the order of the document, with their unit.
pub const INDICATORS: [(&str, &str); 5] =
    [("出清", "亩"), ("用而未尽", "亩"), ("连片启动", "个"), ("连片面积", "亩"), ("占工非工", "户")];

/// The targets of a year.
#[derive(Debug, Clone)]
pub struct Targets {
    /// The year.
    pub year: i32,
    /// Years that have targets, newest first; the year itself among them.
    pub years: Vec<i32>,
    /// Units in the official order; those written otherwise than the table of units has them come last.
    pub units: Vec<UnitTargets>,
    /// By indicator: what the units reach together, and what the policy asks of the county.
    pub sums: Vec<Sum>,
    /// What was set before and has been replaced, newest first.
    pub former: Vec<Former>,
}

/// The targets of a unit, one place for each of [`INDICATORS`].
#[derive(Debug, Clone)]
pub struct UnitTargets {
    /// Its name.
    pub name: String,
    /// Is it in the table of units?
    pub known: bool,
    /// For the whole year.
    pub yearly: Vec<Option<Set>>,
    /// By month, where months are set: the amount that is to be reached by its end.
    pub monthly: BTreeMap<i64, Vec<Option<Set>>>,
}

/// A target as it was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// 亩 or 个.
    pub amount: Ratio,
    /// 文号 of the document that approved it.
    pub document: String,
    /// Day from which it counts: that of its acceptance.
    pub since: NaiveDate,
}

/// A target that another has replaced.
#[derive(Debug, Clone)]
pub struct Former {
    /// Whose.
    pub unit: String,
    /// What of.
    pub indicator: String,
    /// Month; absent for the year.
    pub month: Option<i64>,
    /// As it was set.
    pub set: Set,
    /// Day on which it was replaced.
    pub until: NaiveDate,
}

/// An indicator over all units.
#[derive(Debug, Clone)]
pub struct Sum {
    /// Together; absent where no unit has one.
    pub units: Option<Ratio>,
    /// What the policy asks of the county that year; absent where it is silent.
    pub county: Option<Ratio>,
}

impl Sum {
    /// Do the units together fall short of the county's target?
    pub fn is_short(&self) -> bool {
        self.county.as_ref().is_some_and(|county| self.units.as_ref().is_none_or(|units| units < county))
    }
}

/// An amount without decimals that say nothing.
pub fn plain(amount: &Ratio) -> String {
    amount.to_decimal(2).trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Unit as written, indicator and month: what one target is set for.
type Place = (String, Text, Option<i64>);

impl App {
    /// The targets of a year; of the business date's without one.
    pub async fn targets(&self, actor: &Actor, year: Option<i32>) -> Result<Targets> {
        actor.may(Action::Read)?;
        let today = self.clock().today();
        let edition = self.edition_of(actor, None).await?;
        let units = self.units().await?;
        let mut tx = self.db().read().await?;
        let mut accepted = batches::in_force(&mut tx, self.county(), None).await?;
        drop(tx);
        accepted.retain(|batch| batch.kind == Kind::Targets && batch.state == BatchState::Accepted);
        let mut all = Vec::new();
        for batch in &accepted {
            let since = batch.accepted_at.map_or(today, crate::clock::shanghai_date);
            let records = self.records::<Target>(Kind::Targets, std::slice::from_ref(batch)).await?;
            all.extend(records.into_iter().map(|(_, target)| (since, target)));
        }
        let mut years: Vec<i32> = all.iter().map(|(_, target)| target.year).collect();
        years.push(year.unwrap_or_else(|| chrono::Datelike::year(&today)));
        years.extend(edition.targets().iter().filter_map(|target| target.year));
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        let year = year.unwrap_or_else(|| chrono::Datelike::year(&today));
        all.retain(|(_, target)| target.year == year);
        let (current, former) = settle(&units, all);
        let rows = by_unit(&units, &current);
        let sums = (0..INDICATORS.len()).map(|at| {
            let amounts = rows.iter().filter_map(|row| row.yearly[at].as_ref().map(|set| set.amount.clone()));
            let asked =
                edition.targets().iter().find(|it| it.year == Some(year) && it.indicator == INDICATORS[at].0);
            Sum { units: amounts.reduce(|a, b| a + b), county: asked.map(|it| it.amount.clone()) }
        });
        Ok(Targets { year, years, sums: sums.collect(), units: rows, former })
    }
}

/// What holds now by place, and what was replaced: the later acceptance wins.
fn settle(units: &[Unit], all: Vec<(NaiveDate, Target)>) -> (BTreeMap<Place, Set>, Vec<Former>) {
    let (mut current, mut former) = (BTreeMap::<Place, Set>::new(), Vec::new());
    for (since, target) in all {
        let unit = unit_code(units, &target.unit).unwrap_or_else(|| target.unit.to_string());
        let document = target.document.as_ref().map(ToString::to_string).unwrap_or_default();
        let set = Set { amount: target.amount, document, since };
        let place = (unit.clone(), target.indicator.clone(), target.month);
        let Some(old) = current.insert(place, set.clone()) else { continue };
        if (&old.amount, &old.document) != (&set.amount, &set.document) {
            let named = units.iter().find(|known| known.code.as_str() == unit);
            former.push(Former {
                unit: named.map_or(unit, |known| known.name.to_string()),
                indicator: target.indicator.to_string(),
                month: target.month,
                set: old,
                until: since,
            });
        }
    }
    former.reverse();
    (current, former)
}

fn by_unit(units: &[Unit], current: &BTreeMap<Place, Set>) -> Vec<UnitTargets> {
    let known = |code: &str| units.iter().find(|unit| unit.code.as_str() == code);
    let mut codes: Vec<&String> = current.keys().map(|(unit, ..)| unit).collect();
    codes.dedup();
    codes.sort_by_key(|code| (known(code).is_none(), known(code).map_or(0, |unit| unit.order)));
    let row = |code: &String| {
        let of = |month: Option<i64>| -> Vec<Option<Set>> {
            let place = |(name, _): &(&str, &str)| (code.clone(), Text::from(*name), month);
            INDICATORS.iter().map(|indicator| current.get(&place(indicator)).cloned()).collect()
        };
        let months = current.keys().filter(|(unit, ..)| unit == code).filter_map(|(.., month)| *month);
        UnitTargets {
            name: known(code).map_or_else(|| code.clone(), |unit| unit.name.to_string()),
            known: known(code).is_some(),
            yearly: of(None),
            monthly: months.map(|month| (month, of(Some(month)))).collect(),
        }
    };
    codes.into_iter().map(row).collect()
}
