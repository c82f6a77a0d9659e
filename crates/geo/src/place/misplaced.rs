//! Why a shape cannot be put on the ground, and what was probably meant.

use crate::bbox::BBox;
use crate::crs::{Crs, Judgement, Zone, axes, judge, lies_in};

/// A shape that is refused. The text is for the person who sent it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Misplaced {
    /// No corner at all.
    #[error("图形是空的，没有界址点。请补充图形，或只导入属性。")]
    Empty,
    /// A coordinate is infinite or not a number.
    #[error("图形中有无效的坐标数值。请用 GIS 软件检查该图形后重新导出。")]
    NotANumber,
    /// The numbers are impossible in the stated system.
    #[error("坐标（{x}, {y}）不可能属于{system}。{suggestion}")]
    NotInSystem {
        /// First coordinate as given.
        x: f64,
        /// Second coordinate as given.
        y: f64,
        /// Label of the system.
        system: String,
        /// What was probably meant.
        suggestion: Suggestion,
    },
    /// The shape lies outside the county's box.
    #[error("图形位于{}附近，不在本县范围内。{suggestion}", on_earth(*lon, *lat))]
    OutsideCounty {
        /// Longitude of its middle, degrees.
        lon: f64,
        /// Latitude of its middle, degrees.
        lat: f64,
        /// What was probably meant.
        suggestion: Suggestion,
    },
    /// No ring encloses any ground.
    #[error("图形没有面积：界址点不足三个，或都在一条线上。请补齐界址点后重新导出。")]
    NoArea,
    /// Mending the rings would change the area too much for a program to decide.
    #[error(
        "界线自相交，自动修复会使面积变化 {percent:.1}%（超过 1%），不予修复。请在 GIS 软件中核对界址点的顺序后重新导出。"
    )]
    Crossing {
        /// Change of area, percent.
        percent: f64,
    },
    /// The rings cross so often, or lie so densely, that nothing sound comes out.
    #[error("界线反复自相交或过于密集，无法自动修复。请在 GIS 软件中核对界址点的顺序后重新导出。")]
    Tangled,
}

/// A place as a person says it.
fn on_earth(lon: f64, lat: f64) -> String {
    let east = if lon < 0.0 { "西经" } else { "东经" };
    let north = if lat < 0.0 { "南纬" } else { "北纬" };
    format!("{east} {:.4}°、{north} {:.4}° ", lon.abs(), lat.abs())
}

/// What was probably meant by numbers that do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suggestion {
    /// The two columns are exchanged; after exchanging them this system fits.
    Swap(Crs),
    /// Another system fits.
    Read(Crs),
    /// Nothing comes to mind.
    Nothing,
}

impl std::fmt::Display for Suggestion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Swap(crs) => write!(
                f,
                "疑似{}颠倒：两列对调后按{}读取，位置合理。请对调后重新导入。",
                axes(*crs),
                crs.label()
            ),
            Self::Read(crs) => write!(
                f,
                "疑似坐标系有误：按{}读取，位置合理。请核对后指定坐标系 EPSG:{} 重新导入。",
                crs.label(),
                crs.epsg()
            ),
            Self::Nothing => f.write_str(
                "请核对坐标系和图形是否属于本县；确需导入县外数据时，请选择不限县域（--anywhere）。",
            ),
        }
    }
}

pub(super) fn not_in_system(given: &BBox, crs: Crs, county: Option<&BBox>) -> Misplaced {
    Misplaced::NotInSystem {
        x: given.min_x,
        y: given.min_y,
        system: crs.label(),
        suggestion: suggest(given, crs, county),
    }
}

pub(super) fn outside(given: &BBox, lonlat: &BBox, crs: Crs, county: Option<&BBox>) -> Misplaced {
    let centre = lonlat.centre();
    Misplaced::OutsideCounty { lon: centre.x, lat: centre.y, suggestion: suggest(given, crs, county) }
}

/// The reading that would put the numbers into the county; without a county, a reading that is possible.
fn suggest(given: &BBox, crs: Crs, county: Option<&BBox>) -> Suggestion {
    let Some(county) = county else {
        return match judge(given, None) {
            Judgement::Fits { crs: other, .. } if other != crs => Suggestion::Read(other),
            Judgement::Swapped { crs, .. } => Suggestion::Swap(crs),
            _ => Suggestion::Nothing,
        };
    };
    let swapped = given.swapped();
    let others = || every_system().filter(move |other| *other != crs);
    if lies_in(crs, &swapped, county) {
        Suggestion::Swap(crs)
    } else if let Some(other) = others().find(|other| lies_in(*other, given, county)) {
        Suggestion::Read(other)
    } else if let Some(other) = others().find(|other| lies_in(*other, &swapped, county)) {
        Suggestion::Swap(other)
    } else {
        Suggestion::Nothing
    }
}

fn every_system() -> impl Iterator<Item = Crs> {
    let zones = |prefixed| Zone::all().map(move |zone| Crs::GaussKruger { zone, prefixed });
    std::iter::once(Crs::Cgcs2000).chain(zones(true)).chain(zones(false)).chain(Crs::from_epsg(3857))
}
