//! What the page and the print view of a parcel show, formatted.

use crate::chart::minimap::MiniMap;
use crate::chart::tax::TaxChart;
use crate::parts::{CategoryTag, SourceView};

use super::{FindingGroup, NearList};

/// A fact with its source.
#[derive(Debug, Clone)]
pub struct FactRow {
    /// Heading: `宗地面积`.
    pub label: String,
    /// Value, with its unit where it has one.
    pub value: String,
    /// As the source wrote it, when that differs; else empty.
    pub as_written: String,
    /// Where it was read; `None` when it was derived.
    pub source: Option<SourceView>,
}

/// A firm on the parcel.
#[derive(Debug, Clone)]
pub struct OccupantRow {
    /// Its name.
    pub name: String,
    /// Its credit code; may be empty.
    pub code: String,
    /// `自有 · 规下 · 评价 C（2022）`
    pub note: String,
    /// 亩 used.
    pub area: String,
    /// Its tax of the last year falling on this parcel, 万元, or `—`.
    pub tax: String,
    /// Where the occupancy was read.
    pub source: Option<SourceView>,
}

/// The tax of one year: the table twin of the chart.
#[derive(Debug, Clone)]
pub struct TaxRow {
    /// The year.
    pub year: i32,
    /// Tax that falls on the parcel, 万元, or `—`.
    pub tax: String,
    /// 亩 it is divided by.
    pub area: String,
    /// 万元/亩, four decimals, or `—`.
    pub per_mu: String,
    /// `已匹配`, `确认为零`, `未匹配 · 缺 1 户`.
    pub state: String,
    /// The calculation.
    pub arithmetic: String,
    /// Where its parts were read.
    pub sources: Vec<SourceView>,
}

/// What a person decided on paper.
#[derive(Debug, Clone)]
pub struct DecisionRow {
    /// 类型.
    pub kind: String,
    /// 文号.
    pub document: String,
    /// 依据 and 结论.
    pub words: String,
    /// `2022-03-01 起`, `2022-03-01 至 2024-02-28`.
    pub term: String,
    /// Where it was read, or who entered it.
    pub source: Option<SourceView>,
}

/// One act in the parcel's history, newest first.
#[derive(Debug, Clone)]
pub struct TimelineEntry {
    /// `2023-10-07`
    pub date: String,
    /// What was done.
    pub act: String,
    /// Who, and on what basis.
    pub detail: String,
}

/// A year that the parcel may be judged for.
#[derive(Debug, Clone)]
pub struct YearLink {
    /// The year.
    pub year: i32,
    /// Its address.
    pub href: String,
    /// Is it being shown?
    pub current: bool,
}

/// One parcel.
#[derive(Debug, Clone)]
pub struct ParcelView {
    /// Code, as in addresses.
    pub code: String,
    /// Code in groups.
    pub code_grouped: String,
    /// 坐落, or the code.
    pub title: String,
    /// 属地.
    pub unit: String,
    /// Year of the lines.
    pub year: i32,
    /// Years to choose from.
    pub years: Vec<YearLink>,
    /// `列入`, `不列入`, `不确定` or `不在范围`.
    pub status: &'static str,
    /// Its categories.
    pub categories: Vec<CategoryTag>,
    /// Is it 重点整治? `None` when a missing fact keeps it open.
    pub focus: Option<bool>,
    /// What keeps it open, one sentence each; empty when nothing does.
    pub missing: Vec<String>,
    /// 宗地面积, 亩.
    pub area: String,
    /// Year of `tax_per_mu`.
    pub tax_year: i32,
    /// 万元/亩, two decimals, or `—`.
    pub tax_per_mu: String,
    /// `2022-7 版`
    pub edition: String,
    /// Short form of the edition's hash.
    pub edition_fingerprint: String,
    /// Day of judgement.
    pub as_of: String,
    /// Why it is (not) on the list.
    pub findings: Vec<FindingGroup>,
    /// Which single facts would turn it.
    pub near: NearList,
    /// Other words on the verdict; may be empty.
    pub remarks: Vec<String>,
    /// Facts with sources.
    pub facts: Vec<FactRow>,
    /// Firms.
    pub occupants: Vec<OccupantRow>,
    /// Sum of the occupants' land, 亩.
    pub occupied: String,
    /// Sum of their tax, 万元.
    pub occupants_tax: String,
    /// Tax by year, drawn; `None` where amounts are masked.
    pub chart: Option<TaxChart>,
    /// Tax by year, in a table.
    pub tax: Vec<TaxRow>,
    /// What persons decided.
    pub decisions: Vec<DecisionRow>,
    /// The parcel among its neighbours; `None` without a shape.
    pub map: Option<MiniMap>,
    /// Its history.
    pub events: Vec<TimelineEntry>,
}

impl ParcelView {
    /// Style class of its first category; empty without one.
    pub fn class(&self) -> &'static str {
        self.categories.first().map_or("", |tag| crate::parts::class(tag.0))
    }
}
