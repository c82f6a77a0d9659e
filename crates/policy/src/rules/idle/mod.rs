//! 三（二）用而未尽地块: idle by the supply contract, by a decision, or plainly under-used. The
//! statutory word 闲置土地 needs a decision; what the contract's dates say is told apart from it.

mod contract;
mod under_used;

use super::{Case, denies};
use crate::facts::Finding as Decision;
use crate::trace::Trace;
use crate::verdict::{Answer, Finding, Idle, Missing, MissingKind};

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
    if case.outline.supplies && decision.is_none_or(|decision| !denies(decision)) {
        for row in case.judge.county.index.supplies.of(case.index) {
            let (by_contract, level) = contract::judge(case, &case.judge.facts().supplies[row], trace);
            answer = answer.or(by_contract);
            idle.by_contract = idle.by_contract.max(level);
        }
    }
    let under_used = under_used::judge(case, trace);
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

fn missing(kind: MissingKind, sentence: String) -> Missing {
    Missing { rule: RULE, kind, year: None, enterprise: None, sentence }
}
