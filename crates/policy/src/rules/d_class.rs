//! 三（四）D2: firms in class D of the comprehensive evaluation.

use lingdi_domain::{Area, Ratio};

use super::Case;
use crate::facts::Evaluation;
use crate::figures::{mu, percent, plain};
use crate::lines::ClassHolder;
use crate::trace::Trace;
use crate::verdict::{Answer, Finding, Missing, MissingKind};

const RULE: &str = "D2";

/// The 权利人 is in class D, or occupants in class D hold enough of the parcel.
pub(crate) fn judge(case: &Case, trace: &mut impl Trace) -> Answer {
    if !case.outline.class_d {
        return Answer::No;
    }
    let holder = case.lines().class_holder;
    let asked = |owner: &u32| holder != ClassHolder::AnyOccupant && case.judge.county.ever_in_d(*owner);
    let owner = case.parcel.owner.filter(asked);
    if let Some(class) = owner.and_then(|owner| class_of(case, owner)).filter(|class| is_d(class)) {
        trace.finding(|| {
            let name = firm_name(case, class);
            Finding {
                fact: format!("权利人 {name} {}年评价类别 {}", class.year, class.class),
                met: Some(true),
                default_ours: class.year != case.judge.question.year - 1,
                ..class_finding(case, &[class])
            }
        });
        return Answer::Yes;
    }
    occupants(case, holder, trace)
}

fn occupants(case: &Case, holder: ClassHolder, trace: &mut impl Trace) -> Answer {
    let mut classes: Vec<&Evaluation> = Vec::new();
    let (mut land, mut land_unknown) = (Ratio::zero(), None);
    for (firm, taken) in case.occupants(|firm| case.judge.county.ever_in_d(firm)) {
        let Some(class) = class_of(case, firm).filter(|class| is_d(class)) else { continue };
        if !classes.iter().any(|known| known.enterprise == firm) {
            classes.push(class);
        }
        match case.judge.tax.land_now(taken, |row| case.in_force(row.from, row.to)) {
            Some(used) => land = land + used,
            None => land_unknown = Some(firm),
        }
    }
    if classes.is_empty() {
        return Answer::No;
    }
    let line = &case.lines().d2_share;
    let registered = case.parcel.area.mu();
    let share = land.checked_div(&registered).unwrap_or_default();
    let answer = match holder {
        ClassHolder::AnyOccupant => Answer::Yes,
        ClassHolder::Owner => Answer::No,
        ClassHolder::OwnerOrMajority if share >= line.value => Answer::Yes,
        ClassHolder::OwnerOrMajority => Answer::from(Some(false).filter(|_| land_unknown.is_none())),
    };
    trace.finding(|| {
        let names: Vec<String> = classes.iter().map(|class| firm_name(case, class)).collect();
        Finding {
            fact: format!("占用企业 {} 评价类别为 D，占地 {}", names.join("、"), percent(&share)),
            comparison: "≥".to_owned(),
            threshold: line.text.clone(),
            met: answer.known(),
            arithmetic: format!("{} 亩 ÷ {} = {}", plain(&land), mu(case.parcel.area), percent(&share)),
            default_ours: true,
            note: if answer == Answer::No {
                "占地未达线，不影响判定。".to_owned()
            } else {
                String::new()
            },
            ..class_finding(case, &classes)
        }
    });
    if let (Answer::Unknown, Some(firm)) = (answer, land_unknown) {
        trace.missing(|| Missing {
            rule: RULE,
            kind: MissingKind::OccupiedArea,
            year: None,
            enterprise: Some(firm),
            sentence: format!(
                "缺 D 类企业{}在该宗地的用地面积，请补报。",
                case.judge.facts().enterprises[firm as usize].name
            ),
        });
    }
    answer
}

/// 用地面积 of each row of an occupant in class D, when they alone decide the rule: the 权利人 is not in
/// class D, and every row gives its land.
pub(crate) fn lands_alone(case: &Case) -> Option<Vec<Area>> {
    let in_d = |firm: u32| class_of(case, firm).is_some_and(is_d);
    if case.parcel.owner.is_some_and(in_d) {
        return None;
    }
    let rows = case.occupants(in_d);
    rows.map(|(_, taken)| taken.row(case.judge.facts())?.land_area).collect()
}

/// The class of the year before; else, if allowed, the newest before the question's day.
fn class_of<'j>(case: &Case<'j>, firm: u32) -> Option<&'j Evaluation> {
    use chrono::Datelike;
    let previous = case.judge.question.year - 1;
    let newest_allowed = case.as_of().year() - 1;
    let rows = case.judge.county.index.evaluations.of(firm).map(|row| &case.judge.facts().evaluations[row]);
    let newest = |a: &&Evaluation, b: &&Evaluation| (a.year, &a.source).cmp(&(b.year, &b.source));
    rows.clone().filter(|class| class.year == previous).max_by(newest).or_else(|| {
        let older = rows.filter(|class| class.year <= newest_allowed);
        older.filter(|_| !case.lines().class_of_previous_year_only).max_by(newest)
    })
}

pub(crate) fn is_d(class: &Evaluation) -> bool {
    class.class.trim().starts_with(['D', 'd'])
}

fn firm_name(case: &Case, class: &Evaluation) -> String {
    case.judge.facts().enterprises[class.enterprise as usize].name.to_string()
}

fn class_finding(case: &Case, classes: &[&Evaluation]) -> Finding {
    Finding {
        comparison: "=".to_owned(),
        threshold: "D 类".to_owned(),
        sources: classes.iter().map(|class| case.cell(&class.source, "class")).collect(),
        ..case.finding(RULE)
    }
}
