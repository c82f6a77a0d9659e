//! 属地月报: what the program counts of a unit's month, the bytes of what was reported, and the asking for it.

use lingdi_domain::mechanism1_task_force::{Figure, UnitReport};
use lingdi_domain::mechanism2_appraisal::achievement::{What, figure};
use lingdi_domain::moves::{Effect, machine};
use lingdi_domain::object::{Fields, Holder, Object, ObjectKind};
use lingdi_domain::step4_remediation::progress;
use lingdi_domain::{Actor, Month, Ratio, Role, Scope};
use lingdi_store::frozen::Frozen;
use lingdi_store::objects::{self, Filter, Wanted};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::make::Hand;
use super::prepare::nothing;
use super::{MoveRequest, Rules, load};
use crate::authority::May;
use crate::{Action, App, Error, Result, VERSION};

/// Kind of the bytes that are kept of what a unit reported.
const UNIT_REPORT: &str = "unit_report";

/// Overdue matters that are named; of more, the number alone.
const NAMED: usize = 20;

/// Cases by the step they have reached, in words, with their states.
const STEPS: [(&str, &[&str]); 5] = [
    ("核实认定中", &["CANDIDATE", "VERIFYING", "VERIFIED", "CONFIRMED"]),
    ("在库待整治", &["IN_DB", "PLANNING", "PLAN_REVIEW"]),
    ("整治中", &["EXECUTING", "REWORK"]),
    ("待评估出库", &["DONE_PENDING_EVAL", "EVALUATING", "EXIT_PENDING"]),
    ("已出库", &["PRE_EXITED", "EXITED"]),
];

/// What was reported, as its bytes tell.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reported {
    /// Code of the unit.
    pub unit: String,
    /// Its name then.
    pub name: String,
    /// The report.
    pub report: UnitReport,
}

/// What is known of a unit's month by itself.
pub(super) struct DrawnReport {
    report: UnitReport,
    name: String,
    /// What is kept once it is reported.
    keep: Option<Frozen>,
}

impl DrawnReport {
    /// Puts it into a report; answers what is to be kept as bytes when it is being reported.
    pub(super) fn into_report(self, object: &mut Object) -> Option<(Frozen, Vec<u8>)> {
        let Fields::UnitReport(report) = &mut object.fields else { return None };
        let drawn = self.report;
        (report.month, report.figures, report.late) = (drawn.month, drawn.figures, drawn.late);
        (report.drawn_on, report.due_by) = (drawn.drawn_on, report.due_by.or(drawn.due_by));
        if object.title.is_empty() {
            let month = report.month.map(Month::spoken).unwrap_or_default();
            object.title = format!("{}{month}月报", self.name);
        }
        let mut frozen = self.keep?;
        // What was kept before is no part of what is kept now.
        (report.frozen, report.sha256) = (None, None);
        let reported = Reported { unit: object.unit.clone(), name: self.name, report: (**report).clone() };
        let content = serde_json::to_vec(&reported).ok()?;
        frozen.title = format!("{}（第 {} 次报送）", object.title, report.reports + 1);
        frozen.sha256 = lingdi_store::files::sha256(&content);
        (report.frozen, report.sha256) = (Some(frozen.id.to_string()), Some(frozen.sha256.clone()));
        Some((frozen, content))
    }
}

impl App {
    /// Counts the month of the report that is moved or begun; nothing when no month is known.
    pub(super) async fn drawn_report(
        &self,
        actor: &Actor,
        ask: &MoveRequest,
        rules: &Rules,
    ) -> Result<Option<DrawnReport>> {
        let asked = ask.input.fields.get("month").and_then(|month| month.as_str());
        let (mut unit, mut month) = (actor.unit.clone(), asked.and_then(|month| Month::parse(month.trim())));
        if let Some(id) = ask.id {
            let mut tx = self.db().read().await?;
            let found = load::object(&mut tx, self.county(), Some(actor), ObjectKind::UnitReport, id).await?;
            month = found.object.fields.unit_report().and_then(|report| report.month);
            unit = found.object.unit;
        }
        let Some(month) = month else { return Ok(None) };
        let mut drawn = self.month_of(&unit, month, rules).await?;
        let one = machine(ObjectKind::UnitReport).named(&ask.verb);
        if one.is_some_and(|one| one.effects.contains(&Effect::KeepFrozen)) {
            drawn.keep = Some(Frozen {
                id: self.ids().next(),
                kind: UNIT_REPORT.to_owned(),
                title: String::new(),
                sha256: String::new(),
                basis: json!({"month": month, "unit": unit, "program": VERSION}).to_string(),
                actor: actor.name.clone(),
                created_at: self.clock().now(),
            });
        }
        Ok(Some(drawn))
    }

    async fn month_of(&self, unit: &str, month: Month, rules: &Rules) -> Result<DrawnReport> {
        let known = rules.units.iter().find(|known| known.code.as_str() == unit);
        let name = known.map_or(unit, |known| known.name.as_str()).to_owned();
        let (limits, calendar) = (&rules.numbers.limits, &rules.calendar);
        let (overdue, late) = self.overdue_of(unit, rules).await?;
        let mut figures = self.counted_in(unit, month).await?;
        figures.extend(self.by_step(unit).await?);
        figures.extend(self.reports_of_cases(unit, month).await?);
        figures.push(number("逾期事项", "件", overdue));
        let report = UnitReport {
            month: Some(month),
            figures,
            late,
            drawn_on: Some(rules.today),
            due_by: Some(progress::due(month, limits, calendar)),
            ..UnitReport::default()
        };
        Ok(DrawnReport { report, name, keep: None })
    }

    /// What counts towards the targets, in the month and since the year began.
    async fn counted_in(&self, unit: &str, month: Month) -> Result<Vec<Figure>> {
        let rows = self.achievements().await?;
        let begins = month.back(month.number() - 1);
        let figure = |what: What| {
            let own = || rows.iter().filter(|row| row.what == what && row.unit == unit);
            let sum = |from: Month| {
                let within = own().filter(|row| (from..=month).contains(&Month::of(row.on)));
                figure(what, within.map(|row| row.amount).sum())
            };
            Figure {
                name: what.indicator().to_owned(),
                measure: what.unit().to_owned(),
                counted: sum(month),
                year: Some(sum(begins)),
            }
        };
        Ok(What::ALL.into_iter().map(figure).collect())
    }

    async fn by_step(&self, unit: &str) -> Result<Vec<Figure>> {
        let mut tx = self.db().read().await?;
        let counts = objects::counts_by_unit(&mut tx, self.county(), ObjectKind::Case).await?;
        let own: Vec<_> = counts.into_iter().filter(|count| count.unit == unit).collect();
        let step = |(name, states): (&str, &[&str])| {
            let here = own.iter().filter(|count| states.contains(&count.state.as_str()));
            number(name, "宗", here.map(|count| count.count).sum())
        };
        Ok(STEPS.into_iter().map(step).collect())
    }

    /// 地块月报 of the month that came late or are missing.
    async fn reports_of_cases(&self, unit: &str, month: Month) -> Result<[Figure; 2]> {
        let scope = Scope::Units(vec![unit.to_owned()]);
        let actor = Actor { scope, ..Actor::program("属地月报") };
        let progress = self.progress_by_unit(&actor, &[month]).await?;
        let own = progress.iter().find(|one| one.unit == unit).and_then(|one| one.months.first());
        let (late, missing) = own.map_or((0, 0), |month| (month.late, month.missing));
        Ok([number("地块月报迟报", "份", late as i64), number("地块月报未报", "份", missing as i64)])
    }

    /// What lies overdue on the unit's desks, whatever it is: how many, and by name.
    async fn overdue_of(&self, unit: &str, rules: &Rules) -> Result<(i64, Vec<String>)> {
        let desk = |role| Holder { role, unit: unit.to_owned() };
        let holders = [Role::LocalClerk, Role::LocalLeader].map(desk);
        let wanted = Wanted { holders: Some(&holders), until: rules.today.pred_opt(), ..Wanted::default() };
        let mut tx = self.db().read().await?;
        let all = objects::waiting_count(&mut tx, self.county(), &Scope::County, &wanted).await?;
        let page = objects::waiting(&mut tx, self.county(), &Scope::County, &wanted, None, NAMED).await?;
        let named = page.objects.iter().map(|stored| {
            let object = &stored.object;
            let state = machine(object.kind).state(object.state).map_or("", |state| state.label);
            let due = object.due.map(|day| day.to_string()).unwrap_or_default();
            format!("{}“{}”（{state}，应于 {due} 前办理）", object.kind.label(), object.title)
        });
        Ok((all, named.collect()))
    }

    /// Asks each unit that has a task of the year for the report of the running month, and of the one
    /// before if a stop passed it over, so that their deadlines run (R61). Doing it again does nothing.
    pub(super) async fn call_for_unit_reports(&self, actor: &Actor, rules: &Rules) -> Result<usize> {
        let this = Month::of(rules.today);
        let mut called = 0;
        for month in [this.back(1), this] {
            let by = month.last_day().min(rules.today);
            let units = self.units_with_tasks(actor, rules, month.year(), by).await?;
            let known = self.unit_reports(month).await?;
            for unit in units.iter().filter(|unit| !known.iter().any(|one| one.unit == **unit)) {
                let drawn = self.month_of(unit, month, rules).await?;
                let kind = ObjectKind::UnitReport;
                let mut blank = Object { unit: unit.clone(), ..nothing(self.ids().next(), kind) };
                drawn.into_report(&mut blank);
                let (rules, tx) = (self.rules_on(rules.today).await?, self.db().write().await?);
                let mut hand = Hand::new(self, tx, actor, rules, None);
                hand.call_for(blank, i64::from(month.year())).await?;
                hand.commit().await?;
                called += 1;
            }
        }
        Ok(called)
    }

    /// What a unit reported, as it was reported last, from the bytes that were kept.
    pub async fn reported_month(&self, actor: &Actor, id: Uuid) -> Result<Reported> {
        actor.may(Action::Read)?;
        let mut tx = self.db().read().await?;
        let (county, kind) = (self.county(), ObjectKind::UnitReport);
        let found = load::object(&mut tx, county, Some(actor), kind, id).await?;
        drop(tx);
        let kept = found.object.fields.unit_report().and_then(|report| report.frozen.clone());
        let kept = kept.ok_or_else(|| {
            Error::NotFound(format!("“{}”还没有报送，没有留存的原样。请先报送。", found.object.title))
        })?;
        Ok(serde_json::from_slice(&self.monthly_bytes(&kept).await?)?)
    }

    /// The units' reports of a month.
    pub(crate) async fn unit_reports(&self, month: Month) -> Result<Vec<Object>> {
        let mut tx = self.db().read().await?;
        let filter = Filter { year: Some(i64::from(month.year())), ..Filter::default() };
        let all = load::every(&mut tx, self.county(), ObjectKind::UnitReport, &filter).await?;
        let of_month = |report: &UnitReport| report.month == Some(month);
        Ok(all.into_iter().filter(|one| one.fields.unit_report().is_some_and(of_month)).collect())
    }
}

fn number(name: &str, measure: &str, count: i64) -> Figure {
    Figure {
        name: name.to_owned(),
        measure: measure.to_owned(),
        counted: Ratio::integer(count.into()),
        year: None,
    }
}
