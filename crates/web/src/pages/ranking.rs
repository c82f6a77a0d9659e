//! 考核排名: the table of a month, and one unit's arithmetic.

use askama::Template;

use crate::frame::{Frame, Section};
use crate::parts::Choice;

/// An indicator of the scheme.
#[derive(Debug, Clone, Default)]
pub struct LegendItem {
    /// Its colour, by place: `k1` … `k6`.
    pub class: String,
    /// Its name.
    pub label: String,
    /// Its weight.
    pub weight: String,
}

/// What an indicator brings to a unit's score, as a piece of its bar.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    /// Its colour.
    pub class: String,
    /// Where it begins, percent of the bar.
    pub x: String,
    /// Width of what it could bring, percent of the bar.
    pub most: String,
    /// Width of what it brings, percent of the bar.
    pub got: String,
    /// In words.
    pub words: String,
}

/// A unit with a place.
#[derive(Debug, Clone, Default)]
pub struct RankRow {
    /// Its place.
    pub place: usize,
    /// How it changed since the month before: `up`, `down`, or nothing.
    pub moved: &'static str,
    /// By how many places; `–` for the same.
    pub by: String,
    /// Its name.
    pub name: String,
    /// Its arithmetic; empty when the reader may not see it.
    pub href: String,
    /// Its score by indicator.
    pub pieces: Vec<Piece>,
    /// Points added or taken off; empty for none.
    pub adjusted: String,
    /// Its score, two places.
    pub score: String,
    /// Cleared this year, 亩.
    pub done: String,
    /// The year's task, 亩; empty for none.
    pub task: String,
    /// Share of the year's task, percent; empty for none.
    pub rate: String,
    /// Width of the bar of that share.
    pub width: String,
    /// Where the time-progress line stands in it.
    pub line: String,
    /// `good`, `warn` or `bad`.
    pub tone: &'static str,
    /// In the last two.
    pub bottom: bool,
    /// Ties there, and the office has to decide.
    pub tied: bool,
    /// Months in a row in the last two; 0 for none.
    pub streak: usize,
    /// A person has to confirm that they belong together.
    pub pending: bool,
}

/// A warning or interview.
#[derive(Debug, Clone, Default)]
pub struct AlertRow {
    /// Its page.
    pub href: String,
    /// Name of the unit.
    pub name: String,
    /// The months, in words.
    pub months: String,
    /// State in words.
    pub state: &'static str,
    /// Tone of the state.
    pub tone: &'static str,
}

/// A unit whose place or score a correction changed.
#[derive(Debug, Clone, Default)]
pub struct ChangeRow {
    /// Its name.
    pub name: String,
    /// Place and score before.
    pub before: String,
    /// Place and score now.
    pub now: String,
}

/// `GET /ranking`
#[derive(Template)]
#[template(path = "ranking/month.html")]
pub struct RankingPage {
    /// What surrounds it.
    pub frame: Frame,
    /// `2023年8月`
    pub month: String,
    /// How the table came about: 预览, 已冻结, 已公布…
    pub state: String,
    /// Tone of that.
    pub tone: &'static str,
    /// Units with a place.
    pub ranked: usize,
    /// Months to choose from.
    pub months: Vec<Choice>,
    /// The month before and after, where there is one.
    pub before: Option<String>,
    /// The month after.
    pub after: Option<String>,
    /// What the reader may do with the month: address, words, and whether it is what comes next.
    pub acts: Vec<(String, String, bool)>,
    /// Indicators.
    pub legend: Vec<LegendItem>,
    /// What of the year is due by then: `66.7%`, or that each unit planned it itself.
    pub phase: String,
    /// The table.
    pub rows: Vec<RankRow>,
    /// Units that take no part, by name.
    pub out: Vec<String>,
    /// Bureaus with a score: name, place and score.
    pub bureaus: Vec<(String, String)>,
    /// Bureaus of which there are no data.
    pub bureaus_out: Vec<String>,
    /// Warnings and interviews that are open.
    pub alerts: Vec<AlertRow>,
    /// What the last correction changed.
    pub changes: Vec<ChangeRow>,
    /// Why it was corrected.
    pub correction: String,
    /// Units whose reports are missing.
    pub missing: Vec<String>,
    /// Is the month closed?
    pub closed: bool,
    /// Only the reader's own units are shown, since it is not published yet.
    pub own_only: bool,
}

/// One measure in the arithmetic.
#[derive(Debug, Clone, Default)]
pub struct MeasureRow {
    /// Its name with its unit.
    pub label: String,
    /// Done.
    pub done: String,
    /// Due by then.
    pub due: String,
    /// The year's task; empty for none.
    pub task: String,
    /// Rate, four decimals; empty where it does not apply.
    pub rate: String,
    /// Why it does not apply.
    pub why: &'static str,
}

/// One indicator in the arithmetic.
#[derive(Debug, Clone, Default)]
pub struct ItemRow {
    /// Its name.
    pub label: String,
    /// Its weight.
    pub weight: String,
    /// Its measures.
    pub measures: Vec<MeasureRow>,
    /// Raw score, four decimals; empty for 不适用.
    pub raw: String,
    /// Weight times raw score.
    pub points: String,
}

/// Where a target leads.
#[derive(Debug, Clone, Default)]
pub struct PaceRow {
    /// Indicator with its unit.
    pub label: String,
    /// Done this year.
    pub done: String,
    /// The year's task.
    pub task: String,
    /// Likely by 31 December.
    pub likely: String,
    /// The range.
    pub range: String,
    /// Needed in each month that is left.
    pub needed: String,
    /// Will it be reached: `good`, `warn` or `bad`.
    pub tone: &'static str,
}

/// Something that was counted.
#[derive(Debug, Clone, Default)]
pub struct CountedLine {
    /// Its dossier, or its block.
    pub href: String,
    /// What people call it.
    pub title: String,
    /// Number and 宗地代码.
    pub code: String,
    /// Day from which it counts.
    pub on: String,
    /// Amount with its unit.
    pub amount: String,
    /// It had counted before (G11).
    pub again: bool,
}

/// `GET /ranking/2023-08/330122102`
#[derive(Template)]
#[template(path = "ranking/unit.html")]
pub struct UnitRankingPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Name of the unit.
    pub name: String,
    /// `2023年8月`
    pub month: String,
    /// The month's table.
    pub back: String,
    /// How the table came about.
    pub state: String,
    /// Score, two places; empty for who takes no part.
    pub score: String,
    /// Place of how many.
    pub place: String,
    /// Title of the scheme.
    pub scheme: String,
    /// Indicators.
    pub items: Vec<ItemRow>,
    /// Weights of what applies.
    pub weights: String,
    /// The weighted sum.
    pub weighted: String,
    /// The whole formula with its figures.
    pub formula: String,
    /// 督查扣分: points and reason.
    pub deductions: Vec<(String, String)>,
    /// Where the pace leads.
    pub paces: Vec<PaceRow>,
    /// What was counted, by indicator: label, sum, lines.
    pub counted: Vec<(String, String, Vec<CountedLine>)>,
    /// Hash of the bytes that a closed table came from; empty for a preview.
    pub fingerprint: String,
}

impl RankingPage {
    /// A believable page.
    pub fn sample() -> Self {
        let piece = |class: &str, x: &str, most: &str, got: &str| Piece {
            class: class.to_owned(),
            x: x.to_owned(),
            most: most.to_owned(),
            got: got.to_owned(),
            words: "出清面积 40.00 / 44.44".to_owned(),
        };
        let row = |place, name: &str, score: &str, bottom| RankRow {
            place,
            moved: if bottom { "down" } else { "up" },
            by: "1".to_owned(),
            name: name.to_owned(),
            href: "/ranking/2023-08/330122102".to_owned(),
            pieces: vec![piece("k1", "0.00", "66.07", "60.00"), piece("k2", "66.67", "33.33", "16.00")],
            score: score.to_owned(),
            done: "214.3".to_owned(),
            task: "260".to_owned(),
            rate: "82.4".to_owned(),
            width: "82.4".to_owned(),
            line: "66.7".to_owned(),
            tone: if bottom { "bad" } else { "good" },
            bottom,
            streak: if bottom { 2 } else { 0 },
            ..RankRow::default()
        };
        Self {
            frame: Frame::sample(Section::Ranking),
            month: "2023年8月".to_owned(),
            state: "已公布".to_owned(),
            tone: "dai",
            ranked: 3,
            months: Choice::list([("2023-08", "2023年8月 · 已公布")], "2023-08"),
            before: Some("/ranking?month=2023-07".to_owned()),
            after: None,
            acts: vec![("/periods/1".to_owned(), "办理".to_owned(), true)],
            legend: vec![LegendItem {
                class: "k1".to_owned(),
                label: "出清面积".to_owned(),
                weight: "40".to_owned(),
            }],
            phase: "66.7%".to_owned(),
            rows: vec![
                row(1, "江南镇", "98.36", false),
                row(2, "城南街道", "97.75", false),
                row(3, "钟山乡", "48.23", true),
            ],
            out: vec!["合村乡".to_owned()],
            bureaus: vec![("县经信局".to_owned(), "第 1 名 88.00 分".to_owned())],
            bureaus_out: vec!["县税务局".to_owned()],
            alerts: vec![AlertRow {
                href: "/interviews/1".to_owned(),
                name: "钟山乡".to_owned(),
                months: "2023年7月、2023年8月".to_owned(),
                state: "末位预警",
                tone: "warn",
            }],
            changes: vec![ChangeRow {
                name: "江南镇".to_owned(),
                before: "第 2 名 95.10 分".to_owned(),
                now: "第 1 名 98.36 分".to_owned(),
            }],
            correction: "漏报一宗".to_owned(),
            missing: vec!["分水镇 2 份".to_owned()],
            closed: true,
            own_only: false,
        }
    }
}

impl UnitRankingPage {
    /// A believable page.
    pub fn sample() -> Self {
        let measure = MeasureRow {
            label: "出清（亩）".to_owned(),
            done: "61.20".to_owned(),
            due: "80.00".to_owned(),
            task: "120".to_owned(),
            rate: "0.7650".to_owned(),
            why: "",
        };
        Self {
            frame: Frame::sample(Section::Ranking),
            name: "百江镇".to_owned(),
            month: "2023年8月".to_owned(),
            back: "/ranking?month=2023-08".to_owned(),
            state: "已公布（初步排名）".to_owned(),
            score: "71.35".to_owned(),
            place: "第 14 名，共 15 个单位".to_owned(),
            scheme: "乡镇（街道）、开发区月度评分办法（2022版）".to_owned(),
            items: vec![
                ItemRow {
                    label: "出清面积".to_owned(),
                    weight: "40".to_owned(),
                    measures: vec![measure],
                    raw: "0.7650".to_owned(),
                    points: "30.6000".to_owned(),
                },
                ItemRow {
                    label: "派单销号".to_owned(),
                    weight: "10".to_owned(),
                    measures: vec![MeasureRow {
                        label: "按期销号（件）".to_owned(),
                        why: "没有数据",
                        ..MeasureRow::default()
                    }],
                    ..ItemRow::default()
                },
            ],
            weights: "40".to_owned(),
            weighted: "30.6000".to_owned(),
            formula: "30.6000 ÷ 40 × 100 − 0.5 = 76.00".to_owned(),
            deductions: vec![("0.5".to_owned(), "督查问题 2023-0003（台账与现场不符）未销号".to_owned())],
            paces: vec![PaceRow {
                label: "出清（亩）".to_owned(),
                done: "61.2".to_owned(),
                task: "120".to_owned(),
                likely: "90.1".to_owned(),
                range: "72.0 ～ 108.3".to_owned(),
                needed: "14.7".to_owned(),
                tone: "bad",
            }],
            counted: vec![(
                "出清".to_owned(),
                "61.20 亩".to_owned(),
                vec![CountedLine {
                    href: "/dossiers/330122102003GB00048".to_owned(),
                    title: "百江镇罗山路 8 号".to_owned(),
                    code: "2023-0017 · 330122102003GB00048".to_owned(),
                    on: "2023-08-14".to_owned(),
                    amount: "12.40 亩".to_owned(),
                    again: false,
                }],
            )],
            fingerprint: "9f86…d081".to_owned(),
        }
    }
}
