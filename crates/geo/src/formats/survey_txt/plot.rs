//! A plot as a feature: its rings as polygons, the unit of its area.

use geo::winding_order::Winding;
use geo::{Area, Coord, LineString, MultiPolygon};

use super::lines::{BoundaryPoint, Plot};
use super::system::Axes;
use crate::formats::numbers;
use crate::formats::shapefile::rings;
use crate::layer::Feature;

/// The unit that the format means.
pub(super) const USUAL_UNIT: &str = "公顷";
/// A plot of more rings than this is none, and pairing its holes would take too long.
const MAX_RINGS: usize = 5_000;
/// Where the area stands among the attributes.
const AREA: usize = 2;
/// Where the kind of shape stands.
const KIND: usize = 3;

/// As in [`Feature::geometry`].
pub(super) type Shape = Result<Option<MultiPolygon<f64>>, String>;

/// The polygons of a plot. Which ring is a hole, their places say: the numbers of the rings mean holes in
/// some programs and further parts in others.
pub(super) fn shape(plot: &Plot, axes: Axes) -> Shape {
    if let Some(fault) = &plot.fault {
        return Err(format!("{fault}，该地块的图形不能读取"));
    }
    match plot.attributes.get(KIND).map(String::as_str) {
        Some("点") => return Err("图形是点，不是面，无法作为地块".to_owned()),
        Some("线") => return Err("图形是线，不是面，无法作为地块".to_owned()),
        _ => {}
    }
    let rings = plot.rings();
    if rings.len() > MAX_RINGS {
        return Err(format!("图形有 {} 个环，超过 {MAX_RINGS} 个，请拆分后再导入", rings.len()));
    }
    if rings.is_empty() {
        return Ok(None);
    }
    let rings = rings.into_iter().map(|points| ring(points, axes)).collect::<Result<Vec<_>, _>>()?;
    Ok(Some(rings::assemble(rings)))
}

/// A ring that runs against the clock: none of them is known to be an outer one by its direction.
fn ring(points: &[BoundaryPoint], axes: Axes) -> Result<LineString<f64>, String> {
    let corner = |point: &BoundaryPoint| {
        let (x, y) = if axes.is_swapped { (point.first, point.second) } else { (point.second, point.first) };
        Coord { x, y }
    };
    let mut ring: LineString<f64> = points.iter().map(corner).collect();
    ring.close();
    if ring.0.len() < 4 {
        return Err(format!("圈号“{}”只有 {} 个界址点，围不成面", points[0].ring, points.len()));
    }
    if ring.is_cw() {
        ring.0.reverse();
    }
    Ok(ring)
}

/// The unit in which most of the stated areas equal those of the shapes.
pub(super) fn unit(plots: &[Plot], shapes: &[Shape]) -> &'static str {
    const UNITS: [(&str, f64); 3] = [(USUAL_UNIT, 10_000.0), ("平方米", 1.0), ("亩", 10_000.0 / 15.0)];
    const TOLERATED: f64 = 0.05;
    let stated = |plot: &Plot| plot.attributes.get(AREA)?.parse::<f64>().ok().filter(|area| *area > 0.0);
    let mut votes = [0; UNITS.len()];
    for (plot, shape) in plots.iter().zip(shapes) {
        let (Some(stated), Ok(Some(shape))) = (stated(plot), shape) else { continue };
        let computed = shape.unsigned_area();
        for (vote, (_, metres)) in votes.iter_mut().zip(UNITS) {
            *vote += usize::from((stated * metres - computed).abs() <= TOLERATED * computed);
        }
    }
    let mut best = 0;
    for at in 1..UNITS.len() {
        if votes[at] > votes[best] {
            best = at;
        }
    }
    UNITS[best].0
}

/// A plot of `width` attributes, and the unit of its area.
pub(super) fn feature(number: u32, plot: Plot, geometry: Shape, width: usize, unit: &str) -> Feature {
    let mut attributes: Vec<Option<String>> =
        plot.attributes.into_iter().map(|text| Some(text).filter(|text| !text.is_empty())).collect();
    attributes.resize(width, None);
    if let Some(Some(area)) = attributes.get_mut(AREA) {
        *area = numbers::plain(area);
    }
    attributes.push(Some(unit.to_owned()));
    Feature { number, attributes, geometry }
}
