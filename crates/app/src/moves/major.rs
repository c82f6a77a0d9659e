//! 人工认定“重大地块”: what the office decided on paper marks the open case of the parcel.

use chrono::NaiveDate;
use lingdi_domain::moves::{Decision, is_open, machine};
use lingdi_domain::object::{Input, Object, ObjectKind};
use lingdi_domain::record::Finding;
use lingdi_domain::{Actor, Kind};
use lingdi_store::batches::Batch;
use lingdi_store::objects;

use super::make::Hand;
use crate::{App, Result, Snapshot};

/// 类型 of the decision.
const MAJOR: &str = "重大地块";

/// How a mark begins that comes of such a decision; others were set at the desk.
const BY_DECISION: &str = "人工认定 ";

/// Why a parcel is held to be major on a day: the newest decision in force, unless it denies.
pub(super) fn marked(snapshot: &Snapshot, parcel: u32, today: NaiveDate) -> Option<String> {
    let about = snapshot.facts.findings_of(parcel);
    let major = about.filter(|finding| finding.finding_type == MAJOR && finding.holds(today));
    let newest = major.max_by_key(|finding| (finding.from, &finding.source))?;
    let said = newest.conclusion.as_ref().map(|text| format!("：{text}")).unwrap_or_default();
    (!newest.denies()).then(|| format!("{BY_DECISION}{}{said}", newest.document))
}

impl App {
    /// Marks the open cases of the parcels of a batch of decisions, or takes their marks away, as the
    /// decisions that are in force now say. Work that has begun is not stopped by a mark.
    pub(crate) async fn mark_major(&self, actor: &Actor, batch: &Batch) -> Result<()> {
        let found = self.records::<Finding>(Kind::Findings, std::slice::from_ref(batch)).await?;
        let major = found.into_iter().filter(|(_, finding)| finding.finding_type == MAJOR);
        let codes: Vec<_> = major.map(|(_, finding)| finding.parcel).collect();
        if codes.is_empty() {
            return Ok(());
        }
        let (snapshot, today) = (self.snapshot(None).await?, self.clock().today());
        for code in codes {
            let Some(at) = snapshot.parcel(&code) else { continue };
            let why = marked(&snapshot, at, today);
            let parcel = snapshot.parcels[at as usize].code.to_string();
            let (rules, tx) = (self.rules().await?, self.db().write().await?);
            let mut hand = Hand::new(self, tx, actor, rules, None);
            let cases = objects::about(&mut hand.tx, self.county(), &parcel, ObjectKind::Case).await?;
            for case in cases.into_iter().map(|stored| stored.object).filter(is_open) {
                let Some(verb) = wanted(&case, why.as_deref()) else { continue };
                let reason = why.clone().unwrap_or_else(|| format!("{BY_DECISION}已撤销"));
                let (input, seen) = (Input { reason, ..Input::default() }, Some(case.version));
                hand.move_it(ObjectKind::Case, case.id, Decision::Following, verb, &input, seen).await?;
            }
            hand.commit().await?;
        }
        Ok(())
    }
}

/// The move that brings the mark of a case in line with the decisions.
fn wanted(case: &Object, why: Option<&str>) -> Option<&'static str> {
    let mark = case.fields.case()?.major_reason.as_deref();
    let verb = match (mark, why) {
        (None, Some(_)) => "flag_major",
        (Some(mark), None) if mark.starts_with(BY_DECISION) => "unflag_major",
        _ => return None,
    };
    let machine = machine(ObjectKind::Case);
    machine.named(verb).filter(|one| machine.begins(one, case.state)).map(|one| one.verb)
}
