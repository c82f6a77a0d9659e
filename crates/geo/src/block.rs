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
    /// The site beyond the widest gap, on the side with fewer sites, and the one nearest to it across
    /// the gap; `None` with fewer than two sites.
    pub apart: Option<(usize, usize)>,
}

/// Measures sites given in degrees, in the plane of the zone that the first lies in. `None` without
/// sites, or outside China's zones.
pub fn measure(sites: &[&MultiPolygon<f64>]) -> Option<Measured> {
    let sites = in_plane(sites)?;
    let mut union = MultiPolygon(Vec::new());
    for site in &sites {
        union = union.union(site);
    }
    let tree = shortest_tree(&sites);
    let widest = (0..tree.len()).max_by(|a, b| tree[*a].2.total_cmp(&tree[*b].2));
    Some(Measured {
        widest_gap: widest.map_or(0, |at| (tree[at].2 * 100.0).round() as i64),
        union_area: (union.unsigned_area() * 100.0).round() as i64,
        apart: widest.map(|at| apart(&tree, at)),
    })
}

/// How far each of `others` lies from the nearest of `sites`, edge to edge, in 0.01 m. `None` without
/// sites, or outside China's zones.
pub fn gaps(sites: &[&MultiPolygon<f64>], others: &[&MultiPolygon<f64>]) -> Option<Vec<i64>> {
    let all: Vec<_> = sites.iter().chain(others).copied().collect();
    let all = in_plane(&all)?;
    let (sites, others) = all.split_at(sites.len());
    let nearest = |other: &MultiPolygon<f64>| sites.iter().map(|site| gap(site, other)).reduce(f64::min);
    others.iter().map(|other| Some((nearest(other)? * 100.0).round() as i64)).collect()
}

/// The sites in metres, in the zone that the first lies in.
fn in_plane(sites: &[&MultiPolygon<f64>]) -> Option<Vec<MultiPolygon<f64>>> {
    let zone = Zone::at(BBox::of(sites.first()?)?.centre().x)?;
    let crs = Crs::GaussKruger { zone, prefixed: false };
    let plane =
        |site: &&MultiPolygon<f64>| site.try_map_coords(|corner| crs.from_lonlat(corner).ok_or(())).ok();
    sites.iter().map(plane).collect()
}

/// The shortest tree over all sites (Prim), as edges from the site reached before to the next, with the
/// gap between them in metres. Whichever way one connects the sites, its longest edge has to be bridged.
fn shortest_tree(sites: &[MultiPolygon<f64>]) -> Vec<(usize, usize, f64)> {
    let mut reach = vec![(0, f64::INFINITY); sites.len()];
    let mut left: Vec<usize> = (1..sites.len()).collect();
    let (mut last, mut tree) = (0, Vec::new());
    while !left.is_empty() {
        for site in &left {
            let width = gap(&sites[last], &sites[*site]);
            if width < reach[*site].1 {
                reach[*site] = (last, width);
            }
        }
        let width = |at: &usize| reach[left[*at]].1;
        let nearest = (0..left.len()).min_by(|a, b| width(a).total_cmp(&width(b))).unwrap_or(0);
        last = left.swap_remove(nearest);
        tree.push((reach[last].0, last, reach[last].1));
    }
    tree
}

/// The ends of an edge of the tree, that on the side with fewer sites first.
fn apart(tree: &[(usize, usize, f64)], at: usize) -> (usize, usize) {
    let (near, far, _) = tree[at];
    // Edges lead away from the first site, in the order in which sites were reached.
    let mut beyond = vec![far];
    for (from, to, _) in &tree[at + 1..] {
        if beyond.contains(from) {
            beyond.push(*to);
        }
    }
    if 2 * beyond.len() <= tree.len() + 1 { (far, near) } else { (near, far) }
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
        assert_eq!(measured.apart, Some((1, 2)), "the one to the east stands alone");
        assert!((measured.union_area - 3_000_000).abs() < 10, "{}", measured.union_area);
    }

    #[test]
    fn the_site_that_stands_apart_is_on_the_smaller_side_even_when_it_was_chosen_first() {
        let sites = [square(0.0), square(150.0), square(260.0)];
        let measured = measure(&sites.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!((measured.widest_gap, measured.apart), (5_000, Some((0, 1))));
        assert_eq!(measure(&[&sites[0]]).unwrap().apart, None);
    }

    #[test]
    fn gaps_are_told_to_the_nearest_chosen_site() {
        let (chosen, others) = ([square(0.0), square(300.0)], [square(120.0), square(350.0), square(425.0)]);
        let gaps = gaps(&chosen.iter().collect::<Vec<_>>(), &others.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(gaps, [2_000, 0, 2_500]);
    }

    #[test]
    fn land_that_two_sites_share_counts_once() {
        let sites = [square(0.0), square(50.0)];
        let measured = measure(&sites.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(measured.widest_gap, 0);
        assert!((measured.union_area - 1_500_000).abs() < 10, "{}", measured.union_area);
    }
}
