//! 月度通报 as a sheet to print.

use askama::Template;
use lingdi_app::documents::{Document, Level, Part};

/// The circular of a month.
#[derive(Template)]
#[template(path = "ranking/circular.html")]
pub struct CircularSheet {
    /// Are the data synthetic?
    pub demo: bool,
    /// Where the reader came from.
    pub back: String,
    /// Address of the file.
    pub file: String,
    /// Its ranking is not published yet.
    pub draft: bool,
    /// What it says.
    pub document: Document,
}
