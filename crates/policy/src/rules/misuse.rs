//! 三（三）C1: industrial land used for non-industrial business without approval, leases included.

use std::cmp::Ordering;

use lingdi_domain::Area;

use super::case::is_temporary;
use super::{Case, supply};
use crate::facts::{Approval, Lease};
use crate::figures::{mu, percent};
use crate::trace::{Silent, Trace};
use crate::verdict::{Answer, Finding, Missing, MissingKind};

const RULE: &str = "C1";

/// Used non-industrially, not approved, and supplied since 1999.
pub(crate) fn judge(case: &Case, trace: &mut impl Trace) -> Answer {
    let use_says = actual_use(case, trace);
    let misused = use_says.or(let_out(case, trace));
    if misused == Answer::No {
        return Answer::No;
    }
    if let Some(approval) = case.approvals().find(|approval| covers(case, approval)) {
        trace.finding(|| approved(case, approval));
        return Answer::No;
    }
    let supplied = supply::since(case, RULE, trace);
    if misused == Answer::Unknown && supplied != Answer::No {
        trace.missing(|| Missing {
            rule: RULE,
            kind: MissingKind::ActualUse,
            year: None,
            enterprise: None,
            sentence: format!(
                "宗地 {} 的仓储用途是否属于非工业经营，请属地现场核实后更正实际用途。",
                case.parcel.code
            ),
        });
    }
    misused.and(supplied)
}

fn actual_use(case: &Case, trace: &mut impl Trace) -> Answer {
    let Some(found) = case.actual_use() else { return Answer::No };
    let answer = match (found.non_industrial, found.unclear) {
        (true, _) => Answer::Yes,
        (false, true) => Answer::Unknown,
        (false, false) => return Answer::No,
    };
    trace.finding(|| Finding {
        fact: format!(
            "登记用途 {}，实际用途 {}",
            case.parcel.land_use,
            case.parcel.actual_use.as_deref().unwrap_or_default()
        ),
        comparison: "属于".to_owned(),
        threshold: "非工业用途".to_owned(),
        met: answer.known(),
        sources: vec![case.parcel_cell("land_use"), case.parcel_cell("actual_use")],
        ..case.finding(RULE)
    });
    answer
}

/// Do current leases for non-industrial use exceed the tolerated share of the parcel?
fn let_out(case: &Case, trace: &mut impl Trace) -> Answer {
    if !case.outline.leases {
        return Answer::No;
    }
    let (mut surely, mut perhaps): (Vec<&Lease>, Vec<&Lease>) = (Vec::new(), Vec::new());
    for row in case.judge.county.index.leases.of(case.index) {
        let lease = &case.judge.facts().leases[row];
        if !case.in_force(lease.from, lease.to) {
            continue;
        }
        let found = case.lease_use(row);
        if found.non_industrial {
            surely.push(lease);
        } else if found.unclear {
            perhaps.push(lease);
        }
    }
    if surely.is_empty() && perhaps.is_empty() {
        return Answer::No;
    }
    let line = &case.lines().lease_share;
    let area = |leases: &[&Lease]| leases.iter().map(|lease| lease.area).sum::<Area>();
    let (least, most) = (area(&surely), Area(area(&surely).0 + area(&perhaps).0));
    let exceeds = |area: Area| case.share_against(area, line) == Ordering::Greater;
    let answer = match (exceeds(least), exceeds(most)) {
        (true, _) => Answer::Yes,
        (false, true) => Answer::Unknown,
        (false, false) => Answer::No,
    };
    trace.finding(|| {
        let leases = || surely.iter().chain(&perhaps);
        let terms: Vec<String> = leases().map(|lease| mu(lease.area)).collect();
        let most = case.share(most);
        let uses: Vec<&str> = leases().map(|lease| lease.lease_use.as_str()).collect();
        Finding {
            fact: format!("在租用途 {}，占宗地 {}", uses.join("、"), percent(&most)),
            comparison: ">".to_owned(),
            threshold: line.text.clone(),
            met: answer.known(),
            arithmetic: format!("（{}）÷ {} = {}", terms.join(" + "), mu(case.parcel.area), percent(&most)),
            sources: leases()
                .flat_map(|lease| [case.cell(&lease.source, "area"), case.cell(&lease.source, "lease_use")])
                .collect(),
            default_ours: line.cite.ours,
            ..case.finding(RULE)
        }
    });
    answer
}

/// What current leases for non-industrial use hold, each, when they alone decide the rule: the land
/// was supplied since 1999, nothing is approved, and neither 实际用途 nor an unclear lease speaks.
pub(crate) fn leases_alone(case: &Case) -> Option<Vec<Area>> {
    let spoken = actual_use(case, &mut Silent) != Answer::No
        || case.approvals().any(|approval| covers(case, approval))
        || supply::since(case, RULE, &mut Silent) != Answer::Yes;
    let mut let_out = Vec::new();
    for row in case.judge.county.index.leases.of(case.index) {
        let lease = &case.judge.facts().leases[row];
        if !case.in_force(lease.from, lease.to) {
            continue;
        }
        let found = case.lease_use(row);
        match (found.non_industrial, found.unclear) {
            (true, _) => let_out.push(lease.area),
            (false, true) => return None,
            (false, false) => {}
        }
    }
    (!spoken).then_some(let_out)
}

/// Does an approval allow the other use? One that was temporary and has run out is the matter of
/// C2 until it is rectified.
fn covers(case: &Case, approval: &Approval) -> bool {
    let allows_other_use = approval.approved_use.as_deref().is_none_or(|written| {
        let found = case.judge.edition.land_uses.actual(written);
        found.non_industrial || found.unclear
    });
    let rectified = is_temporary(approval)
        && approval.until.is_some_and(|until| until < case.as_of())
        && case.passed(approval.rectified_on);
    allows_other_use && !rectified
}

fn approved(case: &Case, approval: &Approval) -> Finding {
    let term = approval.until.map_or(String::new(), |until| format!("，期限至 {until}"));
    Finding {
        fact: format!(
            "已批准改变用途为 {}（{}{term}）",
            approval.approved_use.as_deref().unwrap_or("其他用途"),
            approval.document
        ),
        comparison: "属于".to_owned(),
        threshold: "未经批准".to_owned(),
        met: Some(false),
        sources: vec![case.cell(&approval.source, "document")],
        ..case.finding(RULE)
    }
}
