//! What bureaus' tables say of parcels and firms that no rule reads: the dossier shows it.

use lingdi_domain::{Kind, Source, record};

use super::build::Draft;
use super::firms::Firms;
use super::land::Land;
use super::rows::Rows;
use crate::Result;

/// Rows for the dossiers of the county, by what they are about.
#[derive(Debug, Default)]
pub(crate) struct Particulars {
    /// 统计年报, by firm.
    pub(crate) statistics: About<record::Statistics>,
    /// 用电, by parcel; by firm where the row names no parcel.
    pub(crate) power: About<record::Power>,
    /// 抵押查封, by parcel.
    pub(crate) encumbrances: About<record::Encumbrance>,
    /// 执法检查, by parcel; by firm where the row names no parcel.
    pub(crate) inspections: About<record::Inspection>,
}

/// Rows of one kind, each about a parcel or about a firm.
#[derive(Debug)]
pub(crate) struct About<T> {
    parcels: Vec<(u32, Source, T)>,
    firms: Vec<(u32, Source, T)>,
}

impl<T> Default for About<T> {
    fn default() -> Self {
        Self { parcels: Vec::new(), firms: Vec::new() }
    }
}

impl<T> About<T> {
    /// The rows about a parcel, in order of acceptance.
    pub(crate) fn parcel(&self, parcel: u32) -> impl Iterator<Item = (&Source, &T)> {
        part(&self.parcels, parcel)
    }

    /// The rows about a firm that name no parcel, in order of acceptance.
    pub(crate) fn firm(&self, firm: u32) -> impl Iterator<Item = (&Source, &T)> {
        part(&self.firms, firm)
    }

    /// Looked up by halving from here on; rows of one place keep their order.
    fn sorted(mut self) -> Self {
        for rows in [&mut self.parcels, &mut self.firms] {
            rows.sort_by_key(|(at, ..)| *at);
        }
        self
    }
}

fn part<T>(rows: &[(u32, Source, T)], wanted: u32) -> impl Iterator<Item = (&Source, &T)> {
    let from = rows.partition_point(|(at, ..)| *at < wanted);
    rows[from..].iter().take_while(move |(at, ..)| *at == wanted).map(|(_, source, row)| (source, row))
}

impl Particulars {
    /// Matches the rows; those that name nobody known become data tasks.
    pub(super) fn new(draft: &mut Draft, land: &Land, firms: &Firms, rows: &Rows) -> Result<Self> {
        let mut all = Self::default();
        for (source, row) in rows.records::<record::Statistics>(Kind::Statistics)? {
            let named = (row.code.as_deref(), row.name.as_deref());
            let firm = firms.find_or_note(draft, Kind::Statistics, &source, named, Some(row.year));
            all.statistics.firms.extend(firm.map(|firm| (firm, source, row)));
        }
        for (source, row) in rows.records::<record::Power>(Kind::Power)? {
            if let Some(code) = row.parcel.as_deref() {
                // The rules read these rows too; a parcel that nobody knows was noted there.
                all.power.parcels.extend(land.parcel(code).map(|parcel| (parcel, source, row)));
            } else {
                // 户名 is often a landlord or a person: what names no firm for sure is no task.
                let firm = firms.sure(row.code.as_deref(), row.name.as_deref());
                all.power.firms.extend(firm.map(|firm| (firm, source, row)));
            }
        }
        for (source, row) in rows.records::<record::Encumbrance>(Kind::Encumbrances)? {
            let parcel = land.parcel_or_note(draft, Kind::Encumbrances, &source, &row.parcel);
            all.encumbrances.parcels.extend(parcel.map(|parcel| (parcel, source, row)));
        }
        for (source, row) in rows.records::<record::Inspection>(Kind::Inspections)? {
            if let Some(code) = row.parcel.as_deref() {
                let parcel = land.parcel_or_note(draft, Kind::Inspections, &source, code);
                all.inspections.parcels.extend(parcel.map(|parcel| (parcel, source, row)));
            } else {
                let named = (row.code.as_deref(), row.name.as_deref());
                let firm = firms.find_or_note(draft, Kind::Inspections, &source, named, None);
                all.inspections.firms.extend(firm.map(|firm| (firm, source, row)));
            }
        }
        Ok(Self {
            statistics: all.statistics.sorted(),
            power: all.power.sorted(),
            encumbrances: all.encumbrances.sorted(),
            inspections: all.inspections.sorted(),
        })
    }
}
