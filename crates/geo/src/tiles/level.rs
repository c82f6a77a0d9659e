//! The shapes of one zoom level: no finer than can be seen, yet none lost.

use geo::{Area, Coord, MultiPolygon, Polygon, Rect, Simplify};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::mercator::unit;
use crate::bbox::BBox;

/// Corners nearer than this to the line without them are dropped, units of the tile (a quarter pixel).
const TOLERANCE: f64 = 2.0;
/// Sides of the square that stands for a shape too small or thin to see, units of the tile (two pixels).
const DOT: f64 = 16.0;
/// From this zoom level on small shapes are drawn as dots: a county fills the screen of a phone at 8. On
/// smaller maps they would all lie on one another.
const DOTS_FROM: u8 = 8;

/// Shapes in the unit square, by place.
#[derive(Debug)]
pub(super) struct Level {
    shapes: Vec<(u64, MultiPolygon<f64>)>,
    index: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl Level {
    pub(super) fn new(shapes: Vec<(u64, MultiPolygon<f64>)>) -> Self {
        let boxes = shapes.iter().enumerate().filter_map(|(number, (_, shape))| {
            let b = BBox::of(shape).filter(BBox::is_finite)?;
            let corners = Rectangle::from_corners([b.min_x, b.min_y], [b.max_x, b.max_y]);
            Some(GeomWithData::new(corners, number))
        });
        let index = RTree::bulk_load(boxes.collect());
        Self { shapes, index }
    }

    /// The shapes whose box meets `window`, in the order they were given.
    pub(super) fn within(&self, window: &BBox) -> impl Iterator<Item = (u64, &MultiPolygon<f64>)> {
        let envelope = AABB::from_corners([window.min_x, window.min_y], [window.max_x, window.max_y]);
        let mut hits: Vec<usize> =
            self.index.locate_in_envelope_intersecting(envelope).map(|hit| hit.data).collect();
        hits.sort_unstable();
        hits.into_iter().filter_map(|number| self.shapes.get(number)).map(|(id, shape)| (*id, shape))
    }

    pub(super) fn bounds(&self) -> Option<BBox> {
        self.shapes.iter().filter_map(|(_, shape)| BBox::of(shape)).reduce(BBox::union)
    }

    /// The same shapes as coarse as zoom level `z` allows.
    pub(super) fn simplified(&self, z: u8) -> Self {
        Self::new(self.shapes.iter().map(|(id, shape)| (*id, simplify(shape, z))).collect())
    }
}

fn simplify(shape: &MultiPolygon<f64>, z: u8) -> MultiPolygon<f64> {
    // What covers less ground than a dot, be it small or thin, could vanish in rounding.
    let dot_area = (DOT * unit(z)).powi(2);
    if shape.unsigned_area() < dot_area {
        return MultiPolygon(if z >= DOTS_FROM { dot(shape, z).into_iter().collect() } else { vec![] });
    }
    let visible = |polygon: &&Polygon<f64>| polygon.unsigned_area() >= dot_area;
    let kept: Vec<Polygon<f64>> = shape.iter().filter(visible).map(|polygon| coarse(polygon, z)).collect();
    MultiPolygon(if kept.is_empty() { dot(shape, z).into_iter().collect() } else { kept })
}

/// A ring of which simplifying leaves no area keeps all its corners.
fn coarse(polygon: &Polygon<f64>, z: u8) -> Polygon<f64> {
    let simplified = polygon.simplify(TOLERANCE * unit(z));
    if simplified.exterior().0.len() < 4 {
        return Polygon::new(polygon.exterior().clone(), vec![]);
    }
    let (exterior, holes) = simplified.into_inner();
    Polygon::new(exterior, holes.into_iter().filter(|hole| hole.0.len() >= 4).collect())
}

fn dot(shape: &MultiPolygon<f64>, z: u8) -> Option<Polygon<f64>> {
    let (centre, half) = (BBox::of(shape)?.centre(), DOT * unit(z) / 2.0);
    let corner = |sign: f64| Coord { x: centre.x + sign * half, y: centre.y + sign * half };
    Some(Rect::new(corner(-1.0), corner(1.0)).to_polygon())
}
