//! Whether taking a shape apart is worth beginning: the work grows with the crossings, and a ring of a million
//! corners can have half a billion of them.

use geo::{Coord, CoordsIter, LinesIter, MultiPolygon};
use rstar::primitives::Line;
use rstar::{RTree, RTreeObject};

/// Shapes of fewer corners are taken apart at once, whatever they look like.
const SMALL: usize = 1_000;
/// More crossings than this are no slip of a surveyor's hand.
const MOST_CROSSINGS: usize = 10_000;
/// Pairs of neighbouring lines that are looked at, for each line and in all; more of them and the lines lie
/// in a heap.
const MOST_NEIGHBOURS: usize = 200;
const MOST_PAIRS: usize = 20_000_000;

/// Whether the rings cross so often, or lie so densely, that nothing sound comes out in any useful time.
pub(super) fn are_hopeless(shape: &MultiPolygon<f64>) -> bool {
    if shape.coords_count() <= SMALL {
        return false;
    }
    let corner = |c: Coord<f64>| [c.x, c.y];
    let lines: Vec<_> =
        shape.lines_iter().map(|line| Line::new(corner(line.start), corner(line.end))).collect();
    let most_pairs = MOST_PAIRS.min(lines.len() * MOST_NEIGHBOURS);
    let tree = RTree::bulk_load(lines);
    let (mut crossings, mut pairs) = (0, 0);
    for line in &tree {
        for other in tree.locate_in_envelope_intersecting(line.envelope()) {
            pairs += 1;
            crossings += usize::from(cross(line, other));
            // Each crossing is met from both of its lines.
            if crossings > 2 * MOST_CROSSINGS || pairs > most_pairs {
                return true;
            }
        }
    }
    false
}

/// Whether two lines cross in a point that is no end of either.
fn cross(a: &Line<[f64; 2]>, b: &Line<[f64; 2]>) -> bool {
    let side = |line: &Line<[f64; 2]>, [x, y]: [f64; 2]| {
        let ([from_x, from_y], [to_x, to_y]) = (line.from, line.to);
        (to_x - from_x) * (y - from_y) - (to_y - from_y) * (x - from_x)
    };
    side(a, b.from) * side(a, b.to) < 0.0 && side(b, a.from) * side(b, a.to) < 0.0
}

#[cfg(test)]
mod tests {
    use geo::{LineString, MultiPolygon, Polygon};

    use super::are_hopeless;

    fn shape(corners: usize, corner: impl Fn(f64) -> (f64, f64)) -> MultiPolygon<f64> {
        let ring: LineString<f64> = (0..corners).map(|at| corner(at as f64 / corners as f64)).collect();
        MultiPolygon(vec![Polygon::new(ring, vec![])])
    }

    #[test]
    fn many_corners_are_no_reason_and_many_crossings_are() {
        let turn = std::f64::consts::TAU;
        let circle = shape(50_000, |at| ((at * turn).cos(), (at * turn).sin()));
        assert!(!are_hopeless(&circle));
        let scribble = shape(50_000, |at| ((at * 97.0 * turn).sin(), (at * 133.0 * turn).sin()));
        assert!(are_hopeless(&scribble));
        let crossed_often = shape(2_000, |at| ((at * 7.0 * turn).sin(), (at * 9.0 * turn).sin()));
        assert!(!are_hopeless(&crossed_often));
    }

    #[test]
    fn the_same_lines_over_and_over_lie_in_a_heap() {
        let over_and_over =
            shape(20_000, |at| [(0., 0.), (1., 1.), (2., 0.), (1., 2.)][(at * 20_000.) as usize % 4]);
        assert!(are_hopeless(&over_and_over));
    }
}
