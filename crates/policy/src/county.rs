//! A county's facts with what every question about them needs, made once: rows by the parcel or
//! firm they belong to, and the land and months of each year.

use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock};

use lingdi_domain::Text;

use crate::facts::CountyFacts;
use crate::index::Groups;
use crate::rules::catalogue::BannedCodes;
use crate::tax::{Uses, YearBook};

/// A county's facts, ready to be judged. Reads as [`CountyFacts`].
#[derive(Debug, Default)]
pub struct County {
    facts: CountyFacts,
    pub(crate) index: Index,
    pub(crate) banned: BannedCodes,
    /// Name of a unit by its code.
    pub(crate) unit_names: HashMap<Text, Text>,
    /// Who uses what, without and with the 权利人 as sole occupant.
    uses: [OnceLock<Arc<Uses>>; 2],
    /// Land and months of a year, likewise.
    years: Mutex<BTreeMap<(i32, bool), Arc<YearBook>>>,
}

/// Rows by the parcel or firm they belong to.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Occupancy rows by parcel.
    pub(crate) occupancies: Groups,
    /// Tax rows by firm.
    pub(crate) taxes: Groups,
    /// Evaluations by firm.
    pub(crate) evaluations: Groups,
    /// Supply contracts by parcel.
    pub(crate) supplies: Groups,
    /// Approvals by parcel.
    pub(crate) approvals: Groups,
    /// Leases by parcel.
    pub(crate) leases: Groups,
    /// Findings by parcel.
    pub(crate) findings: Groups,
}

impl From<CountyFacts> for County {
    fn from(facts: CountyFacts) -> Self {
        let (parcels, firms) = (facts.parcels.len(), facts.enterprises.len());
        Self {
            index: Index {
                occupancies: Groups::new(parcels, &facts.occupancies, |row| row.parcel, |row| &row.source),
                taxes: Groups::new(firms, &facts.taxes, |row| row.enterprise, |row| &row.source),
                evaluations: Groups::new(firms, &facts.evaluations, |row| row.enterprise, |row| &row.source),
                supplies: Groups::new(parcels, &facts.supplies, |row| row.parcel, |row| &row.source),
                approvals: Groups::new(parcels, &facts.approvals, |row| row.parcel, |row| &row.source),
                leases: Groups::new(parcels, &facts.leases, |row| row.parcel, |row| &row.source),
                findings: Groups::new(parcels, &facts.findings, |row| row.parcel, |row| &row.source),
            },
            banned: BannedCodes::new(&facts.catalogue),
            unit_names: facts.units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect(),
            uses: Default::default(),
            years: Mutex::default(),
            facts,
        }
    }
}

impl Deref for County {
    type Target = CountyFacts;
    fn deref(&self) -> &CountyFacts {
        &self.facts
    }
}

impl County {
    /// Rows of 占用关系 of a parcel: indices into the facts' occupancies.
    pub fn occupancies_of(&self, parcel: u32) -> impl Iterator<Item = usize> + Clone + '_ {
        self.index.occupancies.of(parcel)
    }

    pub(crate) fn uses(&self, owner_as_occupant: bool) -> Arc<Uses> {
        let made = self.uses[usize::from(owner_as_occupant)]
            .get_or_init(|| Arc::new(Uses::new(self, owner_as_occupant)));
        Arc::clone(made)
    }

    pub(crate) fn year(&self, year: i32, owner_as_occupant: bool) -> Arc<YearBook> {
        let key = (year, owner_as_occupant);
        let known = self.years.lock().ok().and_then(|years| years.get(&key).cloned());
        known.unwrap_or_else(|| {
            let made = Arc::new(YearBook::new(self, &self.uses(owner_as_occupant), year));
            if let Ok(mut years) = self.years.lock() {
                years.insert(key, Arc::clone(&made));
            }
            made
        })
    }
}
