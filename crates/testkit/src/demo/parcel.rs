//! Lots become parcels: code, place, registered area and use.

use chrono::NaiveDate;
use geo::{Area, Coord, Polygon};

use super::code::parcel_code;
use super::siting::{Estate, UNITS};
use super::story::{self, Story};
use super::words::{ESTATES, ROAD_FIRST, ROAD_SECOND};
use crate::rng::Rng;

/// A parcel as the cadastre knows it.
#[derive(Debug, Clone)]
pub(crate) struct Parcel {
    /// 宗地代码
    pub(crate) code: String,
    /// Index into [`UNITS`].
    pub(crate) unit: usize,
    /// Which estate it belongs to.
    pub(crate) estate: usize,
    /// 坐落
    pub(crate) location: String,
    /// Corners in metres of EPSG:4528, anticlockwise, first not repeated.
    pub(crate) ring: Vec<Coord>,
    /// Registered area, m².
    pub(crate) area: f64,
    /// What happened to it.
    pub(crate) story: Story,
    /// How good the place is: shift of the logarithm of tax per 亩.
    pub(crate) quality: f64,
    /// 供应日期; `None` where the register has none.
    pub(crate) supplied: Option<NaiveDate>,
}

impl Parcel {
    /// Registered area in 亩, for making figures up.
    pub(crate) fn mu(&self) -> f64 {
        self.area * 3.0 / 2_000.0
    }

    /// 单位名称
    pub(crate) fn unit_name(&self) -> &'static str {
        UNITS[self.unit].0
    }
}

/// All parcels, estate by estate.
pub(crate) fn parcels(estates: &[Estate]) -> Vec<Parcel> {
    let mut rng = Rng::new("parcels");
    let mut parcels = Vec::new();
    for (index, estate) in estates.iter().enumerate() {
        let block = 1 + estates[..index].iter().filter(|other| other.unit == estate.unit).count();
        estate_parcels(index, estate, block, &mut rng, &mut parcels);
    }
    let qualities: Vec<f64> = parcels.iter().map(|parcel| parcel.quality).collect();
    for (parcel, story) in parcels.iter_mut().zip(story::allot(&qualities)) {
        parcel.story = story;
        parcel.supplied = supplied(parcel, &mut rng);
    }
    parcels
}

fn estate_parcels(index: usize, estate: &Estate, block: usize, rng: &mut Rng, parcels: &mut Vec<Parcel>) {
    let (unit, name) = (UNITS[estate.unit].0, ESTATES[index % ESTATES.len()]);
    let estate_quality = unit_quality(unit) + 0.3 * rng.normal();
    let first_road = rng.below(ROAD_FIRST.len());
    let tail = rng.below(ROAD_SECOND.len());
    let collective = rng.chance(0.12);
    let opened = rng.within(1995, 2011);
    for (serial, lot) in estate.lots.iter().enumerate() {
        let road = first_road + lot.road;
        let road = format!(
            "{}{}",
            ROAD_FIRST[road % ROAD_FIRST.len()],
            ROAD_SECOND[(tail + lot.road) % ROAD_SECOND.len()]
        );
        let drawn = Polygon::new(lot.ring.clone().into(), Vec::new()).unsigned_area();
        let area = (drawn * (1.0 + 0.0006 * rng.normal()) * 100.0).round() / 100.0;
        let feature = if collective && rng.chance(0.6) { "JB" } else { "GB" };
        let year = (opened + (rng.normal().abs() * 5.0) as i32).min(2021);
        parcels.push(Parcel {
            code: parcel_code(estate.unit + 1, block, feature, serial + 1),
            unit: estate.unit,
            estate: index,
            location: format!("{unit}{name}工业功能区{road}{}号", lot.number),
            ring: lot.ring.clone(),
            area,
            story: Story::Ordinary,
            quality: estate_quality - 0.15 * (area * 0.0015 / 11.0).ln(),
            supplied: day(year, rng),
        });
    }
}

/// Some day of the year.
pub(crate) fn day(year: i32, rng: &mut Rng) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, rng.within(1, 12) as u32, rng.within(1, 28) as u32)
}

fn unit_quality(unit: &str) -> f64 {
    match unit {
        "桐庐经济开发区" | "江南镇" => 0.2,
        "凤川街道" | "城南街道" | "富春江镇" => 0.08,
        "百江镇" | "钟山乡" | "合村乡" | "新合乡" => -0.25,
        "分水镇" | "瑶琳镇" => -0.1,
        _ => 0.0,
    }
}

/// The day of supply that the story needs.
fn supplied(parcel: &Parcel, rng: &mut Rng) -> Option<NaiveDate> {
    match parcel.story {
        Story::NeverStarted => day(rng.within(2015, 2020), rng),
        Story::Suspended => day(rng.within(2013, 2018), rng),
        Story::NewlySupplied => day(2022, rng),
        Story::OwnerNew | Story::ContractUndated => day(rng.within(2012, 2019), rng),
        Story::Shops | Story::LetToShops | Story::PermissionExpired if rng.chance(0.97) => {
            day(rng.within(1999, 2014), rng)
        }
        // A few of these have no date of supply: whether 1999 or before is then a question.
        Story::Shops => None,
        _ => parcel.supplied,
    }
}
