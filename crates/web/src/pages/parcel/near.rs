//! 临界分析: the single facts that would turn the verdict.

use lingdi_domain::Category;

use crate::parts::{SourceView, class};

/// Lines shown before the rest is folded away.
const SHOWN: usize = 6;

/// What a verdict turns to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnsTo {
    /// Onto the list, or further into 重点整治, under this category.
    Listed(Option<Category>),
    /// Off the list, or out of 重点整治.
    Off,
    /// A missing fact would then keep it open.
    Unknown,
    /// Nowhere: other categories hold the parcel.
    Held,
}

/// One fact.
#[derive(Debug, Clone)]
pub struct NearView {
    /// `3.3%`; empty where there is no distance.
    pub distance: String,
    /// The fact: `桐庐恒昇针织有限公司 2022年入库税额`.
    pub subject: String,
    /// Where it stands.
    pub source: Option<SourceView>,
    /// What it is at present.
    pub from: String,
    /// Where it turns: `≥ 90 万元`.
    pub target: String,
    /// The difference: `增加 3 万元`; may be empty.
    pub change: String,
    /// The rule's calculation at the turning value; may be empty.
    pub arithmetic: String,
    /// The clause whose line is met.
    pub clause: String,
    /// The line: `< 3 万元/亩`; may be empty.
    pub line: String,
    /// The line is a default of ours.
    pub default_ours: bool,
    /// What turns, in words, one each: `列入→不列入`, `重点 是→否`.
    pub turns: Vec<String>,
    /// What it turns to.
    pub turns_to: TurnsTo,
    /// Is the fact missing?
    pub missing: bool,
}

impl NearView {
    /// Style class of the verdict it turns to.
    pub fn chip(&self) -> &'static str {
        match self.turns_to {
            TurnsTo::Listed(Some(category)) => class(category.main()),
            TurnsTo::Listed(None) => "focus",
            TurnsTo::Unknown => "unknown",
            TurnsTo::Off | TurnsTo::Held => "",
        }
    }
}

/// All of a parcel, the nearest first.
#[derive(Debug, Clone, Default)]
pub struct NearList(pub Vec<NearView>);

impl NearList {
    /// Nothing turns it alone.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The lines that are shown at once.
    pub fn first(&self) -> &[NearView] {
        &self.0[..self.shown()]
    }

    /// The lines that are folded away.
    pub fn rest(&self) -> &[NearView] {
        &self.0[self.shown()..]
    }

    /// One or two lines more are not worth a fold.
    fn shown(&self) -> usize {
        if self.0.len() <= SHOWN + 2 { self.0.len() } else { SHOWN }
    }
}
