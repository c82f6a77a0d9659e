//! Data tasks (数据任务): what keeps a verdict open, and rows nobody is sure of.
//!
//! Computed from the facts each time, never stored: a task is gone when its cause is.

use lingdi_domain::{Actor, Cell, Kind};
use lingdi_policy::verdict::MissingKind;
use serde::Serialize;

use crate::authority::May;
use crate::identification::{Judge, Judged};
use crate::{Action, App, Result, Unmatched};

/// A fact that is missing and could change a verdict.
#[derive(Debug, Clone, Serialize)]
pub struct MissingFact {
    /// 宗地代码
    pub parcel: String,
    /// 坐落
    pub location: String,
    /// Name of the responsible unit.
    pub unit_name: String,
    /// The rule that waits: `A` … `D2` or `focus`.
    pub rule: String,
    /// What kind of fact is missing.
    pub kind: MissingKind,
    /// What is missing and how to mend it.
    pub sentence: String,
}

/// A row that is kept but not used.
#[derive(Debug, Clone, Serialize)]
pub struct UnmatchedRow {
    /// Kind of the row.
    pub kind: Kind,
    /// Where it stands.
    pub source: Cell,
    /// What it names, as written.
    pub subject: String,
    /// Year of the row.
    pub year: Option<i32>,
    /// Why it does not match.
    pub why: String,
    /// Firms it might mean, with the reason.
    pub candidates: Vec<String>,
}

/// Everything that waits for a person.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DataTasks {
    /// Missing facts, by parcel.
    pub missing: Vec<MissingFact>,
    /// Rows nobody is sure of, in order of acceptance.
    pub unmatched: Vec<UnmatchedRow>,
}

impl App {
    /// The data tasks of the caller's scope, for the verdicts asked for.
    pub async fn data_tasks(&self, actor: &Actor, ask: &Judge) -> Result<DataTasks> {
        actor.may(Action::Read)?;
        let judged = self.judge(actor, ask).await?;
        let unmatched = judged.snapshot.unmatched.iter().filter(|row| visible(&judged, row, actor));
        Ok(DataTasks {
            missing: missing(&judged, actor),
            unmatched: unmatched.map(|row| unmatched_row(&judged, row)).collect(),
        })
    }
}

fn missing(judged: &Judged, actor: &Actor) -> Vec<MissingFact> {
    let mut facts = Vec::new();
    for (parcel, lacks) in judged.missing() {
        let Some(verdict) = judged.verdict(*parcel) else { continue };
        if !actor.scope.allows(verdict.unit()) {
            continue;
        }
        let unit_name = judged.judge.unit_name(verdict.unit());
        let record = judged.snapshot.parcels.get(verdict.parcel as usize);
        for missing in lacks {
            facts.push(MissingFact {
                parcel: verdict.code().to_string(),
                location: record.and_then(|record| record.location.as_deref()).unwrap_or_default().to_owned(),
                unit_name: unit_name.to_owned(),
                rule: missing.rule.to_owned(),
                kind: missing.kind,
                sentence: missing.sentence.clone(),
            });
        }
    }
    facts
}

/// Rows about a parcel belong to its unit; rows about a firm alone are the office's to clear.
fn visible(judged: &Judged, row: &Unmatched, actor: &Actor) -> bool {
    let at_parcel = judged
        .snapshot
        .facts
        .parcels
        .iter()
        .find(|parcel| row.kind == Kind::Parcels && parcel.source == row.source);
    match at_parcel.and_then(|parcel| parcel.unit.as_deref()) {
        Some(unit) => actor.scope.allows(unit),
        None => actor.scope == lingdi_domain::Scope::County,
    }
}

fn unmatched_row(judged: &Judged, row: &Unmatched) -> UnmatchedRow {
    let candidate = |(firm, why): &(u32, String)| {
        judged.snapshot.firms.get(*firm as usize).map(|firm| format!("{} {}（{why}）", firm.name, firm.code))
    };
    UnmatchedRow {
        kind: row.kind,
        source: judged.snapshot.cell(&row.source, ""),
        subject: row.subject.clone(),
        year: row.year,
        why: row.why.clone(),
        candidates: row.candidates.iter().filter_map(candidate).collect(),
    }
}
