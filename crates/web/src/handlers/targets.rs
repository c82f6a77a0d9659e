//! 目标任务.

use axum::extract::{Query, State};
use axum::response::Response;
use lingdi_app::App;
use lingdi_app::targets::{INDICATORS, Set, Sum, UnitTargets, plain};
use lingdi_domain::Ratio;
use serde::Deserialize;

use super::error::{Fault, page};
use super::frame::frame;
use super::gate::Caller;
use crate::format;
use crate::frame::Section;
use crate::pages::list::Tab;
use crate::pages::targets::{FormerRow, SumCell, TargetCell, TargetRow, TargetsPage};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    year: Option<i32>,
}

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let targets = app.targets(&caller.actor, asked.year).await?;
    let former = targets.former.iter().map(|former| {
        let month = former.month.map(|month| format!(" 至 {month} 月")).unwrap_or_default();
        let unit = INDICATORS.iter().find(|(name, _)| *name == former.indicator).map_or("", |it| it.1);
        FormerRow {
            unit: format!("{}{month}", former.unit),
            indicator: former.indicator.clone(),
            amount: format!("{} {unit}", amount(&former.set.amount)),
            document: former.set.document.clone(),
            term: format!("{} 至 {}", format::date(former.set.since), format::date(former.until)),
        }
    });
    page(&TargetsPage {
        frame: frame(&app, &caller, Section::Policy).await?,
        year: targets.year,
        tabs: targets.years.iter().map(|year| tab(*year, targets.year)).collect(),
        indicators: INDICATORS.to_vec(),
        rows: targets.units.iter().flat_map(rows).collect(),
        sums: targets.sums.iter().map(sum).collect(),
        former: former.collect(),
    })
}

fn tab(year: i32, shown: i32) -> Tab {
    Tab {
        label: "年",
        count: year.to_string(),
        href: format!("/targets?year={year}"),
        current: year == shown,
    }
}

fn rows(unit: &UnitTargets) -> Vec<TargetRow> {
    let row = |name: String, is_month, cells: &[Option<Set>]| TargetRow {
        name,
        is_month,
        known: unit.known,
        cells: cells.iter().map(|set| cell(set.as_ref())).collect(),
    };
    let months = unit.monthly.iter().map(|(month, cells)| row(format!("至 {month} 月"), true, cells));
    std::iter::once(row(unit.name.clone(), false, &unit.yearly)).chain(months).collect()
}

fn cell(set: Option<&Set>) -> TargetCell {
    let Some(set) = set else { return TargetCell::default() };
    let document = if set.document.is_empty() { "未写文号" } else { &set.document };
    TargetCell {
        amount: amount(&set.amount), basis: format!("{document} · {} 起", format::date(set.since))
    }
}

fn sum(sum: &Sum) -> SumCell {
    SumCell {
        units: sum.units.as_ref().map(amount).unwrap_or_default(),
        county: sum.county.as_ref().map(amount).unwrap_or_default(),
        short: sum.is_short(),
        done: amount(&sum.done),
        whole: match &sum.whole {
            (Some(asked), done) => format!("{} / {}", amount(done), amount(asked)),
            (None, _) => String::new(),
        },
    }
}

fn amount(amount: &Ratio) -> String {
    let text = plain(amount);
    match text.parse::<usize>() {
        Ok(whole) => format::count(whole),
        Err(_) => format::decimal(amount, 2),
    }
}
