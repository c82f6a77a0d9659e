//! From the rows in force to a [`Snapshot`].

use std::sync::Arc;

use lingdi_domain::source::SourceFile;
use lingdi_domain::{Kind, Source, record};
use lingdi_policy::{County, facts as policy};
use lingdi_store::batches::Batch;

use super::firms::{self, Firms};
use super::land::{self, Land};
use super::particulars::Particulars;
use super::rows::Rows;
use super::{Outline, Snapshot, Unmatched};
use crate::Result;
use crate::imports::Report;

/// A snapshot in the making.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) facts: policy::CountyFacts,
    pub(super) unmatched: Vec<Unmatched>,
}

pub(super) fn build(county: &str, shipped: Vec<Outline>, batches: &[Batch], rows: &Rows) -> Result<Snapshot> {
    let mut draft = Draft::default();
    draft.facts.county = county.into();
    draft.facts.batches = batches.iter().map(source_file).collect::<Result<_>>()?;
    let (units, outlines) = land::units(rows, shipped)?;
    draft.facts.units = units;
    let parcels = land::sorted_parcels(rows)?;
    let firms = Firms::new(rows)?;
    draft.facts.enterprises = firms.facts();
    let land = Land::new(&mut draft, &outlines, &firms, parcels);
    add_occupancies(&mut draft, &land, &firms, rows);
    firms::add_tax(&mut draft, &firms, rows, batches)?;
    firms::add_evaluations(&mut draft, &firms, rows);
    add_evidence(&mut draft, &land, rows)?;
    let particulars = Particulars::new(&mut draft, &land, &firms, rows)?;
    Ok(Snapshot {
        version: 0,
        facts: Arc::new(County::from(draft.facts)),
        batch_ids: batches.iter().map(|batch| batch.id).collect(),
        accepted_at: batches.iter().filter_map(|batch| batch.accepted_at).collect(),
        batch_kinds: batches.iter().map(|batch| batch.kind).collect(),
        parcels: land.records,
        shapes: land.shapes,
        aliases: land.aliases,
        firms: firms.records,
        registered: firms.registered,
        unmatched: draft.unmatched,
        particulars,
        outlines,
        ..Snapshot::default()
    })
}

fn source_file(batch: &Batch) -> Result<SourceFile> {
    let report: Report = serde_json::from_str(&batch.report)?;
    Ok(SourceFile {
        sha256: batch.sha256.as_str().into(),
        name: batch.file_name.as_str().into(),
        sheets: report.sources,
    })
}

fn add_occupancies(draft: &mut Draft, land: &Land, firms: &Firms, rows: &Rows) {
    use lingdi_store::block::Get;
    draft.facts.occupancies.reserve(rows.count(Kind::Occupancy));
    let sure = firms.sure_of_each(rows, Kind::Occupancy);
    for (chunk, sure) in rows.of(Kind::Occupancy).iter().zip(sure) {
        let block = &chunk.block;
        let (parcels, codes, names) = (block.text("parcel"), block.text("code"), block.text("name"));
        let (relations, land_areas) = (block.text("relation"), block.int("land_area"));
        let (floor_areas, starts, ends) = (block.int("floor_area"), block.day("from"), block.day("to"));
        for (row, sure) in chunk.rows().zip(sure) {
            let source = chunk.source(row);
            let code = parcels.at(row).unwrap_or_default();
            let Some(parcel) = land.parcel_or_note(draft, Kind::Occupancy, &source, code) else { continue };
            let named = (codes.at(row), names.at(row));
            let enterprise =
                sure.or_else(|| firms.find_or_note(draft, Kind::Occupancy, &source, named, None));
            draft.facts.occupancies.push(policy::Occupancy {
                parcel,
                enterprise,
                name: names.at(row).map(Into::into),
                relation: relations.at(row).map(Into::into),
                land_area: land_areas.at(row).map(lingdi_domain::Area),
                floor_area: floor_areas.at(row).map(lingdi_domain::Area),
                from: starts.at(row),
                to: ends.at(row),
                source,
            });
        }
    }
}

/// Contracts, approvals, leases, power, findings and catalogues: rows about a known parcel.
fn add_evidence(draft: &mut Draft, land: &Land, rows: &Rows) -> Result<()> {
    add_supplies(draft, land, rows)?;
    for (source, row) in rows.records::<record::Approval>(Kind::Approvals)? {
        let Some(parcel) = land.parcel_or_note(draft, Kind::Approvals, &source, &row.parcel) else {
            continue;
        };
        draft.facts.approvals.push(policy::Approval {
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
        let Some(parcel) = land.parcel_or_note(draft, Kind::Leases, &source, &row.parcel) else { continue };
        let record::Lease { lessee, area, from, to, lease_use, .. } = row;
        draft.facts.leases.push(policy::Lease { parcel, lessee, area, from, to, lease_use, source });
    }
    for (source, row) in rows.records::<record::Power>(Kind::Power)? {
        let code = row.parcel.as_deref();
        let Some(parcel) = code.and_then(|code| land.parcel_or_note(draft, Kind::Power, &source, code))
        else {
            continue;
        };
        draft.facts.power.push(policy::Power { parcel, tariff: row.tariff, year: row.year, source });
    }
    for (source, row) in rows.records::<record::Finding>(Kind::Findings)? {
        let Some(parcel) = land.parcel_or_note(draft, Kind::Findings, &source, &row.parcel) else { continue };
        let record::Finding { finding_type, document, basis, conclusion, from, to, .. } = row;
        let finding = policy::Finding { parcel, finding_type, document, basis, conclusion, from, to, source };
        draft.facts.findings.push(finding);
    }
    for (source, row) in rows.records::<record::CatalogueItem>(Kind::Catalogue)? {
        let record::CatalogueItem { catalogue, version, class, item, industry } = row;
        let item = policy::CatalogueItem { catalogue, version, class, item, industry, source };
        draft.facts.catalogue.push(item);
    }
    Ok(())
}

fn add_supplies(draft: &mut Draft, land: &Land, rows: &Rows) -> Result<()> {
    for (source, row) in rows.records::<record::Supply>(Kind::Supply)? {
        let code = row.parcel.clone().unwrap_or_default();
        let Some(parcel) = land.parcel_or_note(draft, Kind::Supply, &source, &code) else { continue };
        draft.facts.supplies.push(policy::Supply {
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

/// Sources of rows that name nothing known.
pub(super) fn note(draft: &mut Draft, kind: Kind, source: &Source, subject: String, why: String) {
    let unmatched =
        Unmatched { kind, source: source.clone(), subject, year: None, why, candidates: Vec::new() };
    draft.unmatched.push(unmatched);
}
