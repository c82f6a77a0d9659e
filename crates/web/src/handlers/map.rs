use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use lingdi_app::App;
use lingdi_app::geo::BBox;
use lingdi_app::identification::Judge;
use lingdi_app::parcels::{Band, ListQuery, ParcelFilter, Sort, Tab};
use lingdi_app::policy::Status;
use lingdi_app::seen::{Seen, Shown};
use lingdi_domain::{Category, MainCategory};
use serde::Deserialize;

use super::error::{Fault, page};
use super::frame::frame;
use super::gate::Caller;
use super::list::{address, tax_words};
use super::parcel::rings;
use super::search;
use crate::format;
use crate::frame::Section;
use crate::pages::map::{FallbackMap, MapCard, MapPage, MapQuery, band_legend, category_legend};
use crate::parts::{CategoryTag, Choice};

/// Room left around the county when there is nothing else to show: the whole country, about.
const ANYWHERE: [f64; 4] = [73.0, 18.0, 135.0, 54.0];

/// The map shows every parcel unless the address narrows it.
fn all_parcels(query: &ListQuery) -> ListQuery {
    let tab = if query.tab.is_empty() { Tab::All.code().to_owned() } else { query.tab.clone() };
    ListQuery { tab, page: String::new(), sort: String::new(), ..query.clone() }
}

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<MapQuery>,
) -> Result<Response, Fault> {
    let list = all_parcels(&query.list);
    let seen = app.judge(&caller.actor, &list.judge()).await?;
    let filter = list.filter(&seen)?;
    let found = seen.filtered(&filter, Sort::default());
    let by_band = query.colour == "band";
    let with = |path: &str, colour: &str| {
        let address = address(path, &list);
        let joint = if address.contains('?') { '&' } else { '?' };
        if colour.is_empty() { address } else { format!("{address}{joint}colour={colour}") }
    };
    let bounds = bounds(&seen);
    page(&MapPage {
        frame: frame(&app, &caller, Section::Map).await?,
        colour: if by_band { "band" } else { "category" }.to_owned(),
        count: format::count(found.len()),
        year: seen.year().to_string(),
        other_colour: with("/map", if by_band { "" } else { "band" }),
        forms_blocks: lingdi_app::moves::forms_blocks(&caller.actor),
        list_href: address("/list", &list),
        fallback_href: with("/map/fallback.svg", if by_band { "band" } else { "" }),
        tiles: address("/tiles/parcels/{z}/{x}/{y}.mvt", &list),
        bounds: bounds.map_or(ANYWHERE, |b| [b.min_x, b.min_y, b.max_x, b.max_y]),
        focus: focus(&seen, &query.parcel),
        legend: if by_band { bands(&seen, &found) } else { categories(&seen, &found) },
        units: units(&seen),
    })
}

/// The rectangle of what the caller sees: the county, or their own units.
fn bounds(seen: &Seen) -> Option<BBox> {
    let snapshot = seen.snapshot();
    if seen.holds_county() {
        let parcels_box = || snapshot.shapes.iter().flatten().filter_map(BBox::of).reduce(BBox::union);
        return snapshot.county_box().or_else(parcels_box);
    }
    let own = snapshot.outlines.iter().filter(|outline| seen.holds_unit(&outline.unit.code));
    own.filter_map(|outline| BBox::of(&outline.shape)).reduce(BBox::union).or_else(|| snapshot.county_box())
}

fn focus(seen: &Seen, code: &str) -> Option<(String, f64, f64)> {
    let shown = seen.parcel_with_code(code)?;
    let shape = seen.snapshot().shapes.get(shown.parcel() as usize)?.as_ref()?;
    let middle = BBox::of(shape)?.centre();
    Some((shown.code().to_string(), middle.x, middle.y))
}

fn categories(seen: &Seen, found: &[Shown<'_>]) -> Vec<crate::pages::map::LegendRow> {
    let of = |letter| found.iter().filter(|shown| shown.has(letter)).count();
    let unknown = found.iter().filter(|shown| shown.status() == Status::Indeterminate).count();
    let none =
        found.iter().filter(|shown| matches!(shown.status(), Status::NotListed | Status::OutOfScope)).count();
    let [a, b, c, d] = MainCategory::ALL.map(of);
    category_legend([a, b, c, d, unknown, none].map(format::count), seen.year())
}

fn bands(seen: &Seen, found: &[Shown<'_>]) -> Vec<crate::pages::map::LegendRow> {
    let count = |band: Band| found.iter().filter(|shown| shown.is_in(band, seen.tax_year())).count();
    let bands = seen.bands().into_iter().map(|(band, label)| (label, format::count(count(band))));
    band_legend(bands.collect(), seen.year())
}

fn units(seen: &Seen) -> Vec<Choice> {
    let local = seen.snapshot().outlines.iter().filter(|outline| outline.unit.kind != "县");
    let options: Vec<(String, String)> = local
        .filter(|outline| seen.holds_unit(&outline.unit.code))
        .filter_map(|outline| {
            let b = BBox::of(&outline.shape)?;
            Some((format!("{},{},{},{}", b.min_x, b.min_y, b.max_x, b.max_y), outline.unit.name.to_string()))
        })
        .collect();
    Choice::list(options.iter().map(|(value, label)| (value.as_str(), label.as_str())), "")
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CardQuery {
    year: Option<i32>,
}

/// The card of a parcel, a fragment of HTML.
pub(super) async fn card(
    State(app): State<App>,
    caller: Caller,
    Path(code): Path<String>,
    Query(query): Query<CardQuery>,
) -> Result<Response, Fault> {
    let (seen, detail) =
        app.parcel(&caller.actor, &Judge { year: query.year, ..Judge::present() }, &code).await?;
    let verdict = &detail.verdict;
    let mut mains: Vec<MainCategory> = verdict.categories.iter().copied().map(Category::main).collect();
    mains.dedup();
    let tax = detail.tax.iter().find(|(year, _)| *year == seen.tax_year());
    let forming = if app.may_form_with(&caller.actor, &verdict.code).await? {
        format!("/blocks/forming?site={}", search::percent(&verdict.code))
    } else {
        String::new()
    };
    let ordering = if app.may_order(&caller.actor, &verdict.code).await? {
        format!("/orders/forming?site={}", search::percent(&verdict.code))
    } else {
        String::new()
    };
    let missing = verdict.detail.iter().flat_map(|detail| &detail.missing).next();
    page(&MapCard {
        code: format::parcel_code(&verdict.code),
        href: format!("/parcels/{}?year={}", search::percent(&verdict.code), seen.year()),
        title: detail
            .record
            .location
            .as_ref()
            .map_or_else(|| format::parcel_code(&verdict.code), ToString::to_string),
        unit: verdict.unit_name.to_string(),
        status: verdict.status.label(),
        categories: mains.into_iter().map(CategoryTag).collect(),
        focus: verdict.focus == Some(true),
        area: format::mu(verdict.area_mu),
        tax_year: seen.tax_year(),
        tax_per_mu: tax.map_or_else(|| format::MISSING.to_owned(), |(_, tax)| tax_words(tax)),
        firms: seen.snapshot().occupants_on(detail.parcel, seen.as_of()),
        missing: missing.map(|missing| missing.sentence.clone()).unwrap_or_default(),
        forming,
        ordering,
    })
}

/// Outlines of the units, as they were shipped or imported.
pub(super) async fn outlines(State(app): State<App>, caller: Caller) -> Result<Response, Fault> {
    let outlines = app.outlines(&caller.actor).await?;
    Ok(([(header::CACHE_CONTROL, "private, max-age=60")], Json(outlines)).into_response())
}

/// The drawing shown without WebGL2: the same filters and colours, the same clicks.
pub(super) async fn fallback(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<MapQuery>,
) -> Result<Response, Fault> {
    let list = all_parcels(&query.list);
    let seen = app.judge(&caller.actor, &list.judge()).await?;
    let filter = list.filter(&seen)?;
    let by_band = query.colour == "band";
    // Drawing thousands of shapes is kept off the threads that answer pages.
    let svg = lingdi_app::blocking(move || draw(&seen, &filter, by_band)).await?;
    let policy = "default-src 'none'; style-src 'unsafe-inline'";
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    Ok((headers, svg).into_response())
}

fn draw(seen: &Seen, filter: &ParcelFilter, by_band: bool) -> String {
    use askama::Template;
    let bands = seen.bands();
    let class = |shown: Shown<'_>| {
        if by_band {
            let at = bands.iter().position(|(band, _)| shown.is_in(*band, seen.tax_year()));
            return at
                .filter(|at| at + 1 < bands.len())
                .map_or("unknown".to_owned(), |at| format!("band-{at}"));
        }
        match (shown.letter(), shown.status()) {
            (Some(letter), _) => crate::parts::class(letter).to_owned(),
            (None, Status::Indeterminate) => "unknown".to_owned(),
            (None, _) => "none".to_owned(),
        }
    };
    let parcels: Vec<_> = seen
        .filtered(filter, Sort::default())
        .into_iter()
        .filter_map(|shown| {
            let shape = seen.snapshot().shapes.get(shown.parcel() as usize)?.as_ref()?;
            let title = format!("{} {}", format::parcel_code(shown.code()), shown.status().label());
            let href = format!("/parcels/{}?year={}", search::percent(shown.code()), seen.year());
            Some((rings(shape), class(shown), title, href))
        })
        .collect();
    let outlines = seen.snapshot().outlines.iter().filter(|outline| outline.unit.kind != "县");
    let units: Vec<_> = outlines
        .map(|outline| {
            (
                rings(&outline.shape),
                outline.unit.name.to_string(),
                format!("/list?unit={}", outline.unit.code),
            )
        })
        .collect();
    let drawing = FallbackMap::new(&units, &parcels, true);
    drawing
        .and_then(|drawing| drawing.render().ok())
        .unwrap_or_else(|| r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"/>"#.to_owned())
}
