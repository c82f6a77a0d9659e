//! 整治进度: months and lights, of one case and of every unit.

use askama::Template;
use lingdi_domain::step4_remediation::progress::Colour;
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, Section};
use crate::parts::Choice;

/// A light as pages show it: a colour, a form and a word.
#[derive(Debug, Clone, Default)]
pub struct LightView {
    /// `good`, `warn` or `bad`.
    pub tone: &'static str,
    /// 绿灯, 黄灯, 红灯
    pub label: &'static str,
    /// Why, in one line; empty for green.
    pub why: String,
}

impl LightView {
    /// A light without its reasons.
    pub fn of(colour: Colour) -> Self {
        Self { tone: tone(colour), label: colour.label(), why: String::new() }
    }

    /// The colours, to filter by.
    pub fn choices(present: &str) -> Vec<Choice> {
        let all = std::iter::once(("", "全部"));
        let worst_first = Colour::ALL.iter().rev().map(|colour| (colour.code(), colour.label()));
        Choice::list(all.chain(worst_first), present)
    }
}

/// The tone of a colour.
pub fn tone(colour: Colour) -> &'static str {
    match colour {
        Colour::Green => "good",
        Colour::Yellow => "warn",
        Colour::Red => "bad",
    }
}

/// A month of a case.
#[derive(Debug, Clone, Default)]
pub struct MonthView {
    /// `9月`; with the year where it changes.
    pub month: String,
    /// 按时, 迟报, 未报, 待报
    pub standing: &'static str,
    /// Tone of the light when the report was due.
    pub tone: &'static str,
    /// The light in words.
    pub light: &'static str,
    /// When it was reported, how far, and what was told; empty without a report.
    pub told: String,
}

/// How a case stands.
#[derive(Debug, Clone, Default)]
pub struct ProgressView {
    /// Its light; `None` when it is not under work.
    pub light: Option<LightView>,
    /// Why it is not green and what would turn it: tone and sentence.
    pub reasons: Vec<(&'static str, String)>,
    /// The last months, the earliest first.
    pub months: Vec<MonthView>,
    /// What was reported last.
    pub latest: String,
}

impl ProgressView {
    /// A believable case: a milestone is late.
    pub fn sample() -> Self {
        let month = |month: &str, standing, colour, told: &str| MonthView {
            month: month.to_owned(),
            standing,
            tone: tone(colour),
            light: colour.label(),
            told: told.to_owned(),
        };
        Self {
            light: Some(LightView::of(Colour::Red)),
            reasons: vec![(
                "bad",
                "节点“设备进场”应于 2023-09-20 完成，已逾期 19 天。登记“节点完成”后转绿；确需延期的，由属地领导申请调整方案。"
                    .to_owned(),
            )],
            months: vec![
                month("2023年7月", "按时", Colour::Green, "8月4日报"),
                month("8月", "迟报", Colour::Green, "9月6日报"),
                month("9月", "未报", Colour::Red, ""),
                month("10月", "待报", Colour::Red, ""),
            ],
            latest: "2023年8月：设备已订购 · 完成 40% · 投资 120.50 万元".to_owned(),
        }
    }
}

/// `GET /progress`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgressQuery {
    /// Unit whose late reports are listed; empty for all.
    pub unit: String,
}

/// Reports of a unit for a month.
#[derive(Debug, Clone, Default)]
pub struct UnitMonthView {
    /// `bad` with reports missing, `warn` with late ones, `good` when all came in time, `plain` while they
    /// are awaited; empty without cases.
    pub tone: &'static str,
    /// `6/8`: reported, of those that are due.
    pub figure: String,
    /// `迟 1 缺 2`; empty when nothing is wrong.
    pub note: String,
}

/// How a unit stands.
#[derive(Debug, Clone, Default)]
pub struct UnitRow {
    /// Its name.
    pub unit: String,
    /// Cases under work, with the list behind.
    pub cases: (String, String),
    /// Tone, name, how many, and the list behind, the worst first.
    pub lights: Vec<(&'static str, &'static str, usize, String)>,
    /// Its months.
    pub months: Vec<UnitMonthView>,
}

/// A case with late or missing reports.
#[derive(Debug, Clone, Default)]
pub struct LateRow {
    /// Its page.
    pub href: String,
    /// What people call it.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// `2023年8月 迟报、2023年9月 未报`
    pub months: String,
}

/// A case with reports that wait to be checked.
#[derive(Debug, Clone, Default)]
pub struct UncheckedRow {
    /// What the box sends: `cases:id:version`.
    pub tick: String,
    /// Its page.
    pub href: String,
    /// What people call it.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// `2023年9月`
    pub months: String,
    /// By when the office checks them.
    pub check_by: String,
    /// Has that day passed?
    pub is_late: bool,
}

/// A plan or report of a unit.
#[derive(Debug, Clone, Default)]
pub struct PaperView {
    /// Its page; empty where there is none.
    pub href: String,
    /// `bad` where it is owed and late, `warn` where it came late, `plain` while it is owed, `good` after.
    pub tone: &'static str,
    /// State in words.
    pub state: &'static str,
    /// 逾期未报, 迟报; empty when nothing is wrong.
    pub note: &'static str,
}

/// What a unit has planned for the year and reported of its months.
#[derive(Debug, Clone, Default)]
pub struct PaperRow {
    /// Its name.
    pub unit: String,
    /// 年度作战方案
    pub plan: PaperView,
    /// 属地月报 by month.
    pub reports: Vec<PaperView>,
}

/// The page.
#[derive(Template)]
#[template(path = "progress.html")]
pub struct ProgressPage {
    /// What surrounds it.
    pub frame: Frame,
    /// By when this month's reports are due, and how lights are computed.
    pub line: String,
    /// Headings of the months.
    pub months: Vec<String>,
    /// The units, in the official order.
    pub units: Vec<UnitRow>,
    /// Which year the plans are of.
    pub year: i32,
    /// 年度作战方案 and 属地月报, in the official order.
    pub papers: Vec<PaperRow>,
    /// Units to filter the late ones by.
    pub choices: Vec<Choice>,
    /// The late ones.
    pub late: Vec<LateRow>,
    /// Reports that the reader may check (核定).
    pub unchecked: Vec<UncheckedRow>,
}

impl ProgressPage {
    /// A believable page.
    pub fn sample() -> Self {
        let month = |tone, figure: &str, note: &str| UnitMonthView {
            tone,
            figure: figure.to_owned(),
            note: note.to_owned(),
        };
        let paper = |tone, state, note| PaperView { href: "/unit_reports/0".to_owned(), tone, state, note };
        let lights = |red| {
            [(Colour::Red, red), (Colour::Yellow, 2), (Colour::Green, 5)]
                .map(|(colour, count)| {
                    (tone(colour), colour.label(), count, format!("/cases?light={}", colour.code()))
                })
                .into()
        };
        let unit = |unit: &str, red, last: UnitMonthView| UnitRow {
            unit: unit.to_owned(),
            cases: ("8".to_owned(), "/cases?state=EXECUTING&unit=330122102".to_owned()),
            lights: lights(red),
            months: vec![month("good", "7/7", ""), month("warn", "8/8", "迟 1"), last],
        };
        Self {
            frame: Frame::sample(Section::Progress),
            line: "2023年10月的月报 2023-11-06 截止".to_owned(),
            months: ["8月", "9月", "10月"].map(str::to_owned).into(),
            units: vec![
                unit("横村镇", 1, month("plain", "2/8", "")),
                unit("分水镇", 0, month("bad", "5/8", "缺 3")),
            ],
            year: 2023,
            papers: vec![PaperRow {
                unit: "横村镇".to_owned(),
                plan: paper("warn", "已备案", "迟报"),
                reports: vec![
                    paper("good", "已核定", ""),
                    paper("bad", "待报", "逾期未报"),
                    PaperView::default(),
                ],
            }],
            choices: Choice::list([("", "全部"), ("330122102", "横村镇")], ""),
            late: vec![LateRow {
                href: "/cases/0".to_owned(),
                title: "东溪工业园3号".to_owned(),
                unit: "横村镇".to_owned(),
                months: "2023年9月 迟报".to_owned(),
            }],
            unchecked: vec![UncheckedRow {
                tick: "cases:0:7".to_owned(),
                href: "/cases/0".to_owned(),
                title: "歌舞路35号".to_owned(),
                unit: "分水镇".to_owned(),
                months: "2023年9月".to_owned(),
                check_by: "2023-10-09".to_owned(),
                is_late: false,
            }],
        }
    }

    /// Before any work began.
    pub fn sample_empty() -> Self {
        Self {
            units: Vec::new(),
            papers: Vec::new(),
            late: Vec::new(),
            unchecked: Vec::new(),
            ..Self::sample()
        }
    }
}
