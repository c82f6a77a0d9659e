//! The readers, each from bytes to "read" or "refused".

use std::fmt;

use lingdi_domain::{Kind, record};
use lingdi_geo::formats::{geojson, gpkg, shapefile};
use lingdi_geo::{Crs, Layer, place, wkb};
use lingdi_intake::{Opened, ReadOptions, detect, preview, read};
use lingdi_store::{block, geopackage};

/// A reader of bytes that somebody else wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Excel workbooks.
    Xlsx,
    /// Old Excel workbooks.
    Xls,
    /// Delimited text.
    Csv,
    /// Bare dBASE tables.
    Dbf,
    /// Zipped shapefiles, placed.
    Shapefile,
    /// Bare `.shp`, placed.
    Shp,
    /// GeoJSON as a table.
    GeoJson,
    /// GeoJSON coordinates, put on the ground: repair of rings.
    Place,
    /// 国土 TXT.
    Survey,
    /// GeoPackages.
    GeoPackage,
    /// Gzip around a table.
    Gzip,
    /// Well-known binary and geometry blobs.
    Blob,
    /// Blocks of the store.
    Block,
    /// Names and definitions of coordinate systems.
    Crs,
}

/// Bytes of a refusal: it may name forty columns.
const MOST_WORDS: usize = 10_000;

impl Reader {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Xlsx,
        Self::Xls,
        Self::Csv,
        Self::Dbf,
        Self::Shapefile,
        Self::Shp,
        Self::GeoJson,
        Self::Place,
        Self::Survey,
        Self::GeoPackage,
        Self::Gzip,
        Self::Blob,
        Self::Block,
        Self::Crs,
    ];

    /// The reader of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reader| reader.to_string() == name)
    }

    /// Reads; `false` when it refuses.
    pub fn read(self, bytes: &[u8]) -> bool {
        match self {
            Self::Xlsx => table("表.xlsx", Kind::Tax, bytes),
            Self::Xls => table("表.xls", Kind::Tax, bytes),
            Self::Csv => table("表.csv", Kind::Tax, bytes),
            Self::Gzip => table("表.csv.gz", Kind::Tax, bytes),
            Self::Dbf => table("表.dbf", Kind::Tax, bytes),
            Self::Shapefile => {
                let as_table = table("宗地.zip", Kind::Parcels, bytes);
                shapefile::read_zip(bytes, None).is_ok_and(|layer| placed(&layer)) || as_table
            }
            Self::Shp => {
                let as_table = table("宗地.shp", Kind::Parcels, bytes);
                shapefile::read_shp(bytes).is_ok_and(|layer| placed(&layer)) || as_table
            }
            Self::GeoJson => table("宗地.geojson", Kind::Parcels, bytes),
            Self::Place => geojson::read(bytes).is_ok_and(|layer| placed(&layer)),
            Self::Survey => table("宗地.txt", Kind::Parcels, bytes),
            Self::GeoPackage => package(bytes),
            Self::Blob => {
                let blob = gpkg::decode(bytes).is_ok();
                wkb::decode(bytes).is_ok() || blob
            }
            Self::Block => blocks(bytes),
            Self::Crs => {
                let text = String::from_utf8_lossy(bytes);
                let named = Crs::from_name(&text).is_ok();
                Crs::from_prj(&text).is_ok() || named
            }
        }
    }
}

impl fmt::Display for Reader {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&format!("{self:?}").to_lowercase())
    }
}

fn options(kind: Kind) -> ReadOptions {
    ReadOptions { anywhere: true, ..ReadOptions::new(kind, "330122") }
}

/// As the import reads it; now and then as the pages look at it first.
fn table(name: &str, kind: Kind, bytes: &[u8]) -> bool {
    if bytes.len().is_multiple_of(8) {
        detect(name, bytes);
        drop(preview(name, bytes, None, None, 1, 50));
    }
    let outcome = read(name, bytes, &options(kind));
    said(outcome.map_err(|refusal| refusal.to_string()))
}

fn package(bytes: &[u8]) -> bool {
    match gpkg::unpacked(bytes) {
        None => false,
        Some(Err(error)) => said::<()>(Err(error.to_string())),
        Some(Ok(bytes)) => match geopackage::read(&bytes) {
            Err(error) => said::<()>(Err(error.to_string())),
            Ok(layers) => {
                for layer in &layers {
                    placed(layer);
                }
                let outcome = Opened::layers("宗地.gpkg", layers).read(&options(Kind::Parcels));
                said(outcome.map_err(|refusal| refusal.to_string()))
            }
        },
    }
}

/// A refusal is a sentence to a person.
///
/// # Panics
/// When it is none: a fault of the reader, as any panic.
fn said<T>(outcome: Result<T, String>) -> bool {
    let Err(refusal) = outcome else { return true };
    let is_chinese = refusal.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
    assert!(is_chinese && refusal.len() < MOST_WORDS, "a refusal that is no sentence: {refusal:?}");
    false
}

fn placed(layer: &Layer) -> bool {
    let crs = layer.declared_crs.clone().ok().flatten().unwrap_or(Crs::Cgcs2000);
    for shape in layer.features.iter().filter_map(|feature| feature.geometry.as_ref().ok()?.as_ref()) {
        drop(place(shape, crs, None));
    }
    true
}

/// As they are stored, and packed here, so that what lies behind the unpacking is reached.
fn blocks(bytes: &[u8]) -> bool {
    let marks = block::marks(bytes).is_ok_and(|marks| marks.len() * 33 == bytes.len());
    let shapes = block::shapes(bytes).is_ok();
    let packed = lz4_flex::compress_prepend_size(bytes);
    let read = [bytes, &packed].map(|bytes| block::Block::decode(bytes).is_ok_and(|block| walked(&block)));
    marks || shapes || read.contains(&true)
}

fn walked(block: &block::Block) -> bool {
    for row in 0..block.len().min(5_000) {
        drop(block.record::<record::Tax>(row));
        let _place = (block.sheet(row), block.number(row), block.standing(row));
    }
    true
}
