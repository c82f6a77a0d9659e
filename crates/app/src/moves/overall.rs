//! 总体方案: what the program draws up of a unit by itself, and the beginning of a plan.

use std::collections::BTreeSet;

use chrono::{Datelike, Days};
use lingdi_domain::Actor;
use lingdi_domain::moves::{Decision, is_open, machine};
use lingdi_domain::object::{Fields, Input, Linked, Object, ObjectKind};
use lingdi_domain::step4_remediation::{OverallPlan, PlannedSite};
use lingdi_store::objects::{self, Filter};
use lingdi_store::{Tx, events, links};

use super::drawn::Drawn;
use super::make::Hand;
use super::prepare::nothing;
use super::{Rules, load};
use crate::targets::INDICATORS;
use crate::{App, Result};

/// What is known of a unit by itself.
pub(super) struct DrawnPlan {
    sites: Vec<PlannedSite>,
    targets: Vec<String>,
    /// Last day for the plan: so many days after the year's first 认定 in the unit.
    due: Option<chrono::NaiveDate>,
    today: chrono::NaiveDate,
    name: String,
}

impl DrawnPlan {
    /// Puts it into an overall plan.
    pub(super) fn into_plan(self, object: &mut Object) {
        let Fields::OverallPlan(plan) = &mut object.fields else { return };
        let year = self.today.year();
        // A year's plan is owed once; a further version of it is drawn when somebody wants one.
        let owed = self.due.filter(|_| plan.year < year);
        **plan = OverallPlan {
            year,
            sites: self.sites,
            targets: self.targets,
            drawn_on: Some(self.today),
            ..(**plan).clone()
        };
        object.due = object.due.or(owed);
        if object.title.is_empty() {
            object.title = format!("{}低效工业用地整治提升总体方案", self.name);
        }
    }
}

impl App {
    /// Draws the list of sites and the targets of a unit.
    pub(super) async fn drawn_plan(&self, actor: &Actor, unit: &str, rules: &Rules) -> Result<DrawnPlan> {
        let snapshot = self.snapshot(None).await?;
        let name = snapshot.unit_name(unit).to_owned();
        let year = rules.today.year();
        let targets = self.targets(actor, Some(year)).await?;
        let own = targets.units.iter().find(|unit| unit.name == name);
        let sets = own.into_iter().flat_map(|unit| INDICATORS.iter().zip(&unit.yearly));
        let told = sets.filter_map(|((indicator, measure), set)| {
            let set = set.as_ref()?;
            let basis =
                if set.document.is_empty() { String::new() } else { format!("（{}）", set.document) };
            Some(format!("{indicator} {} {measure}{basis}", crate::targets::plain(&set.amount)))
        });
        let targets = told.collect();
        let mut tx = self.db().read().await?;
        let filter = Filter { unit: Some(unit.to_owned()), ..Filter::default() };
        let cases = load::every(&mut tx, self.county(), ObjectKind::Case, &filter).await?;
        let confirmed = cases.iter().filter_map(|case| case.fields.case()?.confirmed_on);
        let first = confirmed.filter(|day| day.year() == year).min();
        let days = Days::new(u64::from(rules.numbers.overall_days));
        let due = first.and_then(|day| day.checked_add_days(days));
        let sites = sites(&mut tx, self.county(), &cases).await?;
        Ok(DrawnPlan { sites, targets, due, today: rules.today, name })
    }

    /// Asks each unit whose first site of the year was confirmed for its overall plan of that year, so that
    /// the deadline runs (R44). Doing it again does nothing.
    pub(super) async fn call_for_overall_plans(&self, actor: &Actor, rules: &Rules) -> Result<usize> {
        let (mut tx, year) = (self.db().read().await?, rules.today.year());
        let cases = load::every(&mut tx, self.county(), ObjectKind::Case, &Filter::default()).await?;
        let plans = load::every(&mut tx, self.county(), ObjectKind::OverallPlan, &Filter::default()).await?;
        drop(tx);
        let confirmed = cases.into_iter().filter(|case| {
            let on = case.fields.case().and_then(|case| case.confirmed_on);
            on.is_some_and(|day| day.year() == year && day <= rules.today) && !case.unit.is_empty()
        });
        let units: BTreeSet<String> = confirmed.map(|case| case.unit).collect();
        let mut called = 0;
        for unit in units {
            let plan = plans.iter().find(|plan| plan.unit == unit);
            let owes = plan.is_none_or(|plan| {
                plan.state == "FILED" && matches!(&plan.fields, Fields::OverallPlan(told) if told.year < year)
            });
            if owes {
                self.call_for(actor, &unit, plan, rules.today).await?;
                called += 1;
            }
        }
        Ok(called)
    }

    async fn call_for(
        &self,
        actor: &Actor,
        unit: &str,
        plan: Option<&Object>,
        day: chrono::NaiveDate,
    ) -> Result<()> {
        let rules = self.rules_on(day).await?;
        let drawn = self.drawn_plan(actor, unit, &rules).await?;
        let mut tx = self.db().write().await?;
        events::lock(&mut tx, self.county()).await?;
        let others = others(&mut tx, self.county(), ObjectKind::OverallPlan, unit).await?;
        let (kind, by, input) = (ObjectKind::OverallPlan, Decision::Following, Input::default());
        let mut hand = Hand::new(self, tx, actor, rules, None);
        match plan {
            None => {
                let mut blank = Object { unit: unit.to_owned(), ..nothing(self.ids().next(), kind) };
                drawn.into_plan(&mut blank);
                hand.put_new(blank, i64::from(day.year()), others, by, "call_for", &input).await?;
            }
            Some(plan) => {
                hand.drawn = Some(Drawn::Plan(drawn));
                hand.move_it(kind, plan.id, by, "call_again", &input, Some(plan.version)).await?;
            }
        }
        hand.commit().await
    }
}

/// The unit's others of a kind, which keep it from a second one.
pub(super) async fn others(tx: &mut Tx, county: &str, kind: ObjectKind, unit: &str) -> Result<Vec<Linked>> {
    let filter = Filter { unit: Some(unit.to_owned()), ..Filter::default() };
    let all = load::every(tx, county, kind, &filter).await?;
    Ok(all.into_iter().map(|object| Linked { role: "sibling".to_owned(), object }).collect())
}

/// The open cases of a unit that were confirmed, as a list of sites has them.
pub(super) async fn open_sites(tx: &mut Tx, county: &str, unit: &str) -> Result<Vec<PlannedSite>> {
    let filter = Filter { unit: Some(unit.to_owned()), ..Filter::default() };
    let cases = load::every(tx, county, ObjectKind::Case, &filter).await?;
    sites(tx, county, &cases).await
}

async fn sites(tx: &mut Tx, county: &str, cases: &[Object]) -> Result<Vec<PlannedSite>> {
    let mut sites = Vec::new();
    for case in cases.iter().filter(|case| is_open(case) && is_confirmed(case)) {
        sites.push(site(tx, county, case).await?);
    }
    sites.sort_by(|a, b| a.number.cmp(&b.number));
    Ok(sites)
}

fn is_confirmed(case: &Object) -> bool {
    !matches!(case.state, "CANDIDATE" | "VERIFYING" | "VERIFIED")
}

/// A case as the list of sites has it, with what its own plan says.
async fn site(tx: &mut Tx, county: &str, case: &Object) -> Result<PlannedSite> {
    let mut site = PlannedSite {
        number: case.number.clone(),
        parcel: case.parcel.clone(),
        title: case.title.clone(),
        state: machine(case.kind).state(case.state).map_or("", |state| state.label).to_owned(),
        ..PlannedSite::default()
    };
    if let Some(fields) = case.fields.case() {
        (site.area, site.categories) = (fields.area, fields.categories.clone());
    }
    for tie in links::of(tx, county, case.id).await?.into_iter().filter(|tie| tie.name() == "plan") {
        let Some(stored) = objects::find(tx, county, tie.id).await? else { continue };
        if let Some(plan) = stored.object.fields.plan() {
            (site.path, site.ends, site.persons) = (plan.path, plan.end_date, plan.persons.clone());
            site.nodes.clone_from(&plan.milestones);
        }
    }
    Ok(site)
}
