//! A county's facts with what every question about them needs, made once: rows by the parcel or
//! firm they belong to, and the land and months of each year.

use std::collections::{BTreeMap, HashMap};
use std::ops::{Deref, Range};
use std::sync::{Arc, Mutex, OnceLock};

use lingdi_domain::{Area, Text};

use crate::coded::Coded;
use crate::edition::Edition;
use crate::facts::{Approval, CountyFacts, Evaluation, Finding, Lease, Supply};
use crate::index::Groups;
use crate::lines::Lines;
use crate::outline::{self, Outline};
use crate::rules::catalogue::BannedCodes;
use crate::rules::d_class::is_d;
use crate::tax::{FirmYears, Glances, TaxBook, Uses, YearBook};

/// A county's facts, ready to be judged. Reads as [`CountyFacts`].
#[derive(Debug, Default)]
pub struct County {
    facts: CountyFacts,
    pub(crate) index: Index,
    /// By parcel.
    outlines: Vec<Outline>,
    pub(crate) words: Words,
    pub(crate) banned: BannedCodes,
    /// Place of the catalogue's item that prohibits or eliminates the industry, by enterprise.
    pub(crate) banned_firms: Vec<Option<u32>>,
    /// Was the firm in class D in any year? By enterprise.
    ever_in_d: Vec<bool>,
    /// Name of a unit by its code.
    pub(crate) unit_names: HashMap<Text, Text>,
    /// Who uses what, without and with the 权利人 as sole occupant.
    uses: [OnceLock<Arc<Uses>>; 2],
    /// Land and months of a year, likewise.
    years: Mutex<BTreeMap<(i32, bool), Arc<YearBook>>>,
    /// Tax of each firm as it was counted last.
    firm_years: Last<FirmYears>,
    /// First looks at every parcel's tax, as they were made last.
    glances: Last<Glances>,
}

/// What was made last, for whoever asks for the same again.
#[derive(Debug)]
struct Last<T>(Mutex<Option<Arc<T>>>);

impl<T> Default for Last<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Last<T> {
    fn or_make(&self, fits: impl Fn(&T) -> bool, make: impl FnOnce() -> T) -> Arc<T> {
        let known = self.0.lock().ok().and_then(|last| last.clone().filter(|known| fits(known)));
        known.unwrap_or_else(|| {
            let made = Arc::new(make());
            if let Ok(mut last) = self.0.lock() {
                *last = Some(Arc::clone(&made));
            }
            made
        })
    }
}

/// Texts that many rows share.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// 土地用途 by parcel.
    pub(crate) land_use: Coded,
    /// 实际用途 by parcel.
    pub(crate) actual_use: Coded,
    /// Unit code by parcel.
    pub(crate) unit: Coded,
    /// 租赁用途 by lease.
    pub(crate) lease_use: Coded,
    /// 税种 by tax row.
    pub(crate) tax_type: Coded,
}

impl Words {
    fn of(facts: &CountyFacts) -> Self {
        Self {
            land_use: Coded::of(facts.parcels.iter().map(|row| Some(&row.land_use))),
            actual_use: Coded::of(facts.parcels.iter().map(|row| row.actual_use.as_ref())),
            unit: Coded::of(facts.parcels.iter().map(|row| row.unit.as_ref())),
            lease_use: Coded::of(facts.leases.iter().map(|row| Some(&row.lease_use))),
            tax_type: Coded::of(facts.taxes.iter().map(|row| row.tax_type.as_ref())),
        }
    }
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
        let banned = BannedCodes::new(&facts.catalogue);
        let banned_firms = banned.of_firms(&facts.enterprises);
        let ever_in_d = ever_in_d(&facts);
        let index = Index {
            occupancies: Groups::new(parcels, &facts.occupancies, |row| row.parcel, |row| &row.source),
            taxes: Groups::new(firms, &facts.taxes, |row| row.enterprise, |row| &row.source),
            evaluations: Groups::new(firms, &facts.evaluations, |row| row.enterprise, |row| &row.source),
            supplies: Groups::new(parcels, &facts.supplies, |row| row.parcel, |row| &row.source),
            approvals: Groups::new(parcels, &facts.approvals, |row| row.parcel, |row| &row.source),
            leases: Groups::new(parcels, &facts.leases, |row| row.parcel, |row| &row.source),
            findings: Groups::new(parcels, &facts.findings, |row| row.parcel, |row| &row.source),
        };
        Self {
            outlines: outline::of(&facts, &index, &ever_in_d, &banned_firms),
            index,
            words: Words::of(&facts),
            banned_firms,
            banned,
            ever_in_d,
            unit_names: facts.units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect(),
            uses: Default::default(),
            years: Mutex::default(),
            firm_years: Last::default(),
            glances: Last::default(),
            facts,
        }
    }
}

fn ever_in_d(facts: &CountyFacts) -> Vec<bool> {
    let mut ever = vec![false; facts.enterprises.len()];
    for class in facts.evaluations.iter().filter(|class| is_d(class)) {
        ever[class.enterprise as usize] = true;
    }
    ever
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

    /// Supply contracts of a parcel.
    pub fn supplies_of(&self, parcel: u32) -> impl Iterator<Item = &Supply> {
        self.index.supplies.of(parcel).map(|row| &self.facts.supplies[row])
    }

    /// Approvals of another use of a parcel.
    pub fn approvals_of(&self, parcel: u32) -> impl Iterator<Item = &Approval> {
        self.index.approvals.of(parcel).map(|row| &self.facts.approvals[row])
    }

    /// Leases of a parcel.
    pub fn leases_of(&self, parcel: u32) -> impl Iterator<Item = &Lease> {
        self.index.leases.of(parcel).map(|row| &self.facts.leases[row])
    }

    /// What persons decided on paper about a parcel.
    pub fn findings_of(&self, parcel: u32) -> impl Iterator<Item = &Finding> {
        self.index.findings.of(parcel).map(|row| &self.facts.findings[row])
    }

    /// Evaluations of a firm.
    pub fn evaluations_of(&self, firm: u32) -> impl Iterator<Item = &Evaluation> {
        self.index.evaluations.of(firm).map(|row| &self.facts.evaluations[row])
    }

    /// What decides most of a parcel.
    ///
    /// # Panics
    /// When the facts hold no such parcel.
    pub(crate) fn outline(&self, parcel: u32) -> &Outline {
        &self.outlines[parcel as usize]
    }

    /// Registered area of a parcel.
    ///
    /// # Panics
    /// When the facts hold no such parcel.
    pub fn area_of(&self, parcel: u32) -> Area {
        self.outline(parcel).area
    }

    /// Codes of the units that have parcels, and "" at the end for parcels without a unit.
    pub fn unit_codes(&self) -> impl Iterator<Item = &str> {
        self.words.unit.words().iter().map(Text::as_str).chain([""])
    }

    /// Place of a parcel's unit among [`Self::unit_codes`]: what is asked of a unit is asked once, and
    /// looked up for each of its thousands of parcels.
    ///
    /// # Panics
    /// When the facts hold no such parcel.
    pub fn unit_place(&self, parcel: u32) -> usize {
        self.words.unit.of_row(parcel).map_or(self.words.unit.words().len(), |code| code as usize)
    }

    /// Was this firm in class D in any year? Nearly all never were.
    pub(crate) fn ever_in_d(&self, firm: u32) -> bool {
        self.ever_in_d[firm as usize]
    }

    pub(crate) fn uses(&self, owner_as_occupant: bool) -> Arc<Uses> {
        let made = self.uses[usize::from(owner_as_occupant)]
            .get_or_init(|| Arc::new(Uses::new(self, owner_as_occupant)));
        Arc::clone(made)
    }

    /// Tax of each firm in each year, counted under an edition.
    pub(crate) fn firm_years(&self, edition: &Edition, lines: &Lines, years: Range<i32>) -> Arc<FirmYears> {
        let countings = FirmYears::countings(self, edition, lines);
        let same = |known: &FirmYears| known.years() == years && *known.counted() == countings;
        self.firm_years.or_make(same, || FirmYears::new(self, countings.clone(), years.clone()))
    }

    /// First looks at every parcel's tax, as a book takes them.
    pub(crate) fn glances(&self, book: &TaxBook) -> Arc<Glances> {
        self.glances.or_make(|known| known.fits(book), || Glances::of(book))
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
