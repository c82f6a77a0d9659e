//! Data tasks (数据任务): what keeps a verdict open, and rows nobody is sure of.
//!
//! Computed from the facts each time, never stored: a task is gone when its cause is.

use lingdi_domain::{Actor, Cell, Kind};
use lingdi_policy::verdict::MissingKind;
use serde::Serialize;

use crate::authority::May;
use crate::identification::Judge;
use crate::seen::Seen;
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
        let seen = self.judge(actor, ask).await?;
        Ok(DataTasks {
            missing: missing(&seen),
            unmatched: unmatched(&seen).map(|row| unmatched_row(&seen, row)).collect(),
        })
    }

    /// How many data tasks wait in the caller's scope: every page tells it.
    pub async fn data_tasks_waiting(&self, actor: &Actor, ask: &Judge) -> Result<usize> {
        actor.may(Action::Read)?;
        let seen = self.judge(actor, ask).await?;
        Ok(seen.lacks() + unmatched(&seen).count())
    }
}

fn unmatched(seen: &Seen) -> impl Iterator<Item = &Unmatched> {
    seen.snapshot().unmatched.iter().filter(|row| visible(seen, row))
}

fn missing(seen: &Seen) -> Vec<MissingFact> {
    let mut facts = Vec::new();
    for (parcel, lacks) in seen.judged.missing() {
        let Some(shown) = seen.parcel(*parcel) else { continue };
        let record = seen.snapshot().parcels.get(*parcel as usize);
        for missing in lacks {
            facts.push(MissingFact {
                parcel: shown.code().to_string(),
                location: record.and_then(|record| record.location.as_deref()).unwrap_or_default().to_owned(),
                unit_name: shown.unit_name().to_owned(),
                rule: missing.rule.to_owned(),
                kind: missing.kind,
                sentence: missing.sentence.clone(),
            });
        }
    }
    facts
}

/// Rows about a parcel belong to its unit; rows about a firm alone are the office's to clear.
fn visible(seen: &Seen, row: &Unmatched) -> bool {
    if seen.holds_county() || row.kind != Kind::Parcels {
        return seen.holds_county();
    }
    let parcels = &seen.snapshot().facts.parcels;
    let at_parcel = parcels.iter().find(|parcel| parcel.source == row.source);
    at_parcel.and_then(|parcel| parcel.unit.as_deref()).is_some_and(|unit| seen.holds_unit(unit))
}

fn unmatched_row(seen: &Seen, row: &Unmatched) -> UnmatchedRow {
    let candidate = |(firm, why): &(u32, String)| {
        seen.snapshot().firms.get(*firm as usize).map(|firm| format!("{} {}（{why}）", firm.name, firm.code))
    };
    UnmatchedRow {
        kind: row.kind,
        source: seen.snapshot().cell(&row.source, ""),
        subject: row.subject.clone(),
        year: row.year,
        why: row.why.clone(),
        candidates: row.candidates.iter().filter_map(candidate).collect(),
    }
}
