//! What reading a file asks for: the county's rectangle, and which firms and parcels are known.
//!
//! It stays the same while files of other kinds come in, so that a month's delivery does not rebuild
//! the county each time.

use std::collections::HashSet;
use std::sync::Arc;

use lingdi_domain::{Kind, Source, Text, parallel};
use lingdi_geo::BBox;
use lingdi_policy::facts::Unit;
use lingdi_store::batches::{self, Batch};
use lingdi_store::block::{Get, NewRow};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::Cache;
use super::firms::Firms;
use super::land;
use super::rows::{self, Rows};
use crate::{App, Result, background};

/// What was made from some batches; it holds while these are in force.
pub(super) type Known<T> = Option<(Vec<Uuid>, Arc<T>)>;

/// Codes of parcels and their older numbers.
pub(super) type ParcelCodes = HashSet<Text>;

/// Kinds that bring the firms that rows of other kinds name.
const FIRMS: &[Kind] = &[Kind::Parcels, Kind::Enterprises, Kind::Occupancy];

impl App {
    /// The rectangle around the county's outlines; `None` when nothing is known of them.
    pub(crate) async fn county_box(&self) -> Result<Option<BBox>> {
        let mut tx = self.db().read().await?;
        let batches = batches::in_force(&mut tx, self.county(), None).await?;
        let raw = rows::fetch(&mut tx, self.county(), &batches, |kind| kind == Kind::Units, true).await?;
        drop(tx);
        let (_, outlines) =
            land::units(&Rows::new(&raw)?, crate::shipped_units::shipped_units(self.county()))?;
        Ok(land::box_around(&outlines))
    }

    /// The county's units, in the official order: shipped with the edition, overlaid by what was imported.
    pub async fn units(&self) -> Result<Arc<Vec<Unit>>> {
        let county = self.county().to_owned();
        let make = move |rows: &Rows| Ok(land::units(rows, crate::shipped_units::shipped_units(&county))?.0);
        self.known(&[Kind::Units], |cache| &mut cache.units, make).await
    }

    /// How many staged rows name a firm or parcel that is not known.
    pub(crate) async fn count_unmatched(&self, kind: Kind, rows: &[NewRow]) -> Result<usize> {
        let rows = || rows.iter().filter(|row| row.standing <= 1);
        if NAME_A_PARCEL.contains(&kind) {
            let codes = self
                .known(&[Kind::Parcels], |cache| &mut cache.parcel_codes, |rows| Ok(parcel_codes(rows)))
                .await?;
            let unknown = |row: &&NewRow| row.values.text("parcel").is_some_and(|code| !codes.contains(code));
            return Ok(rows().filter(unknown).count());
        }
        if NAME_A_FIRM.contains(&kind) {
            let firms = self.known(FIRMS, |cache| &mut cache.firms, Firms::new).await?;
            let rows: Vec<&NewRow> = rows().collect();
            let sure = |row: &&NewRow| firms.sure(row.values.text("code"), row.values.text("name"));
            return Ok(parallel::map(&rows, sure).iter().filter(|sure| sure.is_none()).count());
        }
        Ok(0)
    }

    /// The rows of a kind that these batches put into force, each with where it stands: of rows with the
    /// same key that of the last batch, and of each batch as far as its acceptance reaches.
    pub(crate) async fn records<T: DeserializeOwned + Send>(
        &self,
        kind: Kind,
        batches: &[Batch],
    ) -> Result<Vec<(Source, T)>> {
        let mut tx = self.db().read().await?;
        let raw = rows::fetch(&mut tx, self.county(), batches, |other| other == kind, false).await?;
        Rows::new(&raw)?.records(kind)
    }

    /// What the rows of some kinds make, made again when other batches of them are in force.
    async fn known<T: Send + Sync + 'static>(
        &self,
        kinds: &'static [Kind],
        place: fn(&mut Cache) -> &mut Known<T>,
        make: impl FnOnce(&Rows) -> Result<T> + Send + 'static,
    ) -> Result<Arc<T>> {
        let mut tx = self.db().read().await?;
        let batches = batches::in_force(&mut tx, self.county(), None).await?;
        let wanted = |kind: Kind| kinds.contains(&kind);
        let key: Vec<Uuid> =
            batches.iter().filter(|batch| wanted(batch.kind)).map(|batch| batch.id).collect();
        if let Ok(mut cache) = self.inner.cache.lock()
            && let Some((_, known)) = place(&mut cache).as_ref().filter(|(kept, _)| *kept == key)
        {
            return Ok(Arc::clone(known));
        }
        let raw = rows::fetch(&mut tx, self.county(), &batches, wanted, false).await?;
        drop(tx);
        let known = Arc::new(background::run(move || make(&Rows::new(&raw)?)).await??);
        if let Ok(mut cache) = self.inner.cache.lock() {
            *place(&mut cache) = Some((key, Arc::clone(&known)));
        }
        Ok(known)
    }
}

/// Kinds whose rows name a parcel; parcels bring their own.
const NAME_A_PARCEL: [Kind; 10] = [
    Kind::Supply,
    Kind::Occupancy,
    Kind::Approvals,
    Kind::Leases,
    Kind::Power,
    Kind::Encumbrances,
    Kind::Inspections,
    Kind::Findings,
    Kind::Verification,
    Kind::Ledger,
];

/// Kinds whose rows name a firm and no parcel; enterprises bring their own.
const NAME_A_FIRM: [Kind; 3] = [Kind::Tax, Kind::Evaluation, Kind::Statistics];

fn parcel_codes(rows: &Rows) -> ParcelCodes {
    let mut known = HashSet::with_capacity(rows.count(Kind::Parcels));
    for chunk in rows.of(Kind::Parcels) {
        let (codes, aliases) = (chunk.block.text("code"), chunk.block.text("aliases"));
        for row in chunk.rows() {
            known.extend(codes.at(row).map(Text::from));
            known.extend(land::older_numbers(aliases.at(row)).map(|alias| Text::from(alias.0)));
        }
    }
    known
}
