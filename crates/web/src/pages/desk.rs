//! 我的待办: what waits for the reader, with one form for many at once.

use askama::Template;
use lingdi_domain::step4_remediation::progress::Colour;
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, Section};
use crate::pages::list::Tab;
use crate::pages::progress::LightView;
use crate::parts::Choice;

/// `GET /desk`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeskQuery {
    /// Part of the desk; empty for all that waits.
    pub part: String,
    /// Where the page before ended.
    pub after: String,
}

/// One thing on the desk.
#[derive(Debug, Clone, Default)]
pub struct DeskRow {
    /// What the box sends: `kind:id:version`; empty when nothing can be done to many at once.
    pub tick: String,
    /// Its page.
    pub href: String,
    /// What people call it.
    pub title: String,
    /// Number and code of the parcel.
    pub code: String,
    /// Kind in words.
    pub kind: &'static str,
    /// Unit.
    pub unit: String,
    /// State in words.
    pub state: &'static str,
    /// Tone of the state.
    pub tone: &'static str,
    /// By when; empty when there is no day.
    pub due: String,
    /// `bad` past the day, `warn` soon, empty otherwise.
    pub due_tone: &'static str,
    /// Its light, for a case under work.
    pub light: Option<LightView>,
    /// The forms to go to, with their words.
    pub steps: Vec<(String, &'static str)>,
}

/// The desk.
#[derive(Template)]
#[template(path = "desk.html")]
pub struct DeskPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Parts, with counts.
    pub tabs: Vec<Tab>,
    /// `临期指 2023-10-12 前到期`
    pub line: String,
    /// The things, those due first in front.
    pub rows: Vec<DeskRow>,
    /// Moves that can be made on many, as `verb`.
    pub many: Vec<Choice>,
    /// The part shown, for the form.
    pub part: &'static str,
    /// Address of the next page.
    pub next: Option<String>,
    /// Address of the first page, when this is another.
    pub first: Option<String>,
}

/// What became of one thing.
#[derive(Debug, Clone, Default)]
pub struct OutcomeRow {
    /// Its page.
    pub href: String,
    /// What people call it.
    pub title: String,
    /// Kind in words.
    pub kind: &'static str,
    /// Was it done?
    pub done: bool,
    /// The state it now has, or why it was not done.
    pub words: String,
}

/// What became of many things.
#[derive(Template)]
#[template(path = "outcomes.html")]
pub struct OutcomesPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The move in words.
    pub act: String,
    /// How many were done.
    pub done: usize,
    /// How many were not.
    pub refused: usize,
    /// Each, those refused first.
    pub rows: Vec<OutcomeRow>,
    /// Where to go on, and its words.
    pub back: (String, &'static str),
}

impl DeskPage {
    /// A believable page.
    pub fn sample() -> Self {
        let tab = |label, count: &str, current| Tab {
            label,
            count: count.to_owned(),
            href: "/desk".to_owned(),
            current,
        };
        let row = |title: &str, kind, state, due: &str, due_tone, step| DeskRow {
            tick: "plans:0:3".to_owned(),
            href: "/plans/0".to_owned(),
            title: title.to_owned(),
            code: "2023-0017 · 330122 102003 GB00047".to_owned(),
            kind,
            unit: "横村镇".to_owned(),
            state,
            tone: "dai",
            due: due.to_owned(),
            due_tone,
            light: (due_tone == "bad").then(|| LightView::of(Colour::Red)),
            steps: vec![("/plans/0?form=file#moves".to_owned(), step)],
        };
        Self {
            frame: Frame::sample(Section::Desk),
            tabs: vec![
                tab("待我办理", "12", true),
                tab("已逾期", "1", false),
                tab("临期", "2", false),
                tab("退回我的", "0", false),
                tab("我报送的", "4", false),
            ],
            line: "临期指 2023-10-12 以前到期".to_owned(),
            rows: vec![
                row("东溪工业园3号", "低效地块案件", "待属地核实", "2023-10-05", "bad", "提交核实结果"),
                row("歌舞路35号 一地一方案", "一地一方案", "已上报", "2023-10-11", "warn", "备案"),
                row("梅蓉路8号", "低效地块案件", "完成待评估", "", "", "受理评估"),
            ],
            many: Choice::list([("", "选择办理事项"), ("file", "备案"), ("return", "退回")], ""),
            part: "",
            next: Some("/desk?after=2023-10-30~0".to_owned()),
            first: None,
        }
    }

    /// Nothing waits.
    pub fn sample_empty() -> Self {
        Self { rows: Vec::new(), many: Vec::new(), next: None, ..Self::sample() }
    }
}

impl OutcomesPage {
    /// A believable page.
    pub fn sample() -> Self {
        let row = |title: &str, done, words: &str| OutcomeRow {
            href: "/plans/0".to_owned(),
            title: title.to_owned(),
            kind: "一地一方案",
            done,
            words: words.to_owned(),
        };
        Self {
            frame: Frame::sample(Section::Desk),
            act: "备案".to_owned(),
            done: 1,
            refused: 1,
            rows: vec![
                row("梅蓉路8号 一地一方案", false, "收储方案由副组长联席会议审定，不能直接备案。"),
                row("歌舞路35号 一地一方案", true, "已备案"),
            ],
            back: ("/desk".to_owned(), "回我的待办"),
        }
    }
}
