//! Zip archives as officials make them: Chinese names in several encodings, and never trusted in size.

use std::io::{Cursor, Read, Write};

use encoding_rs::GB18030;
use zip::ZipArchive;
use zip::write::SimpleFileOptions;

use crate::encoding::certain_utf8;
use crate::error::GeoError;

/// What an archive may unpack to.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// All members read, together, bytes.
    total: u64,
    /// Unpacked size over packed size, checked above `free`.
    ratio: u64,
    /// Below this size any ratio is fine: a blank table packs very well.
    free: u64,
}

const LIMITS: Limits = Limits { total: 1 << 30, ratio: 500, free: 64 << 20 };

/// An opened archive.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    limits: Limits,
}

impl<'a> Archive<'a> {
    /// Opens an archive and reads the names in it.
    pub fn open(bytes: &'a [u8]) -> Result<Self, GeoError> {
        // Whatever the library objects to, to the reader it is one thing: no archive that can be opened.
        let mut zip = ZipArchive::new(Cursor::new(bytes)).ok().ok_or(GeoError::NotZip)?;
        let names = (0..zip.len())
            .map(|member| match zip.by_index_raw(member) {
                Ok(file) => {
                    // Without the flag the library reads code page 437, never the bytes as they are.
                    let flagged = file.name().is_ok_and(|name| name.as_bytes() == file.name_raw());
                    decode_name(file.name_raw(), flagged)
                }
                Err(_) => Err(GeoError::NotZip),
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { zip, names, limits: LIMITS })
    }

    /// Names of all members, with folders before a `/`, in the archive's order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Unpacks one member, by its position in [`Archive::names`].
    pub fn read(&mut self, member: usize) -> Result<Vec<u8>, GeoError> {
        let name = self.names.get(member).cloned().unwrap_or_default();
        let too_large = GeoError::TooLarge { limit_mib: LIMITS.total >> 20 };
        let bad =
            |why: &dyn std::fmt::Display| GeoError::BadEntry { name: name.clone(), why: why.to_string() };
        if self.zip.by_index_data(member).is_ok_and(|entry| entry.encrypted()) {
            return Err(GeoError::Encrypted { name });
        }
        let file = self.zip.by_index(member).map_err(|error| bad(&error))?;
        let packed = file.compressed_size().max(1);
        let allowed = self.limits.total.min((packed.saturating_mul(self.limits.ratio)).max(self.limits.free));
        // The size in the header is not believed: reading stops one byte after what is allowed.
        let mut content = Vec::new();
        file.take(allowed + 1).read_to_end(&mut content).map_err(|error| bad(&error))?;
        if content.len() as u64 > allowed {
            return Err(too_large);
        }
        self.limits.total -= content.len() as u64;
        Ok(content)
    }
}

/// Packs members into an archive; the same members make the same bytes.
pub fn pack(members: &[(&str, &[u8])]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        // Without a clock the time of a member is the first that the format knows: 1980.
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// UTF-8 when flagged (the 0x7075 field counts as a flag) or beyond doubt, as from a Mac, which flags
/// nothing; else GB18030.
fn decode_name(raw: &[u8], flagged: bool) -> Result<String, GeoError> {
    let utf8 = if flagged { std::str::from_utf8(raw).ok() } else { certain_utf8(raw) };
    let name = match utf8 {
        Some(name) => name.into(),
        None => GB18030
            .decode_without_bom_handling_and_without_replacement(raw)
            .ok_or(GeoError::UnreadableName)?,
    };
    Ok(name.replace('\\', "/"))
}

#[cfg(test)]
mod tests {
    use super::{Archive, Limits, decode_name, pack};
    use crate::error::GeoError;

    fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
        pack(members).unwrap()
    }

    #[test]
    fn names_are_read_in_either_encoding() {
        let gbk = |name| encoding_rs::GB18030.encode(name).0.into_owned();
        assert_eq!(decode_name(&gbk("桐庐/宗地.shp"), false).unwrap(), "桐庐/宗地.shp");
        assert_eq!(decode_name(&gbk("桐庐.shp"), false).unwrap(), "桐庐.shp");
        assert_eq!(decode_name("宗地.shp".as_bytes(), false).unwrap(), "宗地.shp");
        assert_eq!(decode_name("é.shp".as_bytes(), true).unwrap(), "é.shp");
        assert_eq!(decode_name(b"a\\b.shp", false).unwrap(), "a/b.shp");
        assert_eq!(decode_name(&[0x61, 0xff, 0xff], false), Err(GeoError::UnreadableName));
    }

    #[test]
    fn an_archive_that_unpacks_to_too_much_is_stopped() {
        let bytes = archive(&[("zeros.shp", &vec![0; 100_000]), ("few.dbf", b"few")]);
        let limits = |total, ratio| Limits { total, ratio, free: 1_000 };
        for (name, limits) in [("total", limits(50_000, 100_000)), ("ratio", limits(1 << 30, 10))] {
            let mut opened = Archive { limits, ..Archive::open(&bytes).unwrap() };
            assert!(matches!(opened.read(0), Err(GeoError::TooLarge { .. })), "{name}");
            assert_eq!(opened.read(1).unwrap(), b"few", "{name}");
        }
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        let bytes = archive(&[("a.shp", b"content")]);
        assert_eq!(Archive::open(b"hello").err(), Some(GeoError::NotZip));
        assert_eq!(Archive::open(&bytes[..bytes.len() - 30]).err(), Some(GeoError::NotZip));
        assert!(matches!(Archive::open(&bytes).unwrap().read(7), Err(GeoError::BadEntry { .. })));
    }
}
