//! What a dropped file most likely holds.

use lingdi_domain::Kind;

use crate::Opened;
use crate::heading::{self, Head, Top, Wanted};
use crate::schema::{KeyPart, Schema, alias_table, schema};
use crate::sheet::{Book, Sheet};
use crate::workbook::GUIDE_SHEET;

/// Words in a file's or sheet's name that speak for a kind.
const HINTS: &[(Kind, &[&str])] = &[
    (Kind::Units, &["单位", "乡镇街道"]),
    (Kind::Parcels, &["宗地", "地块", "parcel"]),
    (Kind::Supply, &["供地", "出让", "合同"]),
    (Kind::Enterprises, &["企业登记", "市场主体", "企业名录"]),
    (Kind::Occupancy, &["占用", "用地企业"]),
    (Kind::Tax, &["税"]),
    (Kind::Evaluation, &["评价", "亩均"]),
    (Kind::Statistics, &["统计", "年报"]),
    (Kind::Approvals, &["批复", "改变用途"]),
    (Kind::Leases, &["租赁", "出租"]),
    (Kind::Power, &["用电", "电量"]),
    (Kind::Encumbrances, &["抵押", "查封"]),
    (Kind::Inspections, &["执法", "检查", "处罚"]),
    (Kind::Zones, &["片区", "规划"]),
    (Kind::Catalogue, &["目录"]),
    (Kind::Holidays, &["节假日", "调休"]),
    (Kind::Findings, &["认定"]),
    (Kind::Verification, &["核实"]),
    (Kind::Targets, &["目标", "任务"]),
    (Kind::Ledger, &["台账"]),
];

impl Opened {
    /// The kinds it may be, the likeliest first, each with how sure that is (0–100); empty when no
    /// heading is known.
    pub fn kinds(&self) -> Vec<(Kind, u8)> {
        kinds_of(&self.file_name, &self.book)
    }
}

/// The kinds a file may be, as [`Opened::kinds`]; none when it is no table: [`crate::read`] says why.
pub fn detect(file_name: &str, bytes: &[u8]) -> Vec<(Kind, u8)> {
    Opened::file(file_name, bytes, None).map_or_else(|_| Vec::new(), |opened| opened.kinds())
}

fn kinds_of(file_name: &str, book: &Book) -> Vec<(Kind, u8)> {
    let shown = book.sheets.iter().filter(|sheet| !sheet.hidden && sheet.name != GUIDE_SHEET);
    let sheets: Vec<(&Sheet, Top)> = shown.map(|sheet| (sheet, heading::top(sheet))).collect();
    let mut found: Vec<(Kind, u8)> = Kind::ALL
        .iter()
        .map(|kind| (*kind, sheets.iter().map(|sheet| score(*kind, sheet, file_name)).max().unwrap_or(0)))
        .filter(|(_, score)| *score > 0)
        .collect();
    found.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
    found
}

fn score(kind: Kind, (sheet, top): &(&Sheet, Top), file_name: &str) -> u8 {
    if sheet.layer.is_some() && ![Kind::Parcels, Kind::Units, Kind::Zones].contains(&kind) {
        return 0;
    }
    let schema = schema(kind);
    let yearly = if kind == Kind::Tax { schema.field("amount") } else { None };
    let wanted = Wanted { aliases: alias_table(kind), by_hand: &[], yearly };
    let Some(head) = heading::find(sheet, top, &wanted) else { return 0 };
    let headings = head.columns.len().max(1);
    // A canonical heading counts in full, an alias a little less.
    let matched: usize = matches(&head).map(|(_, rank)| if rank <= 1 { 10 } else { 8 }).sum();
    let share = 50 * matched / (10 * headings);
    let coverage = 20 * matched / (10 * schema.fields.len());
    let complete = missing(schema, &head) == 0;
    let names = [file_name, &sheet.name];
    let hinted = HINTS.iter().any(|(hint, words)| {
        *hint == kind && words.iter().any(|word| names.iter().any(|name| name.contains(word)))
    });
    let score = share + coverage + if complete { 22 } else { 0 } + if hinted { 8 } else { 0 };
    (if complete { score.min(100) } else { score.min(40) }) as u8
}

fn matches(head: &Head) -> impl Iterator<Item = (&'static str, usize)> {
    head.columns.iter().filter_map(|column| column.found.as_ref()).map(|found| (found.field.code, found.rank))
}

/// How many required groups no column supplies; a year may still be told or proposed.
fn missing(schema: &Schema, head: &Head) -> usize {
    let is_dated = |group: &&&[&str]| **group != ["year"] || !schema.key.contains(&KeyPart::Field("year"));
    schema
        .required
        .iter()
        .filter(is_dated)
        .filter(|group| !matches(head).any(|(code, _)| group.contains(&code)))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template;

    #[test]
    fn every_blank_form_is_recognised_as_what_it_is() {
        for kind in Kind::ALL {
            let found = detect("新建.xlsx", &template(*kind).unwrap());
            assert_eq!(found[0].0, *kind, "{found:?}");
            assert!(found[0].1 >= 90, "{found:?}");
        }
    }

    #[test]
    fn a_foreign_tax_table_is_recognised_by_its_headings() {
        let text = "纳税人识别号,纳税人名称,2021年,2022年\n91330122MA0000015Q,甲,1,2\n";
        assert_eq!(detect("导出.csv", text.as_bytes())[0].0, Kind::Tax);
        assert_eq!(detect("照片.csv", b"a,b\n1,2\n"), []);
        assert_eq!(detect("照片.png", b"\x89PNG\r\n"), []);
    }
}
