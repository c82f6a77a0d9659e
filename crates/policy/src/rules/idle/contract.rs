//! Idle by the dates and figures of a supply contract (闲置土地处置办法 第二条).

use lingdi_domain::Ratio;

use super::{RULE, missing};
use crate::facts::Supply;
use crate::figures::{percent, plain, square_metres};
use crate::lines::{Cite, Line};
use crate::rules::Case;
use crate::rules::case::years_after;
use crate::trace::Trace;
use crate::verdict::{Answer, Finding, IdleLevel, MissingKind};

/// How far one contract has fallen behind.
pub(super) fn judge(case: &Case, supply: &Supply, trace: &mut impl Trace) -> (Answer, IdleLevel) {
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

fn law_note(cite: &Cite) -> String {
    format!("依据{}“{}”；未经认定不得称为闲置土地。", cite.clause, cite.quote)
}
