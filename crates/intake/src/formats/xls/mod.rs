//! Excel workbooks of 1997–2003 (xls) through calamine.

pub(super) mod container;
mod records;
mod strings;
#[cfg(test)]
mod tests;

use std::io::Cursor;

use calamine::{Data, Range, Reader, SheetType, SheetVisible, Xls, XlsOptions};

use super::cells;
use crate::Refusal;
use crate::sheet::{Book, Sheet, SheetRow, Value};
use container::Container;

/// Text in the present form of the format is UTF-16; some exporters say another code page all the same.
const UTF_16: u16 = 1200;

/// Reads every worksheet.
pub(crate) fn read(bytes: &[u8]) -> Result<Book, Refusal> {
    let container = Container::open(bytes).ok_or_else(incomplete)?;
    let name = if container.has("Workbook") { "Workbook" } else { "Book" };
    let mut stream = container.stream(name).ok_or_else(incomplete)?;
    let has_macros = container.has("_VBA_PROJECT") || container.has("dir");
    let seen = records::tame(&mut stream)?;
    let mut options = XlsOptions::default();
    options.force_codepage = seen.is_unicode.then_some(UTF_16);
    let file = container::wrap(name, &stream);
    drop(stream);
    let workbook = Xls::new_with_options(Cursor::new(file.as_slice()), options);
    let mut workbook = workbook.map_err(|_cause| damaged())?;
    let mut book = Book { format: "xls", encoding: None, sheets: Vec::new(), notes: Vec::new() };
    for listed in workbook.sheets_metadata().to_vec() {
        if listed.typ == SheetType::WorkSheet {
            let range = workbook.worksheet_range(&listed.name).map_err(|_cause| damaged())?;
            let merges = workbook.merge_cells_by_sheet_name(&listed.name).map_err(|_cause| damaged())?;
            book.sheets.push(Sheet {
                rows: rows(&range),
                merges: merges.iter().map(cells::merge).collect(),
                hidden: listed.visible != SheetVisible::Visible,
                name: listed.name,
                ..Sheet::default()
            });
        }
    }
    if book.sheets.is_empty() {
        return Err(Refusal::new("工作簿里没有工作表。", "请核对文件，重新导出后提交。"));
    }
    if has_macros {
        book.notes.push(cells::MACROS.to_owned());
    }
    Ok(book)
}

fn rows(range: &Range<Data>) -> Vec<SheetRow> {
    let Some((top, left)) = range.start() else { return Vec::new() };
    let row = |(number, cells): (u32, &[Data])| {
        let filled = cells.iter().rposition(|cell| *cell != Data::Empty)? + 1;
        let before = std::iter::repeat_n(Value::Empty, left as usize);
        let cells = before.chain(cells[..filled].iter().map(cells::value)).collect();
        Some(SheetRow { number, cells })
    };
    (top + 1..).zip(range.rows()).filter_map(row).collect()
}

fn incomplete() -> Refusal {
    Refusal::new(
        "xls 工作簿不完整，可能是下载或拷贝中断。",
        "请重新下载或让对方重新发送，确认能用 Excel 或 WPS 打开后再提交。",
    )
}

fn damaged() -> Refusal {
    Refusal::new(
        "xls 工作簿已损坏，无法读取。",
        "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后提交；打不开的请对方重新导出。",
    )
}
