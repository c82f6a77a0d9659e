//! Zipped Shapefiles: whole ones written by an independent program, and broken ones.
#![expect(clippy::unwrap_used, reason = "helpers of tests, outside any #[test]")]

use std::io::{Cursor, Write};

use geo::Area;
use lingdi_geo::formats::shapefile::read_zip;
use lingdi_geo::{Crs, GeoError, Layer};
use shapefile::{Point, PointZ, Polygon, PolygonRing, PolygonZ, ShapeWriter};

const PRJ_4528: &str = r#"PROJCS["CGCS2000_3_Degree_GK_Zone_40",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",40500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn square(x: f64, y: f64, side: f64) -> Vec<Point> {
    [(0.0, 0.0), (0.0, side), (side, side), (side, 0.0), (0.0, 0.0)]
        .map(|(dx, dy)| Point::new(x + dx, y + dy))
        .to_vec()
}

/// A parcel with a hole, and a plain one.
fn shp() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut hole = square(40_469_620.0, 3_297_670.0, 10.0);
    hole.reverse();
    let holed = Polygon::with_rings(vec![
        PolygonRing::Outer(square(40_469_600.0, 3_297_650.0, 100.0)),
        PolygonRing::Inner(hole),
    ]);
    let plain = Polygon::new(PolygonRing::Outer(square(40_469_800.0, 3_297_650.0, 50.0)));
    ShapeWriter::new(&mut bytes).write_shapes(&vec![holed, plain]).unwrap();
    bytes.into_inner()
}

/// One field of a hand-made table: name, type, width.
type Field<'a> = (&'a [u8], u8, u8);

/// A table made byte by byte, since no writer makes the faults we want.
fn dbf(language_driver: u8, fields: &[Field<'_>], rows: &[(u8, &[&[u8]])]) -> Vec<u8> {
    let width: u16 = 1 + fields.iter().map(|field| u16::from(field.2)).sum::<u16>();
    let mut bytes = vec![3, 122, 1, 1];
    bytes.extend((rows.len() as u32).to_le_bytes());
    bytes.extend((33 + 32 * fields.len() as u16).to_le_bytes());
    bytes.extend(width.to_le_bytes());
    bytes.extend([0; 17]);
    bytes.extend([language_driver, 0, 0]);
    for (name, kind, width) in fields {
        let mut descriptor = [0; 32];
        descriptor[..name.len()].copy_from_slice(name);
        descriptor[11] = *kind;
        descriptor[16] = *width;
        bytes.extend(descriptor);
    }
    bytes.push(0x0d);
    for (mark, values) in rows {
        bytes.push(*mark);
        for ((_, _, width), value) in fields.iter().zip(*values) {
            let mut cell = value[..value.len().min(usize::from(*width))].to_vec();
            cell.resize(usize::from(*width), b' ');
            bytes.extend(cell);
        }
    }
    bytes
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

fn table() -> Vec<u8> {
    let names = [gbk("宗地代码"), gbk("权利人"), gbk("面积"), gbk("供应日期"), gbk("闲置")];
    let fields: [Field<'_>; 5] = [
        (&names[0], b'C', 19),
        (&names[1], b'C', 11),
        (&names[2], b'N', 19),
        (&names[3], b'D', 8),
        (&names[4], b'L', 1),
    ];
    let owner = gbk("桐庐某某有限公司");
    dbf(
        0x4d,
        &fields,
        &[
            (b' ', &[b"330122001002GB00012", &owner, b"9899.99999999999909", b"20190305", b"T"]),
            (b' ', &[b"330122001002GB00013", b"", b"", b"00000000", b"?"]),
        ],
    )
}

fn cells(layer: &Layer, row: usize) -> Vec<&str> {
    layer.features[row].attributes.iter().map(|value| value.as_deref().unwrap_or("-")).collect()
}

/// The area of a feature's shape, in whole units.
fn area(layer: &Layer, row: usize) -> i64 {
    layer.features[row].geometry.as_ref().unwrap().as_ref().unwrap().unsigned_area().round() as i64
}

#[test]
fn parts_are_found_by_stem_whatever_the_case_and_the_folder() {
    let zip = zipped(&[
        ("__MACOSX/宗地/._ZD.shp", b"junk"),
        ("宗地/ZD.SHP", &shp()),
        ("宗地/zd.dbf", &table()),
        ("宗地/Zd.Prj", PRJ_4528.as_bytes()),
        ("宗地/other.dbf", b"not ours"),
    ]);
    let layer = read_zip(&zip, None).unwrap();
    assert_eq!(layer.name, "ZD");
    assert_eq!(layer.declared_crs, Ok(Crs::from_epsg(4528)));
    assert_eq!(layer.fields, ["宗地代码", "权利人", "面积", "供应日期", "闲置"]);
    assert_eq!(layer.encoding.as_deref(), Some("GBK"));
    // The owner's sixth character is cut in two by the width of the field.
    assert_eq!(cells(&layer, 0), ["330122001002GB00012", "桐庐某某有", "9900", "2019-03-05", "是"]);
    assert_eq!(cells(&layer, 1), ["330122001002GB00013", "-", "-", "-", "-"]);
    assert_eq!((area(&layer, 0), area(&layer, 1)), (9_900, 2_500));
}

#[test]
fn a_deleted_row_goes_with_its_shape_and_the_others_keep_their_numbers() {
    let dbf = dbf(0, &[(b"CODE", b'C', 3)], &[(b'*', &[b"old"]), (b' ', &[b"new"])]);
    let layer = read_zip(&zipped(&[("a.shp", &shp()), ("a.dbf", &dbf)]), None).unwrap();
    assert_eq!(layer.features.len(), 1);
    assert_eq!((layer.features[0].number, cells(&layer, 0)), (2, vec!["new"]));
    assert_eq!(area(&layer, 0), 2_500);
    assert_eq!(layer.declared_crs, Ok(None), "no .prj says nothing");
}

#[test]
fn heights_are_ignored_and_points_refused_one_by_one() {
    let mut polygon_z = Cursor::new(Vec::new());
    let corners = square(0.0, 0.0, 2.0).iter().map(|p| PointZ::new(p.x, p.y, 7.0, 0.0)).collect();
    ShapeWriter::new(&mut polygon_z).write_shapes(&vec![PolygonZ::new(PolygonRing::Outer(corners))]).unwrap();
    let mut points = Cursor::new(Vec::new());
    ShapeWriter::new(&mut points).write_shapes(&vec![Point::new(1.0, 2.0)]).unwrap();
    let dbf = dbf(0, &[(b"CODE", b'C', 3)], &[(b' ', &[b"one"])]);
    let read = |shp: Cursor<Vec<u8>>| {
        read_zip(&zipped(&[("a.shp", &shp.into_inner()), ("a.dbf", &dbf)]), None).unwrap()
    };
    assert_eq!(area(&read(polygon_z), 0), 4);
    assert!(read(points).features[0].geometry.as_ref().unwrap_err().contains("图形是点"));
}

#[test]
fn an_encoding_may_be_ordered_and_must_exist() {
    let zip = zipped(&[("a.shp", &shp()), ("a.dbf", &table()), ("a.cpg", b"ISO-8859-1")]);
    assert_eq!(read_zip(&zip, Some("936")).unwrap().fields[0], "宗地代码");
    assert_ne!(read_zip(&zip, Some("UTF-8")).unwrap().fields[0], "宗地代码");
    assert!(matches!(read_zip(&zip, Some("EBCDIC")), Err(GeoError::UnknownEncoding { .. })));
}

#[test]
fn each_fault_is_told_in_a_sentence_with_a_way_out() {
    let (shp, dbf_bytes) = (shp(), table());
    let mut longer = shp.clone();
    longer[24..28].copy_from_slice(&(shp.len() as u32).to_be_bytes());
    let one_row = dbf(0, &[(b"CODE", b'C', 3)], &[(b' ', &[b"one"])]);
    for (name, zip, words) in [
        ("no zip", b"hello".to_vec(), "不是有效的 zip"),
        ("empty", Vec::new(), "不是有效的 zip"),
        (
            "no shp",
            zipped(&[("a.dbf", &dbf_bytes), ("读我.txt", b"")]),
            "没有 .shp 文件（内有：a.dbf、读我.txt）",
        ),
        ("two layers", zipped(&[("a.shp", &shp), ("b.shp", &shp)]), "多个图层：a.shp、b.shp"),
        ("no dbf", zipped(&[("宗地.shp", &shp), ("other.dbf", &dbf_bytes)]), "“宗地”缺少 .dbf"),
        (
            "shp is something else",
            zipped(&[("a.shp", b"GIF89a........."), ("a.dbf", &dbf_bytes)]),
            "“a.shp”不是有效的 shp",
        ),
        (
            "shp cut in a record",
            zipped(&[("a.shp", &shp[..shp.len() - 20]), ("a.dbf", &dbf_bytes)]),
            "第 2 条",
        ),
        ("shp cut between records", zipped(&[("a.shp", &longer), ("a.dbf", &dbf_bytes)]), "第 3 条"),
        ("shp only a header", zipped(&[("a.shp", &shp[..60]), ("a.dbf", &dbf_bytes)]), "文件头不完整"),
        (
            "dbf cut",
            zipped(&[("a.shp", &shp), ("a.dbf", &dbf_bytes[..dbf_bytes.len() - 5])]),
            "“a.dbf”不完整：读到第 2 条",
        ),
        ("dbf is something else", zipped(&[("a.shp", &shp), ("a.dbf", b"<html>")]), "“a.dbf”不是有效的 dbf"),
        ("counts differ", zipped(&[("a.shp", &shp), ("a.dbf", &one_row)]), "2 个图形，.dbf 有 1 行"),
    ] {
        let message = read_zip(&zip, None).expect_err(name).to_string();
        assert!(message.contains(words) && message.contains('请'), "{name}: {message}");
    }
}
