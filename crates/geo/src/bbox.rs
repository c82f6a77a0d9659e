//! Upright rectangles.

use geo::{BoundingRect, Coord, MultiPolygon};
use serde::{Deserialize, Serialize};

/// An upright rectangle. In degrees of longitude (x) and latitude (y) unless a function says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BBox {
    /// Western edge.
    pub min_x: f64,
    /// Southern edge.
    pub min_y: f64,
    /// Eastern edge.
    pub max_x: f64,
    /// Northern edge.
    pub max_y: f64,
}

impl BBox {
    /// The rectangle around all corners of `geometry`; `None` when it has no corner.
    pub fn of(geometry: &MultiPolygon<f64>) -> Option<Self> {
        geometry.bounding_rect().map(|rect| Self {
            min_x: rect.min().x,
            min_y: rect.min().y,
            max_x: rect.max().x,
            max_y: rect.max().y,
        })
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            min_x: self.min_x.min(other.min_x),
            min_y: self.min_y.min(other.min_y),
            max_x: self.max_x.max(other.max_x),
            max_y: self.max_y.max(other.max_y),
        }
    }

    /// The same rectangle, `margin` wider on each side.
    #[must_use]
    pub fn widened(self, margin: f64) -> Self {
        Self {
            min_x: self.min_x - margin,
            min_y: self.min_y - margin,
            max_x: self.max_x + margin,
            max_y: self.max_y + margin,
        }
    }

    /// The rectangle with its axes exchanged.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self { min_x: self.min_y, min_y: self.min_x, max_x: self.max_y, max_y: self.max_x }
    }

    /// Whether `other` lies wholly inside, edges included.
    pub fn contains(&self, other: &Self) -> bool {
        self.min_x <= other.min_x
            && self.min_y <= other.min_y
            && self.max_x >= other.max_x
            && self.max_y >= other.max_y
    }

    /// Whether the two share at least a point.
    pub fn intersects(&self, other: &Self) -> bool {
        self.min_x <= other.max_x
            && other.min_x <= self.max_x
            && self.min_y <= other.max_y
            && other.min_y <= self.max_y
    }

    /// The point in the middle.
    pub fn centre(&self) -> Coord<f64> {
        Coord { x: f64::midpoint(self.min_x, self.max_x), y: f64::midpoint(self.min_y, self.max_y) }
    }

    /// The two corners, south-west then north-east.
    pub fn corners(&self) -> [Coord<f64>; 2] {
        [Coord { x: self.min_x, y: self.min_y }, Coord { x: self.max_x, y: self.max_y }]
    }

    /// Whether all four numbers are finite.
    pub fn is_finite(&self) -> bool {
        self.corners().iter().all(|c| c.x.is_finite() && c.y.is_finite())
    }
}
