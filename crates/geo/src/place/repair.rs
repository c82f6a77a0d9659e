//! Mending rings: repeated corners, spikes, rings without area, crossings.

use geo::algorithm::bool_ops::{BooleanOps, FillRule, OpType};
use geo::{Area, Coord, LineString, MultiPolygon, Polygon};

use super::crossings;
use super::misplaced::Misplaced;
use crate::bbox::BBox;

/// Below this a ring encloses nothing, square degrees (about 1 cm²).
const NO_AREA: f64 = 1e-14;
/// Mending may change the area by this much; more is for a person to decide.
const MAX_CHANGE: f64 = 0.01;

/// Passes after the first until nothing changes any more.
const MAX_PASSES: usize = 3;

/// Sound rings, and what was done to them.
#[derive(Debug)]
pub(super) struct Repaired {
    pub(super) geometry: MultiPolygon<f64>,
    pub(super) notes: Vec<String>,
}

/// Mends what can be mended without changing the area by more than 1 %.
pub(super) fn repair(given: &MultiPolygon<f64>) -> Result<Repaired, Misplaced> {
    let mut notes = Vec::new();
    let clean = drop_degenerate(given, &mut notes);
    if clean.0.is_empty() {
        return Err(Misplaced::NoArea);
    }
    let geometry = uncross(oriented(&clean), &mut notes)?;
    Ok(Repaired { geometry, notes })
}

/// Repeated corners go without a word, they change nothing; spikes and empty rings are reported.
fn drop_degenerate(given: &MultiPolygon<f64>, notes: &mut Vec<String>) -> MultiPolygon<f64> {
    let (mut spikes, mut empty) = (0, 0);
    let mut sound = |ring: &LineString<f64>| {
        let (ring, removed) = without_spikes(ring);
        let encloses = swept(&ring) > NO_AREA;
        if encloses {
            spikes += removed;
        } else {
            empty += 1;
        }
        encloses.then_some(ring)
    };
    let polygons = given
        .iter()
        .filter_map(|polygon| {
            let exterior = sound(polygon.exterior())?;
            Some(Polygon::new(exterior, polygon.interiors().iter().filter_map(&mut sound).collect()))
        })
        .collect();
    if spikes > 0 {
        notes.push(format!("去除了 {spikes} 处往返重合的尖刺"));
    }
    if empty > 0 {
        notes.push(format!("去除了 {empty} 个没有面积的环"));
    }
    MultiPolygon(polygons)
}

/// The area that a line from the first corner sweeps over while it follows the ring, in either sense: nothing
/// only if all corners lie on one line. (The area proper is nothing for a bow-tie, too.)
fn swept(ring: &LineString<f64>) -> f64 {
    let Some(first) = ring.0.first().copied() else { return 0.0 };
    ring.lines()
        .map(|line| (line.start - first, line.end - first))
        .map(|(from, to)| (from.x * to.y - from.y * to.x).abs() / 2.0)
        .sum()
}

/// The ring without repeated corners and without lines that go out and come back, and the number of the
/// latter. The result is closed unless nothing is left.
fn without_spikes(ring: &LineString<f64>) -> (LineString<f64>, usize) {
    let mut corners: Vec<Coord<f64>> = ring.0.clone();
    if corners.first() == corners.last() {
        corners.pop();
    }
    corners.dedup();
    let mut kept: Vec<Coord<f64>> = Vec::with_capacity(corners.len() + 1);
    let mut spikes = 0;
    for corner in corners {
        push_straightened(&mut kept, corner, &mut spikes);
    }
    // A spike may sit on the seam: go once more round from the other end.
    mend_seam(&mut kept, &mut spikes);
    if let Some(first) = kept.first().copied() {
        kept.push(first);
    }
    (LineString(kept), spikes)
}

/// Adds a corner; while the last one is the tip of a spike, it goes.
fn push_straightened(kept: &mut Vec<Coord<f64>>, corner: Coord<f64>, spikes: &mut usize) {
    while let [.., before, tip] = kept.as_slice()
        && is_spike(*before, *tip, corner)
    {
        kept.pop();
        *spikes += 1;
    }
    if kept.last() != Some(&corner) {
        kept.push(corner);
    }
}

fn mend_seam(kept: &mut Vec<Coord<f64>>, spikes: &mut usize) {
    // Corners before this one are gone; they are cut off once, at the end.
    let mut start = 0;
    while let [first, second, .., before, last] = *kept.get(start..).unwrap_or_default() {
        if last == first {
            kept.pop();
        } else if is_spike(before, last, first) {
            kept.pop();
            *spikes += 1;
        } else if is_spike(last, first, second) {
            start += 1;
            *spikes += 1;
        } else {
            break;
        }
    }
    kept.drain(..start);
}

/// Whether the line turns back on itself at `tip`.
fn is_spike(before: Coord<f64>, tip: Coord<f64>, after: Coord<f64>) -> bool {
    let (out, back) = (tip - before, after - tip);
    let cross = out.x * back.y - out.y * back.x;
    let along = out.x * back.x + out.y * back.y;
    along < 0.0 && cross.abs() <= 1e-9 * along.abs()
}

/// Outer rings counter-clockwise, holes clockwise, by the sign of their area. (`geo` looks at one corner,
/// which on a crossing ring may belong to a loop that runs the other way.)
fn oriented(shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let turned = |ring: &LineString<f64>, counter_clockwise: bool| {
        let mut ring = ring.clone();
        if (Polygon::new(ring.clone(), vec![]).signed_area() > 0.0) != counter_clockwise {
            ring.0.reverse();
        }
        ring
    };
    shape
        .iter()
        .map(|polygon| {
            let holes = polygon.interiors().iter().map(|hole| turned(hole, false)).collect();
            Polygon::new(turned(polygon.exterior(), true), holes)
        })
        .collect()
}

/// Takes apart crossings and overlaps: ground counts once where rings run around it in the right sense.
///
/// A shape that comes out with the same rings and area was sound, and keeps its corners to the last bit.
fn uncross(clean: MultiPolygon<f64>, notes: &mut Vec<String>) -> Result<MultiPolygon<f64>, Misplaced> {
    if crossings::are_hopeless(&clean) {
        return Err(Misplaced::Tangled);
    }
    let mut mended = overlay(&clean)?;
    if is_same(&mended, &clean) {
        return Ok(clean);
    }
    // The sum over rings counts ground twice where they overlap and takes it away where a loop runs
    // backwards: exactly what differs after mending.
    let (before, after) = (clean.unsigned_area(), mended.unsigned_area());
    let share = (after - before).abs() / before.max(after).max(NO_AREA);
    if share > MAX_CHANGE {
        return Err(Misplaced::Crossing { percent: share * 100.0 });
    }
    // Moving a crossing to the grid may, rarely, make another one beside it.
    for _ in 0..MAX_PASSES {
        let next = overlay(&mended)?;
        if is_same(&next, &mended) {
            notes.push(format!("界线自相交或各部分重叠，已自动修复，面积变化 {:.2}%", share * 100.0));
            return Ok(mended);
        }
        mended = next;
    }
    Err(Misplaced::Tangled)
}

fn overlay(shape: &MultiPolygon<f64>) -> Result<MultiPolygon<f64>, Misplaced> {
    // One ring in 100 000 that crosses itself a dozen times trips an assertion inside the library (in
    // builds that have assertions). No file may bring the program down: such a ring is refused.
    let union = || {
        let nothing = MultiPolygon::<f64>(Vec::new());
        shape.boolean_op_with_fill_rule(&nothing, OpType::Union, FillRule::Positive)
    };
    let mended = std::panic::catch_unwind(union).ok().ok_or(Misplaced::Tangled)?;
    // The grid can turn a sliver into a spike, which is nothing to report.
    let mended = drop_degenerate(&mended, &mut Vec::new());
    if mended.0.is_empty() { Err(Misplaced::Tangled) } else { Ok(oriented(&mended)) }
}

fn is_same(mended: &MultiPolygon<f64>, given: &MultiPolygon<f64>) -> bool {
    let area = given.unsigned_area();
    rings(mended) == rings(given) && (mended.unsigned_area() - area).abs() <= snapping_noise(given, area)
}

fn rings(geometry: &MultiPolygon<f64>) -> (usize, usize) {
    (geometry.0.len(), geometry.iter().map(|polygon| polygon.interiors().len()).sum())
}

/// The overlay works on a grid of about 2⁻³⁰ of the box; the area may differ by that much without cause.
fn snapping_noise(geometry: &MultiPolygon<f64>, area: f64) -> f64 {
    let frame = BBox::of(geometry).map_or(0.0, |b| (b.max_x - b.min_x).max(b.max_y - b.min_y));
    (area * 1e-7).max(frame * frame * 1e-8)
}

#[cfg(test)]
mod tests {
    use geo::{Area, Coord, LineString, MultiPolygon, Polygon};

    use super::repair;
    use crate::place::misplaced::Misplaced;

    type Ring<'a> = &'a [(f64, f64)];

    fn shape(polygons: &[&[Ring<'_>]]) -> MultiPolygon<f64> {
        let ring =
            |corners: &Ring<'_>| LineString(corners.iter().map(|c| Coord { x: c.0, y: c.1 }).collect());
        MultiPolygon(
            polygons
                .iter()
                .map(|rings| Polygon::new(ring(&rings[0]), rings[1..].iter().map(ring).collect()))
                .collect(),
        )
    }

    const SQUARE: Ring<'_> = &[(0., 0.), (10., 0.), (10., 10.), (0., 10.)];

    #[test]
    fn a_sound_shape_keeps_every_bit_and_gets_the_right_sense() {
        let clockwise =
            shape(&[&[&[(0., 0.), (0., 10.), (10., 10.), (10., 0.)], &[(1., 1.), (2., 1.), (2., 2.)]]]);
        let repaired = repair(&clockwise).unwrap();
        assert!(repaired.notes.is_empty(), "{:?}", repaired.notes);
        assert!(repaired.geometry.0[0].exterior().0.contains(&Coord { x: 10., y: 10. }));
        assert!(Polygon::new(repaired.geometry.0[0].exterior().clone(), vec![]).signed_area() > 0.0);
        assert!(Polygon::new(repaired.geometry.0[0].interiors()[0].clone(), vec![]).signed_area() < 0.0);
    }

    #[test]
    fn what_can_be_mended_is_mended_and_reported() {
        for (name, given, area, note) in [
            (
                "repeated corner",
                shape(&[&[&[(0., 0.), (0., 0.), (10., 0.), (10., 10.), (10., 10.), (0., 10.)]]]),
                100.,
                "",
            ),
            (
                "spike",
                shape(&[&[&[(0., 0.), (10., 0.), (10., 5.), (19., 5.), (10., 5.), (10., 10.), (0., 10.)]]]),
                100.,
                "1 处",
            ),
            (
                "spike on the seam",
                shape(&[&[&[(-5., 0.), (0., 0.), (10., 0.), (10., 10.), (0., 10.), (0., 0.)]]]),
                100.,
                "1 处",
            ),
            ("flat hole", shape(&[&[SQUARE, &[(1., 1.), (2., 2.), (3., 3.)]]]), 100., "没有面积"),
            ("flat part", shape(&[&[SQUARE], &[&[(20., 1.), (20., 2.)]]]), 100., "没有面积"),
            (
                "small loop",
                shape(&[&[&[(0.2, 0.), (10., 0.), (10., 10.), (0., 9.6), (0.2, 9.9)]]]),
                96.08,
                "自相交",
            ),
            (
                "parts sharing an edge",
                shape(&[&[SQUARE], &[&[(10., 0.), (20., 0.), (20., 10.), (10., 10.)]]]),
                200.,
                "变化 0.00%",
            ),
            (
                "slightly overlapping parts",
                shape(&[&[SQUARE], &[&[(9.9, 0.), (20., 0.), (20., 10.), (9.9, 10.)]]]),
                200.,
                "重叠",
            ),
        ] {
            let repaired = repair(&given).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(
                (repaired.geometry.unsigned_area() - area).abs() < 0.1,
                "{name}: {}",
                repaired.geometry.unsigned_area()
            );
            assert_eq!(repaired.notes.is_empty(), note.is_empty(), "{name}: {:?}", repaired.notes);
            assert!(repaired.notes.concat().contains(note), "{name}: {:?}", repaired.notes);
        }
    }

    #[test]
    fn what_a_person_must_decide_is_refused() {
        let crossing = |given: &MultiPolygon<f64>| matches!(repair(given), Err(Misplaced::Crossing { .. }));
        assert!(crossing(&shape(&[&[&[(0., 0.), (10., 10.), (10., 0.), (0., 10.)]]])), "bow-tie");
        assert!(
            crossing(&shape(&[&[&[
                (0., 0.),
                (10., 0.),
                (10., 10.),
                (6., 10.),
                (0., 4.),
                (0., 10.),
                (6., 4.)
            ]]])),
            "large loop"
        );
        assert!(crossing(&shape(&[&[SQUARE], &[SQUARE]])), "same part twice");
        assert!(
            crossing(&shape(&[&[SQUARE, &[(20., 0.), (29., 0.), (29., 9.), (20., 9.)]]])),
            "hole outside"
        );
        for flat in [
            shape(&[&[&[(0., 0.), (1., 1.)]]]),
            shape(&[&[&[]]]),
            shape(&[&[&[(1., 1.), (1., 1.), (1., 1.)]]]),
        ] {
            assert_eq!(repair(&flat).unwrap_err(), Misplaced::NoArea);
        }
    }
}
