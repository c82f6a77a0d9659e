//! Shapes that lie right, lie wrong, and lie wrong in a way that can be guessed.
#![expect(clippy::unwrap_used, reason = "helpers of tests, outside any #[test]")]

use lingdi_geo::{BBox, Coord, Crs, LineString, MultiPolygon, Polygon, area, place};

/// The box of 桐庐县, degrees.
const TONGLU: BBox = BBox { min_x: 119.17, min_y: 29.58, max_x: 119.97, max_y: 30.09 };

fn crs(epsg: u32) -> Crs {
    Crs::from_epsg(epsg).unwrap()
}

fn ring(corners: &[(f64, f64)]) -> MultiPolygon<f64> {
    let ring: LineString<f64> = corners.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect();
    MultiPolygon(vec![Polygon::new(ring, vec![])])
}

/// A rectangle of 200 m × 100 m whose corner is at the given place.
fn rectangle(x: f64, y: f64) -> MultiPolygon<f64> {
    ring(&[(x, y), (x + 200.0, y), (x + 200.0, y + 100.0), (x, y + 100.0)])
}

fn swapped(shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let corners: Vec<_> = shape.0[0].exterior().0.iter().map(|c| (c.y, c.x)).collect();
    ring(&corners)
}

#[test]
fn the_same_parcel_lies_at_the_same_place_with_and_without_a_prefix() {
    let prefixed = place(&rectangle(40_469_545.0, 3_297_652.0), crs(4528), Some(&TONGLU)).unwrap();
    let plain = place(&rectangle(469_545.0, 3_297_652.0), crs(4549), Some(&TONGLU)).unwrap();
    let (a, b) = (prefixed.bbox, plain.bbox);
    assert!((a.min_x - b.min_x).abs() < 1e-12 && (a.max_y - b.max_y).abs() < 1e-12, "{a:?} {b:?}");
    assert!((a.min_x - 119.685).abs() < 1e-3 && (a.min_y - 29.797).abs() < 1e-3, "{a:?}");
    assert!((area::planar(&plain.geometry).unwrap() - 20_000.0).abs() < 1e-3);
    assert!(prefixed.notes.is_empty() && prefixed.original.is_none());
}

#[test]
fn a_wrong_reading_is_refused_and_the_right_one_proposed() {
    let degrees = ring(&[(119.68, 29.79), (119.69, 29.79), (119.69, 29.80)]);
    let metres = rectangle(469_545.0, 3_297_652.0);
    let prefixed = rectangle(40_469_545.0, 3_297_652.0);
    for (name, shape, epsg, county, words) in [
        ("swapped degrees", swapped(&degrees), 4490, Some(&TONGLU), ["疑似经纬度颠倒", "EPSG:4490"]),
        ("swapped degrees without a county", swapped(&degrees), 4490, None, ["疑似经纬度颠倒", "29.79"]),
        ("swapped metres", swapped(&metres), 4549, Some(&TONGLU), ["疑似纵横坐标颠倒", "EPSG:4549"]),
        ("metres called degrees", metres.clone(), 4490, Some(&TONGLU), ["疑似坐标系有误", "EPSG:4549"]),
        ("degrees called metres", degrees.clone(), 4549, Some(&TONGLU), ["疑似坐标系有误", "EPSG:4490"]),
        ("prefix not declared", prefixed.clone(), 4549, Some(&TONGLU), ["疑似坐标系有误", "EPSG:4528"]),
        ("prefix not declared, anywhere", prefixed.clone(), 4549, None, ["疑似坐标系有误", "EPSG:4528"]),
        ("prefix missing", metres.clone(), 4528, Some(&TONGLU), ["疑似坐标系有误", "EPSG:4549"]),
        ("neighbouring zone", metres.clone(), 4548, Some(&TONGLU), ["东经 116.6", "EPSG:4549"]),
        (
            "swapped and undeclared",
            swapped(&prefixed),
            4490,
            Some(&TONGLU),
            ["疑似纵横坐标颠倒", "EPSG:4528"],
        ),
        (
            "another county",
            ring(&[(120.6, 30.7), (120.7, 30.7), (120.7, 30.8)]),
            4490,
            Some(&TONGLU),
            ["不在本县", "东经 120.65"],
        ),
        (
            "half over the border",
            ring(&[(119.9, 29.8), (120.1, 29.8), (120.1, 29.9)]),
            4490,
            Some(&TONGLU),
            ["不在本县", "请核对"],
        ),
        (
            "nonsense",
            ring(&[(1e9, 1e9), (1e9, 2e9), (2e9, 2e9)]),
            4528,
            Some(&TONGLU),
            ["不可能属于", "请核对"],
        ),
        (
            "infinite",
            ring(&[(119.6, f64::INFINITY), (119.7, 29.8), (119.7, 29.9)]),
            4490,
            None,
            ["无效的坐标", "重新导出"],
        ),
        ("no corners", MultiPolygon(vec![]), 4490, None, ["空的", "界址点"]),
        (
            "bow-tie",
            ring(&[(119.6, 29.7), (119.61, 29.71), (119.61, 29.7), (119.6, 29.71)]),
            4490,
            Some(&TONGLU),
            ["自相交", "超过 1%"],
        ),
    ] {
        let message = place(&shape, crs(epsg), county).expect_err(name).to_string();
        assert!(words.iter().all(|word| message.contains(word)), "{name}: {message}");
    }
}

#[test]
fn anywhere_means_anywhere_on_earth() {
    let anaheim = ring(&[(-117.92, 33.84), (-117.91, 33.84), (-117.91, 33.85)]);
    assert!(place(&anaheim, crs(4326), None).is_ok());
    let refused = place(&anaheim, crs(4326), Some(&TONGLU)).unwrap_err().to_string();
    assert!(refused.contains("西经 117.9150°"), "{refused}");
    assert!(area::planar(&anaheim).is_none(), "no Chinese zone there");
}

#[test]
fn a_mended_parcel_keeps_what_was_given() {
    let spiked = ring(&[
        (119.60, 29.70),
        (119.61, 29.70),
        (119.61, 29.705),
        (119.62, 29.705),
        (119.61, 29.705),
        (119.61, 29.71),
        (119.60, 29.71),
    ]);
    let placed = place(&spiked, Crs::Cgcs2000, Some(&TONGLU)).unwrap();
    assert_eq!(placed.original.as_ref(), Some(&spiked));
    assert_eq!(placed.notes.len(), 1);
    assert!((placed.bbox.max_x - 119.61).abs() < 1e-12, "the spike is gone from the box, too");
}

#[test]
fn a_point_inside_lies_inside_a_crescent() {
    let crescent = ring(&[
        (0.0, 0.0),
        (3.0, 0.0),
        (3.0, 3.0),
        (0.0, 3.0),
        (0.0, 2.9),
        (2.9, 2.9),
        (2.9, 0.1),
        (0.0, 0.1),
    ]);
    let point = area::point_inside(&crescent).unwrap();
    assert!(area::contains(&crescent, point), "{point:?}");
    assert!(!area::contains(&crescent, Coord { x: 1.0, y: 1.5 }));
}
