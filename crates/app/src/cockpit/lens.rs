//! Through what the ground is looked at: whose units, by which day, against which tasks.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use lingdi_domain::mechanism2_appraisal::achievement::{Counted, What, figure};
use lingdi_domain::mechanism2_appraisal::{Group, Table};
use lingdi_domain::object::Object;
use lingdi_domain::{Actor, Month, Ratio, Scope};
use lingdi_policy::Edition;

use super::Asked;
use super::ground::{CaseLine, Ground};
use crate::targets::Tasks;
use crate::{App, Error, Result};

/// One look.
pub(super) struct Lens {
    pub(super) ground: Arc<Ground>,
    pub(super) scope: Scope,
    pub(super) month: Month,
    /// The last day that is looked at.
    pub(super) until: NaiveDate,
    pub(super) live: bool,
    pub(super) frozen: bool,
    /// The month whose end the time-progress line stands for; `None` while none of the year has ended.
    pub(super) line: Option<Month>,
    /// What was counted in the scope by that day, over all years.
    pub(super) rows: Vec<Counted>,
    pub(super) closed: BTreeSet<Month>,
    edition: Arc<Edition>,
    phases: Vec<Ratio>,
    /// Of the units in the scope, year by year.
    tasks: Vec<(i32, Tasks)>,
    units: Vec<String>,
}

/// A target and what part of it is due by the line.
#[derive(Debug, Clone)]
pub(super) struct Aim {
    pub(super) target: Ratio,
    pub(super) due: Ratio,
}

impl App {
    pub(super) async fn lens(&self, eyes: &Actor, asked: &Asked, ground: &Arc<Ground>) -> Result<Lens> {
        let today = ground.beat.today;
        let present = Month::of(today);
        let month = asked.month.unwrap_or(present);
        let (edition, day) = self.edition_nearest(month.last_day().min(today)).await?;
        let first = Month::of(edition.about().from);
        if month > present {
            return Err(Error::Refused(format!(
                "{}还没有到，没有可以看的数。请选{}或更早的月份。",
                month.spoken(),
                present.spoken()
            )));
        }
        if month < first {
            return Err(Error::Refused(format!(
                "整治自{}起，没有更早的数。请选之后的月份。",
                first.spoken()
            )));
        }
        let live = month == present;
        let periods = self.periods().await?;
        let (rows, frozen) = if live {
            ((*ground.counted).clone(), false)
        } else {
            self.counted_by(month, &periods, &ground.counted).await?
        };
        let until = if live { today } else { month.last_day() };
        let in_sight = |row: &Counted| row.on <= until && eyes.scope.allows(&row.unit);
        let ended = if live { present.back(1) } else { month };
        let years = edition.targets().iter().filter_map(|target| target.year).collect::<BTreeSet<_>>();
        let mut tasks = Vec::new();
        for year in years.into_iter().chain([month.year()]).collect::<BTreeSet<_>>() {
            // Of the year shown as it stood in its month, of another as it stood at its end.
            let at = if year == month.year() { Some(month) } else { Month::parse(&format!("{year}-12")) };
            if let Some(at) = at {
                tasks.push((year, self.tasks_of(at).await?));
            }
        }
        let units = self.units().await?;
        let units = units.iter().filter(|unit| unit.is_local() && eyes.scope.allows(&unit.code));
        let phases = edition.scheme(Group::Local, day).map(|dated| dated.scheme.phases.clone());
        let closed = |object: &Object| object.fields.period().filter(|period| period.closings > 0)?.month;
        Ok(Lens {
            scope: eyes.scope.clone(),
            rows: rows.into_iter().filter(in_sight).collect(),
            line: Some(ended).filter(|ended| ended.year() == month.year()),
            closed: periods.iter().filter_map(closed).collect(),
            units: units.map(|unit| unit.code.to_string()).collect(),
            phases: phases.unwrap_or_default(),
            ground: Arc::clone(ground),
            month,
            until,
            live,
            frozen,
            edition,
            tasks,
        })
    }

    /// What was counted by the end of a past month, as the closings of its year and of the years before kept it,
    /// and whether its own was kept. A year that was not closed is counted now.
    async fn counted_by(
        &self,
        month: Month,
        periods: &[Object],
        now: &[Counted],
    ) -> Result<(Vec<Counted>, bool)> {
        let (mut rows, mut frozen) = (Vec::new(), false);
        let years: BTreeSet<i32> = now.iter().map(|row| row.on.year()).chain([month.year()]).collect();
        for year in years.into_iter().filter(|year| *year <= month.year()) {
            let last = if year == month.year() { Some(month) } else { Month::parse(&format!("{year}-12")) };
            let kept = periods.iter().filter_map(|object| object.fields.period());
            let kept = kept
                .filter(|period| period.month == last)
                .find_map(|period| period.published_frozen.as_ref().or(period.frozen.as_ref()));
            match kept {
                Some(id) => {
                    let table: Table = serde_json::from_slice(&self.monthly_bytes(id).await?)?;
                    rows.extend(table.counted);
                    frozen |= year == month.year();
                }
                None => rows.extend(now.iter().filter(|row| row.on.year() == year).cloned()),
            }
        }
        Ok((rows, frozen))
    }
}

impl Lens {
    /// Cases of the scope.
    pub(super) fn cases(&self) -> impl Iterator<Item = &CaseLine> {
        self.ground.cases.iter().filter(|case| self.scope.allows(&case.unit))
    }

    /// What was counted of something, in one year or over all.
    pub(super) fn rows_of(&self, what: What, year: Option<i32>) -> impl Iterator<Item = &Counted> {
        let wanted = move |row: &&Counted| row.what == what && year.is_none_or(|year| row.on.year() == year);
        self.rows.iter().filter(wanted)
    }

    /// Its sum, in its unit.
    pub(super) fn done(&self, what: What, year: Option<i32>) -> Ratio {
        figure(what, self.rows_of(what, year).map(|row| row.amount).sum())
    }

    /// What the policy asks of the county in a year, or in all years together.
    pub(super) fn asked_of_county(&self, what: What, year: Option<i32>) -> Option<Ratio> {
        let same = |target: &&lingdi_policy::edition::tables::Target| {
            target.year == year && target.indicator == what.indicator()
        };
        self.edition.targets().iter().find(same).map(|target| target.amount.clone())
    }

    /// The target of the year shown, and what of it is due: the county's by the policy, a unit's by its tasks; of
    /// what the policy sets no county target for, the units' tasks together.
    pub(super) fn aim_of_year(&self, what: What) -> Option<Aim> {
        let phase = self.phase();
        if let Some(target) = self.county_target(what, Some(self.month.year())) {
            return Some(Aim { due: target.clone() * phase, target });
        }
        let tasks = self.tasks_in(self.month.year())?;
        let indicator = what.indicator();
        let mut aim: Option<Aim> = None;
        for unit in &self.units {
            let Some(task) = tasks.of_year(unit, indicator).filter(|task| !task.is_zero()) else { continue };
            let due = self.line.and_then(|line| tasks.due(unit, indicator, line, &phase));
            let before = aim.unwrap_or(Aim { target: Ratio::zero(), due: Ratio::zero() });
            let due = before.due + due.unwrap_or_else(Ratio::zero);
            aim = Some(Aim { target: before.target + task.clone(), due });
        }
        aim
    }

    /// The target of all years together, and what of it is due: the years that are over whole, of the year
    /// shown what is due, of later ones nothing.
    pub(super) fn aim_of_all(&self, what: What) -> Option<Aim> {
        let this = self.aim_of_year(what)?;
        let (mut target, mut due) = (Ratio::zero(), Ratio::zero());
        for (year, tasks) in &self.tasks {
            let of_units = || {
                let own = self.units.iter().filter_map(|unit| tasks.of_year(unit, what.indicator()).cloned());
                own.reduce(|a, b| a + b)
            };
            // A year whose tasks are not set yet leaves the whole unknown.
            let of_year = if *year == self.month.year() {
                this.target.clone()
            } else {
                self.county_target(what, Some(*year)).or_else(of_units)?
            };
            due = match year.cmp(&self.month.year()) {
                std::cmp::Ordering::Less => due + of_year.clone(),
                std::cmp::Ordering::Equal => due + this.due.clone(),
                std::cmp::Ordering::Greater => due,
            };
            target = target + of_year;
        }
        Some(Aim { target: self.county_target(what, None).unwrap_or(target), due })
    }

    fn county_target(&self, what: What, year: Option<i32>) -> Option<Ratio> {
        (self.scope == Scope::County).then(|| self.asked_of_county(what, year)).flatten()
    }

    fn tasks_in(&self, year: i32) -> Option<&Tasks> {
        self.tasks.iter().find(|(of, _)| *of == year).map(|(_, tasks)| tasks)
    }

    /// What part of a yearly task is due by the line.
    pub(super) fn phase(&self) -> Ratio {
        let of = |month: Month| self.phases.get(month.number() as usize - 1).cloned();
        self.line.and_then(of).unwrap_or_else(Ratio::zero)
    }

    /// Months of the plan, from its first to the last of its last target year.
    pub(super) fn months(&self) -> impl Iterator<Item = Month> + use<> {
        let first = Month::of(self.edition.about().from);
        let last = self.tasks.last().and_then(|(year, _)| Month::parse(&format!("{year}-12")));
        first.until(last.unwrap_or(self.month))
    }
}
