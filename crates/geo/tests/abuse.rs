//! Shapes that nobody draws: each is mended or refused, in seconds.
#![expect(clippy::print_stdout, reason = "says how long each took")]

use std::time::{Duration, Instant};

use lingdi_geo::formats::{geojson, shapefile};
use lingdi_geo::{Coord, Crs, LineString, Misplaced, MultiPolygon, Placed, Polygon, place};

const CORNERS: usize = 1_000_000;
/// What a person at a desk would wait; builds for tests are slower than those for use.
const PATIENCE: Duration = Duration::from_secs(20);

fn placed(name: &str, shape: &MultiPolygon<f64>) -> Result<Placed, Misplaced> {
    let start = Instant::now();
    let placed = place(shape, Crs::Cgcs2000, None);
    let took = start.elapsed();
    println!("{name}: {took:?}");
    assert!(took < PATIENCE, "{name} took {took:?}");
    placed
}

fn ring(corner: impl Fn(f64) -> (f64, f64)) -> LineString<f64> {
    (0..CORNERS)
        .map(|at| {
            let (x, y) = corner(at as f64 / CORNERS as f64);
            Coord { x: 119.0 + x, y: 29.0 + y }
        })
        .collect()
}

fn single(ring: LineString<f64>) -> MultiPolygon<f64> {
    MultiPolygon(vec![Polygon::new(ring, vec![])])
}

const TURN: f64 = std::f64::consts::TAU;

#[test]
fn a_sound_ring_of_a_million_corners_is_placed() {
    let circle = ring(|at| ((at * TURN).cos() * 0.1, (at * TURN).sin() * 0.1));
    assert!(placed("circle", &single(circle)).unwrap().notes.is_empty());
    let comb = ring(|at| {
        let angle = at * TURN;
        let far = if ((at * CORNERS as f64) as usize).is_multiple_of(2) { 0.1 } else { 0.05 };
        (angle.cos() * far, angle.sin() * far)
    });
    assert_eq!(placed("comb", &single(comb)), Err(Misplaced::Tangled), "too dense");
}

#[test]
fn a_spiral_of_a_million_corners_is_placed_or_refused() {
    let spiral = ring(|at| {
        let (far, angle) = if at < 0.5 {
            (at * 0.2, at * 200.0 * TURN)
        } else {
            ((1.0 - at) * 0.2 + 0.0005, (1.0 - at) * 200.0 * TURN)
        };
        (angle.cos() * far, angle.sin() * far)
    });
    let _ = placed("spiral", &single(spiral));
}

#[test]
fn a_ring_that_crosses_itself_everywhere_is_refused() {
    let scribble = ring(|at| ((at * 777.0 * TURN).sin() * 0.1, (at * 1234.0 * TURN).sin() * 0.1));
    assert!(placed("scribble", &single(scribble)).is_err());
    let mut state = 1_u32;
    let noise: LineString<f64> = (0..CORNERS)
        .map(|_| {
            let mut next = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                f64::from(state >> 8) / f64::from(1 << 24)
            };
            Coord { x: 119.0 + next(), y: 29.0 + next() }
        })
        .collect();
    assert!(placed("noise", &single(noise)).is_err());
}

#[test]
fn spikes_without_end_on_the_seam_are_taken_off() {
    // Out along one line and back along it, and then a small square.
    let mut corners: Vec<_> =
        (0..CORNERS / 2).map(|at| Coord { x: 119.0 + at as f64 * 1e-7, y: 29.0 }).collect();
    corners.extend((0..CORNERS / 2).rev().map(|at| Coord { x: 119.0 + at as f64 * 1e-7, y: 29.0 }));
    let _ = placed("flat", &single(LineString(corners.clone())));
    let half = CORNERS / 2;
    let square = [(0.0, -0.001), (0.001, -0.001), (0.001, 0.0)];
    corners.extend(square.map(|(x, y)| Coord { x: 119.0 + x, y: 29.0 + y }));
    let _ = placed("spike", &single(LineString(corners.clone())));
    corners.rotate_left(half);
    let _ = placed("spike on the seam", &single(LineString(corners)));
}

#[test]
fn a_hundred_thousand_small_holes_or_parts_are_placed_or_refused() {
    let small = |at: usize, reverse: bool| {
        let (x, y) = (119.0 + (at % 400) as f64 * 1e-3, 29.0 + (at / 400) as f64 * 1e-3);
        let mut corners: Vec<_> = [(2e-4, 2e-4), (4e-4, 2e-4), (4e-4, 4e-4), (2e-4, 2e-4)]
            .map(|(dx, dy)| Coord { x: x + dx, y: y + dy })
            .to_vec();
        if reverse {
            corners.reverse();
        }
        LineString(corners)
    };
    let outer: LineString<f64> = [(119.0, 29.0), (119.4, 29.0), (119.4, 29.25), (119.0, 29.25)]
        .map(|(x, y)| Coord { x, y })
        .to_vec()
        .into();
    let holed = MultiPolygon(vec![Polygon::new(outer, (0..100_000).map(|at| small(at, true)).collect())]);
    let _ = placed("holes", &holed);
    let parts = MultiPolygon((0..100_000).map(|at| Polygon::new(small(at, false), vec![])).collect());
    let _ = placed("parts", &parts);
}

#[test]
fn a_header_that_lies_is_refused_without_taking_memory() {
    let mut shp = vec![0; 100];
    shp[..4].copy_from_slice(&9994_u32.to_be_bytes());
    shp[24..28].copy_from_slice(&u32::MAX.to_be_bytes());
    assert!(shapefile::read(&shp, None).is_err(), "the file is said to be 8 GB");
    for (length, rings, corners) in
        [(u32::MAX, 1, 4), (30, u32::MAX, 4), (30, 1, u32::MAX), (30, 5_000, u32::MAX)]
    {
        let mut lie = shp.clone();
        lie.extend([1_u32.to_be_bytes(), length.to_be_bytes(), 5_u32.to_le_bytes()].concat());
        lie.extend([0; 32]);
        lie.extend([rings.to_le_bytes(), corners.to_le_bytes(), [0; 4], [0; 4], [0; 4]].concat());
        let words = (lie.len() / 2) as u32;
        lie[24..28].copy_from_slice(&words.to_be_bytes());
        if let Ok(layer) = shapefile::read(&lie, None) {
            assert!(
                layer.features[0].geometry.as_ref().unwrap_err().contains('请'),
                "{length} {rings} {corners}"
            );
        }
    }
}

#[test]
fn deep_and_endless_json_is_refused() {
    for text in [
        "[".repeat(1_000_000),
        format!(r#"{{"type":"Feature","geometry":{}"#, "[".repeat(1_000_000)),
        format!(
            r#"{{"type":"Feature","properties":null,"geometry":{{"type":"Polygon","coordinates":{}"#,
            "[".repeat(100_000)
        ),
    ] {
        assert!(geojson::read(text.as_bytes()).is_err());
    }
    let wide = format!(
        r#"{{"type":"Feature","properties":null,"geometry":{{"type":"Polygon","coordinates":[[{}[0,0]]]}}}}"#,
        "[1e308,-1e308],".repeat(100_000)
    );
    let layer = geojson::read(wide.as_bytes()).unwrap();
    let shape = layer.features[0].geometry.as_ref().unwrap().as_ref().unwrap();
    assert!(place(shape, Crs::Cgcs2000, None).is_err());
}
