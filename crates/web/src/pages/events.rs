//! 办理记录: who did what, when, why; the chain that proves nothing was changed afterwards.

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, Section};
use crate::parts::Choice;

/// `GET /events`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventsQuery {
    /// Kind of object: `batch`, `parcel`, `policy` …; empty for all.
    pub object: String,
    /// Only events with numbers below this one; empty for the newest.
    pub before: String,
}

/// One event.
pub struct EventRow {
    /// Number in the chain.
    pub number: String,
    /// `2023-10-09 09:12`
    pub at: String,
    /// Who.
    pub actor: String,
    /// What was done: `接收批次`.
    pub act: String,
    /// To what.
    pub object: String,
    /// Its page; empty when there is none.
    pub href: String,
    /// `待接收 → 已接收`; may be empty.
    pub states: String,
    /// Why; may be empty.
    pub reason: String,
    /// Short form of the hash.
    pub hash: String,
}

/// The page.
#[derive(Template)]
#[template(path = "events.html")]
pub struct EventsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Do the events shown follow from those before them? A sentence either way.
    pub chain: String,
    /// Did that check succeed?
    pub intact: bool,
    /// Kinds of object to choose from.
    pub objects: Vec<Choice>,
    /// Events, newest first.
    pub events: Vec<EventRow>,
    /// Address of the page of older ones.
    pub next: Option<String>,
    /// Address of the newest, when others are shown.
    pub first: Option<String>,
}

impl EventsPage {
    /// A believable page.
    pub fn sample() -> Self {
        let event = |number: &str, at: &str, act: &str, object: &str, states: &str, reason: &str| EventRow {
            number: number.to_owned(),
            at: at.to_owned(),
            actor: "本机操作员".to_owned(),
            act: act.to_owned(),
            object: object.to_owned(),
            href: "/batches/0192a7".to_owned(),
            states: states.to_owned(),
            reason: reason.to_owned(),
            hash: "9f3a…c71e".to_owned(),
        };
        Self {
            frame: Frame::sample(Section::Events),
            chain: "共 128 条，本页各条与前文相连".to_owned(),
            intact: true,
            objects: Choice::list(
                [("", "全部"), ("batch", "批次"), ("policy", "口径"), ("parcel", "地块")],
                "",
            ),
            events: vec![
                event("128", "2023-10-09 09:12", "起草口径修订", "2022-7", "", "桐零地专〔2023〕4号"),
                event(
                    "127",
                    "2023-10-07 16:20",
                    "接收批次",
                    "桐庐县工业宗地_202309.zip",
                    "待接收 → 已接收",
                    "",
                ),
                event(
                    "126",
                    "2023-09-01 10:44",
                    "撤销批次",
                    "占用关系.xlsx",
                    "已接收 → 已撤销",
                    "面积单位填错，已请经信局重报",
                ),
            ],
            next: Some("/events?before=126".to_owned()),
            first: None,
        }
    }
}
