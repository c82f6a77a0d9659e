use std::collections::BTreeMap;

use axum::extract::{Query, State};
use axum::response::Response;
use lingdi_app::App;
use lingdi_app::identification::Judge;
use lingdi_app::policy::verdict::MissingKind;
use lingdi_app::tasks::{DataTasks, MissingFact, UnmatchedRow};
use lingdi_domain::Kind;

use super::error::{Fault, page};
use super::frame::frame;
use super::gate::Caller;
use super::search;
use crate::format;
use crate::frame::Section;
use crate::pages::list::Tab;
use crate::pages::tasks::{TaskRow, TasksPage, TasksQuery};
use crate::parts::Pager;

/// Tasks per page.
const PER_PAGE: usize = 50;

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<TasksQuery>,
) -> Result<Response, Fault> {
    let tasks = app.data_tasks(&caller.actor, &Judge::present()).await?;
    let rows = rows(&tasks, &query.kind);
    let number = query.page.parse().unwrap_or(1).max(1);
    let (total, kind) = (rows.len(), query.kind.clone());
    page(&TasksPage {
        frame: frame(&app, &caller, Section::Home).await?,
        tabs: tabs(&tasks, &query.kind),
        tasks: rows.into_iter().skip((number - 1) * PER_PAGE).take(PER_PAGE).collect(),
        pager: Pager::new(number as u64, PER_PAGE as u64, total as u64, "件", |page| {
            format!("/tasks?kind={kind}&page={page}")
        }),
    })
}

/// Missing facts hold a verdict open, so they come before rows that are merely unmatched.
fn rows(tasks: &DataTasks, kind: &str) -> Vec<TaskRow> {
    let missing =
        tasks.missing.iter().filter(|fact| kind.is_empty() || anchor(fact.kind) == kind).map(missing_row);
    let unmatched = tasks
        .unmatched
        .iter()
        .filter(|row| kind.is_empty() || unmatched_anchor(row.kind) == kind)
        .map(unmatched_row);
    missing.chain(unmatched).collect()
}

fn missing_row(fact: &MissingFact) -> TaskRow {
    TaskRow {
        kind: missing_title(fact.kind).to_owned(),
        sentence: fact.sentence.clone(),
        subject: if fact.location.is_empty() {
            format::parcel_code(&fact.parcel)
        } else {
            fact.location.clone()
        },
        href: format!("/parcels/{}", search::percent(&fact.parcel)),
        effect: if fact.rule == "focus" {
            "重点整治不确定".to_owned()
        } else {
            format!("{} 类不确定", fact.rule)
        },
    }
}

fn unmatched_row(row: &UnmatchedRow) -> TaskRow {
    let place = format!("{} {} 第 {} 行", row.source.file, row.source.sheet, row.source.row);
    let candidates = match row.candidates.as_slice() {
        [] => String::new(),
        several => format!("可能是：{}。", several.join("；")),
    };
    TaskRow {
        kind: format!("{}未匹配", row.kind.label()),
        sentence: format!("{}。{candidates}（{place}）", row.why.trim_end_matches('。')),
        subject: row.subject.clone(),
        href: format!(
            "/search?q={}",
            search::percent(row.subject.split(' ').next_back().unwrap_or_default())
        ),
        effect: row.year.map_or_else(|| "不参与判定".to_owned(), |year| format!("{year} 年，不参与判定")),
    }
}

fn tabs(tasks: &DataTasks, present: &str) -> Vec<Tab> {
    let mut counts: BTreeMap<(u8, String), (&'static str, usize)> = BTreeMap::new();
    for fact in &tasks.missing {
        counts.entry((0, anchor(fact.kind))).or_insert((missing_title(fact.kind), 0)).1 += 1;
    }
    for row in &tasks.unmatched {
        counts.entry((1, unmatched_anchor(row.kind))).or_insert((unmatched_title(row.kind), 0)).1 += 1;
    }
    let all = tasks.missing.len() + tasks.unmatched.len();
    let tab = |label, count, kind: &str| Tab {
        label,
        count: format::count(count),
        href: if kind.is_empty() { "/tasks".to_owned() } else { format!("/tasks?kind={kind}") },
        current: kind == present,
    };
    let kinds = counts.iter().map(|((_, kind), (label, count))| tab(label, *count, kind));
    std::iter::once(tab("全部", all, "")).chain(kinds).collect()
}

/// The kind of a missing fact, as addresses name it.
pub(super) fn anchor(kind: MissingKind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn unmatched_anchor(kind: Kind) -> String {
    format!("unmatched-{}", kind.code())
}

fn unmatched_title(kind: Kind) -> &'static str {
    match kind {
        Kind::Tax => "税收未匹配",
        Kind::Occupancy => "占用关系未匹配",
        Kind::Parcels => "权利人未匹配",
        Kind::Evaluation => "综合评价未匹配",
        other => other.label(),
    }
}

pub(super) fn missing_title(kind: MissingKind) -> &'static str {
    match kind {
        MissingKind::Tax => "缺入库税额",
        MissingKind::TaxType => "税种待归类",
        MissingKind::Occupant => "占用企业不明",
        MissingKind::OccupiedArea => "缺用地面积",
        MissingKind::SupplyDate => "缺供应日期",
        MissingKind::StartDue => "缺约定开工日期",
        MissingKind::Development => "缺开发或投资数据",
        MissingKind::ActualUse => "实际用途待核",
        MissingKind::ApprovalEnd => "缺批准期限",
        MissingKind::CatalogueDecision => "产业目录待认定",
    }
}

pub(super) fn missing_note(kind: MissingKind) -> &'static str {
    match kind {
        MissingKind::Tax => "企业在册、当年税收表中没有 · 税务局",
        MissingKind::TaxType => "税种不在口径的税种表中 · 税务局",
        MissingKind::Occupant => "占用关系中的企业未匹配 · 属地",
        MissingKind::OccupiedArea => "占用关系缺用地面积 · 属地",
        MissingKind::SupplyDate => "宗地缺供应日期 · 资规局",
        MissingKind::StartDue => "合同缺约定开工或交地日期 · 资规局",
        MissingKind::Development => "合同缺开发面积或投资额 · 资规局",
        MissingKind::ActualUse => "仓储等用途需人工核实 · 属地",
        MissingKind::ApprovalEnd => "临时用途批复缺期限 · 资规局",
        MissingKind::CatalogueDecision => "行业代码命中禁止、淘汰类条目 · 经信局",
    }
}

/// Few words for a chip: `缺 2021 年税收`.
pub(super) fn short_missing(kind: MissingKind, year: Option<i32>) -> String {
    match (kind, year) {
        (MissingKind::Tax, Some(year)) => format!("缺 {year} 年税收"),
        (kind, _) => missing_title(kind).to_owned(),
    }
}
