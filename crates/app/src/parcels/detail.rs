//! One parcel with everything that is known of it and where each figure stands.

use lingdi_domain::{Actor, Cell, Source, Text, record};
use lingdi_geo::MultiPolygon;
use lingdi_policy::{Near, ParcelVerdict, facts};

use crate::authority::May;
use crate::identification::Judge;
use crate::seen::{Mask, Seen, Shown, ShownTax};
use crate::{Action, App, Error, Result};

/// A fact with its source.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Heading of the field: 宗地面积.
    pub label: &'static str,
    /// What the source says, or its exact reading.
    pub value: String,
    /// Where it stands.
    pub source: Cell,
}

/// A firm on the parcel.
#[derive(Debug, Clone)]
pub struct Occupant {
    /// Its name.
    pub name: String,
    /// Its credit code; empty when unknown.
    pub code: String,
    /// 自有, 承租 or 转租; empty when not said.
    pub relation: String,
    /// Of the register: 行业代码, 规模 and 登记状态, as far as it knows.
    pub register: [Option<Text>; 3],
    /// The row.
    pub row: facts::Occupancy,
    /// Class of the comprehensive evaluation by year, newest first.
    pub classes: Vec<(i32, String)>,
    /// Where the row stands.
    pub source: Cell,
}

/// A year of a firm's statistics.
#[derive(Debug, Clone)]
pub struct FirmYear {
    /// The firm's name.
    pub firm: String,
    /// On how many parcels of the county it works: the figures are those of all together.
    pub parcels: usize,
    /// The figures.
    pub row: record::Statistics,
}

/// One parcel.
#[derive(Debug, Clone)]
pub struct ParcelDetail {
    /// Index into the snapshot.
    pub parcel: u32,
    /// The record.
    pub record: record::Parcel,
    /// The verdict, with findings and calculations.
    pub verdict: ParcelVerdict,
    /// 亩均税收 of the judged years.
    pub tax: [(i32, ShownTax); 3],
    /// Are amounts of tax shown as bands?
    pub masked: bool,
    /// Facts of the land register, with their sources.
    pub facts: Vec<Fact>,
    /// Who uses it.
    pub occupants: Vec<Occupant>,
    /// Supply contracts.
    pub supplies: Vec<(facts::Supply, Cell)>,
    /// Approvals to change the use.
    pub approvals: Vec<(facts::Approval, Cell)>,
    /// Leases.
    pub leases: Vec<(facts::Lease, Cell)>,
    /// Yearly statistics of the firms on it, newest first; none where the caller may not see amounts: those
    /// of a single firm are secret (统计法 第二十五条).
    pub statistics: Vec<(FirmYear, Cell)>,
    /// How many rows of statistics are kept from the caller.
    pub statistics_hidden: usize,
    /// Electricity on it, newest year first.
    pub power: Vec<(record::Power, Cell)>,
    /// Mortgages and seizures.
    pub encumbrances: Vec<(record::Encumbrance, Cell)>,
    /// Inspections on it, and of the firms on it where the row names no parcel, newest first.
    pub inspections: Vec<(record::Inspection, Cell)>,
    /// What persons decided.
    pub findings: Vec<(facts::Finding, Cell)>,
    /// Its shape.
    pub shape: Option<MultiPolygon<f64>>,
    /// Codes, shapes and areas of parcels around it, itself included.
    pub around: Vec<(String, MultiPolygon<f64>)>,
}

impl App {
    /// One parcel, judged as asked; its findings are told even when it is not listed.
    pub async fn parcel(&self, actor: &Actor, ask: &Judge, code: &str) -> Result<(Seen, ParcelDetail)> {
        actor.may(Action::Read)?;
        let seen = self.judge(actor, ask).await?;
        let detail = seen.parcel_with_code(code).and_then(|shown| seen.detail(shown));
        let detail = detail.ok_or_else(|| not_found(code))?;
        Ok((seen, detail))
    }
}

/// No such parcel, or none that the caller may see: the answer is the same.
pub(crate) fn not_found(code: &str) -> Error {
    Error::NotFound(format!("没有宗地“{code}”，或不在您的查看范围。请检查代码，或到“低效清单”搜索。"))
}

/// Parcels around a parcel are drawn within this share of its own size on each side.
const AROUND: f64 = 1.0;

impl Seen {
    fn detail(&self, shown: Shown<'_>) -> Option<ParcelDetail> {
        let (parcel, snapshot) = (shown.parcel(), self.snapshot());
        let record = snapshot.parcels.get(parcel as usize)?.clone();
        let shape = snapshot.shapes.get(parcel as usize)?.clone();
        let facts = &snapshot.facts;
        let firms = snapshot.firms_of(parcel);
        let statistics = self.statistics(parcel, &firms);
        let hidden = if shown.is_masked() { statistics.len() } else { 0 };
        Some(ParcelDetail {
            parcel,
            verdict: self.explained(parcel),
            tax: self.tax(shown),
            masked: shown.is_masked(),
            facts: self.land_facts(parcel, &record),
            occupants: snapshot.occupancies_of(parcel).map(|row| self.occupant(row)).collect(),
            supplies: with_cells(self, facts.supplies_of(parcel), |row| &row.source),
            approvals: with_cells(self, facts.approvals_of(parcel), |row| &row.source),
            leases: with_cells(self, facts.leases_of(parcel), |row| &row.source),
            findings: with_cells(self, facts.findings_of(parcel), |row| &row.source),
            statistics: if shown.is_masked() { Vec::new() } else { statistics },
            statistics_hidden: hidden,
            power: self.power(parcel, &firms),
            encumbrances: self.encumbrances(parcel),
            inspections: self.inspections(parcel, &firms),
            around: shape.as_ref().map(|shape| self.around(shape)).unwrap_or_default(),
            record,
            shape,
        })
    }

    /// The single facts that would turn a parcel's verdict, the nearest first, but for those that would tell an
    /// amount. Each is tried out, which takes longer than all else of a page: for those that show it.
    pub fn near(&self, detail: &ParcelDetail) -> Vec<Near> {
        let near = self.judged.judge.near(detail.parcel);
        if detail.masked { Mask::near(near) } else { near }
    }

    /// Parcels around a shape that may be shown too.
    fn around(&self, shape: &MultiPolygon<f64>) -> Vec<(String, MultiPolygon<f64>)> {
        let mut around = self.snapshot().around(shape, AROUND);
        around.retain(|(code, _)| self.parcel_with_code(code).is_some());
        around
    }

    /// The cell that a field of a row was read from.
    pub fn cell(&self, source: &Source, field: &str) -> Cell {
        self.snapshot().cell(source, field)
    }

    fn land_facts(&self, parcel: u32, record: &record::Parcel) -> Vec<Fact> {
        let Some(source) = self.snapshot().facts.parcels.get(parcel as usize).map(|row| row.source.clone())
        else {
            return Vec::new();
        };
        let date = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string());
        let text = |text: &Option<lingdi_domain::Text>| text.as_ref().map(ToString::to_string);
        let yes_no = |value: Option<bool>| value.map(|yes| if yes { "是" } else { "否" }.to_owned());
        let square_metres =
            |area: lingdi_domain::Area| format!("{} 平方米", area.square_metres().to_decimal(2));
        let area = text(&record.area_text).unwrap_or_else(|| square_metres(record.area));
        let rows = [
            ("宗地面积", "area", Some(area)),
            ("土地用途", "land_use", Some(record.land_use.to_string())),
            ("实际用途", "actual_use", text(&record.actual_use)),
            ("权利人", "owner", text(&record.owner)),
            ("统一社会信用代码", "owner_code", text(&record.owner_code)),
            ("权利性质", "right_type", text(&record.right_type)),
            ("供应日期", "supply_date", date(record.supply_date)),
            ("属地", "unit", text(&record.unit)),
            ("容积率", "floor_area_ratio", record.floor_area_ratio.as_ref().map(|ratio| ratio.to_decimal(2))),
            (
                "建筑密度",
                "building_density",
                record.building_density.as_ref().map(|ratio| format!("{}%", ratio.to_decimal(1))),
            ),
            ("现状是否闲置", "idle", yes_no(record.idle)),
            ("闲置面积", "idle_area", record.idle_area.map(square_metres)),
        ];
        let known = rows.into_iter().filter_map(|(label, field, value)| Some((label, field, value?)));
        known.map(|(label, field, value)| Fact { label, value, source: self.cell(&source, field) }).collect()
    }

    fn occupant(&self, row: &facts::Occupancy) -> Occupant {
        let firm = row.enterprise.and_then(|firm| self.snapshot().firms.get(firm as usize));
        let facts = &self.snapshot().facts;
        let evaluations = row.enterprise.into_iter().flat_map(|firm| facts.evaluations_of(firm));
        let mut classes: Vec<(i32, String)> = evaluations.map(|e| (e.year, e.class.to_string())).collect();
        classes.sort_by_key(|(year, _)| std::cmp::Reverse(*year));
        Occupant {
            name: firm
                .map(|firm| &firm.name)
                .or(row.name.as_ref())
                .map(ToString::to_string)
                .unwrap_or_default(),
            code: firm.map(|firm| firm.code.to_string()).unwrap_or_default(),
            relation: row.relation.as_deref().unwrap_or_default().to_owned(),
            register: firm
                .map(|firm| [&firm.industry, &firm.scale, &firm.status].map(Clone::clone))
                .unwrap_or_default(),
            classes,
            source: self.cell(&row.source, ""),
            row: row.clone(),
        }
    }
}

fn with_cells<'a, T: Clone + 'a>(
    seen: &Seen,
    rows: impl Iterator<Item = &'a T>,
    source: impl Fn(&T) -> &Source,
) -> Vec<(T, Cell)> {
    rows.map(|row| (row.clone(), seen.cell(source(row), ""))).collect()
}
