//! The plane of web maps: the world as a square from 0 to 1, north at the top, and the tiles in it.

use std::f64::consts::PI;

use geo::{Coord, MapCoords, MultiPolygon};

use super::{BUFFER, EXTENT, MAX_ZOOM};
use crate::bbox::BBox;

/// The latitude at which the square ends, degrees.
const MAX_LATITUDE: f64 = 85.051_128_779_806_59;

/// Degrees to the unit square.
pub(super) fn project(lonlat: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    lonlat.map_coords(|corner| {
        let latitude = corner.y.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
        Coord { x: corner.x / 360.0 + 0.5, y: 0.5 - latitude.tan().asinh() / (2.0 * PI) }
    })
}

/// A box of the unit square in degrees.
pub(super) fn to_lonlat(square: BBox) -> BBox {
    let longitude = |x: f64| (x - 0.5) * 360.0;
    let latitude = |y: f64| ((0.5 - y) * 2.0 * PI).sinh().atan().to_degrees();
    BBox {
        min_x: longitude(square.min_x),
        min_y: latitude(square.max_y),
        max_x: longitude(square.max_x),
        max_y: latitude(square.min_y),
    }
}

/// The ground of a tile in degrees; `None` when there is no such tile.
pub fn tile_bounds(z: u8, x: u32, y: u32) -> Option<BBox> {
    let frame = Frame::new(z, x, y)?;
    Some(to_lonlat(frame.widened(0.0)))
}

/// Side of one unit of a tile at a zoom level, in the unit square.
pub(super) fn unit(z: u8) -> f64 {
    1.0 / (EXTENT * f64::from(1_u32 << z.min(MAX_ZOOM)))
}

/// One tile: where it lies in the unit square.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    origin: Coord<f64>,
    unit: f64,
}

impl Frame {
    pub(super) fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let count = (z <= MAX_ZOOM).then(|| 1_u32 << z)?;
        let side = 1.0 / f64::from(count);
        (x < count && y < count)
            .then(|| Self { origin: Coord { x: f64::from(x) * side, y: f64::from(y) * side }, unit: unit(z) })
    }

    /// The tile and its buffer, in the unit square.
    pub(super) fn buffered(&self) -> BBox {
        self.widened(BUFFER)
    }

    fn widened(&self, buffer: f64) -> BBox {
        BBox {
            min_x: self.origin.x - buffer * self.unit,
            min_y: self.origin.y - buffer * self.unit,
            max_x: self.origin.x + (EXTENT + buffer) * self.unit,
            max_y: self.origin.y + (EXTENT + buffer) * self.unit,
        }
    }

    /// Unit square to units of the tile, which may lie outside it.
    pub(super) fn locate(&self, point: Coord<f64>) -> Coord<f64> {
        (point - self.origin) / self.unit
    }
}
