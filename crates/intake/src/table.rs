//! What reading a file gives.

use std::collections::BTreeMap;

use lingdi_domain::Text;
use lingdi_domain::Values;
use lingdi_domain::source::SourceSheet;
use lingdi_geo::Placed;
use serde::{Deserialize, Serialize};

use crate::Problem;

/// A file that was read: every row of it, good or bad, and everything a person should know.
#[derive(Debug, Clone)]
pub struct Table {
    /// `xlsx`, `xls`, `csv`, `dbf`, `geojson`, `shapefile`, `geopackage` or `survey_txt`: what the bytes are, whatever the name says.
    pub format: &'static str,
    /// Character encoding, where the format leaves it open.
    pub encoding: Option<String>,
    /// The sheets that were read.
    pub sheets: Vec<SheetReport>,
    /// Every data row, in the order of the file.
    pub rows: Vec<Row>,
    /// Every problem, without a cap.
    pub problems: Vec<Problem>,
    /// What concerns the file as a whole, in Chinese.
    pub notes: Vec<String>,
}

/// How one sheet was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetReport {
    /// Its name; the layer's name for map files; empty for csv.
    pub name: String,
    /// Index of its first entry in [`Table::source_sheets`].
    pub source: u16,
    /// First and last heading row, from 1; 0 and 0 for map layers, whose fields stand in no row.
    pub header_rows: (u32, u32),
    /// First data row, from 1; 0 when there is none.
    pub first_row: u32,
    /// Last data row, from 1; 0 when there is none.
    pub last_row: u32,
    /// Columns that were read, in the order of the sheet.
    pub columns: Vec<Column>,
    /// Columns that name no field; they are kept as they are under `extra`.
    pub unmapped: Vec<Unmapped>,
    /// Rows that are no data: titles, totals, footers.
    pub skipped: Vec<Skipped>,
}

/// A column that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Field code.
    pub field: String,
    /// Column letter, or field name of a map file.
    pub letter: String,
    /// Heading as found.
    pub heading: String,
    /// Unit in which its figures were read, in Chinese.
    pub unit: Option<String>,
    /// The year that a wide table's column stands for.
    pub year: Option<i32>,
}

/// A column that names no field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmapped {
    /// Column letter, or field name of a map file.
    pub letter: String,
    /// Heading as found.
    pub heading: String,
}

/// A row that is no data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Row number, from 1.
    pub row: u32,
    /// Why, in Chinese.
    pub why: String,
}

/// One data row.
#[derive(Debug, Clone)]
pub struct Row {
    /// Index into [`Table::source_sheets`].
    pub sheet: u16,
    /// Row number as the office program shows it, from 1; a feature's number for map files.
    pub row: u32,
    /// Fingerprint of what makes the row the same as another of its kind: key fields joined by U+001F. A
    /// firm stands as its credit code when it has that shape, else as `名:` and its normalised name.
    pub key: u128,
    /// Field code → value as `lingdi_domain::record` names them; cells of columns without a field
    /// beside them.
    pub data: Values,
    /// Its shape on the ground, for map layers.
    pub geometry: Option<Placed>,
    /// Whether it may be taken.
    pub status: RowStatus,
}

/// Whether a row may be taken. Warnings change nothing here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowStatus {
    /// It may.
    Ready,
    /// Another row has the same key and other values.
    Conflict,
    /// It may not.
    Refused,
    /// An earlier row says exactly the same; this one is dropped and counted.
    Duplicate,
}

impl Table {
    /// The sheets as findings cite them. A wide table counts as one sheet per year, since the
    /// column of a figure depends on its year.
    pub fn source_sheets(&self) -> Vec<SourceSheet> {
        self.sheets.iter().flat_map(SheetReport::source_sheets).collect()
    }

    /// How many sheets findings cite.
    pub(crate) fn source_count(&self) -> usize {
        self.sheets.iter().map(|sheet| sheet.years().len().max(1)).sum()
    }

    /// A cell of a row under a heading that names no field.
    pub fn extra<'t>(&self, row: &'t Row, heading: &str) -> Option<&'t str> {
        let sheet = self.sheets.iter().rev().find(|sheet| sheet.source <= row.sheet)?;
        let column = sheet.unmapped.iter().position(|unmapped| unmapped.heading == heading)?;
        let found = row.data.extra().iter().find(|(at, _)| usize::from(*at) == column);
        found.and_then(|(_, datum)| datum.as_text())
    }

    /// How many rows have this status.
    pub fn count(&self, status: RowStatus) -> usize {
        self.rows.iter().filter(|row| row.status == status).count()
    }
}

impl SheetReport {
    /// The years of a wide table, in the order of its columns; empty for a long one.
    pub(crate) fn years(&self) -> Vec<i32> {
        self.columns.iter().filter_map(|column| column.year).collect()
    }

    fn source_sheets(&self) -> Vec<SourceSheet> {
        let sheet = |year: Option<i32>| {
            let columns = self.columns.iter().filter(|column| column.year.is_none() || column.year == year);
            let columns: BTreeMap<String, Text> =
                columns.map(|column| (column.field.clone(), Text::from(column.letter.as_str()))).collect();
            SourceSheet { name: self.name.as_str().into(), columns }
        };
        match self.years().as_slice() {
            [] => vec![sheet(None)],
            years => years.iter().map(|year| sheet(Some(*year))).collect(),
        }
    }
}
