//! Original files, kept byte for byte under their SHA-256.

use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::Result;

/// A folder that holds files by hash: `ab/abcdef…`. A file is either wholly there or absent.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// Uses `folder`, made when missing.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self> {
        let folder = folder.into();
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// Keeps `bytes` and returns their hash. Keeping the same bytes twice is no error.
    pub fn keep(&self, bytes: &[u8]) -> Result<String> {
        let hash = sha256(bytes);
        let path = self.path(&hash);
        if path.exists() {
            return Ok(hash);
        }
        let folder = path.parent().unwrap_or(&self.folder);
        std::fs::create_dir_all(folder)?;
        // Written under another name first, so that no reader and no crash sees half a file. The
        // process id keeps two programs that keep the same bytes apart.
        let unfinished = folder.join(format!("{hash}.{}.part", std::process::id()));
        let mut file = std::fs::File::create(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&unfinished, &path)?;
        std::fs::File::open(folder)?.sync_all()?;
        Ok(hash)
    }

    /// The bytes kept under `hash`.
    pub fn read(&self, hash: &str) -> Result<Vec<u8>> {
        Ok(std::fs::read(self.path(hash))?)
    }

    /// Keeps something that can be made again, under a name; what had the name before is gone.
    pub fn keep_copy(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let unfinished = self.folder.join(format!("{name}.{}.part", std::process::id()));
        std::fs::write(&unfinished, bytes)?;
        std::fs::rename(&unfinished, self.folder.join(name))?;
        Ok(())
    }

    /// What was kept by [`Files::keep_copy`], opened, if it is still there.
    pub fn copy(&self, name: &str) -> Option<std::fs::File> {
        std::fs::File::open(self.folder.join(name)).ok()
    }

    /// Does the file under `hash` exist and still have that hash?
    pub fn is_intact(&self, hash: &str) -> bool {
        self.read(hash).is_ok_and(|bytes| sha256(&bytes) == hash)
    }

    /// Where the files lie.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn path(&self, hash: &str) -> PathBuf {
        self.folder.join(hash.get(..2).unwrap_or("__")).join(hash)
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
