//! 三（三）C2: a temporary change of use that has run out and was not rectified.

use super::case::is_temporary;
use super::{Case, supply};
use crate::facts::Approval;
use crate::trace::Trace;
use crate::verdict::{Answer, Finding, Missing, MissingKind};

const RULE: &str = "C2";

/// A temporary approval has run out, nothing was rectified, and the land was supplied since 1999.
pub(crate) fn judge(case: &Case, trace: &mut impl Trace) -> Answer {
    if !case.outline.approvals {
        return Answer::No;
    }
    let mut expired = Answer::No;
    for approval in case.approvals().filter(|approval| is_temporary(approval)) {
        if !case.passed(approval.rectified_on) {
            expired = expired.or(has_run_out(case, approval, trace));
        }
    }
    if expired == Answer::No { Answer::No } else { expired.and(supply::since(case, RULE, trace)) }
}

fn has_run_out(case: &Case, approval: &Approval, trace: &mut impl Trace) -> Answer {
    let answer = Answer::from(approval.until.map(|until| until < case.as_of()));
    trace.finding(|| Finding {
        fact: match approval.until {
            Some(until) => format!("临时改变用途 {} 期限至 {until}，未登记整改完成", approval.document),
            None => format!("临时改变用途 {} 没有写期限", approval.document),
        },
        comparison: "<".to_owned(),
        threshold: format!("判定日 {}", case.as_of()),
        met: answer.known(),
        sources: vec![case.cell(&approval.source, "until"), case.cell(&approval.source, "rectified_on")],
        ..case.finding(RULE)
    });
    if answer == Answer::Unknown {
        trace.missing(|| Missing {
            rule: RULE,
            kind: MissingKind::ApprovalEnd,
            year: None,
            enterprise: None,
            sentence: format!("缺批复 {} 的期限，请资规部门补报“期限至”。", approval.document),
        });
    }
    answer
}
