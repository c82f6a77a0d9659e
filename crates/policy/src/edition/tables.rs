//! The tables of an edition other than its settings.

use std::collections::BTreeMap;

use lingdi_domain::Ratio;
use serde::{Deserialize, Serialize};

/// The words of the document behind a rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Clause {
    /// `A` … `D2`
    pub rule: String,
    /// `三（一）`
    pub clause: String,
    /// `亩均低效地块`
    pub title: String,
    /// Word for word.
    pub quote: String,
}

/// A target of 四、目标任务.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Target {
    /// The year; `None` for the three years together.
    pub year: Option<i32>,
    /// 出清, 用而未尽, 连片启动 or 连片面积
    pub indicator: String,
    /// At least so much.
    pub amount: Ratio,
    /// 亩 or 个
    pub unit: String,
    /// `四 2022年`
    pub clause: String,
    /// Word for word.
    pub quote: String,
}

/// A unit of the county.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EditionUnit {
    /// Nine digits, or an internal code.
    pub code: String,
    /// 单位名称
    pub name: String,
    /// 县, 街道, 乡镇, 开发区, 部门, 国企 or 专班
    pub kind: String,
    /// Place in every list.
    pub order: i64,
    /// The code is ours (内部编号) and never exported as a division code.
    #[serde(default)]
    pub internal: bool,
    /// The document does not name it; it is a default of ours.
    #[serde(default)]
    pub ours: bool,
}

/// Who decides an act, and what the others do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DecisionRight {
    /// `单宗地块收储方案`
    pub act: String,
    /// `七（二）1`
    pub clause: String,
    /// Who decides.
    pub owner: Body,
    /// The document names no owner; this one is our default.
    #[serde(default)]
    pub ours: bool,
    /// What each body does, in words.
    #[serde(flatten)]
    pub parts: BTreeMap<Body, String>,
}

/// A body that takes part in decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// 组长联席会议
    LeaderMeeting,
    /// 副组长联席会议
    DeputyMeeting,
    /// 办公室例会
    OfficeMeeting,
    /// 组长
    Leader,
    /// 专班办公室
    Office,
    /// 属地乡镇（街道）、开发区
    Local,
    /// 部门
    Department,
    /// 县主要领导
    CountyLeader,
}

impl Body {
    /// Its name in the document.
    pub fn label(self) -> &'static str {
        match self {
            Self::LeaderMeeting => "组长联席会议",
            Self::DeputyMeeting => "副组长联席会议",
            Self::OfficeMeeting => "办公室例会",
            Self::Leader => "组长",
            Self::Office => "专班办公室",
            Self::Local => "属地乡镇（街道）、开发区",
            Self::Department => "部门",
            Self::CountyLeader => "县主要领导",
        }
    }
}

/// Words for uses of land (`land_uses.toml`).
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct LandUses {
    registered: RegisteredUses,
    actual: ActualUses,
}

#[derive(Debug, Clone, Deserialize)]
struct RegisteredUses {
    industrial: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct ActualUses {
    industrial: Vec<String>,
    neither: Vec<String>,
    idle: Vec<String>,
    unclear: Vec<String>,
}

/// What the words of an actual use say. Several may hold: `工业、餐饮`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ActualUse {
    /// Some part is used non-industrially.
    pub(crate) non_industrial: bool,
    /// Some part needs a person's look.
    pub(crate) unclear: bool,
    /// Some part is idle.
    pub(crate) idle: bool,
}

impl LandUses {
    /// Is a registered use industrial?
    pub(crate) fn is_industrial(&self, registered: &str) -> bool {
        words(registered).any(|word| contains(&self.registered.industrial, word))
    }

    /// What an actual use or the use of a lease says.
    pub(crate) fn actual(&self, text: &str) -> ActualUse {
        let mut found = ActualUse::default();
        for word in words(text) {
            if contains(&self.actual.idle, word) {
                found.idle = true;
            } else if contains(&self.actual.unclear, word) {
                found.unclear = true;
            } else if !contains(&self.actual.industrial, word) && !contains(&self.actual.neither, word) {
                found.non_industrial = true;
            }
        }
        found
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "、，,；;／/＋+（）()【】[]".contains(c))
        .filter(|word| !word.is_empty())
}

fn contains(list: &[String], word: &str) -> bool {
    list.iter().any(|entry| entry.eq_ignore_ascii_case(word))
}

/// Which kinds of tax count (`tax_types.toml`).
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct TaxTypes {
    #[serde(rename = "type")]
    types: Vec<TaxType>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct TaxType {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    /// `yes`, `no`, `if KEY` or `unless KEY`
    pub(crate) count: String,
    /// Taken as a decrease, whatever its sign.
    #[serde(default)]
    pub(crate) refund: bool,
}

impl TaxTypes {
    /// The entry for a kind of tax as written.
    pub(crate) fn find(&self, written: &str) -> Option<&TaxType> {
        let word: String = written.chars().filter(|c| !c.is_whitespace() && !"（）()".contains(*c)).collect();
        self.types.iter().find(|entry| entry.name == word || entry.aliases.contains(&word))
    }
}
