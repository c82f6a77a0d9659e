//! 工作台: how much land, what waits, how fresh the data are, what came in last.

use askama::Template;

use crate::frame::{Frame, Section};
use crate::pages::batches::BatchRow;
use crate::parts::Figure;

/// A kind of data task and how many of it wait.
pub struct TaskGroup {
    /// `缺入库税额`
    pub title: String,
    /// Why it matters, where it mostly comes from.
    pub note: String,
    /// `14 条`
    pub count: String,
    /// The list of them.
    pub href: String,
    /// `good`, `warn`, `bad` or empty.
    pub tone: &'static str,
    /// Words beside the light: `使 37 宗不确定`.
    pub effect: String,
    /// Words of the button.
    pub action: &'static str,
}

/// How fresh one kind of data is.
pub struct FreshnessRow {
    /// The bureau that supplies it.
    pub bureau: String,
    /// The kind of data.
    pub kind: String,
    /// Matched rows, `98.9 %`; `—` when nothing has come.
    pub matched: String,
    /// `good`, `warn`, `bad` or empty when nothing has come.
    pub tone: &'static str,
    /// `今日`, `10月7日`, `未归集`.
    pub last: String,
    /// Its batches.
    pub href: String,
}

/// One unit's share of the list.
pub struct UnitRow {
    /// Name of the unit.
    pub name: String,
    /// The list of the unit.
    pub href: String,
    /// Parcels on the list.
    pub listed: String,
    /// Their area, 亩.
    pub area: String,
    /// Indeterminate parcels.
    pub indeterminate: String,
    /// Lengths of the bar's parts A, B, C, D, in hundredths of the longest bar.
    pub bar: [f64; 4],
    /// The four counts in words, for the bar's title.
    pub words: String,
}

impl UnitRow {
    /// The parts of the bar: class, start, length.
    pub fn pieces(&self) -> Vec<(&'static str, f64, f64)> {
        let mut start = 0.0;
        let classes = ["a", "b", "c", "d"];
        classes
            .into_iter()
            .zip(self.bar)
            .map(|(class, length)| {
                let piece = (class, start, length);
                start += length;
                piece
            })
            .collect()
    }
}

/// The page.
#[derive(Template)]
#[template(path = "home.html")]
pub struct HomePage {
    /// What surrounds it.
    pub frame: Frame,
    /// The band of figures.
    pub figures: Vec<Figure>,
    /// `2023 年度 · 2022-7 版`
    pub line: String,
    /// What waits, most pressing first.
    pub tasks: Vec<TaskGroup>,
    /// Data by kind.
    pub freshness: Vec<FreshnessRow>,
    /// Units, by area.
    pub units: Vec<UnitRow>,
    /// The last batches.
    pub batches: Vec<BatchRow>,
    /// Is there anything in the county yet?
    pub has_parcels: bool,
}

impl HomePage {
    /// A believable page.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(Section::Home),
            figures: vec![
                Figure::new("低效用地", "12,418.3", "亩", "641 宗", "/list"),
                Figure::new("重点整治", "142", "宗", "3,904.6 亩", "/list?tab=focus"),
                Figure::new("不确定", "37", "宗", "缺数据，不作判定", "/list?tab=indeterminate").tone("warn"),
                Figure::new("全部工业宗地", "2,318", "宗", "41,207.5 亩", "/list?tab=all"),
                Figure::new("数据任务", "47", "件", "", "/tasks"),
            ],
            line: "2023 年度口径 · 2022-7 版".to_owned(),
            tasks: sample_tasks(),
            freshness: sample_freshness(),
            units: sample_units(),
            batches: BatchRow::samples(),
            has_parcels: true,
        }
    }

    /// The page of a new county.
    pub fn sample_empty() -> Self {
        Self { has_parcels: false, tasks: vec![], units: vec![], batches: vec![], ..Self::sample() }
    }
}

fn sample_tasks() -> Vec<TaskGroup> {
    let task = |title: &str, note: &str, count: &str, tone, effect: &str, action| TaskGroup {
        title: title.to_owned(),
        note: note.to_owned(),
        count: count.to_owned(),
        href: "/tasks".to_owned(),
        tone,
        effect: effect.to_owned(),
        action,
    };
    vec![
        task("缺入库税额", "企业在册、当年税收表中没有", "23 家", "bad", "使 31 宗不确定", "处理"),
        task("企业未匹配", "2022 年度入库税收 · 税务局", "14 行", "warn", "使 6 宗不确定", "处理"),
        task("产业目录待认定", "行业代码命中淘汰类条目", "6 宗", "warn", "认定后列入 D", "处理"),
        task("占用面积与宗地面积不符", "相差超过宗地面积的 3%", "4 宗", "", "不影响判定", "处理"),
    ]
}

fn sample_freshness() -> Vec<FreshnessRow> {
    let row = |bureau: &str, kind: &str, matched: &str, tone, last: &str| FreshnessRow {
        bureau: bureau.to_owned(),
        kind: kind.to_owned(),
        matched: matched.to_owned(),
        tone,
        last: last.to_owned(),
        href: "/batches".to_owned(),
    };
    vec![
        row("税务局", "入库税收", "98.9", "good", "今日"),
        row("资规局", "宗地", "99.4", "good", "10月7日"),
        row("资规局", "供地合同", "99.1", "good", "10月7日"),
        row("经信局", "综合评价", "97.2", "good", "8月31日"),
        row("市监局", "企业登记", "99.8", "good", "10月8日"),
        row("供电公司", "用电", "86.5", "warn", "9月6日"),
        row("统计局", "统计年报", "—", "", "未归集"),
    ]
}

fn sample_units() -> Vec<UnitRow> {
    let row = |name: &str, listed: &str, area: &str, bar: [f64; 4]| UnitRow {
        name: name.to_owned(),
        href: "/list?unit=330122109".to_owned(),
        listed: listed.to_owned(),
        area: area.to_owned(),
        indeterminate: "3".to_owned(),
        bar,
        words: "A 亩均低效 78 宗，B 用而未尽 12 宗，C 占工非工 9 宗，D 其他类型 5 宗".to_owned(),
    };
    vec![
        row("桐庐经济开发区", "118", "3,120.4", [66.0, 18.0, 10.0, 6.0]),
        row("分水镇", "104", "2,204.9", [48.0, 10.0, 8.0, 4.6]),
        row("横村镇", "97", "1,806.2", [40.0, 8.0, 6.0, 3.8]),
        row("江南镇", "83", "1,544.0", [30.0, 9.0, 7.0, 3.5]),
        row("富春江镇", "61", "1,012.7", [20.0, 7.0, 3.0, 2.4]),
    ]
}
