//! What of a GeoPackage is not SQL: how its bytes are told, its geometry blobs, its words for coordinate
//! systems. The tables are read and written by `lingdi_store::geopackage`.

mod blob;
mod zipped;

use encoding_rs::GB18030;

use super::numbers;
use crate::crs::{Crs, UnsupportedCrs};

pub use blob::{decode, encode};
pub use zipped::unpacked;

/// What every SQLite file starts with.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Whether the bytes are a SQLite file, of whatever content.
pub fn is_sqlite(bytes: &[u8]) -> bool {
    bytes.starts_with(SQLITE)
}

/// Whether the bytes are a GeoPackage: a SQLite file with its application id, or (older writers leave that
/// out) with the table that lists its layers.
pub fn is_geopackage(bytes: &[u8]) -> bool {
    /// The schema lies in the first pages.
    const SCHEMA: usize = 1 << 20;
    const LIST: &[u8] = b"gpkg_contents";
    let id = bytes.get(68..72).unwrap_or_default();
    let start = bytes.get(..SCHEMA).unwrap_or(bytes);
    is_sqlite(bytes)
        && ([b"GPKG", b"GP10", b"GP11"].iter().any(|known| *known == id)
            || start.windows(LIST.len()).any(|window| window == LIST))
}

/// The system of a row of `gpkg_spatial_ref_sys`. Numbers 0 and −1 mean that nobody knows it. The official
/// order of axes does not matter here: in a blob x is always the longitude or the easting.
pub fn declared_crs(organization: &str, code: i64, definition: &str) -> Result<Option<Crs>, UnsupportedCrs> {
    if code <= 0 || definition.eq_ignore_ascii_case("undefined") && organization.eq_ignore_ascii_case("none")
    {
        return Ok(None);
    }
    if organization.eq_ignore_ascii_case("EPSG") {
        let known = Crs::from_name(&format!("EPSG:{code}"));
        // The text tells more than a number that we do not know.
        return known.map(Some).or_else(|unknown| match Crs::from_prj(definition) {
            Ok(Some(crs)) => Ok(Some(crs)),
            Ok(None) => Err(unknown),
            Err(named) => Err(named),
        });
    }
    Crs::from_prj(definition)
}

/// Text of a REAL value; `None` for what is no number.
pub fn real(value: f64) -> Option<String> {
    value.is_finite().then(|| numbers::of(value))
}

/// Text of a TEXT value; `None` when blank. SQLite does not check that its text is UTF-8, and some programs
/// write GBK.
pub fn text(value: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(value).map_or_else(|_| GB18030.decode(value).0, Into::into);
    (!text.trim().is_empty()).then(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{declared_crs, is_geopackage, text};
    use crate::Crs;
    use crate::crs::Unsupported;

    #[test]
    fn a_geopackage_is_told_from_other_sqlite_files() {
        let file = |id: &[u8], rest: &[u8]| {
            let mut bytes = b"SQLite format 3\0".to_vec();
            bytes.resize(68, 0);
            [&bytes, id, rest].concat()
        };
        assert!(is_geopackage(&file(b"GPKG", b"")));
        assert!(is_geopackage(&file(b"GP10", b"")));
        assert!(is_geopackage(&file(&[0; 4], b"... CREATE TABLE gpkg_contents")));
        assert!(!is_geopackage(&file(&[0; 4], b"... CREATE TABLE fact")));
        assert!(!is_geopackage(b"SQLite format 3\0"));
        assert!(!is_geopackage(b"gpkg_contents"));
    }

    #[test]
    fn the_system_is_read_from_its_number_or_else_from_its_text() {
        const NAD27: &str = r#"GEOGCS["NAD27",DATUM["North_American_Datum_1927"]]"#;
        let epsg = |organization, code, definition| {
            declared_crs(organization, code, definition).map(|crs| crs.map(Crs::epsg))
        };
        assert_eq!(epsg("EPSG", 4490, ""), Ok(Some(4490)));
        assert_eq!(epsg("epsg", 4549, "undefined"), Ok(Some(4549)));
        assert_eq!(epsg("NONE", 0, "undefined"), Ok(None));
        assert_eq!(epsg("NONE", -1, "undefined"), Ok(None));
        assert_eq!(epsg("EPSG", 2385, "").unwrap_err().why, Unsupported::SecretShift);
        assert_eq!(epsg("ESRI", 104_000, NAD27), Ok(Some(4267)));
        assert!(epsg("LOCAL", 100_000, &NAD27.replace("NAD27", "桐庐")).is_err());
    }

    #[test]
    fn text_that_is_no_utf8_is_taken_for_gbk() {
        assert_eq!(text("桐庐".as_bytes()).as_deref(), Some("桐庐"));
        assert_eq!(text(b"\xcd\xa9\xc2\xae\xcf\xd8").as_deref(), Some("桐庐县"));
        assert_eq!(text(b"  "), None);
    }
}
