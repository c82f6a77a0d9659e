//! One thing that somebody does on a day of the history.

use chrono::{NaiveDate, NaiveDateTime};
use lingdi_domain::object::ObjectKind;

/// Something that happens at a moment, local time.
#[derive(Debug, Clone)]
pub struct Scene {
    /// When, in Asia/Shanghai.
    pub at: NaiveDateTime,
    /// What.
    pub deed: Deed,
}

/// What happens.
#[derive(Debug, Clone)]
pub enum Deed {
    /// A bureau's file comes in and is accepted.
    File(&'static str),
    /// The office freezes the list of a year and sends it out, to be verified by a day; then
    /// [`super::History::listed`] has to be told what came of it.
    List(i32, NaiveDate),
    /// Whoever has a warning or interview on the desk takes the next step.
    Interviews,
    /// Units and the office go on with plans for the year and monthly reports.
    UnitPapers(super::UnitPapers),
    /// Somebody makes a move.
    Move(Box<Step>),
}

/// An object of the history.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Thing {
    /// The newest case on a parcel, by 宗地代码.
    Case(String),
    /// What the step that makes it calls it.
    Made(usize),
    /// The task in force of a unit, by its code, of an order, by its number among what was made.
    Task(usize, String),
}

/// A move, and by whom.
#[derive(Debug, Clone)]
pub struct Step {
    /// Login name of who makes it.
    pub by: &'static str,
    /// On what kind of object.
    pub kind: ObjectKind,
    /// On which, or what it is called once it is there.
    pub thing: Thing,
    /// Which move; `open` makes the object.
    pub verb: &'static str,
    /// Why.
    pub reason: String,
    /// The day the move asks for.
    pub date: Option<NaiveDate>,
    /// Fields of its form, as typed.
    pub fields: Vec<(&'static str, String)>,
    /// What a new object is tied to.
    pub links: Vec<(&'static str, ObjectKind, Thing)>,
    /// What is handed in.
    pub papers: Vec<Paper>,
}

/// A photo or document that is handed in.
#[derive(Debug, Clone)]
pub struct Paper {
    /// What it shows.
    pub title: &'static str,
    /// Is it a photo? Else a document.
    pub photo: bool,
    /// The day on it.
    pub dated: NaiveDate,
    /// Which of the few invented photos it is.
    pub variant: u8,
}

impl Step {
    pub(super) fn new(kind: ObjectKind, thing: &Thing, verb: &'static str) -> Self {
        Self {
            by: "",
            kind,
            thing: thing.clone(),
            verb,
            reason: String::new(),
            date: None,
            fields: Vec::new(),
            links: Vec::new(),
            papers: Vec::new(),
        }
    }

    pub(super) fn why(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }

    pub(super) fn on(mut self, day: NaiveDate) -> Self {
        self.date = Some(day);
        self
    }

    pub(super) fn field(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    pub(super) fn fields(mut self, more: Vec<(&'static str, String)>) -> Self {
        self.fields.extend(more);
        self
    }

    pub(super) fn tie(mut self, role: &'static str, kind: ObjectKind, thing: &Thing) -> Self {
        self.links.push((role, kind, thing.clone()));
        self
    }

    pub(super) fn paper(mut self, title: &'static str, dated: NaiveDate) -> Self {
        self.papers.push(Paper { title, photo: false, dated, variant: 0 });
        self
    }

    pub(super) fn photo(mut self, title: &'static str, dated: NaiveDate, variant: usize) -> Self {
        self.papers.push(Paper { title, photo: true, dated, variant: (variant % 12) as u8 });
        self
    }
}
