//! 年度作战方案: what the program draws up of a unit's year by itself, and the asking for it.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use lingdi_domain::mechanism1_task_force::{MonthlyTasks, YearTask};
use lingdi_domain::mechanism2_appraisal::achievement::What;
use lingdi_domain::moves::Decision;
use lingdi_domain::object::{Fields, Input, Object, ObjectKind};
use lingdi_domain::step4_remediation::PlannedSite;
use lingdi_domain::{Actor, Month, Ratio};
use lingdi_store::objects::Filter;

use super::make::Hand;
use super::overall::{open_sites, others};
use super::prepare::nothing;
use super::{MoveRequest, Rules, load};
use crate::targets::{INDICATORS, Set, UnitTargets};
use crate::{App, Result};

/// What is known of a unit's year by itself.
pub(super) struct DrawnBattlePlan {
    year: i32,
    tasks: Vec<YearTask>,
    sites: Vec<PlannedSite>,
    due_by: Option<NaiveDate>,
    today: NaiveDate,
    name: String,
}

impl DrawnBattlePlan {
    /// Puts it into a plan; months that nobody has planned yet begin evenly spread.
    pub(super) fn into_plan(self, object: &mut Object) {
        let Fields::BattlePlan(plan) = &mut object.fields else { return };
        let planned = |task: &YearTask| plan.schedule.iter().any(|row| row.indicator == task.indicator);
        let blank: Vec<_> = self.tasks.iter().filter(|task| !planned(task)).map(evenly).collect();
        plan.schedule.extend(blank);
        (plan.year, plan.tasks, plan.sites) = (self.year, self.tasks, self.sites);
        plan.drawn_on = Some(self.today);
        plan.due_by = plan.due_by.or(self.due_by);
        if object.title.is_empty() {
            object.title = format!("{}{}年度作战方案", self.name, self.year);
        }
    }
}

/// Whole numbers for the months, the rest in the last one.
fn evenly(task: &YearTask) -> MonthlyTasks {
    let month = (task.amount.clone() * Ratio::new(1, 12)).to_f64().floor() as i128;
    let mut months = vec![Ratio::integer(month); 11];
    months.push(task.amount.clone() - Ratio::integer(11 * month));
    MonthlyTasks { indicator: task.indicator.clone(), months }
}

/// What of each task the filed plans of a year want done by the end of a month, by unit and indicator.
pub(crate) type Shares = BTreeMap<(String, &'static str), Ratio>;

impl App {
    /// Draws up the year of the plan that is moved or begun.
    pub(super) async fn drawn_battle_plan(
        &self,
        actor: &Actor,
        ask: &MoveRequest,
        rules: &Rules,
    ) -> Result<DrawnBattlePlan> {
        let (mut unit, mut year) = (actor.unit.clone(), rules.today.year());
        if let Some(id) = ask.id {
            let mut tx = self.db().read().await?;
            let found = load::object(&mut tx, self.county(), Some(actor), ObjectKind::BattlePlan, id).await?;
            year = found.object.fields.battle_plan().map_or(year, |plan| plan.year);
            unit = found.object.unit;
        }
        self.year_of(actor, &unit, year, rules).await
    }

    async fn year_of(&self, actor: &Actor, unit: &str, year: i32, rules: &Rules) -> Result<DrawnBattlePlan> {
        let known = rules.units.iter().find(|known| known.code.as_str() == unit);
        let name = known.map_or(unit, |known| known.name.as_str()).to_owned();
        let targets = self.targets(actor, Some(year)).await?;
        let own = targets.units.iter().find(|unit| unit.name == name);
        let tasks = own.into_iter().flat_map(yearly);
        let tasks = tasks.map(|(indicator, measure, set)| YearTask {
            indicator: indicator.to_owned(),
            measure: measure.to_owned(),
            amount: set.amount.clone(),
            document: set.document.clone(),
        });
        let mut tx = self.db().read().await?;
        Ok(DrawnBattlePlan {
            year,
            tasks: tasks.collect(),
            sites: open_sites(&mut tx, self.county(), unit).await?,
            due_by: rules.numbers.battle_plan_due.filter(|day| day.year() == year),
            today: rules.today,
            name,
        })
    }

    /// Asks each unit that has a task of the year for its plan, so that the deadline runs (R60). Doing it
    /// again does nothing.
    pub(super) async fn call_for_battle_plans(&self, actor: &Actor, rules: &Rules) -> Result<usize> {
        let year = rules.today.year();
        let units = self.units_with_tasks(actor, rules, year, rules.today).await?;
        let plans = self.battle_plans(year).await?;
        let mut called = 0;
        for unit in units.iter().filter(|unit| !plans.iter().any(|plan| plan.unit == **unit)) {
            let drawn = self.year_of(actor, unit, year, rules).await?;
            let kind = ObjectKind::BattlePlan;
            let mut blank = Object { unit: unit.clone(), ..nothing(self.ids().next(), kind) };
            drawn.into_plan(&mut blank);
            let (rules, tx) = (self.rules_on(rules.today).await?, self.db().write().await?);
            let mut hand = Hand::new(self, tx, actor, rules, None);
            hand.call_for(blank, i64::from(year)).await?;
            hand.commit().await?;
            called += 1;
        }
        Ok(called)
    }

    /// Local units with a task of a year that had been set by a day.
    pub(super) async fn units_with_tasks(
        &self,
        actor: &Actor,
        rules: &Rules,
        year: i32,
        by: NaiveDate,
    ) -> Result<Vec<String>> {
        let targets = self.targets(actor, Some(year)).await?;
        let has_task = |name: &str| {
            let own = targets.units.iter().find(|unit| unit.name == name);
            own.is_some_and(|own| yearly(own).any(|(.., set)| set.since <= by))
        };
        let local = rules.units.iter().filter(|unit| unit.is_local() && has_task(&unit.name));
        Ok(local.map(|unit| unit.code.to_string()).collect())
    }

    /// What the plans filed by the end of a month want done by then.
    pub(crate) async fn planned_shares(&self, month: Month) -> Result<Shares> {
        let mut shares = Shares::new();
        for object in self.battle_plans(month.year()).await? {
            let Some(plan) = object.fields.battle_plan() else { continue };
            for what in What::ALL {
                if let Some(share) = plan.share(what.indicator(), month) {
                    shares.insert((object.unit.clone(), what.indicator()), share);
                }
            }
        }
        Ok(shares)
    }

    async fn battle_plans(&self, year: i32) -> Result<Vec<Object>> {
        let mut tx = self.db().read().await?;
        let filter = Filter { year: Some(i64::from(year)), ..Filter::default() };
        load::every(&mut tx, self.county(), ObjectKind::BattlePlan, &filter).await
    }
}

impl Hand<'_> {
    /// Makes the object that a unit owes, as the program draws it up.
    pub(super) async fn call_for(&mut self, blank: Object, year: i64) -> Result<Object> {
        let county = self.app.county();
        lingdi_store::events::lock(&mut self.tx, county).await?;
        let siblings = others(&mut self.tx, county, blank.kind, &blank.unit).await?;
        self.put_new(blank, year, siblings, Decision::Following, "call_for", &Input::default()).await
    }
}

/// Tasks that are set for the year and are more than nothing.
fn yearly(unit: &UnitTargets) -> impl Iterator<Item = (&'static str, &'static str, &Set)> {
    let sets = INDICATORS.iter().zip(&unit.yearly);
    let sets = sets.filter_map(|((indicator, measure), set)| Some((*indicator, *measure, set.as_ref()?)));
    sets.filter(|(.., set)| !set.amount.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_nobody_has_planned_are_whole_numbers_that_add_up_to_the_task() {
        for amount in ["100", "1", "0.5", "2500.25"] {
            let amount = Ratio::parse_decimal(amount).unwrap();
            let task = YearTask {
                indicator: "出清".to_owned(),
                measure: "亩".to_owned(),
                amount: amount.clone(),
                document: String::new(),
            };
            let row = evenly(&task);
            assert_eq!((row.months.len(), row.sum()), (12, amount));
            assert!(row.months[..11].iter().all(|month| month.is_whole() && !month.is_negative()));
        }
    }
}
