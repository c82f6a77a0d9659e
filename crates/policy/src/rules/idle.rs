//! 三（二）用而未尽地块: idle by the supply contract, by a decision, or plainly under-used. The
//! statutory word 闲置土地 needs a decision; what the contract's dates say is told apart from it.

use lingdi_domain::Ratio;

use super::case::years_after;
use super::{Case, denies, supply};
use crate::facts::{Finding as Decision, Supply};
use crate::figures::{mu, percent, plain, square_metres};
use crate::lines::{Cite, Line};
use crate::trace::Trace;
use crate::verdict::{Answer, Finding, Idle, IdleLevel, Missing, MissingKind};

const RULE: &str = "B";

/// Idle in any of its forms, and which.
pub(crate) fn judge(case: &Case, trace: &mut impl Trace) -> (Answer, Idle) {
    let mut idle = Idle::default();
    let decision = case.decision("闲置认定");
    let mut answer = decision.map_or(Answer::No, |decision| {
        idle.certified = !denies(decision);
        trace.finding(|| decided(case, decision));
        idle.certified.into()
    });
    if decision.is_none_or(|decision| !denies(decision)) {
        for row in case.judge.supplies.of(case.index) {
            let (by_contract, level) = contract(case, &case.judge.facts.supplies[row], trace);
            answer = answer.or(by_contract);
            idle.by_contract = idle.by_contract.max(level);
        }
    }
    let under_used = under_used(case, trace);
    idle.under_used = under_used == Answer::Yes;
    (answer.or(under_used), idle)
}

fn decided(case: &Case, decision: &Decision) -> Finding {
    Finding {
        fact: format!(
            "闲置认定 {}：{}",
            decision.document,
            decision.conclusion.as_deref().unwrap_or("构成闲置土地")
        ),
        comparison: "=".to_owned(),
        threshold: "认定为闲置土地".to_owned(),
        met: Some(!denies(decision)),
        sources: vec![case.cell(&decision.source, "document"), case.cell(&decision.source, "conclusion")],
        ..case.finding(RULE)
    }
}

fn contract(case: &Case, supply: &Supply, trace: &mut impl Trace) -> (Answer, IdleLevel) {
    if supply.signed_on.is_some_and(|day| day > case.as_of()) {
        return (Answer::No, IdleLevel::None);
    }
    if case.passed(supply.started_on) {
        suspended(case, supply, trace)
    } else {
        not_started(case, supply, trace)
    }
}

fn not_started(case: &Case, supply: &Supply, trace: &mut impl Trace) -> (Answer, IdleLevel) {
    let lines = case.lines();
    let agreed = supply.start_due.or(supply.handover_on.map(|day| years_after(day, 1)));
    let Some(due) = agreed else {
        // Whatever was agreed, it was not before the contract was signed.
        let too_early =
            supply.signed_on.is_some_and(|day| years_after(day, lines.idle_first_years) > case.as_of());
        if too_early {
            return (Answer::No, IdleLevel::None);
        }
        trace.missing(|| {
            missing(
                MissingKind::StartDue,
                format!("缺宗地 {} 供地合同的约定开工日期和交地日期，请资规部门补报其一。", case.parcel.code),
            )
        });
        return (Answer::Unknown, IdleLevel::None);
    };
    let (first, second) =
        (years_after(due, lines.idle_first_years), years_after(due, lines.idle_second_years));
    let level = match case.as_of() {
        day if day >= second => IdleLevel::TwoYears,
        day if day >= first => IdleLevel::OneYear,
        _ => IdleLevel::None,
    };
    trace.finding(|| {
        let (years, limit) = if level == IdleLevel::TwoYears {
            (lines.idle_second_years, second)
        } else {
            (lines.idle_first_years, first)
        };
        let field = if supply.start_due.is_some() { "start_due" } else { "handover_on" };
        Finding {
            fact: format!("约定开工 {due}，至判定日 {} 没有开工记录", case.as_of()),
            comparison: "≥".to_owned(),
            threshold: format!("满 {years} 年"),
            met: Some(level != IdleLevel::None),
            sources: vec![case.cell(&supply.source, field), case.cell(&supply.source, "started_on")],
            arithmetic: format!("{due} 加 {years} 年为 {limit}，判定日 {}", case.as_of()),
            note: if supply.start_due.is_some() {
                law_note(&lines.idle_law)
            } else {
                format!("没有约定开工日期，按交地后一年。{}", law_note(&lines.idle_law))
            },
            ..case.finding(RULE)
        }
    });
    ((level != IdleLevel::None).into(), level)
}

fn suspended(case: &Case, supply: &Supply, trace: &mut impl Trace) -> (Answer, IdleLevel) {
    let Some(since) = supply.suspended_on.filter(|day| *day <= case.as_of()) else {
        return (Answer::No, IdleLevel::None);
    };
    let lines = case.lines();
    let limit = years_after(since, lines.idle_suspended_years);
    let long = limit <= case.as_of();
    trace.finding(|| Finding {
        fact: format!("{since} 停工，至判定日 {} 没有复工记录", case.as_of()),
        comparison: "≥".to_owned(),
        threshold: format!("满 {} 年", lines.idle_suspended_years),
        met: Some(long),
        sources: vec![case.cell(&supply.source, "suspended_on")],
        arithmetic: format!(
            "{since} 加 {} 年为 {limit}，判定日 {}",
            lines.idle_suspended_years,
            case.as_of()
        ),
        note: law_note(&lines.idle_law),
        ..case.finding(RULE)
    });
    if !long {
        return (Answer::No, IdleLevel::None);
    }
    let built = Share {
        name: "已开发面积占应开发面积",
        done: supply.area_developed.map(|area| (area.square_metres(), "area_developed", square_metres(area))),
        due: supply.area_due.map(|area| (area.square_metres(), "area_due", square_metres(area))),
        line: &lines.idle_developed_share,
    };
    let invested = Share {
        name: "已投资额占总投资额",
        done: supply.investment_made.map(|made| {
            (
                made.ten_thousand_yuan(),
                "investment_made",
                format!("{} 万元", plain(&made.ten_thousand_yuan())),
            )
        }),
        due: supply.investment_total.map(|total| {
            (
                total.ten_thousand_yuan(),
                "investment_total",
                format!("{} 万元", plain(&total.ten_thousand_yuan())),
            )
        }),
        line: &lines.idle_invested_share,
    };
    let answer = built.below(case, supply, trace).or(invested.below(case, supply, trace));
    if answer == Answer::Unknown {
        trace.missing(|| {
            missing(
                MissingKind::Development,
                format!(
                    "缺宗地 {} 的已开发面积、应开发面积或已投资额、总投资额，请资规部门补报。",
                    case.parcel.code
                ),
            )
        });
    }
    (answer, if answer == Answer::Yes { IdleLevel::Suspended } else { IdleLevel::None })
}

/// What was done of what was due: figure, field and text of each.
struct Share<'a> {
    name: &'static str,
    done: Option<(Ratio, &'static str, String)>,
    due: Option<(Ratio, &'static str, String)>,
    line: &'a Line,
}

impl Share<'_> {
    fn below(&self, case: &Case, supply: &Supply, trace: &mut impl Trace) -> Answer {
        let (Some((done, done_field, done_text)), Some((due, due_field, due_text))) = (&self.done, &self.due)
        else {
            return Answer::Unknown;
        };
        let Some(share) = done.checked_div(due) else { return Answer::Unknown };
        let below = share < self.line.value;
        trace.finding(|| Finding {
            fact: format!("{} {}", self.name, percent(&share)),
            comparison: "<".to_owned(),
            threshold: self.line.text.clone(),
            met: Some(below),
            sources: vec![case.cell(&supply.source, done_field), case.cell(&supply.source, due_field)],
            arithmetic: format!("{done_text} ÷ {due_text} = {}", percent(&share)),
            note: law_note(&self.line.cite),
            ..case.finding(RULE)
        });
        below.into()
    }
}

/// Under-use that no statute names: 现状, 实际用途, 闲置面积, 容积率.
fn under_used(case: &Case, trace: &mut impl Trace) -> Answer {
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
    if let Some(written) =
        parcel.actual_use.as_ref().filter(|written| case.judge.edition.land_uses.actual(written).idle)
    {
        trace.finding(|| Finding {
            fact: format!("实际用途 {written}"),
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
    let share = case.share(vacant);
    let wide = share >= share_line.value;
    trace.finding(|| Finding {
        fact: format!("闲置面积 {}，占宗地 {}", mu(vacant), percent(&share)),
        comparison: "≥".to_owned(),
        threshold: format!("{} 或 {}", area_line.line.text, share_line.text),
        met: Some(reach.met || wide),
        sources: vec![case.parcel_cell("idle_area"), case.parcel_cell("area")],
        arithmetic: format!("{} ÷ {} = {}", mu(vacant), mu(case.parcel.area), percent(&share)),
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
        Some(before) => supplied.as_ref().map(|(day, _)| *day < before).into(),
    };
    trace.finding(|| Finding {
        fact: format!("容积率 {}", plain(ratio)),
        comparison: "<".to_owned(),
        threshold: line.text.clone(),
        met: answer.known(),
        sources: std::iter::once(case.parcel_cell("floor_area_ratio"))
            .chain(supplied.map(|(_, cell)| cell))
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

fn missing(kind: MissingKind, sentence: String) -> Missing {
    Missing { rule: RULE, kind, year: None, enterprise: None, sentence }
}

fn law_note(cite: &Cite) -> String {
    format!("依据{}“{}”；未经认定不得称为闲置土地。", cite.clause, cite.quote)
}
