//! From the facts in force to a [`Snapshot`].

use std::collections::HashMap;

use lingdi_domain::source::SourceFile;
use lingdi_domain::{Kind, Source, record};
use lingdi_policy::facts as policy;
use lingdi_store::batches::Batch;
use lingdi_store::facts::Fact;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::firms::{self, Matcher};
use super::land;
use super::look_up::Index;
use super::{Outline, Snapshot, Unmatched};
use crate::imports::Report;
use crate::{Error, Result};

/// The rows in force, by kind, the newest of each key; and where each stands.
pub(super) struct Rows {
    by_kind: HashMap<Kind, Vec<(Source, Fact)>>,
}

impl Rows {
    fn new(facts: Vec<Fact>, batch_numbers: &HashMap<Uuid, u32>) -> Self {
        let mut newest: HashMap<(Kind, &str), usize> = HashMap::with_capacity(facts.len());
        for (index, fact) in facts.iter().enumerate() {
            newest.insert((fact.kind, &fact.key), index);
        }
        let mut keep = vec![false; facts.len()];
        for index in newest.into_values() {
            keep[index] = true;
        }
        let mut by_kind: HashMap<Kind, Vec<(Source, Fact)>> = HashMap::new();
        for (fact, keep) in facts.into_iter().zip(keep) {
            if let (true, Some(batch)) = (keep, batch_numbers.get(&fact.batch)) {
                let source = Source { batch: *batch, sheet: fact.sheet, row: fact.row };
                by_kind.entry(fact.kind).or_default().push((source, fact));
            }
        }
        Self { by_kind }
    }

    /// The records of one kind, with where they stand.
    pub(super) fn records<T: DeserializeOwned>(&self, kind: Kind) -> Result<Vec<(Source, T)>> {
        self.rows(kind).iter().map(|(source, fact)| Ok((source.clone(), record_of(fact)?))).collect()
    }

    /// The rows of one kind.
    pub(super) fn rows(&self, kind: Kind) -> &[(Source, Fact)] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }
}

pub(super) fn record_of<T: DeserializeOwned>(fact: &Fact) -> Result<T> {
    serde_json::from_str(&fact.data).map_err(|error| {
        Error::Internal(format!("{} 第 {} 行无法还原：{error}", fact.kind.label(), fact.row))
    })
}

pub(super) fn build(
    county: &str,
    shipped: Vec<Outline>,
    batches: &[Batch],
    facts: Vec<Fact>,
) -> Result<Snapshot> {
    let numbers = batches.iter().zip(0..).map(|(batch, number)| (batch.id, number)).collect();
    let rows = Rows::new(facts, &numbers);
    let mut snapshot = Snapshot {
        batch_ids: batches.iter().map(|batch| batch.id).collect(),
        accepted_at: batches.iter().filter_map(|batch| batch.accepted_at).collect(),
        batch_kinds: batches.iter().map(|batch| batch.kind).collect(),
        ..Snapshot::default()
    };
    county.clone_into(&mut snapshot.facts.county);
    snapshot.facts.batches = batches.iter().map(source_file).collect::<Result<_>>()?;
    land::add_units(&mut snapshot, &rows, shipped)?;
    let parcels = land::sorted_parcels(&rows)?;
    firms::add_register(&mut snapshot, &rows)?;
    let register = Matcher::new(&snapshot.firms);
    firms::add_unregistered(&mut snapshot, &register, &parcels, &rows)?;
    let matcher = Matcher::new(&snapshot.firms);
    land::add_parcels(&mut snapshot, &matcher, parcels);
    add_occupancies(&mut snapshot, &matcher, &rows)?;
    firms::add_tax(&mut snapshot, &matcher, &rows, batches)?;
    firms::add_evaluations(&mut snapshot, &matcher, &rows)?;
    add_evidence(&mut snapshot, &rows)?;
    snapshot.matcher = Some(matcher);
    snapshot.index = Index::new(&snapshot);
    Ok(snapshot)
}

fn source_file(batch: &Batch) -> Result<SourceFile> {
    let report: Report = serde_json::from_str(&batch.report)?;
    Ok(SourceFile { sha256: batch.sha256.clone(), name: batch.file_name.clone(), sheets: report.sources })
}

fn add_occupancies(snapshot: &mut Snapshot, matcher: &Matcher, rows: &Rows) -> Result<()> {
    for (source, row) in rows.records::<record::Occupancy>(Kind::Occupancy)? {
        let Some(parcel) = parcel_or_note(snapshot, Kind::Occupancy, &source, &row.parcel) else { continue };
        let enterprise = firms::firm_or_note(
            snapshot,
            matcher,
            Kind::Occupancy,
            &source,
            (row.code.as_deref(), row.name.as_deref()),
            None,
        );
        snapshot.facts.occupancies.push(policy::Occupancy {
            parcel,
            enterprise,
            name: row.name,
            relation: row.relation,
            land_area: row.land_area,
            floor_area: row.floor_area,
            from: row.from,
            to: row.to,
            source,
        });
    }
    Ok(())
}

/// The parcel that a row names; notes the row as unmatched when there is none.
fn parcel_or_note(snapshot: &mut Snapshot, kind: Kind, source: &Source, code: &str) -> Option<u32> {
    let parcel = snapshot.parcel(code);
    if parcel.is_none() {
        snapshot.unmatched.push(Unmatched {
            kind,
            source: source.clone(),
            subject: code.to_owned(),
            year: None,
            why: "宗地表中没有这个宗地代码".to_owned(),
            candidates: Vec::new(),
        });
    }
    parcel
}

/// Contracts, approvals, leases, power, findings and catalogues: rows about a known parcel.
fn add_evidence(snapshot: &mut Snapshot, rows: &Rows) -> Result<()> {
    add_supplies(snapshot, rows)?;
    for (source, row) in rows.records::<record::Approval>(Kind::Approvals)? {
        let Some(parcel) = parcel_or_note(snapshot, Kind::Approvals, &source, &row.parcel) else { continue };
        snapshot.facts.approvals.push(policy::Approval {
            parcel,
            document: row.document,
            approved_use: row.approved_use,
            approved_on: row.approved_on,
            temporary: row.temporary,
            until: row.until,
            rectified_on: row.rectified_on,
            source,
        });
    }
    for (source, row) in rows.records::<record::Lease>(Kind::Leases)? {
        let Some(parcel) = parcel_or_note(snapshot, Kind::Leases, &source, &row.parcel) else { continue };
        let record::Lease { lessee, area, from, to, lease_use, .. } = row;
        snapshot.facts.leases.push(policy::Lease { parcel, lessee, area, from, to, lease_use, source });
    }
    for (source, row) in rows.records::<record::Power>(Kind::Power)? {
        let Some(parcel) =
            row.parcel.as_deref().and_then(|code| parcel_or_note(snapshot, Kind::Power, &source, code))
        else {
            continue;
        };
        snapshot.facts.power.push(policy::Power { parcel, tariff: row.tariff, year: row.year, source });
    }
    for (source, row) in rows.records::<record::Finding>(Kind::Findings)? {
        let Some(parcel) = parcel_or_note(snapshot, Kind::Findings, &source, &row.parcel) else { continue };
        let record::Finding { finding_type, document, basis, conclusion, from, to, .. } = row;
        snapshot.facts.findings.push(policy::Finding {
            parcel,
            finding_type,
            document,
            basis,
            conclusion,
            from,
            to,
            source,
        });
    }
    for (source, row) in rows.records::<record::CatalogueItem>(Kind::Catalogue)? {
        let record::CatalogueItem { catalogue, version, class, item, industry } = row;
        snapshot.facts.catalogue.push(policy::CatalogueItem {
            catalogue,
            version,
            class,
            item,
            industry,
            source,
        });
    }
    Ok(())
}

fn add_supplies(snapshot: &mut Snapshot, rows: &Rows) -> Result<()> {
    for (source, row) in rows.records::<record::Supply>(Kind::Supply)? {
        let code = row.parcel.clone().unwrap_or_default();
        let Some(parcel) = parcel_or_note(snapshot, Kind::Supply, &source, &code) else { continue };
        snapshot.facts.supplies.push(policy::Supply {
            parcel,
            signed_on: row.signed_on,
            handover_on: row.handover_on,
            start_due: row.start_due,
            started_on: row.started_on,
            suspended_on: row.suspended_on,
            area_due: row.area_due,
            area_developed: row.area_developed,
            investment_total: row.investment_total,
            investment_made: row.investment_made,
            source,
        });
    }
    Ok(())
}
