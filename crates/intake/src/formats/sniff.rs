//! Tells a format by its first bytes and refuses, in plain words, what is not a table.

use std::io::Cursor;

use super::limits;
use super::xls::container::Container;
use crate::Refusal;

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Xlsx,
    Xls,
    Csv,
    GeoJson,
    Shapefile,
    Dbf,
    Survey,
}

impl Format {
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Xlsx => "Excel 工作簿（xlsx）",
            Self::Xls => "旧版 Excel 工作簿（xls）",
            Self::Csv => "文本表格（csv）",
            Self::GeoJson => "GeoJSON 图层",
            Self::Shapefile => "Shapefile 图层（zip）",
            Self::Survey => "国土界址点坐标文件（txt）",
            Self::Dbf => "dBASE 表格（dbf）",
        }
    }
}

/// Bytes at the start of files that are no tables, and what such a file is called.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"%PDF", "PDF 文档"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "位图"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"{\\rtf", "RTF 文档"),
];

/// The format of these bytes.
pub(super) fn sniff(bytes: &[u8]) -> Result<Format, Refusal> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Refusal::new("文件是空的，没有任何内容。", "请核对是否传错文件，重新导出后提交。"));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return sniff_zip(bytes);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return sniff_compound(bytes);
    }
    if lingdi_geo::formats::shapefile::is_dbf(bytes) {
        return Ok(Format::Dbf);
    }
    if let Some(refusal) = super::layer::foreign_map(bytes) {
        return Err(refusal);
    }
    if bytes.starts_with(lingdi_geo::formats::shapefile::MAGIC) {
        return Ok(Format::Shapefile);
    }
    if let Some((_, what)) =
        FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic) && is_binary(bytes, magic))
    {
        return Err(not_a_table(what));
    }
    sniff_text(bytes)
}

fn sniff_zip(bytes: &[u8]) -> Result<Format, Refusal> {
    /// More than this unpacked is no county's table, and would fill the memory.
    const MOST_UNPACKED: u64 = 2 << 30;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_cause| {
        Refusal::new(
            "文件不完整或已损坏：压缩结构的结尾缺失，可能是下载或拷贝中断。",
            "请重新下载或让对方重新发送，确认能用 Excel 打开后再提交。",
        )
    })?;
    if archive.decompressed_size().is_some_and(|size| size > u128::from(MOST_UNPACKED)) {
        return Err(Refusal::new(
            "文件解压后超过 2 GB，不像一张业务表。",
            "请核对文件，必要时按乡镇拆分后提交。",
        ));
    }
    let names = entry_names(&mut archive);
    let has = |name: &str| names.iter().any(|entry| entry.eq_ignore_ascii_case(name));
    if has("xl/workbook.xml") {
        Ok(Format::Xlsx)
    } else if has("xl/workbook.bin") {
        Err(save_as_xlsx("这是二进制工作簿（xlsb），暂不能读取。"))
    } else if has("content.xml") && has("mimetype") {
        Err(save_as_xlsx("这是 OpenDocument 文档（ods 等），暂不能读取。"))
    } else if has("word/document.xml") {
        Err(not_a_table("Word 文档"))
    } else if names.iter().any(|name| has_extension(name, "shp") || has_extension(name, "dbf")) {
        Ok(Format::Shapefile)
    } else {
        Err(Refusal::new(
            "这是压缩包，里面没有可读的工作簿或图层。",
            "表格请直接提交 xlsx 或 csv；图层请把 shp、shx、dbf（及 prj、cpg）放进同一个 zip。",
        ))
    }
}

/// Names as far as they are ASCII: enough to tell a format, whatever encoding the rest is in.
fn entry_names(archive: &mut zip::ZipArchive<Cursor<&[u8]>>) -> Vec<String> {
    (0..archive.len())
        .filter_map(|at| {
            let entry = archive.by_index_raw(at).ok()?;
            Some(String::from_utf8_lossy(entry.name_raw()).replace('\\', "/"))
        })
        .collect()
}

fn has_extension(name: &str, extension: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(extension))
}

fn sniff_compound(bytes: &[u8]) -> Result<Format, Refusal> {
    let Some(container) = Container::open(bytes) else {
        return Err(Refusal::new(
            "旧版 Office 文件不完整，可能是下载或拷贝中断。",
            "请重新下载或让对方重新发送，确认能打开后再提交。",
        ));
    };
    if container.has("EncryptedPackage") {
        Err(limits::encrypted())
    } else if container.has("Workbook") || container.has("Book") {
        Ok(Format::Xls)
    } else if container.has("WordDocument") {
        Err(not_a_table("Word 文档"))
    } else {
        Err(not_a_table("旧版 Office 文档"))
    }
}

fn sniff_text(bytes: &[u8]) -> Result<Format, Refusal> {
    let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if !is_utf16 && bytes.contains(&0) {
        return Err(not_a_table("二进制文件"));
    }
    let start: String = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)])
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_lowercase();
    let is_markup =
        ["<html", "<!doctype", "<table", "<?xml", "<head", "<meta"].iter().any(|tag| start.starts_with(tag));
    if is_markup {
        return Err(save_as_xlsx("文件内容是网页或 XML 表格，只是名字像表格（常见于业务系统导出的“xls”）。"));
    }
    if lingdi_geo::formats::survey_txt::is_one(bytes) {
        return Ok(Format::Survey);
    }
    Ok(if start.starts_with('{') { Format::GeoJson } else { Format::Csv })
}

/// A few magic numbers are plain letters: text that starts with them is still text.
fn is_binary(bytes: &[u8], magic: &[u8]) -> bool {
    magic.len() > 2 || bytes.contains(&0)
}

fn save_as_xlsx(message: &str) -> Refusal {
    Refusal::new(message, "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后重新提交。")
}

fn not_a_table(what: &str) -> Refusal {
    Refusal::new(format!("这是{what}，不是表格。"), "请提交 xlsx 或 csv 表格；可先下载本系统的空白模板填写。")
}

#[cfg(test)]
mod tests {
    use super::super::xls::container::wrap;
    use super::*;

    #[test]
    fn what_is_no_table_is_named_for_what_it_is() {
        let encrypted = wrap("EncryptedPackage", b"?");
        let word = wrap("WordDocument", b"?");
        let cases: [(&[u8], &str); 9] = [
            (b"", "空的"),
            (b" \r\n", "空的"),
            (b"%PDF-1.7", "PDF"),
            (b"PK\x03\x04 cut off", "不完整"),
            (&encrypted, "加密"),
            (&encrypted[..3000], "不完整"),
            (&word, "Word"),
            (b"  <html><table>", "网页"),
            (b"a\0b", "二进制"),
        ];
        for (bytes, word) in cases {
            let refusal = sniff(bytes).unwrap_err();
            assert!(refusal.message.contains(word), "{refusal}");
            assert!(!refusal.remedy.is_empty(), "{refusal}");
        }
    }
}
