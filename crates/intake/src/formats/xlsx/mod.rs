//! Excel workbooks (xlsx, xlsm) through calamine.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{CellErrorType, DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::Refusal;
use crate::sheet::{Book, Merge, Sheet, SheetRow, Value};

/// Cells beyond this column belong to no bureau's table; a stray one would cost memory in each row.
const MOST_COLUMNS: u32 = 1024;
/// More cells than this are refused before they fill the memory.
const MOST_CELLS: usize = 40_000_000;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads every worksheet.
pub(crate) fn read(bytes: &[u8]) -> Result<Book, Refusal> {
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|cause| damaged("", &cause))?;
    let listed = workbook.sheets_metadata().to_vec();
    let mut book = Book { format: "xlsx", encoding: None, sheets: Vec::new(), notes: Vec::new() };
    for sheet in listed.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let mut read = read_sheet(&mut workbook, &sheet.name, &mut book.notes)?;
        read.hidden = sheet.visible != SheetVisible::Visible;
        book.sheets.push(read);
    }
    if book.sheets.is_empty() {
        return Err(Refusal::new("工作簿里没有工作表。", "请核对文件，重新导出后提交。"));
    }
    Ok(book)
}

fn read_sheet(workbook: &mut Workbook<'_>, name: &str, notes: &mut Vec<String>) -> Result<Sheet, Refusal> {
    let mut sheet = Sheet { name: name.to_owned(), ..Sheet::default() };
    let mut cut = false;
    {
        let mut cells = workbook.worksheet_cells_reader(name).map_err(|cause| damaged(name, &cause))?;
        let mut count = 0;
        while let Some(cell) = cells.next_cell().map_err(|cause| damaged(name, &cause))? {
            let (row, column) = cell.get_position();
            let value = value(cell.get_value());
            if value == Value::Empty {
                continue;
            }
            if column >= MOST_COLUMNS {
                cut = true;
                continue;
            }
            count += 1;
            if count > MOST_CELLS {
                return Err(Refusal::new(
                    format!("工作表“{name}”超过 {MOST_CELLS} 个单元格。"),
                    "请拆分后提交。",
                ));
            }
            put(&mut sheet.rows, row + 1, column as usize, value);
        }
    }
    if cut {
        notes.push(format!("工作表“{name}”第 {MOST_COLUMNS} 列以后的内容未读取。"));
    }
    // Rows out of order are legal XML, if rare; everything after this relies on their order.
    if !sheet.rows.is_sorted_by_key(|row| row.number) {
        sheet.rows = in_order(std::mem::take(&mut sheet.rows));
    }
    sheet.merges = merges(workbook, name)?;
    Ok(sheet)
}

fn put(rows: &mut Vec<SheetRow>, number: u32, column: usize, value: Value) {
    if rows.last().is_none_or(|row| row.number != number) {
        let width = rows.last().map_or(0, |row| row.cells.len());
        rows.push(SheetRow { number, cells: Vec::with_capacity(width) });
    }
    if let Some(row) = rows.last_mut() {
        if row.cells.len() <= column {
            row.cells.resize(column + 1, Value::Empty);
        }
        row.cells[column] = value;
    }
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

fn merges(workbook: &mut Workbook<'_>, name: &str) -> Result<Vec<Merge>, Refusal> {
    let regions = workbook.merge_cells_by_sheet_name(name).map_err(|cause| damaged(name, &cause))?;
    Ok(regions
        .iter()
        .map(|region| Merge {
            first_row: region.start.0,
            last_row: region.end.0,
            first_column: region.start.1,
            last_column: region.end.1,
        })
        .collect())
}

fn value(data: &DataRef<'_>) -> Value {
    match data {
        DataRef::Empty => Value::Empty,
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Value::Text(text.clone())
        }
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Bool(flag) => Value::Flag(*flag),
        DataRef::DateTime(moment) if moment.is_datetime() => match moment.as_datetime() {
            Some(moment_in_time) => Value::Date(moment_in_time.date()),
            None => Value::Number(moment.as_f64()),
        },
        DataRef::DateTime(duration) => Value::Number(duration.as_f64()),
        DataRef::Error(CellErrorType::NA) => Value::Error("#N/A".to_owned()),
        DataRef::Error(error) => Value::Error(error.to_string()),
    }
}

fn damaged(sheet: &str, cause: &XlsxError) -> Refusal {
    let remedy = "请用 Excel 或 WPS 打开并另存为新的 .xlsx 后提交；打不开的请对方重新导出。";
    if matches!(cause, XlsxError::Password) {
        return Refusal::new("工作簿设有打开密码，内容已加密。", "请清除密码后另存再提交。");
    }
    if sheet.is_empty() {
        Refusal::new("工作簿已损坏或不完整，无法读取。", remedy)
    } else {
        Refusal::new(format!("工作表“{sheet}”已损坏或不完整，无法读取。"), remedy)
    }
}
