//! The map: vector tiles of the parcels and the outlines of units.

use lingdi_domain::{Actor, Category};
use lingdi_geo::tiles::{Tiles, Value};
use lingdi_policy::Status;
use serde_json::json;

use crate::authority::May;
use crate::parcels::{Asked, Band, ListQuery, ParcelFilter};
use crate::seen::Seen;
use crate::{Action, App, Result};

/// Lowest zoom of the tiles: the county fills a screen at 10.
pub const MIN_ZOOM: u8 = 7;
/// Highest zoom of the tiles; clients enlarge these further.
pub const MAX_ZOOM: u8 = 16;

impl App {
    /// A tile of the layer `parcels`, coloured as judged, with what the filters hold; `None` outside
    /// the pyramid, empty where nothing is.
    pub async fn tile(
        &self,
        actor: &Actor,
        query: &ListQuery,
        (z, x, y): (u8, u32, u32),
    ) -> Result<Option<Vec<u8>>> {
        actor.may(Action::Read)?;
        if z > MAX_ZOOM {
            return Ok(None);
        }
        let seen = self.judge(actor, &query.judge()).await?;
        let filter = query.filter(&seen)?;
        Ok(tokio::task::spawn_blocking(move || tile(&seen, &filter, (z, x, y))).await?)
    }

    /// Outlines of the units as GeoJSON, with their names and whether they are schematic (示意).
    pub async fn outlines(&self, actor: &Actor) -> Result<serde_json::Value> {
        actor.may(Action::Read)?;
        let snapshot = self.snapshot(None).await?;
        let features: Vec<_> = snapshot
            .outlines
            .iter()
            .map(|outline| {
                json!({
                    "type": "Feature",
                    "properties": {"单位代码": outline.unit.code, "单位名称": outline.unit.name, "类型": outline.unit.kind},
                    "geometry": crate::exports::geometry(&outline.shape),
                })
            })
            .collect();
        Ok(json!({"type": "FeatureCollection", "features": features}))
    }
}

fn tile(seen: &Seen, filter: &ParcelFilter, (z, x, y): (u8, u32, u32)) -> Option<Vec<u8>> {
    let (bands, asked) = (seen.bands(), Asked::new(seen, filter));
    seen.snapshot().tiles().encode(z, x, y, "parcels", |parcel| {
        let verdict = seen.parcel(parcel as u32).filter(|shown| asked.holds(*shown))?.verdict;
        let letter = match (verdict.letter(), verdict.status) {
            (Some(letter), _) => letter.code(),
            (None, Status::Indeterminate) => "unknown",
            (None, _) => "none",
        };
        let categories: Vec<&str> = verdict.categories().map(Category::code).collect();
        let holding = bands.iter().position(|(band, _)| band.holds(verdict.tax_per_mu(), seen.tax_year()));
        let band = holding.filter(|at| bands.get(*at).is_some_and(|(band, _)| *band != Band::Unknown));
        Some(vec![
            ("code", Value::Text(verdict.code().to_string())),
            ("category", Value::Text(letter.to_owned())),
            ("categories", Value::Text(categories.join(" "))),
            ("status", Value::Text(verdict.status.code().to_owned())),
            ("focus", Value::Bool(verdict.focus == Some(true))),
            ("band", Value::Text(band.map_or_else(|| "unknown".to_owned(), |band| band.to_string()))),
        ])
    })
}

impl crate::Snapshot {
    /// The parcels' tiles, prepared on first use.
    pub(crate) fn tiles(&self) -> &Tiles {
        self.tiles.get_or_init(|| {
            let shapes = (0..).zip(&self.shapes).filter_map(|(id, shape)| Some((id, shape.as_ref()?)));
            Tiles::build(&shapes.collect::<Vec<_>>())
        })
    }
}
