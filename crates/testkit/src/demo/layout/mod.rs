//! Lots of one industrial estate, drawn in the estate's own frame: `u` along the valley, `v`
//! across it, both in metres from the estate's middle.
//!
//! Estate roads run along `u`; between two of them lies a strip of blocks; a block is two rows of
//! lots back to back. Neighbours share their borders point for point.

mod block;
mod row;

use std::collections::VecDeque;

use geo::Coord;

use self::block::Block;
use crate::rng::Rng;

/// A lot, before it becomes a parcel.
#[derive(Debug, Clone)]
pub(crate) struct Lot {
    /// Corners, anticlockwise, first not repeated.
    pub(crate) ring: Vec<Coord>,
    /// Which estate road it fronts, counted across the valley.
    pub(crate) road: usize,
    /// House number on that road.
    pub(crate) number: usize,
}

/// An estate's lots and how far they reach across the valley.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The lots, street by street.
    pub(crate) lots: Vec<Lot>,
    /// Extent across the valley, metres.
    pub(crate) depth: f64,
}

/// Square metres of a 亩, for drawing only.
const MU: f64 = 2_000.0 / 3.0;

/// The measures of an estate's grid, metres.
#[derive(Debug, Clone, Copy)]
struct Grid {
    /// Depth of one row of lots.
    row: f64,
    /// Length of a block.
    block: f64,
    /// Width of the roads along the valley.
    road: f64,
    /// Width of the roads across it.
    cross: f64,
}

/// Draws an estate of `count` lots.
pub(crate) fn plan(count: usize, rng: &mut Rng) -> Plan {
    let grid = Grid {
        row: rng.between(64.0, 94.0),
        block: rng.between(230.0, 370.0),
        road: rng.between(14.0, 30.0),
        cross: rng.between(8.0, 16.0),
    };
    let open = count / 25;
    let largest = 2.0 * grid.row * grid.block;
    let mut areas: VecDeque<f64> = (0..count + open).map(|_| lot_area(rng).min(largest)).collect();
    let mut blocks = Vec::new();
    while !areas.is_empty() {
        blocks.push(Block::fill(&mut areas, grid));
    }
    let (columns, rows) = arrange(blocks.len(), grid, rng.between(2.0, 3.2));
    let mut lots = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let (column, strip) = (index % columns, index / columns);
        let place = block::Place {
            u: column as f64 * (grid.block + grid.cross),
            v: strip as f64 * (2.0 * grid.row + grid.road),
            strip,
            first: strip == 0,
            last: strip + 1 == rows,
        };
        block.draw(place, grid.row, rng, &mut lots);
    }
    for _ in 0..open {
        lots.remove(rng.below(lots.len()));
    }
    lots.sort_by_key(|lot| lot.road);
    number(&mut lots);
    let length = columns as f64 * (grid.block + grid.cross) - grid.cross;
    let depth = rows as f64 * (2.0 * grid.row + grid.road) - grid.road;
    bend(&mut lots, length, depth, rng);
    Plan { lots, depth }
}

/// Log-normal with a median of 11 亩, cut to 2–120 亩; in square metres.
fn lot_area(rng: &mut Rng) -> f64 {
    (11.0 * (0.78 * rng.normal()).exp()).clamp(2.0, 120.0) * MU
}

/// Columns and rows of blocks, so that the estate is about `aspect` times as long as deep.
fn arrange(blocks: usize, grid: Grid, aspect: f64) -> (usize, usize) {
    let ideal = (blocks as f64 * aspect * (2.0 * grid.row + grid.road) / (grid.block + grid.cross)).sqrt();
    let columns = (ideal.round() as usize).clamp(1, blocks);
    (columns, blocks.div_ceil(columns))
}

/// House numbers, odd ones first on the near side as the lots come.
fn number(lots: &mut [Lot]) {
    let mut next = 1;
    for index in 0..lots.len() {
        if index > 0 && lots[index].road != lots[index - 1].road {
            next = 1;
        }
        lots[index].number = next;
        next += 1;
    }
}

/// Follows the valley: moves the middle to the origin, bends along `u`, then shears. Lines across
/// the valley stay straight, so borders that were shared stay shared.
fn bend(lots: &mut [Lot], length: f64, depth: f64, rng: &mut Rng) {
    let curvature = rng.between(-1.0, 1.0) / 6_000.0;
    let shear = rng.between(-0.16, 0.16);
    for corner in lots.iter_mut().flat_map(|lot| &mut lot.ring) {
        let (u, v) = (corner.x - length / 2.0, corner.y - depth / 2.0);
        let v = v + curvature * u * u / 2.0;
        *corner = Coord { x: u + shear * v, y: v };
    }
}

#[cfg(test)]
mod tests {
    use geo::{Area, BooleanOps, LineString, Polygon};

    use super::*;

    fn polygons(plan: &Plan) -> Vec<Polygon> {
        let ring = |lot: &Lot| LineString::from(lot.ring.clone());
        plan.lots.iter().map(|lot| Polygon::new(ring(lot), Vec::new())).collect()
    }

    #[test]
    fn an_estate_has_the_lots_asked_for_and_none_of_them_overlap() {
        for count in [10, 33, 71] {
            let plan = plan(count, &mut Rng::new("estate"));
            assert_eq!(plan.lots.len(), count);
            let polygons = polygons(&plan);
            for (index, left) in polygons.iter().enumerate() {
                assert!(left.signed_area() > 500.0, "lot {index} is turned or too small");
                for right in &polygons[index + 1..] {
                    assert!(left.intersection(right).unsigned_area() < 0.5);
                }
            }
        }
    }
}
