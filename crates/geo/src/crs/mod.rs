//! Coordinate systems: what two numbers in a file mean on the ground.

mod gauss_kruger;
mod judge;
mod name;
mod prj;
mod register;
mod titles;

use geo::Coord;

pub use gauss_kruger::Zone;
pub use judge::{Judgement, judge};
pub(crate) use judge::{axes, lies_in};
pub use register::Registered;

/// A coordinate system that we convert. In all of them x is longitude or easting, y latitude or northing,
/// as files have them (the official axis order of EPSG 4490 and 4528 is the other way round).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Crs {
    /// CGCS2000 longitude and latitude, EPSG 4490.
    Cgcs2000,
    /// WGS 84 longitude and latitude, EPSG 4326 or CRS84. Taken as CGCS2000: they differ by less than
    /// a metre, far below what the boundary of a parcel is good for here.
    Wgs84,
    /// CGCS2000, 3° Gauss–Krüger, in metres.
    GaussKruger {
        /// The 3° zone.
        zone: Zone,
        /// Whether eastings start with the number of the zone (EPSG 4513–4533) or not (4534–4554).
        prefixed: bool,
    },
    /// Another system of the EPSG register: of foreign data, of a map of the web, of older 6° zones.
    Registered(Registered),
}

/// A coordinate system that a file declares and we do not convert.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "文件声明的坐标系“{name}”{}。请先转换为 CGCS2000（经纬度或 3 度带高斯投影）再导入；若声明有误，请在导入时指定正确的坐标系（如 EPSG:4528）。",
    why.text()
)]
pub struct UnsupportedCrs {
    /// As the file names it.
    pub name: String,
    /// Why it is not converted.
    pub why: Unsupported,
}

/// Why a coordinate system is not converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsupported {
    /// 北京54 or 西安80, whose shift to CGCS2000 is classified.
    SecretShift,
    /// GCJ-02 or BD-09 of the map apps: shifted by some 500 m in a way that has no exact inverse.
    ShiftedMap,
    /// Not known.
    Unknown,
}

impl Unsupported {
    fn of(name: &str) -> Self {
        let plain = plain_name(name);
        let says = |words: &[&str]| words.iter().any(|word| plain.contains(word) || name.contains(word));
        if name::code(name).is_some_and(register::is_secret)
            || says(&["XIAN", "BEIJING", "1954", "1980", "西安", "北京"])
        {
            Self::SecretShift
        } else if says(&["GCJ02", "BD09", "火星", "百度", "高德"]) {
            Self::ShiftedMap
        } else {
            Self::Unknown
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::SecretShift => "与 CGCS2000 之间的转换参数属于受控成果，本系统不做转换",
            Self::ShiftedMap => {
                "是互联网地图的加偏坐标，与真实位置相差约 500 米，不能作为宗地界线，也不能精确还原"
            }
            Self::Unknown => "不在支持之列",
        }
    }
}

impl UnsupportedCrs {
    fn new(name: &str) -> Self {
        Self { name: name.chars().take(80).collect(), why: Unsupported::of(name) }
    }
}

impl Crs {
    /// The system of an EPSG code: 4490, 4326, 4513–4533, 4534–4554, and whatever else the register and the
    /// projections have. Not 北京54 and 西安80, whose shift is classified.
    pub fn from_epsg(code: u32) -> Option<Self> {
        match code {
            4490 => Some(Self::Cgcs2000),
            4326 => Some(Self::Wgs84),
            4513..=4533 => zone_of(code - 4488).map(|zone| Self::GaussKruger { zone, prefixed: true }),
            4534..=4554 => zone_of(code - 4509).map(|zone| Self::GaussKruger { zone, prefixed: false }),
            _ => Registered::new(code).map(Self::Registered),
        }
    }

    /// Why there is no system of this EPSG code.
    pub fn unsupported(code: u32) -> UnsupportedCrs {
        UnsupportedCrs::new(&format!("EPSG:{code}"))
    }

    /// Reads a name as GeoJSON, GeoPackage or a command line gives it: `EPSG:4528`,
    /// `urn:ogc:def:crs:EPSG::4490`, `http://www.opengis.net/def/crs/EPSG/0/4326`, `CRS84`, `4549`.
    pub fn from_name(text: &str) -> Result<Self, UnsupportedCrs> {
        name::read(text).ok_or_else(|| UnsupportedCrs::new(text))
    }

    /// Reads the text of a `.prj` file (well-known text, in the spellings of GDAL, ESRI and PROJ).
    /// `Ok(None)` when the text is blank.
    pub fn from_prj(text: &str) -> Result<Option<Self>, UnsupportedCrs> {
        prj::read(text)
    }

    /// Its EPSG code.
    pub fn epsg(self) -> u32 {
        match self {
            Self::Cgcs2000 => 4490,
            Self::Wgs84 => 4326,
            Self::GaussKruger { zone, prefixed: true } => 4488 + u32::from(zone.number()),
            Self::GaussKruger { zone, prefixed: false } => 4509 + u32::from(zone.number()),
            Self::Registered(system) => system.code(),
        }
    }

    /// Its name for a person, in Chinese.
    pub fn label(self) -> String {
        match self {
            Self::Cgcs2000 => "CGCS2000 经纬度（EPSG:4490）".to_owned(),
            Self::Wgs84 => "WGS 84 经纬度（EPSG:4326）".to_owned(),
            Self::GaussKruger { zone, prefixed } => format!(
                "CGCS2000 3 度带高斯投影，中央经线 {}°，{}（EPSG:{}）",
                zone.central_meridian(),
                if prefixed {
                    format!("横坐标带 {} 带号", zone.number())
                } else {
                    "横坐标不带带号".to_owned()
                },
                self.epsg()
            ),
            Self::Registered(system) => system.label(),
        }
    }

    /// Whether the numbers are degrees.
    pub fn is_lonlat(self) -> bool {
        match self {
            Self::Cgcs2000 | Self::Wgs84 => true,
            Self::GaussKruger { .. } => false,
            Self::Registered(system) => system.is_lonlat(),
        }
    }

    /// Longitude and latitude in degrees of a point given in this system; `None` when the numbers
    /// cannot mean a place in it.
    pub fn to_lonlat(self, point: Coord<f64>) -> Option<Coord<f64>> {
        let lonlat = match self {
            Self::Cgcs2000 | Self::Wgs84 => point,
            Self::GaussKruger { zone, prefixed } => zone.inverse(point, prefixed)?,
            Self::Registered(system) => system.inverse(point)?,
        };
        (lonlat.x.abs() <= 180.0 && lonlat.y.abs() <= 90.0).then_some(lonlat)
    }

    /// The reverse of [`Crs::to_lonlat`].
    pub fn from_lonlat(self, lonlat: Coord<f64>) -> Option<Coord<f64>> {
        if !(lonlat.x.abs() <= 180.0 && lonlat.y.abs() <= 90.0) {
            return None;
        }
        match self {
            Self::Cgcs2000 | Self::Wgs84 => Some(lonlat),
            Self::GaussKruger { zone, prefixed } => zone.forward(lonlat, prefixed),
            Self::Registered(system) => system.forward(lonlat),
        }
    }
}

fn zone_of(number: u32) -> Option<Zone> {
    u8::try_from(number).ok().and_then(Zone::new)
}

/// Letters and digits alone, in capitals: spellings of one name differ in everything else.
fn plain_name(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase()
}
