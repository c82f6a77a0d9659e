//! A table on its way out, as csv or xlsx.

use chrono::{Datelike, NaiveDate};
use lingdi_domain::{Ratio, parallel};
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
    /// A decimal number as printed: `scaled` over ten to the power of `places`.
    Number {
        /// 23450 for `2.3450`.
        scaled: i64,
        /// Digits after the point.
        places: u32,
    },
    /// A day.
    Date(NaiveDate),
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    pub(super) fn number(ratio: &Ratio, places: u32) -> Self {
        match (ratio.clone() * Ratio::integer(10_i64.pow(places).into())).round_half_up() {
            Some(scaled) => Self::Number { scaled, places },
            None => Self::Text(ratio.to_decimal(places as usize)),
        }
    }

    pub(super) fn count(count: impl Into<i64>) -> Self {
        Self::Number { scaled: count.into(), places: 0 }
    }

    pub(super) fn date(date: Option<NaiveDate>) -> Self {
        date.map_or(Self::Empty, Self::Date)
    }
}

/// The nearest number that a spreadsheet can hold.
pub(super) fn to_f64(scaled: i64, places: u32) -> f64 {
    scaled as f64 / 10_f64.powi(places as i32)
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Words and codes.
    Text,
    /// Decimal numbers with so many digits after the point.
    Number(u32),
    /// Days.
    Date,
}

/// A column: its heading with the unit, its width in characters, what it holds.
pub(super) struct Column {
    pub(super) heading: String,
    pub(super) width: f64,
    pub(super) holds: Holds,
}

/// A table with its title.
pub(super) struct Sheet<'a> {
    /// Sheet name and title.
    pub(super) title: String,
    /// The line under the title: date, edition, 演示数据.
    pub(super) note: String,
    /// The columns.
    pub(super) columns: Vec<Column>,
    /// The rows.
    pub(super) rows: Rows<'a>,
}

/// Rows that are made as they are asked for.
pub(super) struct Rows<'a> {
    count: usize,
    make: Box<dyn Fn(usize) -> Vec<Cell> + Sync + 'a>,
}

/// Rows made together.
const TOGETHER: usize = 2_048;

impl<'a> Rows<'a> {
    /// So many rows, each made from its place.
    pub(super) fn new(count: usize, make: impl Fn(usize) -> Vec<Cell> + Sync + 'a) -> Self {
        Self { count, make: Box::new(make) }
    }

    /// Takes every row in order, while the next are made on other threads.
    pub(super) fn each(&self, mut take: impl FnMut(&[Cell]) -> Result<()>) -> Result<()> {
        std::thread::scope(|scope| {
            let (made, rows) = std::sync::mpsc::sync_channel(2);
            scope.spawn(move || {
                for from in (0..self.count).step_by(TOGETHER) {
                    let places: Vec<usize> = (from..self.count.min(from + TOGETHER)).collect();
                    let rows = parallel::map(&places, |place| (self.make)(*place));
                    // Nobody takes them: the table was given up.
                    if made.send(rows).is_err() {
                        return;
                    }
                }
            });
            rows.iter().flatten().try_for_each(|row| take(&row))
        })
    }
}

impl From<XlsxError> for Error {
    fn from(error: XlsxError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl Sheet<'_> {
    /// UTF-8 with byte order mark, headings first: other programs read it, so no title.
    pub(super) fn to_csv(&self) -> Result<Vec<u8>> {
        let fail = |error: csv::Error| Error::Internal(error.to_string());
        let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
        writer.write_record(self.columns.iter().map(|column| &column.heading)).map_err(fail)?;
        self.rows.each(|row| writer.write_record(row.iter().map(csv_text)).map_err(fail))?;
        writer.into_inner().map_err(|error| Error::Internal(error.to_string()))
    }

    /// A workbook: title, note, frozen headings, real numbers, A4 landscape one page wide. Rows go out
    /// one after the other while the next are made: a county's parcels are never all in memory.
    pub(super) fn to_xlsx(&self) -> Result<Vec<u8>> {
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(COMPRESSION);
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(self.title.chars().take(31).collect::<String>())?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(2, 2)?;
        sheet.set_freeze_panes(3, 0)?;
        let formats: Vec<Format> = self.columns.iter().map(|column| look(column.holds)).collect();
        for (at, (column, format)) in (0..).zip(self.columns.iter().zip(&formats)) {
            sheet.set_column_width(at, column.width)?;
            sheet.set_column_format(at, format)?;
        }
        self.frame(sheet)?;
        self.write_head(sheet)?;
        let mut line = 2;
        self.rows.each(|row| {
            line += 1;
            let mut cells = (0..).zip(row).zip(&formats);
            cells.try_for_each(|((column, cell), format)| write(sheet, (line, column), cell, format))
        })?;
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
        for (at, column) in (0..).zip(&self.columns) {
            sheet.write_with_format(2, at, &column.heading, &head)?;
        }
        Ok(())
    }

    /// Thin lines around the rows, said once for all of them.
    fn frame(&self, sheet: &mut Worksheet) -> Result<()> {
        let (Ok(last), Ok(columns)) = (u32::try_from(self.rows.count + 2), u16::try_from(self.columns.len()))
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
}

/// As small as a workbook of official size needs to be, and quick.
const COMPRESSION: u8 = 2;

fn look(holds: Holds) -> Format {
    match holds {
        Holds::Text => Format::new(),
        Holds::Date => Format::new().set_num_format("yyyy-mm-dd"),
        Holds::Number(0) => Format::new().set_num_format("0"),
        Holds::Number(places) => Format::new().set_num_format(format!("0.{}", "0".repeat(places as usize))),
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
        Cell::Number { scaled, places } => {
            sheet.write_number(line, column, to_f64(*scaled, *places))?;
        }
    }
    Ok(())
}

/// Text of a cell. What a spreadsheet would take for a formula is given a leading apostrophe.
fn csv_text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(words) if words.starts_with(['=', '+', '-', '@']) => format!("'{words}"),
        Cell::Text(words) => words.clone(),
        Cell::Number { scaled, places } => {
            Ratio::new((*scaled).into(), 10_i128.pow(*places)).to_decimal(*places as usize)
        }
        Cell::Date(day) => day.to_string(),
    }
}
