//! The map of the cockpit, drawn here: outlines coloured by 出清率 − 序时, sites by their first letter.

use lingdi_app::cockpit::{Asked, Cockpit, RankRow, Site, short_name};
use lingdi_domain::Ratio;

use super::address;
use crate::chart::minimap::{Line, View};
use crate::format;
use crate::handlers::parcel::rings;
use crate::handlers::search::percent;
use crate::pages::cockpit::{MapView, Point, UnitShape};
use crate::parts::class;

/// Width and height of the drawing.
const SIZE: (f64, f64) = (1020.0, 680.0);

/// A rate that far from time, in hundredths, begins the next colour of the ramp.
const RAMP: [i128; 4] = [-20, -10, 0, 5];

/// The map; `None` when nothing has an outline or a place.
pub(super) fn map(view: &Cockpit, asked: &Asked) -> Option<MapView> {
    let outlines: Vec<_> =
        view.snapshot.outlines.iter().filter(|outline| outline.unit.kind != "县").collect();
    let lines: Vec<(Vec<Line>, _)> =
        outlines.iter().map(|outline| (rings(&outline.shape), *outline)).collect();
    let wanted = view.unit.as_ref().map(|(code, _)| code.as_str());
    let in_view = lines.iter().filter(|(_, outline)| wanted.is_none_or(|code| outline.unit.code == code));
    let around: Vec<&Line> = in_view.flat_map(|(rings, _)| rings).collect();
    // A unit without an outline is shown within the county.
    let around = if around.is_empty() { lines.iter().flat_map(|(rings, _)| rings).collect() } else { around };
    let frame = View::around(around, SIZE, 0.01)?;
    let mut units: Vec<UnitShape> = Vec::new();
    for (rings, outline) in &lines {
        let row = view.ranks.rows.iter().find(|row| outline.unit.code == row.unit.as_str());
        let far = wanted.is_some_and(|code| outline.unit.code != code);
        units.push(unit_shape(&frame, rings, (&outline.unit.name, &outline.unit.kind), row, far, asked));
    }
    // A zone lies upon the units it was drawn over.
    units.sort_by_key(|shape| shape.class.contains("zone"));
    part_labels(&mut units);
    let points = view.sites.iter().rev().filter_map(|site| point(&frame, site, wanted.is_some()));
    Some(MapView { size: SIZE, units, points: points.collect(), schematic: true })
}

fn unit_shape(
    frame: &View,
    rings: &[Line],
    (name, kind): (&str, &str),
    row: Option<&RankRow>,
    far: bool,
    asked: &Asked,
) -> UnitShape {
    let ramp = match row.and_then(|row| row.gap.as_ref()) {
        Some(gap) => {
            let above = RAMP.iter().filter(|edge| *gap >= Ratio::new(**edge, 100)).count();
            format!("r{above}")
        }
        None => "none".to_owned(),
    };
    let rate = row.and_then(|row| row.rate.as_ref());
    let middle = View::around(rings, (2.0, 2.0), 0.0).map(|own| frame.place(own.middle()));
    let inside = |(x, y): &(f64, f64)| (0.0..SIZE.0).contains(x) && (0.0..SIZE.1).contains(y);
    let zone = if kind == "开发区" { " zone" } else { "" };
    let opens = row.filter(|row| row.open && !far);
    UnitShape {
        path: frame.rings(rings),
        class: format!("{ramp}{zone}{}", if far { " far" } else { "" }),
        href: opens.map_or_else(String::new, |row| {
            address("/cockpit", &Asked { unit: Some(row.unit.clone()), ..asked.clone() })
        }),
        title: match rate {
            Some(rate) => format!("{name} 出清率 {}%", format::percent(rate)),
            None => name.to_owned(),
        },
        name: short_name(name),
        rate: rate.map(|rate| format::decimal(&(rate.clone() * Ratio::integer(100)), 0)).unwrap_or_default(),
        at: middle.filter(|at| !far && inside(at)).map(|(x, y)| (x.round(), y.round())),
    }
}

/// Height of a label, and the width of a character of its name and of a digit.
const LABEL: (f64, f64, f64) = (32.0, 22.0, 16.0);

/// Moves labels that lie upon each other apart, up and down.
fn part_labels(units: &mut [UnitShape]) {
    let wide = |shape: &UnitShape| {
        shape.name.chars().count() as f64 * LABEL.1 + (shape.rate.len() + 2) as f64 * LABEL.2
    };
    for _ in 0..12 {
        for at in 1..units.len() {
            let (front, rest) = units.split_at_mut(at);
            let one = &mut rest[0];
            for other in front.iter_mut() {
                let (Some(a), Some(b)) = (one.at, other.at) else { continue };
                let room = f64::midpoint(wide(one), wide(other)) - (a.0 - b.0).abs();
                let lacks = LABEL.0 - (a.1 - b.1).abs();
                if room > 0.0 && lacks > 0.0 {
                    let push = if a.1 < b.1 { -lacks / 2.0 } else { lacks / 2.0 };
                    one.at = Some((a.0, (a.1 + push).round()));
                    other.at = Some((b.0, (b.1 - push).round()));
                }
            }
        }
    }
}

fn point(frame: &View, site: &Site, near: bool) -> Option<Point> {
    let (x, y) = frame.place(site.at);
    if !(0.0..SIZE.0).contains(&x) || !(0.0..SIZE.1).contains(&y) {
        return None;
    }
    let radius = (site.area.to_f64().max(0.0).sqrt() * if near { 1.6 } else { 0.75 }).clamp(3.0, 26.0);
    let letter = site.letter.map_or("none", class);
    let words = site.place.clone().unwrap_or_else(|| format::parcel_code(&site.parcel));
    Some(Point {
        at: ((x * 10.0).round() / 10.0, (y * 10.0).round() / 10.0, format!("{radius:.1}")),
        class: format!("{letter}{}", if site.cleared { " gone" } else { "" }),
        href: if near { format!("/dossiers/{}", percent(&site.parcel)) } else { String::new() },
        title: format!("{words} {} 亩", format::decimal(&site.area, 2)),
    })
}
