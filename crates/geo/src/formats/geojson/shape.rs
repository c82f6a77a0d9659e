//! The `geometry` member.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde_json::Value;

/// Reads a polygon, a multipolygon or a collection of them; anything else is refused with the reason.
pub(super) fn read(geometry: &Value) -> Result<Option<MultiPolygon<f64>>, String> {
    if geometry.is_null() {
        return Ok(None);
    }
    polygons(geometry).map(|polygons| Some(MultiPolygon(polygons)))
}

fn polygons(geometry: &Value) -> Result<Vec<Polygon<f64>>, String> {
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str().unwrap_or_default() {
        "Polygon" => Ok(polygon(coordinates)?.into_iter().collect()),
        "MultiPolygon" => array(coordinates)?.iter().filter_map(|part| polygon(part).transpose()).collect(),
        "GeometryCollection" => {
            let parts =
                array(&geometry["geometries"])?.iter().map(polygons).collect::<Result<Vec<_>, _>>()?;
            Ok(parts.into_iter().flatten().collect())
        }
        other => Err(format!("图形是{}，不是面，无法作为地块。请只导出面图层。", name(other))),
    }
}

/// `None` for a polygon without any ring.
fn polygon(coordinates: &Value) -> Result<Option<Polygon<f64>>, String> {
    let mut rings = array(coordinates)?.iter().map(ring).collect::<Result<Vec<_>, _>>()?.into_iter();
    Ok(rings.next().map(|exterior| Polygon::new(exterior, rings.collect())))
}

fn ring(coordinates: &Value) -> Result<LineString<f64>, String> {
    array(coordinates)?.iter().map(corner).collect()
}

fn corner(position: &Value) -> Result<Coord<f64>, String> {
    match (position[0].as_f64(), position[1].as_f64()) {
        (Some(x), Some(y)) => Ok(Coord { x, y }),
        _ => {
            Err(format!("界址点“{}”不是一对数字", position.to_string().chars().take(40).collect::<String>()))
        }
    }
}

fn array(value: &Value) -> Result<&Vec<Value>, String> {
    value.as_array().ok_or_else(|| "图形的坐标（coordinates）结构有误，请用 GIS 软件重新导出".to_owned())
}

fn name(kind: &str) -> &str {
    match kind {
        "Point" | "MultiPoint" => "点",
        "LineString" | "MultiLineString" => "线",
        "" => "无类型的内容",
        other => other,
    }
}
