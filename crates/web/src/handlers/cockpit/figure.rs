//! 指标明细.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use lingdi_app::App;
use lingdi_app::cockpit::{Figure, FigureRow, FigureView};
use lingdi_domain::Ratio;

use super::stage::{amount, places};
use crate::format;
use crate::frame::Section;
use crate::handlers::error::{Fault, page};
use crate::handlers::frame::frame;
use crate::handlers::gate::Caller;
use crate::handlers::search::percent;
use crate::pages::cockpit::{CockpitQuery, FigurePage, RowView};

/// Rows shown.
const SHOWN: usize = 500;

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(key): Path<String>,
    Query(query): Query<CockpitQuery>,
) -> Result<Response, Fault> {
    let asked = super::asked(&query)?;
    let view = app.cockpit_figure(&caller.actor, &key, &asked).await?;
    let of = view.unit.as_ref().map_or("本人可见的全部范围", |(_, name)| name.as_str());
    let measure = view.rows.first().map_or("", |row| row.measure);
    let sum = view.rows.iter().fold(Ratio::zero(), |sum, row| sum + row.amount.clone());
    page(&FigurePage {
        frame: frame(&app, &caller, Section::Cockpit).await?,
        label: view.about.label,
        of: format!("{of} · {}", if view.live { "现在".to_owned() } else { view.month.spoken() }),
        back: super::address("/cockpit", &asked),
        value: view.figure.as_ref().map(value).unwrap_or_default(),
        meaning: view.about.meaning,
        formula: view.about.formula,
        source: view.about.source,
        lists: lists(&view),
        total: view.rows.len(),
        sum: format!("{} {measure}", amount(&sum, measure)),
        rows: view.rows.iter().take(SHOWN).map(row).collect(),
    })
}

/// `3,624.5 / 4,000 亩 · 90.6%`
fn value(figure: &Figure) -> String {
    let Some(value) = &figure.value else { return "暂无".to_owned() };
    let target = figure.target.as_ref().map(|target| format!(" / {}", format::decimal(target, 0)));
    let rate = figure.rate.as_ref().map(|rate| format!(" · {}%", format::percent(rate)));
    let value = format::decimal(value, places(figure.unit));
    format!("{value}{} {}{}", target.unwrap_or_default(), figure.unit, rate.unwrap_or_default())
}

fn row(row: &FigureRow) -> RowView {
    RowView {
        href: match row.parcel.as_str() {
            "" => format!("/{}/{}", row.kind.code(), row.object),
            code => format!("/dossiers/{}", percent(code)),
        },
        name: match row.parcel.as_str() {
            "" => row.number.clone(),
            code => format!("{} · {}", row.number, format::parcel_code(code)),
        },
        unit: row.unit.clone(),
        on: row.on.map(format::date).unwrap_or_default(),
        amount: format!("{} {}", amount(&row.amount, row.measure), row.measure),
        again: row.amount.is_zero(),
    }
}

/// The pages that list the same.
fn lists(view: &FigureView) -> Vec<(&'static str, String)> {
    let of_unit = |path: &str| match &view.unit {
        Some((code, _)) if path.contains('?') => format!("{path}&unit={}", percent(code)),
        Some((code, _)) => format!("{path}?unit={}", percent(code)),
        None => path.to_owned(),
    };
    match view.about.key {
        "listed" => vec![("低效清单", of_unit("/list")), ("地图", "/map".to_owned())],
        "registered" | "surveyed" | "confirmed" | "working" | "ways" => {
            vec![("低效地块库", of_unit("/cases")), ("整治进度", of_unit("/progress"))]
        }
        "cleared_year" | "cleared" | "idle" | "misuse" => vec![
            ("目标任务", format!("/targets?year={}", view.month.year())),
            ("考核排名", format!("/ranking?month={}", view.month)),
        ],
        "exited" | "tax" => vec![("已出库案件", of_unit("/cases?state=EXITED"))],
        "blocks" => vec![("连片地块", of_unit("/blocks"))],
        "alerts" => vec![
            ("末位预警和约谈", "/ranking".to_owned()),
            ("红灯地块", of_unit("/cases?light=red")),
            ("我的逾期", "/desk?part=overdue".to_owned()),
        ],
        "data" => vec![("数据归集", "/batches".to_owned()), ("数据任务", "/tasks".to_owned())],
        _ => Vec::new(),
    }
}
