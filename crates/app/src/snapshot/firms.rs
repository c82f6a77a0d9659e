//! Firms: the register, firms that only other tables name, and which firm a row means.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use lingdi_domain::{CreditCode, Kind, Source, name, record};
use lingdi_intake::matching::{EnterpriseIndex, Firm, Match};
use lingdi_policy::facts as policy;
use lingdi_store::batches::Batch;

use super::build::Rows;
use super::land::ParcelRow;
use super::{Snapshot, Unmatched};
use crate::Result;
use crate::imports::{KeptOut, Report};

/// Place names that firms' names begin with and that tell nobody apart.
const REGIONS: [&str; 6] = ["浙江省", "浙江", "杭州市", "杭州", "桐庐县", "桐庐"];

/// Finds the firm that a code and a name mean.
#[derive(Debug)]
pub(super) struct Matcher {
    index: EnterpriseIndex,
}

impl Matcher {
    pub(super) fn new(firms: &[record::Enterprise]) -> Self {
        let entries = (0..).zip(firms).map(|(id, firm)| Firm {
            id,
            code: firm.code.clone(),
            name: firm.name.clone(),
            former_names: firm.former_names.clone(),
        });
        Self { index: EnterpriseIndex::new(entries, &REGIONS) }
    }

    /// Does a staged row surely mean one firm?
    pub(super) fn is_sure(&self, data: &str) -> bool {
        #[derive(serde::Deserialize)]
        struct Firm {
            code: Option<String>,
            name: Option<String>,
        }
        serde_json::from_str::<Firm>(data)
            .is_ok_and(|row| self.index.resolve(row.code.as_deref(), row.name.as_deref()).sure().is_some())
    }
}

pub(super) fn add_register(snapshot: &mut Snapshot, rows: &Rows) -> Result<()> {
    for (source, row) in rows.records::<record::Enterprise>(Kind::Enterprises)? {
        push(snapshot, row, true, source);
    }
    Ok(())
}

/// Adds firms that hold or use land but stand in no register: their own code, or else their own
/// name, is who they are.
pub(super) fn add_unregistered(
    snapshot: &mut Snapshot,
    register: &Matcher,
    parcels: &[ParcelRow],
    rows: &Rows,
) -> Result<()> {
    let owners = parcels
        .iter()
        .map(|row| (row.record.owner_code.clone(), row.record.owner.clone(), row.source.clone()));
    let occupancies = rows.records::<record::Occupancy>(Kind::Occupancy)?;
    let occupants = occupancies.into_iter().map(|(source, row)| (row.code, row.name, source));
    let mut known: HashSet<String> = HashSet::new();
    let mut named: Vec<_> = owners.chain(occupants).collect();
    // Those with a code first: a row that gives only the name then finds the coded firm.
    named.sort_by_key(|(code, _, _)| code.is_none());
    for (code, firm_name, source) in named {
        if !matches!(register.index.resolve(code.as_deref(), firm_name.as_deref()), Match::Unknown { .. }) {
            continue;
        }
        let code = code.and_then(|code| CreditCode::parse(&code));
        let plain = firm_name.as_deref().map(name::normalised).unwrap_or_default();
        let coded = code.as_ref().map(|code| code.as_str().to_owned());
        let Some(identity) = coded.clone().or_else(|| (!plain.is_empty()).then(|| plain.clone())) else {
            continue;
        };
        if known.contains(&identity) {
            continue;
        }
        known.insert(identity);
        known.insert(plain);
        let firm = record::Enterprise {
            code: coded.unwrap_or_default(),
            name: firm_name.unwrap_or_default(),
            ..Default::default()
        };
        push(snapshot, firm, false, source);
    }
    Ok(())
}

fn push(snapshot: &mut Snapshot, firm: record::Enterprise, registered: bool, source: Source) {
    snapshot.facts.enterprises.push(policy::Enterprise {
        code: firm.code.clone(),
        name: firm.name.clone(),
        industry: firm.industry.clone(),
        founded_on: firm.founded_on,
        deregistered_on: firm.deregistered_on,
        source,
    });
    snapshot.firms.push(firm);
    snapshot.registered.push(registered);
}

/// The firm that a row means; notes the row as unmatched when nobody can be sure.
pub(super) fn firm_or_note(
    snapshot: &mut Snapshot,
    matcher: &Matcher,
    kind: Kind,
    source: &Source,
    (code, name): (Option<&str>, Option<&str>),
    year: Option<i32>,
) -> Option<u32> {
    if code.is_none() && name.is_none() {
        return None;
    }
    let (why, candidates) = match matcher.index.resolve(code, name) {
        Match::Sure(candidate) => return Some(candidate.id),
        Match::Doubtful(candidates) => {
            let candidates: Vec<_> =
                candidates.into_iter().map(|candidate| (candidate.id, candidate.why)).collect();
            ("可能是登记表中的其他写法，待人工确认".to_owned(), candidates)
        }
        Match::Unknown { why } => (why, Vec::new()),
    };
    let subject = [code.unwrap_or_default(), name.unwrap_or_default()].join(" ").trim().to_owned();
    snapshot.unmatched.push(Unmatched { kind, source: source.clone(), subject, year, why, candidates });
    None
}

pub(super) fn add_tax(
    snapshot: &mut Snapshot,
    matcher: &Matcher,
    rows: &Rows,
    batches: &[Batch],
) -> Result<()> {
    let first_unmatched = snapshot.unmatched.len();
    let mut words: HashMap<String, Arc<str>> = HashMap::new();
    for (source, row) in rows.records::<record::Tax>(Kind::Tax)? {
        let firm = (row.code.as_deref(), row.name.as_deref());
        let Some(enterprise) = firm_or_note(snapshot, matcher, Kind::Tax, &source, firm, Some(row.year))
        else {
            continue;
        };
        let tax_type =
            row.tax_type.map(|word| Arc::clone(words.entry(word.clone()).or_insert_with(|| word.into())));
        snapshot.facts.taxes.push(policy::Tax {
            enterprise,
            year: row.year,
            tax_type,
            amount: row.amount,
            source,
        });
    }
    for (number, batch) in (0..).zip(batches).filter(|(_, batch)| batch.kind == Kind::Tax) {
        for year in &batch.complete_years {
            let blocked = snapshot.unmatched[first_unmatched..]
                .iter()
                .filter(|row| row.source.batch == number && row.year == Some(*year))
                .flat_map(|row| row.candidates.iter().map(|(firm, _)| *firm));
            let mut possibly_meant: Vec<u32> = blocked.collect();
            possibly_meant.extend(kept_out(matcher, batch, *year)?);
            possibly_meant.sort_unstable();
            possibly_meant.dedup();
            snapshot.facts.tax_declarations.push(policy::TaxDeclaration {
                year: *year,
                batch: number,
                possibly_meant,
            });
        }
    }
    Ok(())
}

pub(super) fn add_evaluations(snapshot: &mut Snapshot, matcher: &Matcher, rows: &Rows) -> Result<()> {
    for (source, row) in rows.records::<record::Evaluation>(Kind::Evaluation)? {
        let firm = (row.code.as_deref(), row.name.as_deref());
        if let Some(enterprise) =
            firm_or_note(snapshot, matcher, Kind::Evaluation, &source, firm, Some(row.year))
        {
            snapshot.facts.evaluations.push(policy::Evaluation {
                enterprise,
                year: row.year,
                class: row.class,
                source,
            });
        }
    }
    Ok(())
}

/// Firms that a row kept out of a batch names, or might name: no zero follows from their absence.
fn kept_out(matcher: &Matcher, batch: &Batch, year: i32) -> Result<Vec<u32>> {
    let report: Report = serde_json::from_str(&batch.report)?;
    let counts = |row: &&KeptOut| {
        row.year.is_none_or(|named| named == year) && (!row.conflict || batch.max_standing == 0)
    };
    let mut firms = Vec::new();
    for row in report.kept_out.iter().filter(counts) {
        match matcher.index.resolve(row.code.as_deref(), row.name.as_deref()) {
            Match::Sure(candidate) => firms.push(candidate.id),
            Match::Doubtful(candidates) => firms.extend(candidates.iter().map(|candidate| candidate.id)),
            Match::Unknown { .. } => {}
        }
    }
    Ok(firms)
}
