//! From a judged parcel to what its page shows.

use chrono::NaiveDate;
use lingdi_app::geo::MultiPolygon;
use lingdi_app::parcels::ParcelDetail;
use lingdi_app::policy::verdict::{FirmYearState, TaxYear, TaxYearState};
use lingdi_app::policy::{Finding, Near};
use lingdi_app::seen::{Seen, Shown, ShownTax};
use lingdi_domain::{Category, Cell, Ratio};

use super::super::list::tax_words;
use super::super::search::percent;
use super::Reader;
use crate::chart::minimap::{Line, MiniMap, Shape};
use crate::chart::tax::{TaxChart, TaxYear as ChartYear};
use crate::format;
use crate::pages::parcel::{
    DecisionRow, FactRow, FindingGroup, FindingView, Met, OccupantRow, ParcelView, TaxRow, TimelineEntry,
    YearLink,
};
use crate::parts::{CategoryTag, SourceView};

pub(super) fn parcel(
    reader: &Reader<'_>,
    detail: &ParcelDetail,
    near: &[Near],
    events: Vec<TimelineEntry>,
) -> ParcelView {
    let (verdict, seen) = (&detail.verdict, reader.seen);
    let years = verdict.detail.as_ref().map(|detail| detail.years.as_slice()).unwrap_or_default();
    let last = years.iter().find(|year| year.year == reader.seen.tax_year());
    let mut mains: Vec<_> = verdict.categories.iter().map(|category| category.main()).collect();
    mains.dedup();
    let (occupied, occupants_tax) = occupant_sums(detail, last);
    ParcelView {
        code: verdict.code.to_string(),
        code_grouped: format::parcel_code(&verdict.code),
        title: detail
            .record
            .location
            .as_ref()
            .map_or_else(|| format::parcel_code(&verdict.code), ToString::to_string),
        unit: if verdict.unit_name.is_empty() {
            "属地不明".to_owned()
        } else {
            verdict.unit_name.to_string()
        },
        year: seen.year(),
        years: year_links(reader, &verdict.code),
        status: verdict.status.label(),
        categories: mains.into_iter().map(CategoryTag).collect(),
        focus: verdict.focus,
        missing: verdict
            .detail
            .iter()
            .flat_map(|detail| &detail.missing)
            .map(|missing| missing.sentence.clone())
            .collect(),
        area: format::mu(verdict.area_mu),
        tax_year: reader.seen.tax_year(),
        tax_per_mu: if detail.masked {
            tax_of(detail, seen.tax_year())
        } else {
            format::or_missing(last.and_then(|year| year.per_mu.as_ref()), format::per_mu)
        },
        edition: format!("{} 版", reader.seen.revision()),
        edition_fingerprint: format::fingerprint(seen.edition_hash()),
        as_of: format::date(seen.as_of()),
        findings: FindingGroup::gather(
            verdict.findings.iter().map(|finding| finding_view(reader, finding)).collect(),
        ),
        near: super::near::list(reader, near),
        remarks: remarks(detail),
        facts: facts(reader, detail),
        occupants: occupants(reader, detail, last),
        occupied,
        occupants_tax,
        chart: (!detail.masked).then(|| chart(reader, years)),
        tax: if detail.masked {
            detail.tax.iter().map(masked_tax_row).collect()
        } else {
            years.iter().map(|year| tax_row(reader, year)).collect()
        },
        decisions: decisions(reader, detail),
        map: detail.shape.as_ref().and_then(|shape| mini_map(reader, detail, shape)),
        events,
    }
}

fn year_links(reader: &Reader<'_>, code: &str) -> Vec<YearLink> {
    let link = |year| YearLink {
        year,
        href: format!("/parcels/{}?year={year}", percent(code)),
        current: year == reader.seen.year(),
    };
    reader.seen.edition().years().map(link).collect()
}

fn remarks(detail: &ParcelDetail) -> Vec<String> {
    let Some(more) = &detail.verdict.detail else { return Vec::new() };
    let mut remarks = Vec::new();
    if more.tolerance_used {
        remarks.push("面积比较用到了容差（G16，本系统默认值），见相应依据。".to_owned());
    }
    if !more.idle.by_contract.label().is_empty() && !more.idle.certified {
        remarks.push(format!("{}；尚无闲置土地认定书，不称“闲置土地”。", more.idle.by_contract.label()));
    }
    if let Some(grace) = &more.grace {
        remarks.push(format!("在宽限期内（{grace}）。"));
    }
    remarks
}

/// Where a cell stands, with the page of its batch where the bureaus' files are open.
pub(in crate::handlers) fn source(seen: &Seen, open: bool, cell: &Cell) -> Option<SourceView> {
    if cell.file.is_empty() {
        return None;
    }
    let files = &seen.snapshot().facts.batches;
    let batch = files
        .iter()
        .position(|file| file.sha256 == cell.batch)
        .and_then(|at| seen.snapshot().batch_ids.get(at));
    let letters = !cell.column.is_empty()
        && cell.column.len() <= 3
        && cell.column.bytes().all(|byte| byte.is_ascii_uppercase());
    Some(SourceView {
        file: cell.file.to_string(),
        sheet: cell.sheet.to_string(),
        cells: vec![match (cell.column.as_str(), letters) {
            ("", _) => format!("第 {} 行", cell.row),
            (column, true) => format!("{column}{}", cell.row),
            (column, false) => format!("{column} 第 {} 个", cell.row),
        }],
        href: batch.filter(|_| open).map(|id| format!("/batches/{id}")).unwrap_or_default(),
    })
}

fn sources(reader: &Reader<'_>, cells: &[Cell]) -> Vec<SourceView> {
    SourceView::gather(cells.iter().filter_map(|cell| source(reader.seen, reader.sources, cell)))
}

fn finding_view(reader: &Reader<'_>, finding: &Finding) -> FindingView {
    FindingView {
        clause: finding.clause.clone(),
        quote: finding.quote.clone(),
        category: Category::from_code(finding.rule),
        fact: finding.fact.clone(),
        sources: sources(reader, &finding.sources),
        arithmetic: finding.arithmetic.clone(),
        line: format!("{} {}", finding.comparison, finding.threshold).trim().to_owned(),
        met: match finding.met {
            Some(true) => Met::Yes,
            Some(false) => Met::No,
            None => Met::Unknown,
        },
        default_ours: finding.default_ours,
        tolerance_used: finding.tolerance_used,
        note: finding.note.clone(),
    }
}

fn facts(reader: &Reader<'_>, detail: &ParcelDetail) -> Vec<FactRow> {
    let area = detail.verdict.area_mu;
    let mut rows: Vec<FactRow> = detail
        .facts
        .iter()
        .map(|fact| FactRow {
            label: fact.label.to_owned(),
            value: fact.value.clone(),
            as_written: String::new(),
            source: source(reader.seen, reader.sources, &fact.source),
        })
        .collect();
    if let Some(first) = rows.first_mut() {
        first.as_written = std::mem::replace(
            &mut first.value,
            format!("{} 亩（{} 平方米）", format::mu_exact(area), format::square_metres(area)),
        );
    }
    let date = |label: &str, day: Option<NaiveDate>, cell: &Cell| {
        day.map(|day| FactRow {
            label: label.to_owned(),
            value: format::date(day),
            as_written: String::new(),
            source: source(reader.seen, reader.sources, cell),
        })
    };
    for (supply, cell) in &detail.supplies {
        rows.extend(date("合同签订", supply.signed_on, cell));
        rows.extend(date("约定开工", supply.start_due, cell));
        rows.extend(date("实际开工", supply.started_on, cell));
    }
    for (approval, cell) in &detail.approvals {
        let until = approval.until.map(|day| format!("，期限至 {day}")).unwrap_or_default();
        rows.push(FactRow {
            label: "用途批复".to_owned(),
            value: format!(
                "{} {}{until}",
                approval.document,
                approval.approved_use.as_deref().unwrap_or_default()
            ),
            as_written: String::new(),
            source: source(reader.seen, reader.sources, cell),
        });
    }
    for (lease, cell) in &detail.leases {
        rows.push(FactRow {
            label: "出租".to_owned(),
            value: format!(
                "{} {} 亩，{}",
                lease.lessee.as_deref().unwrap_or("承租人未填"),
                format::mu(lease.area),
                lease.lease_use
            ),
            as_written: String::new(),
            source: source(reader.seen, reader.sources, cell),
        });
    }
    rows
}

fn occupants(reader: &Reader<'_>, detail: &ParcelDetail, last: Option<&TaxYear>) -> Vec<OccupantRow> {
    let rows = detail.occupants.iter().map(|occupant| {
        let part = last.and_then(|year| {
            year.parts
                .iter()
                .find(|part| part.enterprise.is_some() && part.enterprise == occupant.row.enterprise)
        });
        let class = occupant.classes.first().map(|(year, class)| format!("评价 {class}（{year}）"));
        let to = occupant.row.to.map(|to| format!("至 {to}"));
        let note: Vec<String> = [Some(occupant.relation.clone()), class, to]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
        OccupantRow {
            name: occupant.name.clone(),
            code: occupant.code.clone(),
            note: note.join(" · "),
            area: format::or_missing(occupant.row.land_area, format::mu),
            tax: format::or_missing(part.and_then(|part| part.part.as_ref()), |tax| format::decimal(tax, 2)),
            source: source(reader.seen, reader.sources, &occupant.source),
        }
    });
    let rows: Vec<OccupantRow> = rows.collect();
    if !rows.is_empty() {
        return rows;
    }
    if detail.masked {
        return sole_owner(detail);
    }
    // Without an occupancy row the 权利人 counts as the sole occupant (a switch of ours).
    let parts = last.map(|year| year.parts.as_slice()).unwrap_or_default();
    parts
        .iter()
        .map(|part| OccupantRow {
            name: part.name.clone(),
            code: String::new(),
            note: format!("{} · 无占用记录，按权利人独占计（本系统默认值）", part.relation),
            area: format::or_missing(part.land_mu.as_ref(), |mu| format::decimal(mu, 2)),
            tax: format::or_missing(part.part.as_ref(), |tax| format::decimal(tax, 2)),
            source: None,
        })
        .collect()
}

/// The 权利人 of a parcel without an occupancy row, whose tax may not be told.
fn sole_owner(detail: &ParcelDetail) -> Vec<OccupantRow> {
    let row = |owner: &lingdi_domain::Text| OccupantRow {
        name: owner.to_string(),
        code: String::new(),
        note: "权利人 · 无占用记录，按权利人独占计（本系统默认值）".to_owned(),
        area: format::mu(detail.verdict.area_mu),
        tax: format::MISSING.to_owned(),
        source: None,
    };
    detail.record.owner.iter().map(row).collect()
}

fn occupant_sums(detail: &ParcelDetail, last: Option<&TaxYear>) -> (String, String) {
    let areas: Vec<_> = detail.occupants.iter().filter_map(|occupant| occupant.row.land_area).collect();
    let occupied =
        if areas.is_empty() { format::MISSING.to_owned() } else { format::mu(areas.into_iter().sum()) };
    let known = last.filter(|year| year.state == TaxYearState::Known);
    (occupied, format::or_missing(known, |year| format::decimal(&year.tax, 2)))
}

fn chart(reader: &Reader<'_>, years: &[TaxYear]) -> TaxChart {
    let mut legend: Vec<String> = Vec::new();
    for part in years.iter().flat_map(|year| &year.parts) {
        if !legend.contains(&part.name) {
            legend.push(part.name.clone());
        }
    }
    let lines = reader.seen.lines();
    let drawn: Vec<ChartYear> = years
        .iter()
        .map(|year| {
            let share = |name: &String| {
                let parts =
                    year.parts.iter().filter(|part| part.name == *name).filter_map(|part| part.part.clone());
                let tax: Ratio = parts.sum();
                tax.checked_div(&year.area_mu).map_or(0.0, |per_mu| per_mu.to_f64())
            };
            ChartYear {
                year: year.year,
                parts: if year.per_mu.is_some() { legend.iter().map(share).collect() } else { Vec::new() },
                total: format::or_missing(year.per_mu.as_ref(), format::per_mu),
                // The tax of a year is held against the line of the year after it.
                line: lines
                    .iter()
                    .find(|(line_year, _)| *line_year == year.year + 1)
                    .and_then(|(_, line)| line.as_ref().map(Ratio::to_f64)),
            }
        })
        .collect();
    TaxChart::new(&drawn, legend)
}

fn tax_row(reader: &Reader<'_>, year: &TaxYear) -> TaxRow {
    let missing = year.parts.iter().filter(|part| part.state == FirmYearState::Unmatched).count();
    let mut cells: Vec<Cell> = Vec::new();
    for cell in year.parts.iter().flat_map(|part| &part.sources) {
        if !cells.contains(cell) {
            cells.push(cell.clone());
        }
    }
    let zero =
        !year.parts.is_empty() && year.parts.iter().all(|part| part.state == FirmYearState::ZeroConfirmed);
    TaxRow {
        year: year.year,
        tax: if year.state == TaxYearState::Known {
            format::decimal(&year.tax, 2)
        } else {
            format::MISSING.to_owned()
        },
        area: format::decimal(&year.area_mu, 5),
        per_mu: format::or_missing(year.per_mu.as_ref(), format::per_mu_exact),
        state: match year.state {
            TaxYearState::Known if zero => "确认为零".to_owned(),
            TaxYearState::Known => "已匹配".to_owned(),
            TaxYearState::Missing => format!("未匹配 · 缺 {missing} 户"),
            TaxYearState::NotExist => "企业不存续".to_owned(),
        },
        arithmetic: year.arithmetic.clone(),
        sources: sources(reader, &cells),
    }
}

/// The band of a year; `—` when the figure is not known.
fn tax_of(detail: &ParcelDetail, year: i32) -> String {
    let found = detail.tax.iter().find(|(judged, _)| *judged == year);
    found.map_or_else(|| format::MISSING.to_owned(), |(_, tax)| tax_words(tax))
}

/// A year whose amounts the caller may not see.
fn masked_tax_row((year, tax): &(i32, ShownTax)) -> TaxRow {
    let known = *tax != ShownTax::Unknown;
    TaxRow {
        year: *year,
        tax: format::MISSING.to_owned(),
        area: format::MISSING.to_owned(),
        per_mu: tax_words(tax),
        state: if known { "按权限以区间显示" } else { "缺失或不全" }.to_owned(),
        arithmetic: String::new(),
        sources: Vec::new(),
    }
}

fn decisions(reader: &Reader<'_>, detail: &ParcelDetail) -> Vec<DecisionRow> {
    let row = |(finding, cell): &(lingdi_app::policy::facts::Finding, Cell)| DecisionRow {
        kind: finding.finding_type.to_string(),
        document: finding.document.to_string(),
        words: [finding.basis.as_deref(), finding.conclusion.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("；"),
        term: match (finding.from, finding.to) {
            (None, None) => "长期".to_owned(),
            (Some(from), None) => format!("{from} 起"),
            (None, Some(to)) => format!("至 {to}"),
            (Some(from), Some(to)) => format!("{from} 至 {to}"),
        },
        source: source(reader.seen, reader.sources, cell),
    };
    detail.findings.iter().map(row).collect()
}

/// The rings of a shape, as drawings take them.
pub(in crate::handlers) fn rings(shape: &MultiPolygon<f64>) -> Vec<Line> {
    let ring =
        |ring: &lingdi_app::geo::LineString<f64>| ring.0.iter().map(|point| [point.x, point.y]).collect();
    let polygons = shape.0.iter();
    polygons
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .map(ring)
        .collect()
}

fn mini_map(reader: &Reader<'_>, detail: &ParcelDetail, shape: &MultiPolygon<f64>) -> Option<MiniMap> {
    let neighbours =
        detail.around.iter().filter(|(code, _)| *code != detail.verdict.code).map(|(code, shape)| {
            let verdict = reader.seen.snapshot().parcel(code).and_then(|parcel| reader.seen.parcel(parcel));
            let class = verdict.and_then(Shown::letter).map_or("", crate::parts::class);
            let shape_view = Shape {
                path: String::new(),
                class: format!("other {class}").trim_end().to_owned(),
                title: format::parcel_code(code),
                href: format!("/parcels/{}?year={}", percent(code), reader.seen.year()),
            };
            (rings(shape), shape_view)
        });
    let class = detail.verdict.categories.first().map_or("", |category| crate::parts::class(category.main()));
    MiniMap::new(&rings(shape), class, neighbours.collect())
}
