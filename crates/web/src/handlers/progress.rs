//! 整治进度, unit by unit and month by month: who reported late.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use lingdi_app::moves::{CaseMonths, Paper, UnitMonth, UnitPapers, UnitProgress};
use lingdi_app::{App, Snapshot};
use lingdi_domain::Month;
use lingdi_domain::moves::{machine, may_make};
use lingdi_domain::object::ObjectKind;
use lingdi_domain::step4_remediation::progress::Colour;

use super::error::{Fault, page};
use super::frame::frame;
use super::gate::Caller;
use super::search::percent;
use crate::format;
use crate::frame::Section;
use crate::pages::progress::{
    LateRow, PaperRow, PaperView, ProgressPage, ProgressQuery, UncheckedRow, UnitMonthView, UnitRow, tone,
};
use crate::parts::Choice;

/// Months shown, the present one included.
const MONTHS: u32 = 6;

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ProgressQuery>,
) -> Result<Response, Fault> {
    let this = Month::of(app.clock().today());
    let months: Vec<Month> = this.back(MONTHS - 1).until(this).collect();
    let mut units = app.progress_by_unit(&caller.actor, &months).await?;
    let due = app.report_due(this).await?;
    let snapshot = app.snapshot(None).await?;
    let official = |unit: &str| {
        let place = snapshot.facts.units.iter().position(|known| known.code == unit);
        (place.is_none(), place)
    };
    units.sort_by_key(|unit| official(&unit.unit));
    let mut papers = app.unit_papers(&caller.actor, &months).await?;
    papers.sort_by_key(|unit| official(&unit.unit));
    let check = machine(ObjectKind::Case).named("check_progress");
    let checks = check.is_some_and(|one| may_make(one, &caller.actor, ""));
    let names: Vec<(String, String)> =
        units.iter().map(|unit| (unit.unit.clone(), snapshot.unit_name(&unit.unit).to_owned())).collect();
    let choices = names.iter().map(|(code, name)| (code.as_str(), name.as_str()));
    page(&ProgressPage {
        frame: frame(&app, &caller, Section::Progress).await?,
        line: format!("{}的月报 {} 截止", this.spoken(), format::date(due)),
        months: months.iter().map(|month| month.short()).collect(),
        units: units.iter().map(|unit| unit_row(unit, &snapshot)).collect(),
        year: this.year(),
        papers: papers.iter().map(|unit| paper_row(unit, &snapshot)).collect(),
        choices: Choice::list(std::iter::once(("", "全部")).chain(choices), &query.unit),
        late: late(&units, &query.unit, &snapshot),
        unchecked: if checks {
            unchecked(&units, &query.unit, &snapshot, app.clock().today())
        } else {
            Vec::new()
        },
    })
}

fn unit_row(unit: &UnitProgress, snapshot: &Snapshot) -> UnitRow {
    let list = format!("/cases?state=EXECUTING&unit={}", percent(&unit.unit));
    let lights = Colour::ALL.iter().zip(unit.lights).rev().map(|(colour, count)| {
        let href = format!("/cases?unit={}&light={}", percent(&unit.unit), colour.code());
        (tone(*colour), colour.label(), count, href)
    });
    UnitRow {
        unit: snapshot.unit_name(&unit.unit).to_owned(),
        cases: (format::count(unit.lights.iter().sum::<usize>() as i64), list),
        lights: lights.collect(),
        months: unit.months.iter().map(month).collect(),
    }
}

fn paper_row(unit: &UnitPapers, snapshot: &Snapshot) -> PaperRow {
    let view = |paper: &Option<Paper>, path: &str| {
        let Some(paper) = paper else { return PaperView::default() };
        let (tone, note) = match (paper.owed, paper.late) {
            (true, true) if paper.reported_on.is_none() => ("bad", "逾期未报"),
            (_, true) => ("warn", "迟报"),
            (true, false) => ("plain", ""),
            (false, false) => ("good", ""),
        };
        PaperView { href: format!("{path}/{}", paper.id), tone, state: paper.state, note }
    };
    PaperRow {
        unit: snapshot.unit_name(&unit.unit).to_owned(),
        plan: view(&unit.plan, "/battle_plans"),
        reports: unit.reports.iter().map(|report| view(report, "/unit_reports")).collect(),
    }
}

fn month(month: &UnitMonth) -> UnitMonthView {
    let reported = month.in_time + month.late;
    let all = reported + month.missing + month.awaited;
    if all == 0 {
        return UnitMonthView::default();
    }
    let mut note = Vec::new();
    note.extend((month.late > 0).then(|| format!("迟 {}", month.late)));
    note.extend((month.missing > 0).then(|| format!("缺 {}", month.missing)));
    UnitMonthView {
        tone: match month {
            UnitMonth { missing: 1.., .. } => "bad",
            UnitMonth { late: 1.., .. } => "warn",
            UnitMonth { awaited: 1.., .. } => "plain",
            _ => "good",
        },
        figure: format!("{reported}/{all}"),
        note: note.join(" "),
    }
}

/// Of the units shown, cases with some of their months.
fn cases<'a>(
    units: &'a [UnitProgress],
    wanted: &'a str,
    of: fn(&UnitProgress) -> &[CaseMonths],
) -> impl Iterator<Item = (&'a str, &'a CaseMonths)> {
    let shown = units.iter().filter(move |unit| wanted.is_empty() || unit.unit == wanted);
    shown.flat_map(move |unit| of(unit).iter().map(|case| (unit.unit.as_str(), case)))
}

fn late(units: &[UnitProgress], wanted: &str, snapshot: &Snapshot) -> Vec<LateRow> {
    let row = |(unit, case): (&str, &CaseMonths)| {
        let months = case.months.iter().map(|(month, how)| format!("{} {}", month.spoken(), how.label()));
        LateRow {
            href: format!("/cases/{}", case.id),
            title: case.title.clone(),
            unit: snapshot.unit_name(unit).to_owned(),
            months: months.collect::<Vec<_>>().join("、"),
        }
    };
    cases(units, wanted, |unit| &unit.late).map(row).collect()
}

fn unchecked(
    units: &[UnitProgress],
    wanted: &str,
    snapshot: &Snapshot,
    today: NaiveDate,
) -> Vec<UncheckedRow> {
    let row = |(unit, case): (&str, &CaseMonths)| UncheckedRow {
        tick: format!("cases:{}:{}", case.id, case.version),
        href: format!("/cases/{}", case.id),
        title: case.title.clone(),
        unit: snapshot.unit_name(unit).to_owned(),
        months: case.months.iter().map(|(month, _)| month.spoken()).collect::<Vec<_>>().join("、"),
        check_by: case.check_by.map(format::date).unwrap_or_default(),
        is_late: case.check_by.is_some_and(|day| day < today),
    };
    cases(units, wanted, |unit| &unit.unchecked).map(row).collect()
}
