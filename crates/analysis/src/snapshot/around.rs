//! The facts that the verdict of one parcel depends on, and no others.

use std::collections::{BTreeMap, BTreeSet};

use lingdi_domain::{ParcelCode, Text};
use lingdi_policy::CountyFacts;
use lingdi_policy::facts::{Enterprise, TaxDeclaration};
use serde::Deserialize;

use super::chunk::{FirmFacts, ParcelFacts};
use super::{CHUNK, Contents, Fetch, Place, Refused, cut, open, rows};

/// A county that holds just what the verdict of one parcel depends on.
#[derive(Debug)]
pub struct Around {
    /// The parcel, its firms, and the firms' other parcels. Firms that only use those have no name and no
    /// tax here: none of theirs falls on the parcel.
    pub facts: CountyFacts,
    /// The parcel's index in these facts.
    pub parcel: u32,
}

/// Reads the facts around the parcel with this code or older number; `None` when there is no such
/// parcel. `fetch` gives bytes of the file from an offset on.
///
/// # Errors
/// See [`Refused`].
pub fn around(
    fetch: &dyn Fn(u64, u64) -> Option<Vec<u8>>,
    state: u128,
    code: &str,
) -> Result<Option<Around>, Refused> {
    let (contents, start) = open(fetch, state)?;
    let mut file = File { fetch, contents, start, parcels: BTreeMap::new(), firms: BTreeMap::new() };
    let Some(wanted) = file.find(code)? else { return Ok(None) };
    let firms = file.firms_of(wanted)?;
    let mut parcels = BTreeSet::from([wanted]);
    for firm in &firms {
        parcels.extend(file.firm(*firm)?.parcels.iter().copied());
    }
    file.gather(wanted, &parcels, &firms).map(Some)
}

/// The file, with the chunks that were read already.
struct File<'f> {
    fetch: Fetch<'f>,
    contents: Contents,
    start: u64,
    parcels: BTreeMap<usize, Vec<ParcelFacts>>,
    firms: BTreeMap<usize, Vec<FirmFacts>>,
}

impl File<'_> {
    /// The parcel with this code, else with this older number.
    fn find(&mut self, code: &str) -> Result<Option<u32>, Refused> {
        let Some(code) = ParcelCode::parse(code) else { return Ok(None) };
        let chunks = &self.contents.parcel_chunks;
        let after = chunks.partition_point(|(first, _)| first.as_str() <= code.as_str());
        if let Some(chunk) = after.checked_sub(1) {
            let first = (chunk * CHUNK) as u32;
            self.parcel(first)?;
            let rows = &self.parcels[&chunk];
            let found = rows.binary_search_by(|row| row.parcel.code.as_str().cmp(code.as_str()));
            if let Ok(at) = found {
                return Ok(Some(first + at as u32));
            }
        }
        let aliases = &self.contents.aliases;
        let found = aliases.binary_search_by(|(alias, _)| alias.as_str().cmp(code.as_str()));
        Ok(found.ok().map(|at| aliases[at].1))
    }

    /// Firms that use or hold a parcel.
    fn firms_of(&mut self, parcel: u32) -> Result<BTreeSet<u32>, Refused> {
        let row = self.parcel(parcel)?;
        let used = row.occupancies.iter().filter_map(|occupancy| occupancy.enterprise);
        Ok(used.chain(row.parcel.owner).collect())
    }

    fn parcel(&mut self, parcel: u32) -> Result<&ParcelFacts, Refused> {
        let (chunk, at) = (parcel as usize / CHUNK, parcel as usize % CHUNK);
        if !self.parcels.contains_key(&chunk) {
            let place = self.contents.parcel_chunks.get(chunk).ok_or_else(cut)?.1;
            self.parcels.insert(chunk, self.read(place)?);
        }
        self.parcels[&chunk].get(at).ok_or_else(cut)
    }

    fn firm(&mut self, firm: u32) -> Result<&FirmFacts, Refused> {
        let (chunk, at) = (firm as usize / CHUNK, firm as usize % CHUNK);
        if !self.firms.contains_key(&chunk) {
            let place = *self.contents.firm_chunks.get(chunk).ok_or_else(cut)?;
            self.firms.insert(chunk, self.read(place)?);
        }
        self.firms[&chunk].get(at).ok_or_else(cut)
    }

    fn read<T: for<'d> Deserialize<'d>>(&self, place: Place) -> Result<Vec<T>, Refused> {
        let offset = self.start.checked_add(place.offset).ok_or_else(cut)?;
        rows(&(self.fetch)(offset, place.length).ok_or_else(cut)?, place)
    }

    /// Enters parcels and firms under new numbers, in their old order.
    fn gather(
        mut self,
        wanted: u32,
        parcels: &BTreeSet<u32>,
        firms: &BTreeSet<u32>,
    ) -> Result<Around, Refused> {
        let mut rows = Vec::new();
        for parcel in parcels {
            rows.push(self.parcel(*parcel)?.clone());
        }
        let mut numbers: BTreeMap<u32, u32> = firms.iter().copied().zip(0..).collect();
        let mut facts = CountyFacts::default();
        for (at, firm) in (0..).zip(firms) {
            self.firm(*firm)?.clone().enter(at, &mut facts);
        }
        for (at, mut row) in (0..).zip(rows) {
            let others = row.occupancies.iter_mut().map(|occupancy| &mut occupancy.enterprise);
            for firm in others.chain([&mut row.parcel.owner]).filter_map(Option::as_mut) {
                let next = numbers.len() as u32;
                *firm = *numbers.entry(*firm).or_insert_with(|| {
                    facts.enterprises.push(nameless(&row.parcel.source));
                    next
                });
            }
            row.enter(at, &mut facts);
        }
        let Contents { county, batches, units, tax_declarations, catalogue, .. } = self.contents;
        let renumber = |declaration: TaxDeclaration| TaxDeclaration {
            possibly_meant: declaration
                .possibly_meant
                .iter()
                .filter_map(|firm| numbers.get(firm))
                .copied()
                .collect(),
            ..declaration
        };
        let tax_declarations = tax_declarations.into_iter().map(renumber).collect();
        let parcel = parcels.range(..wanted).count() as u32;
        let facts = CountyFacts { county, batches, units, tax_declarations, catalogue, ..facts };
        Ok(Around { facts, parcel })
    }
}

/// A firm of which nothing but its use of land matters.
fn nameless(source: &lingdi_domain::Source) -> Enterprise {
    Enterprise {
        code: Text::default(),
        name: Text::default(),
        industry: None,
        founded_on: None,
        deregistered_on: None,
        source: source.clone(),
    }
}
