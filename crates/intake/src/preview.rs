//! A look into a file, cell by cell, before anyone says what it holds.

use serde::Serialize;

use crate::{Opened, Refusal};

use crate::sheet::{Book, Sheet, Value, column_letter};

/// A window into one sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grid {
    /// Every sheet of the file, for choosing.
    pub sheets: Vec<SheetName>,
    /// The sheet that is shown.
    pub sheet: String,
    /// Column letters, or field names of a map file.
    pub columns: Vec<String>,
    /// The rows of the window.
    pub rows: Vec<GridRow>,
    /// Number of the sheet's last row.
    pub last_row: u32,
}

/// A sheet that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetName {
    /// Its name; empty for csv.
    pub name: String,
    /// Hidden in the workbook.
    pub hidden: bool,
}

/// A row as the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GridRow {
    /// Row number, from 1.
    pub number: u32,
    /// Text of its cells, as many as there are columns.
    pub cells: Vec<String>,
}

impl Opened {
    /// Up to `count` rows from row `from_row` on, as raw text; of the first visible sheet when none is
    /// named.
    ///
    /// # Errors
    /// A [`Refusal`] when there is no such sheet.
    pub fn preview(&self, sheet: Option<&str>, from_row: u32, count: usize) -> Result<Grid, Refusal> {
        window_of(&self.book, sheet, from_row, count)
    }
}

/// A window into a file, as [`Opened::preview`].
///
/// # Errors
/// A [`Refusal`] when the file is no table or has no such sheet.
pub fn preview(
    file_name: &str,
    bytes: &[u8],
    encoding: Option<&str>,
    sheet: Option<&str>,
    from_row: u32,
    count: usize,
) -> Result<Grid, Refusal> {
    Opened::file(file_name, bytes, encoding)?.preview(sheet, from_row, count)
}

fn window_of(book: &Book, sheet: Option<&str>, from_row: u32, count: usize) -> Result<Grid, Refusal> {
    let names =
        || book.sheets.iter().map(|sheet| SheetName { name: sheet.name.clone(), hidden: sheet.hidden });
    let shown = match sheet {
        Some(name) => book.sheets.iter().find(|sheet| sheet.name == name),
        None => book.sheets.iter().find(|sheet| !sheet.hidden).or(book.sheets.first()),
    };
    let Some(shown) = shown else {
        let names: Vec<String> = names().map(|sheet| sheet.name).collect();
        return Err(Refusal::new(
            format!("没有工作表“{}”。", sheet.unwrap_or_default()),
            format!("文件里有：{}。", names.join("、")),
        ));
    };
    Ok(Grid {
        sheets: names().collect(),
        sheet: shown.name.clone(),
        columns: columns(shown),
        rows: window(shown, from_row, count),
        last_row: shown.rows.last().map_or(0, |row| row.number),
    })
}

/// Headings of a map layer stand in no row, so its first row here is the first feature.
fn body(sheet: &Sheet) -> usize {
    usize::from(sheet.origin.is_layer()).min(sheet.rows.len())
}

fn columns(sheet: &Sheet) -> Vec<String> {
    if sheet.origin.is_layer() {
        return sheet.rows.first().map(|row| row.cells.iter().map(Value::text).collect()).unwrap_or_default();
    }
    (0..width(sheet)).map(column_letter).collect()
}

fn width(sheet: &Sheet) -> usize {
    sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)
}

fn window(sheet: &Sheet, from_row: u32, count: usize) -> Vec<GridRow> {
    let width = width(sheet);
    sheet.rows[body(sheet)..]
        .iter()
        .filter(|row| row.number >= from_row)
        .take(count)
        .map(|row| GridRow {
            number: row.number,
            cells: (0..width).map(|column| row.cell(column).text()).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_shows_letters_row_numbers_and_raw_text() {
        let grid = preview("a.csv", b"a,b\n 1 ,x\n2\n3,y\n", None, None, 2, 2).unwrap();
        assert_eq!(grid.columns, ["A", "B"]);
        assert_eq!(grid.last_row, 4);
        let rows: Vec<_> = grid.rows.iter().map(|row| (row.number, row.cells.join("|"))).collect();
        assert_eq!(rows, [(2, " 1 |x".to_owned()), (3, "2|".to_owned())]);
    }

    #[test]
    fn a_sheet_that_is_not_there_is_said_with_those_that_are() {
        let refusal = preview("a.csv", b"a,b\n", None, Some("明细"), 1, 10).unwrap_err();
        assert!(refusal.message.contains("明细"), "{refusal}");
    }
}
