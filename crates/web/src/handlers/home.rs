use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use lingdi_app::freshness::Source;
use lingdi_app::identification::Judge;
use lingdi_app::parcels::{ParcelFilter, Sort, Tab};
use lingdi_app::policy::verdict::{MissingKind, UnitTotals};
use lingdi_app::seen::Seen;
use lingdi_app::tasks::DataTasks;
use lingdi_app::{Action, App, May};
use lingdi_domain::Kind;

use super::batches::{batch_row, day_words};
use super::error::{Fault, page};
use super::frame::frame;
use super::gate::Caller;
use crate::format;
use crate::frame::Section;
use crate::pages::batches::bureau;
use crate::pages::home::{FreshnessRow, HomePage, TaskGroup, UnitRow};
use crate::parts::Figure;

/// Batches shown.
const RECENT: usize = 6;

pub(super) async fn show(State(app): State<App>, caller: Caller) -> Result<Response, Fault> {
    if let Err(refused) = caller.actor.may(Action::Read) {
        // Who sees no business data begins where their own work is.
        let frame = frame(&app, &caller, Section::Home).await?;
        let first = frame.bottom_bar().into_iter().next();
        return first.map_or(Err(refused.into()), |link| Ok(Redirect::to(link.href).into_response()));
    }
    let seen = app.judge(&caller.actor, &Judge::present()).await?;
    let tasks = app.data_tasks(&caller.actor, &Judge::present()).await?;
    let sources = caller.actor.may(Action::ReadSources).is_ok();
    let batches = if sources { app.batches(&caller.actor).await? } else { Vec::new() };
    let today = app.clock().today();
    page(&HomePage {
        frame: frame(&app, &caller, Section::Home).await?,
        figures: figures(&seen, &tasks),
        line: format!("{} 年度口径 · {} 版 · 判定日 {}", seen.year(), seen.revision(), seen.as_of()),
        tasks: task_groups(&tasks),
        freshness: if sources {
            app.sources(&caller.actor, &seen).await?.iter().map(|one| freshness_row(one, today)).collect()
        } else {
            Vec::new()
        },
        units: unit_rows(&seen),
        batches: batches.iter().take(RECENT).map(|batch| batch_row(batch, today)).collect(),
        has_parcels: !seen.snapshot().parcels.is_empty(),
    })
}

fn figures(seen: &Seen, tasks: &DataTasks) -> Vec<Figure> {
    let totals = seen.sums().0;
    let focused = ParcelFilter { tab: Tab::Focus, ..ParcelFilter::default() };
    let focus_area = seen.filtered(&focused, Sort::default()).iter().map(|shown| shown.area()).sum();
    let open = tasks.missing.len() + tasks.unmatched.len();
    vec![
        Figure::new(
            "低效用地",
            &format::mu_total(totals.listed_area_mu),
            "亩",
            &format!("{} 宗", format::count(totals.listed)),
            "/list",
        ),
        Figure::new(
            "重点整治",
            &format::count(totals.focus),
            "宗",
            &format!("{} 亩", format::mu_total(focus_area)),
            "/list?tab=focus",
        ),
        Figure::new(
            "不确定",
            &format::count(totals.indeterminate),
            "宗",
            "缺数据，暂不作判定",
            "/list?tab=indeterminate",
        )
        .tone(if totals.indeterminate > 0 { "warn" } else { "" }),
        Figure::new(
            "全部工业宗地",
            &format::count(totals.parcels),
            "宗",
            &format!("{} 亩", format::mu_total(totals.area_mu)),
            "/list?tab=all",
        ),
        Figure::new("数据任务", &format::count(open), "件", "补齐后自动重新判定", "/tasks"),
    ]
}

/// Data tasks by kind, the one with most behind it first.
fn task_groups(tasks: &DataTasks) -> Vec<TaskGroup> {
    let mut missing: BTreeMap<MissingKind, usize> = BTreeMap::new();
    for fact in &tasks.missing {
        *missing.entry(fact.kind).or_default() += 1;
    }
    let mut unmatched: BTreeMap<Kind, usize> = BTreeMap::new();
    for row in &tasks.unmatched {
        *unmatched.entry(row.kind).or_default() += 1;
    }
    let missing = missing.into_iter().map(|(kind, count)| TaskGroup {
        title: super::tasks::missing_title(kind).to_owned(),
        note: super::tasks::missing_note(kind).to_owned(),
        count: format!("{} 项", format::count(count)),
        href: format!("/tasks#{}", super::tasks::anchor(kind)),
        tone: "warn",
        effect: "使判定不确定".to_owned(),
        action: "处理",
    });
    let unmatched = unmatched.into_iter().map(|(kind, count)| TaskGroup {
        title: format!("{}：企业或宗地未匹配", kind.label()),
        note: format!("{} · 保留原行，不参与判定", bureau(kind)),
        count: format!("{} 行", format::count(count)),
        href: format!("/tasks#unmatched-{}", kind.code()),
        tone: "",
        effect: "待人工确认".to_owned(),
        action: "处理",
    });
    missing.chain(unmatched).collect()
}

fn freshness_row(source: &Source, today: NaiveDate) -> FreshnessRow {
    FreshnessRow {
        bureau: bureau(source.kind).to_owned(),
        kind: source.kind.label().to_owned(),
        matched: format::or_missing(source.matched(), |share| format::percent(&share)),
        tone: match source.fresh {
            Some(true) => "good",
            Some(false) => "warn",
            // What has not come, or may be of any age, is neither.
            None => "",
        },
        last: source.last.map_or_else(|| "未归集".to_owned(), |day| day_words(day, today)),
        href: format!("/batches?kind={}", source.kind.code()),
    }
}

/// Units with land, by listed area.
fn unit_rows(seen: &Seen) -> Vec<UnitRow> {
    let by_unit = seen.sums().1;
    let mut units: Vec<&UnitTotals> = by_unit.iter().filter(|unit| unit.parcels > 0).collect();
    units.sort_by_key(|unit| std::cmp::Reverse(unit.listed_area_mu));
    let counts =
        |unit: &UnitTotals| [unit.by_category.a, unit.by_category.b, unit.by_category.c, unit.by_category.d];
    let longest = units.iter().map(|unit| counts(unit).iter().sum::<u32>()).max().unwrap_or(1).max(1);
    let row = |unit: &&UnitTotals| {
        let [a, b, c, d] = counts(unit);
        UnitRow {
            name: if unit.unit_name.is_empty() { "属地不明".to_owned() } else { unit.unit_name.clone() },
            href: format!("/list?unit={}", unit.unit),
            listed: format::count(unit.listed),
            area: format::mu_total(unit.listed_area_mu),
            indeterminate: format::count(unit.indeterminate),
            bar: counts(unit).map(|count| f64::from(count) * 100.0 / f64::from(longest)),
            words: format!("A 亩均低效 {a} 宗，B 用而未尽 {b} 宗，C 占工非工 {c} 宗，D 其他类型 {d} 宗"),
        }
    };
    units.iter().map(row).collect()
}
