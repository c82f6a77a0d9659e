//! 12 派单、督查、执法记录: what was ordered about the site, what inspections found on it.

use lingdi_app::dossier::Filed;
use lingdi_domain::Kind;
use lingdi_domain::object::ObjectKind;

use super::chapters::{Section, grids, object, state};
use super::{Known, bureaus};
use crate::format;
use crate::pages::dossier::Grid;

/// The section.
pub(super) fn enforcement(known: &Known) -> Section {
    let head = vec!["派单", "事由", "主办单位", "办理时限", "状态"];
    let rows: Vec<_> = known.filed.of(ObjectKind::Order).filter_map(|filed| order(known, filed)).collect();
    let mut section = grids(vec![Grid { title: "派单".to_owned(), head, rows, ..Grid::default() }]);
    // That no order was given is no gap of the file.
    section.grids.retain(|grid| !grid.rows.is_empty());
    for filed in known.filed.of(ObjectKind::Defect) {
        section.grids.push(object(known, filed));
    }
    section.and(
        known,
        bureaus::inspections(known),
        Kind::Inspections,
        "执法检查记录",
        "县综合行政执法局、县生态环境分局、县应急管理局",
    )
}

/// An order about the site, once it was issued.
fn order(known: &Known, filed: &Filed) -> Option<Vec<String>> {
    let object = &filed.stored.object;
    let order = object.fields.order()?;
    order.issued_on?;
    Some(vec![
        object.number.clone(),
        object.title.clone(),
        order.lead.clone().unwrap_or_default(),
        order.deadline.map(format::date).unwrap_or_default(),
        state(known, filed).to_owned(),
    ])
}
