//! Rows of a file as the file has them, beside what is wrong with them.

use std::collections::BTreeSet;

use lingdi_intake::SheetReport;

use super::BatchDetail;
use crate::{Error, Result};

/// One page of a file's rows.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// Columns, as they stand in the file.
    pub columns: Vec<PreviewColumn>,
    /// Rows of the page.
    pub rows: Vec<PreviewRow>,
    /// Rows in all.
    pub total: usize,
}

/// A column of a file.
#[derive(Debug, Clone)]
pub struct PreviewColumn {
    /// Column letter, or field name of a map file.
    pub letter: String,
    /// Heading as found; empty when it has none.
    pub heading: String,
}

/// A row of a file.
#[derive(Debug, Clone)]
pub struct PreviewRow {
    /// Index of its sheet, as problems count it.
    pub sheet: i64,
    /// Row number, from 1.
    pub number: u32,
    /// Its cells, in the order of the columns.
    pub cells: Vec<String>,
}

impl Preview {
    /// Shows the first sheet that was read; a file of several sheets shows the one with problems.
    pub(super) fn of(
        name: &str,
        bytes: &[u8],
        detail: &BatchDetail,
        all: bool,
        (page, per_page): (usize, usize),
    ) -> Result<Self> {
        let report = &detail.report;
        let wrong: BTreeSet<(i64, i64)> = report
            .problems
            .iter()
            .filter(|problem| problem.row_number > 0)
            .map(|problem| (problem.sheet, problem.row_number))
            .collect();
        let shown =
            wrong.first().and_then(|(sheet, _)| sheet_of(&report.sheets, *sheet)).or(report.sheets.first());
        let Some(sheet) = shown else { return Ok(Self::default()) };
        let sheet_name = (!sheet.name.is_empty() && ["xlsx", "geopackage"].contains(&report.format.as_str()))
            .then_some(sheet.name.as_str());
        let first = i64::from(sheet.source);
        let wanted: Vec<u32> = if all {
            (sheet.first_row..=sheet.last_row).collect()
        } else {
            let rows = wrong
                .iter()
                .filter(|(at, _)| sheet_of(&report.sheets, *at).is_some_and(|s| s.source == sheet.source));
            rows.filter_map(|(_, row)| u32::try_from(*row).ok())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect()
        };
        let total = wanted.len();
        let wanted: Vec<u32> =
            wanted.into_iter().skip(page.saturating_sub(1) * per_page).take(per_page).collect();
        let (from, to) = (wanted.first().copied().unwrap_or(1), wanted.last().copied().unwrap_or(0));
        let count = (to + 1).saturating_sub(from) as usize;
        let encoding = detail.recipe.encoding.as_deref();
        let grid = super::source::open(name, bytes, encoding)
            .and_then(|opened| opened.preview(sheet_name, from, count))
            .map_err(|refusal| Error::Refused(refusal.to_string()))?;
        let wanted: BTreeSet<u32> = wanted.into_iter().collect();
        Ok(Self {
            columns: grid
                .columns
                .into_iter()
                .map(|letter| PreviewColumn { heading: heading(sheet, &letter), letter })
                .collect(),
            rows: grid
                .rows
                .into_iter()
                .filter(|row| wanted.contains(&row.number))
                .map(|row| PreviewRow { sheet: first, number: row.number, cells: row.cells })
                .collect(),
            total,
        })
    }
}

/// The sheet that a problem's index means: sheets of a wide table count once per year.
fn sheet_of(sheets: &[SheetReport], index: i64) -> Option<&SheetReport> {
    sheets.iter().rev().find(|sheet| i64::from(sheet.source) <= index)
}

fn heading(sheet: &SheetReport, letter: &str) -> String {
    let mapped = sheet.columns.iter().find(|column| column.letter == letter).map(|column| &column.heading);
    let unmapped = sheet.unmapped.iter().find(|column| column.letter == letter).map(|column| &column.heading);
    mapped.or(unmapped).cloned().unwrap_or_default()
}
