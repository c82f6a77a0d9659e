//! The file on its way to the reader: what only the store can open is opened here, the rest is for
//! `lingdi_intake`. Each function is the one of the same name there, for any file. They block.

use lingdi_domain::Kind;
use lingdi_geo::Layer;
use lingdi_geo::formats::gpkg;
use lingdi_intake::{Grid, Opened, ReadOptions, Refusal, Table};

pub(super) fn read(file_name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Table, Refusal> {
    open(file_name, bytes, options.encoding.as_deref())?.read(options)
}

pub(super) fn open(file_name: &str, bytes: &[u8], encoding: Option<&str>) -> Result<Opened, Refusal> {
    match opened(bytes)? {
        Some(layers) => Ok(Opened::layers(file_name, layers)),
        None => Opened::file(file_name, bytes, encoding),
    }
}

pub(super) fn preview(
    file_name: &str,
    bytes: &[u8],
    encoding: Option<&str>,
    sheet: Option<&str>,
    from_row: u32,
    count: usize,
) -> Result<Grid, Refusal> {
    match opened(bytes)? {
        Some(layers) => lingdi_intake::preview_layers(layers, sheet, from_row, count),
        None => lingdi_intake::preview(file_name, bytes, encoding, sheet, from_row, count),
    }
}

pub(super) fn detect(file_name: &str, bytes: &[u8]) -> Vec<(Kind, u8)> {
    match opened(bytes) {
        Ok(Some(layers)) => lingdi_intake::detect_layers(file_name, layers),
        Ok(None) => lingdi_intake::detect(file_name, bytes),
        Err(_) => Vec::new(),
    }
}

/// The layers of a GeoPackage, bare or zipped; `None` for every other file.
fn opened(bytes: &[u8]) -> Result<Option<Vec<Layer>>, Refusal> {
    // The sentences of these errors name the way out already.
    let refusal = |error: &dyn std::fmt::Display| Refusal::new(error.to_string(), "");
    let Some(package) = gpkg::unpacked(bytes) else { return Ok(None) };
    let package = package.map_err(|error| refusal(&error))?;
    lingdi_store::geopackage::read(&package).map(Some).map_err(|error| refusal(&error))
}
