//! What reading a file asks for: the county's rectangle, and which firms and parcels are known.
//!
//! It stays the same while files of other kinds come in, so that a month's delivery does not rebuild
//! the county each time.

use std::collections::HashSet;
use std::sync::Arc;

use lingdi_domain::{Kind, ParcelCode, Text};
use lingdi_geo::BBox;
use lingdi_store::batches;
use lingdi_store::block::{Get, NewRow};
use uuid::Uuid;

use super::firms::Firms;
use super::land;
use super::rows::{self, Rows};
use crate::{App, Result};

/// Known firms and parcels, and the batches they come from.
pub(super) type Kept = (Vec<Uuid>, Arc<References>);

/// Known firms and parcels.
pub(crate) struct References {
    /// Codes of parcels and their older numbers.
    parcels: HashSet<Text>,
    firms: Firms,
}

impl std::fmt::Debug for References {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("References").field("parcels", &self.parcels.len()).finish_non_exhaustive()
    }
}

/// Kinds that bring the parcels and firms that rows of other kinds name.
const REFERENCES: [Kind; 3] = [Kind::Parcels, Kind::Enterprises, Kind::Occupancy];

impl App {
    /// The rectangle around the county's outlines; `None` when nothing is known of them.
    pub(crate) async fn county_box(&self) -> Result<Option<BBox>> {
        let mut tx = self.db().read().await?;
        let batches = batches::in_force(&mut tx, self.county(), None).await?;
        let raw = rows::fetch(&mut tx, self.county(), &batches, |kind| kind == Kind::Units, true).await?;
        drop(tx);
        let (_, outlines) = land::units(&Rows::new(&raw)?, crate::revisions::shipped_units(self.county()))?;
        Ok(land::box_around(&outlines))
    }

    /// How many staged rows name a firm or parcel that is not known.
    pub(crate) async fn count_unmatched(&self, kind: Kind, rows: &[NewRow]) -> Result<usize> {
        let asks = Asks::of(kind);
        if !asks.parcel && !asks.firm {
            return Ok(0);
        }
        let references = self.references().await?;
        Ok(rows.iter().filter(|row| row.standing <= 1 && !references.knows(asks, row)).count())
    }

    async fn references(&self) -> Result<Arc<References>> {
        let mut tx = self.db().read().await?;
        let batches = batches::in_force(&mut tx, self.county(), None).await?;
        let wanted = |kind: Kind| REFERENCES.contains(&kind);
        let key: Vec<Uuid> =
            batches.iter().filter(|batch| wanted(batch.kind)).map(|batch| batch.id).collect();
        let kept = self.inner.cache.lock().ok().and_then(|cache| cache.references.clone());
        if let Some((_, references)) = kept.filter(|(kept, _)| *kept == key) {
            return Ok(references);
        }
        let raw = rows::fetch(&mut tx, self.county(), &batches, wanted, false).await?;
        drop(tx);
        let references = tokio::task::spawn_blocking(move || References::new(&Rows::new(&raw)?)).await??;
        let references = Arc::new(references);
        if let Ok(mut cache) = self.inner.cache.lock() {
            cache.references = Some((key, Arc::clone(&references)));
        }
        Ok(references)
    }
}

/// Which of its neighbours a kind's rows name. Parcels and enterprises bring their own.
#[derive(Clone, Copy)]
struct Asks {
    parcel: bool,
    firm: bool,
}

impl Asks {
    fn of(kind: Kind) -> Self {
        Self {
            parcel: matches!(
                kind,
                Kind::Supply
                    | Kind::Occupancy
                    | Kind::Approvals
                    | Kind::Leases
                    | Kind::Power
                    | Kind::Findings
                    | Kind::Verification
                    | Kind::Ledger
            ),
            firm: matches!(kind, Kind::Tax | Kind::Evaluation | Kind::Statistics),
        }
    }
}

impl References {
    fn new(rows: &Rows) -> Result<Self> {
        let mut parcels = HashSet::with_capacity(rows.count(Kind::Parcels));
        for chunk in rows.of(Kind::Parcels) {
            let (codes, aliases) = (chunk.block.text("code"), chunk.block.text("aliases"));
            for row in chunk.rows() {
                parcels.extend(codes.at(row).map(Text::from));
                let older =
                    aliases.at(row).into_iter().flat_map(|text| text.split(['、', '；', ';', ',', '，']));
                parcels.extend(older.filter_map(ParcelCode::parse).map(|alias| Text::from(alias.0)));
            }
        }
        Ok(Self { parcels, firms: Firms::new(&land::sorted_parcels(rows)?, rows)? })
    }

    /// Does a staged row name a firm and a parcel that are known? One that names none always does.
    fn knows(&self, asks: Asks, row: &NewRow) -> bool {
        let parcel = !asks.parcel || row.values.text("parcel").is_none_or(|code| self.parcels.contains(code));
        let firm = !asks.firm || self.firms.sure(row.values.text("code"), row.values.text("name")).is_some();
        parcel && firm
    }
}
