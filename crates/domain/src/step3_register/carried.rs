//! 期初导入: sites that were confirmed, entered or cleared before this system, as the county's own ledger
//! (历年台账) tells them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::moves::Effect::Clear;
use crate::moves::{From, Move, To, Who};
use crate::{Category, Values};

/// What a case keeps of the row it was carried over from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Carried {
    /// The state that the sheet says.
    pub state: String,
    /// 地块编号 in the sheet.
    pub site: String,
    /// Id of the batch.
    pub batch: String,
    /// 路径, as written.
    pub path: Option<String>,
    /// 类别, as written.
    pub category: Option<String>,
    /// 依据文号
    pub document: Option<String>,
}

/// States in which a case may be carried over, each with the words that ledgers use for it.
const STATES: &[(&str, &[&str])] = &[
    ("CONFIRMED", &["已认定", "认定", "待入库"]),
    ("IN_DB", &["已入库", "入库", "待整治", "未启动"]),
    ("PLANNING", &["方案编制", "编制方案", "方案编制中"]),
    ("EXECUTING", &["整治中", "正在整治", "推进中", "实施中", "在整治"]),
    ("PRE_EXITED", &["预出库", "观察期"]),
    ("EXITED", &["已出库", "出库", "已出清", "出清", "已销号", "已完成"]),
];

/// What is wrong with a row: the field, what is wrong, and the way out.
pub type Wrong = (&'static str, String, &'static str);

/// The state that a row of a ledger says; without a word for it, the one that its dates tell.
pub fn state(row: &Values) -> Result<&'static str, Wrong> {
    let word = row.text("status").map(str::trim).filter(|word| !word.is_empty());
    let cleared = row.day("cleared_on").is_some();
    let state = match word {
        Some(word) => {
            let known = STATES.iter().find(|(_, words)| words.contains(&word));
            known.map(|(code, _)| *code).ok_or_else(|| {
                let remedy = "请填写：已认定、已入库、方案编制、整治中、预出库或已出库";
                ("status", format!("不认识状态“{word}”"), remedy)
            })?
        }
        None if cleared => "EXITED",
        None if row.day("entered_on").is_some() => "IN_DB",
        None if row.day("determined_on").is_some() => "CONFIRMED",
        None => {
            return Err(("status", "没有状态，也没有认定、入库或出清日期".to_owned(), "请补填状态"));
        }
    };
    match (matches!(state, "PRE_EXITED" | "EXITED"), cleared) {
        (true, false) => {
            Err(("cleared_on", "已出库的没有出清日期".to_owned(), "请补填出清日期，面积按它计入年度"))
        }
        (false, true) => {
            Err(("cleared_on", "有出清日期，状态却不是已出库".to_owned(), "请核对状态和出清日期"))
        }
        _ => Ok(state),
    }
}

/// Why a row by itself cannot be carried over.
pub fn wrong(row: &Values) -> Option<Wrong> {
    let larger = || {
        let (cleared, area) = (row.int("cleared_area")?, row.int("area")?);
        (cleared > area).then(|| ("cleared_area", "出清面积大于面积".to_owned(), "请核对两列的数字和单位"))
    };
    state(row).err().or_else(larger)
}

/// The category that a word of a ledger names. Where only the letter is told, its first part stands for it:
/// land is counted by letter.
pub fn category(word: &str) -> Option<Category> {
    let exact = Category::ALL.into_iter().find(|category| category.code() == word);
    let starts = |name: &str| word.starts_with(name);
    exact.or_else(|| match word {
        _ if starts("亩均") => Some(Category::A),
        _ if starts("用而未尽") || starts("闲置") => Some(Category::B),
        _ if starts("占工非工") || word == "C" => Some(Category::C1),
        _ if starts("其他") || word == "D" => Some(Category::D1),
        _ => None,
    })
}

/// The year that a row belongs to: that of its 认定, else of the first day it tells.
pub fn year_of(days: [Option<NaiveDate>; 3]) -> Option<i32> {
    days.into_iter().flatten().next().map(|day| chrono::Datelike::year(&day))
}

/// How a case is carried over, and how that is taken back with its batch.
pub const MOVES: &[Move] = &[
    Move::new("carry_over", "期初导入", From::New, To::Carried, Who::System).clause("六（三）"),
    Move::new(
        "take_back",
        "撤销期初导入",
        From::States(&["CONFIRMED", "IN_DB", "PLANNING", "EXECUTING", "PRE_EXITED", "EXITED"]),
        To::State("WITHDRAWN"),
        Who::System,
    )
    .clause("六（三）")
    .effects(&[Clear(&["cleared_on", "remediated_area"])]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::MACHINE;
    use crate::moves::machine;
    use crate::object::ObjectKind;

    fn row(pairs: &[(&'static str, &'static str)]) -> Values {
        let mut row = Values::default();
        for (name, text) in pairs {
            match text.parse::<NaiveDate>() {
                Ok(day) => row.set(name, day),
                Err(_) => row.set(name, *text),
            }
        }
        row
    }

    #[test]
    fn a_row_says_its_state_in_a_word_or_by_its_dates() {
        for (pairs, said) in [
            (&[("status", "已出清"), ("cleared_on", "2022-11-30")][..], Ok("EXITED")),
            (&[("status", "整治中")], Ok("EXECUTING")),
            (&[("entered_on", "2022-06-15"), ("determined_on", "2022-06-01")], Ok("IN_DB")),
            (&[("determined_on", "2022-06-01")], Ok("CONFIRMED")),
            (&[("status", "差不多了")], Err("status")),
            (&[("status", "已出清")], Err("cleared_on")),
            (&[("status", "整治中"), ("cleared_on", "2022-11-30")], Err("cleared_on")),
            (&[], Err("status")),
        ] {
            assert_eq!(state(&row(pairs)).map_err(|wrong| wrong.0), said, "{pairs:?}");
        }
    }

    #[test]
    fn every_state_that_a_ledger_may_say_can_be_taken_back_from() {
        let take_back = MACHINE.named("take_back").unwrap();
        for (code, words) in STATES {
            assert!(machine(ObjectKind::Case).begins(take_back, code), "{code}");
            assert!(!words.is_empty());
        }
    }
}
