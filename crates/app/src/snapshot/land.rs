//! Units and parcels: codes, shapes, and which unit a parcel belongs to.

use lingdi_domain::{Kind, ParcelCode, Source, record};
use lingdi_geo::MultiPolygon;
use lingdi_geo::index::Index;
use lingdi_policy::facts as policy;

use super::build::{Rows, record_of};
use super::firms::{self, Matcher};
use super::{Outline, Snapshot};
use crate::{Error, Result};

/// A parcel's record with where it stands and its shape.
pub(super) struct ParcelRow {
    pub(super) source: Source,
    pub(super) record: record::Parcel,
    shape: Option<MultiPolygon<f64>>,
}

/// Units of the shipped edition, overlaid by what the county imported.
pub(super) fn add_units(snapshot: &mut Snapshot, rows: &Rows, shipped: Vec<Outline>) -> Result<()> {
    let mut outlines = shipped;
    for (_, fact) in rows.rows(Kind::Units) {
        let row: record::Unit = record_of(fact)?;
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
        let shape = match &fact.geometry {
            Some(bytes) => decode(bytes)?,
            None => known.map_or_else(|| MultiPolygon(Vec::new()), |outline| outline.shape),
        };
        outlines.push(Outline { unit, shape });
    }
    outlines.sort_by(|a, b| (a.unit.order, &a.unit.code).cmp(&(b.unit.order, &b.unit.code)));
    snapshot.facts.units = outlines.iter().map(|outline| outline.unit.clone()).collect();
    outlines.retain(|outline| !outline.shape.0.is_empty());
    snapshot.outlines = outlines;
    Ok(())
}

fn decode(bytes: &[u8]) -> Result<MultiPolygon<f64>> {
    lingdi_geo::wkb::decode(bytes).map_err(|error| Error::Internal(error.to_string()))
}

/// The parcels in force, ascending by code.
pub(super) fn sorted_parcels(rows: &Rows) -> Result<Vec<ParcelRow>> {
    let mut parcels = Vec::new();
    for (source, fact) in rows.rows(Kind::Parcels) {
        let shape = fact.geometry.as_deref().map(decode).transpose()?;
        parcels.push(ParcelRow { source: source.clone(), record: record_of(fact)?, shape });
    }
    parcels.sort_by(|a, b| a.record.code.cmp(&b.record.code));
    Ok(parcels)
}

pub(super) fn add_parcels(snapshot: &mut Snapshot, matcher: &Matcher, parcels: Vec<ParcelRow>) {
    let locator = UnitLocator::new(snapshot);
    for (index, parcel) in (0..).zip(&parcels) {
        snapshot.by_code.insert(parcel.record.code.clone(), index);
    }
    for (index, parcel) in (0..).zip(parcels) {
        let ParcelRow { source, record, shape } = parcel;
        for alias in record.aliases.iter().flat_map(|text| text.split(['、', '；', ';', ',', '，'])) {
            if let Some(alias) = ParcelCode::parse(alias) {
                // A code of its own wins over another parcel's alias.
                snapshot.by_code.entry(alias.0).or_insert(index);
            }
        }
        let firm = (record.owner_code.as_deref(), record.owner.as_deref());
        let owner = firms::firm_or_note(snapshot, matcher, Kind::Parcels, &source, firm, None);
        snapshot.facts.parcels.push(policy::Parcel {
            code: record.code.clone(),
            area: record.area,
            area_text: record.area_text.clone(),
            land_use: record.land_use.clone(),
            actual_use: record.actual_use.clone(),
            owner_name: record.owner.clone(),
            owner,
            supply_date: record.supply_date,
            unit: locator.unit(snapshot, record.unit.as_deref(), shape.as_ref()),
            floor_area_ratio: record.floor_area_ratio.clone(),
            idle: record.idle,
            idle_area: record.idle_area,
            source,
        });
        snapshot.parcels.push(record);
        snapshot.shapes.push(shape);
    }
}

/// Finds the responsible unit (属地): by what the row says, else by location, where a zone's own
/// polygon wins over the township it overlaps.
struct UnitLocator {
    zones: Index<String>,
    townships: Index<String>,
}

impl UnitLocator {
    fn new(snapshot: &Snapshot) -> Self {
        let outlines = |wanted: fn(&str) -> bool| {
            let chosen = snapshot.outlines.iter().filter(|outline| wanted(&outline.unit.kind));
            Index::new(chosen.map(|outline| (outline.unit.code.clone(), outline.shape.clone())).collect())
        };
        Self {
            zones: outlines(|kind| kind == "开发区"),
            townships: outlines(|kind| kind != "开发区" && kind != "县"),
        }
    }

    fn unit(
        &self,
        snapshot: &Snapshot,
        said: Option<&str>,
        shape: Option<&MultiPolygon<f64>>,
    ) -> Option<String> {
        if let Some(unit) = said.and_then(|said| unit_said(&snapshot.facts.units, said)) {
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
    if let Some(unit) = units.iter().find(|unit| unit.code == code || unit.name == said) {
        return Some(unit);
    }
    let short = |name: &str| {
        name.trim_end_matches(['镇', '乡']).trim_end_matches("街道").trim_start_matches("桐庐").to_owned()
    };
    let mut matching =
        units.iter().filter(|unit| unit.kind != "县" && !said.is_empty() && short(&unit.name) == short(said));
    matching.next().filter(|_| matching.next().is_none())
}
