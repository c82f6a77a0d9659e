//! 供应日期 and the date from which 占工非工 counts.

use chrono::NaiveDate;
use lingdi_domain::Cell;

use super::Case;
use crate::trace::Trace;
use crate::verdict::{Answer, Finding, Missing, MissingKind};

/// The parcel's 供应日期, else the oldest 签订日期 of its contracts, and its cell.
pub(super) fn date(case: &Case) -> Option<(NaiveDate, Cell)> {
    if let Some(day) = case.parcel.supply_date {
        return Some((day, case.parcel_cell("supply_date")));
    }
    let contracts =
        case.judge.county.index.supplies.of(case.index).map(|row| &case.judge.facts().supplies[row]);
    contracts
        .filter_map(|contract| contract.signed_on.map(|day| (day, contract)))
        .min_by_key(|(day, contract)| (*day, &contract.source))
        .map(|(day, contract)| (day, case.cell(&contract.source, "signed_on")))
}

/// Was it supplied since the day the document names (G13)?
pub(crate) fn since(case: &Case, rule: &'static str, trace: &mut impl Trace) -> Answer {
    let (first, inclusive) = (case.lines().supply_since, case.lines().supply_since_inclusive);
    let known = date(case);
    let answer = Answer::from(known.as_ref().map(|(day, _)| *day > first || inclusive && *day == first));
    trace.finding(|| Finding {
        fact: known.as_ref().map_or_else(|| "供应日期缺失".to_owned(), |(day, _)| format!("供应日期 {day}")),
        comparison: if inclusive { "≥" } else { ">" }.to_owned(),
        threshold: first.to_string(),
        met: answer.known(),
        sources: vec![
            known.as_ref().map_or_else(|| case.parcel_cell("supply_date"), |(_, cell)| cell.clone()),
        ],
        default_ours: known.as_ref().is_some_and(|(day, _)| *day == first),
        ..case.finding(rule)
    });
    if known.is_none() {
        trace.missing(|| Missing {
            rule,
            kind: MissingKind::SupplyDate,
            year: None,
            enterprise: None,
            sentence: format!("缺宗地 {} 的供应日期，请资规部门补报。", case.parcel.code),
        });
    }
    answer
}
