//! Systems of the EPSG register beyond those of Chinese land records: foreign data, web maps.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{LazyLock, Mutex, PoisonError};

use geo::Coord;
use proj4rs::proj::Proj;
use proj4rs::transform::transform;

/// A system of the register, cheap to copy; two are equal when their codes are.
#[derive(Clone, Copy)]
pub struct Registered(&'static System);

struct System {
    code: u16,
    proj: Proj,
}

/// Systems that were asked for. Reading their parameters costs more than projecting a parcel, so each is
/// read once and kept; the register bounds how many there are.
static READ: Mutex<BTreeMap<u16, Option<Registered>>> = Mutex::new(BTreeMap::new());

/// Where every system is converted to. CGCS2000 and WGS 84 differ by less than a metre.
static DEGREES: LazyLock<Option<Proj>> =
    LazyLock::new(|| Proj::from_proj_string("+proj=longlat +datum=WGS84").ok());

/// Codes of 北京54, 新北京54 and 西安80, geographic and projected, first to last. The register has shifts for
/// some of them that are good to tens of metres; the true ones are classified.
const SECRET: [(u32, u32); 12] = [
    (2327, 2390),
    (2401, 2442),
    (4214, 4214),
    (4555, 4555),
    (4568, 4589),
    (4610, 4610),
    (4652, 4656),
    (4766, 4800),
    (4812, 4822),
    (21413, 21423),
    (21453, 21463),
    (21473, 21483),
];

/// Whether the shift of this system to CGCS2000 is classified.
pub(super) fn is_secret(code: u32) -> bool {
    SECRET.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

impl Registered {
    /// The system of a code; `None` when the register or the projections do not have it, or when its shift is
    /// classified.
    pub(super) fn new(code: u32) -> Option<Self> {
        // Older names of the map of the web.
        let code = if [900_913, 3785, 102_100, 102_113].contains(&code) { 3857 } else { code };
        let code = u16::try_from(code).ok().filter(|_| !is_secret(code))?;
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        *read.entry(code).or_insert_with(|| System::read(code).map(|s| Self(Box::leak(Box::new(s)))))
    }

    /// Its code in the register.
    pub fn code(self) -> u32 {
        u32::from(self.0.code)
    }

    /// Whether its numbers are degrees.
    pub fn is_lonlat(self) -> bool {
        self.0.proj.is_latlong()
    }

    pub(super) fn label(self) -> String {
        match self.0.code {
            3857 => "Web 墨卡托（EPSG:3857）".to_owned(),
            code @ 4491..=4512 => format!("CGCS2000 6 度带高斯投影（EPSG:{code}）"),
            4267 => "NAD27 经纬度（EPSG:4267，换算准到约 10 米）".to_owned(),
            code => format!("EPSG:{code}"),
        }
    }

    pub(super) fn inverse(self, point: Coord<f64>) -> Option<Coord<f64>> {
        let scale = |number: f64| if self.is_lonlat() { number.to_radians() } else { number };
        let mut lonlat = (scale(point.x), scale(point.y), 0.0);
        transform(&self.0.proj, DEGREES.as_ref()?, &mut lonlat).ok()?;
        finite(lonlat.0.to_degrees(), lonlat.1.to_degrees())
    }

    pub(super) fn forward(self, lonlat: Coord<f64>) -> Option<Coord<f64>> {
        let mut point = (lonlat.x.to_radians(), lonlat.y.to_radians(), 0.0);
        transform(DEGREES.as_ref()?, &self.0.proj, &mut point).ok()?;
        let scale = |number: f64| if self.is_lonlat() { number.to_degrees() } else { number };
        finite(scale(point.0), scale(point.1))
    }
}

impl System {
    fn read(code: u16) -> Option<Self> {
        // The exact shift of this datum is a grid that we do not carry; its mean over the United States
        // (EPSG 1173) is good to 10 m.
        let definition = crs_definitions::from_code(code)?
            .proj4
            .replace("+datum=NAD27", "+ellps=clrk66 +towgs84=-8,160,176");
        // Geocentric systems have three axes; what others are missing, the projections say themselves.
        let proj = Proj::from_proj_string(&definition).ok().filter(|proj| !proj.is_geocent())?;
        Some(Self { code, proj })
    }
}

fn finite(x: f64, y: f64) -> Option<Coord<f64>> {
    (x.is_finite() && y.is_finite()).then_some(Coord { x, y })
}

impl PartialEq for Registered {
    fn eq(&self, other: &Self) -> bool {
        self.0.code == other.0.code
    }
}

impl Eq for Registered {}

impl Hash for Registered {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.code.hash(state);
    }
}

impl fmt::Debug for Registered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EPSG:{}", self.0.code)
    }
}

#[cfg(test)]
mod tests {
    use geo::Coord;

    use super::{Registered, is_secret};

    #[test]
    fn points_of_other_countries_agree_with_proj() {
        // Computed by PROJ 9.1.1 (cs2cs EPSG:… EPSG:4326).
        for (code, x, y, lon, lat, metres) in [
            (3857, 13_324_300.0, 3_473_400.0, 119.694_223_4, 29.765_168_4, 0.1),
            (2249, 764_500.0, 2_960_000.0, -71.099_108_6, 42.369_692_7, 0.1),
            (32650, 700_000.0, 3_300_000.0, 119.069_590_1, 29.814_255_1, 0.1),
            (4502, 500_000.0, 3_300_000.0, 75.0, 29.818_554_5, 0.1),
            (4267, -71.1, 42.3, -71.099_463_3, 42.299_973_1, 15.0),
            (27700, 387_000.0, 345_000.0, -2.195_163_7, 53.002_158_0, 10.0),
        ] {
            let found = Registered::new(code).unwrap().inverse(Coord { x, y }).unwrap();
            let off = (found.x - lon).hypot(found.y - lat) * 111_000.0;
            assert!(off < metres, "{code}: {found:?} is {off} m off");
        }
    }

    #[test]
    fn there_and_back_is_the_same_place() {
        for code in [3857, 2249, 32650, 4267, 4269, 4258, 4502, 27700, 2154, 25832, 3035] {
            let system = Registered::new(code).unwrap_or_else(|| panic!("{code}"));
            let (x, y) = match code {
                2249 | 4267 | 4269 => (-71.1, 42.3),
                27700 => (-2.2, 53.0),
                2154 | 25832 | 3035 | 4258 => (5.0, 47.0),
                4502 => (75.5, 30.0),
                _ => (119.7, 29.8),
            };
            let back = system.inverse(system.forward(Coord { x, y }).unwrap()).unwrap();
            assert!((back.x - x).hypot(back.y - y) < 1e-7, "{code}: {back:?}");
        }
    }

    #[test]
    fn systems_whose_shift_is_classified_are_not_there_and_other_numbers_neither() {
        for code in [2364, 2385, 2416, 2437, 4214, 4610, 4555, 21420] {
            assert!(is_secret(code) && Registered::new(code).is_none(), "{code}");
        }
        for code in [0, 1, 4978, 65_535, 70_000, u32::MAX] {
            assert_eq!(Registered::new(code), None);
        }
    }
}
