//! The units that ship with an edition, until the county brings its own.

use lingdi_policy::Edition;
use lingdi_policy::facts::Unit;

use crate::snapshot::Outline;

/// Code of the task force's office (专班), on whose behalf the first administrators are appointed.
pub(crate) fn task_force(county: &str) -> String {
    let of_kind = |outline: &Outline| outline.unit.kind == "专班";
    let shipped = shipped_units(county);
    shipped
        .iter()
        .find(|outline| of_kind(outline))
        .map_or_else(|| county.to_owned(), |found| found.unit.code.to_string())
}

/// Units of the newest shipped edition made for a county, with their schematic outlines; none for
/// a county that must import its own.
pub(crate) fn shipped_units(county: &str) -> Vec<Outline> {
    let editions = Edition::shipped_names().into_iter().rev().filter_map(|name| Edition::shipped(name).ok());
    let Some(edition) = editions.into_iter().find(|edition| edition.about().county == county) else {
        return Vec::new();
    };
    let layer = edition.outlines().and_then(|outlines| serde_json::to_vec(&outlines).ok());
    let layer = layer.and_then(|bytes| lingdi_geo::formats::geojson::read(&bytes).ok());
    let shape_of = |code: &str| {
        let layer = layer.as_ref()?;
        let field = layer.fields.iter().position(|name| name == "单位代码")?;
        let feature = layer
            .features
            .iter()
            .find(|feature| feature.attributes.get(field).and_then(Option::as_deref) == Some(code))?;
        feature.geometry.as_ref().ok()?.clone()
    };
    let units = edition.units().iter().map(|unit| Outline {
        unit: Unit {
            code: unit.code.clone().into(),
            name: unit.name.clone().into(),
            order: unit.order,
            kind: unit.kind.clone().into(),
        },
        shape: shape_of(&unit.code).unwrap_or_else(|| lingdi_geo::MultiPolygon(Vec::new())),
    });
    units.collect()
}
