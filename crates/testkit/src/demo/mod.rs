//! The demo county: 桐庐 with invented estates, firms and figures, as its bureaus would send them.
//!
//! Everything is made up from a fixed seed and labelled 演示数据; only the outlines (schematic) and
//! the holidays come from elsewhere. The same bytes every time, on every machine.

mod code;
mod county;
mod files;
mod firm;
mod ground;
pub mod history;
mod layout;
mod oddity;
mod parcel;
pub mod people;
mod siting;
mod story;
mod tax;
mod tenure;
mod victim;
mod words;
mod write;

use lingdi_domain::Kind;

pub use oddity::{ODDITIES, Oddity, Outcome};

/// A file as it would be dropped on the page or given to `lingdi import`.
#[derive(Debug, Clone)]
pub struct DemoFile {
    /// File name, beginning with 演示_.
    pub name: &'static str,
    /// What the table holds.
    pub kind: Kind,
    /// The file.
    pub bytes: Vec<u8>,
    /// `--year`: the year that the file itself does not name in every row.
    pub year: Option<i32>,
    /// `--complete`: years of which the file is declared to hold everything.
    pub complete: Vec<i32>,
    /// `--crs`: EPSG code, where the file names none.
    pub crs: Option<u32>,
}

/// All files of the demo county, in the order in which they are to be imported.
///
/// # Errors
/// Only when a file cannot be written in memory, which none of the tests has seen.
pub fn files() -> Result<Vec<DemoFile>, DemoError> {
    files::all(&county::County::invent()?)
}

/// Why the demo county could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The shipped outlines are not what they were when this was written.
    #[error("the schematic outlines that ship with the policy edition cannot be read")]
    Outlines,
    /// The shipped outlines are not JSON.
    #[error("the schematic outlines that ship with the policy edition cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// Longitude and latitude could not be turned into metres.
    #[error("the schematic outlines cannot be projected: {0}")]
    Projection(#[from] proj4rs::errors::Error),
    /// A township is too small for its estates.
    #[error("no room for another estate in {0}")]
    NoRoom(String),
    /// A character that GBK does not have.
    #[error("a demo table cannot be written as GBK text")]
    Csv,
    /// A workbook could not be written.
    #[error(transparent)]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A text table could not be written.
    #[error(transparent)]
    Text(#[from] csv::Error),
    /// The parcels could not be written.
    #[error(transparent)]
    Shapefile(#[from] shapefile::Error),
    /// The parcels could not be packed.
    #[error(transparent)]
    Zip(#[from] zip::result::ZipError),
    /// The parcels could not be packed.
    #[error(transparent)]
    Archive(#[from] std::io::Error),
}
