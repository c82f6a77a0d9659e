//! Where the land lies: coordinate systems, the files parcels arrive in, repair of their rings,
//! areas, and the map's vector tiles.
//!
//! Pure on bytes and values: no input or output, no clock. The way of a parcel through this crate:
//! [`formats`] reads a file into a [`Layer`], [`crs`] says what its numbers mean, and [`place()`]
//! puts each shape on the ground as CGCS2000 longitude and latitude, or says why it cannot.

pub mod archive;
pub mod area;
pub mod bbox;
pub mod block;
mod bytes;
pub mod crs;
mod encoding;
pub mod error;
pub mod formats;
pub mod index;
pub mod layer;
pub mod place;
pub mod tiles;
pub mod wkb;

pub use bbox::BBox;
pub use crs::Crs;
pub use error::GeoError;
pub use geo::{Coord, LineString, MultiPolygon, Point, Polygon};
pub use layer::{Feature, Layer};
pub use place::{Misplaced, Placed, place};
