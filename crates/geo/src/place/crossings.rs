//! Whether taking a shape apart is worth beginning: the work grows with the crossings, and a ring of a million
//! corners can have half a billion of them.

use geo::{Coord, CoordsIter, Line, LinesIter, MultiPolygon};

/// Shapes of fewer corners are taken apart at once, whatever they look like.
const SMALL: usize = 1_000;
/// More crossings than this are no slip of a surveyor's hand.
const MOST_CROSSINGS: usize = 100_000;
/// More pairs of lines whose boxes meet than this and the lines lie in a heap, crossing or not.
const MOST_PAIRS: usize = 100_000_000;
/// At least so many lines are compared with all others, and more while the comparisons stay below the second
/// number: shapes of up to 4,000 corners are counted in full, larger ones by this sample.
const LEAST_SAMPLE: usize = 64;
const COMPARISONS: usize = 16_000_000;

/// Whether the rings cross so often, or lie so densely, that nothing sound comes out in any useful time.
pub(super) fn are_hopeless(shape: &MultiPolygon<f64>) -> bool {
    if shape.coords_count() <= SMALL {
        return false;
    }
    let lines: Vec<Line<f64>> = shape.lines_iter().collect();
    let sample = (COMPARISONS / lines.len()).max(LEAST_SAMPLE).min(lines.len());
    let step = lines.len() / sample;
    // Each crossing and each pair is met from both of its lines.
    let (most_crossings, most_pairs) = ((2 * MOST_CROSSINGS / step).max(1), 2 * MOST_PAIRS / step);
    let (mut crossings, mut pairs) = (0, 0);
    for nth in 0..sample {
        // Not the same place of each step: what repeats itself in the shape must not hide.
        let Some(line) = lines.get(nth * step + nth * 7_919 % step) else { break };
        for other in lines.iter().filter(|other| boxes_meet(line, other)) {
            pairs += 1;
            crossings += usize::from(cross(line, other));
        }
        if crossings > most_crossings || pairs > most_pairs {
            return true;
        }
    }
    false
}

fn boxes_meet(a: &Line<f64>, b: &Line<f64>) -> bool {
    let meet = |a: (f64, f64), b: (f64, f64)| a.0.max(a.1) >= b.0.min(b.1) && b.0.max(b.1) >= a.0.min(a.1);
    meet((a.start.x, a.end.x), (b.start.x, b.end.x)) && meet((a.start.y, a.end.y), (b.start.y, b.end.y))
}

/// Whether two lines cross in a point that is no end of either.
fn cross(a: &Line<f64>, b: &Line<f64>) -> bool {
    let side = |line: &Line<f64>, point: Coord<f64>| {
        (line.end.x - line.start.x) * (point.y - line.start.y)
            - (line.end.y - line.start.y) * (point.x - line.start.x)
    };
    side(a, b.start) * side(a, b.end) < 0.0 && side(b, a.start) * side(b, a.end) < 0.0
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
        let scribble = shape(50_000, |at| ((at * 397.0 * turn).sin(), (at * 533.0 * turn).sin()));
        assert!(are_hopeless(&scribble));
        let crossed_often = shape(2_000, |at| ((at * 7.0 * turn).sin(), (at * 9.0 * turn).sin()));
        assert!(!are_hopeless(&crossed_often));
    }
}
