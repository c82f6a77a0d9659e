//! Cutting shapes at the edge of a tile.

use geo::{Coord, LineString, MultiPolygon};

use super::mercator::Frame;
use super::{BUFFER, EXTENT};

/// A ring in whole units of a tile, without its closing corner.
pub(super) type Ring = Vec<(i32, i32)>;

/// The polygons of a shape inside the tile and its buffer: outer ring first, then holes. What vanishes in
/// rounding is left out.
///
/// A concave shape cut by the edge stays one ring with a line along the edge, which lies in the buffer and
/// is never seen; that is the custom of tile makers and much faster than exact cutting.
pub(super) fn clip(shape: &MultiPolygon<f64>, frame: &Frame) -> Vec<Vec<Ring>> {
    shape
        .iter()
        .filter_map(|polygon| {
            let exterior = ring(polygon.exterior(), frame)?;
            let holes = polygon.interiors().iter().filter_map(|hole| ring(hole, frame));
            Some(std::iter::once(exterior).chain(holes).collect())
        })
        .collect()
}

fn ring(ring: &LineString<f64>, frame: &Frame) -> Option<Ring> {
    let mut corners: Vec<Coord<f64>> = ring.0.iter().map(|corner| frame.locate(*corner)).collect();
    corners.pop();
    for edge in Edge::ALL {
        corners = edge.cut(&corners);
    }
    let mut rounded: Ring = corners.iter().map(|c| (c.x.round() as i32, c.y.round() as i32)).collect();
    rounded.dedup();
    while rounded.len() > 1 && rounded.first() == rounded.last() {
        rounded.pop();
    }
    (rounded.len() >= 3 && twice_area(&rounded) != 0).then_some(rounded)
}

fn twice_area(ring: &[(i32, i32)]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1))
        .sum()
}

/// One side of the window that shapes are cut to.
#[derive(Clone, Copy)]
enum Edge {
    Left,
    Right,
    Top,
    Bottom,
}

impl Edge {
    const ALL: [Self; 4] = [Self::Left, Self::Right, Self::Top, Self::Bottom];

    /// How far inside a point lies; negative outside.
    fn depth(self, point: Coord<f64>) -> f64 {
        match self {
            Self::Left => point.x + BUFFER,
            Self::Right => EXTENT + BUFFER - point.x,
            Self::Top => point.y + BUFFER,
            Self::Bottom => EXTENT + BUFFER - point.y,
        }
    }

    /// The ring without what lies beyond this edge (Sutherland and Hodgman).
    fn cut(self, ring: &[Coord<f64>]) -> Vec<Coord<f64>> {
        let mut kept = Vec::with_capacity(ring.len() + 4);
        let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
        for (from, to) in before.zip(ring) {
            let (from_depth, to_depth) = (self.depth(*from), self.depth(*to));
            if (from_depth < 0.0) != (to_depth < 0.0) {
                kept.push(*from + (*to - *from) * (from_depth / (from_depth - to_depth)));
            }
            if to_depth >= 0.0 {
                kept.push(*to);
            }
        }
        kept
    }
}
