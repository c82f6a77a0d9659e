//! The lines of a file, told apart.

use std::collections::HashMap;

/// A plot's line of more items than this is none, and would make every plot as wide.
const MOST_ITEMS: usize = 64;

/// A file as its lines give it; nothing is judged yet.
#[derive(Debug, Default)]
pub(super) struct File {
    /// `key=value` of every section before the points; keys without a value are left out.
    pub header: HashMap<String, String>,
    /// Names of the fields of a plot's line, where the file gives them, from the second on.
    pub column_names: Vec<String>,
    pub plots: Vec<Plot>,
}

/// A plot: its own line, and its points.
#[derive(Debug, Default)]
pub(super) struct Plot {
    /// Number of its line, from 1.
    pub line: u32,
    /// How many points its line says it has.
    pub announced: Option<usize>,
    /// In the order of [`super::FIELDS`], then whatever else is there.
    pub attributes: Vec<String>,
    pub points: Vec<BoundaryPoint>,
    /// The first of its lines that could not be read, as a sentence.
    pub fault: Option<String>,
}

/// A point as the file has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BoundaryPoint {
    /// Number of the ring; empty where the line has none.
    pub ring: String,
    /// The two numbers in their order.
    pub first: f64,
    pub second: f64,
}

impl Plot {
    /// How many points only close a ring.
    pub(super) fn closing_points(&self) -> usize {
        self.rings()
            .iter()
            .filter(|ring| ring.len() > 1 && same_place(&ring[0], &ring[ring.len() - 1]))
            .count()
    }

    /// The points ring by ring: a new ring starts where its number changes, or behind a closed one.
    pub(super) fn rings(&self) -> Vec<&[BoundaryPoint]> {
        let mut rings = Vec::new();
        let mut start = 0;
        for at in 1..self.points.len() {
            let is_closed = at - start > 3 && same_place(&self.points[start], &self.points[at - 1]);
            if self.points[at].ring != self.points[start].ring || is_closed {
                rings.push(&self.points[start..at]);
                start = at;
            }
        }
        if start < self.points.len() {
            rings.push(&self.points[start..]);
        }
        rings
    }
}

fn same_place(a: &BoundaryPoint, b: &BoundaryPoint) -> bool {
    a.first.to_bits() == b.first.to_bits() && a.second.to_bits() == b.second.to_bits()
}

/// Sorts the lines of a text.
pub(super) fn read(text: &str) -> File {
    let mut file = File::default();
    let mut among_points = false;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
        if line.starts_with('[') && line.ends_with(']') {
            among_points = line == super::MARKS[0];
        } else if line.starts_with('【') {
            file.column_names = column_names(line);
        } else if among_points && !line.is_empty() {
            add_line(&mut file.plots, number, line);
        } else if let Some((key, value)) = line.split_once('=')
            && !value.trim().is_empty()
        {
            file.header.insert(key.trim().to_owned(), value.trim().to_owned());
        }
    }
    file
}

fn column_names(line: &str) -> Vec<String> {
    let names = line.trim_matches(['【', '】']).split([',', '，']).skip(1);
    names.map(str::trim).filter(|name| *name != "@").take(MOST_ITEMS).map(str::to_owned).collect()
}

fn add_line(plots: &mut Vec<Plot>, number: u32, line: &str) {
    let mut parts: Vec<&str> = line.split([',', '，']).map(str::trim).collect();
    if parts.last().is_some_and(|last| last.starts_with('@')) {
        parts.pop();
        plots.push(plot(number, &parts));
    } else if parts.get(4).is_some_and(|shape| ["面", "线", "点"].contains(shape)) {
        plots.push(plot(number, &parts));
    } else {
        if plots.is_empty() {
            // Points without a plot's line above them are a plot all the same.
            plots.push(Plot { line: number, ..Plot::default() });
        }
        let Some(plot) = plots.last_mut() else { return };
        match point(&parts) {
            Some(point) => plot.points.push(point),
            None if plot.fault.is_none() => {
                let shown: String = line.chars().take(40).collect();
                plot.fault = Some(format!("第 {number} 行“{shown}”不是界址点（点号,圈号,X,Y）"));
            }
            None => {}
        }
    }
}

/// The plot's line: 界址点数, 地块面积, 地块编号, 地块名称, and the rest in the order of the fields.
fn plot(line: u32, parts: &[&str]) -> Plot {
    let mut attributes: Vec<String> = parts.iter().skip(1).map(|part| (*part).to_owned()).collect();
    // The area stands before the two names; the fields have it behind them.
    if let Some(head) = attributes.get_mut(..3) {
        head.rotate_left(1);
    }
    let announced = parts.first().and_then(|count| count.parse().ok());
    let fault =
        (attributes.len() > MOST_ITEMS).then(|| format!("第 {line} 行有 {} 项，不是地块的说明", parts.len()));
    attributes.truncate(MOST_ITEMS);
    Plot { line, announced, attributes, fault, ..Plot::default() }
}

/// 点号, 圈号, X, Y; the ring's number may be left out.
fn point(parts: &[&str]) -> Option<BoundaryPoint> {
    let (ring, first, second) = match parts {
        [_, first, second] => ("", first, second),
        [_, ring, first, second, ..] => (*ring, first, second),
        _ => return None,
    };
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.abs() < 1e10);
    Some(BoundaryPoint { ring: ring.to_owned(), first: number(first)?, second: number(second)? })
}
