//! The files that shapes arrive in, one folder per format. Each has a `read` from bytes to a
//! [`crate::Layer`] and refuses with a [`crate::GeoError`]; none panics on any bytes.

pub mod geojson;
pub mod gpkg;
mod numbers;
pub mod shapefile;
pub mod survey_txt;
