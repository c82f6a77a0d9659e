//! Real data that nobody on the project wrote. It lives beside the repository and may be absent; then the
//! test says so and passes.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests, outside any #[test]")]

use std::path::PathBuf;

use lingdi_geo::crs::{Zone, judge};
use lingdi_geo::formats::{geojson, shapefile};
use lingdi_geo::{BBox, Coord, Crs, GeoError, Layer, MultiPolygon, area, place};

/// Bytes of a file of the shared data, if it is there.
fn shared(path: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(path);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        println!("skipped: {} is not there", path.display());
    }
    bytes
}

/// The cells of a CSV without quoted commas, by row; the heading is left out.
fn rows(csv: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(csv).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn value<'a>(layer: &'a Layer, feature: usize, field: &str) -> Option<&'a str> {
    let column = layer.fields.iter().position(|name| name == field)?;
    layer.features[feature].attributes[column].as_deref()
}

fn shape(layer: &Layer, feature: usize) -> &MultiPolygon<f64> {
    layer.features[feature].geometry.as_ref().unwrap().as_ref().unwrap()
}

#[test]
fn projections_agree_with_proj_to_the_millimetre() {
    let Some(csv) = shared("crs-vectors/cgcs2000_gk3_points_by_proj.csv") else { return };
    let rows = rows(&csv);
    assert!(rows.len() >= 28);
    for row in rows {
        let number = |column: usize| row[column].parse::<f64>().unwrap();
        let crs = Crs::from_epsg(row[3].parse().unwrap()).unwrap_or_else(|| panic!("EPSG {}", row[3]));
        let (lonlat, metres) = (Coord { x: number(1), y: number(2) }, Coord { x: number(5), y: number(6) });
        let projected = crs.from_lonlat(lonlat).unwrap() - metres;
        assert!(projected.x.hypot(projected.y) < 1e-3, "{row:?}: {projected:?}");
        let back = crs.to_lonlat(metres).unwrap() - lonlat;
        assert!(back.x.hypot(back.y) < 1e-8, "{row:?}: {back:?}");
    }
}

#[test]
fn areas_agree_with_proj_to_a_millionth() {
    let (Some(csv), Some(districts)) = (
        shared("crs-vectors/zhejiang_district_areas_by_pyproj.csv"),
        shared("cn-boundaries/zhejiang_districts.geojson"),
    ) else {
        return;
    };
    let layer = geojson::read(&districts).unwrap();
    let zone40 = Zone::new(40).unwrap();
    let mut compared = 0;
    for row in rows(&csv) {
        let found =
            (0..layer.features.len()).find(|&f| value(&layer, f, "gb") == Some(&format!("156{}", row[0])));
        let ours = area::planar_in(shape(&layer, found.unwrap()), zone40).unwrap();
        let theirs: f64 = row[3].parse().unwrap();
        assert!((ours / theirs - 1.0).abs() < 1e-6, "{}: {ours} and {theirs}", row[1]);
        compared += 1;
    }
    assert_eq!(compared, 90);
}

#[test]
fn gbk_shapefiles_are_read_with_and_without_a_cpg() {
    for (file, cpg) in [("zhejiang_districts_gbk_cpg.zip", true), ("zhejiang_districts_gbk_nocpg.zip", false)]
    {
        let Some(bytes) = shared(&format!("cn-boundaries/{file}")) else { return };
        let layer = shapefile::read_zip(&bytes, None).unwrap();
        assert_eq!(layer.encoding.as_deref(), Some("GBK"), "cpg: {cpg}");
        assert_eq!(layer.declared_crs, Ok(Some(Crs::Cgcs2000)));
        assert_eq!(layer.features.len(), 90);
        let names: Vec<_> = (0..90).map(|f| value(&layer, f, "name").unwrap()).collect();
        assert!(names.contains(&"桐庐县") && names.contains(&"婺城区"), "{names:?}");
        assert!(names.iter().all(|name| name.ends_with(['区', '县', '市'])), "{names:?}");
        let tonglu = names.iter().position(|name| *name == "桐庐县").unwrap();
        let placed = place(shape(&layer, tonglu), Crs::Cgcs2000, None).unwrap();
        assert!((area::planar(&placed.geometry).unwrap() / 1.827e9 - 1.0).abs() < 0.01);
    }
}

#[test]
fn the_same_districts_are_the_same_from_either_format() {
    let (Some(json), Some(zip)) = (
        shared("cn-boundaries/zhejiang_districts.geojson"),
        shared("cn-boundaries/zhejiang_districts_gbk_cpg.zip"),
    ) else {
        return;
    };
    let (json, zip) = (geojson::read(&json).unwrap(), shapefile::read_zip(&zip, None).unwrap());
    for feature in 0..90 {
        assert_eq!(value(&json, feature, "name"), value(&zip, feature, "name"));
        let areas = [&json, &zip].map(|layer| area::planar(shape(layer, feature)).unwrap());
        assert!((areas[0] / areas[1] - 1.0).abs() < 1e-9, "{feature}: {areas:?}");
        assert_eq!(shape(&json, feature).0.len(), shape(&zip, feature).0.len(), "parts of {feature}");
    }
}

#[test]
fn the_parcels_of_anaheim_all_find_their_place() {
    let Some(bytes) = shared("us-anaheim-industrial/industrial_parcels.geojson") else { return };
    let layer = geojson::read(&bytes).unwrap();
    assert_eq!(layer.features.len(), 1_882);
    assert_eq!(layer.fields.len(), 10);
    assert_eq!(value(&layer, 0, "zip"), Some("92801"));
    let crs = layer.declared_crs.clone().unwrap().unwrap();
    let placed = (0..1_882).filter(|&f| place(shape(&layer, f), crs, None).is_ok()).count();
    assert_eq!(placed, 1_882);
    let county = BBox { min_x: 119.17, min_y: 29.58, max_x: 119.97, max_y: 30.09 };
    let refused = place(shape(&layer, 0), crs, Some(&county)).unwrap_err().to_string();
    assert!(refused.contains("不在本县范围内"), "{refused}");
}

#[test]
fn the_schematic_townships_are_sound_and_lie_in_the_county() {
    let (Some(units), Some(county)) =
        (shared("tonglu-schematic/units.geojson"), shared("cn-boundaries/tonglu_330122.geojson"))
    else {
        return;
    };
    let (units, county) = (geojson::read(&units).unwrap(), geojson::read(&county).unwrap());
    let county = BBox::of(shape(&county, 0)).unwrap();
    let polygons: Vec<_> = units.features.iter().filter_map(|f| f.geometry.as_ref().ok()?.as_ref()).collect();
    assert_eq!(polygons.len(), 15);
    for polygon in polygons {
        let placed = place(polygon, Crs::Cgcs2000, Some(&county)).unwrap();
        assert!(placed.notes.is_empty(), "{:?}", placed.notes);
    }
    let bounds = BBox::of(shape(&units, 0)).unwrap();
    assert!(format!("{:?}", judge(&bounds, Some(&county))).starts_with("Fits"));
}

/// A bare `.shp` of another project with a made-up table of the right length.
fn bare_shp(name: &str) -> Option<Layer> {
    let shp = shared(&format!("nasty-files/dbf-shp/{name}.shp"))?;
    let rows = match shapefile::read_zip(&zipped(&shp, &table_of(0)), None) {
        Err(GeoError::CountsDiffer { shapes, .. }) => shapes,
        other => panic!("{name}: {other:?}"),
    };
    Some(shapefile::read_zip(&zipped(&shp, &table_of(rows)), None).unwrap())
}

/// A bare `.dbf` of another project with as many absent shapes.
fn bare_dbf(name: &str) -> Option<Layer> {
    let dbf = shared(&format!("nasty-files/dbf-shp/{name}.dbf"))?;
    let rows = u32::from_le_bytes(dbf[4..8].try_into().unwrap());
    let mut shp = vec![0; 100];
    shp[..4].copy_from_slice(&9994_u32.to_be_bytes());
    shp[24..28].copy_from_slice(&(50 + rows * 6).to_be_bytes());
    (1..=rows).for_each(|number| shp.extend([number.to_be_bytes(), 2_u32.to_be_bytes(), [0; 4]].concat()));
    Some(shapefile::read_zip(&zipped(&shp, &dbf), None).unwrap())
}

fn table_of(rows: usize) -> Vec<u8> {
    let mut dbf = vec![3, 122, 1, 1];
    dbf.extend((rows as u32).to_le_bytes());
    dbf.extend([65, 0, 2, 0]);
    dbf.extend([0; 20]);
    dbf.extend([b"A\0\0\0\0\0\0\0\0\0\0C\0\0\0\0\x01".as_slice(), &[0; 15], b"\r"].concat());
    dbf.extend(b" x".repeat(rows));
    dbf
}

fn zipped(shp: &[u8], dbf: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in [("a.shp", shp), ("a.dbf", dbf)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn every_kind_of_polygon_is_read_and_every_other_kind_refused_by_name() {
    for name in ["polygon", "polygonm", "polygonz", "polygon_hole", "multi_polygon", "poly"] {
        let Some(layer) = bare_shp(name) else { return };
        assert!(
            !layer.features.is_empty() && layer.features.iter().all(|f| matches!(f.geometry, Ok(Some(_)))),
            "{name}"
        );
    }
    let holed = bare_shp("polygon_hole").unwrap();
    assert!(
        holed
            .features
            .iter()
            .any(|f| !f.geometry.as_ref().unwrap().as_ref().unwrap().0[0].interiors().is_empty())
    );
    for (names, word) in [
        (["point", "pointm", "pointz", "multipoint", "multipointz"].as_slice(), "点"),
        (&["line", "linem", "linez"], "线"),
        (&["multipatch"], "三维面片"),
    ] {
        for name in names {
            let layer = bare_shp(name).unwrap();
            assert!(
                layer.features.iter().all(|f| f.geometry.as_ref().is_err_and(|why| why.contains(word))),
                "{name}"
            );
        }
    }
}

#[test]
fn odd_tables_of_other_projects_are_read() {
    for (name, features) in
        [("cp936", 1), ("stations_with_deleted", 5), ("contain_none_float", 1), ("cp850", 1)]
    {
        let Some(layer) = bare_dbf(name) else { return };
        assert_eq!(layer.features.len(), features, "{name}");
    }
    let cp936 = bare_dbf("cp936").unwrap();
    assert_eq!(cp936.features[0].attributes, [Some("测试中文".to_owned())]);
    let stations = bare_dbf("stations_with_deleted").unwrap();
    assert_eq!(stations.features[0].number, 2, "the first row is deleted");
    assert_eq!(value(&stations, 0, "name"), Some("Franconia-Springfield"));
}
