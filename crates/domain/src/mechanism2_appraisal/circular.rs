//! 月度通报 (R63): what the circular of a closed month states, taken from the bytes that were kept of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::achievement::{What, figure};
use super::scheme::Group;
use super::table::{GroupTable, Table};
use crate::category::MainCategory;
use crate::{Month, Ratio};

/// What is kept with a closed month of the county as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CountyFacts {
    /// Land in the database at the closing, by category.
    pub land: Vec<CategoryLand>,
    /// By indicator.
    pub totals: Vec<Total>,
    /// 派单 at the closing, by unit; a unit that is absent has none.
    pub orders: BTreeMap<String, OrderCount>,
    /// Findings of inspections that were open at the closing; absent where there was no inspection.
    pub findings: Option<i64>,
    /// The part of 占工非工 sites that counts as 基本处置到位 (R08).
    pub disposed_share: Option<Ratio>,
}

/// Land of a category; a site in two categories stands in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryLand {
    /// Which.
    pub category: MainCategory,
    /// Sites.
    pub sites: i64,
    /// 亩
    pub area: Ratio,
}

/// Orders of a unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCount {
    /// 在办
    pub open: i64,
    /// 逾期, of these.
    pub overdue: i64,
}

/// An indicator over the county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// Which.
    pub what: What,
    /// Reached before this year.
    pub before: Ratio,
    /// The policy's target of the year; absent where it is silent.
    pub target: Option<Ratio>,
    /// And of all its years.
    pub whole: Option<Ratio>,
}

/// The circular of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circular {
    /// Which month.
    pub month: Month,
    /// The county by indicator.
    pub totals: Vec<Progress>,
    /// 序时: the part of the year's task that is due by the end of the month.
    pub phase: Ratio,
    /// Land in the database by category.
    pub land: Vec<CategoryLand>,
    /// Units that take part, the best first.
    pub lines: Vec<UnitLine>,
    /// Units without a task.
    pub out: Vec<String>,
    /// Units whose reports of the month are missing, with how many.
    pub missing_reports: Vec<String>,
    /// Open findings; absent where there was no inspection.
    pub findings: Option<i64>,
    /// 占工非工 as far as it is to be 基本处置到位 (R08); absent where nothing was found or the share is not kept.
    pub disposal: Option<Disposal>,
}

/// 占工非工: sites disposed of in all years, of those there were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disposal {
    /// 已处置, 户
    pub done: Ratio,
    /// 应处置: disposed of, or still in the database.
    pub all: Ratio,
    /// From this part on it is 基本处置到位.
    pub enough: Ratio,
}

impl Disposal {
    /// 处置率
    pub fn rate(&self) -> Option<Ratio> {
        self.done.checked_div(&self.all)
    }

    /// 基本处置到位?
    pub fn is_reached(&self) -> bool {
        self.rate().is_some_and(|rate| rate >= self.enough)
    }
}

/// An indicator of the county in the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Which.
    pub what: What,
    /// In this month.
    pub month: Ratio,
    /// This year.
    pub year: Ratio,
    /// In all years.
    pub all: Ratio,
    /// The policy's target of the year.
    pub target: Option<Ratio>,
    /// And of all its years.
    pub whole: Option<Ratio>,
}

/// A unit in the table of the circular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitLine {
    /// Its code.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// The year's task of clearing, 亩.
    pub task: Option<Ratio>,
    /// What of it is due by the end of the month: by the unit's own schedule, where it has one.
    pub due: Option<Ratio>,
    /// Cleared in this month, and this year.
    pub cleared: (Ratio, Ratio),
    /// 用而未尽: task and reached, 亩.
    pub idle: (Option<Ratio>, Ratio),
    /// Blocks started, and their area, 亩.
    pub blocks: (Ratio, Ratio),
    /// 占工非工: task and disposed of, 户.
    pub misuse: (Option<Ratio>, Ratio),
    /// Its orders.
    pub orders: OrderCount,
    /// Its score.
    pub score: Option<Ratio>,
    /// Its place.
    pub rank: Option<usize>,
    /// Its place in the month before, where one was published.
    pub before: Option<usize>,
    /// Published months in a row among the last two.
    pub streak: usize,
}

impl UnitLine {
    /// 完成率
    pub fn rate(&self) -> Option<Ratio> {
        self.cleared.1.checked_div(self.task.as_ref()?)
    }

    /// 序时差: what the rate is ahead of the part that is due; behind it when negative.
    pub fn ahead(&self) -> Option<Ratio> {
        Some(self.rate()? - self.due.as_ref()?.checked_div(self.task.as_ref()?)?)
    }
}

/// Places in the month before and months in a row among the last two, by unit.
pub type Publications = BTreeMap<String, (Option<usize>, usize)>;

impl Circular {
    /// What a closed month states, with what earlier publications say of its units.
    pub fn of(table: &Table, standing: &Publications) -> Self {
        let facts = table.county.clone().unwrap_or_default();
        let locals = table.group(Group::Local);
        let phase = locals.and_then(|group| group.scheme.phases.get(table.month.number() as usize - 1));
        let lines = locals.map(|group| lines(table, group, &facts, standing)).unwrap_or_default();
        let (lines, out): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.rank.is_some());
        let disposal = disposal(table, &facts);
        Self {
            disposal,
            month: table.month,
            totals: facts.totals.iter().map(|total| progress(table, total)).collect(),
            phase: phase.cloned().unwrap_or_else(|| Ratio::integer(1)),
            land: facts.land,
            lines,
            out: out.into_iter().map(|line| line.name).collect(),
            missing_reports: table.missing_reports.clone(),
            findings: facts.findings,
        }
    }

    /// Units behind the time, the farthest first.
    pub fn behind(&self) -> Vec<&UnitLine> {
        let zero = Ratio::zero();
        let mut behind: Vec<(Ratio, &UnitLine)> = self
            .lines
            .iter()
            .filter_map(|line| Some((line.ahead().filter(|ahead| *ahead < zero)?, line)))
            .collect();
        behind.sort_by(|(a, left), (b, right)| (a, &left.unit).cmp(&(b, &right.unit)));
        behind.into_iter().map(|(_, line)| line).collect()
    }
}

fn lines(table: &Table, group: &GroupTable, facts: &CountyFacts, standing: &Publications) -> Vec<UnitLine> {
    let known = |unit: &str, what: What| {
        group.inputs.iter().find(|input| input.unit == unit)?.measures.get(what.indicator())
    };
    let measure = |unit: &str, what: What| {
        let measure = known(unit, what);
        let done = measure.map_or_else(Ratio::zero, |measure| measure.done.clone());
        (measure.and_then(|measure| measure.task.clone()), done)
    };
    let line = |one: &super::Ranked| {
        let unit = one.scored.unit.as_str();
        let (task, cleared) = measure(unit, What::Cleared);
        let due = known(unit, What::Cleared).and_then(|measure| measure.due.clone());
        let (before, streak) = standing.get(unit).copied().unwrap_or_default();
        UnitLine {
            unit: unit.to_owned(),
            name: one.scored.name.clone(),
            task,
            due,
            cleared: (in_month(table, What::Cleared, Some(unit)), cleared),
            idle: measure(unit, What::Idle),
            blocks: (measure(unit, What::BlockStart).1, measure(unit, What::BlockArea).1),
            misuse: measure(unit, What::Misuse),
            orders: facts.orders.get(unit).copied().unwrap_or_default(),
            score: one.scored.score.clone(),
            rank: one.rank,
            before,
            streak,
        }
    };
    group.ranking.units.iter().map(line).collect()
}

fn disposal(table: &Table, facts: &CountyFacts) -> Option<Disposal> {
    let total = facts.totals.iter().find(|total| total.what == What::Misuse)?;
    let left = facts.land.iter().find(|land| land.category == MainCategory::C).map_or(0, |land| land.sites);
    let done = progress(table, total).all;
    let all = done.clone() + Ratio::integer(left.into());
    Some(Disposal { done, all, enough: facts.disposed_share.clone()? })
        .filter(|disposal| !disposal.all.is_zero())
}

fn progress(table: &Table, total: &Total) -> Progress {
    let year = sum(table, total.what, |_| true);
    Progress {
        what: total.what,
        month: in_month(table, total.what, None),
        all: total.before.clone() + year.clone(),
        year,
        target: total.target.clone(),
        whole: total.whole.clone(),
    }
}

fn in_month(table: &Table, what: What, unit: Option<&str>) -> Ratio {
    sum(table, what, |row| Month::of(row.on) == table.month && unit.is_none_or(|unit| row.unit == unit))
}

fn sum(table: &Table, what: What, wanted: impl Fn(&super::achievement::Counted) -> bool) -> Ratio {
    let rows = table.counted.iter().filter(|row| row.what == what && wanted(row));
    figure(what, rows.map(|row| row.amount).sum())
}
