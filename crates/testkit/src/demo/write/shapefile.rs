//! A zipped Shapefile with a GBK attribute table and no `.cpg`, as the cadastre exports it.

use std::io::{Cursor, Write};

use geo::Coord;
use shapefile::{Point, Polygon, PolygonRing, ShapeWriter};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::demo::DemoError;

/// A text field of the attribute table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DbfField {
    /// Name; what goes beyond ten bytes of GBK is cut, as the format does.
    pub(crate) name: &'static str,
    /// Width in bytes.
    pub(crate) width: u8,
}

/// One polygon with its attributes.
#[derive(Debug, Clone)]
pub(crate) struct Feature {
    /// Corners, first not repeated.
    pub(crate) ring: Vec<Coord>,
    /// Attributes in the order of the fields.
    pub(crate) values: Vec<String>,
}

/// EPSG:4528 in the words of the usual GIS.
const PRJ: &str = "PROJCS[\"CGCS2000_3_Degree_GK_Zone_40\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",\
DATUM[\"D_China_2000\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],\
UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",40500000.0],\
PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",120.0],PARAMETER[\"Scale_Factor\",1.0],\
PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";

/// Writes `stem`.shp, .shx, .dbf and .prj into one archive.
pub(crate) fn shapefile_zip(
    stem: &str,
    fields: &[DbfField],
    features: &[Feature],
) -> Result<Vec<u8>, DemoError> {
    let (mut shp, mut shx) = (Cursor::new(Vec::new()), Cursor::new(Vec::new()));
    let mut writer = ShapeWriter::with_shx(&mut shp, &mut shx);
    for feature in features {
        let mut ring: Vec<Point> = feature.ring.iter().map(|corner| Point::new(corner.x, corner.y)).collect();
        ring.extend(ring.first().copied());
        writer.write_shape(&Polygon::new(PolygonRing::Outer(ring)))?;
    }
    writer.finalize()?;
    drop(writer);
    let parts = [
        ("shp", shp.into_inner()),
        ("shx", shx.into_inner()),
        ("dbf", dbf(fields, features)),
        ("prj", PRJ.as_bytes().to_vec()),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (extension, bytes) in parts {
        // Without a time of its own the archive has the format's first day: always the same bytes.
        archive.start_file(format!("{stem}.{extension}"), SimpleFileOptions::default())?;
        archive.write_all(&bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// A dBase III table: all fields text, GBK, language driver 0x4D.
fn dbf(fields: &[DbfField], features: &[Feature]) -> Vec<u8> {
    let header = 32 + 32 * fields.len() + 1;
    let record = 1 + fields.iter().map(|field| usize::from(field.width)).sum::<usize>();
    let mut table = vec![0_u8; 32];
    table[0] = 3;
    table[1..4].copy_from_slice(&[123, 9, 28]);
    table[4..8].copy_from_slice(&(features.len() as u32).to_le_bytes());
    table[8..10].copy_from_slice(&(header as u16).to_le_bytes());
    table[10..12].copy_from_slice(&(record as u16).to_le_bytes());
    table[29] = 0x4D;
    for field in fields {
        let mut name = gbk(field.name, 10, 0);
        name.push(0);
        table.extend(name);
        table.extend([b'C', 0, 0, 0, 0, field.width, 0]);
        table.extend([0; 14]);
    }
    table.push(0x0D);
    for feature in features {
        table.push(b' ');
        for (field, value) in fields.iter().zip(&feature.values) {
            table.extend(gbk(value, usize::from(field.width), b' '));
        }
    }
    table.push(0x1A);
    table
}

/// The text in GBK, cut or filled to `width` bytes.
fn gbk(text: &str, width: usize, filling: u8) -> Vec<u8> {
    let (bytes, _, _) = encoding_rs::GBK.encode(text);
    let mut bytes = bytes.into_owned();
    bytes.resize(width, filling);
    bytes
}
