//! Which facts are missing in a year's tax, each with the way to mend it.

use super::Case;
use crate::tax::Scope;
use crate::trace::Trace;
use crate::verdict::{FirmYearState, Missing, MissingKind, TaxPart, TaxYear};

/// Tells every gap of a year.
pub(crate) fn tell(case: &Case, rule: &'static str, year: i32, scope: Scope, trace: &mut impl Trace) {
    if trace.listens() {
        let told = case.told(year, scope);
        for gap in gaps(rule, &told) {
            trace.missing(|| gap);
        }
    }
}

fn gaps(rule: &'static str, told: &TaxYear) -> Vec<Missing> {
    let missing =
        |kind, enterprise, sentence| Missing { rule, kind, year: Some(told.year), enterprise, sentence };
    if told.parts.is_empty() {
        let sentence = format!("{}年没有占用企业的记录，请补报该宗地的占用关系。", told.year);
        return vec![missing(MissingKind::Occupant, None, sentence)];
    }
    let open = told.parts.iter().filter(|part| part.open);
    open.map(|part| {
        let (kind, sentence) = gap(part, told.year);
        missing(kind, part.enterprise, sentence)
    })
    .collect()
}

fn gap(part: &TaxPart, year: i32) -> (MissingKind, String) {
    let name = &part.name;
    match (part.enterprise, part.state) {
        (None, _) => (
            MissingKind::Occupant,
            format!("占用企业“{name}”没有匹配到登记企业，请在数据归集中确认它是哪一家。"),
        ),
        (_, FirmYearState::Unmatched) => (
            MissingKind::Tax,
            format!("缺{name}{year}年入库税收，请向税务部门补报，或由专人确认该年度为全量数据。"),
        ),
        _ if part.share.is_none() => (
            MissingKind::OccupiedArea,
            format!("{name}占用多处宗地而用地面积不全，无法分摊{year}年税收，请补报用地面积或建筑面积。"),
        ),
        _ => (
            MissingKind::TaxType,
            format!("{name}{year}年有税种不在税种表内，请核对税种名称，或在政策数据的税种表中补上。"),
        ),
    }
}
