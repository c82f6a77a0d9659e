//! 谋划连片地块, and the small map on the page of a block.

use axum::extract::{Query, State};
use axum::response::Response;
use lingdi_app::moves::{Forming, ObjectView, Site};
use lingdi_app::{App, Snapshot};
use lingdi_domain::numbers::Numbers;
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::{Actor, Area, Ratio};

use super::error::{Fault, page};
use super::frame::frame;
use super::gate::Caller;
use super::objects::{new_form, shown_row};
use super::parcel::rings;
use super::search::percent;
use crate::chart::minimap::{Line, MiniMap, Shape};
use crate::format;
use crate::frame::Section;
use crate::pages::block::{FormingPage, SiteRow};
use crate::pages::object::MoveForm;

/// Size of the map on which sites are chosen.
const LARGE: (f64, f64) = (660.0, 440.0);

/// How many sites beside the chosen ones the map shows whole.
const NEXT: usize = 3;

/// `?site=宗地代码&site=…`: the choice stands in the address.
pub(super) async fn forming(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let chosen = query.into_iter().filter(|(name, _)| name == "site").map(|(_, code)| code);
    let chosen: Vec<String> = chosen.filter(|code| !code.is_empty()).collect();
    let forming = app.forming(&caller.actor, &chosen).await?;
    let numbers = &forming.numbers;
    let snapshot = app.snapshot(None).await?;
    let today = app.clock().today();
    let row = |site: &Site| SiteRow {
        row: shown_row(&site.object, &snapshot, today),
        parcel: site.object.parcel.clone(),
        chosen: site.chosen,
        gap: site.gap.map(|gap| metres(gap).to_decimal(1)).unwrap_or_default(),
        near: site.gap.is_some_and(|gap| metres(gap) <= numbers.block_gap),
        taken: site.taken.clone().unwrap_or_default(),
    };
    let count = chosen_count(&forming);
    let gap = forming.block.widest_gap.as_deref().and_then(Ratio::parse_decimal).filter(|_| count > 1);
    page(&FormingPage {
        frame: frame(&app, &caller, Section::Cases).await?,
        map: map(&forming, &snapshot),
        sites: forming.sites.iter().map(row).collect(),
        count,
        area: format::mu(forming.block.union_area),
        gap: gap.map(|gap| gap.to_decimal(1)).unwrap_or_default(),
        rule: rule(numbers),
        missing: forming.missing.iter().map(|missing| missing.sentence.clone()).collect(),
        form: form(&caller.actor, &forming),
    })
}

fn chosen_count(forming: &Forming) -> usize {
    forming.sites.iter().filter(|site| site.chosen).count()
}

/// Hundredths of a metre as metres.
fn metres(gap: i64) -> Ratio {
    Ratio::new(i128::from(gap), 100)
}

fn rule(numbers: &Numbers) -> String {
    let area =
        (numbers.block_area > Area(0)).then(|| format!("，合计不少于 {} 亩", format::mu(numbers.block_area)));
    format!(
        "不少于 {} 宗，间距不超过 {} 米{}",
        numbers.block_sites,
        numbers.block_gap.to_decimal(0),
        area.unwrap_or_default()
    )
}

fn form(actor: &Actor, forming: &Forming) -> MoveForm {
    let chosen = forming.sites.iter().filter(|site| site.chosen);
    let links = chosen.map(|site| format!("member:cases:{}", site.object.id)).collect();
    MoveForm { links, ..new_form(actor, ObjectKind::Block, None, None, None) }
}

/// Around the chosen sites; around all of them while none is chosen.
fn map(forming: &Forming, snapshot: &Snapshot) -> Option<MiniMap> {
    let chosen = |site: &&Site| site.chosen;
    let any = forming.sites.iter().any(|site| chosen(&site));
    let codes = |but: &str| {
        let codes = forming.sites.iter().filter(chosen).map(|site| site.object.parcel.as_str());
        codes.filter(|code| *code != but).map(|code| format!("site={}", percent(code))).collect::<Vec<_>>()
    };
    // Sites come nearest first: the next few are shown whole, as they are what one chooses from.
    let shown = if any { chosen_count(forming) + NEXT } else { forming.sites.len() };
    let mut shapes: Vec<(Vec<Line>, Shape)> = Vec::new();
    let mut around = Vec::new();
    // The chosen ones come last, over the others.
    for (at, site) in forming.sites.iter().enumerate().rev() {
        let code = site.object.parcel.as_str();
        let Some(lines) = lines(snapshot, code) else { continue };
        if at < shown {
            around.extend(lines.iter().cloned());
        }
        let mut next = codes(code);
        if !site.chosen {
            next.push(format!("site={}", percent(code)));
        }
        let (href, title) = match &site.taken {
            Some(block) => (String::new(), format!("已在{block}")),
            None => (format!("/blocks/forming?{}", next.join("&")), site.object.title.clone()),
        };
        let class = format!("{} {}", if site.chosen { "own" } else { "other" }, class(&site.object));
        shapes.push((lines, Shape { class, title, href, ..Shape::default() }));
    }
    MiniMap::of(&around, LARGE, shapes)
}

pub(super) fn lines(snapshot: &Snapshot, code: &str) -> Option<Vec<Line>> {
    let at = snapshot.parcel(code)?;
    Some(rings(snapshot.shapes.get(at as usize)?.as_ref()?))
}

fn class(case: &Object) -> &'static str {
    let category = case.fields.case().and_then(|case| case.categories.first());
    category.map_or("", |category| crate::parts::class(category.main()))
}

/// The members of a block on the map.
pub(super) fn members(seen: &ObjectView, snapshot: &Snapshot) -> Option<MiniMap> {
    let members = seen.ties.iter().filter(|tie| tie.role == "member");
    let shapes: Vec<(Vec<Line>, Shape)> = members
        .filter_map(|tie| {
            let shape = Shape {
                class: format!("own {}", class(&tie.object)),
                title: tie.object.title.clone(),
                href: format!("/cases/{}", tie.object.id),
                ..Shape::default()
            };
            Some((lines(snapshot, &tie.object.parcel)?, shape))
        })
        .collect();
    let around: Vec<Line> = shapes.iter().flat_map(|(lines, _)| lines.clone()).collect();
    MiniMap::of(&around, MiniMap::SIZE, shapes)
}
