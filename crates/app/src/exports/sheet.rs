//! A table on its way out, as csv or xlsx.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

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

    /// A workbook: title, note, frozen headings, real numbers, A4 landscape one page wide.
    pub(super) fn to_xlsx(&self) -> Result<Vec<u8>> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(self.title.chars().take(31).collect::<String>())?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(2, 2)?;
        sheet.set_freeze_panes(3, 0)?;
        let title = Format::new().set_bold().set_font_size(14.0);
        let head = Format::new()
            .set_bold()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Center)
            .set_text_wrap();
        sheet.write_with_format(0, 0, &self.title, &title)?;
        sheet.write(1, 0, &self.note)?;
        for (column, (heading, width)) in (0..).zip(&self.headings) {
            sheet.set_column_width(column, *width)?;
            sheet.write_with_format(2, column, heading, &head)?;
        }
        let text = Format::new().set_border(FormatBorder::Thin);
        let date = Format::new().set_border(FormatBorder::Thin).set_num_format("yyyy-mm-dd");
        let numbers: Vec<Format> = ["0", "0.0", "0.00", "0.000", "0.0000"]
            .map(|pattern| Format::new().set_border(FormatBorder::Thin).set_num_format(pattern))
            .to_vec();
        for (line, row) in (3..).zip(&self.rows) {
            for (column, cell) in (0..).zip(row) {
                match cell {
                    Cell::Empty => sheet.write_blank(line, column, &text)?,
                    Cell::Text(words) => sheet.write_with_format(line, column, words, &text)?,
                    Cell::Date(day) => {
                        let day =
                            ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
                        sheet.write_with_format(line, column, &day, &date)?
                    }
                    Cell::Number(decimal, places) => match decimal.parse::<f64>() {
                        Ok(value) => {
                            sheet.write_with_format(line, column, value, &numbers[(*places).min(4)])?
                        }
                        Err(_) => sheet.write_with_format(line, column, decimal, &text)?,
                    },
                };
            }
        }
        Ok(workbook.save_to_buffer()?)
    }
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
