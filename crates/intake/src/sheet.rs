//! What every format is read into before anyone asks what the columns mean.

use chrono::NaiveDate;
use lingdi_domain::Text;
use lingdi_geo::Layer;

/// A file as rows of raw cells.
#[derive(Debug)]
pub(crate) struct Book {
    /// `xlsx`, `xls`, `csv`, `dbf`, `geojson`, `shapefile`, `survey_txt` or `geopackage`.
    pub format: &'static str,
    /// Character encoding, where the format leaves it open.
    pub encoding: Option<String>,
    /// Sheets in the order of the file.
    pub sheets: Vec<Sheet>,
    /// What a person should know about the file, in Chinese.
    pub notes: Vec<String>,
}

/// One sheet.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// Its name; empty for csv.
    pub name: String,
    /// Hidden in the workbook.
    pub hidden: bool,
    /// Rows that hold anything, in order.
    pub rows: Vec<SheetRow>,
    /// Merged regions.
    pub merges: Vec<Merge>,
    /// What it was before it became rows of cells.
    pub origin: Origin,
    /// The shapes of a map layer, feature by feature; its attributes are in `rows`.
    pub layer: Option<Layer>,
}

/// What a sheet was before it became rows of cells.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A worksheet.
    #[default]
    Workbook,
    /// Lines of text, in which one mark too many shifts all cells behind it.
    Text,
    /// A map layer: its first row holds the field names, and all others are data.
    Layer,
    /// A map layer whose field names may have been cut to ten bytes (DBF).
    LayerWithCutNames,
}

impl Origin {
    /// Do its field names stand in the first row, without title or totals around them?
    pub(crate) fn is_layer(self) -> bool {
        matches!(self, Self::Layer | Self::LayerWithCutNames)
    }
}

/// One row.
#[derive(Debug, Default)]
pub(crate) struct SheetRow {
    /// Number as the office program shows it, from 1.
    pub number: u32,
    /// Cells from column A on; may be shorter than the sheet is wide.
    pub cells: Vec<Value>,
}

/// A rectangle of merged cells, zero-based and inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Merge {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: u32,
    pub last_column: u32,
}

/// A raw cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Value {
    #[default]
    Empty,
    Text(Text),
    Number(f64),
    Date(NaiveDate),
    Flag(bool),
    /// `#N/A` and its like.
    Error(String),
}

impl SheetRow {
    /// The cell of a column; empty beyond the end.
    pub(crate) fn cell(&self, column: usize) -> &Value {
        self.cells.get(column).unwrap_or(&Value::Empty)
    }

    /// Has it nothing but empty cells?
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(Value::is_blank)
    }
}

impl Value {
    /// Nothing, or nothing but blanks.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The cell as a person sees it.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.to_string(),
            Self::Error(text) => text.clone(),
            Self::Number(number) => decimal_text(*number),
            Self::Date(date) => date.to_string(),
            Self::Flag(true) => "TRUE".to_owned(),
            Self::Flag(false) => "FALSE".to_owned(),
        }
    }
}

/// A cell's number as plain decimal text with the 15 significant digits that office programs keep,
/// so that 0.1 + 0.2 reads 0.3 here as it does there.
pub(crate) fn decimal_text(number: f64) -> String {
    if !number.is_finite() {
        return number.to_string();
    }
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{}", number as i64);
    }
    let shortest = number.to_string();
    let digits = shortest.bytes().filter(u8::is_ascii_digit).count();
    if digits <= 15 {
        return shortest;
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

/// `A`, `B`, … `Z`, `AA` … for a zero-based column.
pub(crate) fn column_letter(column: usize) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_office_programs_show_them() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (22406.7, "22406.7"),
            (-3.0, "-3"),
            (330_122_589_371_204.0, "330122589371204"),
            (1.0e-7, "0.0000001"),
            (1_862_447.910_000_000_1, "1862447.91"),
        ] {
            assert_eq!(decimal_text(number), text);
        }
    }

    #[test]
    fn columns_are_lettered_as_in_the_file() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_letter(column), letters);
        }
    }
}
