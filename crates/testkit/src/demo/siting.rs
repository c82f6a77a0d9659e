//! Where the estates lie: along the rivers, inside their township, clear of each other.

use geo::{BoundingRect, Contains, Coord, Intersects, LineString, Polygon, Rotate, Translate};

use super::DemoError;
use super::ground::{Ground, Unit};
use super::layout::{self, Lot};
use crate::rng::Rng;

/// An industrial estate on the ground.
#[derive(Debug)]
pub(crate) struct Estate {
    /// Index into [`UNITS`].
    pub(crate) unit: usize,
    /// Its lots, in metres of EPSG:4528.
    pub(crate) lots: Vec<Lot>,
}

/// Units and how many parcels each has.
pub(crate) const UNITS: &[(&str, usize)] = &[
    ("旧县街道", 110),
    ("桐君街道", 130),
    ("城南街道", 190),
    ("凤川街道", 210),
    ("富春江镇", 230),
    ("横村镇", 300),
    ("分水镇", 300),
    ("瑶琳镇", 130),
    ("百江镇", 80),
    ("江南镇", 330),
    ("莪山畲族乡", 40),
    ("钟山乡", 90),
    ("新合乡", 18),
    ("合村乡", 22),
    (ZONE, 420),
];

/// The zone overlaps townships; what lies in it is its own.
const ZONE: &str = "桐庐经济开发区";

/// Metres kept clear: of the unit's border, of other estates, of rivers.
const CLEAR: f64 = 45.0;
/// Places tried for one estate before it is divided in two.
const TRIES: usize = 500;

/// Lays out all estates.
pub(crate) fn estates(ground: &Ground) -> Result<Vec<Estate>, DemoError> {
    let mut rng = Rng::new("estates");
    let mut taken: Vec<Polygon> = Vec::new();
    let mut estates = Vec::new();
    for (unit, (name, quota)) in UNITS.iter().enumerate() {
        let site = Site::new(ground, name)?;
        let mut sizes = sizes(*quota, &mut rng);
        while let Some(size) = sizes.pop() {
            if let Some(lots) = site.place(size, &mut taken, &mut rng) {
                estates.push(Estate { unit, lots });
            } else if size >= 20 {
                sizes.extend([size / 2, size - size / 2]);
            } else {
                return Err(DemoError::NoRoom((*name).to_owned()));
            }
        }
    }
    Ok(estates)
}

/// Divides a unit's quota into estates of 10–140 lots, the larger the unit the larger they are.
fn sizes(quota: usize, rng: &mut Rng) -> Vec<usize> {
    let typical = (quota / 5).clamp(18, 80) as f64;
    let mut sizes = Vec::new();
    let mut left = quota;
    while left > 0 {
        let wish = ((typical * rng.between(0.45, 1.75)) as usize).clamp(10, 140);
        let size = if left < wish + 10 { left.min(140) } else { wish };
        sizes.push(size);
        left -= size;
    }
    sizes
}

/// A unit with the stretches of river that run through it.
struct Site<'a> {
    unit: &'a Unit,
    /// Another unit's ground inside this one: the zone's.
    foreign: Option<&'a Polygon>,
    rivers: &'a [LineString],
    /// Points on rivers with the river's bearing in degrees.
    banks: Vec<(Coord, f64)>,
}

impl<'a> Site<'a> {
    fn new(ground: &'a Ground, name: &str) -> Result<Self, DemoError> {
        let unit = ground.unit(name).ok_or(DemoError::Outlines)?;
        let foreign = ground.unit(ZONE).filter(|zone| zone.name != name).map(|zone| &zone.outline);
        let banks = banks(&ground.rivers, &unit.outline);
        Ok(Self { unit, foreign, rivers: &ground.rivers, banks })
    }

    /// Draws an estate and finds it a place; `None` when none of [`TRIES`] places would do.
    fn place(&self, size: usize, taken: &mut Vec<Polygon>, rng: &mut Rng) -> Option<Vec<Lot>> {
        let plan = layout::plan(size, rng);
        let footprint = footprint(&plan.lots, CLEAR)?;
        for attempt in 0..TRIES {
            // The longer it takes, the farther from the river.
            let reach = 80.0 + 900.0 * attempt as f64 / TRIES as f64;
            let (middle, bearing) = self.anchor(plan.depth / 2.0, reach, rng)?;
            let place = |shape: &Polygon| {
                shape.rotate_around_point(bearing, ORIGIN.into()).translate(middle.x, middle.y)
            };
            let ground = place(&footprint);
            if self.is_free(&ground, taken) {
                taken.push(ground);
                return Some(plan.lots.into_iter().map(|lot| moved(lot, &place)).collect());
            }
        }
        None
    }

    /// A middle and a bearing to try: beside a river where there is one, else anywhere.
    fn anchor(&self, half_depth: f64, reach: f64, rng: &mut Rng) -> Option<(Coord, f64)> {
        if self.banks.is_empty() || rng.chance(0.08) {
            let bounds = self.unit.outline.bounding_rect()?;
            let x = rng.between(bounds.min().x, bounds.max().x);
            let y = rng.between(bounds.min().y, bounds.max().y);
            return Some((Coord { x, y }, rng.between(15.0, 60.0)));
        }
        let (point, bearing) = rng.pick(&self.banks);
        let side = if rng.chance(0.5) { 1.0 } else { -1.0 };
        let away = side * (half_depth + CLEAR + rng.between(30.0, reach));
        let (sin, cos) = bearing.to_radians().sin_cos();
        let middle = Coord { x: point.x - sin * away, y: point.y + cos * away };
        Some((middle, bearing + rng.between(-7.0, 7.0)))
    }

    fn is_free(&self, ground: &Polygon, taken: &[Polygon]) -> bool {
        self.unit.outline.contains(ground)
            && self.foreign.is_none_or(|zone| !zone.intersects(ground))
            && taken.iter().all(|other| !other.intersects(ground))
            && self.rivers.iter().all(|river| !river.intersects(ground))
    }
}

const ORIGIN: Coord = Coord { x: 0.0, y: 0.0 };

/// The rectangle around the lots, in their own frame, with `margin` metres on all sides.
fn footprint(lots: &[Lot], margin: f64) -> Option<Polygon> {
    let points: LineString = lots.iter().flat_map(|lot| lot.ring.iter().copied()).collect();
    let bounds = points.bounding_rect()?;
    let grown = geo::Rect::new(
        Coord { x: bounds.min().x - margin, y: bounds.min().y - margin },
        Coord { x: bounds.max().x + margin, y: bounds.max().y + margin },
    );
    Some(grown.to_polygon())
}

/// The lot where it lies, its corners cut to the millimetre.
fn moved(lot: Lot, place: &impl Fn(&Polygon) -> Polygon) -> Lot {
    let shape = place(&Polygon::new(lot.ring.into(), Vec::new()));
    let mut ring: Vec<Coord> = shape
        .exterior()
        .coords()
        .map(|corner| Coord {
            x: (corner.x * 1_000.0).round() / 1_000.0,
            y: (corner.y * 1_000.0).round() / 1_000.0,
        })
        .collect();
    ring.pop();
    Lot { ring, ..lot }
}

/// Points every 120 m along the rivers, where they run through the outline.
fn banks(rivers: &[LineString], outline: &Polygon) -> Vec<(Coord, f64)> {
    let mut banks = Vec::new();
    for line in rivers.iter().flat_map(LineString::lines) {
        let (dx, dy) = (line.dx(), line.dy());
        let steps = (dx.hypot(dy) / 120.0).ceil().max(1.0) as usize;
        for step in 0..steps {
            let share = step as f64 / steps as f64;
            let point = Coord { x: line.start.x + dx * share, y: line.start.y + dy * share };
            if outline.contains(&point) {
                banks.push((point, dy.atan2(dx).to_degrees()));
            }
        }
    }
    banks
}
