//! The records of an old workbook's stream (MS-XLS), walked before the library reads them.
//!
//! What would cost memory or trip the library, and is not needed, is taken out in place: formulas, defined
//! names, counts that are only announced. What remains is measured against the limits.

use super::container::{u16_at, u32_at};
use super::strings;
use crate::Refusal;
use crate::formats::limits::{self, Ledger};

const FORMULA: u16 = 0x0006;
const EOF: u16 = 0x000a;
const EXTERN_SHEET: u16 = 0x0017;
const NAME: u16 = 0x0018;
const FILE_PASS: u16 = 0x002f;
pub(super) const CONTINUE: u16 = 0x003c;
const BOUND_SHEET: u16 = 0x0085;
const MUL_RK: u16 = 0x00bd;
const R_STRING: u16 = 0x00d6;
const SST: u16 = 0x00fc;
const LABEL_SST: u16 = 0x00fd;
const DIMENSIONS: u16 = 0x0200;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOL_ERR: u16 = 0x0205;
const STRING: u16 = 0x0207;
const RK: u16 = 0x027e;
const BOF: u16 = 0x0809;
/// A type that every reader passes over.
const NOTHING: u16 = 0x0000;
/// Version in the first record of the present form, in which text is Unicode whatever else is said.
const BIFF8: u16 = 0x0600;
/// Cells of all sheets; the library lays each out as a full rectangle, and hands out a copy of it.
const MOST_CELLS: usize = 4 << 20;
/// A workbook of more sheets than this is none that a bureau sends.
const MOST_SHEETS: usize = 256;

/// What was seen on the walk.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Text is Unicode: the code page must not be believed.
    pub is_unicode: bool,
}

/// Where a record lies in the stream.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub kind: u16,
    pub start: usize,
    pub end: usize,
}

/// The record at `at`; `None` at the end, or when it is cut short.
pub(super) fn record(stream: &[u8], at: usize) -> Option<Place> {
    let kind = u16_at(stream, at)?;
    let start = at + 4;
    let end = start + usize::from(u16_at(stream, at + 2)?);
    (end <= stream.len()).then_some(Place { kind, start, end })
}

/// Walks a workbook's stream, tames it and measures it.
pub(super) fn tame(stream: &mut [u8]) -> Result<Seen, Refusal> {
    let mut seen = Seen::default();
    let mut sheets = Vec::new();
    let mut strings = Vec::new();
    let mut at = 0;
    while let Some(place) = record(stream, at) {
        at = place.end;
        match place.kind {
            BOF => seen.is_unicode = u16_at(stream, place.start) == Some(BIFF8),
            FILE_PASS => return Err(limits::encrypted()),
            BOUND_SHEET => sheets.extend(u32_at(stream, place.start)),
            SST => strings = strings::lengths(stream, place),
            NAME | EXTERN_SHEET => retype(stream, place, NOTHING),
            EOF => break,
            _ => {}
        }
    }
    if sheets.len() > MOST_SHEETS {
        return Err(Refusal::new(format!("工作簿有超过 {MOST_SHEETS} 张工作表。"), "请拆分后提交。"));
    }
    let mut ledger = Ledger::of(MOST_CELLS);
    for start in sheets {
        tame_sheet(stream, start as usize, &strings, &mut ledger)?;
    }
    Ok(seen)
}

fn tame_sheet(stream: &mut [u8], start: usize, strings: &[u32], ledger: &mut Ledger) -> Result<(), Refusal> {
    let mut extent = Extent::default();
    let mut depth = 0;
    let mut at = start;
    while let Some(place) = record(stream, at) {
        at = place.end;
        let content = &stream[place.start..place.end];
        match place.kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            DIMENSIONS => retype(stream, place, NOTHING),
            FORMULA => {
                extent.add(content, 0);
                silence_formula(stream, place);
            }
            NUMBER | RK | BOOL_ERR => extent.add(content, 0),
            MUL_RK => extent.add(content, content.len().saturating_sub(10) / 6),
            LABEL | R_STRING => {
                extent.add(content, 0);
                ledger.text(2 * content.len())?;
            }
            STRING => ledger.text(2 * content.len())?,
            LABEL_SST => {
                extent.add(content, 0);
                let string = u32_at(content, 6).and_then(|nth| strings.get(nth as usize));
                ledger.text(string.map_or(0, |length| *length as usize))?;
            }
            _ => {}
        }
    }
    ledger.cells(extent.area())
}

/// The rectangle around all cells.
#[derive(Default)]
struct Extent(Option<[usize; 4]>);

impl Extent {
    fn add(&mut self, content: &[u8], more_columns: usize) {
        let (Some(row), Some(column)) = (u16_at(content, 0), u16_at(content, 2)) else { return };
        let (row, first, last) = (usize::from(row), usize::from(column), usize::from(column) + more_columns);
        let [top, left, bottom, right] = self.0.unwrap_or([row, first, row, last]);
        self.0 = Some([top.min(row), left.min(first), bottom.max(row), right.max(last)]);
    }

    fn area(&self) -> usize {
        self.0.map_or(0, |[top, left, bottom, right]| (bottom - top + 1) * (right - left + 1))
    }
}

/// The value of a formula is read, its text never: it is told to have none.
fn silence_formula(stream: &mut [u8], place: Place) {
    if let Some(length) = stream[place.start..place.end].get_mut(20..22) {
        length.fill(0);
    }
}

fn retype(stream: &mut [u8], place: Place, kind: u16) {
    stream[place.start - 4..place.start - 2].copy_from_slice(&kind.to_le_bytes());
}
