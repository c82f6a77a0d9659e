//! Objects with a state: their lists, and the page of one with its facts, its journal and the forms of
//! its moves. One page serves every kind, because one table of moves describes each.

mod battle;
mod form;
mod overall;
mod report;
mod sample;
mod verification;

use askama::Template;
use serde::{Deserialize, Serialize};

pub use battle::{BattleSheet, BattleSite, TaskRow};
pub(crate) use form::typed;
pub use form::{FieldView, Input, MoveForm};
pub use overall::{OverallSheet, PlannedRow};
pub use report::{FigureRow, ReportSheet};
pub use verification::{NoticeSheet, VerificationPage};

use crate::frame::Frame;
use crate::pages::list::Tab;
use crate::pages::progress::{LightView, ProgressView};
use crate::parts::Choice;

/// `GET /cases`, `/plans`, …
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObjectsQuery {
    /// Code of a state; empty for all.
    pub state: String,
    /// Unit code; empty for all.
    pub unit: String,
    /// Year; empty for all.
    pub year: String,
    /// Colour of the light; empty for all.
    pub light: String,
    /// Where the page before ended.
    pub after: String,
    /// What was done just now.
    pub done: Option<String>,
}

/// A row of a list.
#[derive(Debug, Clone, Default)]
pub struct ObjectRow {
    /// 宗地代码 while its case is open; empty otherwise.
    pub parcel: String,
    /// Its page.
    pub href: String,
    /// What people call it.
    pub title: String,
    /// Number, and code of the parcel.
    pub code: String,
    /// Unit; empty for the office.
    pub unit: String,
    /// Letters of the categories, for cases.
    pub letters: Vec<crate::parts::Letter>,
    /// 亩, for cases; empty for others.
    pub area: String,
    /// State in words.
    pub state: &'static str,
    /// `good`, `warn`, `bad`, `dai` or `plain`.
    pub tone: &'static str,
    /// Whose desk it lies on.
    pub holder: String,
    /// By when; empty when nobody has to act.
    pub due: String,
    /// Is the day past?
    pub overdue: bool,
    /// Its light, while it is under work.
    pub light: Option<LightView>,
}

/// The list of a kind.
#[derive(Template)]
#[template(path = "objects.html")]
pub struct ObjectsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Its heading.
    pub title: &'static str,
    /// Address of the list.
    pub path: String,
    /// How many in all.
    pub total: String,
    /// States, with counts.
    pub tabs: Vec<Tab>,
    /// Units to filter by; none where the kind belongs to no unit.
    pub units: Vec<Choice>,
    /// Years to filter by.
    pub years: Vec<Choice>,
    /// Colours of lights to filter by; none where nothing has a light.
    pub lights: Vec<Choice>,
    /// The filter.
    pub query: ObjectsQuery,
    /// The rows: those due first in front, of meetings and items the newest.
    pub rows: Vec<ObjectRow>,
    /// Address of the next page.
    pub next: Option<String>,
    /// Address of the first page, when this is another.
    pub first: Option<String>,
    /// Address of the form for a new one, and its words.
    pub new: Option<(String, &'static str)>,
    /// Lists that belong to this one.
    pub beside: Vec<(&'static str, &'static str)>,
    /// Does the list show categories and areas?
    pub has_land: bool,
    /// Whose they are: 属地, of decisions the unit that carries them out.
    pub whose: &'static str,
    /// What the last column tells: 期限, of meetings 会议日期.
    pub day: &'static str,
    /// Where the 核实表 of the cases that wait for verification is fetched; `None` when none wait.
    pub sheet: Option<String>,
    /// May the reader hand a filled 核实表 in?
    pub takes_sheet: bool,
    /// May the reader tick rows for an order?
    pub picks: bool,
}

/// One thing that happened.
#[derive(Debug, Clone, Default)]
pub struct Happened {
    /// When, to the minute.
    pub at: String,
    /// Who; with the signer, when it was signed on paper.
    pub actor: String,
    /// What.
    pub act: String,
    /// From which state to which; empty when it stayed.
    pub states: String,
    /// Why.
    pub reason: String,
    /// Entered from signed paper (线下签批代录).
    pub paper: bool,
    /// The decision item behind it.
    pub item: String,
}

/// A file of an object.
#[derive(Debug, Clone, Default)]
pub struct FileRow {
    /// Where it is fetched.
    pub href: String,
    /// Its name.
    pub name: String,
    /// What it shows, the day on it, its size.
    pub note: String,
    /// A PDF, shown in its place on demand; its own headers shut it into a sandbox.
    pub pdf: bool,
}

/// An object tied to the one shown.
#[derive(Debug, Clone, Default)]
pub struct TieRow {
    /// What it is to this one: 一地一方案, 原案件.
    pub role: &'static str,
    /// Its page.
    pub href: String,
    /// What people call it.
    pub title: String,
    /// Its state.
    pub state: &'static str,
    /// Tone of the state.
    pub tone: &'static str,
}

/// What a meeting could decide.
#[derive(Debug, Clone, Default)]
pub struct ProposalRow {
    /// What it would be.
    pub label: &'static str,
    /// Which meeting decides it.
    pub level: &'static str,
    /// What is missing yet; one sentence each.
    pub missing: Vec<String>,
    /// The form that raises it.
    pub href: String,
}

/// The page of one object.
#[derive(Template)]
#[template(path = "object.html")]
pub struct ObjectPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Kind in words.
    pub kind: &'static str,
    /// Address of the list of its kind.
    pub list: String,
    /// What people call it.
    pub title: String,
    /// Its number.
    pub number: String,
    /// State in words.
    pub state: &'static str,
    /// Tone of the state.
    pub tone: &'static str,
    /// 属地, and whose desk it lies on.
    pub holder: String,
    /// By when; empty when nobody has to act.
    pub due: String,
    /// Is the day past?
    pub overdue: bool,
    /// The page of its parcel; empty without one.
    pub parcel: String,
    /// The dossier of its parcel; empty without one.
    pub dossier: String,
    /// Name and value of what is known.
    pub facts: Vec<(String, String)>,
    /// Objects tied to it.
    pub ties: Vec<TieRow>,
    /// Files handed in with its moves.
    pub files: Vec<FileRow>,
    /// What happened, newest first.
    pub events: Vec<Happened>,
    /// Moves that the reader could make.
    pub moves: Vec<MoveForm>,
    /// What a meeting could decide.
    pub proposals: Vec<ProposalRow>,
    /// New objects that begin here: address and words.
    pub begins: Vec<(String, &'static str)>,
    /// The sites of a block.
    pub map: Option<crate::chart::minimap::MiniMap>,
    /// Address of the notice to print; empty when it is not the time for it.
    pub notice_sheet: String,
    /// Months and light, for a case whose work began.
    pub progress: Option<ProgressView>,
    /// What an order asks, and how far its units are.
    pub order: Option<super::orders::OrderPanel>,
}

/// The form that makes an object.
#[derive(Template)]
#[template(path = "object/new.html")]
pub struct NewObjectPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Kind in words.
    pub kind: &'static str,
    /// Address of the list of its kind.
    pub list: String,
    /// What it will be about; empty when about nothing.
    pub about: String,
    /// The form.
    pub form: MoveForm,
}
