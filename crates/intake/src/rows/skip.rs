//! Rows below the headings that are no data.

use std::borrow::Cow;

use crate::heading::normal_form;
use crate::plan::Plan;
use crate::sheet::{Sheet, SheetRow, Value};
use crate::text::clean;

const TOTALS: [&str; 9] =
    ["合计", "小计", "总计", "共计", "累计", "本页合计", "本页小计", "全县合计", "总合计"];
const FOOTERS: [&str; 14] = [
    "填表人",
    "填报人",
    "填报单位",
    "审核人",
    "审核",
    "制表",
    "制表人",
    "复核",
    "负责人",
    "联系人",
    "联系电话",
    "注",
    "备注",
    "说明",
];

/// Tells data from what surrounds it.
pub(super) struct Skipper {
    /// Column and normalised heading of the planned columns, to find repeated headings.
    headings: Vec<(usize, String)>,
    first_data_row: usize,
    /// Map layers hold nothing but data.
    never: bool,
}

impl Skipper {
    pub(super) fn new(sheet: &Sheet, plan: &Plan) -> Self {
        let headings = plan
            .columns
            .iter()
            .map(|column| {
                let last = column.heading.rsplit('/').next().unwrap_or_default();
                (column.index, normal_form(last))
            })
            .collect();
        Self { headings, first_data_row: plan.data_start, never: sheet.origin.is_layer() }
    }

    /// Why a row is no data; an empty reason for a blank row, which nobody needs to hear of.
    pub(super) fn reason(&self, at: usize, row: &SheetRow) -> Option<&'static str> {
        if row.is_blank() {
            return Some("");
        }
        if self.never {
            return None;
        }
        let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
        let word = match filled.next() {
            Some(Value::Text(first)) => without_blanks(clean(first)),
            _ => Cow::default(),
        };
        let others = filled.count();
        if word.starts_with("示例:") {
            Some("示例行")
        } else if self.is_total(&word, row) {
            Some("合计行")
        } else if word.contains("单位:")
            && row.cells.iter().any(|cell| !crate::unit::in_unit_row(&cell.text()).is_empty())
        {
            Some("单位行")
        } else if is_footer(&word, others) {
            Some("表尾说明")
        } else if others == 0 && is_section(&word) {
            Some("分组标题")
        } else if self.is_repeated_heading(row) {
            Some("重复的表头")
        } else if self.is_numbering(at, row) {
            Some("栏次行")
        } else {
            None
        }
    }

    /// A total stands where a name would, in the first cell or under a planned text column.
    fn is_total(&self, first: &str, row: &SheetRow) -> bool {
        if TOTALS.contains(&first.trim_end_matches([':', '('])) {
            return true;
        }
        let planned = |index: usize| self.headings.iter().any(|(column, _)| *column == index);
        row.cells.iter().enumerate().take(3).any(|(index, cell)| match cell {
            Value::Text(text) if text.len() < 40 && planned(index) => {
                TOTALS.contains(&without_blanks(clean(text)).as_ref())
            }
            _ => false,
        })
    }

    fn is_repeated_heading(&self, row: &SheetRow) -> bool {
        let same = self
            .headings
            .iter()
            .filter(|(index, heading)| match row.cell(*index) {
                // Normalising every cell of a large table costs more than reading it.
                Value::Text(text) => {
                    text.trim_start().chars().next() == heading.chars().next()
                        && normal_form(text) == *heading
                }
                _ => false,
            })
            .count();
        same > 0 && same * 2 >= self.headings.len()
    }

    /// 1, 2, 3 … or 甲, 乙, 丙 … directly under the headings.
    fn is_numbering(&self, at: usize, row: &SheetRow) -> bool {
        if at != self.first_data_row {
            return false;
        }
        let filled: Vec<String> = row
            .cells
            .iter()
            .filter(|cell| !cell.is_blank())
            .map(|cell| clean(&cell.text()).into_owned())
            .collect();
        let letters =
            filled.iter().take_while(|text| ["甲", "乙", "丙", "丁", "戊"].contains(&text.as_str())).count();
        let counts = filled[letters..].iter().zip(1_u32..).all(|(text, nth)| *text == nth.to_string());
        filled.len() >= 3 && counts
    }
}

fn without_blanks(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains(' ') { text.replace(' ', "").into() } else { text }
}

/// `一、分水镇` or `（二）横村镇` alone in a row parts a table, it is no record.
fn is_section(only: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十";
    let rest = only.trim_start_matches('(').trim_start_matches(|c| NUMERALS.contains(c));
    rest.len() < only.len() && only.contains(|c| NUMERALS.contains(c)) && rest.starts_with(['、', ')', '.'])
}

fn is_footer(first: &str, others: usize) -> bool {
    if others == 0 && first.contains(':') {
        return true;
    }
    FOOTERS.iter().any(|footer| match first.strip_prefix(footer) {
        Some(rest) => rest.starts_with([':', '(', '1']) || (rest.is_empty() && others <= 1),
        None => false,
    })
}
