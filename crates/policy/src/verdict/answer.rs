//! Yes, no or unknown.

use lingdi_domain::Category;
use serde::Serialize;

/// A rule's answer. Unknown only when the missing fact could change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The rule does not apply.
    #[default]
    No,
    /// A missing fact decides.
    Unknown,
    /// The rule applies.
    Yes,
}

impl Answer {
    /// Both must hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unknown,
        }
    }

    /// One is enough.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::No, Self::No) => Self::No,
            _ => Self::Unknown,
        }
    }

    /// `Some(true)`, `Some(false)`, or `None` when unknown.
    pub fn known(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }
}

impl From<bool> for Answer {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

impl From<Option<bool>> for Answer {
    fn from(value: Option<bool>) -> Self {
        value.map_or(Self::Unknown, Self::from)
    }
}

/// The answer of each rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Answers {
    /// 亩均低效
    pub a: Answer,
    /// 用而未尽
    pub b: Answer,
    /// 未经批准擅自改变用途
    pub c1: Answer,
    /// 临时性改变用途到期后未整改
    pub c2: Answer,
    /// 禁止类、淘汰类
    pub d1: Answer,
    /// D 类企业
    pub d2: Answer,
    /// The yearly focus rule alone, whether or not the parcel is listed.
    pub focus: Answer,
}

impl Answers {
    /// The categories with this answer, in the document's order.
    pub fn those(self, answer: Answer) -> impl Iterator<Item = Category> {
        Category::ALL.into_iter().filter(move |category| self.of(*category) == answer)
    }

    /// Has a category this answer?
    pub fn any(&self, answer: Answer) -> bool {
        [self.a, self.b, self.c1, self.c2, self.d1, self.d2].contains(&answer)
    }

    /// The answer of one category.
    pub fn of(&self, category: Category) -> Answer {
        match category {
            Category::A => self.a,
            Category::B => self.b,
            Category::C1 => self.c1,
            Category::C2 => self.c2,
            Category::D1 => self.d1,
            Category::D2 => self.d2,
        }
    }
}
