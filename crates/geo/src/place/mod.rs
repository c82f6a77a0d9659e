//! Putting a shape on the ground: from the numbers of a file to sound rings in degrees, in the county.

mod crossings;
mod misplaced;
mod repair;

use geo::{CoordsIter, MapCoords, MultiPolygon};

use crate::bbox::BBox;
use crate::crs::Crs;

pub use misplaced::{Misplaced, Suggestion};

/// How far over the edge of the county's box a shape may reach, degrees (about 1 km): boxes are drawn by
/// hand and parcels lie on borders.
pub const COUNTY_MARGIN: f64 = 0.01;

/// A shape on the ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// CGCS2000 longitude and latitude; outer rings counter-clockwise, holes clockwise (RFC 7946), closed,
    /// without crossings.
    pub geometry: MultiPolygon<f64>,
    /// The shape as it was given, in longitude and latitude, when the rings had to be repaired.
    pub original: Option<MultiPolygon<f64>>,
    /// What was repaired, in Chinese; empty when nothing was.
    pub notes: Vec<String>,
    /// The box around it.
    pub bbox: BBox,
}

/// Puts a shape on the ground, or says why it cannot be.
///
/// `county` is the box in degrees that it must lie in (plus [`COUNTY_MARGIN`]); `None` lifts that. A likely
/// cause, such as exchanged axes, is named in the error and never corrected here: only a person knows.
pub fn place(geometry: &MultiPolygon<f64>, crs: Crs, county: Option<&BBox>) -> Result<Placed, Misplaced> {
    if geometry.coords_iter().any(|c| !c.x.is_finite() || !c.y.is_finite()) {
        return Err(Misplaced::NotANumber);
    }
    let given = BBox::of(geometry).ok_or(Misplaced::Empty)?;
    let lonlat = geometry
        .try_map_coords(|corner| crs.to_lonlat(corner).ok_or(()))
        .map_err(|()| misplaced::not_in_system(&given, crs, county))?;
    let bbox = BBox::of(&lonlat).ok_or(Misplaced::Empty)?;
    if county.is_some_and(|county| !county.widened(COUNTY_MARGIN).contains(&bbox)) {
        return Err(misplaced::outside(&given, &bbox, crs, county));
    }
    let repaired = repair::repair(&lonlat)?;
    let bbox = BBox::of(&repaired.geometry).ok_or(Misplaced::Empty)?;
    let original = (!repaired.notes.is_empty()).then_some(lonlat);
    Ok(Placed { geometry: repaired.geometry, original, notes: repaired.notes, bbox })
}
