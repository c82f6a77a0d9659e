//! 供应日期 and the date from which 占工非工 counts.

use chrono::NaiveDate;
use lingdi_domain::{Cell, Source};

use super::Case;
use crate::trace::Trace;
use crate::verdict::{Answer, Finding, Missing, MissingKind};

/// The parcel's 供应日期, else the oldest 签订日期 of its contracts.
pub(super) fn date<'j>(case: &Case<'j>) -> Option<Supplied<'j>> {
    if let Some(day) = case.parcel.supply_date {
        return Some(Supplied { day, source: &case.parcel.source, field: "supply_date" });
    }
    let contracts =
        case.judge.county.index.supplies.of(case.index).map(|row| &case.judge.facts().supplies[row]);
    contracts
        .filter_map(|contract| contract.signed_on.map(|day| (day, contract)))
        .min_by_key(|(day, contract)| (*day, &contract.source))
        .map(|(day, contract)| Supplied { day, source: &contract.source, field: "signed_on" })
}

/// When a parcel was supplied, and where that stands.
pub(super) struct Supplied<'j> {
    pub(super) day: NaiveDate,
    source: &'j Source,
    field: &'static str,
}

impl Supplied<'_> {
    pub(super) fn cell(&self, case: &Case) -> Cell {
        case.cell(self.source, self.field)
    }
}

/// Was it supplied since the day the document names (G13)?
pub(crate) fn since(case: &Case, rule: &'static str, trace: &mut impl Trace) -> Answer {
    let (first, inclusive) = (case.lines().supply_since, case.lines().supply_since_inclusive);
    let known = date(case);
    let answer =
        Answer::from(known.as_ref().map(|known| known.day > first || inclusive && known.day == first));
    trace.finding(|| Finding {
        fact: known
            .as_ref()
            .map_or_else(|| "供应日期缺失".to_owned(), |known| format!("供应日期 {}", known.day)),
        comparison: if inclusive { "≥" } else { ">" }.to_owned(),
        threshold: first.to_string(),
        met: answer.known(),
        sources: vec![
            known.as_ref().map_or_else(|| case.parcel_cell("supply_date"), |known| known.cell(case)),
        ],
        default_ours: known.as_ref().is_some_and(|known| known.day == first),
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
