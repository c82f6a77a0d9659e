//! The 3° Gauss–Krüger zones of China on the CGCS2000 ellipsoid.

use std::sync::LazyLock;

use geo::Coord;
use proj4rs::proj::Proj;
use proj4rs::transform::transform;

/// False easting of every zone, metres.
pub(super) const FALSE_EASTING: f64 = 500_000.0;
/// What the number of the zone adds to an easting, metres.
pub(super) const PREFIX_STEP: f64 = 1_000_000.0;
/// Farther than this from the central meridian (metres) an easting belongs to no place in China.
const MAX_OFFSET: f64 = 1_500_000.0;

/// The number of a 3° zone, 25–45: central meridian = 3° × number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Zone(u8);

impl Zone {
    /// The zone of that number; `None` outside 25–45.
    pub fn new(number: u8) -> Option<Self> {
        (25..=45).contains(&number).then_some(Self(number))
    }

    /// The zone whose middle is nearest to a longitude in degrees.
    pub fn at(longitude: f64) -> Option<Self> {
        let number = (longitude / 3.0).round();
        (25.0..=45.0).contains(&number).then_some(Self(number as u8))
    }

    /// All zones, west to east.
    pub fn all() -> impl Iterator<Item = Self> {
        (25..=45).map(Self)
    }

    /// Its number, 25–45.
    pub fn number(self) -> u8 {
        self.0
    }

    /// Its central meridian in whole degrees.
    pub fn central_meridian(self) -> u32 {
        u32::from(self.0) * 3
    }

    pub(super) fn forward(self, lonlat: Coord<f64>, prefixed: bool) -> Option<Coord<f64>> {
        let mut point = (lonlat.x.to_radians(), lonlat.y.to_radians(), 0.0);
        let systems = self.systems()?;
        transform(&systems.degrees, &systems.metres, &mut point).ok()?;
        let moved = Coord { x: point.0 + self.prefix(prefixed), y: point.1 };
        (moved.x.is_finite() && moved.y.is_finite()).then_some(moved)
    }

    pub(super) fn inverse(self, point: Coord<f64>, prefixed: bool) -> Option<Coord<f64>> {
        let easting = point.x - self.prefix(prefixed);
        if (easting - FALSE_EASTING).abs() > MAX_OFFSET || point.y.abs() > 1e7 {
            return None;
        }
        let mut lonlat = (easting, point.y, 0.0);
        let systems = self.systems()?;
        transform(&systems.metres, &systems.degrees, &mut lonlat).ok()?;
        let degrees = Coord { x: lonlat.0.to_degrees(), y: lonlat.1.to_degrees() };
        (degrees.x.is_finite() && degrees.y.is_finite()).then_some(degrees)
    }

    fn prefix(self, prefixed: bool) -> f64 {
        if prefixed { f64::from(self.0) * PREFIX_STEP } else { 0.0 }
    }

    fn systems(self) -> Option<&'static Systems> {
        SYSTEMS.get(usize::from(self.0) - 25)?.as_ref()
    }
}

/// A zone and the longitude and latitude it is projected from, made once: reading their parameters costs
/// more than projecting a parcel.
struct Systems {
    degrees: Proj,
    metres: Proj,
}

static SYSTEMS: LazyLock<Vec<Option<Systems>>> = LazyLock::new(|| {
    Zone::all()
        .map(|zone| {
            // The ellipsoid of CGCS2000 has the axis and flattening of GRS 80 to all printed digits.
            let metres = format!(
                "+proj=tmerc +lat_0=0 +lon_0={} +k=1 +x_0={FALSE_EASTING} +y_0=0 +ellps=GRS80 +units=m",
                zone.central_meridian()
            );
            Some(Systems {
                degrees: Proj::from_proj_string("+proj=longlat +ellps=GRS80").ok()?,
                metres: Proj::from_proj_string(&metres).ok()?,
            })
        })
        .collect()
});
