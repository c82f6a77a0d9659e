//! The layers as GeoJSON (RFC 7946).
//!
//! RFC 7946 wants WGS 84; CGCS2000 differs from it by less than the registers' own accuracy, so
//! coordinates are passed on and the member `crs_note` says where they come from.

use lingdi_domain::Category;
use lingdi_geo::MultiPolygon;
use serde_json::{Map, Value, json};

use super::Layer;
use super::layers::listed;
use crate::parcels::{ParcelFilter, Sort};
use crate::seen::{Seen, Shown};
use crate::{Error, Result};

pub(super) fn write(seen: &Seen, layer: Layer, filter: &ParcelFilter, sort: Sort) -> Result<Vec<u8>> {
    let features: Vec<Value> = match layer {
        Layer::Parcels => seen.filtered(filter, sort).into_iter().map(|shown| parcel(seen, shown)).collect(),
        Layer::List => listed(seen, filter, sort).into_iter().map(|shown| parcel(seen, shown)).collect(),
        Layer::Units => seen
            .snapshot()
            .outlines
            .iter()
            .filter(|outline| seen.holds_unit(&outline.unit.code))
            .map(|outline| {
                let properties = json!({"单位代码": outline.unit.code, "单位名称": outline.unit.name, "类型": outline.unit.kind});
                feature(&properties, Some(&outline.shape))
            })
            .collect(),
        Layer::Occupancy => {
            return Err(Error::Refused("占用关系没有图形，请导出为 .csv 或 .xlsx。".to_owned()));
        }
    };
    let collection = json!({
        "type": "FeatureCollection",
        "crs_note": "CGCS2000 经纬度（EPSG:4490），按 RFC 7946 经度在前",
        "features": features,
    });
    Ok(serde_json::to_vec(&collection)?)
}

fn parcel(seen: &Seen, shown: Shown<'_>) -> Value {
    let record = seen.snapshot().parcels.get(shown.parcel() as usize);
    let tax: Map<String, Value> =
        seen.tax(shown).into_iter().map(|(year, tax)| (year.to_string(), json!(tax))).collect();
    let properties = json!({
        "宗地代码": shown.code(),
        "坐落": record.and_then(|record| record.location.as_ref()),
        "属地": shown.unit_name(),
        "宗地面积_亩": shown.area().mu().to_decimal(4),
        "判定": shown.status().label(),
        "类别": shown.categories().map(Category::code).collect::<Vec<_>>(),
        "重点整治": shown.focus(),
        "亩均税收_万元每亩": tax,
    });
    feature(&properties, seen.snapshot().shapes.get(shown.parcel() as usize).and_then(Option::as_ref))
}

fn feature(properties: &Value, shape: Option<&MultiPolygon<f64>>) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": shape.map(geometry)})
}

/// A shape as GeoJSON; a single polygon is written as one.
pub(crate) fn geometry(shape: &MultiPolygon<f64>) -> Value {
    let ring = |ring: &lingdi_geo::LineString<f64>| -> Value {
        ring.0.iter().map(|point| json!([point.x, point.y])).collect()
    };
    let polygon = |polygon: &lingdi_geo::Polygon<f64>| -> Value {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
    };
    match shape.0.as_slice() {
        [single] => json!({"type": "Polygon", "coordinates": polygon(single)}),
        several => {
            json!({"type": "MultiPolygon", "coordinates": several.iter().map(polygon).collect::<Vec<_>>()})
        }
    }
}
