use fast_mvt::{MvtGeometry, MvtReaderRef, MvtValueRef};
use geo::{Area, BoundingRect, Coord, MultiPolygon, Rect, polygon};

use super::{FULL_DETAIL, MAX_ZOOM, Tiles, Value, tile_bounds};
use crate::BBox;

/// A square near 桐庐, sides in degrees.
fn square(lon: f64, lat: f64, side: f64) -> MultiPolygon<f64> {
    MultiPolygon(vec![
        Rect::new(Coord { x: lon, y: lat }, Coord { x: lon + side, y: lat + side }).to_polygon(),
    ])
}

/// The tile that holds a place.
fn tile_at(z: u8, lon: f64, lat: f64) -> (u32, u32) {
    let count = 1_u32 << z;
    (0..count)
        .find(|x| tile_bounds(z, *x, 0).is_some_and(|b| b.min_x <= lon && lon < b.max_x))
        .zip((0..count).find(|y| tile_bounds(z, 0, *y).is_some_and(|b| b.min_y <= lat && lat < b.max_y)))
        .unwrap()
}

fn polygons(tile: &[u8]) -> Vec<(u64, geo::MultiPolygon<i32>)> {
    let reader = MvtReaderRef::new(tile).unwrap();
    let mut found = Vec::new();
    for layer in reader.layers() {
        assert_eq!((layer.version(), layer.extent()), (2, 4096));
        for feature in layer.features() {
            let shape = match feature.geometry().unwrap() {
                MvtGeometry::Polygon(polygon) => polygon.into(),
                MvtGeometry::MultiPolygon(shape) => shape,
                other => panic!("{other:?}"),
            };
            found.push((feature.id().unwrap(), shape));
        }
    }
    found
}

/// A shape that the filter of the tests leaves out.
const HIDDEN: u64 = 99;

fn nothing(id: u64) -> Option<Vec<(&'static str, Value)>> {
    (id != HIDDEN).then(Vec::new)
}

#[test]
fn a_tile_carries_ids_and_attributes() {
    let shape = square(119.68, 29.79, 0.01);
    let tiles = Tiles::build(&[(7, &shape)]);
    let (x, y) = tile_at(12, 119.685, 29.795);
    let attributes = |_| {
        Some(vec![
            ("code", Value::Text("330122001002GB00012".to_owned())),
            ("band", Value::Int(3)),
            ("mu", Value::Double(1.5)),
            ("focus", Value::Bool(true)),
        ])
    };
    let tile = tiles.encode(12, x, y, "parcels", attributes).unwrap();
    let reader = MvtReaderRef::new(&tile).unwrap();
    let layer = reader.layers().next().unwrap();
    assert_eq!(layer.name(), "parcels");
    let feature = layer.features().next().unwrap();
    assert_eq!(feature.id(), Some(7));
    let expected = [
        ("code", MvtValueRef::String("330122001002GB00012")),
        ("band", MvtValueRef::SInt(3)),
        ("mu", MvtValueRef::Double(1.5)),
        ("focus", MvtValueRef::Bool(true)),
    ];
    assert_eq!(feature.properties_vec().unwrap(), expected);
}

#[test]
fn a_shape_without_attributes_is_left_out() {
    let (seen, hidden) = (square(119.68, 29.79, 0.01), square(119.69, 29.79, 0.01));
    let tiles = Tiles::build(&[(1, &seen), (HIDDEN, &hidden)]);
    let (x, y) = tile_at(12, 119.685, 29.795);
    let ids: Vec<u64> =
        polygons(&tiles.encode(12, x, y, "parcels", nothing).unwrap()).iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, [1]);
}

#[test]
fn shapes_lie_where_they_belong_and_run_the_right_way() {
    let with_hole = MultiPolygon(vec![polygon!(
        exterior: [(x: 119.66, y: 29.77), (x: 119.70, y: 29.77), (x: 119.70, y: 29.80), (x: 119.66, y: 29.80)],
        interiors: [[(x: 119.67, y: 29.78), (x: 119.67, y: 29.79), (x: 119.68, y: 29.79), (x: 119.68, y: 29.78)]]
    )]);
    let tiles = Tiles::build(&[(1, &with_hole)]);
    let (x, y) = tile_at(11, 119.68, 29.785);
    let found = polygons(&tiles.encode(11, x, y, "parcels", nothing).unwrap());
    let shape = &found[0].1;
    assert_eq!((shape.0.len(), shape.0[0].interiors().len()), (1, 1));
    // Mapbox counts area with y downwards: positive outside, negative for holes.
    let signed = |ring: &geo::LineString<i32>| {
        ring.lines()
            .map(|l| i64::from(l.start.x) * i64::from(l.end.y) - i64::from(l.end.x) * i64::from(l.start.y))
            .sum::<i64>()
    };
    assert!(signed(shape.0[0].exterior()) > 0);
    assert!(signed(&shape.0[0].interiors()[0]) < 0);
    let bounds = tile_bounds(11, x, y).unwrap();
    let west = bounds.min_x
        + f64::from(shape.bounding_rect().unwrap().min().x) / 4096.0 * (bounds.max_x - bounds.min_x);
    assert!((west - 119.66).abs() < 1e-4, "{west}");
}

#[test]
fn a_shape_over_the_edge_is_cut_at_the_buffer() {
    let shape = square(119.0, 29.5, 1.0);
    let tiles = Tiles::build(&[(1, &shape)]);
    let (x, y) = tile_at(12, 119.5, 29.9);
    let found = polygons(&tiles.encode(12, x, y, "units", nothing).unwrap());
    let frame = found[0].1.bounding_rect().unwrap();
    assert_eq!((frame.min().x_y(), frame.max().x_y()), ((-64, -64), (4160, 4160)));
}

#[test]
fn small_parcels_do_not_vanish_where_a_phone_shows_the_county() {
    let small = square(119.68, 29.79, 0.0001);
    let (west, east) = (Coord { x: 119.68, y: 29.79 }, Coord { x: 119.69, y: 29.790_05 });
    let strip = MultiPolygon(vec![Rect::new(west, east).to_polygon()]);
    let tiles = Tiles::build(&[(1, &small), (2, &strip)]);
    for z in 8..=16 {
        let (x, y) = tile_at(z, 119.68, 29.79);
        let tile = tiles.encode(z, x, y, "parcels", nothing).unwrap();
        for (id, shape) in polygons(&tile) {
            assert!(shape.map_area() >= 64.0, "zoom {z}, shape {id}: {}", shape.map_area());
        }
        assert_eq!(polygons(&tile).len(), 2, "zoom {z}");
    }
    let (x, y) = tile_at(5, 119.68, 29.79);
    assert_eq!(tiles.encode(5, x, y, "parcels", nothing), Some(Vec::new()));
}

#[test]
fn coarse_levels_have_fewer_corners() {
    let corners = |count: u32| -> MultiPolygon<f64> {
        let round = (0..count).map(|step| {
            let angle = f64::from(step) / f64::from(count) * std::f64::consts::TAU;
            Coord { x: 119.68 + 0.02 * angle.cos(), y: 29.79 + 0.02 * angle.sin() }
        });
        MultiPolygon(vec![geo::Polygon::new(round.collect(), vec![])])
    };
    let circle = corners(2_000);
    let tiles = Tiles::build(&[(1, &circle)]);
    let counted = [9, 11, 13].map(|z| {
        let (x, y) = tile_at(z, 119.68, 29.79);
        polygons(&tiles.encode(z, x, y, "parcels", nothing).unwrap())[0].1.0[0].exterior().0.len()
    });
    assert!(counted[0] < counted[1] && counted[1] < counted[2] && counted[2] < 200, "{counted:?}");
}

#[test]
fn tiles_that_do_not_exist_are_none_and_empty_ones_empty() {
    let tiles = Tiles::build(&[(1, &square(119.68, 29.79, 0.01)), (2, &MultiPolygon(vec![]))]);
    assert_eq!(tiles.encode(12, 0, 0, "parcels", nothing), Some(Vec::new()));
    for (z, x, y) in [(3, 8, 0), (3, 0, 8), (MAX_ZOOM + 1, 0, 0), (255, 0, 0), (0, 1, 0)] {
        assert_eq!(tiles.encode(z, x, y, "parcels", nothing), None, "{z}/{x}/{y}");
    }
    assert!(tiles.encode(MAX_ZOOM, u32::MAX >> 10, 0, "parcels", nothing).is_some());
    assert!(tiles.encode(FULL_DETAIL, 0, 0, "parcels", nothing).is_some());
    let bounds = tiles.bounds().unwrap();
    assert!((bounds.min_x - 119.68).abs() < 1e-9 && (bounds.max_y - 29.80).abs() < 1e-9, "{bounds:?}");
    assert_eq!(Tiles::build(&[]).bounds(), None::<BBox>);
}

trait MapArea {
    fn map_area(&self) -> f64;
}

impl MapArea for geo::MultiPolygon<i32> {
    fn map_area(&self) -> f64 {
        use geo::MapCoords;
        self.map_coords(|c| Coord { x: f64::from(c.x), y: f64::from(c.y) }).unsigned_area()
    }
}
