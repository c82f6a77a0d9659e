//! The file on its way to the reader: a GeoPackage is opened by the store, all others by `lingdi_intake`.

use lingdi_geo::formats::gpkg;
use lingdi_intake::{Opened, Refusal};

/// Opens a file of any format. It blocks.
pub(super) fn open(file_name: &str, bytes: &[u8], encoding: Option<&str>) -> Result<Opened, Refusal> {
    // The sentences of these errors name the way out already.
    let refusal = |error: &dyn std::fmt::Display| Refusal::new(error.to_string(), "");
    let Some(package) = gpkg::unpacked(bytes) else { return Opened::file(file_name, bytes, encoding) };
    let package = package.map_err(|error| refusal(&error))?;
    let layers = lingdi_store::geopackage::read(&package).map_err(|error| refusal(&error))?;
    Ok(Opened::layers(file_name, layers))
}
