//! A county's matched facts as bytes: one section a table, so that every core reads one.
//!
//! The bytes are a copy of what can be made again from the store. Whoever reads them says for which
//! state of the store; bytes for another state, of another form or with a flaw are refused, and the
//! caller makes the facts anew.

use lingdi_domain::source::SourceFile;
use lingdi_domain::{Text, parallel};
use lingdi_policy::CountyFacts;
use lingdi_policy::facts::{
    Approval, CatalogueItem, Enterprise, Evaluation, Finding, Lease, Occupancy, Parcel, Power, Supply, Tax,
    TaxDeclaration, Unit,
};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// The first bytes: what this is, and its form. Another layout of any fact is another form.
const MARK: &[u8; 8] = b"LDFACTS1";

/// A county's facts, and the older numbers of its parcels.
#[derive(Debug, Default)]
pub struct Kept {
    /// The facts.
    pub facts: CountyFacts,
    /// Older numbers of parcels: index into the facts' parcels.
    pub aliases: Vec<(Text, u32)>,
}

/// Why bytes are not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Made by a program of another form.
    #[error("not facts of this form")]
    Form,
    /// Made from another state of the store.
    #[error("facts of another state")]
    State,
    /// The bytes are not what was written.
    #[error("damaged: {0}")]
    Damaged(String),
}

/// Tables that are large enough for a section of their own.
enum Table {
    Parcels(Vec<Parcel>),
    Enterprises(Vec<Enterprise>),
    Occupancies(Vec<Occupancy>),
    Taxes(Vec<Tax>),
    Evaluations(Vec<Evaluation>),
    Rest(Box<Rest>),
}

/// Everything else.
#[derive(Default, Serialize, Deserialize)]
struct Rest {
    county: Text,
    batches: Vec<SourceFile>,
    units: Vec<Unit>,
    tax_declarations: Vec<TaxDeclaration>,
    supplies: Vec<Supply>,
    approvals: Vec<Approval>,
    leases: Vec<Lease>,
    power: Vec<Power>,
    findings: Vec<Finding>,
    catalogue: Vec<CatalogueItem>,
    aliases: Vec<(Text, u32)>,
}

/// How many sections there are.
const SECTIONS: usize = 6;

/// Writes facts down; `state` is the caller's name for what they were made from.
///
/// # Errors
/// When a fact cannot be written, which is a fault of the program.
pub fn encode(facts: &CountyFacts, aliases: &[(Text, u32)], state: u128) -> Result<Vec<u8>, Refused> {
    let rest = Rest {
        county: facts.county.clone(),
        batches: facts.batches.clone(),
        units: facts.units.clone(),
        tax_declarations: facts.tax_declarations.clone(),
        supplies: facts.supplies.clone(),
        approvals: facts.approvals.clone(),
        leases: facts.leases.clone(),
        power: facts.power.clone(),
        findings: facts.findings.clone(),
        catalogue: facts.catalogue.clone(),
        aliases: aliases.to_vec(),
    };
    let numbers: Vec<usize> = (0..SECTIONS).collect();
    let sections = parallel::map(&numbers, |number| match number {
        0 => postcard::to_stdvec(&facts.parcels),
        1 => postcard::to_stdvec(&facts.enterprises),
        2 => postcard::to_stdvec(&facts.occupancies),
        3 => postcard::to_stdvec(&facts.taxes),
        4 => postcard::to_stdvec(&facts.evaluations),
        _ => postcard::to_stdvec(&rest),
    });
    let mut out = Vec::new();
    out.extend_from_slice(MARK);
    out.extend_from_slice(&state.to_le_bytes());
    for section in sections {
        let section = section.map_err(|error| damaged(&error))?;
        out.extend_from_slice(&(section.len() as u64).to_le_bytes());
        out.extend_from_slice(&xxh3_64(&section).to_le_bytes());
        out.extend_from_slice(&section);
    }
    Ok(out)
}

/// Reads facts back, if they were made from this state.
///
/// # Errors
/// See [`Refused`].
pub fn decode(bytes: &[u8], state: u128) -> Result<Kept, Refused> {
    let rest = bytes.strip_prefix(MARK).ok_or(Refused::Form)?;
    let (written, mut rest) = rest.split_first_chunk().ok_or(Refused::Form)?;
    if u128::from_le_bytes(*written) != state {
        return Err(Refused::State);
    }
    let mut sections = Vec::with_capacity(SECTIONS);
    for number in 0..SECTIONS {
        let (section, after) = take(rest).ok_or_else(|| Refused::Damaged("its end is missing".to_owned()))?;
        sections.push((number, section));
        rest = after;
    }
    let mut kept = Kept::default();
    for table in parallel::map(&sections, |(number, section)| table(*number, section)) {
        match table? {
            Table::Parcels(rows) => kept.facts.parcels = rows,
            Table::Enterprises(rows) => kept.facts.enterprises = rows,
            Table::Occupancies(rows) => kept.facts.occupancies = rows,
            Table::Taxes(rows) => kept.facts.taxes = rows,
            Table::Evaluations(rows) => kept.facts.evaluations = rows,
            Table::Rest(rest) => rest.enter(&mut kept),
        }
    }
    Ok(kept)
}

/// A section with its checksum, and what follows it.
fn take(bytes: &[u8]) -> Option<((u64, &[u8]), &[u8])> {
    let (length, bytes) = bytes.split_first_chunk()?;
    let (sum, bytes) = bytes.split_first_chunk()?;
    let (section, rest) = bytes.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    Some(((u64::from_le_bytes(*sum), section), rest))
}

fn table(number: usize, (sum, section): &(u64, &[u8])) -> Result<Table, Refused> {
    if xxh3_64(section) != *sum {
        return Err(Refused::Damaged(format!("section {number}")));
    }
    let read = match number {
        0 => postcard::from_bytes(section).map(Table::Parcels),
        1 => postcard::from_bytes(section).map(Table::Enterprises),
        2 => postcard::from_bytes(section).map(Table::Occupancies),
        3 => postcard::from_bytes(section).map(Table::Taxes),
        4 => postcard::from_bytes(section).map(Table::Evaluations),
        _ => postcard::from_bytes(section).map(Box::new).map(Table::Rest),
    };
    read.map_err(|error| damaged(&error))
}

impl Rest {
    fn enter(self, kept: &mut Kept) {
        let facts = &mut kept.facts;
        facts.county = self.county;
        facts.batches = self.batches;
        facts.units = self.units;
        facts.tax_declarations = self.tax_declarations;
        facts.supplies = self.supplies;
        facts.approvals = self.approvals;
        facts.leases = self.leases;
        facts.power = self.power;
        facts.findings = self.findings;
        facts.catalogue = self.catalogue;
        kept.aliases = self.aliases;
    }
}

fn damaged(error: &postcard::Error) -> Refused {
    Refused::Damaged(error.to_string())
}

#[cfg(test)]
mod tests {
    use lingdi_domain::{Area, Money, Ratio, Source};
    use proptest::prelude::*;

    use super::*;

    fn source(row: u32) -> Source {
        Source { batch: 1, sheet: 2, row }
    }

    fn facts() -> CountyFacts {
        let parcel = Parcel {
            code: "330122001001GB00001".into(),
            area: Area(1_333_333),
            area_text: Some("20.00 亩".into()),
            land_use: "工业用地".into(),
            actual_use: None,
            owner_name: Some("桐庐恒昇针织有限公司".into()),
            owner: Some(0),
            supply_date: "2012-05-01".parse().ok(),
            unit: Some("330122101".into()),
            floor_area_ratio: Some(Ratio::new(1, 3)),
            idle: Some(false),
            idle_area: None,
            location: Some("东溪路 8 号".into()),
            source: source(4),
        };
        let tax = |row: u32| Tax {
            enterprise: 0,
            year: 2022,
            tax_type: None,
            amount: Money(-5),
            source: source(row),
        };
        CountyFacts {
            county: "330122".into(),
            parcels: vec![parcel],
            taxes: (0..500).map(tax).collect(),
            ..CountyFacts::default()
        }
    }

    #[test]
    fn facts_come_back_as_they_were() {
        let aliases = [(Text::from("122-08-77"), 0)];
        let kept = decode(&encode(&facts(), &aliases, 7).unwrap(), 7).unwrap();
        assert_eq!(format!("{:?}", kept.facts), format!("{:?}", facts()));
        assert_eq!(kept.aliases, aliases);
    }

    #[test]
    fn facts_of_another_state_or_form_are_refused() {
        let bytes = encode(&facts(), &[], 7).unwrap();
        assert_eq!(decode(&bytes, 8).err(), Some(Refused::State));
        assert_eq!(decode(b"LDFACTS0", 7).err(), Some(Refused::Form));
        assert_eq!(decode(b"", 7).err(), Some(Refused::Form));
    }

    proptest! {
        #[test]
        fn damaged_bytes_are_refused(at in any::<prop::sample::Index>(), bit in 0..8_u8, cut in any::<bool>()) {
            let mut bytes = encode(&facts(), &[], 7).unwrap();
            let place = at.index(bytes.len());
            if cut { bytes.truncate(place) } else { bytes[place] ^= 1 << bit }
            prop_assert!(decode(&bytes, 7).is_err());
        }
    }
}
