//! A row of lots along one road: `u` along the road, `t` away from it.

use crate::rng::Rng;

/// One piece of frontage: a single lot, or several stacked from the road to the back.
#[derive(Debug)]
pub(super) struct Cell {
    areas: Vec<f64>,
}

/// The least frontage that a lot is given, metres.
const LEAST_FRONT: f64 = 26.0;
/// Truncated corner at a crossing, metres.
const CORNER: f64 = 8.0;
/// How much of the narrower neighbour's frontage changes hands at a step.
const STEP_SHARE: f64 = 0.25;

/// Lots that would be too narrow are stacked, at most three deep.
pub(super) fn cells(areas: &[f64], depth: f64) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for area in areas {
        match cells.last_mut() {
            Some(cell) if cell.areas.len() < 3 && cell.area() / depth < LEAST_FRONT => cell.areas.push(*area),
            _ => cells.push(Cell { areas: vec![*area] }),
        }
    }
    cells
}

impl Cell {
    fn area(&self) -> f64 {
        self.areas.iter().sum()
    }
}

/// The border between two cells; a step makes both L-shaped.
#[derive(Debug, Clone, Copy)]
struct Border {
    front: f64,
    back: f64,
    /// At which share of the depth it steps from `front` to `back`.
    step: f64,
    /// How far the front is moved from the road, metres: a hill's edge is not straight.
    shift: f64,
    /// Truncated by a crossing.
    corner: bool,
}

/// A row with its borders fixed.
#[derive(Debug)]
pub(super) struct Row {
    cells: Vec<Cell>,
    borders: Vec<Border>,
}

impl Row {
    /// Spreads the cells over `span`. `rough`: the front follows a hill, not a road. `corners`:
    /// which ends stand at a crossing.
    pub(super) fn lay(
        cells: Vec<Cell>,
        span: (f64, f64),
        rough: bool,
        corners: [bool; 2],
        rng: &mut Rng,
    ) -> Self {
        let total: f64 = cells.iter().map(Cell::area).sum();
        let mut borders = Vec::with_capacity(cells.len() + 1);
        let mut u = span.0;
        for index in 0..=cells.len() {
            let inner = index > 0 && index < cells.len();
            let shift = if rough { rng.between(-11.0, 9.0) } else { 0.0 };
            let corner = !rough && ((index == 0 && corners[0]) || (index == cells.len() && corners[1]));
            let mut border = Border { front: u, back: u, step: 0.5, shift, corner };
            if inner && cells[index - 1].areas.len() + cells[index].areas.len() == 2 && rng.chance(0.12) {
                let narrower = cells[index - 1].area().min(cells[index].area());
                let room = STEP_SHARE * narrower / total * (span.1 - span.0);
                border.back += if rng.chance(0.5) { room } else { -room };
                border.step = rng.between(0.35, 0.65);
            }
            borders.push(border);
            if let Some(cell) = cells.get(index) {
                u += cell.area() / total * (span.1 - span.0);
            }
        }
        Self { cells, borders }
    }

    /// Where borders meet the back line.
    pub(super) fn backs(&self) -> Vec<f64> {
        self.borders.iter().map(|border| border.back).collect()
    }

    /// The rings of the row's lots as (u, t), anticlockwise; `opposite` are the points of the back
    /// line that the other row has, so that both rows follow the same line.
    pub(super) fn rings(&self, depth: f64, opposite: &[f64]) -> Vec<Vec<(f64, f64)>> {
        let pairs = self.borders.iter().zip(&self.borders[1..]);
        self.cells
            .iter()
            .zip(pairs)
            .flat_map(|(cell, (left, right))| stack(cell, left, right, depth, opposite))
            .collect()
    }
}

fn stack(cell: &Cell, left: &Border, right: &Border, depth: f64, opposite: &[f64]) -> Vec<Vec<(f64, f64)>> {
    let mut rings = Vec::new();
    let mut done = 0.0;
    for (index, area) in cell.areas.iter().enumerate() {
        let from = done;
        done += area;
        let (low, high) = (from / cell.area() * depth, done / cell.area() * depth);
        let mut ring = Vec::new();
        if index == 0 {
            front(&mut ring, left, right);
        } else {
            ring.extend([(left.back, low), (right.back, low)]);
        }
        if index + 1 < cell.areas.len() {
            ring.extend([(right.back, high), (left.back, high)]);
        } else {
            back(&mut ring, left, right, depth, opposite);
        }
        rings.push(ring);
    }
    rings
}

fn front(ring: &mut Vec<(f64, f64)>, left: &Border, right: &Border) {
    if left.corner {
        ring.extend([(left.front, CORNER), (left.front + CORNER, 0.0)]);
    } else {
        ring.push((left.front, left.shift));
    }
    if right.corner {
        ring.extend([(right.front - CORNER, 0.0), (right.front, CORNER)]);
    } else {
        ring.push((right.front, right.shift));
    }
}

fn back(ring: &mut Vec<(f64, f64)>, left: &Border, right: &Border, depth: f64, opposite: &[f64]) {
    if steps(right) {
        ring.extend([(right.front, right.step * depth), (right.back, right.step * depth)]);
    }
    ring.push((right.back, depth));
    let between = |u: &&f64| **u > left.back + 0.01 && **u < right.back - 0.01;
    ring.extend(opposite.iter().rev().filter(between).map(|u| (*u, depth)));
    ring.push((left.back, depth));
    if steps(left) {
        ring.extend([(left.back, left.step * depth), (left.front, left.step * depth)]);
    }
}

fn steps(border: &Border) -> bool {
    (border.front - border.back).abs() > 0.01
}
