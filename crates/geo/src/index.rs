//! Finding the areas that a point lies in, such as the township of a parcel.

use geo::{Coord, Intersects, MultiPolygon, Point};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::area::point_inside;
use crate::bbox::BBox;

/// Areas by place. Items keep the order they were given in.
#[derive(Debug, Clone)]
pub struct Index<T> {
    items: Vec<(T, MultiPolygon<f64>)>,
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl<T> Index<T> {
    /// Indexes shapes in degrees; shapes without corners are kept and never found.
    pub fn new(items: Vec<(T, MultiPolygon<f64>)>) -> Self {
        let boxes = items
            .iter()
            .enumerate()
            .filter_map(|(number, (_, shape))| Some((number, BBox::of(shape).filter(BBox::is_finite)?)))
            .map(|(number, b)| {
                GeomWithData::new(Rectangle::from_corners([b.min_x, b.min_y], [b.max_x, b.max_y]), number)
            })
            .collect();
        Self { items, boxes: RTree::bulk_load(boxes) }
    }

    /// Every item whose area holds the point, boundary included, in the order given to [`Index::new`].
    pub fn at(&self, point: Coord<f64>) -> Vec<&T> {
        let envelope = AABB::from_point([point.x, point.y]);
        let mut numbers: Vec<usize> =
            self.boxes.locate_in_envelope_intersecting(envelope).map(|hit| hit.data).collect();
        numbers.sort_unstable();
        numbers
            .into_iter()
            .filter_map(|number| self.items.get(number))
            .filter(|(_, shape)| shape.intersects(&Point::from(point)))
            .map(|(item, _)| item)
            .collect()
    }

    /// Every item that holds a point inside the given shape. A parcel on a border goes to one side.
    pub fn under(&self, shape: &MultiPolygon<f64>) -> Vec<&T> {
        point_inside(shape).map(|point| self.at(point)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use geo::{Coord, MultiPolygon, Rect};

    use super::Index;

    fn square(x: f64, y: f64, side: f64) -> MultiPolygon<f64> {
        MultiPolygon(vec![Rect::new(Coord { x, y }, Coord { x: x + side, y: y + side }).to_polygon()])
    }

    #[test]
    fn overlapping_areas_are_all_found_in_the_given_order() {
        let index = Index::new(vec![
            ("zone", square(5., 5., 2.)),
            ("nowhere", MultiPolygon(vec![])),
            ("west", square(0., 0., 6.)),
            ("east", square(6., 0., 9.)),
        ]);
        assert_eq!(index.at(Coord { x: 5.5, y: 5.5 }), [&"zone", &"west"]);
        assert_eq!(index.at(Coord { x: 1., y: 1. }), [&"west"]);
        assert_eq!(index.at(Coord { x: -1., y: 1. }), Vec::<&&str>::new());
        assert_eq!(index.under(&square(8., 1., 1.)), [&"east"]);
        assert_eq!(index.under(&MultiPolygon(vec![])), Vec::<&&str>::new());
    }
}
