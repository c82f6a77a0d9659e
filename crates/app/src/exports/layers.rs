//! The layers as tables.

use lingdi_domain::{Area, Category};
use lingdi_policy::Status;
use lingdi_policy::facts::Unit;

use super::sheet::{Cell, Column, Holds, Rows, Sheet};
use super::{Layer, Stamp};
use crate::Verdict;
use crate::parcels::{ParcelFilter, Sort};
use crate::seen::{Seen, Shown, ShownTax};

pub(super) fn sheet<'a>(
    seen: &'a Seen,
    layer: Layer,
    filter: &ParcelFilter,
    sort: Sort,
    stamp: Stamp,
) -> Sheet<'a> {
    let (title, columns, rows) = match layer {
        Layer::Parcels => {
            ("宗地".to_owned(), parcel_columns(seen), parcel_rows(seen, seen.filtered(filter, sort)))
        }
        Layer::List => (
            format!("{}年低效工业用地清单", seen.year()),
            parcel_columns(seen),
            parcel_rows(seen, listed(seen, filter, sort)),
        ),
        Layer::Occupancy => ("占用关系".to_owned(), columns(&OCCUPANCY), occupancy_rows(seen)),
        Layer::Units => ("单位".to_owned(), columns(&UNITS), unit_rows(seen)),
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
    Sheet { title, note, columns, rows }
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

/// Heading, width and content of a column.
type Declared = (&'static str, f64, Holds);

fn columns(declared: &[Declared]) -> Vec<Column> {
    let column = |(heading, width, holds): &Declared| Column {
        heading: (*heading).to_owned(),
        width: *width,
        holds: *holds,
    };
    declared.iter().map(column).collect()
}

const PARCEL: [Declared; 7] = [
    ("宗地代码", 22.0, Holds::Text),
    ("坐落", 26.0, Holds::Text),
    ("属地", 14.0, Holds::Text),
    ("权利人", 28.0, Holds::Text),
    ("使用企业", 32.0, Holds::Text),
    ("土地用途", 12.0, Holds::Text),
    ("宗地面积（亩）", 12.0, Holds::Number(4)),
];

const VERDICT: [Declared; 4] = [
    ("判定", 10.0, Holds::Text),
    ("类别", 10.0, Holds::Text),
    ("重点整治", 10.0, Holds::Text),
    ("判定依据", 60.0, Holds::Text),
];

fn parcel_columns(seen: &Seen) -> Vec<Column> {
    // Where every amount is masked, the columns hold bands.
    let holds = if seen.has_masks() { Holds::Text } else { Holds::Number(4) };
    let taxes = years(seen).map(|year| Column {
        heading: format!("{year}年亩均税收（万元/亩）"),
        width: 14.0,
        holds,
    });
    columns(&PARCEL).into_iter().chain(taxes).chain(columns(&VERDICT)).collect()
}

fn parcel_rows<'a>(seen: &'a Seen, parcels: Vec<Shown<'a>>) -> Rows<'a> {
    Rows::new(parcels.len(), move |at| parcel_row(seen, parcels[at]))
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
        ShownTax::Amount(scaled) => Cell::Number { scaled, places: 4 },
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
    let findings = seen.findings(shown);
    let decisive = findings.iter().filter(|finding| finding.met != Some(false));
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

const OCCUPANCY: [Declared; 8] = [
    ("宗地代码", 22.0, Holds::Text),
    ("统一社会信用代码", 22.0, Holds::Text),
    ("企业名称", 32.0, Holds::Text),
    ("关系", 8.0, Holds::Text),
    ("用地面积（亩）", 12.0, Holds::Number(4)),
    ("建筑面积（平方米）", 14.0, Holds::Number(2)),
    ("起始日期", 12.0, Holds::Date),
    ("终止日期", 12.0, Holds::Date),
];

fn occupancy_rows(seen: &Seen) -> Rows<'_> {
    let snapshot = seen.snapshot();
    let of_parcel =
        |verdict: Verdict<'_>| snapshot.occupancies_of(verdict.parcel).map(move |row| (verdict.parcel, row));
    let found: Vec<_> = seen.verdicts().flat_map(of_parcel).collect();
    Rows::new(found.len(), move |at| {
        let (parcel, row) = found[at];
        let firm = row.enterprise.and_then(|firm| snapshot.firms.get(firm as usize));
        vec![
            Cell::text(snapshot.facts.parcels[parcel as usize].code.as_str()),
            Cell::text(firm.map(|firm| firm.code.as_str()).unwrap_or_default()),
            Cell::text(firm.map(|firm| firm.name.as_str()).or(row.name.as_deref()).unwrap_or_default()),
            Cell::text(row.relation.as_deref().unwrap_or_default()),
            row.land_area.map_or(Cell::Empty, mu),
            row.floor_area.map_or(Cell::Empty, |area| Cell::number(&area.square_metres(), 2)),
            Cell::date(row.from),
            Cell::date(row.to),
        ]
    })
}

const UNITS: [Declared; 9] = [
    ("单位代码", 14.0, Holds::Text),
    ("单位名称", 20.0, Holds::Text),
    ("排序号", 8.0, Holds::Number(0)),
    ("类型", 10.0, Holds::Text),
    ("宗地数", 10.0, Holds::Number(0)),
    ("宗地面积（亩）", 14.0, Holds::Number(4)),
    ("列入宗数", 10.0, Holds::Number(0)),
    ("列入面积（亩）", 14.0, Holds::Number(4)),
    ("不确定宗数", 10.0, Holds::Number(0)),
];

/// The county and its local units, as far as they may be shown.
pub(super) fn units(seen: &Seen) -> impl Iterator<Item = &Unit> {
    let units = seen.snapshot().facts.units.iter();
    units.filter(|unit| !unit.is_body() && seen.holds_unit(&unit.code))
}

fn unit_rows(seen: &Seen) -> Rows<'_> {
    let (by_unit, shown) = (seen.sums().1, units(seen).collect::<Vec<_>>());
    Rows::new(shown.len(), move |at| {
        let unit = shown[at];
        let mut row = vec![
            Cell::text(unit.code.as_str()),
            Cell::text(unit.name.as_str()),
            Cell::count(unit.order),
            Cell::text(unit.kind.as_str()),
        ];
        match by_unit.iter().find(|sums| sums.unit == unit.code) {
            Some(sums) => row.extend([
                Cell::count(sums.parcels),
                mu(sums.area_mu),
                Cell::count(sums.listed),
                mu(sums.listed_area_mu),
                Cell::count(sums.indeterminate),
            ]),
            None => row.resize(UNITS.len(), Cell::Empty),
        }
        row
    })
}
