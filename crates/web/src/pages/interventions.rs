//! 过问记录: the form in which any official writes down who asked about which parcel, and the log that the
//! 纪检监察 alone reads.

use askama::Template;
use serde::Deserialize;

use crate::frame::{Frame, Section};
use crate::parts::Choice;

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct InterventionForm {
    /// 宗地代码; may stay empty.
    pub parcel: String,
    /// 过问人
    pub who: String,
    /// 过问日期
    pub happened_on: String,
    /// 过问方式
    pub channel: String,
    /// 过问内容
    pub content: String,
}

/// The form.
#[derive(Template)]
#[template(path = "interventions/new.html")]
pub struct NewInterventionPage {
    /// What surrounds it.
    pub frame: Frame,
    /// What was typed.
    pub form: InterventionForm,
    /// Ways of asking.
    pub channels: Vec<Choice>,
    /// Why it was refused; empty at first.
    pub problem: String,
}

/// One entry.
#[derive(Debug, Clone, Default)]
pub struct InterventionRow {
    /// Day of it.
    pub day: String,
    /// Who asked.
    pub who: String,
    /// How.
    pub channel: String,
    /// The parcel, with its code; empty when none was named.
    pub parcel: String,
    /// What was said.
    pub content: String,
    /// `申屠明 · 横村镇，2023-09-12 10:20 登记`
    pub written: String,
}

/// The log.
#[derive(Template)]
#[template(path = "interventions/list.html")]
pub struct InterventionsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Entries, the newest first.
    pub rows: Vec<InterventionRow>,
    /// Address of the next page.
    pub next: Option<String>,
    /// Address of the first page, when this is another.
    pub first: Option<String>,
}

impl NewInterventionPage {
    /// A believable page.
    pub fn sample() -> Self {
        let channels = ["当面", "电话"].map(|one| (one, one));
        Self {
            frame: Frame::sample(Section::Interventions),
            form: InterventionForm::default(),
            channels: Choice::list(channels, ""),
            problem: String::new(),
        }
    }
}

impl InterventionsPage {
    /// A believable page.
    pub fn sample() -> Self {
        let row = InterventionRow {
            day: "2023-09-12".to_owned(),
            who: "某局副局长（演示数据）".to_owned(),
            channel: "电话".to_owned(),
            parcel: "330122 102003 GB00047".to_owned(),
            content: "询问能否暂缓列入清单（演示数据）。".to_owned(),
            written: "申屠明 · 横村镇，2023-09-12 10:20 登记".to_owned(),
        };
        Self { frame: Frame::sample(Section::Interventions), rows: vec![row], next: None, first: None }
    }

    /// Nothing written yet.
    pub fn sample_empty() -> Self {
        Self { rows: Vec::new(), ..Self::sample() }
    }
}
