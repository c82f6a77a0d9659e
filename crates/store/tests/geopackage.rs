//! GeoPackage files: what we write is read by others, what others wrote is read by us.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests, outside any #[test]")]

use std::path::Path;
use std::process::Command;

use lingdi_geo::{Crs, GeoError, Layer, LineString, MultiPolygon, Polygon};
use lingdi_store::geopackage::{Column, ColumnType, NewLayer, Value, read, write};

fn square(x: f64, y: f64) -> MultiPolygon<f64> {
    let corners = [(0., 0.), (0.001, 0.), (0.001, 0.001), (0., 0.001), (0., 0.)];
    let ring: LineString<f64> = corners.iter().map(|(dx, dy)| (x + dx, y + dy)).collect();
    MultiPolygon(vec![Polygon::new(ring, vec![])])
}

fn layer() -> NewLayer {
    let column = |name: &str, kind| Column { name: name.to_owned(), kind };
    let row = |code: &str, area, year, day: &str| {
        vec![Value::Text(code.to_owned()), area, year, Value::Text(day.to_owned())]
    };
    NewLayer {
        name: "parcels".to_owned(),
        title: "宗地".to_owned(),
        description: "演示数据".to_owned(),
        last_change: "2022-07-01".parse().unwrap(),
        columns: vec![
            column("宗地代码", ColumnType::Text),
            column("宗地面积（亩）", ColumnType::Real),
            column("年度", ColumnType::Integer),
            column("供地\"日期", ColumnType::Date),
        ],
        rows: vec![
            (
                Some(square(119.7, 29.8)),
                row("330122001002GB00012", Value::Real(20.0), Value::Integer(2021), "2019-03-05"),
            ),
            (None, row("330122001002GB00013", Value::Null, Value::Null, "2020-01-31")),
        ],
    }
}

#[test]
fn what_was_written_is_read_back_and_is_the_same_each_time() {
    let bytes = write(&layer()).unwrap();
    assert!(bytes == write(&layer()).unwrap(), "the same content is the same bytes");
    let layers = read(&bytes).unwrap();
    let [only] = layers.as_slice() else { panic!("{} layers", layers.len()) };
    assert_eq!((only.name.as_str(), &only.declared_crs), ("parcels", &Ok(Some(Crs::Cgcs2000))));
    assert_eq!(only.fields, ["宗地代码", "宗地面积（亩）", "年度", "供地\"日期"]);
    let cells: Vec<_> =
        only.features[0].attributes.iter().map(|cell| cell.as_deref().unwrap_or("-")).collect();
    assert_eq!(cells, ["330122001002GB00012", "20", "2021", "2019-03-05"]);
    assert_eq!(only.features[0].geometry, Ok(Some(square(119.7, 29.8))));
    assert_eq!((only.features[1].number, &only.features[1].geometry), (2, &Ok(None)));
}

/// What a program of the GIS world says of the file; `None`, said, where it is not installed.
fn said_by(program: &str, arguments: &[&str], bytes: &[u8]) -> Option<(bool, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("parcels.gpkg");
    std::fs::write(&path, bytes).unwrap();
    let Ok(output) = Command::new(program).args(arguments).arg(&path).output() else {
        println!("skipped: {program} is not here");
        return None;
    };
    let text = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
}

#[test]
fn gdal_opens_it_and_shows_the_chinese_text() {
    let bytes = write(&layer()).unwrap();
    let Some((opened, text)) = said_by("ogrinfo", &["-al"], &bytes) else { return };
    assert!(opened && !text.contains("Warning") && !text.contains("ERROR"), "{text}");
    for words in [
        "Feature Count: 2",
        "ID[\"EPSG\",4490]",
        "宗地代码 (String) = 330122001002GB00012",
        "宗地面积（亩） (Real) = 20",
        "年度 (Integer64) = 2021",
        "供地\"日期 (Date) = 2019/03/05",
        "MULTIPOLYGON (((119.7 29.8,119.701 29.8",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
}

#[test]
fn gdals_own_validator_finds_nothing_wrong() {
    const VALIDATOR: &str = "/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py";
    if !Path::new(VALIDATOR).exists() {
        println!("skipped: {VALIDATOR} is not here");
        return;
    }
    let Some((valid, text)) = said_by("/usr/bin/python3", &[VALIDATOR, "-q"], &write(&layer()).unwrap())
    else {
        return;
    };
    assert!(valid, "{text}");
}

/// Bytes of a file of the shared data, unpacked when it is an archive.
fn shared(path: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: {} is not here", path.display());
        return None;
    };
    Some(lingdi_geo::formats::gpkg::unpacked(&bytes).unwrap().unwrap().into_owned())
}

fn shapes(layer: &Layer) -> usize {
    layer.features.iter().filter(|feature| matches!(feature.geometry, Ok(Some(_)))).count()
}

#[test]
fn packages_of_other_projects_are_read_layer_by_layer() {
    let Some(bytes) = shared("us-somerville-gpkg/somerville_parcels_4326.gpkg.zip") else { return };
    let layers = read(&bytes).unwrap();
    assert_eq!(layers.len(), 1);
    let parcels = &layers[0];
    assert_eq!((parcels.features.len(), parcels.fields.len(), shapes(parcels)), (14_572, 15, 14_571));
    assert_eq!(parcels.declared_crs, Ok(Some(Crs::Wgs84)));

    let Some(bytes) = shared("nasty-files/gpkg-fgb/world.gpkg") else { return };
    let world = read(&bytes).unwrap();
    let found: Vec<_> =
        world.iter().map(|layer| (layer.name.as_str(), layer.features.len(), shapes(layer))).collect();
    assert_eq!(found, [("world", 177, 177)]);

    let Some(bytes) = shared("nasty-files/gpkg-fgb/gpkg_test.gpkg") else { return };
    let odd = read(&bytes).unwrap();
    let found: Vec<_> =
        odd.iter().map(|layer| (layer.name.as_str(), layer.features.len(), shapes(layer))).collect();
    println!("{found:?}");
    let said = |name: &str| {
        let layer = odd.iter().find(|layer| layer.name == name).unwrap();
        layer.features[0].geometry.clone()
    };
    assert!(said("pt2d").unwrap_err().contains("点"));
}

#[test]
fn a_damaged_package_is_refused_in_a_sentence() {
    let whole = write(&layer()).unwrap();
    for share in 0..40 {
        match read(&whole[..whole.len() * share / 40]) {
            Ok(layers) => assert!(layers.len() <= 1),
            Err(refusal) => assert!(refusal.to_string().contains('请'), "{refusal}"),
        }
    }
    let mut noise = whole.clone();
    for at in (100..noise.len()).step_by(97) {
        noise[at] ^= 0x5a;
    }
    assert!(read(&noise).unwrap_err().to_string().contains("GeoPackage"));
    assert!(matches!(read(b"SQLite format 3\0"), Err(GeoError::BadGeoPackage { .. })));
}

#[test]
fn a_package_in_write_ahead_mode_is_read() {
    let mut bytes = write(&layer()).unwrap();
    bytes[18..20].fill(2);
    assert_eq!(read(&bytes).unwrap()[0].features.len(), 2);
}

/// A sound package, changed by its own program; `None`, said, where that is not installed.
fn changed_by(statements: &str) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("parcels.gpkg");
    std::fs::write(&path, write(&layer()).unwrap()).unwrap();
    let script = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit(); c.close()";
    let Ok(output) = Command::new("python3").args(["-c", script]).arg(&path).arg(statements).output() else {
        println!("skipped: python3 is not here");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(std::fs::read(&path).unwrap())
}

#[test]
fn what_a_package_would_have_computed_or_done_is_left_alone() {
    let endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select x from n";
    for (what, statements, layers) in [
        (
            "a view without end as a layer",
            format!("create view endless as {endless}; insert into gpkg_contents (table_name, data_type) values ('endless', 'attributes');"),
            1,
        ),
        (
            "a view in place of the list of layers",
            format!("alter table gpkg_contents rename to old; create view gpkg_contents as select 'parcels' as table_name, 'features' as data_type, x as srs_id from ({endless}) where x < 0;"),
            0,
        ),
        (
            "a view in place of the list of systems",
            format!("alter table gpkg_spatial_ref_sys rename to old; create view gpkg_spatial_ref_sys as select 'x' as organization, 1 as organization_coordsys_id, 'x' as definition, -x as srs_id from ({endless});"),
            0,
        ),
        (
            "one layer listed a thousand times",
            "alter table gpkg_contents rename to old; create table gpkg_contents as select o.* from old o, (with recursive n(x) as (select 1 union all select x + 1 from n where x < 1000) select x from n);".to_owned(),
            1,
        ),
        (
            "triggers on every table",
            "create trigger t after insert on parcels begin delete from parcels; end; create trigger u after update on gpkg_contents begin select raise(abort, 'no'); end;".to_owned(),
            1,
        ),
        (
            "a column that is computed",
            "alter table parcels add column g text generated always as (hex(zeroblob(100000))) virtual;".to_owned(),
            1,
        ),
        ("the list of layers names itself", "insert into gpkg_contents (table_name, data_type) values ('gpkg_contents', 'attributes');".to_owned(), 2),
    ] {
        let Some(bytes) = changed_by(&statements) else { return };
        let start = std::time::Instant::now();
        match read(&bytes) {
            Ok(read) => assert_eq!(read.len(), layers, "{what}"),
            Err(refusal) => {
                assert!(refusal.to_string().contains('请'), "{what}: {refusal}");
                assert_eq!(layers, 0, "{what}: {refusal}");
            }
        }
        println!("{what}: {:?}", start.elapsed());
        assert!(start.elapsed().as_secs() < 10, "{what} took {:?}", start.elapsed());
    }
}
