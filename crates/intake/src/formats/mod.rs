//! One folder per format; which one it is, the bytes say, not the file's name.

mod cells;
mod csv;
mod dbf;
mod geojson;
mod gzip;
pub(crate) mod layer;
mod limits;
mod shapefile;
mod sniff;
mod survey;
mod xls;
mod xlsx;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::Refusal;
use crate::sheet::Book;
use sniff::Format;

/// Reads a file of any supported format into rows of raw cells.
pub(crate) fn open(file_name: &str, bytes: &[u8], encoding: Option<&str>) -> Result<Book, Refusal> {
    if gzip::is_one(bytes) {
        let (name, content) = gzip::unpack(file_name, bytes)?;
        return open_plain(&name, &content, encoding);
    }
    open_plain(file_name, bytes, encoding)
}

/// A file that is in no container; one more container inside is refused for what it is.
fn open_plain(file_name: &str, bytes: &[u8], encoding: Option<&str>) -> Result<Book, Refusal> {
    let format = sniff::sniff(bytes)?;
    let mut book = guarded(|| match format {
        Format::Xlsx => xlsx::read(bytes),
        Format::Xls => xls::read(bytes),
        Format::Csv => csv::read(bytes, encoding),
        Format::GeoJson => geojson::read(bytes),
        Format::Shapefile => shapefile::read(bytes, encoding),
        Format::Dbf => dbf::read(file_name, bytes, encoding),
        Format::Survey => survey::read(bytes, encoding),
    })?;
    if let Some(note) = name_differs(file_name, format) {
        book.notes.push(note);
    }
    Ok(book)
}

/// A library that panics on a malformed file must not take the program down with it.
fn guarded<T>(read: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(Refusal::new(
            "文件内部结构损坏，无法读取。",
            "请用 Excel 或 WPS 打开后另存为 .xlsx 再提交；打不开的请对方重新导出。",
        ))
    })
}

fn name_differs(file_name: &str, format: Format) -> Option<String> {
    let (_, extension) = file_name.rsplit_once('.')?;
    let extension = extension.to_lowercase();
    let fits = match format {
        Format::Xlsx => ["xlsx", "xlsm", "xltx", "xltm"].contains(&extension.as_str()),
        Format::Xls => ["xls", "xlt", "et"].contains(&extension.as_str()),
        Format::Csv => ["csv", "txt", "tsv"].contains(&extension.as_str()),
        Format::GeoJson => ["json", "geojson"].contains(&extension.as_str()),
        Format::Shapefile => ["zip", "shp"].contains(&extension.as_str()),
        Format::Dbf => extension == "dbf",
        Format::Survey => extension == "txt",
    };
    (!fits).then(|| format!("文件名以 .{extension} 结尾，内容却是 {}，已按内容读取。", format.label()))
}
