//! The whole county, before anything of it is written to a file.

use super::DemoError;
use super::firm::{Firm, Founder, Seat};
use super::ground::Ground;
use super::parcel::{Parcel, parcels};
use super::siting::estates;
use super::tax::taxes;
use super::tenure::{Tenure, settle};

/// Everything that is true in the demo county; the files say most of it, with the usual dirt.
#[derive(Debug)]
pub(crate) struct County {
    /// By estate.
    pub(crate) parcels: Vec<Parcel>,
    /// Index of the owning firm, by parcel.
    pub(crate) owners: Vec<usize>,
    /// Firms with land and without.
    pub(crate) firms: Vec<Firm>,
    /// Who uses what.
    pub(crate) tenures: Vec<Tenure>,
    /// Tax by firm and year, in 元.
    pub(crate) taxes: Vec<[Option<i64>; 4]>,
}

/// Firms in offices and homes, without industrial land.
const LANDLESS: usize = 60;
/// A firm that pays more than this in its best year is above scale, 元.
const ABOVE_SCALE: i64 = 4_000_000;

impl County {
    /// Makes the county up; always the same one.
    pub(crate) fn invent() -> Result<Self, DemoError> {
        let parcels = parcels(&estates(&Ground::read()?)?);
        let mut founder = Founder::new();
        let tenures = settle(&parcels, &mut founder);
        for serial in 0..LANDLESS {
            let parcel = &parcels[serial * 12 % parcels.len()];
            let seat = Seat { unit: parcel.unit_name(), location: parcel.unit_name(), quality: 0.0 };
            founder.found(seat, 2005, 2022);
        }
        let mut firms = founder.firms;
        let taxes = taxes(&firms, &tenures.rows);
        for (firm, paid) in firms.iter_mut().zip(&taxes) {
            firm.above_scale = paid.iter().flatten().any(|yuan| *yuan > ABOVE_SCALE);
        }
        Ok(Self { parcels, owners: tenures.owners, firms, tenures: tenures.rows, taxes })
    }

    /// The parcel's owner.
    pub(crate) fn owner(&self, parcel: usize) -> &Firm {
        &self.firms[self.owners[parcel]]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use geo::{Contains, Polygon};

    use super::*;
    use crate::demo::siting::UNITS;
    use crate::demo::story::Story;

    #[test]
    fn every_parcel_lies_in_its_own_unit_and_in_no_other() {
        let (ground, county) = (Ground::read().unwrap(), County::invent().unwrap());
        let zone = &ground.unit("桐庐经济开发区").unwrap().outline;
        for parcel in &county.parcels {
            let shape = Polygon::new(parcel.ring.clone().into(), Vec::new());
            assert!(ground.unit(parcel.unit_name()).unwrap().outline.contains(&shape), "{}", parcel.code);
            assert_eq!(zone.contains(&shape), parcel.unit_name() == "桐庐经济开发区", "{}", parcel.code);
        }
    }

    #[test]
    fn numbers_are_those_of_a_county() {
        let county = County::invent().unwrap();
        assert_eq!(county.parcels.len(), UNITS.iter().map(|(_, quota)| quota).sum::<usize>());
        assert!((3_150..3_300).contains(&county.firms.len()), "{}", county.firms.len());
        let codes: HashSet<&str> = county.parcels.iter().map(|parcel| parcel.code.as_str()).collect();
        assert_eq!(codes.len(), county.parcels.len());
        let mut areas: Vec<f64> = county.parcels.iter().map(Parcel::mu).collect();
        areas.sort_by(f64::total_cmp);
        assert!((10.0..13.0).contains(&areas[areas.len() / 2]));
        assert!(areas[0] > 1.2 && areas[areas.len() - 1] < 130.0);
    }

    #[test]
    fn tax_per_mu_is_log_normal_around_twelve_with_a_fifth_below_five() {
        let county = County::invent().unwrap();
        let mut rates: Vec<f64> = (0..county.parcels.len())
            .filter(|parcel| county.parcels[*parcel].story != Story::NotIndustrial)
            .map(|parcel| county.owner(parcel).rate)
            .collect();
        rates.sort_by(f64::total_cmp);
        assert!((10.0..15.0).contains(&rates[rates.len() / 2]));
        let low = rates.iter().filter(|rate| **rate < 5.0).count() as f64 / rates.len() as f64;
        assert!((0.14..0.24).contains(&low), "{low}");
    }
}
