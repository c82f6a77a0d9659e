//! Comma-separated text in GBK, as older systems export it.

use super::sheet::{Cell, Sheet};
use crate::demo::DemoError;

/// Writes the sheet with its title row, `CRLF` and GBK.
pub(crate) fn gbk_csv(sheet: &Sheet) -> Result<Vec<u8>, DemoError> {
    let mut writer =
        csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let width = sheet.headings.len();
    let mut title = vec![sheet.title.as_str()];
    title.resize(width, "");
    writer.write_record(&title)?;
    writer.write_record(&sheet.headings)?;
    for row in sheet.rows.iter().chain(&sheet.footer) {
        writer.write_record(row.iter().map(plain))?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    let utf8 = String::from_utf8_lossy(&bytes);
    let (gbk, _, unmapped) = encoding_rs::GBK.encode(&utf8);
    if unmapped { Err(DemoError::Csv) } else { Ok(gbk.into_owned()) }
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Number(text) => text.clone(),
        Cell::Day(day) => day.format("%Y/%-m/%-d").to_string(),
    }
}
