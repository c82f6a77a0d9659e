//! The panels beside the strip: the five steps, units by rank, paths, tax, blocks, data, months, sites.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use lingdi_domain::category::MainCategory;
use lingdi_domain::mechanism1_task_force::Tally;
use lingdi_domain::mechanism2_appraisal::achievement::{Counted, What};
use lingdi_domain::mechanism2_appraisal::{Group, Measure, Standing};
use lingdi_domain::moves::machine;
use lingdi_domain::object::{Fields, ObjectKind};
use lingdi_domain::step4_remediation::Block;
use lingdi_domain::{Actor, Area, Month, Ratio, Scope};
use lingdi_geo::BBox;
use serde::Serialize;
use uuid::Uuid;

use super::figure::{Beside, Figure, Tone};
use super::ground::CaseLine;
use super::lens::Lens;
use super::number;
use super::way::Way;
use crate::appraisal::{Line, Shown};
use crate::freshness::Source;
use crate::seen::Seen;
use crate::{App, Result, Snapshot};

/// A mean of fewer firms than this would tell a firm's tax: it is not shown (ours, as statistics do).
const LEAST_FIRMS: usize = 3;

/// Sites drawn at most, the largest first.
const MOST_SITES: usize = 1500;

/// One of the five steps.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// Its name in addresses.
    pub key: &'static str,
    /// 调查核实 …
    pub label: &'static str,
    /// What has come so far: 已认定 …
    pub state: &'static str,
    /// Sites.
    pub count: usize,
    /// Their area, 亩.
    #[serde(serialize_with = "number::always")]
    pub area: Ratio,
}

/// The five steps: key, name, what has come so far.
pub(super) const STEPS: [(&str, &str, &str); 5] = [
    ("surveyed", "调查核实", "初步清单"),
    ("confirmed", "审核认定", "已认定"),
    ("registered", "建档入库", "已入库"),
    ("working", "整治提升", "进入整治"),
    ("exited", "评估出库", "已出清"),
];

/// Units by rank.
#[derive(Debug, Clone, Serialize)]
pub struct Ranks {
    /// Of which month.
    pub month: Month,
    /// How the table came about.
    pub shown: Shown,
    /// 序时: the share of the year's task that is due by the end of that month.
    #[serde(serialize_with = "number::maybe")]
    pub line: Option<Ratio>,
    /// The best first; those without a place last.
    pub rows: Vec<RankRow>,
}

/// A unit in the table.
#[derive(Debug, Clone, Serialize)]
pub struct RankRow {
    /// Code of the unit.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// May the reader open it?
    pub open: bool,
    /// Its place.
    pub rank: Option<usize>,
    /// 得分
    #[serde(serialize_with = "number::maybe")]
    pub score: Option<Ratio>,
    /// 出清率
    #[serde(serialize_with = "number::maybe")]
    pub rate: Option<Ratio>,
    /// 出清率 less 序时
    #[serde(serialize_with = "number::maybe")]
    pub gap: Option<Ratio>,
    /// How it stands against time.
    pub tone: Option<Tone>,
    /// In the last two.
    pub bottom: bool,
    /// Months in a row there by now; of a past month it is not told.
    pub streak: usize,
}

/// Sites of one path.
#[derive(Debug, Clone, Serialize)]
pub struct WayShare {
    /// Which.
    pub way: Way,
    /// Its name.
    pub label: &'static str,
    /// Sites.
    pub count: usize,
    /// Their area, 亩.
    #[serde(serialize_with = "number::always")]
    pub area: Ratio,
}

/// 亩均税收 of a path's cleared sites, 万元/亩, weighted by area.
#[derive(Debug, Clone, Serialize)]
pub struct TaxRow {
    /// Which.
    pub way: Way,
    /// Its name.
    pub label: &'static str,
    /// Sites of which both figures are known.
    pub count: usize,
    /// Before; `None` where too few firms would be told apart.
    #[serde(serialize_with = "number::maybe")]
    pub before: Option<Ratio>,
    /// After, on the same basis.
    #[serde(serialize_with = "number::maybe")]
    pub after: Option<Ratio>,
}

/// 连片地块
#[derive(Debug, Clone, Serialize)]
pub struct BlockRow {
    /// Its id.
    pub id: Uuid,
    /// Name of its unit.
    pub unit: String,
    /// Its number.
    pub number: String,
    /// State in words.
    pub state: &'static str,
    /// Area of its union, 亩.
    #[serde(serialize_with = "number::always")]
    pub area: Ratio,
    /// Completed so far, 亩.
    #[serde(serialize_with = "number::always")]
    pub done: Ratio,
    /// Day of the start.
    pub started_on: Option<NaiveDate>,
}

/// Freshness and quality of the data.
#[derive(Debug, Clone, Serialize)]
pub struct DataState {
    /// Kinds that are watched.
    pub sources: usize,
    /// Those that are fresh.
    pub fresh: usize,
    /// Day of the last acceptance.
    pub last: Option<NaiveDate>,
    /// Share of all rows that were matched.
    #[serde(serialize_with = "number::maybe")]
    pub matched: Option<Ratio>,
    /// Parcels that a missing fact keeps open.
    pub indeterminate: u32,
}

/// A month of the curve.
#[derive(Debug, Clone, Serialize)]
pub struct CurveMonth {
    /// Which.
    pub month: Month,
    /// 出清 in it, 亩; `None` while it has not come.
    #[serde(serialize_with = "number::maybe")]
    pub cleared: Option<Ratio>,
    /// Was it closed?
    pub closed: bool,
}

/// A site on the map.
#[derive(Debug, Clone, Serialize)]
pub struct Site {
    /// 宗地代码
    pub parcel: String,
    /// Code of its unit.
    pub unit: String,
    /// The first letter that applies.
    pub letter: Option<MainCategory>,
    /// 已出清
    pub cleared: bool,
    /// 亩
    #[serde(serialize_with = "number::always")]
    pub area: Ratio,
    /// Longitude and latitude of its middle.
    pub at: [f64; 2],
    /// 坐落, when a unit is looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The furthest step it has reached, from 0.
    pub step: usize,
}

/// 派单 of the scope on the day that is looked at, as the board counts them.
#[derive(Debug, Default)]
pub(super) struct Orders(Tally);

impl Orders {
    pub(super) fn figure(&self) -> Figure {
        let Self(tally) = self;
        // Where none was due there is nothing to reckon from; that is not zero.
        if tally.judged() == 0 {
            return Figure::new("orders", None);
        }
        let open = [("在办", tally.open), ("逾期", tally.overdue)];
        let open = open.map(|(label, count)| Beside::count(label, count as usize, "件"));
        let mut figure = Figure::new("orders", Some(Ratio::integer(tally.on_time.into()))).beside(open);
        figure.rate = tally.rate();
        figure.target = Some(Ratio::integer(tally.judged().into()));
        figure
    }
}

/// The table for the screen, and what the strip takes from it.
pub(super) struct Ranking {
    pub(super) shown: Ranks,
    pub(super) orders: Orders,
    /// Names of the units of the last two within the scope.
    pub(super) last: Vec<String>,
}

impl App {
    /// The ranking of the month shown; now, that of the last month that has ended, or for who sees only some
    /// units the last published one.
    pub(super) async fn ranks(&self, actor: &Actor, lens: &Lens) -> Result<Ranking> {
        let whole = actor.scope == Scope::County;
        let month = if lens.live { whole.then(|| lens.month.back(1)) } else { Some(lens.month) };
        let first = lens.months().next();
        let view =
            self.ranking(actor, month.filter(|month| first.is_none_or(|first| *month >= first))).await?;
        let lines: Vec<&Line> =
            view.lines.iter().filter(|line| line.standing.group == Group::Local).collect();
        let standings: Vec<&Standing> = lines.iter().map(|line| &line.standing).collect();
        let cleared = |standing: &Standing| standing.figures.get(What::Cleared.indicator()).cloned();
        let share = |part: Option<Ratio>, measure: &Measure| part?.checked_div(measure.task.as_ref()?);
        let row = |line: &&Line| {
            let standing = &line.standing;
            let measure = cleared(standing);
            let rate = measure.as_ref().and_then(|it| share(Some(it.done.clone()), it));
            let due = measure.as_ref().and_then(|it| share(it.due.clone(), it));
            let gap = rate.clone().zip(due).map(|(rate, due)| rate - due);
            RankRow {
                unit: standing.unit.clone(),
                name: standing.name.clone(),
                open: actor.scope.allows(&standing.unit),
                rank: standing.rank,
                score: standing.score.clone(),
                tone: gap.as_ref().map(Tone::of),
                rate,
                gap,
                bottom: standing.bottom,
                // What is told is the present streak.
                streak: if lens.live { line.streak.months.len() } else { 0 },
            }
        };
        let rows: Vec<RankRow> = lines.iter().map(row).collect();
        let line = standings.iter().find_map(|standing| {
            let measure = cleared(standing)?;
            share(measure.due.clone(), &measure)
        });
        let last = rows.iter().filter(|row| row.bottom && lens.scope.allows(&row.unit));
        let last = last.map(|row| row.name.clone()).collect();
        let orders = Orders(self.orders_on(&lens.scope, lens.until).await?);
        Ok(Ranking { shown: Ranks { month: view.month, shown: view.shown, line, rows }, orders, last })
    }
}

impl Lens {
    /// Sites that came into each step, whether or not they have passed it. The last is what was counted as cleared.
    pub(super) fn steps(&self) -> [Step; 5] {
        let step = |at: usize| {
            let (key, label, state) = STEPS[at];
            let (count, area) = if at == 4 { self.exits() } else { sum(self.cases_in_step(at)) };
            Step { key, label, state, count, area }
        };
        [0, 1, 2, 3, 4].map(step)
    }

    pub(super) fn cases_in_step(&self, step: usize) -> impl Iterator<Item = &CaseLine> {
        self.cases().filter(move |case| case.has_reached(step, self.until))
    }

    fn exits(&self) -> (usize, Ratio) {
        let objects: BTreeSet<_> = self.rows_of(What::Cleared, None).map(|row| row.object).collect();
        (objects.len(), self.done(What::Cleared, None))
    }

    pub(super) fn ways(&self) -> Vec<WayShare> {
        let share = |way: Way| {
            let (count, area) = sum(self.cases_in_step(3).filter(|case| case.way == Some(way)));
            WayShare { way, label: way.label(), count, area }
        };
        Way::ALL.into_iter().map(share).filter(|share| share.count > 0).collect()
    }

    pub(super) fn taxes(&self) -> Vec<TaxRow> {
        let row = |way: Way| {
            let cases: Vec<&CaseLine> = self.taxed().filter(|case| case.way == Some(way)).collect();
            let (before, after) = means(&cases).unzip();
            TaxRow { way, label: way.label(), count: cases.len(), before, after }
        };
        Way::ALL.into_iter().map(row).filter(|row| row.count > 0).collect()
    }

    /// Cleared cases of which the tax before and after is known.
    pub(super) fn taxed(&self) -> impl Iterator<Item = &CaseLine> {
        self.cases_in_step(4).filter(|case| case.taxes.is_some())
    }

    pub(super) fn block_fields(&self) -> impl Iterator<Item = &Block> {
        let own = self.ground.blocks.iter().filter(|block| self.scope.allows(&block.unit));
        own.filter_map(|object| match &object.fields {
            Fields::Block(block) => Some(&**block),
            _ => None,
        })
    }

    /// Blocks that a meeting has examined by then, those started first in front.
    pub(super) fn blocks(&self, snapshot: &Snapshot) -> Vec<BlockRow> {
        let row = |object: &lingdi_domain::object::Object| {
            let Fields::Block(block) = &object.fields else { return None };
            block.approved_on.filter(|day| *day <= self.until)?;
            let by_then = |day: Option<NaiveDate>| day.filter(|day| *day <= self.until);
            let phases = block.phases.iter().filter(|phase| phase.on <= self.until);
            let so_far = phases.map(|phase| phase.area).max().unwrap_or(Area(0));
            let done = by_then(block.completed_on).map_or(so_far, |_| block.union_area);
            Some(BlockRow {
                id: object.id,
                unit: snapshot.unit_name(&object.unit).to_owned(),
                number: object.number.clone(),
                state: match (self.live, by_then(block.completed_on), by_then(block.started_on)) {
                    (true, ..) => {
                        machine(ObjectKind::Block).state(object.state).map_or("", |state| state.label)
                    }
                    (false, Some(_), _) => "完成",
                    (false, None, Some(_)) => "已启动",
                    (false, None, None) => "已审定",
                },
                area: block.union_area.mu(),
                done: done.mu(),
                started_on: by_then(block.started_on),
            })
        };
        let own = self.ground.blocks.iter().filter(|block| self.scope.allows(&block.unit));
        let mut rows: Vec<BlockRow> = own.filter_map(row).collect();
        rows.sort_by_key(|row| (row.started_on.is_none(), row.started_on, row.id));
        rows
    }

    pub(super) fn curve(&self) -> Vec<CurveMonth> {
        let month = |month: Month| {
            let came = month <= Month::of(self.until);
            let rows = self.rows_of(What::Cleared, Some(month.year()));
            let amount: i64 = rows.filter(|row| Month::of(row.on) == month).map(|row| row.amount).sum();
            let cleared = came.then(|| Area(amount).mu());
            CurveMonth { month, cleared, closed: self.closed.contains(&month) }
        };
        self.months().map(month).collect()
    }

    /// Sites that were confirmed by then and have a shape.
    pub(super) fn sites(&self, snapshot: &Snapshot, with_place: bool) -> Vec<Site> {
        let mut cases: Vec<&CaseLine> =
            self.cases_in_step(1).filter(|case| !case.parcel.is_empty()).collect();
        cases.sort_by(|a, b| (b.area, &a.parcel, a.id).cmp(&(a.area, &b.parcel, b.id)));
        let site = |case: &&CaseLine| {
            let at = snapshot.parcel(&case.parcel)? as usize;
            let middle = BBox::of(snapshot.shapes.get(at)?.as_ref()?)?.centre();
            let place = || snapshot.parcels.get(at)?.location.as_ref().map(ToString::to_string);
            Some(Site {
                parcel: case.parcel.clone(),
                unit: case.unit.clone(),
                letter: case.letter,
                cleared: case.has_reached(4, self.until),
                area: case.area.mu(),
                at: [middle.x, middle.y],
                place: if with_place { place() } else { None },
                step: (0..5).rev().find(|step| case.has_reached(*step, self.until)).unwrap_or(0),
            })
        };
        let mut sites: Vec<Site> = cases.iter().filter_map(site).take(MOST_SITES).collect();
        // A parcel that came back is one point, of its newest case.
        let mut seen = BTreeSet::new();
        sites.reverse();
        sites.retain(|site| seen.insert(site.parcel.clone()));
        sites.reverse();
        sites
    }
}

/// How the data stand: sources of the county, open verdicts of the scope.
pub(super) fn data(seen: &Seen, sources: &[Source]) -> DataState {
    let rows: usize = sources.iter().map(|source| source.rows).sum();
    let unmatched: usize = sources.iter().map(|source| source.unmatched).sum();
    DataState {
        sources: sources.len(),
        fresh: sources.iter().filter(|source| source.fresh == Some(true)).count(),
        last: sources.iter().filter_map(|source| source.last).max(),
        matched: (rows > 0).then(|| Ratio::new(rows.saturating_sub(unmatched) as i128, rows as i128)),
        indeterminate: seen.sums().0.indeterminate,
    }
}

/// Tax per 亩 before and after, weighted by area; nothing where it would tell single firms' tax.
fn means(cases: &[&CaseLine]) -> Option<(Ratio, Ratio)> {
    let firms: BTreeSet<&str> = cases.iter().map(|case| case.owner.as_str()).collect();
    if firms.len() < LEAST_FIRMS {
        return None;
    }
    let mut sums = (Ratio::zero(), Ratio::zero(), Ratio::zero());
    for (case, (before, after)) in cases.iter().filter_map(|case| Some((case, case.taxes.as_ref()?))) {
        let area = case.area.mu();
        sums = (sums.0 + area.clone(), sums.1 + area.clone() * before.clone(), sums.2 + area * after.clone());
    }
    Some((sums.1.checked_div(&sums.0)?, sums.2.checked_div(&sums.0)?))
}

fn sum<'a>(cases: impl Iterator<Item = &'a CaseLine>) -> (usize, Ratio) {
    let (count, area) = cases.fold((0, 0), |(count, area), case| (count + 1, area + case.area.0));
    (count, Area(area).mu())
}

/// The rows behind a sum of what was counted, the newest first.
pub(super) fn newest<'a>(rows: impl Iterator<Item = &'a Counted>) -> Vec<&'a Counted> {
    let mut rows: Vec<&Counted> = rows.collect();
    rows.sort_by(|a, b| (b.on, &a.number).cmp(&(a.on, &b.number)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taxed(owner: &str, mu: i64, before: i128, after: i128) -> CaseLine {
        let taxes = Some((Ratio::integer(before), Ratio::integer(after)));
        CaseLine { owner: owner.to_owned(), area: Area(mu * 200_000 / 3), taxes, ..CaseLine::default() }
    }

    #[test]
    fn orders_are_a_share_of_those_that_were_due_and_nothing_while_none_was() {
        let orders = |on_time, closed| Orders(Tally { on_time, closed, open: 3, overdue: 1 }).figure();
        let figure = orders(42, 45);
        assert_eq!((figure.value, figure.rate), (Some(Ratio::integer(42)), Some(Ratio::new(21, 23))));
        assert_eq!(figure.target, Some(Ratio::integer(46)));
        let none_due = Orders(Tally { open: 3, ..Tally::default() }).figure();
        assert_eq!((none_due.value, Orders::default().figure().value), (None, None));
    }

    #[test]
    fn a_mean_is_weighted_by_area_and_of_fewer_than_three_firms_is_not_told() {
        let sites =
            [taxed("甲", 3, 1, 4), taxed("甲", 3, 1, 4), taxed("乙", 6, 2, 10), taxed("丙", 12, 3, 10)];
        let all: Vec<&CaseLine> = sites.iter().collect();
        assert_eq!(means(&all[..3]), None, "three sites of two firms");
        let (before, after) = means(&all).unwrap();
        assert_eq!((before.to_decimal(2), after.to_decimal(2)), ("2.25".to_owned(), "8.50".to_owned()));
    }
}
