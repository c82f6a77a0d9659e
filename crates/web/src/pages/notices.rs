//! 消息: what a person is told of deadlines.

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, Section};

/// `GET /notices`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticesQuery {
    /// Where the page before ended: `2023-10-08~id`.
    pub after: String,
    /// What was done just now.
    pub done: Option<String>,
}

/// One notice.
#[derive(Debug, Clone, Default)]
pub struct NoticeRow {
    /// Its id.
    pub id: String,
    /// The day on which it was to be told.
    pub day: String,
    /// `还有 3 个工作日到期`, `已逾期`, …
    pub words: String,
    /// `warn` before the deadline, `bad` after.
    pub tone: &'static str,
    /// The object's page.
    pub href: String,
    /// What people call it.
    pub title: String,
    /// Kind, number and unit.
    pub about: String,
    /// State of the object then.
    pub state: &'static str,
    /// The deadline.
    pub due: String,
    /// `第 2 次提醒`; empty for the first.
    pub times: String,
    /// Has the object moved on since?
    pub is_over: bool,
    /// Has the reader read it?
    pub is_read: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "notices.html")]
pub struct NoticesPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The notices, the newest first.
    pub rows: Vec<NoticeRow>,
    /// Address of the next page.
    pub next: Option<String>,
    /// Address of the first page, when this is another.
    pub first: Option<String>,
}

impl NoticesPage {
    /// A believable page.
    pub fn sample() -> Self {
        let row = |day: &str, words: &str, tone, is_over, is_read| NoticeRow {
            id: "0".to_owned(),
            day: day.to_owned(),
            words: words.to_owned(),
            tone,
            href: "/cases/0".to_owned(),
            title: "东溪工业园3号".to_owned(),
            about: "低效地块案件 2023-0017 · 横村镇".to_owned(),
            state: "待属地核实",
            due: "2023-10-07".to_owned(),
            times: if is_over { String::new() } else { "第 2 次提醒".to_owned() },
            is_over,
            is_read,
        };
        Self {
            frame: Frame::sample(Section::None),
            rows: vec![
                row("2023-10-08", "已逾期", "bad", false, false),
                row("2023-09-28", "还有 1 个工作日到期", "warn", false, false),
                row("2023-09-26", "还有 3 个工作日到期", "warn", true, true),
            ],
            next: Some("/notices?after=2023-09-26~0".to_owned()),
            first: None,
        }
    }

    /// Nothing was told yet.
    pub fn sample_empty() -> Self {
        let frame = Frame { notices_unread: 0, ..Frame::sample(Section::None) };
        Self { frame, rows: Vec::new(), next: None, first: None }
    }
}
