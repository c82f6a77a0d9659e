//! Units and parcels: codes, shapes, and which unit a parcel belongs to.

use std::collections::HashMap;

use lingdi_domain::{Kind, ParcelCode, Source, Text, parallel, record};
use lingdi_geo::index::Index;
use lingdi_geo::{BBox, MultiPolygon};
use lingdi_policy::facts as policy;

use super::Outline;
use super::build::{Draft, note};
use super::firms::Firms;
use super::rows::Rows;
use crate::Result;

/// A parcel's record with where it stands and its shape.
pub(super) struct ParcelRow {
    pub(super) source: Source,
    pub(super) record: record::Parcel,
    shape: Option<MultiPolygon<f64>>,
}

/// Units of the shipped edition, overlaid by what the county imported; and those with an outline.
pub(super) fn units(rows: &Rows, shipped: Vec<Outline>) -> Result<(Vec<policy::Unit>, Vec<Outline>)> {
    let mut outlines = shipped;
    for chunk in rows.of(Kind::Units) {
        for at in chunk.rows() {
            let row: record::Unit = chunk.block.record(at)?;
            let known = outlines
                .iter()
                .position(|outline| outline.unit.code == row.code)
                .map(|at| outlines.swap_remove(at));
            let known_unit = known.as_ref().map(|outline| outline.unit.clone());
            let unit = policy::Unit {
                name: row
                    .name
                    .or(known_unit.as_ref().map(|unit| unit.name.clone()))
                    .unwrap_or_else(|| row.code.clone()),
                order: row.order.or(known_unit.as_ref().map(|unit| unit.order)).unwrap_or(i64::MAX),
                kind: row.unit_type.or(known_unit.map(|unit| unit.kind)).unwrap_or_default(),
                code: row.code,
            };
            let shape = match chunk.shape(at) {
                Some(shape) => shape.clone(),
                None => known.map_or_else(|| MultiPolygon(Vec::new()), |outline| outline.shape),
            };
            outlines.push(Outline { unit, shape });
        }
    }
    outlines.sort_by(|a, b| (a.unit.order, &a.unit.code).cmp(&(b.unit.order, &b.unit.code)));
    let units = outlines.iter().map(|outline| outline.unit.clone()).collect();
    outlines.retain(|outline| !outline.shape.0.is_empty());
    Ok((units, outlines))
}

/// The rectangle around outlines.
pub(super) fn box_around(outlines: &[Outline]) -> Option<BBox> {
    outlines.iter().filter_map(|outline| BBox::of(&outline.shape)).reduce(BBox::union)
}

/// The parcels in force, ascending by code.
pub(super) fn sorted_parcels(rows: &Rows) -> Result<Vec<ParcelRow>> {
    let read = parallel::map(rows.of(Kind::Parcels), |chunk| {
        let parcel = |row| {
            let shape = chunk.shape(row).cloned();
            Ok(ParcelRow { source: chunk.source(row), record: chunk.block.record(row)?, shape })
        };
        chunk.rows().map(parcel).collect::<Result<Vec<_>>>()
    });
    let mut parcels = Vec::with_capacity(rows.count(Kind::Parcels));
    for chunk in read {
        parcels.extend(chunk?);
    }
    parcels.sort_by(|a, b| a.record.code.cmp(&b.record.code));
    Ok(parcels)
}

/// Older numbers of a parcel, several in one cell.
pub(super) fn older_numbers(aliases: Option<&str>) -> impl Iterator<Item = ParcelCode> {
    let several = aliases.into_iter().flat_map(|text| text.split(['、', '；', ';', ',', '，']));
    several.filter_map(ParcelCode::parse)
}

/// The county's parcels, as they are looked up.
pub(super) struct Land {
    pub(super) records: Vec<record::Parcel>,
    pub(super) shapes: Vec<Option<MultiPolygon<f64>>>,
    /// Older numbers of parcels.
    pub(super) aliases: HashMap<Text, u32>,
    by_code: HashMap<Text, u32>,
}

impl Land {
    /// Enters the parcels into the facts, each with its owner and its responsible unit.
    pub(super) fn new(
        draft: &mut Draft,
        outlines: &[Outline],
        firms: &Firms,
        parcels: Vec<ParcelRow>,
    ) -> Self {
        let locator = UnitLocator::new(outlines, &draft.facts.units);
        let units =
            parallel::map(&parcels, |row| locator.unit(row.record.unit.as_deref(), row.shape.as_ref()));
        let mut land = Self {
            by_code: (0..).zip(&parcels).map(|(at, row)| (row.record.code.clone(), at)).collect(),
            aliases: HashMap::new(),
            records: Vec::with_capacity(parcels.len()),
            shapes: Vec::with_capacity(parcels.len()),
        };
        for ((index, ParcelRow { source, record, shape }), unit) in (0..).zip(parcels).zip(units) {
            land.add_aliases(&record, index);
            let firm = (record.owner_code.as_deref(), record.owner.as_deref());
            let owner = firms.find_or_note(draft, Kind::Parcels, &source, firm, None);
            draft.facts.parcels.push(policy::Parcel {
                code: record.code.clone(),
                location: record.location.clone(),
                area: record.area,
                area_text: record.area_text.clone(),
                land_use: record.land_use.clone(),
                actual_use: record.actual_use.clone(),
                owner_name: record.owner.clone(),
                owner,
                supply_date: record.supply_date,
                unit,
                floor_area_ratio: record.floor_area_ratio.clone(),
                idle: record.idle,
                idle_area: record.idle_area,
                source,
            });
            land.records.push(record);
            land.shapes.push(shape);
        }
        land
    }

    fn add_aliases(&mut self, record: &record::Parcel, index: u32) {
        let own = |alias: &ParcelCode| self.by_code.contains_key(alias.as_str());
        // A code of its own wins over another parcel's alias.
        for alias in older_numbers(record.aliases.as_deref()).filter(|alias| !own(alias)) {
            self.aliases.entry(alias.0.into()).or_insert(index);
        }
    }

    /// The parcel that a row names; notes the row as unmatched when there is none.
    pub(super) fn parcel_or_note(
        &self,
        draft: &mut Draft,
        kind: Kind,
        source: &Source,
        code: &str,
    ) -> Option<u32> {
        let parcel = self.parcel(code);
        if parcel.is_none() {
            note(draft, kind, source, code.to_owned(), "宗地表中没有这个宗地代码".to_owned());
        }
        parcel
    }

    /// The parcel with this code or older number.
    pub(super) fn parcel(&self, code: &str) -> Option<u32> {
        self.by_code.get(code).copied().or_else(|| {
            let code = ParcelCode::parse(code)?;
            self.by_code.get(code.as_str()).or_else(|| self.aliases.get(code.as_str())).copied()
        })
    }
}

/// Finds the responsible unit (属地): by what the row says, else by location, where a zone's own
/// polygon wins over the township it overlaps.
struct UnitLocator<'u> {
    zones: Index<Text>,
    townships: Index<Text>,
    units: &'u [policy::Unit],
}

impl<'u> UnitLocator<'u> {
    fn new(outlines: &[Outline], units: &'u [policy::Unit]) -> Self {
        let chosen = |wanted: fn(&str) -> bool| {
            let chosen = outlines.iter().filter(|outline| wanted(&outline.unit.kind));
            Index::new(chosen.map(|outline| (outline.unit.code.clone(), outline.shape.clone())).collect())
        };
        Self {
            zones: chosen(|kind| kind == "开发区"),
            townships: chosen(|kind| kind != "开发区" && kind != "县"),
            units,
        }
    }

    fn unit(&self, said: Option<&str>, shape: Option<&MultiPolygon<f64>>) -> Option<Text> {
        if let Some(unit) = said.and_then(|said| unit_said(self.units, said)) {
            return Some(unit.code.clone());
        }
        let shape = shape?;
        let zone = self.zones.under(shape).into_iter().next();
        zone.or_else(|| self.townships.under(shape).into_iter().next()).cloned()
    }
}

/// The unit with this code or name; the kind's word at the end of the name may be left out
/// (横村 for 横村镇) when that leaves one unit only.
fn unit_said<'a>(units: &'a [policy::Unit], said: &str) -> Option<&'a policy::Unit> {
    let said = said.trim();
    // A 12-digit statistical code names its 9-digit township.
    let code = said.strip_suffix("000").filter(|code| code.len() == 9).unwrap_or(said);
    if let Some(unit) = units.iter().find(|unit| !unit.is_body() && (unit.code == code || unit.name == said))
    {
        return Some(unit);
    }
    let short = |name: &str| {
        name.trim_end_matches(['镇', '乡']).trim_end_matches("街道").trim_start_matches("桐庐").to_owned()
    };
    let land = |unit: &&policy::Unit| unit.kind != "县" && !unit.is_body();
    let mut matching =
        units.iter().filter(land).filter(|unit| !said.is_empty() && short(&unit.name) == short(said));
    matching.next().filter(|_| matching.next().is_none())
}
