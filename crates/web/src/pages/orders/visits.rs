//! 联系指导: links between bureaus and local units, with their visits.

use askama::Template;

use crate::frame::Frame;

/// A visit.
#[derive(Debug, Clone, Default)]
pub struct VisitLine {
    /// Its page.
    pub href: String,
    /// 联系日期
    pub on: String,
    /// 指导内容
    pub what: String,
    /// 参加人员
    pub people: String,
}

/// A link with its visits.
#[derive(Debug, Clone, Default)]
pub struct LinkRow {
    /// Name of the bureau.
    pub bureau: String,
    /// Name of the local unit.
    pub unit: String,
    /// `本季度 1 次` and its tone.
    pub quarter: String,
    /// `good` or `warn`.
    pub tone: &'static str,
    /// The newest visits.
    pub visits: Vec<VisitLine>,
    /// How many there are beside.
    pub more: usize,
}

/// `GET /visits`
#[derive(Template)]
#[template(path = "orders/visits.html")]
pub struct VisitsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// `2023年第4季度`
    pub quarter: String,
    /// Visits that each link owes in a quarter.
    pub owed: u32,
    /// The links.
    pub links: Vec<LinkRow>,
    /// May the reader record a visit?
    pub may_record: bool,
}
