//! 零地增效驾驶舱: the whole county on one dark screen, or one unit of it; and what stands behind each figure.

mod figure;
mod sample;

pub use figure::{FigurePage, RowView};

use askama::Template;
use serde::Deserialize;

/// `GET /cockpit`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CockpitQuery {
    /// Code of a unit; empty for all that the reader may see.
    pub unit: String,
    /// `2023-09`; empty for now.
    pub month: String,
}

/// The page: a frame of its own around the stage.
#[derive(Template)]
#[template(path = "cockpit/screen.html")]
pub struct CockpitPage {
    /// What the title of the window says.
    pub title: String,
    /// Where the stage is fetched again.
    pub stage_href: String,
    /// Where changes are heard of.
    pub events_href: String,
    /// The stage, as HTML.
    pub stage: String,
}

/// `GET /cockpit/stage`: all that changes, a fragment of HTML.
#[derive(Template, Clone, Default)]
#[template(path = "cockpit/stage.html")]
pub struct Stage {
    /// Changes when anything on it does.
    pub etag: String,
    /// 桐庐县
    pub county: String,
    /// Name of the unit that is looked at; empty for the county.
    pub unit: String,
    /// The county, from a unit.
    pub back: String,
    /// `现在`, or `2023年9月`
    pub moment: String,
    /// 关账时冻结 …; empty now.
    pub moment_note: &'static str,
    /// This moment's neighbour months, where there are.
    pub before: String,
    /// The month after.
    pub after: String,
    /// Now, from a month.
    pub now: String,
    /// `2023年10月9日 星期一`
    pub date: String,
    /// `数据截至 …`
    pub data: Vec<Piece>,
    /// What stands behind it.
    pub data_href: String,
    /// Are the data synthetic?
    pub demo: bool,
    /// The strip.
    pub cells: Vec<Cell>,
    /// 五步流程
    pub steps: Vec<StepRow>,
    /// Sites under work, the donut's middle.
    pub way_total: String,
    /// What stands behind the paths.
    pub ways_href: String,
    /// 整治路径
    pub ways: Vec<WayRow>,
    /// What stands behind the tax.
    pub tax_href: String,
    /// 亩均税收
    pub taxes: Vec<TaxLine>,
    /// The map.
    pub map: Option<MapView>,
    /// The month's title: `9月排名`
    pub rank_title: String,
    /// 初步, 已公布 …
    pub rank_note: String,
    /// The table.
    pub rank_href: String,
    /// Where time stands in the bars, percent; empty for nowhere.
    pub rank_line: String,
    /// Units by rank, when the county is looked at.
    pub ranks: Vec<RankView>,
    /// Place and score of the unit that is looked at.
    pub standing: Vec<Piece>,
    /// Sites by area, when a unit is looked at.
    pub sites: Vec<SiteRow>,
    /// How many sites there are.
    pub site_count: usize,
    /// 连片地块
    pub blocks: Vec<BlockView>,
    /// How many were examined.
    pub block_notes: Vec<Piece>,
    /// Red and yellow ones.
    pub alert_counts: (String, String),
    /// What stands behind them.
    pub alerts_href: String,
    /// 预警
    pub alerts: Vec<AlertRow>,
    /// 出清 in the month shown.
    pub amount: Piece,
    /// Months of the plan.
    pub months: Vec<MonthBar>,
    /// Years under them: x and name.
    pub years: Vec<(String, String)>,
}

/// A figure with words around it.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    /// Before it.
    pub label: String,
    /// The figure.
    pub figure: String,
    /// After it.
    pub unit: String,
}

impl Piece {
    /// A figure between its label and its unit.
    pub fn new(label: &str, figure: impl Into<String>, unit: &str) -> Self {
        Self { label: label.to_owned(), figure: figure.into(), unit: unit.to_owned() }
    }
}

/// A cell of the strip.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// Its name in addresses, and in the style.
    pub key: &'static str,
    /// What stands behind it.
    pub href: String,
    /// Its name.
    pub label: &'static str,
    /// Share of the target, percent; empty for none.
    pub rate: String,
    /// The figure; 暂无 without a source.
    pub figure: String,
    /// Is it there?
    pub known: bool,
    /// `/ 4,000 亩`: the target, empty for none, and the unit.
    pub target: String,
    /// 亩 …
    pub unit: &'static str,
    /// Width of the bar, percent; empty for no bar.
    pub width: String,
    /// Where time stands in it.
    pub tick: String,
    /// `ok`, `mid`, `low`, or nothing.
    pub tone: &'static str,
    /// 超序时 0.9 点, 共 641 宗 …
    pub notes: Vec<Piece>,
}

/// One of the five steps.
#[derive(Debug, Clone, Default)]
pub struct StepRow {
    /// 一 … 五
    pub numeral: &'static str,
    /// What stands behind it.
    pub href: String,
    /// 调查核实
    pub label: &'static str,
    /// 初步清单
    pub state: &'static str,
    /// 宗
    pub count: String,
    /// 亩
    pub area: String,
    /// Percent of the first step's area.
    pub width: String,
}

/// A path.
#[derive(Debug, Clone, Default)]
pub struct WayRow {
    /// Its colour.
    pub class: &'static str,
    /// Its name.
    pub label: &'static str,
    /// 亩
    pub area: String,
    /// Length of its arc and of the rest, percent of the ring.
    pub arc: (String, String),
    /// Where its arc begins.
    pub offset: String,
}

/// Tax before and after of a path.
#[derive(Debug, Clone, Default)]
pub struct TaxLine {
    /// Its name.
    pub label: &'static str,
    /// 万元/亩; empty where too few firms would be told apart.
    pub before: String,
    /// 万元/亩
    pub after: String,
    /// Where they stand, percent of the axis.
    pub x: (String, String),
}

/// The drawn map.
#[derive(Debug, Clone, Default)]
pub struct MapView {
    /// Width and height.
    pub size: (f64, f64),
    /// Units.
    pub units: Vec<UnitShape>,
    /// Sites.
    pub points: Vec<Point>,
    /// Is the outline schematic?
    pub schematic: bool,
}

/// A unit on the map.
#[derive(Debug, Clone, Default)]
pub struct UnitShape {
    /// SVG path.
    pub path: String,
    /// `r0` … `r4` by 出清率 − 序时, `none`, with `zone`, `far`.
    pub class: String,
    /// The unit; empty when the reader may not open it.
    pub href: String,
    /// Its name, short.
    pub name: String,
    /// 出清率, percent; empty for none.
    pub rate: String,
    /// Where its name stands; empty for nowhere.
    pub at: Option<(f64, f64)>,
    /// What a screen reader is told.
    pub title: String,
}

/// A site on the map.
#[derive(Debug, Clone, Default)]
pub struct Point {
    /// Middle and radius.
    pub at: (f64, f64, String),
    /// `a` … `d`, with `gone` when cleared.
    pub class: String,
    /// Its dossier; empty from afar.
    pub href: String,
    /// What a screen reader is told.
    pub title: String,
}

/// A unit by rank.
#[derive(Debug, Clone, Default)]
pub struct RankView {
    /// Its place; empty for none.
    pub place: String,
    /// Its name.
    pub name: String,
    /// The unit; empty when the reader may not open it.
    pub href: String,
    /// 出清率, percent; empty for none.
    pub rate: String,
    /// Width of its bar.
    pub width: String,
    /// Tone of the bar.
    pub tone: &'static str,
    /// 得分
    pub score: String,
    /// Its arithmetic; empty when the reader may not see it.
    pub score_href: String,
    /// In the last two.
    pub bottom: bool,
    /// Months in a row there.
    pub streak: usize,
}

/// A site of the unit that is looked at.
#[derive(Debug, Clone, Default)]
pub struct SiteRow {
    /// Its dossier.
    pub href: String,
    /// 坐落, or the code.
    pub place: String,
    /// `a` … `d`
    pub class: &'static str,
    /// A … D
    pub letter: &'static str,
    /// 亩
    pub area: String,
    /// 已出清, 整治中 …
    pub state: &'static str,
    /// Is it cleared?
    pub cleared: bool,
}

/// A block.
#[derive(Debug, Clone, Default)]
pub struct BlockView {
    /// Its page.
    pub href: String,
    /// Unit and number.
    pub name: String,
    /// State in words.
    pub state: &'static str,
    /// Completed, 亩.
    pub done: String,
    /// Of so many.
    pub area: String,
    /// Percent.
    pub width: String,
}

/// An alert.
#[derive(Debug, Clone, Default)]
pub struct AlertRow {
    /// `low` red, `mid` yellow.
    pub tone: &'static str,
    /// Where it is worked on.
    pub href: String,
    /// What happened.
    pub what: String,
    /// Whose it is.
    pub who: String,
}

/// A month of the plan.
#[derive(Debug, Clone, Default)]
pub struct MonthBar {
    /// That month; empty while it has not come.
    pub href: String,
    /// Left edge.
    pub x: String,
    /// Upper edge and height of its bar.
    pub bar: (String, String),
    /// Is it shown?
    pub current: bool,
    /// In words.
    pub title: String,
}
