//! A GeoPackage inside a zip archive, as it comes by post.

use std::borrow::Cow;

use super::is_geopackage;
use crate::archive::Archive;
use crate::error::GeoError;

/// The bytes of the GeoPackage that these bytes are, or are the archive of; `None` when they are neither.
pub fn unpacked(bytes: &[u8]) -> Option<Result<Cow<'_, [u8]>, GeoError>> {
    if is_geopackage(bytes) {
        return Some(Ok(Cow::Borrowed(bytes)));
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    let mut archive = Archive::open(bytes).ok()?;
    let members: Vec<usize> =
        (0..archive.names().len()).filter(|&member| is_package(&archive.names()[member])).collect();
    match members.as_slice() {
        [] => None,
        [only] => Some(archive.read(*only).map(Cow::Owned)),
        several => {
            let names: Vec<_> = several.iter().take(5).map(|&m| archive.names()[m].as_str()).collect();
            Some(Err(GeoError::SeveralGeoPackages { names: names.join("、") }))
        }
    }
}

/// Leavings of macOS are no parts.
fn is_package(name: &str) -> bool {
    let (folders, file) = name.rsplit_once('/').unwrap_or(("", name));
    let ending = file.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("gpkg"));
    ending && !file.starts_with("._") && !folders.starts_with("__MACOSX")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::unpacked;
    use crate::error::GeoError;

    fn zipped(names: &[&str]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in names {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(name.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn the_one_package_of_an_archive_is_found() {
        let one = zipped(&["读我.txt", "__MACOSX/._宗地.gpkg", "宗地/宗地.GPKG"]);
        assert_eq!(unpacked(&one).unwrap().unwrap().as_ref(), "宗地/宗地.GPKG".as_bytes());
        assert!(unpacked(&zipped(&["a.shp", "a.dbf"])).is_none());
        assert!(unpacked(b"PK\x03\x04 cut").is_none());
        assert!(unpacked(b"a,b\n").is_none());
        let two = zipped(&["a.gpkg", "b.gpkg"]);
        assert!(matches!(unpacked(&two).unwrap(), Err(GeoError::SeveralGeoPackages { .. })));
    }
}
