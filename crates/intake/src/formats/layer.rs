//! A map layer as a sheet: field names as headings, features as rows.

use lingdi_geo::{GeoError, Layer};

use crate::Refusal;
use crate::sheet::{Book, Origin, Sheet, SheetRow, Value};

/// Lays a layer out as a book of one sheet; the shapes stay in [`Sheet::layer`].
pub(super) fn book(mut layer: Layer, format: &'static str, origin: Origin) -> Book {
    let text = |text: &String| Value::Text(text.clone());
    let heading = SheetRow { number: 0, cells: layer.fields.iter().map(text).collect() };
    let features = layer.features.iter_mut().map(|feature| SheetRow {
        number: feature.number,
        cells: std::mem::take(&mut feature.attributes)
            .into_iter()
            .map(|value| value.map_or(Value::Empty, Value::Text))
            .collect(),
    });
    let rows = std::iter::once(heading).chain(features).collect();
    let encoding = layer.encoding.clone();
    let name = layer.name.clone();
    let sheet = Sheet { name, rows, origin, layer: Some(layer), ..Sheet::default() };
    Book { format, encoding, sheets: vec![sheet], notes: Vec::new() }
}

/// A layer that cannot be read; its sentence names the way out already.
pub(super) fn refusal(error: &GeoError) -> Refusal {
    Refusal::new(error.to_string(), "")
}
