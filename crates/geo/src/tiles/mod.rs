//! Vector tiles (MVT 2.1) of polygons, made on demand from shapes kept in memory.
//!
//! Shapes are simplified once for each zoom level and kept, since that takes far longer than cutting and
//! writing a tile.

mod clip;
mod level;
mod mercator;

use std::sync::OnceLock;

use fast_mvt::{MvtCoord, MvtGeomType, MvtLayerBuilder, MvtResult, MvtValueRef};
use geo::MultiPolygon;

use crate::bbox::BBox;
use clip::clip;
use level::Level;
use mercator::Frame;

pub use mercator::tile_bounds;

/// Units along the side of a tile.
const EXTENT: f64 = 4096.0;
/// How far shapes reach over the edge of a tile, in the same units, so that outlines meet without a seam.
const BUFFER: f64 = 64.0;
/// Highest zoom level served.
pub const MAX_ZOOM: u8 = 22;
/// From this zoom level on shapes are as detailed as they were given.
const FULL_DETAIL: u8 = 17;

/// A value of an attribute in a tile.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number; for display, never for a threshold.
    Double(f64),
    /// Yes or no.
    Bool(bool),
}

/// Polygons by id, ready to be cut into tiles. Cheap to share between threads.
#[derive(Debug)]
pub struct Tiles {
    /// Shapes as given, in web mercator.
    full: Level,
    /// Simplified shapes of the zoom levels below [`FULL_DETAIL`], made when first asked for.
    levels: Vec<OnceLock<Level>>,
}

impl Tiles {
    /// Takes shapes in degrees. Their order is the order in each tile: later ones are drawn on top.
    pub fn build(items: &[(u64, &MultiPolygon<f64>)]) -> Self {
        let shapes = items.iter().map(|(id, shape)| (*id, mercator::project(shape))).collect();
        let levels = (0..FULL_DETAIL).map(|_| OnceLock::new()).collect();
        Self { full: Level::new(shapes), levels }
    }

    /// One tile with one layer, encoded. `None` when there is no such tile; empty when nothing lies in it.
    ///
    /// `attributes` is asked for each shape in the tile; `None` leaves the shape out, as a filter does.
    /// Tiles of several layers are these bytes one after the other.
    pub fn encode<'k>(
        &self,
        z: u8,
        x: u32,
        y: u32,
        layer: &str,
        attributes: impl Fn(u64) -> Option<Vec<(&'k str, Value)>>,
    ) -> Option<Vec<u8>> {
        let frame = Frame::new(z, x, y)?;
        // The writer fails only on a nameless layer or more than 2³² values; neither makes a tile.
        self.write(z, &frame, layer, attributes).ok()
    }

    fn write<'k>(
        &self,
        z: u8,
        frame: &Frame,
        layer: &str,
        attributes: impl Fn(u64) -> Option<Vec<(&'k str, Value)>>,
    ) -> MvtResult<Vec<u8>> {
        let mut builder = MvtLayerBuilder::new(layer)?;
        for (id, shape) in self.level(z).within(&frame.buffered()) {
            let Some(attributes) = attributes(id) else { continue };
            let polygons = clip(shape, frame);
            if polygons.is_empty() {
                continue;
            }
            let mut feature = builder.feature_of(MvtGeomType::Polygon);
            feature.id(Some(id));
            for polygon in polygons {
                for (number, ring) in polygon.into_iter().enumerate() {
                    let corners = ring.into_iter().map(|(x, y)| MvtCoord { x, y });
                    feature.ring(corners, number == 0)?;
                }
            }
            for (key, value) in attributes {
                feature.tag_ref(key, value.borrowed())?;
            }
            builder = feature.end();
        }
        if builder.num_features() == 0 { Ok(Vec::new()) } else { Ok(builder.encode()) }
    }

    fn level(&self, z: u8) -> &Level {
        match self.levels.get(usize::from(z)) {
            Some(level) => level.get_or_init(|| self.full.simplified(z)),
            None => &self.full,
        }
    }

    /// The box around all shapes in degrees; `None` when there is none.
    pub fn bounds(&self) -> Option<BBox> {
        self.full.bounds().map(mercator::to_lonlat)
    }
}

impl Value {
    fn borrowed(&self) -> MvtValueRef<'_> {
        match self {
            Self::Text(text) => MvtValueRef::String(text),
            Self::Int(number) => MvtValueRef::SInt(*number),
            Self::Double(number) => MvtValueRef::Double(*number),
            Self::Bool(yes) => MvtValueRef::Bool(*yes),
        }
    }
}

#[cfg(test)]
mod tests;
