//! Rows of bureaus that no rule reads, as the dossier of one parcel shows them.
//!
//! A row about a firm is told of a parcel only for the time in which the firm owned or used it: what the
//! firm did elsewhere is another unit's.

use std::cmp::Reverse;

use chrono::NaiveDate;
use lingdi_domain::{Cell, Source, record};

use super::FirmYear;
use crate::seen::Seen;

impl Seen {
    pub(super) fn statistics(&self, parcel: u32, firms: &[u32]) -> Vec<(FirmYear, Cell)> {
        let snapshot = self.snapshot();
        let mut rows = Vec::new();
        for firm in firms {
            let mut of_firm = snapshot.particulars.statistics.firm(*firm).peekable();
            if of_firm.peek().is_none() {
                continue;
            }
            let parcels = snapshot.parcels_of_firm(*firm).len();
            let name = snapshot.firms.get(*firm as usize).map(|firm| firm.name.to_string());
            let here = of_firm.filter(|(_, row)| snapshot.had(*firm, parcel, whole(row.year)));
            rows.extend(here.map(|(source, row)| {
                let firm = name.clone().unwrap_or_default();
                (FirmYear { firm, parcels, row: row.clone() }, self.cell(source, ""))
            }));
        }
        rows.sort_by_key(|(year, _)| Reverse(year.row.year));
        rows
    }

    /// Meters that name no parcel are on this one when their firm works on no other.
    pub(super) fn power(&self, parcel: u32, firms: &[u32]) -> Vec<(record::Power, Cell)> {
        let (snapshot, all) = (self.snapshot(), &self.snapshot().particulars.power);
        let mut found: Vec<_> = all.parcel(parcel).collect();
        for firm in firms {
            let mut of_firm = all.firm(*firm).peekable();
            if of_firm.peek().is_some() && snapshot.parcels_of_firm(*firm) == [parcel] {
                found.extend(of_firm.filter(|(_, row)| snapshot.had(*firm, parcel, whole(row.year))));
            }
        }
        found.sort_by_key(|(_, row)| Reverse(row.year));
        self.celled(found)
    }

    pub(super) fn encumbrances(&self, parcel: u32) -> Vec<(record::Encumbrance, Cell)> {
        let mut found: Vec<_> = self.snapshot().particulars.encumbrances.parcel(parcel).collect();
        found.sort_by_key(|(_, row)| (row.lifted_on.is_some(), Reverse(row.registered_on)));
        self.celled(found)
    }

    pub(super) fn inspections(&self, parcel: u32, firms: &[u32]) -> Vec<(record::Inspection, Cell)> {
        let (snapshot, all) = (self.snapshot(), &self.snapshot().particulars.inspections);
        let mut found: Vec<_> = all.parcel(parcel).collect();
        for firm in firms {
            let here =
                |row: &record::Inspection| snapshot.had(*firm, parcel, (row.inspected_on, row.inspected_on));
            found.extend(all.firm(*firm).filter(|(_, row)| here(row)));
        }
        found.sort_by_key(|(_, row)| Reverse(row.inspected_on));
        self.celled(found)
    }

    fn celled<T: Clone>(&self, rows: Vec<(&Source, &T)>) -> Vec<(T, Cell)> {
        rows.into_iter().map(|(source, row)| (row.clone(), self.cell(source, ""))).collect()
    }
}

/// First and last day of a year.
fn whole(year: i32) -> (NaiveDate, NaiveDate) {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MIN);
    (first, NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX))
}
