//! Months and light on the page of a case.

use lingdi_app::App;
use lingdi_app::moves::ObjectView;
use lingdi_domain::case::Report;
use lingdi_domain::object::ObjectKind;
use lingdi_domain::step4_remediation::progress::{Light, MonthRow};

use super::super::error::Fault;
use super::super::gate::Caller;
use crate::format;
use crate::pages::progress::{LightView, MonthView, ProgressView, tone};

/// Months that are shown; earlier ones stand in the dossier.
const MONTHS: usize = 12;

/// Nothing for what is no case, or whose work has not begun.
pub(super) async fn of(app: &App, caller: &Caller, seen: &ObjectView) -> Result<Option<ProgressView>, Fault> {
    if seen.stored.object.kind != ObjectKind::Case {
        return Ok(None);
    }
    let found = app.progress(&caller.actor, &seen.stored).await?;
    if found.months.is_empty() && found.light.is_none() {
        return Ok(None);
    }
    let reasons = found.light.iter().flat_map(|light| &light.reasons);
    let reasons = reasons.map(|reason| (tone(reason.colour), reason.sentence.clone())).collect();
    let last = found.months.iter().rev().find_map(|row| row.report.as_ref());
    let skipped = found.months.len().saturating_sub(MONTHS);
    let months: Vec<MonthView> = found.months[skipped..].iter().enumerate().map(month).collect();
    Ok(Some(ProgressView {
        light: found.light.as_ref().map(light),
        reasons,
        months,
        latest: last.map(latest).unwrap_or_default(),
    }))
}

/// A light with why it is not green.
pub(in crate::handlers) fn light(light: &Light) -> LightView {
    let why: Vec<_> = light.reasons.iter().map(|reason| reason.sentence.as_str()).collect();
    LightView { why: why.join(" "), ..LightView::of(light.colour) }
}

fn month((at, row): (usize, &MonthRow)) -> MonthView {
    let january = row.month.to_string().ends_with("-01");
    MonthView {
        month: if at == 0 || january { row.month.spoken() } else { row.month.short() },
        standing: row.standing.label(),
        tone: tone(row.light),
        light: row.light.label(),
        told: row.report.as_ref().map(told).unwrap_or_default(),
    }
}

fn told(report: &Report) -> String {
    let checked = if report.checked_on.is_some() { "，已核定" } else { "" };
    format!("{} 报{checked}", format::date(report.on))
}

fn latest(report: &Report) -> String {
    let mut parts = vec![format!("{}：{}", report.month.spoken(), report.text)];
    parts.extend(report.percent.map(|percent| format!("累计完成 {percent}%")));
    parts.extend(report.invested.map(|money| format!("累计投资 {} 万元", format::wan(money))));
    parts.join(" · ")
}
