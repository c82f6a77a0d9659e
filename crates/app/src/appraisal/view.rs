//! The ranking as a reader may see it: what was published is for everybody, what is not yet shows only
//! one's own units.

use std::collections::BTreeMap;

use lingdi_domain::mechanism2_appraisal::achievement::{Counted, What, figure};
use lingdi_domain::mechanism2_appraisal::forecast::{Forecast, forecast};
use lingdi_domain::mechanism2_appraisal::{
    Adjustment, Former, Group, Period, Scored, Standing, Streak, Table,
};
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::{Actor, Month, Ratio, Scope};
use lingdi_store::objects::{Filter, Stored};

use crate::authority::May;
use crate::moves::{every, present_streak};
use crate::{Action, App, Error, Result};

/// The most warnings and interviews that are looked at: those that wait come first.
const MOST: usize = 200;

/// How a table came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// 预览: computed now.
    Preview,
    /// 已冻结, not published yet.
    Closed,
    /// 已公布, perhaps 已认定.
    Published,
}

/// A month that can be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthTab {
    /// Which.
    pub month: Month,
    /// State of its appraisal in words; 预览 for one that was not begun.
    pub state: &'static str,
}

/// A unit in the table.
#[derive(Debug, Clone)]
pub struct Line {
    /// Score, place and figures.
    pub standing: Standing,
    /// Its place in the month before, where one was published.
    pub before: Option<usize>,
    /// Its present streak in the last two, of all published months.
    pub streak: Streak,
}

/// The table of a month for a reader.
#[derive(Debug, Clone)]
pub struct RankingView {
    /// Which month.
    pub month: Month,
    /// Months to choose from, the newest first.
    pub months: Vec<MonthTab>,
    /// How the table came about.
    pub shown: Shown,
    /// The month's object, when it was begun.
    pub period: Option<Object>,
    /// Its lines, the best first.
    pub lines: Vec<Line>,
    /// The table that was published before the last correction.
    pub former: Option<Former>,
    /// Units whose reports of the month are missing.
    pub missing_reports: Vec<String>,
}

/// Where a unit stands with one target.
#[derive(Debug, Clone)]
pub struct TargetPace {
    /// Which.
    pub what: What,
    /// Reached this year.
    pub done: Ratio,
    /// The year's task.
    pub target: Option<Ratio>,
    /// Where it leads.
    pub forecast: Forecast,
}

/// One unit's arithmetic of a month.
#[derive(Debug, Clone)]
pub struct UnitView {
    /// Which month.
    pub month: Month,
    /// How the table came about.
    pub shown: Shown,
    /// The score with its arithmetic.
    pub scored: Scored,
    /// 督查扣分, one by one.
    pub deductions: Vec<Adjustment>,
    /// Title of the scheme.
    pub scheme: String,
    /// Its place.
    pub rank: Option<usize>,
    /// How many have a place.
    pub ranked: usize,
    /// What was counted for it this year.
    pub counted: Vec<Counted>,
    /// Where its pace leads, target by target.
    pub paces: Vec<TargetPace>,
    /// Hash of the bytes that a closed table came from.
    pub sha256: Option<String>,
}

impl App {
    /// The ranking of a month: of the last published one without a month.
    pub async fn ranking(&self, actor: &Actor, month: Option<Month>) -> Result<RankingView> {
        actor.may(Action::ReadPublished)?;
        let periods = self.periods().await?;
        let present = Month::of(self.clock().today());
        let published = |object: &&Object| fields(object).is_some_and(|period| !period.published.is_empty());
        let last = periods.iter().filter(published).filter_map(month_of).max();
        let month = month.or(last).unwrap_or(present);
        if month > present {
            return Err(Error::Refused(format!("{}还没有到，没有可以看的排名。", month.spoken())));
        }
        let period = periods.iter().find(|object| month_of(object) == Some(month));
        let (shown, standings, missing_reports) = match period.and_then(fields) {
            Some(period) if !period.published.is_empty() => {
                (Shown::Published, period.published.clone(), period.missing_reports.clone())
            }
            Some(period) if period.closings > 0 && !is_reopened(&periods, month) => {
                (Shown::Closed, period.standings.clone(), period.missing_reports.clone())
            }
            _ => {
                let (table, _) = self.month_table(month).await?;
                (Shown::Preview, table.standings(), table.missing_reports)
            }
        };
        let before = periods.iter().find(|object| month_of(object) == Some(month.back(1))).and_then(fields);
        let before: BTreeMap<&str, usize> = before
            .into_iter()
            .flat_map(|period| &period.published)
            .filter_map(|standing| Some((standing.unit.as_str(), standing.rank?)))
            .collect();
        let interviews = self.interviews().await?;
        let rules = self.rules().await?.numbers.appraisal;
        let sees = |standing: &Standing| shown == Shown::Published || actor.scope.allows(&standing.unit);
        let lines = standings.into_iter().filter(sees).map(|standing| Line {
            before: before.get(standing.unit.as_str()).copied(),
            streak: present_streak(&periods, &interviews, &standing.unit, &rules),
            standing,
        });
        let whole = actor.scope == Scope::County;
        Ok(RankingView {
            month,
            months: tabs(&periods, present),
            shown,
            lines: lines.collect(),
            former: period.and_then(fields).and_then(|period| period.former.last().cloned()),
            period: period.cloned().filter(|_| whole || shown == Shown::Published),
            missing_reports: if whole { missing_reports } else { Vec::new() },
        })
    }

    /// One unit's arithmetic of a month, from the bytes of a closed one, else computed now.
    pub async fn unit_ranking(&self, actor: &Actor, month: Month, unit: &str) -> Result<UnitView> {
        actor.may(Action::Read)?;
        let absent = || Error::NotFound("没有这个单位的考核，或不在您的数据范围内。".to_owned());
        if !actor.scope.allows(unit) {
            return Err(absent());
        }
        let periods = self.periods().await?;
        let period = periods.iter().find(|object| month_of(object) == Some(month)).and_then(fields);
        let closed = period.and_then(|period| match &period.published_frozen {
            Some(id) => Some((Shown::Published, id, period.published_sha256.clone())),
            None if is_reopened(&periods, month) => None,
            None => Some((Shown::Closed, period.frozen.as_ref()?, period.sha256.clone())),
        });
        let (shown, table, sha256) = match closed {
            Some((shown, id, sha256)) => {
                let table: Table = serde_json::from_slice(&self.monthly_bytes(id).await?)?;
                (shown, table, sha256)
            }
            None => (Shown::Preview, self.month_table(month).await?.0, None),
        };
        let (group, scored) = table.scored(unit).ok_or_else(absent)?;
        let places: Vec<_> = group.ranking.units.iter().filter(|one| one.rank.is_some()).collect();
        let rank = places.iter().find(|one| one.scored.unit == unit).and_then(|one| one.rank);
        let input = group.inputs.iter().find(|one| one.unit == unit);
        let deductions = input.map(|one| one.deductions.clone()).unwrap_or_default();
        let counted = table.counted.iter().filter(|row| row.unit == unit).cloned().collect();
        let paces = if group.scheme.group == Group::Local {
            self.paces(&table, month, unit).await?
        } else {
            Vec::new()
        };
        Ok(UnitView {
            month,
            shown,
            scored: scored.clone(),
            deductions,
            scheme: group.scheme.title.clone(),
            rank,
            ranked: places.len(),
            counted,
            paces,
            sha256,
        })
    }

    /// Where the pace of a unit leads by the end of the month's year.
    async fn paces(&self, table: &Table, month: Month, unit: &str) -> Result<Vec<TargetPace>> {
        let all = self.achievements().await?;
        let pace = |what: What| {
            let measures = &table.group(Group::Local)?.inputs.iter().find(|one| one.unit == unit)?.measures;
            let measure = measures.get(what.indicator())?;
            let own = |row: &&Counted| row.what == what && row.unit == unit;
            let sum = |month: Month| -> i64 {
                all.iter().filter(own).filter(|row| Month::of(row.on) == month).map(|row| row.amount).sum()
            };
            let by_month: Vec<Ratio> =
                month.back(5).until(month).map(|month| figure(what, sum(month))).collect();
            let (done, target) = (measure.done.clone(), measure.task.clone());
            let forecast = forecast(&by_month, &done, target.as_ref(), 12 - month.number());
            Some(TargetPace { what, done, target, forecast })
        };
        Ok(What::ALL.into_iter().filter_map(pace).collect())
    }

    async fn interviews(&self) -> Result<Vec<Object>> {
        let mut tx = self.db().read().await?;
        every(&mut tx, self.county(), ObjectKind::Interview, &Filter::default()).await
    }

    /// Warnings and interviews that are not over, as far as the reader may see them, those due first in
    /// front.
    pub async fn open_interviews(&self, actor: &Actor) -> Result<Vec<Stored>> {
        let page = self.objects(actor, ObjectKind::Interview, &Filter::default(), None, MOST).await?;
        let open = |stored: &Stored| lingdi_domain::moves::is_open(&stored.object);
        Ok(page.objects.into_iter().filter(open).collect())
    }
}

fn fields(object: &Object) -> Option<&Period> {
    object.fields.period()
}

fn month_of(object: &Object) -> Option<Month> {
    fields(object)?.month
}

/// Was the month closed and opened again, so that what it holds is not its table any more?
fn is_reopened(periods: &[Object], month: Month) -> bool {
    periods.iter().any(|object| month_of(object) == Some(month) && object.state == "OPEN")
}

/// The present month and every month there is an object for, the newest first.
fn tabs(periods: &[Object], present: Month) -> Vec<MonthTab> {
    let state = |object: &Object| {
        lingdi_domain::moves::machine(ObjectKind::Period).state(object.state).map_or("", |state| state.label)
    };
    let mut tabs: Vec<MonthTab> = periods
        .iter()
        .filter_map(|object| Some(MonthTab { month: month_of(object)?, state: state(object) }))
        .collect();
    for month in [present.back(1), present] {
        if !tabs.iter().any(|tab| tab.month == month) {
            tabs.push(MonthTab { month, state: "预览" });
        }
    }
    tabs.sort_by_key(|tab| std::cmp::Reverse(tab.month));
    tabs
}
