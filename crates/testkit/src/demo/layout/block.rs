//! A block: large lots reach from road to road, small ones stand in two rows back to back.

use std::collections::VecDeque;

use geo::Coord;

use super::row::{Row, cells};
use super::{Grid, Lot};
use crate::rng::Rng;

/// Where a block stands in its estate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Left end.
    pub(super) u: f64,
    /// Near road's edge.
    pub(super) v: f64,
    /// Number of the strip, which is also the number of its near road.
    pub(super) strip: usize,
    /// Nothing lies on the near side: the edge there follows the hill.
    pub(super) first: bool,
    /// Nothing lies on the far side.
    pub(super) last: bool,
}

/// Areas (m²) and widths (m) of a block's lots.
#[derive(Debug)]
pub(super) struct Block {
    through: Vec<f64>,
    near: Vec<f64>,
    far: Vec<f64>,
    width: f64,
}

/// How many lots ahead are looked at for one that still fits.
const LOOK_AHEAD: usize = 15;
/// Truncated corner at a crossing, metres.
const CORNER: f64 = 9.0;

impl Block {
    /// Takes lots from the queue until the block is full.
    pub(super) fn fill(queue: &mut VecDeque<f64>, grid: Grid) -> Self {
        let room = 2.0 * grid.row * grid.block;
        let (mut taken, mut sum) = (Vec::new(), 0.0);
        while sum < room * 0.95 {
            let fits = queue.iter().take(LOOK_AHEAD).position(|area| sum + area <= room * 1.04);
            let Some(area) = fits.and_then(|index| queue.remove(index)) else { break };
            taken.push(area);
            sum += area;
        }
        let (mut through, mut small): (Vec<f64>, Vec<f64>) =
            taken.into_iter().partition(|area| *area > 0.6 * room / 2.0);
        if small.len() < 2 {
            through.append(&mut small);
        }
        let (mut near, mut far) = (Vec::new(), Vec::new());
        for area in small {
            let shorter =
                if near.iter().sum::<f64>() <= far.iter().sum::<f64>() { &mut near } else { &mut far };
            shorter.push(area);
        }
        // A block that is nearly full is stretched to the crossing; a half-empty one ends early.
        let natural = sum / (2.0 * grid.row);
        let width = if natural > 0.85 * grid.block { grid.block } else { natural };
        Self { through, near, far, width }
    }

    /// Draws the lots of the block into `lots`.
    pub(super) fn draw(&self, place: Place, depth: f64, rng: &mut Rng, lots: &mut Vec<Lot>) {
        let total: f64 = self.through.iter().chain(&self.near).chain(&self.far).sum();
        let stretch = self.width / (total / (2.0 * depth));
        let mut u = place.u;
        for (index, area) in self.through.iter().enumerate() {
            let end = u + area / (2.0 * depth) * stretch;
            let at_end = index + 1 == self.through.len() && self.near.is_empty();
            let ring = through_ring(u, end, place.v, 2.0 * depth, [index == 0, at_end]);
            lots.push(Lot { ring, road: place.strip, number: 0 });
            u = end;
        }
        let span = (u, place.u + self.width);
        if self.near.is_empty() {
            return;
        }
        let corners = [self.through.is_empty(), true];
        let near = Row::lay(cells(&self.near, depth), span, place.first, corners, rng);
        let far = Row::lay(cells(&self.far, depth), span, place.last, corners, rng);
        let (near_backs, far_backs) = (near.backs(), far.backs());
        let near_frame = move |u: f64, t: f64| Coord { x: u, y: place.v + t };
        let far_frame = move |u: f64, t: f64| Coord { x: u, y: place.v + 2.0 * depth - t };
        for ring in near.rings(depth, &far_backs) {
            let ring = ring.into_iter().map(|(u, t)| near_frame(u, t)).collect();
            lots.push(Lot { ring, road: place.strip, number: 0 });
        }
        for ring in far.rings(depth, &near_backs) {
            // Mirrored, hence turned round to stay anticlockwise.
            let ring = ring.into_iter().rev().map(|(u, t)| far_frame(u, t)).collect();
            lots.push(Lot { ring, road: place.strip + 1, number: 0 });
        }
    }
}

/// A lot from road to road, its corners truncated where it stands at a crossing.
fn through_ring(from: f64, to: f64, v: f64, height: f64, [left, right]: [bool; 2]) -> Vec<Coord> {
    let mut ring = Vec::new();
    let mut corner = |u: f64, v: f64, cut: bool, before: (f64, f64), after: (f64, f64)| {
        if cut {
            ring.push(Coord { x: u + before.0 * CORNER, y: v + before.1 * CORNER });
            ring.push(Coord { x: u + after.0 * CORNER, y: v + after.1 * CORNER });
        } else {
            ring.push(Coord { x: u, y: v });
        }
    };
    corner(from, v, left, (0.0, 1.0), (1.0, 0.0));
    corner(to, v, right, (-1.0, 0.0), (0.0, 1.0));
    corner(to, v + height, right, (0.0, -1.0), (-1.0, 0.0));
    corner(from, v + height, left, (1.0, 0.0), (0.0, -1.0));
    ring
}
