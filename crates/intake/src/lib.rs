//! From any sheet a bureau sends to rows and problems.
//!
//! Pure on bytes: nothing is read from disk, no clock is asked, no ids are made. A reader here never
//! panics, never stops half-way at a bad row, and never guesses without saying so.

mod cell;
mod detect;
mod formats;
mod ground;
mod heading;
pub mod matching;
pub mod options;
mod plan;
mod preview;
pub mod problem;
mod read;
mod refusal;
mod rows;
pub mod schema;
mod sheet;
pub mod table;
mod text;
mod unit;
mod workbook;

pub use detect::detect;
pub use options::{MapRule, MapSource, ReadOptions};
pub use preview::{Grid, GridRow, SheetName, preview};
pub use problem::{Problem, Severity};
pub use read::{Opened, read};
pub use refusal::Refusal;
pub use schema::{Field, Schema, ValueType, schema};
pub use table::{Row, RowStatus, SheetReport, Table};
pub use text::clean;
pub use workbook::{WriteError, handed_out, problem_sheet, template};
