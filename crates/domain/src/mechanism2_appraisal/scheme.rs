//! 评分办法: which indicators count how much. It stands, dated, in `policy/`; this type only carries it.

use serde::{Deserialize, Serialize};

use crate::Ratio;

/// Whom a scheme ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// 乡镇（街道）、开发区
    Local,
    /// 部门, ranked apart and without 约谈 (G07).
    Bureaus,
}

/// One scheme on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheme {
    /// Its title, with its version.
    pub title: String,
    /// Whom it ranks.
    pub group: Group,
    /// What counts; the weights sum to 100.
    #[serde(alias = "indicator")]
    pub indicators: Vec<Indicator>,
    /// A rate counts up to this much; 1 means that over-fulfilment earns nothing more.
    pub cap: Ratio,
    /// What part of the yearly task is due by the end of each month, twelve numbers that end with 1.
    pub phases: Vec<Ratio>,
    /// Points that a 督查问题 costs while it is open; none where the scheme does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defect_open: Option<Ratio>,
    /// Points that it costs once it was not reported by its day, in place of the former.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defect_late: Option<Ratio>,
    /// At most so many points are deducted.
    pub deduction_most: Ratio,
    /// At most so many points are added.
    pub bonus_most: Ratio,
}

/// 指标
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Its name in addresses and inputs.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// 权重
    pub weight: Ratio,
    /// Does it make a unit take part? Who has nothing due in any such indicator is not ranked.
    #[serde(default)]
    pub main: bool,
    /// What it is made of.
    #[serde(alias = "part")]
    pub parts: Vec<Part>,
}

/// One measure of an indicator and its share in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name in inputs.
    pub measure: String,
    /// Its name for people.
    pub label: String,
    /// What it is counted in.
    pub unit: Unit,
    /// Share in the indicator; shares of parts without a task go to the others.
    pub share: Ratio,
}

/// What a measure is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// 亩
    #[serde(rename = "亩")]
    Mu,
    /// 个 (blocks)
    #[serde(rename = "个")]
    Blocks,
    /// 户 (enterprises)
    #[serde(rename = "户")]
    Firms,
    /// 件
    #[serde(rename = "件")]
    Pieces,
    /// 份
    #[serde(rename = "份")]
    Papers,
}

impl Unit {
    /// The character behind the figure.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mu => "亩",
            Self::Blocks => "个",
            Self::Firms => "户",
            Self::Pieces => "件",
            Self::Papers => "份",
        }
    }
}

impl Scheme {
    /// What is wrong with it, in words; nothing for a sound one.
    pub fn fault(&self) -> Option<String> {
        let sum: Ratio = self.indicators.iter().fold(Ratio::zero(), |sum, one| sum + one.weight.clone());
        if sum != Ratio::integer(100) {
            let title = &self.title;
            return Some(format!(
                "“{title}”的权重合计为 {}，应为 100。请调整各指标的权重后再发布。",
                sum.to_decimal(2)
            ));
        }
        if let Some(bad) = self.indicators.iter().find(|one| !is_positive(&one.weight)) {
            return Some(format!("“{}”的权重应大于 0；不考核的指标请删去。", bad.label));
        }
        let odd = |one: &&Indicator| {
            let shares = one.parts.iter().fold(Ratio::zero(), |sum, part| sum + part.share.clone());
            shares != Ratio::integer(1) || one.parts.iter().any(|part| !is_positive(&part.share))
        };
        if let Some(bad) = self.indicators.iter().find(odd) {
            return Some(format!("“{}”各分项的占比合计应为 1。", bad.label));
        }
        let rises = self.phases.windows(2).all(|pair| pair[0] <= pair[1]);
        let whole = self.phases.len() == 12 && self.phases.last() == Some(&Ratio::integer(1));
        if !rises || !whole || self.phases.iter().any(Ratio::is_negative) {
            return Some("序时进度应为逐月不减的十二个数，十二月为 1。".to_owned());
        }
        (self.cap < Ratio::integer(1)).then(|| "完成率的上限不能小于 1。".to_owned())
    }
}

fn is_positive(number: &Ratio) -> bool {
    !number.is_zero() && !number.is_negative()
}
