//! Which axis comes first, and which system the numbers are in.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::lines::Plot;
use super::unsupported;
use crate::crs::{Crs, UnsupportedCrs, Zone};

/// What the number of a zone adds to an easting.
const PREFIX_STEP: f64 = 1_000_000.0;
/// Eastings from here on start with the number of a zone.
const PREFIXED: f64 = 1e7;
/// Metres from the equator to a place in China.
const NORTHINGS: RangeInclusive<f64> = 3e5..=6.5e6;
/// Longitudes and latitudes of China, degrees.
const LONGITUDES: RangeInclusive<f64> = 73.0..=136.0;
const LATITUDES: RangeInclusive<f64> = 3.0..=54.0;

/// How the two numbers of a point are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Axes {
    /// The easting comes first, against the format.
    pub is_swapped: bool,
    /// The numbers are longitude and latitude.
    pub is_degrees: bool,
}

impl Axes {
    /// What stands first although it should not.
    pub(super) fn first_label(self) -> &'static str {
        if self.is_degrees { "经度" } else { "横坐标（东）" }
    }
}

/// Judges the order of the axes by the numbers of all points: a northing is never as large as an easting
/// with its zone, and never as small as one without.
pub(super) fn axes(plots: &[Plot]) -> Axes {
    let all = |fits: &dyn Fn(f64, f64) -> bool| {
        let mut points = plots.iter().flat_map(|plot| &plot.points).peekable();
        points.peek().is_some() && points.all(|point| fits(point.first, point.second))
    };
    let easting = |east: f64, north: f64| {
        NORTHINGS.contains(&north) && (east >= PREFIXED || (east < 1e6 && north > 1e6 && east >= 1e5))
    };
    let degrees = |east: f64, north: f64| LONGITUDES.contains(&east) && LATITUDES.contains(&north);
    Axes {
        is_swapped: all(&easting) || all(&degrees),
        is_degrees: all(&degrees) || all(&|first, second| degrees(second, first)),
    }
}

/// What header and numbers together say. `Ok(None)` when the zone is left to the county.
pub(super) fn declared(
    header: &HashMap<String, String>,
    plots: &[Plot],
    axes: Axes,
) -> Result<Option<Crs>, UnsupportedCrs> {
    let value = |key: &str| header.get(key).map(String::as_str);
    if let Some(name) = value("坐标系") {
        recognised(name)?;
    }
    if axes.is_degrees {
        return Ok(Some(Crs::Cgcs2000));
    }
    if value("几度分带").is_some_and(|width| width.trim_end_matches('度') == "6") {
        return Err(unsupported("2000国家大地坐标系 6 度带", false));
    }
    let named = value("带号").and_then(|zone| zone.trim_end_matches('带').parse::<u8>().ok());
    let (Some(named), prefix) = (named, prefix(plots, axes)) else {
        return Ok(prefix(plots, axes)
            .and_then(Zone::new)
            .map(|zone| Crs::GaussKruger { zone, prefixed: true }));
    };
    if let Some(prefix) = prefix.filter(|prefix| *prefix != named) {
        return Err(unsupported(&format!("带号 {named}，横坐标却以 {prefix} 开头"), false));
    }
    match Zone::new(named) {
        Some(zone) => Ok(Some(Crs::GaussKruger { zone, prefixed: prefix.is_some() })),
        None => Err(unsupported(&format!("带号 {named}"), false)),
    }
}

/// The number that every easting starts with.
fn prefix(plots: &[Plot], axes: Axes) -> Option<u8> {
    let eastings = plots
        .iter()
        .flat_map(|plot| &plot.points)
        .map(|point| if axes.is_swapped { point.first } else { point.second });
    let mut numbers = eastings.map(|easting| (easting / PREFIX_STEP).floor());
    let first = numbers.next().filter(|number| (10.0..100.0).contains(number))?;
    numbers.all(|number| number.to_bits() == first.to_bits()).then_some(first as u8)
}

/// Whether the name of a system is one of CGCS2000's.
fn recognised(name: &str) -> Result<(), UnsupportedCrs> {
    const NAMES: [&str; 8] = [
        "2000",
        "CGCS2000",
        "国家2000",
        "2000国家大地坐标系",
        "2000国家大地坐标",
        "国家2000坐标系",
        "2000坐标系",
        "国家大地2000坐标系",
    ];
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
    let is_ours = NAMES.contains(&plain.as_str()) || plain.starts_with("CGCS2000");
    let is_older = ["西安", "北京", "XIAN", "BEIJING", "1980", "1954", "地方", "独立"];
    let secret = is_older.iter().any(|word| plain.contains(word));
    if is_ours { Ok(()) } else { Err(unsupported(name, secret)) }
}
