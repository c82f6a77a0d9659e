//! A backup: one zip file that holds a database, the files its rows speak of, and `contents.json`, which
//! names each with its size and SHA-256.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::Files;
use crate::error::{Result, StoreError};

/// How a backup is laid out; another number is another layout.
pub const FORMAT: &str = "lingdi-backup/1";

const CONTENTS: &str = "contents.json";
const DATABASE: &str = "lingdi.db";
/// `contents.json` names each file in about 90 bytes; this is ten million of them.
const CONTENTS_LIMIT: u64 = 1 << 30;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// [`FORMAT`].
    pub format: String,
    /// Version of the program that wrote it.
    pub program: String,
    /// When, RFC 3339.
    pub made_at: String,
    /// The counties, by code.
    pub counties: Vec<CountyHead>,
    /// The database, an SQLite file.
    pub database: Part,
    /// Originals and attachments, by hash.
    pub files: Vec<Part>,
}

/// Where the journal of a county ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountyHead {
    /// Its code.
    pub county: String,
    /// Number of the last event.
    pub events: i64,
    /// Hash of the last event.
    pub head: String,
}

/// One file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its SHA-256.
    pub sha256: String,
    /// Its bytes.
    pub size: u64,
}

/// Writes a backup to `out`, which is whole or absent: it is written under another name first. `contents`
/// comes without its parts, which are filled in. Errors: a file that is missing or altered, or the disk's.
pub fn write(
    out: &Path,
    database: &Path,
    files: &Files,
    hashes: &[String],
    mut contents: Contents,
) -> Result<Contents> {
    let unfinished = beside(out, "part");
    let written = (|| {
        let mut zip = ZipWriter::new(File::create(&unfinished)?);
        contents.database = add(&mut zip, DATABASE, File::open(database)?)?;
        for hash in hashes {
            let part = add(&mut zip, &file_name(hash), files.opened(hash)?)?;
            if part.sha256 != *hash {
                return Err(StoreError::Inconsistent(format!("file {hash} is altered")));
            }
            contents.files.push(part);
        }
        zip.start_file(CONTENTS, options()).map_err(odd)?;
        zip.write_all(&serde_json::to_vec_pretty(&contents).map_err(std::io::Error::other)?)?;
        zip.finish().map_err(odd)?.sync_all()?;
        std::fs::rename(&unfinished, out)?;
        Ok(contents)
    })();
    if written.is_err() {
        // What is half written is of no use; that it was there at all is told by the error.
        let _ = std::fs::remove_file(&unfinished);
    }
    written
}

/// Unpacks a backup to a database file and a folder of files, both new, and checks each against
/// `contents.json`. Errors: the archive is no backup, is damaged, or holds what it does not name; what was
/// unpacked by then stays for the caller to remove.
pub fn unpack(archive: &Path, database: &Path, folder: &Path) -> Result<Contents> {
    let mut zip = ZipArchive::new(File::open(archive)?).map_err(odd)?;
    let contents = contents(&mut zip)?;
    if zip.len() != contents.files.len() + 2 {
        return Err(damaged("it holds other files than it names"));
    }
    take(&mut zip, DATABASE, &contents.database, database)?;
    for part in &contents.files {
        if part.sha256.len() != 64 || !part.sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(damaged("a file is named by something else than a hash"));
        }
        let path = Files::place(folder, &part.sha256);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        take(&mut zip, &file_name(&part.sha256), part, &path)?;
    }
    Ok(contents)
}

/// `PATH.ending`, in the same folder.
pub fn beside(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// The hash of a file on disk.
pub fn sha256_of(path: &Path) -> Result<String> {
    Ok(copy(File::open(path)?, std::io::sink())?.sha256)
}

fn file_name(hash: &str) -> String {
    format!("files/{hash}")
}

/// Fast rather than small: workbooks and photos are packed already. More than 4 GB may be in one file.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .large_file(true)
}

fn add(zip: &mut ZipWriter<File>, name: &str, from: File) -> Result<Part> {
    zip.start_file(name, options()).map_err(odd)?;
    copy(from, zip)
}

fn contents(zip: &mut ZipArchive<File>) -> Result<Contents> {
    let file = zip.by_name(CONTENTS).map_err(odd)?;
    let contents: Contents =
        serde_json::from_reader(file.take(CONTENTS_LIMIT)).map_err(|error| damaged(&error.to_string()))?;
    if contents.format == FORMAT {
        return Ok(contents);
    }
    Err(damaged(&format!("its layout is {}, this program reads {FORMAT}", contents.format)))
}

/// Never writes more than the part is said to hold, so that a bomb fills no disk.
fn take(zip: &mut ZipArchive<File>, name: &str, part: &Part, to: &Path) -> Result<()> {
    let from = zip.by_name(name).map_err(odd)?;
    let file = File::options().write(true).create_new(true).open(to)?;
    let got =
        copy(from.take(part.size.saturating_add(1)), &file).map_err(|error| damaged(&error.to_string()))?;
    if got != *part {
        return Err(damaged(&format!("{name} is not what was packed")));
    }
    Ok(file.sync_all()?)
}

/// Copies to the end and says what went by.
fn copy(mut from: impl Read, mut to: impl Write) -> Result<Part> {
    let (mut hash, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        let n = from.read(&mut buffer)?;
        if n == 0 {
            return Ok(Part { sha256: hex::encode(hash.finalize()), size });
        }
        hash.update(&buffer[..n]);
        to.write_all(&buffer[..n])?;
        size += n as u64;
    }
}

fn odd(error: ZipError) -> StoreError {
    match error {
        ZipError::Io(error) => StoreError::Files(error),
        error => damaged(&error.to_string()),
    }
}

fn damaged(why: &str) -> StoreError {
    StoreError::Archive(why.to_owned())
}
