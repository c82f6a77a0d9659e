//! Sites as one block: how far apart they are, and the area they cover together.

use geo::{Area, BooleanOps, Distance, Euclidean, MapCoords, MultiPolygon};

use crate::bbox::BBox;
use crate::crs::{Crs, Zone};

/// What was measured of some sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// The widest gap that has to be bridged so that every site can be reached from every other, edge
    /// to edge, in 0.01 m.
    pub widest_gap: i64,
    /// Area of the union, in 0.01 m²: land that two sites share counts once.
    pub union_area: i64,
}

/// Measures sites given in degrees, in the plane of the zone that the first lies in. `None` without
/// sites, or outside China's zones.
pub fn measure(sites: &[&MultiPolygon<f64>]) -> Option<Measured> {
    let zone = Zone::at(BBox::of(sites.first()?)?.centre().x)?;
    let crs = Crs::GaussKruger { zone, prefixed: false };
    let plane =
        |site: &&MultiPolygon<f64>| site.try_map_coords(|corner| crs.from_lonlat(corner).ok_or(())).ok();
    let sites: Vec<MultiPolygon<f64>> = sites.iter().map(plane).collect::<Option<_>>()?;
    let mut union = MultiPolygon(Vec::new());
    for site in &sites {
        union = union.union(site);
    }
    Some(Measured {
        widest_gap: (widest_gap(&sites) * 100.0).round() as i64,
        union_area: (union.unsigned_area() * 100.0).round() as i64,
    })
}

/// The longest edge of the shortest tree over all sites (Prim): whichever way one connects them, a gap
/// of this width has to be bridged.
fn widest_gap(sites: &[MultiPolygon<f64>]) -> f64 {
    let mut reach = vec![f64::INFINITY; sites.len()];
    let mut left: Vec<usize> = (1..sites.len()).collect();
    let (mut last, mut widest) = (0, 0.0_f64);
    while !left.is_empty() {
        for site in &left {
            reach[*site] = reach[*site].min(gap(&sites[last], &sites[*site]));
        }
        let nearest = (0..left.len()).min_by(|a, b| reach[left[*a]].total_cmp(&reach[left[*b]])).unwrap_or(0);
        last = left.swap_remove(nearest);
        widest = widest.max(reach[last]);
    }
    widest
}

fn gap(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> f64 {
    let pairs = a.iter().flat_map(|one| b.iter().map(move |other| Euclidean.distance(one, other)));
    pairs.fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use geo::{Coord, Rect};

    use super::*;

    /// A square of 100 m, `east` metres from a point in 桐庐.
    fn square(east: f64) -> MultiPolygon<f64> {
        let crs = Crs::GaussKruger { zone: Zone::at(119.7).unwrap(), prefixed: false };
        let origin = crs.from_lonlat(Coord { x: 119.7, y: 29.8 }).unwrap();
        let corner = Coord { x: origin.x + east, y: origin.y };
        let square = Rect::new(corner, Coord { x: corner.x + 100.0, y: corner.y + 100.0 }).to_polygon();
        MultiPolygon(vec![square]).map_coords(|corner| crs.to_lonlat(corner).unwrap())
    }

    #[test]
    fn the_widest_gap_is_the_one_that_no_way_around_avoids() {
        // 20 m, then 45 m; the first and the last are 265 m apart, which no connection needs.
        let sites = [square(0.0), square(265.0), square(120.0)];
        let measured = measure(&sites.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(measured.widest_gap, 4_500);
        assert!((measured.union_area - 3_000_000).abs() < 10, "{}", measured.union_area);
    }

    #[test]
    fn land_that_two_sites_share_counts_once() {
        let sites = [square(0.0), square(50.0)];
        let measured = measure(&sites.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(measured.widest_gap, 0);
        assert!((measured.union_area - 1_500_000).abs() < 10, "{}", measured.union_area);
    }
}
