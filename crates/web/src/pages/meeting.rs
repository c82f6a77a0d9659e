//! The agenda and decisions of a meeting, and its minutes as a sheet.

use askama::Template;

use crate::frame::{Frame, Section};
use crate::parts::Choice;

/// Something that could be put on the agenda.
#[derive(Debug, Clone, Default)]
pub struct CandidateRow {
    /// What the box sends: `kind:id:verb`.
    pub tick: String,
    /// Its page.
    pub href: String,
    /// What people call it.
    pub title: String,
    /// Number and code of the parcel.
    pub code: String,
    /// Unit.
    pub unit: String,
    /// What would be decided: 认定, 入库, …
    pub label: String,
    /// State in words.
    pub state: &'static str,
    /// Tone of the state.
    pub tone: &'static str,
    /// What is missing yet; with any of it there is no box.
    pub missing: Vec<String>,
}

/// An item of the meeting.
#[derive(Debug, Clone, Default)]
pub struct ItemRow {
    /// What the box sends: `items:id:version`.
    pub tick: String,
    /// Has it still to be decided?
    pub open: bool,
    /// Its page.
    pub href: String,
    /// The item.
    pub title: String,
    /// Number.
    pub code: String,
    /// State in words.
    pub state: &'static str,
    /// Tone of the state.
    pub tone: &'static str,
    /// What was settled.
    pub settled: String,
    /// 办理时限
    pub due: String,
}

/// The agenda of a meeting.
#[derive(Template)]
#[template(path = "meeting/agenda.html")]
pub struct AgendaPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Id of the meeting.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its level in words.
    pub level: &'static str,
    /// Its state in words.
    pub state: &'static str,
    /// Tone of the state.
    pub tone: &'static str,
    /// Are items being collected, and may the reader put some on?
    pub collecting: bool,
    /// What waits for a meeting of this level.
    pub candidates: Vec<CandidateRow>,
    /// Its items.
    pub items: Vec<ItemRow>,
    /// Outcomes that can be entered for many items; none before it was held.
    pub decide: Vec<Choice>,
}

/// One item of the minutes.
#[derive(Debug, Clone, Default)]
pub struct MinuteRow {
    /// Number of the item.
    pub number: String,
    /// 议题
    pub subject: String,
    /// 汇报内容
    pub report: String,
    /// 议定事项
    pub settled: String,
    /// 责任单位
    pub responsible: String,
    /// 办理时限
    pub deadline: String,
}

/// The minutes as a sheet to print (domain.md §5.5, §5.6).
#[derive(Template)]
#[template(path = "meeting/minutes.html")]
pub struct MinutesSheet {
    /// 桐庐县
    pub county: String,
    /// Are the data synthetic?
    pub demo: bool,
    /// Where the reader came from.
    pub back: String,
    /// 会议名称
    pub name: String,
    /// 会议层级
    pub level: &'static str,
    /// 时间
    pub held_on: String,
    /// 地点
    pub place: String,
    /// 主持人
    pub chair: String,
    /// 出席、列席、请假
    pub attendance: String,
    /// 签发人
    pub signed_by: String,
    /// Not signed yet.
    pub draft: bool,
    /// The items.
    pub rows: Vec<MinuteRow>,
    /// Day of printing.
    pub printed_on: String,
    /// 记录人
    pub recorder: String,
}

impl AgendaPage {
    /// A meeting that collects items, with one already on its agenda.
    pub fn sample() -> Self {
        let row = |title: &str, label: &str, missing: &[&str]| CandidateRow {
            tick: "cases:0:confirm".to_owned(),
            href: "/cases/0".to_owned(),
            title: title.to_owned(),
            code: "2023-0017 · 330122 102003 GB00047".to_owned(),
            unit: "横村镇".to_owned(),
            label: label.to_owned(),
            state: "已核实待认定",
            tone: "dai",
            missing: missing.iter().map(|text| (*text).to_owned()).collect(),
        };
        Self {
            frame: Frame::sample(Section::None),
            id: "0".to_owned(),
            name: "10 月例会".to_owned(),
            level: "办公室例会",
            state: "议题征集",
            tone: "dai",
            collecting: true,
            candidates: vec![
                row("东溪工业园3号", "认定", &[]),
                row("歌舞路35号", "认定", &["陈述申辩期到 2023-10-16 为止。"]),
            ],
            items: vec![ItemRow {
                tick: "items:0:3".to_owned(),
                open: true,
                href: "/items/0".to_owned(),
                title: "入库：梅蓉路8号".to_owned(),
                code: "2023-0004".to_owned(),
                state: "列入议程",
                tone: "dai",
                ..ItemRow::default()
            }],
            decide: Choice::list([("agree", "同意"), ("defer", "暂缓")], "agree"),
        }
    }
}

impl MinutesSheet {
    /// A believable sheet.
    pub fn sample() -> Self {
        Self {
            county: "桐庐县".to_owned(),
            demo: true,
            back: "/meetings/0".to_owned(),
            name: "10 月例会".to_owned(),
            level: "办公室例会",
            held_on: "2023-10-09".to_owned(),
            place: "县行政中心 3 号会议室".to_owned(),
            chair: "章程".to_owned(),
            attendance: "出席：何静、徐琳".to_owned(),
            signed_by: String::new(),
            draft: true,
            rows: vec![MinuteRow {
                number: "2023-0004".to_owned(),
                subject: "入库：梅蓉路8号".to_owned(),
                settled: "同意。抓紧编制方案。".to_owned(),
                responsible: "横村镇".to_owned(),
                deadline: "2023-10-20".to_owned(),
                ..MinuteRow::default()
            }],
            printed_on: "2023-10-09".to_owned(),
            recorder: "何静".to_owned(),
        }
    }
}
