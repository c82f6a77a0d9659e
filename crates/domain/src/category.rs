//! The four categories of 三、整治提升范围 and their parts.

use serde::{Deserialize, Serialize};

/// A category as a rule answers it; B is one category here, its two flags live in its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Category {
    /// 三（一）亩均低效地块
    A,
    /// 三（二）用而未尽地块
    B,
    /// 三（三）占工非工地块：未经批准擅自改变用途
    C1,
    /// 三（三）占工非工地块：临时性改变用途到期后未整改
    C2,
    /// 三（四）其他类型地块：产业导向目录禁止类、淘汰类
    D1,
    /// 三（四）其他类型地块：综合评价 D 类企业
    D2,
}

/// One of the four letters by which land is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MainCategory {
    /// 亩均低效地块
    A,
    /// 用而未尽地块
    B,
    /// 占工非工地块
    C,
    /// 其他类型地块
    D,
}

impl Category {
    /// All, in the order of the document.
    pub const ALL: [Self; 6] = [Self::A, Self::B, Self::C1, Self::C2, Self::D1, Self::D2];

    /// The letter it is counted under.
    pub fn main(self) -> MainCategory {
        match self {
            Self::A => MainCategory::A,
            Self::B => MainCategory::B,
            Self::C1 | Self::C2 => MainCategory::C,
            Self::D1 | Self::D2 => MainCategory::D,
        }
    }

    /// `A`, `B`, `C1`, `C2`, `D1` or `D2`.
    pub fn code(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C1 => "C1",
            Self::C2 => "C2",
            Self::D1 => "D1",
            Self::D2 => "D2",
        }
    }

    /// The category whose [`Category::code`] this is.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.code() == code)
    }
}

impl MainCategory {
    /// All four, in the order of the document.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::D];

    /// `A`, `B`, `C` or `D`.
    pub fn code(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    /// The name of the document, without 地块.
    pub fn label(self) -> &'static str {
        match self {
            Self::A => "亩均低效",
            Self::B => "用而未尽",
            Self::C => "占工非工",
            Self::D => "其他类型",
        }
    }
}
