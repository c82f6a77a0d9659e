//! Workbooks with a title, a unit row and merged headings.

use chrono::Datelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::sheet::{Cell, Sheet};

/// The formats of a workbook.
struct Look {
    title: Format,
    head: Format,
    day: Format,
}

/// Writes the sheets into one workbook; the same sheets always give the same bytes.
pub(crate) fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The library would otherwise take the time of the machine.
    let created = ExcelDateTime::from_ymd(2023, 9, 28)?;
    workbook.set_properties(&DocProperties::new().set_comment("演示数据").set_creation_datetime(&created));
    let head = Format::new().set_bold().set_align(FormatAlign::Center).set_text_wrap();
    let look = Look {
        title: Format::new().set_bold().set_font_size(14).set_align(FormatAlign::Center),
        head,
        day: Format::new().set_num_format("yyyy-mm-dd"),
    };
    for sheet in sheets {
        fill(workbook.add_worksheet(), sheet, &look)?;
    }
    workbook.save_to_buffer()
}

fn fill(page: &mut Worksheet, sheet: &Sheet, look: &Look) -> Result<(), XlsxError> {
    page.set_name(sheet.name)?;
    let last = sheet.headings.len() as u16 - 1;
    page.merge_range(0, 0, 0, last, &sheet.title, &look.title)?;
    let mut row = 1;
    if !sheet.unit.is_empty() {
        page.write(row, last, sheet.unit)?;
        row += 1;
    }
    row = headings(page, sheet, row, &look.head)?;
    for cells in sheet.rows.iter().chain(&sheet.footer) {
        for (column, cell) in cells.iter().enumerate() {
            write(page, row, column as u16, cell, look)?;
        }
        row += 1;
    }
    for column in 0..=last {
        page.set_column_width(column, 16)?;
    }
    Ok(())
}

/// Writes one or two rows of headings; returns the row below.
fn headings(page: &mut Worksheet, sheet: &Sheet, row: u32, head: &Format) -> Result<u32, XlsxError> {
    if sheet.groups.is_empty() {
        for (column, heading) in sheet.headings.iter().enumerate() {
            page.write_with_format(row, column as u16, *heading, head)?;
        }
        return Ok(row + 1);
    }
    let mut column = 0;
    for (group, span) in &sheet.groups {
        let end = column + *span as u16 - 1;
        if group.is_empty() {
            for alone in column..=end {
                page.merge_range(row, alone, row + 1, alone, sheet.headings[usize::from(alone)], head)?;
            }
        } else {
            if end > column {
                page.merge_range(row, column, row, end, group, head)?;
            } else {
                page.write_with_format(row, column, *group, head)?;
            }
            for below in column..=end {
                page.write_with_format(row + 1, below, sheet.headings[usize::from(below)], head)?;
            }
        }
        column = end + 1;
    }
    Ok(row + 2)
}

fn write(page: &mut Worksheet, row: u32, column: u16, cell: &Cell, look: &Look) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            page.write(row, column, text)?;
        }
        Cell::Number(digits) => match digits.parse::<f64>() {
            Ok(number) => {
                page.write(row, column, number)?;
            }
            Err(_) => {
                page.write(row, column, digits)?;
            }
        },
        Cell::Day(day) => {
            let day = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
            page.write_with_format(row, column, &day, &look.day)?;
        }
    }
    Ok(())
}
