//! A table before it becomes a file.

use chrono::NaiveDate;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// Nothing.
    Empty,
    /// Text, also where it looks like a number.
    Text(String),
    /// A number, as decimal text.
    Number(String),
    /// A day.
    Day(NaiveDate),
}

/// A sheet with what bureaus put around a table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// Name on the tab.
    pub(crate) name: &'static str,
    /// First row, over all columns.
    pub(crate) title: String,
    /// Second row, such as `单位：万元`.
    pub(crate) unit: &'static str,
    /// Upper headings with the number of columns each spans; none for a single row of headings.
    /// A column without a group has the empty text and its heading reaches over both rows.
    pub(crate) groups: Vec<(&'static str, usize)>,
    /// Headings.
    pub(crate) headings: Vec<&'static str>,
    /// Rows below the headings.
    pub(crate) rows: Vec<Vec<Cell>>,
    /// Totals and signatures below the rows.
    pub(crate) footer: Vec<Vec<Cell>>,
}

impl Sheet {
    /// A sheet titled as demo data.
    pub(crate) fn new(name: &'static str, title: &str, headings: &[&'static str]) -> Self {
        Self {
            name, title: format!("【演示数据】{title}"), headings: headings.to_vec(), ..Self::default()
        }
    }

    /// Where the column of this heading stands.
    pub(crate) fn column(&self, heading: &str) -> usize {
        self.headings.iter().position(|known| *known == heading).unwrap_or_default()
    }

    /// Puts something else into a cell.
    pub(crate) fn set(&mut self, row: usize, heading: &str, cell: Cell) {
        let column = self.column(heading);
        self.rows[row][column] = cell;
    }

    /// The text of a cell; empty when it holds none.
    pub(crate) fn text(&self, row: usize, heading: &str) -> String {
        match &self.rows[row][self.column(heading)] {
            Cell::Text(text) | Cell::Number(text) => text.clone(),
            Cell::Empty | Cell::Day(_) => String::new(),
        }
    }
}

/// A text cell; empty text makes an empty cell.
pub(crate) fn text(text: impl Into<String>) -> Cell {
    let text = text.into();
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

/// A number with this many places.
pub(crate) fn number(value: f64, places: usize) -> Cell {
    Cell::Number(format!("{value:.places$}"))
}

/// A day, if there is one.
pub(crate) fn day(day: Option<NaiveDate>) -> Cell {
    day.map_or(Cell::Empty, Cell::Day)
}
