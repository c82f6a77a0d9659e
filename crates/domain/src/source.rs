//! Where a value came from: the promise that every verdict can be checked with a pencil.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Text;

/// The row of a file that a record was read from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// Index into the county's list of accepted batches (see `policy::CountyFacts::batches`).
    pub batch: u32,
    /// Index into the batch's list of sheets; 0 for files without sheets.
    pub sheet: u16,
    /// Row number as the office program shows it, from 1; in a layer without rows the feature's
    /// number, from 1.
    pub row: u32,
}

/// A cell that a finding cites, as it is printed: identical on every machine and engine.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cell {
    /// SHA-256 of the file, in hexadecimal.
    pub batch: Text,
    /// The name under which the file was handed in.
    pub file: Text,
    /// Sheet name; the layer's name for map files; empty for csv.
    pub sheet: Text,
    /// Row number, from 1.
    pub row: u32,
    /// Column letter (`F`) of a sheet, or field name of a map file; empty when the whole row is
    /// meant.
    pub column: Text,
}

/// A file that was accepted, as findings need to cite it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Text,
    /// The name under which the file was handed in.
    pub name: Text,
    /// Its sheets, in order, with the column each field was read from.
    pub sheets: Vec<SourceSheet>,
}

/// One sheet of a file and where its fields stand.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SourceSheet {
    /// Sheet or layer name; empty for csv.
    pub name: Text,
    /// Field code → column letter or field name.
    pub columns: BTreeMap<String, Text>,
}

impl SourceFile {
    /// The cell that `field` of the record at `source` was read from.
    pub fn cell(&self, source: &Source, field: &str) -> Cell {
        let sheet = self.sheets.get(usize::from(source.sheet));
        Cell {
            batch: self.sha256.clone(),
            file: self.name.clone(),
            sheet: sheet.map(|sheet| sheet.name.clone()).unwrap_or_default(),
            row: source.row,
            column: sheet.and_then(|sheet| sheet.columns.get(field)).cloned().unwrap_or_default(),
        }
    }
}
