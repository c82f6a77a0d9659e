//! Original files, kept byte for byte under their SHA-256.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use crate::error::Result;

/// A folder that holds files by hash: `ab/abcdef…`. A file is either wholly there or absent.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
}

/// Where files lie while they are written.
const UNFINISHED: &str = "unfinished";

impl Files {
    /// Uses `folder`, made when missing.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self> {
        let folder = folder.into();
        std::fs::create_dir_all(folder.join(UNFINISHED))?;
        Ok(Self { folder })
    }

    /// Keeps `bytes` and returns their hash. Keeping the same bytes twice is no error.
    pub fn keep(&self, bytes: &[u8]) -> Result<String> {
        let hash = sha256(bytes);
        self.keep_as(&hash, bytes)?;
        Ok(hash)
    }

    /// Keeps `bytes` whose hash the caller has taken already.
    pub fn keep_as(&self, hash: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path(hash);
        if path.exists() {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.folder);
        std::fs::create_dir_all(folder)?;
        // Written elsewhere first, so that no reader and no crash sees half a file. The process id
        // keeps two programs that keep the same bytes apart.
        let unfinished = self.folder.join(UNFINISHED).join(format!("{hash}.{}", std::process::id()));
        let mut file = std::fs::File::create(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&unfinished, &path)?;
        std::fs::File::open(folder)?.sync_all()?;
        Ok(())
    }

    /// Removes what a program that died was writing and has not touched since `before`. Returns how many
    /// files went.
    pub fn sweep(&self, before: SystemTime) -> Result<usize> {
        let mut swept = 0;
        for entry in std::fs::read_dir(self.folder.join(UNFINISHED))? {
            let path = entry?.path();
            // One that another program finished meanwhile is gone, and well.
            if std::fs::metadata(&path).and_then(|file| file.modified()).is_ok_and(|touched| touched < before)
                && std::fs::remove_file(&path).is_ok()
            {
                swept += 1;
            }
        }
        Ok(swept)
    }

    /// The bytes kept under `hash`.
    pub fn read(&self, hash: &str) -> Result<Vec<u8>> {
        Ok(std::fs::read(self.path(hash))?)
    }

    /// The file kept under `hash`, opened.
    pub fn opened(&self, hash: &str) -> Result<std::fs::File> {
        Ok(std::fs::File::open(self.path(hash))?)
    }

    /// Keeps something that can be made again, under a name; what had the name before is gone.
    pub fn keep_copy(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let unfinished = self.folder.join(UNFINISHED).join(format!("{name}.{}", std::process::id()));
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
        Self::place(&self.folder, hash)
    }

    /// Where a folder keeps the file of this hash.
    pub(crate) fn place(folder: &Path, hash: &str) -> PathBuf {
        folder.join(hash.get(..2).unwrap_or("__")).join(hash)
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_was_left_half_written_is_swept_and_what_is_being_written_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let kept = files.keep(b"whole").unwrap();
        let unfinished = folder.path().join(UNFINISHED);
        assert_eq!(std::fs::read_dir(&unfinished).unwrap().count(), 0, "nothing stays behind");
        for (name, age) in [("old.1", 600), ("new.2", 0)] {
            let file = std::fs::File::create(unfinished.join(name)).unwrap();
            let now = file.metadata().unwrap().modified().unwrap();
            file.set_modified(now - Duration::from_secs(age)).unwrap();
        }
        let now = std::fs::metadata(unfinished.join("new.2")).unwrap().modified().unwrap();
        assert_eq!(files.sweep(now - Duration::from_mins(5)).unwrap(), 1);
        assert!(unfinished.join("new.2").exists() && files.is_intact(&kept));
    }
}
