//! The parts of a workbook's archive, unpacked once before the library does: to hold them to the limits, and
//! to find the merged regions, for which the library would read a sheet a second time.

use std::collections::HashMap;
use std::io::Cursor;

use zip::ZipArchive;

use super::tags::{self, Stop};
use crate::Refusal;
use crate::formats::limits;
use crate::sheet::Merge;

/// All parts together unpack to no more than this.
const MOST_UNPACKED: u64 = 768 << 20;
/// The shared strings lie in memory as a whole.
const MOST_STRINGS: u64 = 256 << 20;
/// What is neither a sheet nor the strings lies in memory as well, and is small.
const MOST_OTHER: u64 = 64 << 20;
/// Unpacked size over packed size, from [`FREE`] on: even a sheet of empty rows stays far below.
const MOST_RATIO: u64 = 200;
/// Below this size any ratio is fine.
const FREE: u64 = 64 << 20;
const MOST_PARTS: usize = 10_000;
/// More merged regions than this are decoration.
const MOST_MERGES: usize = 1_000_000;

/// Shared strings that are only announced, beyond those that are there: the library reserves memory for all.
const MOST_ANNOUNCED: u64 = 1 << 20;

/// What was found in the archive.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Programs are in it.
    pub has_macros: bool,
    /// Merged regions by the name of the part.
    merges: HashMap<String, Vec<Merge>>,
    /// Sheets: name and id of the relation.
    sheets: Vec<(String, String)>,
    /// Shared strings as announced, and as found.
    announced: u64,
    strings: u64,
    /// Relations of the workbook: id and part.
    relations: HashMap<String, String>,
}

impl Parts {
    /// Unpacks every part that is XML.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_cause| damaged())?;
        if archive.len() > MOST_PARTS {
            return Err(monstrous());
        }
        let mut parts = Self::default();
        let mut left = MOST_UNPACKED;
        for at in 0..archive.len() {
            if archive.by_index_raw(at).is_ok_and(|entry| entry.encrypted()) {
                return Err(limits::encrypted());
            }
            let entry = archive.by_index(at).map_err(|_cause| damaged())?;
            let name = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/").to_ascii_lowercase();
            parts.has_macros |= name.ends_with("vbaproject.bin");
            let extension = name.rsplit('.').next().unwrap_or_default();
            if !["xml", "rels"].contains(&extension) {
                continue;
            }
            let of_kind = match name.as_str() {
                "xl/sharedstrings.xml" => MOST_STRINGS,
                sheet if sheet.contains("sheet") => MOST_UNPACKED,
                _ => MOST_OTHER,
            };
            let by_ratio = (entry.compressed_size().saturating_mul(MOST_RATIO)).max(FREE);
            let allowed = left.min(of_kind).min(by_ratio);
            let walked = tags::walk(entry, allowed, |tag| parts.see(&name, tag));
            left -= walked.map_err(|stop| match stop {
                Stop::Damaged => damaged(),
                Stop::TooLarge => too_large(allowed),
                Stop::Monstrous => monstrous(),
            })?;
        }
        if parts.announced > parts.strings + MOST_ANNOUNCED {
            return Err(monstrous());
        }
        Ok(parts)
    }

    /// The merged regions of a sheet; `None` when its part was not found.
    pub(super) fn merges_of(&mut self, sheet: &str) -> Option<Vec<Merge>> {
        let (_, relation) = self.sheets.iter().find(|(name, _)| name == sheet)?;
        let part = self.relations.get(relation)?;
        self.merges.remove(part)
    }

    fn see(&mut self, part: &str, tag: &[u8]) {
        match (part, tags::name(tag)) {
            ("xl/workbook.xml", b"sheet") => {
                self.sheets.extend(tags::attribute(tag, "name").zip(tags::attribute(tag, "id")));
            }
            ("xl/_rels/workbook.xml.rels", b"Relationship") => {
                if let Some((id, target)) = tags::attribute(tag, "Id").zip(tags::attribute(tag, "Target")) {
                    self.relations.insert(id, part_name(&target));
                }
            }
            // Wherever it stands: the library finds the strings by a name of its own making.
            (_, b"sst") => {
                let count =
                    tags::attribute(tag, "uniqueCount").map_or(0, |count| count.parse().unwrap_or(u64::MAX));
                self.announced = self.announced.max(count);
            }
            (_, b"si") => self.strings += 1,
            (_, b"worksheet") => {
                self.merges.entry(part.to_owned()).or_default();
            }
            (_, b"mergeCell") => {
                if let Some(merges) = self.merges.get_mut(part).filter(|merges| merges.len() < MOST_MERGES) {
                    merges.extend(tags::attribute(tag, "ref").and_then(|region| merge(&region)));
                }
            }
            _ => {}
        }
    }
}

/// The part a relation of the workbook points at.
fn part_name(target: &str) -> String {
    let target = target.replace('\\', "/").to_ascii_lowercase();
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{}", target.trim_start_matches("./")),
    }
}

/// `A1:C3`, zero-based.
fn merge(region: &str) -> Option<Merge> {
    let (first, last) = region.split_once(':')?;
    let ((first_row, first_column), (last_row, last_column)) = (place(first)?, place(last)?);
    Some(Merge { first_row, last_row, first_column, last_column })
}

fn place(cell: &str) -> Option<(u32, u32)> {
    let letters = cell.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = cell
        .bytes()
        .take(letters.min(4))
        .fold(0, |column, letter| 26 * column + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = cell.get(letters..)?.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

fn damaged() -> Refusal {
    Refusal::new(
        "工作簿已损坏或不完整，无法读取。",
        "请用 Excel 或 WPS 打开并另存为新的 .xlsx 后提交；打不开的请对方重新导出。",
    )
}

fn too_large(allowed: u64) -> Refusal {
    Refusal::new(
        format!("工作簿解压后过大（一部分超过 {} MB，或压缩比异常），已停止读取。", allowed >> 20),
        "请删除数据区以外的内容，或按乡镇（街道）拆分后提交；数据确实多的请另存为 csv。",
    )
}

fn monstrous() -> Refusal {
    Refusal::new(
        "工作簿内部结构异常（嵌套过深、部件过多或单项内容超长），已停止读取。",
        "请用 Excel 或 WPS 打开并另存为新的 .xlsx 后提交。",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_read_as_the_file_writes_them() {
        let region = |first_row, first_column, last_row, last_column| {
            Some(Merge { first_row, last_row, first_column, last_column })
        };
        for (text, expected) in [
            ("A1:C3", region(0, 0, 2, 2)),
            ("XFD1:XFD1048576", region(0, 16_383, 1_048_575, 16_383)),
            ("A1", None),
            ("1:3", None),
            ("A0:B1", None),
            ("", None),
        ] {
            assert_eq!(merge(text), expected, "{text}");
        }
    }

    #[test]
    fn relations_lead_to_parts_however_they_are_written() {
        for target in ["worksheets/sheet1.xml", "/xl/worksheets/Sheet1.xml", "./worksheets/sheet1.xml"] {
            assert_eq!(part_name(target), "xl/worksheets/sheet1.xml");
        }
    }
}
