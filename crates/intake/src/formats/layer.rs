//! A map layer as a sheet: field names as headings, features as rows.

use lingdi_geo::formats::gpkg;
use lingdi_geo::{GeoError, Layer};

use crate::Refusal;
use crate::sheet::{Book, Origin, Sheet, SheetRow, Value};

/// Lays a layer out as a book of one sheet; the shapes stay in [`Sheet::layer`].
pub(super) fn book(layer: Layer, format: &'static str, origin: Origin) -> Book {
    let encoding = layer.encoding.clone();
    Book { format, encoding, sheets: vec![sheet(layer, origin)], notes: Vec::new() }
}

/// A GeoPackage, whose tables were opened elsewhere: each layer is a sheet.
pub(crate) fn geopackage(layers: Vec<Layer>) -> Book {
    let sheets = layers.into_iter().map(|layer| sheet(layer, Origin::Layer)).collect();
    Book { format: "geopackage", encoding: None, sheets, notes: Vec::new() }
}

fn sheet(mut layer: Layer, origin: Origin) -> Sheet {
    let text = |text: &String| Value::Text(text.as_str().into());
    let heading = SheetRow { number: 0, cells: layer.fields.iter().map(text).collect() };
    let features = layer.features.iter_mut().map(|feature| SheetRow {
        number: feature.number,
        cells: std::mem::take(&mut feature.attributes)
            .into_iter()
            .map(|value| value.map_or(Value::Empty, |text| Value::Text(text.into())))
            .collect(),
    });
    let rows = std::iter::once(heading).chain(features).collect();
    let name = layer.name.clone();
    Sheet { name, rows, origin, layer: Some(layer), ..Sheet::default() }
}

/// Maps that are not read from bytes here, with what to do instead.
pub(super) fn foreign_map(bytes: &[u8]) -> Option<Refusal> {
    if bytes.starts_with(b"fgb\x03fgb") {
        return Some(Refusal::new(
            "这是 FlatGeobuf 图层，暂不能读取。",
            "请在 GIS 软件（如 QGIS）中打开，导出为 GeoPackage 或 Shapefile 后重新提交。",
        ));
    }
    if !gpkg::is_sqlite(bytes) {
        return None;
    }
    Some(if gpkg::is_geopackage(bytes) {
        Refusal::new("这是 GeoPackage 图层，须先打开其中的表。", "请从导入页面或用 lingdi import 提交。")
    } else {
        Refusal::new(
            "这是 SQLite 数据库，但不是 GeoPackage，里面没有图层目录（gpkg_contents）。",
            "请在 GIS 软件中把图层导出为 GeoPackage，或把表格导出为 xlsx、csv 后提交。",
        )
    })
}

/// A layer that cannot be read; its sentence names the way out already.
pub(super) fn refusal(error: &GeoError) -> Refusal {
    Refusal::new(error.to_string(), "")
}
