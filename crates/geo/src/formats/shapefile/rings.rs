//! Which ring is a hole, and of what: the file lists the rings of a shape without saying.

use geo::winding_order::Winding;
use geo::{BoundingRect, Contains, Coord, Intersects, LineString, MultiPolygon, Point, Polygon, Rect};

/// Pairs holes with the rings around them. In the format outer rings run clockwise; a ring that runs the
/// other way and lies in no outer ring is an outer ring drawn the wrong way round.
pub(in crate::formats) fn assemble(rings: Vec<LineString<f64>>) -> MultiPolygon<f64> {
    let (holes, outers): (Vec<_>, Vec<_>) = rings.into_iter().partition(Winding::is_ccw);
    let mut shells: Vec<Shell> = outers.into_iter().map(Shell::new).collect();
    let mut unclaimed = Vec::new();
    for hole in holes {
        match innermost(&mut shells, &hole) {
            Some(shell) => shell.holes.push(hole),
            None => unclaimed.push(hole),
        }
    }
    shells.extend(nested(unclaimed));
    MultiPolygon(
        shells.into_iter().map(|shell| Polygon::new(shell.area.into_inner().0, shell.holes)).collect(),
    )
}

struct Shell {
    area: Polygon<f64>,
    frame: Option<Rect<f64>>,
    holes: Vec<LineString<f64>>,
}

impl Shell {
    fn new(ring: LineString<f64>) -> Self {
        let area = Polygon::new(ring, vec![]);
        let frame = area.bounding_rect();
        Self { area, frame, holes: Vec::new() }
    }

    /// Whether the hole lies inside: one of its corners does, or all lie on the boundary.
    fn surrounds(&self, hole: &LineString<f64>) -> bool {
        let within = |corner: &Coord<f64>| self.frame.is_some_and(|frame| frame.intersects(corner));
        hole.0.iter().all(within)
            && (hole.0.iter().any(|corner| self.area.contains(&Point::from(*corner)))
                || hole.0.iter().all(|corner| self.area.intersects(&Point::from(*corner))))
    }

    fn frame_area(&self) -> f64 {
        self.frame.map_or(0.0, |frame| frame.width() * frame.height())
    }
}

fn innermost<'a>(shells: &'a mut [Shell], hole: &LineString<f64>) -> Option<&'a mut Shell> {
    shells
        .iter_mut()
        .filter(|shell| shell.surrounds(hole))
        .min_by(|a, b| a.frame_area().total_cmp(&b.frame_area()))
}

/// Rings that all run the wrong way: the larger ones are taken as outer rings of the smaller.
fn nested(mut rings: Vec<LineString<f64>>) -> Vec<Shell> {
    let size =
        |ring: &LineString<f64>| ring.bounding_rect().map_or(0.0, |frame| frame.width() * frame.height());
    rings.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let mut shells: Vec<Shell> = Vec::new();
    for ring in rings {
        match innermost(&mut shells, &ring) {
            Some(shell) => shell.holes.push(ring),
            None => shells.push(Shell::new(ring)),
        }
    }
    shells
}

#[cfg(test)]
mod tests {
    use geo::{Area, Coord, LineString};

    use super::assemble;

    fn square(x: f64, side: f64, clockwise: bool) -> LineString<f64> {
        let mut corners = vec![(x, x), (x, x + side), (x + side, x + side), (x + side, x), (x, x)];
        if !clockwise {
            corners.reverse();
        }
        corners.into_iter().map(|(x, y)| Coord { x, y }).collect()
    }

    #[test]
    fn holes_find_the_smallest_ring_around_them() {
        for (name, rings, area, parts) in [
            ("hole before its ring", vec![square(1., 2., false), square(0., 10., true)], 96., 1),
            (
                "island in a hole",
                vec![
                    square(0., 10., true),
                    square(1., 8., false),
                    square(2., 6., true),
                    square(3., 1., false),
                ],
                71.,
                2,
            ),
            ("drawn the wrong way", vec![square(0., 10., false)], 100., 1),
            ("all drawn the wrong way", vec![square(1., 2., false), square(0., 10., false)], 96., 1),
            ("two apart", vec![square(0., 1., true), square(5., 1., true)], 2., 2),
            ("hole touching at a corner", vec![square(0., 10., true), square(0., 2., false)], 96., 1),
        ] {
            let shape = assemble(rings);
            assert!((shape.unsigned_area() - area).abs() < 1e-9, "{name}: {shape:?}");
            assert_eq!(shape.0.len(), parts, "{name}");
        }
    }
}
