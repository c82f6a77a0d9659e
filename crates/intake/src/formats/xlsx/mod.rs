//! Excel workbooks (xlsx, xlsm) through calamine.

mod parts;
mod tags;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::cells;
use super::limits::{self, Ledger, MOST_COLUMNS};
use crate::Refusal;
use crate::sheet::{Book, Merge, Sheet, SheetRow, Value};
use parts::Parts;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads every worksheet.
pub(crate) fn read(bytes: &[u8]) -> Result<Book, Refusal> {
    let mut parts = Parts::read(bytes)?;
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|cause| damaged("", &cause))?;
    let listed = workbook.sheets_metadata().to_vec();
    let mut book = Book { format: "xlsx", encoding: None, sheets: Vec::new(), notes: Vec::new() };
    let mut ledger = Ledger::default();
    for sheet in listed.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let mut read = read_sheet(&mut workbook, &sheet.name, &mut ledger, &mut book.notes)?;
        read.merges = match parts.merges_of(&sheet.name) {
            Some(merges) => merges,
            None => merges(&mut workbook, &sheet.name)?,
        };
        read.hidden = sheet.visible != SheetVisible::Visible;
        book.sheets.push(read);
    }
    if book.sheets.is_empty() {
        return Err(Refusal::new("工作簿里没有工作表。", "请核对文件，重新导出后提交。"));
    }
    if parts.has_macros {
        book.notes.push(cells::MACROS.to_owned());
    }
    Ok(book)
}

fn read_sheet(
    workbook: &mut Workbook<'_>,
    name: &str,
    ledger: &mut Ledger,
    notes: &mut Vec<String>,
) -> Result<Sheet, Refusal> {
    let mut sheet = Sheet { name: name.to_owned(), ..Sheet::default() };
    let mut cut = false;
    {
        let mut reader = workbook.worksheet_cells_reader(name).map_err(|cause| damaged(name, &cause))?;
        while let Some(cell) = reader.next_cell().map_err(|cause| damaged(name, &cause))? {
            let (row, column) = cell.get_position();
            let value = cells::value_of(cell.get_value());
            if value == Value::Empty {
                continue;
            }
            if column as usize >= MOST_COLUMNS {
                cut = true;
                continue;
            }
            if let Value::Text(text) = &value {
                ledger.text(text.len())?;
            }
            put(&mut sheet.rows, row + 1, column as usize, value, ledger)?;
        }
    }
    if cut {
        notes.push(format!("工作表“{name}”第 {MOST_COLUMNS} 列以后的内容未读取。"));
    }
    // Rows out of order are legal XML, if rare; everything after this relies on their order.
    if !sheet.rows.is_sorted_by_key(|row| row.number) {
        sheet.rows = in_order(std::mem::take(&mut sheet.rows));
    }
    Ok(sheet)
}

fn merges(workbook: &mut Workbook<'_>, name: &str) -> Result<Vec<Merge>, Refusal> {
    let regions = workbook.merge_cells_by_sheet_name(name).map_err(|cause| damaged(name, &cause))?;
    Ok(regions.iter().map(cells::merge).collect())
}

fn put(
    rows: &mut Vec<SheetRow>,
    number: u32,
    column: usize,
    value: Value,
    ledger: &mut Ledger,
) -> Result<(), Refusal> {
    if rows.last().is_none_or(|row| row.number != number) {
        let width = rows.last().map_or(0, |row| row.cells.len());
        rows.push(SheetRow { number, cells: Vec::with_capacity(width) });
    }
    if let Some(row) = rows.last_mut() {
        if row.cells.len() <= column {
            ledger.cells(column + 1 - row.cells.len())?;
            row.cells.resize(column + 1, Value::Empty);
        }
        row.cells[column] = value;
    }
    Ok(())
}

fn in_order(rows: Vec<SheetRow>) -> Vec<SheetRow> {
    let mut by_number: HashMap<u32, SheetRow> = HashMap::new();
    for row in rows {
        let number = row.number;
        let kept = by_number.entry(number).or_insert_with(|| SheetRow { number, cells: Vec::new() });
        for (column, value) in row.cells.into_iter().enumerate().filter(|(_, value)| *value != Value::Empty) {
            if kept.cells.len() <= column {
                kept.cells.resize(column + 1, Value::Empty);
            }
            kept.cells[column] = value;
        }
    }
    let mut ordered: Vec<SheetRow> = by_number.into_values().collect();
    ordered.sort_by_key(|row| row.number);
    ordered
}

fn damaged(sheet: &str, cause: &XlsxError) -> Refusal {
    let remedy = "请用 Excel 或 WPS 打开并另存为新的 .xlsx 后提交；打不开的请对方重新导出。";
    if matches!(cause, XlsxError::Password) {
        return limits::encrypted();
    }
    if sheet.is_empty() {
        Refusal::new("工作簿已损坏或不完整，无法读取。", remedy)
    } else {
        Refusal::new(format!("工作表“{sheet}”已损坏或不完整，无法读取。"), remedy)
    }
}
