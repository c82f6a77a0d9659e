//! 整治进度: months and lights of the cases under work, for the page of one, for lists and desks, and for
//! the county unit by unit. All from `lingdi_domain::step4_remediation::progress`.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::step4_remediation::Plan;
use lingdi_domain::step4_remediation::progress::{self, Colour, Light, MonthRow, Standing};
use lingdi_domain::{Actor, Month};
use lingdi_store::objects::{self, Filter, Position, Stored};
use uuid::Uuid;

use super::Rules;
use crate::authority::May;
use crate::{Action, App, Result};

/// The state of a case under work.
const UNDER_WORK: &str = "EXECUTING";

/// States in which the months that were reported still tell.
const AFTER_WORK: [&str; 4] = ["DONE_PENDING_EVAL", "EVALUATING", "EXIT_PENDING", "REWORK"];

/// Cases read at once.
const CHUNK: usize = 500;

/// How a case stands.
#[derive(Debug, Clone)]
pub struct Progress {
    /// Its light; `None` when it is not under work.
    pub light: Option<Light>,
    /// Its months, the earliest first.
    pub months: Vec<MonthRow>,
}

/// Cases with a light.
#[derive(Debug, Clone, Default)]
pub struct LitPage {
    /// One page of them, those due first in front.
    pub page: Vec<Stored>,
    /// Where the next page begins.
    pub next: Option<Position>,
    /// How many there are.
    pub total: usize,
}

/// Reports of a unit for a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UnitMonth {
    /// 按时
    pub in_time: usize,
    /// 迟报
    pub late: usize,
    /// 未报
    pub missing: usize,
    /// 待报
    pub awaited: usize,
}

/// How the cases of a unit stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitProgress {
    /// Code of the unit.
    pub unit: String,
    /// Cases under work by light: green, yellow, red.
    pub lights: [usize; 3],
    /// Reports by month, in the order that was asked for.
    pub months: Vec<UnitMonth>,
    /// Cases with late or missing reports in those months.
    pub late: Vec<CaseMonths>,
    /// Cases under work with reports that the office has not checked.
    pub unchecked: Vec<CaseMonths>,
}

/// Some months of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseMonths {
    /// Its id.
    pub id: Uuid,
    /// Its version, for a move on many.
    pub version: i64,
    /// What people call it.
    pub title: String,
    /// The months, and how their reports stand.
    pub months: Vec<(Month, Standing)>,
    /// By when the office checks the first of them.
    pub check_by: Option<NaiveDate>,
}

impl App {
    /// Lights of those among these cases that are under work, by id.
    pub async fn lights(&self, actor: &Actor, among: &[Stored]) -> Result<HashMap<Uuid, Light>> {
        actor.may(Action::Read)?;
        let cases: Vec<&Stored> = among.iter().filter(|stored| is_under_work(stored)).collect();
        if cases.is_empty() {
            return Ok(HashMap::new());
        }
        let rules = self.rules().await?;
        let plans = self.plans_of(&cases).await?;
        let light = |stored: &&Stored| Some((stored.object.id, light(stored, &plans, &rules)?));
        Ok(cases.iter().filter_map(light).collect())
    }

    /// Months and light of one case.
    pub async fn progress(&self, actor: &Actor, case: &Stored) -> Result<Progress> {
        actor.may(Action::Read)?;
        let rules = self.rules().await?;
        let plans = self.plans_of(&[case]).await?;
        let light = light(case, &plans, &rules).filter(|_| is_under_work(case));
        Ok(Progress { light, months: months(case, &plans, &rules) })
    }

    /// Cases under work whose light has this colour.
    pub async fn lit_cases(
        &self,
        actor: &Actor,
        filter: &Filter,
        colour: Colour,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<LitPage> {
        let wanted = Filter { state: Some(UNDER_WORK.to_owned()), ..filter.clone() };
        let mut cases = self.cases_in(actor, &wanted).await?;
        let lights = self.lights(actor, &cases).await?;
        cases.retain(|case| lights.get(&case.object.id).is_some_and(|light| light.colour == colour));
        let total = cases.len();
        let begins = |case: &Stored| after.is_none_or(|after| Position::of(case) > *after);
        let mut page: Vec<Stored> = cases.into_iter().filter(begins).collect();
        let more = page.len() > limit;
        page.truncate(limit);
        let next = page.last().filter(|_| more).map(Position::of);
        Ok(LitPage { page, next, total })
    }

    /// Each unit within the caller's sight that has cases at work, by code, over these months.
    pub async fn progress_by_unit(&self, actor: &Actor, over: &[Month]) -> Result<Vec<UnitProgress>> {
        let rules = self.rules().await?;
        let mut cases = Vec::new();
        for state in std::iter::once(UNDER_WORK).chain(AFTER_WORK) {
            let wanted = Filter { state: Some(state.to_owned()), ..Filter::default() };
            cases.extend(self.cases_in(actor, &wanted).await?);
        }
        let plans = self.plans_of(&cases.iter().collect::<Vec<_>>()).await?;
        let mut units: Vec<UnitProgress> = Vec::new();
        cases.sort_by(|a, b| (&a.object.unit, a.object.id).cmp(&(&b.object.unit, b.object.id)));
        for case in &cases {
            if units.last().is_none_or(|last| last.unit != case.object.unit) {
                units.push(UnitProgress {
                    unit: case.object.unit.clone(),
                    lights: [0; 3],
                    months: vec![UnitMonth::default(); over.len()],
                    late: Vec::new(),
                    unchecked: Vec::new(),
                });
            }
            if let Some(unit) = units.last_mut() {
                let light = light(case, &plans, &rules).filter(|_| is_under_work(case));
                unit.add(case, light, &months(case, &plans, &rules), over, lamp(&rules));
            }
        }
        Ok(units)
    }

    /// The last day on which the report of a month is in time.
    pub async fn report_due(&self, month: Month) -> Result<NaiveDate> {
        let rules = self.rules().await?;
        Ok(progress::due(month, &rules.numbers.limits, &rules.calendar))
    }

    /// Every case of a filter, those due first in front.
    async fn cases_in(&self, actor: &Actor, filter: &Filter) -> Result<Vec<Stored>> {
        actor.may(Action::Read)?;
        let (mut found, mut after) = (Vec::new(), None);
        let mut tx = self.db().read().await?;
        loop {
            let (county, kind) = (self.county(), ObjectKind::Case);
            let page =
                objects::list(&mut tx, county, &actor.scope, kind, filter, after.as_ref(), CHUNK).await?;
            found.extend(page.objects);
            after = page.next;
            if after.is_none() {
                return Ok(found);
            }
        }
    }

    /// The newest plan of each case.
    pub(crate) async fn plans_of(&self, cases: &[&Stored]) -> Result<HashMap<Uuid, Plan>> {
        let ids: Vec<Uuid> = cases.iter().map(|case| case.object.id).collect();
        let mut tx = self.db().read().await?;
        let found = objects::tied_to_any(&mut tx, self.county(), ObjectKind::Plan, "case", &ids).await?;
        Ok(found
            .into_iter()
            .filter_map(|(case, plan)| Some((case, plan.object.fields.plan()?.clone())))
            .collect())
    }
}

/// Reports by unit and month.
pub(crate) type Reports = BTreeMap<String, Vec<UnitMonth>>;

/// How the reports of these months stand, by unit: what a month is appraised by.
pub(crate) fn reports_by_unit(cases: &[Object], over: &[Month], rules: &Rules) -> Reports {
    let (limits, calendar) = (&rules.numbers.limits, &rules.calendar);
    let due: Vec<_> = over.iter().map(|month| (*month, progress::due(*month, limits, calendar))).collect();
    let mut units = Reports::new();
    let reports = |object: &&Object| object.state == UNDER_WORK || AFTER_WORK.contains(&object.state);
    for object in cases.iter().filter(reports) {
        let Some(case) = object.fields.case() else { continue };
        let months = units.entry(object.unit.clone());
        let months = months.or_insert_with(|| vec![UnitMonth::default(); over.len()]);
        for (at, standing) in progress::standings(case, &due, rules.today) {
            // Once it is declared done nothing more is awaited, and what was reported stays.
            if object.state == UNDER_WORK || matches!(standing, Standing::InTime | Standing::Late) {
                months[at].add(standing);
            }
        }
    }
    units
}

impl UnitMonth {
    fn add(&mut self, standing: Standing) {
        match standing {
            Standing::InTime => self.in_time += 1,
            Standing::Late => self.late += 1,
            Standing::Missing => self.missing += 1,
            Standing::Awaited => self.awaited += 1,
        }
    }
}

impl UnitProgress {
    fn add(
        &mut self,
        case: &Stored,
        light: Option<Light>,
        rows: &[MonthRow],
        over: &[Month],
        rules: progress::Rules<'_>,
    ) {
        let these = |wanted: &dyn Fn(&&MonthRow) -> bool| {
            let months: Vec<_> = rows.iter().filter(wanted).map(|row| (row.month, row.standing)).collect();
            let (object, first) = (&case.object, months.first().map(|(month, _)| *month));
            let check_by = first.map(|month| progress::check_due(month, rules.limits, rules.calendar));
            let (id, version, title) = (object.id, object.version, object.title.clone());
            let case = CaseMonths { id, version, title, months, check_by };
            (!case.months.is_empty()).then_some(case)
        };
        if let Some(light) = light {
            let at = Colour::ALL.iter().position(|colour| *colour == light.colour).unwrap_or(0);
            self.lights[at] += 1;
            let waits = |row: &&MonthRow| row.report.as_ref().is_some_and(|one| one.checked_on.is_none());
            self.unchecked.extend(these(&waits));
        }
        let bad = |row: &&MonthRow| {
            over.contains(&row.month) && matches!(row.standing, Standing::Late | Standing::Missing)
        };
        self.late.extend(these(&bad));
        for row in rows {
            let Some(at) = over.iter().position(|month| *month == row.month) else { continue };
            self.months[at].add(row.standing);
        }
    }
}

fn is_under_work(stored: &Stored) -> bool {
    stored.object.kind == ObjectKind::Case && stored.object.state == UNDER_WORK
}

fn light(stored: &Stored, plans: &HashMap<Uuid, Plan>, rules: &Rules) -> Option<Light> {
    let case = stored.object.fields.case()?;
    Some(progress::light(case, plans.get(&stored.object.id), rules.today, lamp(rules)))
}

/// Months of a case; once it is declared done nothing more is awaited, and what was reported stays.
fn months(stored: &Stored, plans: &HashMap<Uuid, Plan>, rules: &Rules) -> Vec<MonthRow> {
    let Some(case) = stored.object.fields.case() else { return Vec::new() };
    let mut rows = progress::months(case, plans.get(&stored.object.id), rules.today, lamp(rules));
    if !is_under_work(stored) {
        rows.retain(|row| row.report.is_some());
    }
    rows
}

fn lamp(rules: &Rules) -> progress::Rules<'_> {
    progress::Rules { limits: &rules.numbers.limits, calendar: &rules.calendar }
}
