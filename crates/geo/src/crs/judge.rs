//! Which coordinate system numbers are in, when the file does not say.

use geo::Coord;

use super::gauss_kruger::PREFIX_STEP;
use super::{Crs, Zone};
use crate::bbox::BBox;

/// What the numbers look like. The reason is a Chinese sentence for the person who decides.
#[derive(Debug, Clone, PartialEq)]
pub enum Judgement {
    /// The numbers fit this system.
    Fits {
        /// The system.
        crs: Crs,
        /// Why it is thought so.
        why: String,
    },
    /// The numbers fit this system once the two columns are exchanged. Never done without a person.
    Swapped {
        /// The system that fits after the exchange.
        crs: Crs,
        /// Why it is thought so.
        why: String,
    },
    /// The numbers fit no system, or more than one.
    Unclear {
        /// What was seen, and what to do.
        why: String,
    },
}

/// Judges by the numbers alone: `bounds` in the file's own units, `county` in degrees.
///
/// The county decides what the numbers leave open: the zone of eastings without prefix, and which of two
/// columns is the longitude where both readings are possible.
pub fn judge(bounds: &BBox, county: Option<&BBox>) -> Judgement {
    if !bounds.is_finite() {
        return Judgement::Unclear {
            why: "坐标中有无法识别的数值，请检查文件。".to_owned()
        };
    }
    let straight = candidate(bounds, county);
    let swapped = candidate(&bounds.swapped(), county);
    let inside = |crs: Option<Crs>, bounds: &BBox| {
        crs.is_some_and(|crs| county.is_none_or(|county| lies_in(crs, bounds, county)))
    };
    match (straight, swapped) {
        (Some(crs), _) if inside(straight, bounds) => fits(crs),
        (_, Some(crs)) if inside(swapped, &bounds.swapped()) => Judgement::Swapped {
            crs,
            why: format!("疑似{}颠倒：两列对调后符合{}。", axes(crs), crs.label()),
        },
        (Some(crs), _) => fits(crs),
        (None, Some(crs)) => Judgement::Swapped {
            crs,
            why: format!("疑似{}颠倒：两列对调后像是{}。", axes(crs), crs.label()),
        },
        (None, None) => others(bounds, county),
    }
}

/// Numbers that are neither degrees nor 3° zones: other systems when the county says so, else a question that
/// lists what they may be.
fn others(bounds: &BBox, county: Option<&BBox>) -> Judgement {
    let found = |bounds: &BBox| {
        let county = county?;
        uncommon().find(|crs| lies_in(*crs, bounds, county))
    };
    if let Some(crs) = found(bounds) {
        return fits(crs);
    }
    if let Some(crs) = found(&bounds.swapped()) {
        let why = format!("疑似{}颠倒：两列对调后符合{}。", axes(crs), crs.label());
        return Judgement::Swapped { crs, why };
    }
    let turned = bounds.swapped();
    let seen = |test: fn(&BBox) -> bool| test(bounds) || test(&turned);
    let why = if seen(unprefixed) {
        "坐标像是不带带号的高斯投影坐标，但看不出中央经线，请指定坐标系。可能是：3 度带 EPSG:4534—4554         （中央经线 75°—135°，浙江多为 4548、4549、4550）；6 度带 EPSG:4502—4512。"
            .to_owned()
    } else if seen(web_map) {
        "坐标像是 Web 墨卡托或带带号的 6 度带坐标，看不出是哪一种，请指定坐标系。可能是：EPSG:3857；         6 度带 EPSG:4491—4501。"
            .to_owned()
    } else {
        format!(
            "坐标约为（{}, {}），既不是经纬度，也不是 CGCS2000 3 度带坐标，请指定坐标系。常用：经纬度 EPSG:4490；             3 度带 EPSG:4528（带号 40）、EPSG:4549（中央经线 120°，不带带号）；Web 墨卡托 EPSG:3857。",
            bounds.min_x, bounds.min_y
        )
    };
    Judgement::Unclear { why }
}

/// The map of the web, and the 6° zones whose eastings start with the number of the zone.
fn uncommon() -> impl Iterator<Item = Crs> {
    std::iter::once(3857).chain(4491..=4501).filter_map(Crs::from_epsg)
}

/// Whether x and y can be China on the map of the web; eastings of 6° zones 13–15 look the same.
fn web_map(bounds: &BBox) -> bool {
    bounds.min_x >= 8e6 && bounds.max_x <= 2.4e7 && bounds.min_y >= 3e5 && bounds.max_y <= 7.1e6
}

fn fits(crs: Crs) -> Judgement {
    Judgement::Fits {
        crs, why: format!("文件未声明坐标系，按坐标数值判断为{}。", crs.label())
    }
}

/// The words for the two axes of a system.
pub(crate) fn axes(crs: Crs) -> &'static str {
    if crs.is_lonlat() { "经纬度" } else { "纵横坐标" }
}

/// Whether all of `bounds`, read in `crs`, lies in the county.
pub(crate) fn lies_in(crs: Crs, bounds: &BBox, county: &BBox) -> bool {
    bounds.corners().into_iter().all(|corner| crs.to_lonlat(corner).is_some_and(|p| holds(county, p)))
}

fn holds(county: &BBox, point: Coord<f64>) -> bool {
    let county = county.widened(crate::place::COUNTY_MARGIN);
    (county.min_x..=county.max_x).contains(&point.x) && (county.min_y..=county.max_y).contains(&point.y)
}

/// The system that numbers of this size are in, x being the easting or the longitude.
fn candidate(bounds: &BBox, county: Option<&BBox>) -> Option<Crs> {
    if bounds.min_x.abs().max(bounds.max_x.abs()) <= 180.0
        && bounds.min_y.abs().max(bounds.max_y.abs()) <= 90.0
    {
        return Some(Crs::Cgcs2000);
    }
    if !is_northing(bounds) {
        return None;
    }
    if bounds.min_x >= 1e7 {
        let zone = prefix(bounds.min_x).filter(|zone| prefix(bounds.max_x) == Some(*zone))?;
        return Some(Crs::GaussKruger { zone, prefixed: true });
    }
    if unprefixed(bounds) {
        let zone = Zone::at(county?.centre().x)?;
        return Some(Crs::GaussKruger { zone, prefixed: false });
    }
    None
}

/// Whether y can be metres from the equator to a place in China.
fn is_northing(bounds: &BBox) -> bool {
    bounds.min_y >= 1e6 && bounds.max_y < 1e7
}

/// Whether x and y can be metres in a zone that only the county tells.
fn unprefixed(bounds: &BBox) -> bool {
    is_northing(bounds) && bounds.min_x >= 1e5 && bounds.max_x < 1e6
}

/// The zone whose number an easting starts with.
fn prefix(easting: f64) -> Option<Zone> {
    let number = (easting / PREFIX_STEP).floor();
    (number < 256.0).then_some(number as u8).and_then(Zone::new)
}

#[cfg(test)]
mod tests {
    use super::{Judgement, judge};
    use crate::BBox;

    const TONGLU: BBox = BBox { min_x: 119.17, min_y: 29.58, max_x: 119.97, max_y: 30.09 };

    fn verdict(numbers: [f64; 4], county: Option<&BBox>) -> (&'static str, u32) {
        let [min_x, min_y, max_x, max_y] = numbers;
        match judge(&BBox { min_x, min_y, max_x, max_y }, county) {
            Judgement::Fits { crs, .. } => ("fits", crs.epsg()),
            Judgement::Swapped { crs, .. } => ("swapped", crs.epsg()),
            Judgement::Unclear { .. } => ("unclear", 0),
        }
    }

    #[test]
    fn numbers_tell_their_system() {
        let county = Some(&TONGLU);
        for (numbers, county, expected) in [
            ([119.6, 29.7, 119.7, 29.8], county, ("fits", 4490)),
            ([29.7, 119.6, 29.8, 119.7], county, ("swapped", 4490)),
            ([29.7, 119.6, 29.8, 119.7], None, ("swapped", 4490)),
            ([-117.9, 33.8, -117.8, 33.9], None, ("fits", 4490)),
            // Another county keeps its reading: that it lies outside is for `place` to say.
            ([120.6, 30.7, 120.7, 30.8], county, ("fits", 4490)),
            ([40_469_545.0, 3_297_652.0, 40_470_000.0, 3_298_000.0], county, ("fits", 4528)),
            ([3_297_652.0, 40_469_545.0, 3_298_000.0, 40_470_000.0], county, ("swapped", 4528)),
            ([39_469_545.0, 3_297_652.0, 39_470_000.0, 3_298_000.0], None, ("fits", 4527)),
            ([469_545.0, 3_297_652.0, 470_000.0, 3_298_000.0], county, ("fits", 4549)),
            ([3_297_652.0, 469_545.0, 3_298_000.0, 470_000.0], county, ("swapped", 4549)),
            ([469_545.0, 3_297_652.0, 470_000.0, 3_298_000.0], None, ("unclear", 0)),
            ([99_469_545.0, 3_297_652.0, 99_470_000.0, 3_298_000.0], county, ("unclear", 0)),
            ([39_900_000.0, 3_297_652.0, 40_100_000.0, 3_298_000.0], county, ("unclear", 0)),
            ([13_324_000.0, 3_473_000.0, 13_325_000.0, 3_474_000.0], county, ("fits", 3857)),
            ([3_473_000.0, 13_324_000.0, 3_474_000.0, 13_325_000.0], county, ("swapped", 3857)),
            ([13_324_000.0, 3_473_000.0, 13_325_000.0, 3_474_000.0], None, ("unclear", 0)),
            ([20_760_000.0, 3_300_000.0, 20_761_000.0, 3_301_000.0], county, ("fits", 4498)),
            ([f64::NAN, 1.0, 2.0, 3.0], county, ("unclear", 0)),
            ([1e300, 1e300, 1e301, 1e301], county, ("unclear", 0)),
        ] {
            assert_eq!(verdict(numbers, county), expected, "{numbers:?}");
        }
    }
}
