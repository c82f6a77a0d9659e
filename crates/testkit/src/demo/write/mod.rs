//! Files as bureaus send them.

mod csv;
mod shapefile;
mod sheet;
mod xlsx;

pub(crate) use csv::gbk_csv;
pub(crate) use shapefile::{DbfField, Feature, shapefile_zip};
pub(crate) use sheet::{Cell, Sheet, day, number, text};
pub(crate) use xlsx::workbook;
