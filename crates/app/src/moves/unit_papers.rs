//! What each unit has planned for the year and reported of its months, in time or late.

use chrono::{Datelike, NaiveDate};
use lingdi_domain::moves::machine;
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::{Actor, Month};
use lingdi_store::objects::{self, Filter};
use uuid::Uuid;

use crate::authority::May;
use crate::{Action, App, Result};

/// More objects of a kind than any county makes in two years.
const MOST: usize = 10_000;

/// A plan or report, as a table shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its id.
    pub id: Uuid,
    /// State in words.
    pub state: &'static str,
    /// Does the unit still owe it?
    pub owed: bool,
    /// Was it late, or is it by now?
    pub late: bool,
    /// Day on which it was reported first.
    pub reported_on: Option<NaiveDate>,
}

/// 年度作战方案 and 属地月报 of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPapers {
    /// Code of the unit.
    pub unit: String,
    /// Its plan for the present year.
    pub plan: Option<Paper>,
    /// Its reports by month, in the order that was asked for.
    pub reports: Vec<Option<Paper>>,
}

impl App {
    /// Plans of the present year and reports of these months, of each unit within the caller's sight that
    /// has one.
    pub async fn unit_papers(&self, actor: &Actor, over: &[Month]) -> Result<Vec<UnitPapers>> {
        actor.may(Action::Read)?;
        let today = self.clock().today();
        let mut tx = self.db().read().await?;
        let (county, filter) = (self.county(), Filter::default());
        let mut found = Vec::new();
        for kind in [ObjectKind::BattlePlan, ObjectKind::UnitReport] {
            let page = objects::list(&mut tx, county, &actor.scope, kind, &filter, None, MOST).await?;
            found.extend(page.objects.into_iter().map(|stored| stored.object));
        }
        drop(tx);
        let mut units: Vec<UnitPapers> = Vec::new();
        for object in &found {
            let at = units.iter().position(|known| known.unit == object.unit).unwrap_or_else(|| {
                let reports = vec![None; over.len()];
                units.push(UnitPapers { unit: object.unit.clone(), plan: None, reports });
                units.len() - 1
            });
            units[at].add(object, over, today);
        }
        Ok(units)
    }
}

impl UnitPapers {
    fn add(&mut self, object: &Object, over: &[Month], today: NaiveDate) {
        let state = machine(object.kind).state(object.state);
        let paper = |late, reported_on| Paper {
            id: object.id,
            state: state.map_or("", |state| state.label),
            owed: state.is_some_and(|state| state.desk.is_own()),
            late,
            reported_on,
        };
        if let Some(plan) = object.fields.battle_plan().filter(|plan| plan.year == today.year()) {
            self.plan = Some(paper(plan.is_late(today), plan.reported_on));
        }
        if let Some(report) = object.fields.unit_report()
            && let Some(at) = over.iter().position(|month| report.month == Some(*month))
        {
            self.reports[at] = Some(paper(report.is_late(today), report.reported_on));
        }
    }
}
