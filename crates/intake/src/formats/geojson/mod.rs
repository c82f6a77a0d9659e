//! GeoJSON through `lingdi_geo`.

use crate::Refusal;
use crate::formats::layer;
use crate::sheet::{Book, Origin};

/// Reads a feature collection; without `crs` its coordinates are longitude and latitude (RFC 7946).
pub(crate) fn read(bytes: &[u8]) -> Result<Book, Refusal> {
    let mut read = lingdi_geo::formats::geojson::read(bytes).map_err(|error| layer::refusal(&error))?;
    if read.declared_crs == Ok(None) {
        read.declared_crs = Ok(Some(lingdi_geo::Crs::Cgcs2000));
    }
    Ok(layer::book(read, "geojson", Origin::Layer))
}
