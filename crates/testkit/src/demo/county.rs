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
