//! Shapefile, zipped or a lone `.shp`, the common exchange format of Chinese GIS departments.
//!
//! Read by our own code, not by a library, for three reasons: numbers must keep the text they have in the
//! `.dbf`, a Chinese character cut at the end of a field must not spoil the row, and no count in a header may
//! be trusted.

mod dbf;
mod encoding;
pub(super) mod rings;
mod shp;

use crate::archive::Archive;
use crate::crs::Crs;
use crate::error::GeoError;
use crate::layer::{Feature, Layer};

/// More features than this are refused; a county has at most a tenth of it.
const MAX_FEATURES: usize = 2_000_000;

/// What a `.shp` starts with.
pub const MAGIC: &[u8] = &[0, 0, 0x27, 0x0a];

/// Reads a zip archive as [`read_zip`] does, or a lone `.shp` as [`read_shp`].
pub fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Layer, GeoError> {
    /// The index begins like the shapes; its first entry points behind a header of fifty words.
    const INDEX: &[u8] = &[0, 0, 0, 50];
    if bytes.starts_with(MAGIC) && bytes.get(100..104) == Some(INDEX) {
        return Err(GeoError::OnlyIndex);
    }
    if bytes.starts_with(MAGIC) { read_shp(bytes) } else { read_zip(bytes, encoding) }
}

/// Reads a `.shp` that came without its companions: shapes without attributes, in an unknown system.
pub fn read_shp(bytes: &[u8]) -> Result<Layer, GeoError> {
    let bare = |(number, geometry)| Feature { number, attributes: Vec::new(), geometry };
    let features = (1..).zip(shp::read(".shp", bytes)?).map(bare).collect();
    Ok(Layer { name: String::new(), declared_crs: Ok(None), fields: Vec::new(), features, encoding: None })
}

/// Reads the one Shapefile in a zip archive.
///
/// Text is read in `encoding` if given, else as the `.cpg` or the `.dbf` says, else as UTF-8 or GBK by its
/// look. Rows marked deleted are left out, with their shapes.
pub fn read_zip(bytes: &[u8], encoding: Option<&str>) -> Result<Layer, GeoError> {
    let mut archive = Archive::open(bytes)?;
    let parts = Parts::find(archive.names())?;
    let missing = |part, what| GeoError::MissingPart { stem: parts.stem.clone(), part, what };
    let dbf = parts.dbf.ok_or_else(|| missing(".dbf", "属性"))?;
    let mut text = |member: Option<usize>| -> Result<String, GeoError> {
        let bytes = member.map(|member| archive.read(member)).transpose()?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let (prj, cpg) = (text(parts.prj)?, text(parts.cpg)?);
    let table = dbf::read(&format!("{}.dbf", parts.stem), &archive.read(dbf)?, encoding, &cpg)?;
    let shapes = shp::read(&format!("{}.shp", parts.stem), &archive.read(parts.shp)?)?;
    if shapes.len() != table.rows.len() {
        return Err(GeoError::CountsDiffer { shapes: shapes.len(), rows: table.rows.len() });
    }
    let features = (1..)
        .zip(table.rows.into_iter().zip(shapes))
        .filter_map(|(number, (row, geometry))| Some(Feature { number, attributes: row?, geometry }))
        .collect();
    let declared_crs = Crs::from_prj(&prj);
    Ok(Layer {
        name: parts.stem,
        declared_crs,
        fields: table.fields,
        features,
        encoding: Some(table.encoding),
    })
}

/// Reads a `.dbf` that came alone: attributes without shapes.
///
/// Text is read in `encoding` if given, else as the file's own mark says, else as UTF-8 or GBK by its look.
/// Rows marked deleted are left out and keep their numbers.
pub fn read_dbf(name: &str, bytes: &[u8], encoding: Option<&str>) -> Result<Layer, GeoError> {
    let table = dbf::read(name, bytes, encoding, "")?;
    let features = (1..)
        .zip(table.rows)
        .filter_map(|(number, row)| Some(Feature { number, attributes: row?, geometry: Ok(None) }))
        .collect();
    let stem = name.strip_suffix(".dbf").or_else(|| name.strip_suffix(".DBF")).unwrap_or(name);
    Ok(Layer {
        name: stem.to_owned(),
        declared_crs: Ok(None),
        fields: table.fields,
        features,
        encoding: Some(table.encoding),
    })
}

/// Whether the bytes are a `.dbf`, whatever they are called.
pub fn is_dbf(bytes: &[u8]) -> bool {
    dbf::is_one(bytes)
}

/// Where the members of the one Shapefile are in the archive.
struct Parts {
    stem: String,
    shp: usize,
    dbf: Option<usize>,
    prj: Option<usize>,
    cpg: Option<usize>,
}

impl Parts {
    /// Parts belong together by their stem, whatever the case of its letters.
    fn find(names: &[String]) -> Result<Self, GeoError> {
        let shapes: Vec<usize> =
            (0..names.len()).filter(|&member| stem_of(&names[member], "shp").is_some()).collect();
        let list = |members: &mut dyn Iterator<Item = &String>| {
            members.take(5).map(String::as_str).collect::<Vec<_>>().join("、")
        };
        let shp = match shapes.as_slice() {
            [] => return Err(GeoError::NoShapefile { found: list(&mut names.iter()) }),
            [only] => *only,
            several => {
                return Err(GeoError::SeveralShapefiles {
                    names: list(&mut several.iter().map(|&m| &names[m])),
                });
            }
        };
        let stem = stem_of(&names[shp], "shp").unwrap_or_default();
        let part = |extension| {
            names.iter().position(|name| {
                stem_of(name, extension).is_some_and(|other| other.to_lowercase() == stem.to_lowercase())
            })
        };
        let (dbf, prj, cpg) = (part("dbf"), part("prj"), part("cpg"));
        let stem = stem.rsplit('/').next().unwrap_or_default().to_owned();
        Ok(Self { stem, shp, dbf, prj, cpg })
    }
}

/// The name without its extension, when it has this one. Leavings of macOS are no parts.
fn stem_of<'a>(name: &'a str, extension: &str) -> Option<&'a str> {
    let (stem, found) = name.rsplit_once('.')?;
    let own =
        !name.starts_with("__MACOSX/") && !stem.rsplit('/').next().unwrap_or_default().starts_with("._");
    (own && found.eq_ignore_ascii_case(extension)).then_some(stem)
}
