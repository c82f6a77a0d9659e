//! A zipped Shapefile, or a lone `.shp`, through `lingdi_geo`.

use crate::Refusal;
use crate::formats::layer;
use crate::sheet::{Book, Origin};

/// Reads the one layer of the archive; field names may be cut to the ten bytes of a DBF.
pub(crate) fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Book, Refusal> {
    let read =
        lingdi_geo::formats::shapefile::read(bytes, encoding).map_err(|error| layer::refusal(&error))?;
    Ok(layer::book(read, "shapefile", Origin::LayerWithCutNames))
}
