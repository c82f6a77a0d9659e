use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use lingdi_app::exports::{Format, Layer};
use lingdi_app::identification::Judge;
use lingdi_app::parcels::{ListPage as Found, ListRow as FoundRow, Reach, Tab as Which};
use lingdi_app::seen::{Seen, ShownTax};
use lingdi_app::{Action, App, May};
use lingdi_domain::MainCategory;
use serde::Deserialize;

use super::batches::{download, time_words};
use super::error::{Fault, page};
use super::frame::{Done, frame, with_notice};
use super::gate::Caller;
use super::search;
use crate::chart::spark::Spark;
use crate::format;
use crate::frame::Section;
use crate::pages::list::{CategoryToggle, FrozenLink, ListPage, ListQuery, ListRow, SortLink, Tab};
use crate::parts::{Choice, Letter, Pager, letters};

/// Parcels per page.
const PER_PAGE: usize = 50;

/// The address of the list after a change of its query.
type Change<'a> = &'a dyn Fn(&dyn Fn(&mut ListQuery)) -> String;

/// Frozen lists named in the menu; the journal has them all.
const FROZEN_SHOWN: usize = 5;

/// Columns that can be sorted by, as the address names them.
const SORTS: [&str; 5] = ["code", "unit", "area", "tax", "near"];

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ListQuery>,
    Query(done): Query<Done>,
) -> Result<Response, Fault> {
    let ask = query.judge();
    let seen = app.judge(&caller.actor, &ask).await?;
    let filter = query.filter(&seen)?;
    let number = query.page_number();
    let found = app.list_parcels(&caller.actor, &ask, &filter, query.sort(), (number, PER_PAGE)).await?;
    let frame = with_notice(frame(&app, &caller, Section::List).await?, done.done.as_deref());
    let frozen = frozen_links(&app, &caller).await?;
    page(&ListPage { frozen, ..view(&seen, frame, query, &found, number) })
}

fn view(seen: &Seen, frame: crate::frame::Frame, query: ListQuery, found: &Found, number: usize) -> ListPage {
    let with = |change: &dyn Fn(&mut ListQuery)| {
        let mut changed = ListQuery { page: String::new(), ..query.clone() };
        change(&mut changed);
        address("/list", &changed)
    };
    let line = line(seen);
    let shown = Which::ALL.into_iter().find(|tab| tab.code() == query.tab).unwrap_or_default();
    ListPage {
        count: format::count(found.count),
        area: format::mu_total(found.area),
        as_of: format::date(seen.as_of()),
        edition: format!("{} 版", seen.revision()),
        line: line.as_ref().map(format::per_mu).unwrap_or_default(),
        tabs: Which::ALL
            .into_iter()
            .zip(found.tab_counts)
            .map(|(tab, count)| Tab {
                label: tab.label(),
                count: format::count(count),
                href: with(&|query| tab.code().clone_into(&mut query.tab)),
                current: tab == shown,
            })
            .collect(),
        years: years(seen),
        units: units(seen, &query.unit),
        bands: bands(seen, &query.band),
        // How near a parcel is to turning would tell its tax.
        nears: if seen.has_masks() { Vec::new() } else { nears(found, &query.near) },
        categories: toggles(&query, found, &with),
        sorts: SORTS.map(|code| sort_link(&query, code, &with)),
        clear: if has_filter(&query) { with(&clear_filters) } else { String::new() },
        export_query: address("", &ListQuery { page: String::new(), ..query.clone() }),
        map_href: address("/map", &ListQuery { page: String::new(), sort: String::new(), ..query.clone() }),
        rows: found.rows.iter().map(|row| row_view(seen, row, line.as_ref())).collect(),
        pager: Pager::new(number as u64, PER_PAGE as u64, found.count as u64, "宗", |number| {
            with(&|query| query.page = number.to_string())
        }),
        has_parcels: !seen.snapshot().parcels.is_empty(),
        year: seen.year(),
        frozen: Vec::new(),
        frame,
        query,
    }
}

fn clear_filters(query: &mut ListQuery) {
    let (tab, year, sort) = (query.tab.clone(), query.year.clone(), query.sort.clone());
    *query = ListQuery { tab, year, sort, ..ListQuery::default() };
}

fn has_filter(query: &ListQuery) -> bool {
    [&query.q, &query.unit, &query.category, &query.min_mu, &query.max_mu, &query.band, &query.near]
        .iter()
        .any(|value| !value.is_empty())
}

fn toggles(query: &ListQuery, found: &Found, with: Change<'_>) -> Vec<CategoryToggle> {
    let toggle = |(letter, count): (MainCategory, usize)| {
        let on = query.category == letter.code();
        let next = if on { "" } else { letter.code() };
        let href = with(&|query| next.clone_into(&mut query.category));
        CategoryToggle { letter: Letter(letter), count: format::count(count), on, href }
    };
    MainCategory::ALL.into_iter().zip(found.letter_counts).map(toggle).collect()
}

fn sort_link(query: &ListQuery, code: &str, with: Change<'_>) -> SortLink {
    let present = query.sort.trim_start_matches('-') == code;
    let descending = query.sort.starts_with('-');
    let next = if present && !descending { format!("-{code}") } else { code.to_owned() };
    SortLink {
        href: with(&|query| next.clone_into(&mut query.sort)),
        arrow: match (present, descending) {
            (false, _) => "",
            (true, false) => "↑",
            (true, true) => "↓",
        },
    }
}

/// The line of category A on the day of judgement.
pub(super) fn line(seen: &Seen) -> Option<lingdi_domain::Ratio> {
    seen.lines().into_iter().find(|(year, _)| *year == seen.year()).and_then(|(_, line)| line)
}

fn years(seen: &Seen) -> Vec<Choice> {
    let present = seen.year().to_string();
    let years: Vec<String> = seen.edition().years().map(|year| year.to_string()).collect();
    Choice::list(years.iter().map(|year| (year.as_str(), year.as_str())), &present)
}

fn units(seen: &Seen, present: &str) -> Vec<Choice> {
    let local = seen
        .snapshot()
        .facts
        .units
        .iter()
        .filter(|unit| unit.kind != "县" && !unit.is_body() && seen.holds_unit(&unit.code));
    let options =
        std::iter::once(("", "全部")).chain(local.map(|unit| (unit.code.as_str(), unit.name.as_str())));
    Choice::list(options, present)
}

/// Bands are named in addresses by their number, lowest first.
fn bands(seen: &Seen, present: &str) -> Vec<Choice> {
    let bands = seen.bands();
    let named: Vec<(String, &str)> =
        bands.iter().enumerate().map(|(at, (_, label))| (at.to_string(), label.as_str())).collect();
    Choice::list(
        std::iter::once(("", "全部")).chain(named.iter().map(|(code, label)| (code.as_str(), *label))),
        present,
    )
}

/// How near to turning, with the number of parcels that are.
fn nears(found: &Found, present: &str) -> Vec<Choice> {
    let named: Vec<(&str, String)> = Reach::ALL
        .into_iter()
        .zip(found.near_counts)
        .map(|(reach, count)| (reach.code(), format!("{}% 内 · {} 宗", reach.code(), format::count(count))))
        .collect();
    Choice::list(
        std::iter::once(("", "不限")).chain(named.iter().map(|(code, label)| (*code, label.as_str()))),
        present,
    )
}

/// The frozen lists that the menu offers, newest first.
async fn frozen_links(app: &App, caller: &Caller) -> Result<Vec<FrozenLink>, Fault> {
    let today = app.clock().today();
    if caller.actor.may(Action::Freeze).is_err() {
        return Ok(Vec::new());
    }
    let lists = app.frozen_lists(&caller.actor).await?;
    let link = |list: lingdi_app::Frozen| FrozenLink {
        href: format!("/freezes/{}", list.id),
        // Whoever froze it does not send it out.
        sendable: !caller.actor.is_person(&list.actor),
        title: list.title,
        note: format!("{} {}", list.actor, time_words(list.created_at, today)),
    };
    Ok(lists.into_iter().take(FROZEN_SHOWN).map(link).collect())
}

/// A location as it reads beside its unit: without the unit's name in front.
fn short_location<'a>(location: &'a str, unit: &str) -> &'a str {
    match location.strip_prefix(unit).map(str::trim_start) {
        Some(rest) if !unit.is_empty() && !rest.is_empty() => rest,
        _ => location,
    }
}

fn row_view(seen: &Seen, row: &FoundRow, line: Option<&lingdi_domain::Ratio>) -> ListRow {
    let verdict = &row.verdict;
    let last = row.tax.iter().find(|(year, _)| *year == seen.tax_year());
    let drawn: Vec<(i32, Option<f64>)> = row
        .tax
        .iter()
        .map(|(year, tax)| (*year, tax.amount().map(|amount| amount as f64 / 10_000.0)))
        .collect();
    let missing = verdict.detail.iter().flat_map(|detail| &detail.missing).next();
    let mut clauses: Vec<&str> = Vec::new();
    for finding in verdict.findings.iter().filter(|finding| finding.met == Some(true)) {
        if !clauses.contains(&finding.clause.as_str()) {
            clauses.push(&finding.clause);
        }
    }
    ListRow {
        href: format!("/parcels/{}?year={}", search::percent(&row.code), seen.year()),
        name: row.location.as_deref().map_or_else(
            || format::parcel_code(&row.code),
            |location| short_location(location, &verdict.unit_name).to_owned(),
        ),
        code: format::parcel_code(&row.code),
        unit: if verdict.unit_name.is_empty() {
            "属地不明".to_owned()
        } else {
            verdict.unit_name.to_string()
        },
        firm: row.firms.first().cloned().unwrap_or_else(|| format::MISSING.to_owned()),
        more_firms: if row.firms.len() > 1 { format!("等 {} 户", row.firms.len()) } else { String::new() },
        letters: letters(&verdict.categories),
        area: format::mu(verdict.area_mu),
        tax: last.map_or_else(|| format::MISSING.to_owned(), |(_, tax)| tax_words(tax)),
        spark: (!seen.has_masks()).then(|| Spark::new(&drawn, line.map(lingdi_domain::Ratio::to_f64))),
        status: verdict.status.label(),
        focus: verdict.focus == Some(true),
        missing: missing
            .map(|missing| super::tasks::short_missing(missing.kind, missing.year))
            .unwrap_or_default(),
        clauses: clauses.join("、"),
        near: row.closeness.map(super::parcel::distance).unwrap_or_default(),
        is_near: row.is_near,
    }
}

/// 亩均税收 as it is read: the amount to two decimals, or its band.
pub(super) fn tax_words(tax: &ShownTax) -> String {
    match tax {
        ShownTax::Unknown => format::MISSING.to_owned(),
        ShownTax::Amount(amount) => format::per_mu(&lingdi_domain::Ratio::new((*amount).into(), 10_000)),
        ShownTax::Band(mark) => mark.clone(),
    }
}

/// A file of the list under the filters of the page.
async fn export(
    app: &App,
    caller: &Caller,
    ending: &'static str,
    query: &ListQuery,
) -> Result<Response, Fault> {
    let ask = query.judge();
    let seen = app.judge(&caller.actor, &ask).await?;
    let filter = query.filter(&seen)?;
    let name = format!("{}年低效工业用地清单.{ending}", seen.year());
    let format = Format::from_name(&name)?;
    let bytes =
        app.export_filtered(&caller.actor, Layer::Parcels, format, &ask, &filter, query.sort()).await?;
    Ok(download(&name, bytes))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct FreezeForm {
    year: Option<i32>,
}

pub(super) async fn freeze(
    State(app): State<App>,
    caller: Caller,
    Form(form): Form<FreezeForm>,
) -> Result<Response, Fault> {
    app.freeze_list(&caller.actor, &Judge { year: form.year, ..Judge::present() }).await?;
    let year = form.year.map(|year| format!("year={year}&")).unwrap_or_default();
    Ok(Redirect::to(&format!("/list?{year}done=frozen")).into_response())
}

pub(super) async fn frozen(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<uuid::Uuid>,
) -> Result<Response, Fault> {
    let bytes = app.frozen_list(&caller.actor, id).await?;
    Ok(download(&format!("初步清单_{id}.json"), bytes))
}

/// An address with every set filter in it.
pub(super) fn address(path: &str, query: &ListQuery) -> String {
    let set: Vec<String> =
        query.pairs().into_iter().map(|(name, value)| format!("{name}={}", search::percent(value))).collect();
    if set.is_empty() { path.to_owned() } else { format!("{path}?{}", set.join("&")) }
}

pub(super) async fn xlsx(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ListQuery>,
) -> Result<Response, Fault> {
    export(&app, &caller, "xlsx", &query).await
}

pub(super) async fn csv(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ListQuery>,
) -> Result<Response, Fault> {
    export(&app, &caller, "csv", &query).await
}

pub(super) async fn geojson(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ListQuery>,
) -> Result<Response, Fault> {
    export(&app, &caller, "geojson", &query).await
}

#[cfg(test)]
mod tests {
    use super::short_location;

    #[test]
    fn a_location_loses_its_units_name_but_never_all_of_itself() {
        let cases = [
            ("分水镇东溪工业园3号", "分水镇", "东溪工业园3号"),
            ("分水镇 东溪工业园3号", "分水镇", "东溪工业园3号"),
            ("东溪工业园3号", "分水镇", "东溪工业园3号"),
            ("分水镇", "分水镇", "分水镇"),
            ("分水镇东溪", "", "分水镇东溪"),
        ];
        for (location, unit, short) in cases {
            assert_eq!(short_location(location, unit), short);
        }
    }
}
