//! 总体方案 as a sheet to print.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use lingdi_app::{App, Error};
use lingdi_domain::Area;
use lingdi_domain::object::{Fields, ObjectKind};
use lingdi_domain::step4_remediation::{OverallPlan, Path as Way, PlannedSite};
use serde::Deserialize;
use uuid::Uuid;

use super::super::error::{Fault, page};
use super::super::gate::Caller;
use super::view::state;
use crate::format;
use crate::pages::object::{OverallSheet, PlannedRow};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::handlers) struct Asked {
    /// A version before the present one.
    pub(super) edition: Option<i64>,
}

pub(in crate::handlers) async fn print(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let seen = app.object(&caller.actor, ObjectKind::OverallPlan, id).await?;
    let object = &seen.stored.object;
    let Fields::OverallPlan(present) = &object.fields else { return Err(no_such(id).into()) };
    let versions = || std::iter::once(&**present).chain(&present.former);
    let edition = asked.edition.unwrap_or(present.edition);
    let shown = versions().find(|version| version.edition == edition).ok_or_else(|| no_such(id))?;
    let others = versions().filter(|version| version.edition != edition);
    let address = |version: &OverallPlan| format!("/overall_plans/{id}/print?edition={}", version.edition);
    let area = shown.sites.iter().map(|site| site.area.0).sum();
    page(&OverallSheet {
        county: app.county_name().await?,
        demo: app.is_demo().await?,
        back: format!("/overall_plans/{id}"),
        title: object.title.clone(),
        number: object.number.clone(),
        edition,
        others: others.map(|version| (version.edition, address(version))).collect(),
        // What a new version was begun from had been filed.
        state: if edition == present.edition { state(object).0 } else { "已备案" },
        filed_on: shown.filed_on.map(format::date).unwrap_or_default(),
        year: shown.year,
        goals: lines(shown.goals.as_deref()),
        targets: shown.targets.clone(),
        drawn_on: shown.drawn_on.map(format::date).unwrap_or_default(),
        sites: shown.sites.iter().map(row).collect(),
        area: format::mu(Area(area)),
        measures: lines(shown.measures.as_deref()),
        milestones: shown.milestones.iter().map(|one| (format::date(one.due), one.what.clone())).collect(),
        persons: lines(shown.persons.as_deref()),
        support: lines(shown.support.as_deref()),
        printed_on: format::date(app.clock().today()),
        printed_by: caller.name.clone(),
    })
}

fn no_such(id: Uuid) -> Error {
    Error::NotFound(format!("没有总体方案 {id} 的这一版。请从方案的页面打开。"))
}

pub(super) fn lines(text: Option<&str>) -> Vec<String> {
    text.unwrap_or_default().lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

pub(super) fn row(site: &PlannedSite) -> PlannedRow {
    let mut names: Vec<_> = site.categories.iter().map(|category| category.main().label()).collect();
    names.dedup();
    let path =
        |path: Way| Way::CHOICES.iter().find(|(code, _)| *code == format!("{path:?}")).map_or("", |it| it.1);
    PlannedRow {
        number: site.number.clone(),
        title: site.title.clone(),
        parcel: format::parcel_code(&site.parcel),
        area: format::mu(site.area),
        categories: names.join("、"),
        state: site.state.clone(),
        path: site.path.map(path).unwrap_or_default().to_owned(),
        ends: site.ends.map(format::date).unwrap_or_default(),
        persons: site.persons.clone().unwrap_or_default(),
    }
}
