//! Real data that nobody on the project wrote. It lives beside the repository and may be absent; then the
//! test says so and passes.

use std::path::PathBuf;

use lingdi_geo::crs::{Zone, judge};
use lingdi_geo::formats::{geojson, shapefile};
use lingdi_geo::{BBox, Coord, Crs, Layer, MultiPolygon, area, place};

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

#[test]
fn odd_shapefiles_of_other_projects_do_no_harm() {
    let folder =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/nasty-files/dbf-shp"));
    let Ok(folder) = std::fs::read_dir(&folder) else {
        return println!("skipped: {} is not there", folder.display());
    };
    let files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    let shapes = files.iter().filter(|file| file.extension().is_some_and(|e| e == "shp"));
    let (mut read, mut total) = (0, 0);
    for shp in shapes {
        let parts = ["shp", "dbf", "prj", "cpg"].map(|e| shp.with_extension(e));
        let zip = zipped(&parts.iter().filter(|part| part.exists()).collect::<Vec<_>>());
        let layer = shapefile::read_zip(&zip, None);
        println!(
            "{}: {:?}",
            shp.display(),
            layer.as_ref().map(|l| l.features.iter().map(|f| f.geometry.is_ok()).collect::<Vec<_>>())
        );
        read += usize::from(layer.is_ok());
        total += 1;
    }
    println!("{read} of {total} read");
}

fn zipped(files: &[&PathBuf]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, &std::fs::read(file).unwrap()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
