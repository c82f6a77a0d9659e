//! 属地月报 as a sheet to print.

use axum::extract::{Path, State};
use axum::response::Response;
use lingdi_app::targets::plain;
use lingdi_app::{App, Error};
use lingdi_domain::Month;
use lingdi_domain::mechanism1_task_force::{Figure, UnitReport};
use lingdi_domain::object::ObjectKind;
use uuid::Uuid;

use super::super::error::{Fault, page};
use super::super::gate::Caller;
use super::overall::lines;
use super::view::{state, unit_name};
use crate::format;
use crate::pages::object::{FigureRow, ReportSheet};

pub(in crate::handlers) async fn print(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let seen = app.object(&caller.actor, ObjectKind::UnitReport, id).await?;
    let object = &seen.stored.object;
    let present = object.fields.unit_report();
    let present = present.ok_or_else(|| Error::NotFound(format!("没有属地月报 {id}。请从列表中打开。")))?;
    // Once it is with the office, it is what was reported, whatever has happened since.
    let kept = ["REPORTED", "CHECKED"].contains(&object.state);
    let reported = if kept { Some(app.reported_month(&caller.actor, id).await?.report) } else { None };
    let shown = reported.as_ref().unwrap_or(present);
    let snapshot = app.snapshot(None).await?;
    let today = app.clock().today();
    let day = |day: Option<chrono::NaiveDate>| day.map(format::date).unwrap_or_default();
    page(&ReportSheet {
        county: app.county_name().await?,
        demo: app.is_demo().await?,
        back: format!("/unit_reports/{id}"),
        title: object.title.clone(),
        number: object.number.clone(),
        unit: unit_name(&object.unit, &snapshot),
        month: present.month.map(Month::spoken).unwrap_or_default(),
        state: state(object).0,
        due_by: day(present.due_by),
        reported_on: day(present.reported_on),
        late: present.is_late(today),
        checked_on: day(present.checked_on),
        drawn_on: day(shown.drawn_on),
        kept,
        sha256: present.sha256.as_deref().filter(|_| kept).map(format::fingerprint).unwrap_or_default(),
        figures: shown.figures.iter().map(|figure| figure_row(shown, figure)).collect(),
        overdue: shown.late.clone(),
        problems: lines(shown.problems.as_deref()),
        intentions: lines(shown.intentions.as_deref()),
        printed_on: format::date(today),
        printed_by: caller.name.clone(),
    })
}

fn figure_row(report: &UnitReport, figure: &Figure) -> FigureRow {
    let correction = report.correction(&figure.name);
    FigureRow {
        name: figure.name.clone(),
        measure: figure.measure.clone(),
        counted: plain(&figure.counted),
        year: figure.year.as_ref().map(plain).unwrap_or_default(),
        stated: correction.map(|one| plain(&one.stated)).unwrap_or_default(),
        reason: correction.map(|one| one.reason.clone()).unwrap_or_default(),
    }
}
