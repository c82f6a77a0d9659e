//! 年度作战方案 as a sheet to print.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use lingdi_app::{App, Error, Snapshot};
use lingdi_domain::Area;
use lingdi_domain::category::MainCategory;
use lingdi_domain::mechanism1_task_force::{BattlePlan, YearTask};
use lingdi_domain::object::ObjectKind;
use lingdi_domain::step4_remediation::PlannedSite;
use uuid::Uuid;

use super::super::block::lines as shape_of;
use super::super::error::{Fault, page};
use super::super::gate::Caller;
use super::super::parcel::rings;
use super::overall::{Asked, lines, row};
use super::view::{state, unit_name};
use crate::chart::minimap::Line;
use crate::chart::site_map::{Site, SiteMap};
use crate::format;
use crate::pages::object::{BattleSheet, BattleSite, TaskRow};

pub(in crate::handlers) async fn print(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let seen = app.object(&caller.actor, ObjectKind::BattlePlan, id).await?;
    let object = &seen.stored.object;
    let present = object.fields.battle_plan().ok_or_else(|| no_such(id))?;
    let versions = || std::iter::once(present).chain(&present.former);
    let edition = asked.edition.unwrap_or(present.edition);
    let shown = versions().find(|version| version.edition == edition).ok_or_else(|| no_such(id))?;
    let others = versions().filter(|version| version.edition != edition);
    let address = |version: &BattlePlan| format!("/battle_plans/{id}/print?edition={}", version.edition);
    let snapshot = app.snapshot(None).await?;
    let sites = sites(shown, &snapshot);
    let outline = snapshot.outlines.iter().find(|outline| outline.unit.code.as_str() == object.unit);
    let outline: Vec<Line> = outline.map(|outline| rings(&outline.shape)).unwrap_or_default();
    let on_map: Vec<Site> =
        sites.iter().filter(|(_, site)| !site.rings.is_empty()).map(|(_, site)| site.clone()).collect();
    let overview = SiteMap::overview(&outline, &on_map).map(|map| ("全域", map));
    let enlarged = SiteMap::enlarged(&outline, &on_map).map(|map| ("地块放大", map));
    let used = |main: &MainCategory| on_map.iter().any(|site| site.class == crate::parts::class(*main));
    let legend = MainCategory::ALL.into_iter().filter(used);
    let today = app.clock().today();
    page(&BattleSheet {
        county: app.county_name().await?,
        demo: app.is_demo().await?,
        back: format!("/battle_plans/{id}"),
        title: object.title.clone(),
        number: object.number.clone(),
        unit: unit_name(&object.unit, &snapshot),
        year: shown.year,
        edition,
        others: others.map(|version| (version.edition, address(version))).collect(),
        // What a new version was begun from had been filed.
        state: if edition == present.edition { state(object).0 } else { "已备案" },
        due_by: shown.due_by.map(format::date).unwrap_or_default(),
        reported_on: shown.reported_on.map(format::date).unwrap_or_default(),
        late: shown.is_late(today),
        filed_on: shown.filed_on.map(format::date).unwrap_or_default(),
        tasks: shown.tasks.iter().map(|task| task_row(shown, task)).collect(),
        documents: documents(shown),
        drawn_on: shown.drawn_on.map(format::date).unwrap_or_default(),
        area: format::mu(Area(shown.sites.iter().map(|site| site.area.0).sum())),
        sites: sites.into_iter().map(|(row, _)| row).collect(),
        maps: overview.into_iter().chain(enlarged).collect(),
        legend: legend.map(|main| (crate::parts::class(main), main.label())).collect(),
        milestones: shown.milestones.iter().map(|one| (format::date(one.due), one.what.clone())).collect(),
        support: lines(shown.support.as_deref()),
        printed_on: format::date(today),
        printed_by: caller.name.clone(),
    })
}

fn no_such(id: Uuid) -> Error {
    Error::NotFound(format!("没有年度作战方案 {id} 的这一版。请从方案的页面打开。"))
}

/// The sites of a version, each as a row and as it lies on the map.
fn sites(plan: &BattlePlan, snapshot: &Snapshot) -> Vec<(BattleSite, Site)> {
    let site = |(at, site): (usize, &PlannedSite)| {
        let class = site.categories.first().map_or("", |category| crate::parts::class(category.main()));
        let rings = shape_of(snapshot, &site.parcel).unwrap_or_default();
        let nodes = site.nodes.iter().map(|node| (format::date(node.due), node.what.clone())).collect();
        let shown = BattleSite { row: row(site), nodes, class, on_map: !rings.is_empty() };
        (shown, Site { number: at + 1, class, title: site.title.clone(), rings })
    };
    plan.sites.iter().enumerate().map(site).collect()
}

fn documents(plan: &BattlePlan) -> Vec<String> {
    let mut named: Vec<_> = plan.tasks.iter().map(|task| task.document.clone()).collect();
    named.retain(|document| !document.is_empty());
    named.sort();
    named.dedup();
    named
}

fn task_row(plan: &BattlePlan, task: &YearTask) -> TaskRow {
    let row = plan.schedule.iter().find(|row| row.indicator == task.indicator);
    TaskRow {
        indicator: task.indicator.clone(),
        measure: task.measure.clone(),
        amount: lingdi_app::targets::plain(&task.amount),
        months: row.into_iter().flat_map(|row| &row.months).map(lingdi_app::targets::plain).collect(),
    }
}
