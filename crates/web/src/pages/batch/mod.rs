//! One batch: what the file was taken for, what would change, which rows are in doubt; then accept,
//! discard or undo it as a whole.

mod sample;

use std::collections::BTreeMap;

use askama::Template;
use lingdi_app::imports::HeldBack;
use serde::{Deserialize, Serialize};

use crate::frame::Frame;
use crate::parts::{Choice, Pager};

/// `POST /batches/{id}/acceptance`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptanceForm {
    /// `all` (every row that is not refused) or `clean` (rows without any problem).
    pub rows: String,
    /// The years this table covers in full, `2021,2022`; empty without a declaration.
    #[serde(default)]
    pub complete: String,
}

/// `POST /batches/{id}/reading`: how the file is to be read instead.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingForm {
    /// Kind code.
    pub kind: String,
    /// Sheet name.
    pub sheet: String,
    /// EPSG code.
    pub crs: String,
    /// Year of a table that names none.
    pub year: String,
    /// `map.字段` → column; empty means not supplied.
    #[serde(flatten)]
    pub mapping: BTreeMap<String, String>,
}

/// Where one of the four steps stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Behind us.
    Done,
    /// Here.
    Current,
    /// Ahead.
    Later,
}

/// A field of the kind and the column it is read from.
pub struct MappingRow {
    /// Field name as sent: `map.入库税额`.
    pub field: String,
    /// Its Chinese heading.
    pub label: String,
    /// Columns to choose from; the first is empty: not supplied.
    pub columns: Vec<Choice>,
    /// `good` mapped, `warn` guessed, `bad` required and missing, empty optional and missing.
    pub tone: &'static str,
    /// What the light means, for a screen reader.
    pub words: String,
}

/// One of the six counts of a dry run.
pub struct RowCount {
    /// `新增`, `更新`, `不变`, `待匹配`, `拒收` or `重复`.
    pub label: &'static str,
    /// Its class in the bar.
    pub class: &'static str,
    /// The count, formatted.
    pub value: String,
    /// Its share of all rows, in hundredths.
    pub share: f64,
}

/// A column of the sheet, as it stands in the file.
pub struct SheetColumn {
    /// `F`
    pub letter: String,
    /// Heading as written.
    pub heading: String,
    /// Are its values numbers?
    pub number: bool,
}

/// A cell; the part in the middle is the wrong one.
#[derive(Debug, Clone, Default)]
pub struct SheetCell {
    /// Text before the mark, or all of it.
    pub before: String,
    /// The wrong characters; may be empty.
    pub mark: String,
    /// Text after the mark.
    pub after: String,
    /// `warn`, `bad`, `same` or empty.
    pub tone: &'static str,
}

/// A row of the file with what became of it.
pub struct SheetRow {
    /// Row number, as in the file.
    pub number: u32,
    /// Its cells, in the order of the columns.
    pub cells: Vec<SheetCell>,
    /// `good` accepted, `warn` needs a person, `bad` refused, empty duplicate.
    pub tone: &'static str,
    /// What is wrong; `可接收` when nothing is.
    pub words: String,
    /// What to do about it; may be empty.
    pub way_out: String,
    /// Where to do it; empty when there is no page for it.
    pub href: String,
}

/// Why the file as a whole could not be read.
pub struct Refusal {
    /// What is wrong: `文件不是 Excel 工作簿`.
    pub what: String,
    /// Where and why.
    pub why: String,
    /// The way out.
    pub way_out: String,
}

/// The page.
#[expect(clippy::struct_excessive_bools, reason = "a view: each flag shows or hides one part of the page")]
#[derive(Template)]
#[template(path = "batch.html")]
pub struct BatchPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Address of the batch, `/batches/…`: forms post below it.
    pub href: String,
    /// File name.
    pub file: String,
    /// `412 KB`
    pub size: String,
    /// `本机操作员 今日 08:56 投入`
    pub handed_in: String,
    /// Short form of the file's hash.
    pub fingerprint: String,
    /// `待接收`, `已接收` …
    pub state: &'static str,
    /// The four steps.
    pub steps: [(&'static str, StepState); 4],
    /// Kinds to choose from, the detected one selected.
    pub kinds: Vec<Choice>,
    /// How sure the detection is, `把握 98%`; empty once chosen by a person.
    pub confidence: String,
    /// Sheet, heading row, data rows, skipped rows, encoding, coordinates.
    pub reading: Vec<(&'static str, String)>,
    /// Sheets to choose from; empty for files without.
    pub sheets: Vec<Choice>,
    /// Coordinate systems to choose from; empty for tables.
    pub systems: Vec<Choice>,
    /// Year, when the table names none; `None` hides the field.
    pub year: Option<String>,
    /// Fields and columns.
    pub mapping: Vec<MappingRow>,
    /// The six counts.
    pub counts: Vec<RowCount>,
    /// What accepting would do to the list.
    pub effect: String,
    /// The rows in doubt with a little context, or all rows.
    pub rows: Vec<SheetRow>,
    /// Columns shown.
    pub columns: Vec<SheetColumn>,
    /// How many rows are in doubt.
    pub problem_count: String,
    /// How many rows there are.
    pub row_count: String,
    /// Are all rows shown, or the doubtful ones?
    pub all_rows: bool,
    /// Where in the rows we are.
    pub pager: Pager,
    /// Why it could not be read at all.
    pub refusal: Option<Refusal>,
    /// May its reading still be changed?
    pub editable: bool,
    /// Rows that `all` would accept; `None` when it cannot be accepted.
    pub acceptable: Option<String>,
    /// Rows that `clean` would accept, when fewer than all.
    pub clean: Option<String>,
    /// Years that may be declared complete; empty for other kinds.
    pub coverage_years: String,
    /// May it be undone?
    pub undoable: bool,
    /// Why the reader cannot accept it yet.
    pub held_back: Option<HeldBack>,
    /// Is it waiting, so that the page should look again by itself?
    pub busy: bool,
}

impl BatchPage {
    /// The parts of the bar: class, start, length, in hundredths.
    pub fn pieces(&self) -> Vec<(&'static str, f64, f64)> {
        let mut start = 0.0;
        let piece = |count: &RowCount| {
            let piece = (count.class, start, count.share);
            start += count.share;
            piece
        };
        self.counts.iter().map(piece).collect()
    }
}
