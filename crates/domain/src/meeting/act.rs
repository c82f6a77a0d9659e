//! What is decided, and by which level. Which level owns which act is data of the policy.

use serde::{Deserialize, Serialize};

/// Level of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 办公室例会
    Office,
    /// 副组长联席会议
    Deputy,
    /// 组长联席会议
    Leader,
}

impl Level {
    /// Codes and names, for forms.
    pub const CHOICES: &'static [(&'static str, &'static str)] =
        &[("office", "办公室例会"), ("deputy", "副组长联席会议"), ("leader", "组长联席会议")];

    /// Its name in the document.
    pub fn label(self) -> &'static str {
        match self {
            Self::Office => "办公室例会",
            Self::Deputy => "副组长联席会议",
            Self::Leader => "组长联席会议",
        }
    }

    /// The level above.
    pub fn higher(self) -> Option<Self> {
        match self {
            Self::Office => Some(Self::Deputy),
            Self::Deputy => Some(Self::Leader),
            Self::Leader => None,
        }
    }
}

/// What a meeting may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// 重大地块处置
    MajorSite,
    /// 连片整治方案
    BlockPlan,
    /// 重大事项
    MajorMatter,
    /// 联合执法
    JointEnforcement,
    /// 政策起草制定
    PolicyDraft,
    /// 单宗地块收储方案
    AcquisitionPlan,
    /// 考核评价结果
    Assessment,
    /// 入库出库
    EntryExit,
    /// 认定清单
    ConfirmedList,
    /// 连片和收储方案预审
    PreReview,
    /// 通报表彰
    Commendation,
    /// 通报、听取: at any level, decides nothing.
    Report,
}

impl Act {
    /// All.
    pub const ALL: [Self; 12] = [
        Self::MajorSite,
        Self::BlockPlan,
        Self::MajorMatter,
        Self::JointEnforcement,
        Self::PolicyDraft,
        Self::AcquisitionPlan,
        Self::Assessment,
        Self::EntryExit,
        Self::ConfirmedList,
        Self::PreReview,
        Self::Commendation,
        Self::Report,
    ];

    /// Codes and names, for forms.
    pub const CHOICES: &'static [(&'static str, &'static str)] = &[
        ("major_site", "重大地块处置"),
        ("block_plan", "连片整治方案"),
        ("major_matter", "重大事项"),
        ("joint_enforcement", "联合执法"),
        ("policy_draft", "政策起草制定"),
        ("acquisition_plan", "单宗地块收储方案"),
        ("assessment", "考核评价结果"),
        ("entry_exit", "入库出库"),
        ("confirmed_list", "认定清单"),
        ("pre_review", "连片和收储方案预审"),
        ("commendation", "通报表彰"),
        ("report", "通报、听取"),
    ];

    /// The name by which `decision_rights.toml` knows it.
    pub fn label(self) -> &'static str {
        Self::CHOICES.get(self as usize).map_or("", |(_, label)| label)
    }
}

/// Which level owns which act, as the policy in force says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rights(Vec<(Act, Level)>);

impl Rights {
    /// The rights in these pairs.
    pub fn new(owners: impl IntoIterator<Item = (Act, Level)>) -> Self {
        Self(owners.into_iter().collect())
    }

    /// The level that decides an act; nobody's for one that is not decided.
    pub fn owner(&self, act: Act) -> Option<Level> {
        self.0.iter().find(|(known, _)| *known == act).map(|(_, level)| *level)
    }

    /// May an item of this act stand on the agenda of this level?
    pub fn owns(&self, level: Level, act: Act) -> bool {
        act == Act::Report || self.owner(act) == Some(level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_has_its_name() {
        for act in Act::ALL {
            let code = serde_json::to_value(act).unwrap();
            let named = Act::CHOICES.iter().find(|(known, _)| *known == code).unwrap();
            assert_eq!(act.label(), named.1);
        }
    }
}
