//! 目标任务: the targets of a year by unit, with the documents that set them.

use askama::Template;

use crate::frame::{Frame, Section};
use crate::pages::list::Tab;

/// A cell: the amount, and where it comes from.
#[derive(Debug, Clone, Default)]
pub struct TargetCell {
    /// Amount; empty where nothing is set.
    pub amount: String,
    /// 文号 and the day since when.
    pub basis: String,
}

/// A row: a unit, or one of its months.
#[derive(Debug, Clone, Default)]
pub struct TargetRow {
    /// Unit, or `至 6 月`.
    pub name: String,
    /// Is it a month of the unit above?
    pub is_month: bool,
    /// Is the unit written as the table of units has it?
    pub known: bool,
    /// One for each indicator.
    pub cells: Vec<TargetCell>,
}

/// The units together beside the county's target.
#[derive(Debug, Clone, Default)]
pub struct SumCell {
    /// Together; empty where none is set.
    pub units: String,
    /// Asked by the policy; empty where it is silent.
    pub county: String,
    /// Do they fall short?
    pub short: bool,
    /// Reached by the county that year.
    pub done: String,
    /// Reached in all the years of the policy, of what it asks of them together; empty where it is silent.
    pub whole: String,
}

/// A target that was replaced.
#[derive(Debug, Clone, Default)]
pub struct FormerRow {
    /// Unit and month.
    pub unit: String,
    /// Indicator.
    pub indicator: String,
    /// Amount with its unit.
    pub amount: String,
    /// 文号
    pub document: String,
    /// From when to when.
    pub term: String,
}

/// `GET /targets`
#[derive(Template)]
#[template(path = "targets.html")]
pub struct TargetsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The year.
    pub year: i32,
    /// Years.
    pub tabs: Vec<Tab>,
    /// Indicators with their unit.
    pub indicators: Vec<(&'static str, &'static str)>,
    /// Units and their months.
    pub rows: Vec<TargetRow>,
    /// Sums, one for each indicator.
    pub sums: Vec<SumCell>,
    /// What was replaced, newest first.
    pub former: Vec<FormerRow>,
}

impl TargetsPage {
    /// A believable page.
    pub fn sample() -> Self {
        let cell = |amount: &str| TargetCell {
            amount: amount.to_owned(),
            basis: "桐零地办〔2023〕2号 · 2023-02-01 起".to_owned(),
        };
        let row = |name: &str, is_month| TargetRow {
            name: name.to_owned(),
            is_month,
            known: true,
            cells: vec![cell("320"), cell("40"), TargetCell::default(), cell("120"), TargetCell::default()],
        };
        let sum = |units: &str, county: &str, short| SumCell {
            units: units.to_owned(),
            county: county.to_owned(),
            short,
            done: "1,204.5".to_owned(),
            whole: "3,310.2 / 10,000".to_owned(),
        };
        Self {
            frame: Frame::sample(Section::Policy),
            year: 2023,
            tabs: vec![Tab {
                label: "年",
                count: "2023".to_owned(),
                href: "/targets?year=2023".to_owned(),
                current: true,
            }],
            indicators: lingdi_app::targets::INDICATORS.to_vec(),
            rows: vec![row("分水镇", false), row("至 6 月", true), row("横村镇", false)],
            sums: vec![
                sum("3,820", "4,000", true),
                sum("400", "400", false),
                sum("", "3", true),
                sum("240", "", false),
                sum("", "", false),
            ],
            former: vec![FormerRow {
                unit: "分水镇".to_owned(),
                indicator: "出清".to_owned(),
                amount: "300 亩".to_owned(),
                document: "桐零地办〔2023〕1号".to_owned(),
                term: "2023-01-20 至 2023-02-01".to_owned(),
            }],
        }
    }
}
