//! 指标明细: what a figure means, how it is reckoned, and the rows that make it.

use askama::Template;

use crate::frame::{Frame, Section};

/// `GET /cockpit/figures/{key}`
#[derive(Template)]
#[template(path = "cockpit/figure.html")]
pub struct FigurePage {
    /// What surrounds it.
    pub frame: Frame,
    /// Its name.
    pub label: &'static str,
    /// 全县, or a unit, and the month.
    pub of: String,
    /// The cockpit it was opened from.
    pub back: String,
    /// The figure with its unit, target and rate; empty for none.
    pub value: String,
    /// What it means.
    pub meaning: &'static str,
    /// How it is reckoned.
    pub formula: &'static str,
    /// What it comes from.
    pub source: &'static str,
    /// Lists that hold it: words and address.
    pub lists: Vec<(&'static str, String)>,
    /// How many rows there are.
    pub total: usize,
    /// Their sum.
    pub sum: String,
    /// The first of them.
    pub rows: Vec<RowView>,
}

/// A row behind a figure.
#[derive(Debug, Clone, Default)]
pub struct RowView {
    /// Its dossier or page.
    pub href: String,
    /// Number and code.
    pub name: String,
    /// Name of its unit.
    pub unit: String,
    /// Day from which it counts.
    pub on: String,
    /// How much of it counts.
    pub amount: String,
    /// It had counted before.
    pub again: bool,
}

impl FigurePage {
    /// The sample.
    pub fn sample() -> Self {
        let row = |name: &str, unit: &str, on: &str, amount: &str| RowView {
            href: "/dossiers/330122102003GB00047".to_owned(),
            name: name.to_owned(),
            unit: unit.to_owned(),
            on: on.to_owned(),
            amount: amount.to_owned(),
            again: amount.starts_with('0'),
        };
        Self {
            frame: Frame::sample(Section::Cockpit),
            label: "本年出清",
            of: "全县 · 现在".to_owned(),
            back: "/cockpit".to_owned(),
            value: "3,624.5 / 4,000 亩 · 90.6%".to_owned(),
            meaning: "本年度出清的面积，对照本年度任务。",
            formula: "完成率 = 本年出清面积 ÷ 年度任务",
            source: "案件办理时记下的出清日",
            lists: vec![("已出库案件", "/cases?state=EXITED".to_owned())],
            total: 2,
            sum: "33.6 亩".to_owned(),
            rows: vec![
                row("2022-0047 · 330122 102003 GB00047", "横村镇", "2023-09-28", "33.6 亩"),
                row("2022-0012 · 330122 102003 GB00012", "横村镇", "2023-09-20", "0.0 亩"),
            ],
        }
    }
}
