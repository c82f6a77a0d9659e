//! What a month is judged by: tasks, what was counted, and the groundwork of each unit.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use lingdi_domain::mechanism1_task_force::unit_report::is_awaited;
use lingdi_domain::mechanism1_task_force::{Course, Tally};
use lingdi_domain::mechanism2_appraisal::achievement::{BlockLand, Counted, What, counted, done};
use lingdi_domain::mechanism2_appraisal::circular::OrderCount;
use lingdi_domain::mechanism2_appraisal::defect::Standing as Stands;
use lingdi_domain::mechanism2_appraisal::{
    Adjustment, CountyFacts, Group, GroupTable, Measure, Scheme, Table, UnitInput,
};
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::{Month, Ratio};
use lingdi_policy::facts::Unit;
use lingdi_store::objects::{self, Filter, UnitCount};
use lingdi_store::{Tx, events};

use super::county_facts::county_facts;
use crate::moves::{Reports, Shares, UnitMonth, every, reports_by_unit};
use crate::orders::Owed;
use crate::targets::Tasks;
use crate::{App, Result};

/// What was counted, as of the county's event of this number.
#[derive(Debug, Clone)]
pub(crate) struct Achievements {
    pub(crate) as_of: i64,
    /// By day.
    pub(crate) rows: Arc<Vec<Counted>>,
}

/// States of a case out of the database.
const LEFT: [&str; 2] = ["PRE_EXITED", "EXITED"];

/// States of a case in the database.
const IN_DATABASE: [&str; 9] = [
    "IN_DB",
    "PLANNING",
    "PLAN_REVIEW",
    "EXECUTING",
    "DONE_PENDING_EVAL",
    "EVALUATING",
    "EXIT_PENDING",
    "REWORK",
    "MERGED",
];

/// States of a case whose plan is still to be filed, and of one that works by it or did.
const UNPLANNED: [&str; 3] = ["IN_DB", "PLANNING", "PLAN_REVIEW"];
const PLANNED: [&str; 7] =
    ["EXECUTING", "DONE_PENDING_EVAL", "EVALUATING", "EXIT_PENDING", "PRE_EXITED", "EXITED", "REWORK"];

/// States of an agreement that is not filed yet, and of one that was.
const UNFILED: [&str; 4] = ["DRAFT", "NEGOTIATING", "SIGNED", "REPORTED"];
const FILED: [&str; 8] = [
    "FILED",
    "PERFORMING",
    "CHECK_DUE",
    "WARNING",
    "BREACH_PROPOSED",
    "BREACH",
    "ENDED_FULFILLED",
    "TRANSFERRED",
];

impl App {
    /// All that counts towards the targets; kept in memory until something happens in the county.
    pub(crate) async fn achievements(&self) -> Result<Arc<Vec<Counted>>> {
        // Before the transaction: whoever holds a connection must not wait for another.
        let count_once = self.rules().await?.numbers.count_once;
        let mut tx = self.db().read().await?;
        let as_of = events::last_number(&mut tx, self.county()).await?;
        let kept = self.inner.achievements.lock().ok().and_then(|kept| kept.clone());
        if let Some(kept) = kept.filter(|kept| kept.as_of == as_of) {
            return Ok(kept.rows);
        }
        let mut cases = Vec::new();
        for state in LEFT {
            let filter = Filter { state: Some(state.to_owned()), ..Filter::default() };
            cases.extend(every(&mut tx, self.county(), ObjectKind::Case, &filter).await?);
        }
        let blocks = blocks(&mut tx, self.county()).await?;
        let rows = Arc::new(counted(&cases, &blocks, count_once));
        if let Ok(mut kept) = self.inner.achievements.lock() {
            *kept = Some(Achievements { as_of, rows: Arc::clone(&rows) });
        }
        Ok(rows)
    }

    /// The table of a month from what is known now, and the hash of the edition it is scored by.
    pub(crate) async fn month_table(&self, month: Month) -> Result<(Table, String)> {
        let (edition, day) = self.edition_nearest(month.last_day()).await?;
        let known_rules = self.rules().await?;
        let rules = &known_rules.numbers.appraisal;
        let (units, tasks) = (self.units().await?, self.tasks_of(month).await?);
        let all = self.achievements().await?;
        let begins = month.back(month.number() - 1);
        let in_year = |row: &&Counted| (begins..=month).contains(&Month::of(row.on));
        let counted: Vec<Counted> = all.iter().filter(in_year).cloned().collect();
        let months: Vec<Month> = begins.until(month).collect();
        let in_database = self.cases_in_database().await?;
        let reports = reports_by_unit(&in_database, &months, &known_rules);
        // What is due later in a month that still runs is not late.
        let until = month.last_day().min(self.clock().today());
        let known = Known {
            month,
            until,
            owed: self.owed().await?,
            visits: self.visits_owed(until).await?,
            tasks: &tasks,
            shares: &self.planned_shares(month).await?,
            counted: &counted,
            reports: &reports,
            cases: self.states_by_unit(ObjectKind::Case).await?,
            agreements: self.states_by_unit(ObjectKind::Agreement).await?,
            defects: self.defects().await?,
        };
        let (places, least) = (rules.bottom_places as usize, rules.bottom_least as usize);
        let group = |group: Group| {
            let scheme = edition.scheme(group, day)?.scheme.clone();
            let warned = group == Group::Local || rules.with_departments;
            let inputs =
                units.iter().filter(|unit| belongs(unit, group)).map(|unit| known.input(unit, &scheme));
            let mut inputs: Vec<(i64, UnitInput)> = inputs.collect();
            inputs.sort_by(|(a, left), (b, right)| (a, &left.unit).cmp(&(b, &right.unit)));
            let inputs = inputs.into_iter().map(|(_, input)| input).collect();
            Some(GroupTable::of(scheme, warned, inputs, places, least))
        };
        let groups = [Group::Local, Group::Bureaus].into_iter().filter_map(group).collect();
        let unit_reports = self.unit_reports(month).await?;
        let mut missing_reports = missing(&units, &reports);
        missing_reports
            .extend(unit_reports.into_iter().filter(|one| is_awaited(one, month)).map(|one| one.title));
        let county = CountyFacts {
            orders: known.open_orders(&units),
            findings: known.open_defects(),
            disposed_share: Some(rules.disposed_share.clone()),
            ..county_facts(month, &edition, &all, &in_database)
        };
        let county = Some(county);
        let table = Table { month, places, least, groups, missing_reports, counted, county };
        Ok((table, edition.hash().to_owned()))
    }

    /// Cases in the database that have not left it.
    async fn cases_in_database(&self) -> Result<Vec<Object>> {
        let mut tx = self.db().read().await?;
        let mut cases = Vec::new();
        for state in IN_DATABASE {
            let filter = Filter { state: Some(state.to_owned()), ..Filter::default() };
            cases.extend(every(&mut tx, self.county(), ObjectKind::Case, &filter).await?);
        }
        Ok(cases)
    }

    /// 督查问题 of all units, by number.
    async fn defects(&self) -> Result<Vec<Object>> {
        let mut tx = self.db().read().await?;
        let mut defects = every(&mut tx, self.county(), ObjectKind::Defect, &Filter::default()).await?;
        defects.sort_by(|one, other| one.number.cmp(&other.number));
        Ok(defects)
    }

    async fn states_by_unit(&self, kind: ObjectKind) -> Result<Vec<UnitCount>> {
        let mut tx = self.db().read().await?;
        Ok(objects::counts_by_unit(&mut tx, self.county(), kind).await?)
    }
}

/// Blocks, the completed ones with the cases that were merged into them.
async fn blocks(tx: &mut Tx, county: &str) -> Result<Vec<BlockLand>> {
    let mut lands = Vec::new();
    for block in every(tx, county, ObjectKind::Block, &Filter::default()).await? {
        let tied = match block.state {
            "COMPLETED" => objects::tied(tx, county, block.id).await?,
            _ => Vec::new(),
        };
        let merged = tied.into_iter().map(|tied| tied.stored.object);
        let merged = merged.filter(|object| object.state == "MERGED").collect();
        lands.push(BlockLand { block, merged });
    }
    Ok(lands)
}

fn belongs(unit: &Unit, group: Group) -> bool {
    match group {
        Group::Local => unit.is_local(),
        Group::Bureaus => unit.kind.as_str() == "部门",
    }
}

/// Units that owe reports of the last month asked for, with how many.
fn missing(units: &[Unit], reports: &Reports) -> Vec<String> {
    let owes = |(unit, months): (&String, &Vec<UnitMonth>)| {
        let owed = months.last().map_or(0, |month| month.missing + month.awaited);
        let name = units.iter().find(|known| known.code.as_str() == unit);
        (owed > 0).then(|| format!("{} {owed} 份", name.map_or(unit.as_str(), |known| known.name.as_str())))
    };
    reports.iter().filter_map(owes).collect()
}

/// So many done of so many that were due.
fn share(done: i64, due: i64) -> Measure {
    Measure { done: Ratio::integer(done.into()), due: Some(Ratio::integer(due.into())), task: None }
}

/// What is known of all units.
struct Known<'a> {
    month: Month,
    /// The last day that counts.
    until: NaiveDate,
    /// What units owe of orders.
    owed: Vec<Owed>,
    /// Visits that bureaus paid and owed.
    visits: HashMap<String, (i64, i64)>,
    tasks: &'a Tasks,
    /// What the units' own plans want done by the end of the month.
    shares: &'a Shares,
    counted: &'a [Counted],
    reports: &'a Reports,
    cases: Vec<UnitCount>,
    agreements: Vec<UnitCount>,
    defects: Vec<Object>,
}

impl Known<'_> {
    /// What a unit did, with its place in the official order.
    fn input(&self, unit: &Unit, scheme: &Scheme) -> (i64, UnitInput) {
        let phase = scheme.phases.get(self.month.number() as usize - 1).cloned();
        let phase = phase.unwrap_or_else(|| Ratio::integer(1));
        let mut measures = BTreeMap::new();
        if unit.is_local() {
            for what in What::ALL {
                measures.insert(what.indicator().to_owned(), self.achieved(unit.code.as_str(), what, &phase));
            }
            measures.extend(self.groundwork(unit.code.as_str()));
        }
        let (code, name) = (unit.code.to_string(), unit.name.to_string());
        let tally = self.orders(&code);
        measures.insert("派单按期销号".to_owned(), share(tally.on_time, tally.judged()));
        if let Some((paid, owed)) = self.visits.get(&code) {
            measures.insert("联系指导".to_owned(), share(*paid, *owed));
        }
        let overdue = (tally != Tally::default()).then_some(tally.overdue);
        let deductions = self.deductions(&code, scheme);
        (unit.order, UnitInput { unit: code, name, measures, deductions, overdue, ..UnitInput::default() })
    }

    /// 督查扣分: what the scheme takes off for each defect that is open or late on the last day.
    fn deductions(&self, unit: &str, scheme: &Scheme) -> Vec<Adjustment> {
        let own = self.defects.iter().filter(|defect| defect.unit == unit);
        let adjustment = |object: &Object| {
            let (points, how) = match object.fields.defect()?.stands(self.until) {
                Stands::None => return None,
                Stands::Open => (scheme.defect_open.clone()?, "未销号"),
                Stands::Late => (scheme.defect_late.clone()?, "逾期未报整改"),
            };
            Some(Adjustment {
                points,
                reason: format!("督查问题 {}（{}）{how}", object.number, object.title),
            })
        };
        own.filter_map(adjustment).collect()
    }

    /// Defects that were not closed by then; `None` where 督查 found none.
    fn open_defects(&self) -> Option<i64> {
        let open = |object: &&Object| {
            object.fields.defect().is_some_and(|defect| !matches!(defect.stands(self.until), Stands::None))
        };
        let count = self.defects.iter().filter(open).count();
        (!self.defects.is_empty()).then_some(count as i64)
    }

    /// Orders of the unit that were issued by then and are open, or were closed in the year.
    fn orders(&self, unit: &str) -> Tally {
        let counts = |course: &Course| {
            let closed = course.closed_on.filter(|on| *on <= self.until);
            course.issued_on <= self.until && closed.is_none_or(|on| on.year() == self.month.year())
        };
        let own = self.owed.iter().filter(|owed| owed.unit == unit).map(|owed| owed.course);
        Tally::of(own.filter(counts), self.until)
    }

    /// Open orders of each unit that has any.
    fn open_orders(&self, units: &[Unit]) -> BTreeMap<String, OrderCount> {
        let of = |unit: &Unit| {
            let tally = self.orders(unit.code.as_str());
            (tally.open > 0)
                .then(|| (unit.code.to_string(), OrderCount { open: tally.open, overdue: tally.overdue }))
        };
        units.iter().filter_map(of).collect()
    }

    fn achieved(&self, unit: &str, what: What, phase: &Ratio) -> Measure {
        let indicator = what.indicator();
        let phase = self.shares.get(&(unit.to_owned(), indicator)).unwrap_or(phase);
        Measure {
            done: done(self.counted, what, unit, self.month),
            due: self.tasks.due(unit, indicator, self.month, phase),
            task: self.tasks.of_year(unit, indicator).cloned(),
        }
    }

    /// 方案、协议、月报: shares of what should be there by now; nothing where there is nothing to do.
    fn groundwork(&self, unit: &str) -> BTreeMap<String, Measure> {
        let number = |counts: &[UnitCount], states: &[&str]| -> i64 {
            let own = counts.iter().filter(|one| one.unit == unit && states.contains(&one.state.as_str()));
            own.map(|one| one.count).sum()
        };
        let share = |done: i64, rest: i64| share(done, done + rest);
        let months = self.reports.get(unit).into_iter().flatten();
        let (in_time, not) = months.fold((0, 0), |(in_time, not), month| {
            (in_time + month.in_time, not + month.late + month.missing)
        });
        BTreeMap::from([
            ("方案备案".to_owned(), share(number(&self.cases, &PLANNED), number(&self.cases, &UNPLANNED))),
            (
                "协议备案".to_owned(),
                share(number(&self.agreements, &FILED), number(&self.agreements, &UNFILED)),
            ),
            ("月报按时".to_owned(), share(in_time as i64, not as i64)),
        ])
    }
}
