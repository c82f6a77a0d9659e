//! 目标任务: what each unit has to reach, with the document that set it, beside what the policy asks of
//! the county.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use lingdi_domain::mechanism2_appraisal::achievement::{What, figure};
use lingdi_domain::record::Target;
use lingdi_domain::{Actor, BatchState, Kind, Month, Ratio, Text};
use lingdi_policy::edition::tables;
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
    /// What the county has reached that year.
    pub done: Ratio,
    /// What the policy asks of all its years together, absent where it is silent, and what was reached.
    pub whole: (Option<Ratio>, Ratio),
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
        actor.may(Action::ReadPublished)?;
        let today = self.clock().today();
        let (edition, _) = self.edition_nearest(today).await?;
        let units = self.units().await?;
        let mut all = self.targets_as_set().await?;
        let counted = self.achievements().await?;
        let mut years: Vec<i32> = all.iter().map(|(_, target)| target.year).collect();
        years.push(year.unwrap_or_else(|| today.year()));
        years.extend(edition.targets().iter().filter_map(|target| target.year));
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        let year = year.unwrap_or_else(|| today.year());
        all.retain(|(_, target)| target.year == year);
        let (current, former) = settle(&units, all);
        let rows = by_unit(&units, &current);
        let sums = (0..INDICATORS.len()).map(|at| {
            let amounts = rows.iter().filter_map(|row| row.yearly[at].as_ref().map(|set| set.amount.clone()));
            let asked = |year: Option<i32>| {
                let same = |it: &&tables::Target| it.year == year && it.indicator == INDICATORS[at].0;
                edition.targets().iter().find(same).map(|it| it.amount.clone())
            };
            let reached = |year: Option<i32>| match What::from_indicator(INDICATORS[at].0) {
                None => Ratio::zero(),
                Some(what) => {
                    let own = counted.iter().filter(|row| row.what == what);
                    let own = own.filter(|row| year.is_none_or(|year| row.on.year() == year));
                    figure(what, own.map(|row| row.amount).sum())
                }
            };
            Sum {
                units: amounts.reduce(|a, b| a + b),
                county: asked(Some(year)),
                done: reached(Some(year)),
                whole: (asked(None), reached(None)),
            }
        });
        Ok(Targets { year, years, sums: sums.collect(), units: rows, former })
    }
}

impl App {
    /// Every target of every year with the day since which it counts, in the order of acceptance.
    async fn targets_as_set(&self) -> Result<Vec<(NaiveDate, Target)>> {
        let today = self.clock().today();
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
        Ok(all)
    }

    /// The tasks by which a month is judged.
    pub(crate) async fn tasks_of(&self, month: Month) -> Result<Tasks> {
        let units = self.units().await?;
        let mut all = self.targets_as_set().await?;
        all.retain(|(_, target)| target.year == month.year());
        // What was set before the month was over holds; a task that was only set later holds from the
        // year's beginning, and one that was changed later does not change the month (核减 counts from then on).
        let (in_time, late): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(since, _)| *since <= month.last_day());
        let (mut current, _) = settle(&units, in_time);
        for (since, target) in late {
            for (place, set) in settle(&units, vec![(since, target)]).0 {
                current.entry(place).or_insert(set);
            }
        }
        Ok(Tasks(current))
    }
}

/// The tasks of a year as they held in one of its months.
pub(crate) struct Tasks(BTreeMap<Place, Set>);

impl Tasks {
    /// What a unit has to reach of an indicator in the year; absent where nothing is set.
    pub(crate) fn of_year(&self, unit: &str, indicator: &str) -> Option<&Ratio> {
        self.get(unit, indicator, None)
    }

    /// What it has to reach by the end of a month: what is set for the month, else this part of the year's.
    pub(crate) fn due(&self, unit: &str, indicator: &str, month: Month, phase: &Ratio) -> Option<Ratio> {
        let set = self.get(unit, indicator, Some(month.number().into())).cloned();
        set.or_else(|| Some(self.of_year(unit, indicator)?.clone() * phase.clone()))
    }

    /// What is set for a month itself.
    pub(crate) fn of_month(&self, unit: &str, indicator: &str, month: Month) -> Option<&Ratio> {
        self.get(unit, indicator, Some(month.number().into()))
    }

    fn get(&self, unit: &str, indicator: &str, month: Option<i64>) -> Option<&Ratio> {
        let place = (unit.to_owned(), Text::from(indicator), month);
        self.0.get(&place).map(|set| &set.amount)
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
