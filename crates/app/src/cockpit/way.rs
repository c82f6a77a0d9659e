//! 整治路径 as leaders count them: the five of 五、整治提升路径, and 限期开发 for land that lies idle.

use lingdi_domain::step4_remediation::Path;
use serde::Serialize;

/// By which way a site is remediated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 自我提升
    SelfUpgrade,
    /// 收购收储
    Acquisition,
    /// 兼并重组
    Merger,
    /// 连片整治
    Block,
    /// 取缔关停
    Closure,
    /// 限期开发
    Development,
}

impl Way {
    /// All, in the order of the screen.
    pub const ALL: [Self; 6] =
        [Self::SelfUpgrade, Self::Acquisition, Self::Merger, Self::Block, Self::Closure, Self::Development];

    /// Its words.
    pub fn label(self) -> &'static str {
        match self {
            Self::SelfUpgrade => "自我提升",
            Self::Acquisition => "收购收储",
            Self::Merger => "兼并重组",
            Self::Block => "连片整治",
            Self::Closure => "取缔关停",
            Self::Development => "限期开发",
        }
    }

    pub(super) fn of(path: Path) -> Self {
        match path {
            Path::S1 | Path::S2 | Path::S3 | Path::S4 | Path::S5 => Self::SelfUpgrade,
            Path::M => Self::Merger,
            Path::A => Self::Acquisition,
            Path::K1 | Path::K2 => Self::Closure,
            Path::U => Self::Development,
        }
    }

    /// What an old ledger means by its word.
    pub(super) fn from_words(words: &str) -> Option<Self> {
        let known: [(Self, &[&str]); 6] = [
            (Self::Block, &["连片"]),
            (Self::Acquisition, &["收储", "收购"]),
            (Self::Merger, &["兼并", "重组"]),
            (Self::Closure, &["关停", "取缔", "腾退"]),
            (Self::Development, &["限期开发", "开工"]),
            (Self::SelfUpgrade, &["提升", "技改", "改扩建", "改建", "招引", "分割", "租赁"]),
        ];
        known.into_iter().find(|(_, parts)| parts.iter().any(|part| words.contains(part))).map(|(way, _)| way)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_old_ledgers_lead_to_their_way_and_others_to_none() {
        for (words, way) in [
            ("政府收储", Some(Way::Acquisition)),
            ("关停", Some(Way::Closure)),
            ("自我提升（技改）", Some(Way::SelfUpgrade)),
            ("兼并重组", Some(Way::Merger)),
            ("待定", None),
        ] {
            assert_eq!(Way::from_words(words), way, "{words}");
        }
    }
}
