//! 拟派单: sites chosen on a drawn map, in a table, or brought along from a block, a decision item, a warning.

use axum::extract::{Query, State};
use axum::response::Response;
use lingdi_app::orders::{About, Drafting};
use lingdi_app::{App, Error, Snapshot};
use lingdi_domain::Area;
use lingdi_domain::object::{Object, ObjectKind};

use super::super::block::{class, lines};
use super::super::error::{Fault, page};
use super::super::frame::frame;
use super::super::gate::Caller;
use super::super::objects::orders::offered_units;
use super::super::objects::{new_form, shown_row};
use super::super::search::percent;
use crate::chart::minimap::{Line, MiniMap, Shape};
use crate::format;
use crate::frame::Section;
use crate::pages::block::SiteRow;
use crate::pages::object::MoveForm;
use crate::pages::orders::OrderFormingPage;
use crate::parts::Choice;

/// Size of the map on which sites are chosen.
const LARGE: (f64, f64) = (660.0, 440.0);

/// How many sites beside the chosen ones the map shows whole.
const NEXT: usize = 6;

/// What an order may come from: name in the address, the kind, and the name of the tie.
const SOURCES: [(&str, ObjectKind, &str); 3] = [
    ("block", ObjectKind::Block, "block"),
    ("decision", ObjectKind::Item, "decision"),
    ("alert", ObjectKind::Interview, "alert"),
];

/// `?site=宗地代码&site=…&unit=…&decision=…`: the choice stands in the address.
pub(in crate::handlers) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let asked = query.into_iter().filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>();
    let all = |name: &str| {
        asked.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let mut from = Vec::new();
    for (name, kind, _) in SOURCES {
        for id in all(name) {
            let id = id
                .parse()
                .ok()
                .ok_or_else(|| Error::Refused("来源无法识别，请从它的页面重新办理。".to_owned()))?;
            from.push((kind, id));
        }
    }
    let about = About { parcels: all("site"), unit: all("unit").into_iter().next(), from };
    let drafting = app.drafting(&caller.actor, &about).await?;
    let kept: Vec<(String, String)> =
        asked.iter().filter(|(name, _)| SOURCES.iter().any(|source| source.0 == name)).cloned().collect();
    let snapshot = app.snapshot(None).await?;
    let today = app.clock().today();
    let row = |case: &Object, chosen| SiteRow {
        row: shown_row(case, &snapshot, today),
        parcel: case.parcel.clone(),
        chosen,
        ..SiteRow::default()
    };
    let chosen = drafting.chosen.iter().map(|case| row(case, true));
    let area = drafting.chosen.iter().filter_map(|case| Some(case.fields.case()?.area.0)).sum();
    let units = app.units().await?;
    let local = units.iter().filter(|unit| unit.is_local());
    let local = local.map(|unit| (unit.code.as_str(), unit.name.as_str()));
    let unit = drafting.unit.clone().unwrap_or_default();
    page(&OrderFormingPage {
        frame: frame(&app, &caller, Section::Orders).await?,
        map: map(&drafting, &snapshot, &kept),
        units: Choice::list(std::iter::once(("", "请选择")).chain(local), &unit),
        sites: chosen.chain(drafting.others.iter().map(|case| row(case, false))).collect(),
        count: drafting.chosen.len(),
        area: format::mu(Area(area)),
        from: drafting.from.iter().map(|about| (about.kind.label(), about.title.clone())).collect(),
        kept,
        form: form(&caller, &drafting, &offered_units(ObjectKind::Order, &units)),
    })
}

fn form(caller: &Caller, drafting: &Drafting, units: &[lingdi_app::policy::facts::Unit]) -> MoveForm {
    let tie = |object: &Object| {
        let role = SOURCES.iter().find(|(_, kind, _)| *kind == object.kind).map_or("site", |source| source.2);
        format!("{role}:{}:{}", object.kind.code(), object.id)
    };
    let links = drafting.chosen.iter().chain(&drafting.from).map(tie).collect();
    let mut form = MoveForm { links, ..new_form(&caller.actor, ObjectKind::Order, None, None, None, units) };
    // What it is about is mostly what it comes from.
    let named = drafting.from.first().or(drafting.chosen.first()).map(|object| object.title.clone());
    for field in form.fields.iter_mut().filter(|field| field.name == "subject") {
        field.value = named.clone().map(|title| format!("{title}联动处置")).unwrap_or_default();
    }
    form
}

/// The chosen sites over the others of the unit; a click turns the choice of one.
fn map(drafting: &Drafting, snapshot: &Snapshot, kept: &[(String, String)]) -> Option<MiniMap> {
    let mut shapes: Vec<(Vec<Line>, Shape)> = Vec::new();
    let mut around = Vec::new();
    let chosen = |but: &str| {
        let codes = drafting.chosen.iter().map(|case| case.parcel.as_str()).filter(|code| *code != but);
        codes.map(|code| format!("site={}", percent(code))).collect::<Vec<_>>()
    };
    let shape = |case: &Object| lines(snapshot, &case.parcel);
    let centre = drafting.chosen.iter().find_map(|case| corner(&shape(case)?));
    let mut others: Vec<&Object> = drafting.others.iter().collect();
    if let Some(centre) = centre {
        let away = |case: &&Object| {
            shape(case).and_then(|lines| corner(&lines)).map_or(f64::MAX, |at| apart(at, centre))
        };
        others.sort_by(|a, b| away(b).total_cmp(&away(a)));
    }
    // Once a site is chosen, the map moves to it and the nearest others.
    let far = if centre.is_some() { others.len().saturating_sub(NEXT) } else { 0 };
    let all = others.into_iter().enumerate().map(|(at, case)| (case, false, at >= far));
    for (case, is_chosen, near) in all.chain(drafting.chosen.iter().map(|case| (case, true, true))) {
        let Some(lines) = shape(case) else { continue };
        if near {
            around.extend(lines.iter().cloned());
        }
        let mut next = chosen(&case.parcel);
        if !is_chosen {
            next.push(format!("site={}", percent(&case.parcel)));
        }
        next.extend(drafting.unit.iter().map(|unit| format!("unit={}", percent(unit))));
        next.extend(kept.iter().map(|(name, value)| format!("{name}={}", percent(value))));
        let class = format!("{} {}", if is_chosen { "own" } else { "other" }, class(case));
        let href = format!("/orders/forming?{}", next.join("&"));
        shapes.push((lines, Shape { class, title: case.title.clone(), href, ..Shape::default() }));
    }
    MiniMap::of(&around, LARGE, shapes)
}

fn corner(lines: &[Line]) -> Option<[f64; 2]> {
    lines.first()?.first().copied()
}

/// How far two corners lie apart, to order by.
fn apart(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}
