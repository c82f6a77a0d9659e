//! The repository's own text files, in memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::process::Result;

/// Folders that hold nothing of ours to judge.
const SKIPPED: [&str; 4] = ["target", "node_modules", "data", "demo-data"];

/// Endings of the files that are judged.
const ENDINGS: [&str; 7] = ["rs", "md", "sql", "html", "ts", "toml", "css"];

/// Text by path from the root, with `/`, in order.
pub(crate) struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Reads what lies under `root`.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        collect(root, "", &mut files).map_err(|error| format!("cannot read the tree: {error}"))?;
        Ok(Self { files })
    }

    /// The text of one file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Files whose path begins and ends so, with their text.
    pub(crate) fn under<'a>(
        &'a self,
        front: &'a str,
        ending: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .filter(move |(path, _)| path.starts_with(front) && path.ends_with(ending))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

fn collect(folder: &Path, front: &str, files: &mut BTreeMap<String, String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{front}{name}");
        if entry.file_type()?.is_dir() {
            if !name.starts_with('.') && !SKIPPED.contains(&name.as_str()) {
                collect(&entry.path(), &format!("{path}/"), files)?;
            }
        } else if ENDINGS.iter().any(|ending| name.ends_with(&format!(".{ending}"))) {
            files.insert(path, fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

#[cfg(test)]
impl Tree {
    /// A tree of these files, for the tests of the rules.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect() }
    }
}
