//! Archives whose members are changed, while the archive stays sound.

use std::io::{Cursor, Read, Write};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::edit;
use crate::rng::Rng;

/// Seeds unpack to less.
const MOST: u64 = 16 << 20;

/// The container with something inside changed; `None` when it is none.
pub(super) fn repacked(bytes: &[u8], rng: &mut Rng) -> Option<Vec<u8>> {
    if bytes.starts_with(b"PK\x03\x04") {
        rezipped(bytes, rng)
    } else if bytes.starts_with(b"\x1f\x8b") {
        let mut content = Vec::new();
        MultiGzDecoder::new(bytes).take(MOST).read_to_end(&mut content).ok()?;
        edit::several(&mut content, bytes, rng);
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(&content).ok()?;
        packer.finish().ok()
    } else {
        None
    }
}

fn rezipped(bytes: &[u8], rng: &mut Rng) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = rng.below(archive.len());
    let other = rng.below(archive.len());
    let other = content(&mut archive, other)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        if at != chosen {
            out.raw_copy_file(archive.by_index_raw(at).ok()?).ok()?;
            continue;
        }
        let mut changed = content(&mut archive, at)?;
        edit::several(&mut changed, &other, rng);
        let name = String::from_utf8_lossy(archive.by_index_raw(at).ok()?.name_raw()).into_owned();
        let method = rng.pick(&[CompressionMethod::Stored, CompressionMethod::Deflated]);
        out.start_file(name, SimpleFileOptions::default().compression_method(method)).ok()?;
        out.write_all(&changed).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

fn content(archive: &mut ZipArchive<Cursor<&[u8]>>, at: usize) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    archive.by_index(at).ok()?.take(MOST).read_to_end(&mut content).ok()?;
    Some(content)
}
