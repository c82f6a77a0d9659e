//! The layers as tables.

use lingdi_domain::{Area, Category, Ratio};
use lingdi_policy::Status;
use lingdi_policy::facts::Unit;

use super::sheet::{Cell, Sheet};
use super::{Layer, Stamp};
use crate::parcels::{ParcelFilter, Sort};
use crate::seen::{Seen, Shown, ShownTax};

pub(super) fn sheet(seen: &Seen, layer: Layer, filter: &ParcelFilter, sort: Sort, stamp: Stamp) -> Sheet {
    let (title, headings, rows) = match layer {
        Layer::Parcels => {
            ("宗地".to_owned(), parcel_headings(seen), parcel_rows(seen, &seen.filtered(filter, sort)))
        }
        Layer::List => (
            format!("{}年低效工业用地清单", seen.year()),
            parcel_headings(seen),
            parcel_rows(seen, &listed(seen, filter, sort)),
        ),
        Layer::Occupancy => ("占用关系".to_owned(), occupancy_headings(), occupancy_rows(seen)),
        Layer::Units => ("单位".to_owned(), unit_headings(), unit_rows(seen)),
    };
    let mut note = format!(
        "口径 {}，{} 年度，判定日 {}，导出日 {}，口径指纹 {}",
        seen.revision(),
        seen.year(),
        seen.as_of(),
        stamp.day,
        seen.edition_hash()
    );
    if stamp.demo {
        note.insert_str(0, "演示数据　");
    }
    let headings = headings.into_iter().map(|(heading, width)| (heading.clone(), width)).collect();
    Sheet { title, note, headings, rows }
}

/// Verdicts of the list: listed and indeterminate ones.
pub(super) fn listed<'a>(seen: &'a Seen, filter: &ParcelFilter, sort: Sort) -> Vec<Shown<'a>> {
    let mut found = seen.filtered(filter, sort);
    found.retain(|shown| matches!(shown.status(), Status::Listed | Status::Indeterminate));
    found
}

/// Years whose tax stands in the table, oldest first.
fn years(seen: &Seen) -> [i32; 3] {
    [3, 2, 1].map(|back| seen.year() - back)
}

fn owned(headings: &[(&str, f64)]) -> Vec<(String, f64)> {
    headings.iter().map(|(heading, width)| ((*heading).to_owned(), *width)).collect()
}

fn parcel_headings(seen: &Seen) -> Vec<(String, f64)> {
    let mut headings = owned(&[
        ("宗地代码", 22.0),
        ("坐落", 26.0),
        ("属地", 14.0),
        ("权利人", 28.0),
        ("使用企业", 32.0),
        ("土地用途", 12.0),
        ("宗地面积（亩）", 12.0),
    ]);
    headings.extend(years(seen).into_iter().map(|year| (format!("{year}年亩均税收（万元/亩）"), 14.0)));
    headings.extend(owned(&[("判定", 10.0), ("类别", 10.0), ("重点整治", 10.0), ("判定依据", 60.0)]));
    headings
}

fn parcel_rows(seen: &Seen, parcels: &[Shown<'_>]) -> Vec<Vec<Cell>> {
    lingdi_domain::parallel::map(parcels, |shown| parcel_row(seen, *shown))
}

fn parcel_row(seen: &Seen, shown: Shown<'_>) -> Vec<Cell> {
    let record = seen.snapshot().parcels.get(shown.parcel() as usize);
    let known =
        |text: Option<&lingdi_domain::Text>| text.map_or(Cell::Empty, |text| Cell::text(text.as_str()));
    let mut row = vec![
        Cell::text(shown.code().as_str()),
        known(record.and_then(|record| record.location.as_ref())),
        Cell::text(shown.unit_name()),
        known(record.and_then(|record| record.owner.as_ref())),
        Cell::text(seen.snapshot().occupants_on(shown.parcel(), seen.as_of()).join("、")),
        known(record.map(|record| &record.land_use)),
        mu(shown.area()),
    ];
    row.extend(seen.tax(shown).map(|(_, tax)| match tax {
        ShownTax::Unknown => Cell::Empty,
        ShownTax::Amount(amount) => Cell::number(&Ratio::new(amount.into(), 10_000), 4),
        ShownTax::Band(mark) => Cell::text(mark),
    }));
    let categories: Vec<_> = shown.categories().map(Category::code).collect();
    let focus = match shown.focus() {
        Some(true) => "是",
        Some(false) => "否",
        None => "不确定",
    };
    let out = shown.status() == Status::OutOfScope;
    row.extend([
        Cell::text(shown.status().label()),
        Cell::text(categories.join("、")),
        if out { Cell::Empty } else { Cell::text(focus) },
        Cell::text(grounds(seen, shown)),
    ]);
    row
}

/// The findings that decided, one sentence each.
fn grounds(seen: &Seen, shown: Shown<'_>) -> String {
    if !matches!(shown.status(), Status::Listed | Status::Indeterminate) {
        return String::new();
    }
    let verdict = seen.explained(shown.parcel());
    let decisive = verdict.findings.iter().filter(|finding| finding.met != Some(false));
    let sentence = |finding: &lingdi_policy::Finding| {
        format!("{}：{} {} {}", finding.clause, finding.fact, finding.comparison, finding.threshold)
            .trim()
            .to_owned()
    };
    decisive.map(sentence).collect::<Vec<_>>().join("；")
}

fn mu(area: Area) -> Cell {
    Cell::number(&area.mu(), 4)
}

fn occupancy_headings() -> Vec<(String, f64)> {
    owned(&[
        ("宗地代码", 22.0),
        ("统一社会信用代码", 22.0),
        ("企业名称", 32.0),
        ("关系", 8.0),
        ("用地面积（亩）", 12.0),
        ("建筑面积（平方米）", 14.0),
        ("起始日期", 12.0),
        ("终止日期", 12.0),
    ])
}

fn occupancy_rows(seen: &Seen) -> Vec<Vec<Cell>> {
    let snapshot = seen.snapshot();
    let mut rows = Vec::new();
    for verdict in seen.verdicts() {
        for row in snapshot.occupancies_of(verdict.parcel) {
            let firm = row.enterprise.and_then(|firm| snapshot.firms.get(firm as usize));
            rows.push(vec![
                Cell::text(verdict.code().as_str()),
                Cell::text(firm.map(|firm| firm.code.as_str()).unwrap_or_default()),
                Cell::text(firm.map(|firm| firm.name.as_str()).or(row.name.as_deref()).unwrap_or_default()),
                Cell::text(row.relation.as_deref().unwrap_or_default()),
                row.land_area.map_or(Cell::Empty, mu),
                row.floor_area.map_or(Cell::Empty, |area| Cell::number(&area.square_metres(), 2)),
                Cell::date(row.from),
                Cell::date(row.to),
            ]);
        }
    }
    rows
}

fn unit_headings() -> Vec<(String, f64)> {
    owned(&[
        ("单位代码", 14.0),
        ("单位名称", 20.0),
        ("排序号", 8.0),
        ("类型", 10.0),
        ("宗地数", 10.0),
        ("宗地面积（亩）", 14.0),
        ("列入宗数", 10.0),
        ("列入面积（亩）", 14.0),
        ("不确定宗数", 10.0),
    ])
}

/// The county and its local units, as far as they may be shown.
pub(super) fn units(seen: &Seen) -> impl Iterator<Item = &Unit> {
    let units = seen.snapshot().facts.units.iter();
    units.filter(|unit| !unit.is_body() && seen.holds_unit(&unit.code))
}

fn unit_rows(seen: &Seen) -> Vec<Vec<Cell>> {
    let by_unit = seen.sums().1;
    let count = |value: u32| Cell::Number(value.to_string(), 0);
    units(seen)
        .map(|unit| {
            let sums = by_unit.iter().find(|sums| sums.unit == unit.code);
            let mut row = vec![
                Cell::text(unit.code.as_str()),
                Cell::text(unit.name.as_str()),
                Cell::Number(unit.order.to_string(), 0),
                Cell::text(unit.kind.as_str()),
            ];
            row.extend(sums.map_or_else(
                || vec![Cell::Empty; 5],
                |sums| {
                    vec![
                        count(sums.parcels),
                        mu(sums.area_mu),
                        count(sums.listed),
                        mu(sums.listed_area_mu),
                        count(sums.indeterminate),
                    ]
                },
            ));
            row
        })
        .collect()
}
