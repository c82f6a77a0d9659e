//! No bytes make a reader panic or take memory without end.
#![expect(clippy::unwrap_used, reason = "helpers of tests, outside any #[test]")]

use std::io::{Cursor, Write};

use lingdi_geo::formats::{geojson, shapefile};
use lingdi_geo::{Coord, Crs, Layer, LineString, MultiPolygon, Polygon, place, wkb};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// A small sound shapefile: two squares, two columns.
fn parts() -> (Vec<u8>, Vec<u8>) {
    let mut shp = Cursor::new(Vec::new());
    let square = |x: f64| {
        let corners = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)];
        let ring = corners.map(|(dx, dy)| ::shapefile::Point::new(x + dx, dy)).to_vec();
        ::shapefile::Polygon::new(::shapefile::PolygonRing::Outer(ring))
    };
    ::shapefile::ShapeWriter::new(&mut shp).write_shapes(&vec![square(119.0), square(121.0)]).unwrap();
    let mut dbf = vec![3, 122, 1, 1, 2, 0, 0, 0, 97, 0, 13, 0];
    dbf.extend([0; 20]);
    for (name, kind, width) in [(b"CODE", b'C', 4), (b"AREA", b'N', 8)] {
        let mut descriptor = [0; 32];
        descriptor[..4].copy_from_slice(name);
        (descriptor[11], descriptor[16]) = (kind, width);
        dbf.extend(descriptor);
    }
    dbf.extend(b"\r a001 1234.50*b002    7.25");
    (shp.into_inner(), dbf)
}

fn zipped(shp: &[u8], dbf: &[u8], prj: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in [("a.shp", shp), ("a.dbf", dbf), ("a.prj", prj)] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Changes some bytes and cuts the end.
fn mutate(bytes: &mut Vec<u8>, changes: &[(usize, u8)], cut: usize) {
    for (at, value) in changes {
        let length = bytes.len();
        if let Some(byte) = bytes.get_mut(at % length.max(1)) {
            *byte = *value;
        }
    }
    bytes.truncate(bytes.len().saturating_sub(cut));
}

/// What was read is also placed: odd coordinates must not harm what comes after.
fn place_all(layer: &Layer) {
    for shape in layer.features.iter().filter_map(|f| f.geometry.as_ref().ok()?.as_ref()) {
        let _ = place(shape, Crs::Cgcs2000, None);
    }
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8)>> {
    // The edges of what a byte can hold find more than the middle.
    let byte = prop_oneof![Just(0), Just(1), Just(0x7f), Just(0x80), Just(0xff), any::<u8>()];
    prop::collection::vec((0_usize..600, byte), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, rng_seed: RngSeed::Fixed(330_122), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shapefiles(shp_changes in changes(), dbf_changes in changes(), cut in 0_usize..40, which in 0..3) {
        let (mut shp, mut dbf) = parts();
        mutate(&mut shp, &shp_changes, if which == 0 { cut } else { 0 });
        mutate(&mut dbf, &dbf_changes, if which == 1 { cut } else { 0 });
        if let Ok(layer) = shapefile::read_zip(&zipped(&shp, &dbf, b"GEOGCS[\"x\""), None) {
            prop_assert!(layer.features.iter().all(|f| f.attributes.len() == layer.fields.len()));
            place_all(&layer);
        }
    }

    #[test]
    fn archives(changes in changes(), cut in 0_usize..600) {
        let (shp, dbf) = parts();
        let mut zip = zipped(&shp, &dbf, b"");
        mutate(&mut zip, &changes, if cut > 300 { 0 } else { cut });
        let _ = shapefile::read_zip(&zip, None);
    }

    #[test]
    fn geojson_documents(changes in changes(), cut in 0_usize..60) {
        let mut text = br#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4490"}},"features":[{"type":"Feature","properties":{"a":1.5,"b":"x"},"geometry":{"type":"Polygon","coordinates":[[[119,29],[120,29],[120,30],[119,29]]]}}]}"#.to_vec();
        mutate(&mut text, &changes, if cut > 30 { 0 } else { cut });
        if let Ok(layer) = geojson::read(&text) {
            place_all(&layer);
        }
    }

    #[test]
    fn well_known_binary(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = wkb::decode(&bytes);
    }

    #[test]
    fn well_known_text(text in r#"(PROJCS|GEOGCS|DATUM|UNIT|[\[\]",A-Z0-9. -]){0,40}"#) {
        let _ = Crs::from_prj(&text);
    }

    /// Rings drawn at random cross wildly; each is mended or refused, and what is mended stays as it is.
    #[test]
    fn random_rings(corners in prop::collection::vec((0_u8..12, 0_u8..12), 0..14)) {
        let ring: LineString<f64> =
            corners.iter().map(|(x, y)| Coord { x: 119.0 + f64::from(*x) / 100.0, y: 29.0 + f64::from(*y) / 100.0 }).collect();
        let shape = MultiPolygon(vec![Polygon::new(ring, vec![])]);
        if let Ok(placed) = place(&shape, Crs::Cgcs2000, None) {
            let again = place(&placed.geometry, Crs::Cgcs2000, None).unwrap();
            prop_assert!(again.notes.is_empty(), "{:?} after {:?}", again.notes, placed.notes);
            prop_assert_eq!(&again.geometry, &placed.geometry);
        }
    }
}
