//! A table on its way out, as csv or xlsx.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    ConditionalFormatFormula, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use crate::{Error, Result};

/// A cell.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    /// Nothing: not supplied, not known.
    Empty,
    /// Words and codes.
    Text(String),
    /// A decimal number as printed, such as `2.3450`; `places` digits after the point.
    Number(String, usize),
    /// A day.
    Date(NaiveDate),
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    pub(super) fn number(ratio: &lingdi_domain::Ratio, places: usize) -> Self {
        Self::Number(ratio.to_decimal(places), places)
    }

    pub(super) fn date(date: Option<NaiveDate>) -> Self {
        date.map_or(Self::Empty, Self::Date)
    }
}

/// A table with its title.
pub(super) struct Sheet {
    /// Sheet name and title.
    pub(super) title: String,
    /// The line under the title: date, edition, 演示数据.
    pub(super) note: String,
    /// Headings with units, and the width of the column in characters.
    pub(super) headings: Vec<(String, f64)>,
    /// The rows.
    pub(super) rows: Vec<Vec<Cell>>,
}

impl From<XlsxError> for Error {
    fn from(error: XlsxError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl Sheet {
    /// UTF-8 with byte order mark, headings first: other programs read it, so no title.
    pub(super) fn to_csv(&self) -> Result<Vec<u8>> {
        let fail = |error: csv::Error| Error::Internal(error.to_string());
        let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
        writer.write_record(self.headings.iter().map(|(heading, _)| heading)).map_err(fail)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(csv_text)).map_err(fail)?;
        }
        writer.into_inner().map_err(|error| Error::Internal(error.to_string()))
    }

    /// A workbook: title, note, frozen headings, real numbers, A4 landscape one page wide. Rows go out
    /// one after the other, so that a county's parcels need no second copy in memory.
    pub(super) fn to_xlsx(&self) -> Result<Vec<u8>> {
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(COMPRESSION);
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(self.title.chars().take(31).collect::<String>())?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(2, 2)?;
        sheet.set_freeze_panes(3, 0)?;
        let formats = self.column_formats();
        for (column, ((_, width), format)) in (0..).zip(self.headings.iter().zip(&formats)) {
            sheet.set_column_width(column, *width)?;
            sheet.set_column_format(column, format)?;
        }
        self.frame(sheet)?;
        self.write_head(sheet)?;
        for (line, row) in (3..).zip(&self.rows) {
            for ((column, cell), format) in (0..).zip(row).zip(&formats) {
                write(sheet, (line, column), cell, format)?;
            }
        }
        Ok(workbook.save_to_buffer()?)
    }

    fn write_head(&self, sheet: &mut Worksheet) -> Result<()> {
        let title = Format::new().set_bold().set_font_size(14.0);
        let head = Format::new()
            .set_bold()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Center)
            .set_text_wrap();
        sheet.write_with_format(0, 0, &self.title, &title)?;
        sheet.write_with_format(1, 0, &self.note, &Format::new())?;
        for (column, (heading, _)) in (0..).zip(&self.headings) {
            sheet.write_with_format(2, column, heading, &head)?;
        }
        Ok(())
    }

    /// Thin lines around the rows, said once for all of them.
    fn frame(&self, sheet: &mut Worksheet) -> Result<()> {
        let (Ok(last), Ok(columns)) =
            (u32::try_from(self.rows.len() + 2), u16::try_from(self.headings.len()))
        else {
            return Err(Error::Refused(
                "表太大，超出了工作表能容纳的行列。请加筛选条件后再导出。".to_owned(),
            ));
        };
        if last < 3 || columns == 0 {
            return Ok(());
        }
        let lines = Format::new().set_border(FormatBorder::Thin);
        let always = ConditionalFormatFormula::new().set_rule("=TRUE").set_format(lines);
        sheet.add_conditional_format(3, 0, last, columns - 1, &always)?;
        Ok(())
    }

    /// How the numbers and days of each column look, by its first cell.
    fn column_formats(&self) -> Vec<Format> {
        let first = |at: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(at));
            cells.find(|cell| !matches!(cell, Cell::Empty))
        };
        (0..self.headings.len()).map(|at| first(at).map_or_else(Format::new, look)).collect()
    }
}

/// As small as a workbook of official size needs to be, and quick.
const COMPRESSION: u8 = 2;

fn look(cell: &Cell) -> Format {
    match cell {
        Cell::Empty | Cell::Text(_) => Format::new(),
        Cell::Date(_) => Format::new().set_num_format("yyyy-mm-dd"),
        Cell::Number(_, places) => {
            let pattern = if *places == 0 { "0".to_owned() } else { format!("0.{:0<places$}", "") };
            Format::new().set_num_format(pattern)
        }
    }
}

/// A cell takes the look of its column unless it needs its own.
fn write(sheet: &mut Worksheet, (line, column): (u32, u16), cell: &Cell, of_column: &Format) -> Result<()> {
    match cell {
        Cell::Empty => {}
        Cell::Text(words) => {
            sheet.write_string(line, column, words)?;
        }
        Cell::Date(day) => {
            let day = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
            sheet.write_datetime_with_format(line, column, &day, of_column)?;
        }
        Cell::Number(decimal, _) => match decimal.parse::<f64>() {
            Ok(value) => {
                sheet.write_number(line, column, value)?;
            }
            Err(_) => {
                sheet.write_string(line, column, decimal)?;
            }
        },
    }
    Ok(())
}

/// Text of a cell. What a spreadsheet would take for a formula is given a leading apostrophe.
fn csv_text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(words) if words.starts_with(['=', '+', '-', '@']) => format!("'{words}"),
        Cell::Text(words) => words.clone(),
        Cell::Number(decimal, _) => decimal.clone(),
        Cell::Date(day) => day.to_string(),
    }
}
