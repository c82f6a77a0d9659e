//! 数据任务: each missing or doubtful datum, what it holds up, and the way out.

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, Section};
use crate::pages::list::Tab;
use crate::parts::Pager;

/// `GET /tasks`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TasksQuery {
    /// Kind of task; empty for all.
    pub kind: String,
    /// Page, from 1.
    pub page: String,
}

/// One task.
pub struct TaskRow {
    /// Kind in words: `缺入库税额`.
    pub kind: String,
    /// What is missing and how to mend it, a sentence.
    pub sentence: String,
    /// Parcel or firm that it is about.
    pub subject: String,
    /// Its page.
    pub href: String,
    /// `使 3 宗不确定`; may be empty.
    pub effect: String,
}

/// The page.
#[derive(Template)]
#[template(path = "tasks.html")]
pub struct TasksPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Kinds, with counts.
    pub tabs: Vec<Tab>,
    /// Tasks, those that hold up most parcels first.
    pub tasks: Vec<TaskRow>,
    /// Where in the list we are.
    pub pager: Pager,
}

impl TasksPage {
    /// A believable page.
    pub fn sample() -> Self {
        let tab = |label, count: &str, current| Tab {
            label,
            count: count.to_owned(),
            href: "/tasks".to_owned(),
            current,
        };
        let task = |kind: &str, sentence: &str, subject: &str, effect: &str| TaskRow {
            kind: kind.to_owned(),
            sentence: sentence.to_owned(),
            subject: subject.to_owned(),
            href: "/parcels/330122102003GB00047".to_owned(),
            effect: effect.to_owned(),
        };
        Self {
            frame: Frame::sample(Section::Home),
            tabs: vec![
                tab("全部", "47", true),
                tab("缺入库税额", "23", false),
                tab("企业未匹配", "14", false),
            ],
            tasks: vec![
                task(
                    "缺入库税额",
                    "2022 年税收表中没有这家企业：请税务局补报，或声明该表为全量。",
                    "桐庐云帛服饰有限公司",
                    "使 3 宗不确定",
                ),
                task(
                    "产业目录待认定",
                    "行业代码 1761 命中淘汰类条目：请登记目录认定。",
                    "歌舞路35号",
                    "认定后列入 D",
                ),
            ],
            pager: Pager::new(1, 50, 47, "件", |page| format!("/tasks?page={page}")),
        }
    }

    /// Nothing to do.
    pub fn sample_empty() -> Self {
        Self { tasks: vec![], ..Self::sample() }
    }
}
