//! Areas on the ground and points inside a shape.

use geo::{Area, Contains, Coord, InteriorPoint, MapCoords, MultiPolygon, Point};

use crate::bbox::BBox;
use crate::crs::{Crs, Zone};

/// Area in m² of a shape in degrees, in the plane of the 3° Gauss–Krüger zone that its middle lies in.
///
/// A check on the registered area, never the area of record. `None` outside China's zones.
pub fn planar(lonlat: &MultiPolygon<f64>) -> Option<f64> {
    planar_in(lonlat, Zone::at(BBox::of(lonlat)?.centre().x)?)
}

/// The same in the plane of a given zone.
pub fn planar_in(lonlat: &MultiPolygon<f64>, zone: Zone) -> Option<f64> {
    let crs = Crs::GaussKruger { zone, prefixed: false };
    let metres = lonlat.try_map_coords(|corner| crs.from_lonlat(corner).ok_or(())).ok()?;
    Some(metres.unsigned_area())
}

/// A point that certainly lies inside, unlike the centroid of a crescent; `None` for an empty shape.
pub fn point_inside(lonlat: &MultiPolygon<f64>) -> Option<Coord<f64>> {
    lonlat.interior_point().map(Coord::from)
}

/// Whether the point lies inside, the boundary not counted.
pub fn contains(lonlat: &MultiPolygon<f64>, point: Coord<f64>) -> bool {
    lonlat.contains(&Point::from(point))
}
