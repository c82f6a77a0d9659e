//! Under-used in ways that no statute names: 现状, 实际用途, 闲置面积, 容积率.

use std::cmp::Ordering;

use super::{RULE, missing};
use crate::figures::{mu, percent, plain};
use crate::rules::{Case, supply};
use crate::trace::Trace;
use crate::verdict::{Answer, Finding, MissingKind};

/// Under-used in any of these ways.
pub(super) fn judge(case: &Case, trace: &mut impl Trace) -> Answer {
    let parcel = case.parcel;
    let mut answer = Answer::No;
    if parcel.idle == Some(true) {
        trace.finding(|| Finding {
            fact: "现状是否闲置：是".to_owned(),
            comparison: "=".to_owned(),
            threshold: "闲置".to_owned(),
            met: Some(true),
            sources: vec![case.parcel_cell("idle")],
            ..case.finding(RULE)
        });
        answer = Answer::Yes;
    }
    if case.actual_use().is_some_and(|found| found.idle) {
        trace.finding(|| Finding {
            fact: format!("实际用途 {}", parcel.actual_use.as_deref().unwrap_or_default()),
            comparison: "=".to_owned(),
            threshold: "闲置、空置".to_owned(),
            met: Some(true),
            sources: vec![case.parcel_cell("actual_use")],
            ..case.finding(RULE)
        });
        answer = Answer::Yes;
    }
    answer.or(vacant_part(case, trace)).or(low_far(case, trace))
}

fn vacant_part(case: &Case, trace: &mut impl Trace) -> Answer {
    let Some(vacant) = case.parcel.idle_area else { return Answer::No };
    let (area_line, share_line) = (&case.lines().idle_area, &case.lines().idle_share);
    let reach = area_line.reached_by(vacant);
    let wide = case.share_against(vacant, share_line) != Ordering::Less;
    let share = || percent(&case.share(vacant));
    trace.finding(|| Finding {
        fact: format!("闲置面积 {}，占宗地 {}", mu(vacant), share()),
        comparison: "≥".to_owned(),
        threshold: format!("{} 或 {}", area_line.line.text, share_line.text),
        met: Some(reach.met || wide),
        sources: vec![case.parcel_cell("idle_area"), case.parcel_cell("area")],
        arithmetic: format!("{} ÷ {} = {}", mu(vacant), mu(case.parcel.area), share()),
        default_ours: true,
        tolerance_used: reach.tolerance_used && !wide,
        note: if reach.tolerance_used && !wide {
            format!("按面积容差 {} 视为达到。", area_line.tolerance)
        } else {
            String::new()
        },
        ..case.finding(RULE)
    });
    (reach.met || wide).into()
}

/// Too little built on it, when an edition asks for that.
fn low_far(case: &Case, trace: &mut impl Trace) -> Answer {
    let (Some(line), Some(ratio)) = (&case.lines().low_far, &case.parcel.floor_area_ratio) else {
        return Answer::No;
    };
    if *ratio >= line.value {
        return Answer::No;
    }
    let supplied = supply::date(case);
    let answer = match case.lines().low_far_supplied_before {
        None => Answer::Yes,
        Some(before) => supplied.as_ref().map(|supplied| supplied.day < before).into(),
    };
    trace.finding(|| Finding {
        fact: format!("容积率 {}", plain(ratio)),
        comparison: "<".to_owned(),
        threshold: line.text.clone(),
        met: answer.known(),
        sources: std::iter::once(case.parcel_cell("floor_area_ratio"))
            .chain(supplied.as_ref().map(|supplied| supplied.cell(case)))
            .collect(),
        default_ours: line.cite.ours,
        ..case.finding(RULE)
    });
    if answer == Answer::Unknown {
        trace.missing(|| {
            missing(
                MissingKind::SupplyDate,
                format!("缺宗地 {} 的供应日期，请资规部门补报。", case.parcel.code),
            )
        });
    }
    answer
}
