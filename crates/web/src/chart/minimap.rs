//! A small drawn map: a parcel among its neighbours, or the whole county, from lon/lat rings.

use super::spark::px;

/// A closed or open line of (longitude, latitude) in degrees.
pub type Line = Vec<[f64; 2]>;

/// Metres per degree of latitude; near enough for a drawing.
const METRES_PER_DEGREE: f64 = 111_320.0;

/// Places longitude and latitude in a box of `width` × `height` units, north up.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Width of the box.
    pub width: f64,
    /// Height of the box.
    pub height: f64,
    centre: [f64; 2],
    shrink: f64,
    scale: f64,
}

impl View {
    /// The view that shows all of `lines` with `margin` (a share of the box) on each side; `None`
    /// when there is nothing to show.
    pub fn around<'a>(
        lines: impl IntoIterator<Item = &'a Line>,
        (width, height): (f64, f64),
        margin: f64,
    ) -> Option<Self> {
        let (mut low, mut high) = ([f64::MAX; 2], [f64::MIN; 2]);
        for point in lines.into_iter().flatten() {
            for axis in 0..2 {
                low[axis] = low[axis].min(point[axis]);
                high[axis] = high[axis].max(point[axis]);
            }
        }
        if low[0] > high[0] {
            return None;
        }
        let centre = [f64::midpoint(low[0], high[0]), f64::midpoint(low[1], high[1])];
        let shrink = centre[1].to_radians().cos();
        let room = 1.0 - 2.0 * margin;
        let across = ((high[0] - low[0]) * shrink).max(1e-6);
        let along = (high[1] - low[1]).max(1e-6);
        let scale = (width * room / across).min(height * room / along);
        Some(Self { width, height, centre, shrink, scale })
    }

    /// The longitude and latitude in the middle.
    pub fn middle(&self) -> [f64; 2] {
        self.centre
    }

    /// Where a point falls.
    pub fn place(&self, point: [f64; 2]) -> (f64, f64) {
        let x = self.width / 2.0 + (point[0] - self.centre[0]) * self.shrink * self.scale;
        let y = self.height / 2.0 - (point[1] - self.centre[1]) * self.scale;
        (x, y)
    }

    /// The SVG path of these rings.
    pub fn rings(&self, rings: &[Line]) -> String {
        rings.iter().filter(|ring| ring.len() > 2).map(|ring| self.path(ring) + "Z").collect()
    }

    /// The SVG path of an open line.
    pub fn path(&self, line: &Line) -> String {
        let mut path = String::new();
        for (index, point) in line.iter().enumerate() {
            let (x, y) = self.place(*point);
            path.push(if index == 0 { 'M' } else { 'L' });
            path.push_str(&px(x));
            path.push(' ');
            path.push_str(&px(y));
        }
        path
    }

    /// A round distance that fits into a fifth of the width: (length in units, words).
    pub fn scale_bar(&self) -> (String, String) {
        let metres_per_unit = METRES_PER_DEGREE / self.scale;
        let most = self.width / 5.0 * metres_per_unit;
        let power = 10_f64.powf(most.log10().floor());
        let round = [5.0, 2.0, 1.0].into_iter().map(|step| step * power).find(|step| *step <= most);
        let metres = round.unwrap_or(power);
        let words =
            if metres >= 1000.0 { format!("{} 公里", metres / 1000.0) } else { format!("{metres} 米") };
        (px(metres / metres_per_unit), words)
    }
}

/// A shape of the small map, placed.
#[derive(Debug, Clone, Default)]
pub struct Shape {
    /// SVG path.
    pub path: String,
    /// Style class: `own a`, `other`, `other b` …
    pub class: String,
    /// What a pointer or a screen reader is told.
    pub title: String,
    /// Where a click leads; empty for the parcel itself.
    pub href: String,
}

/// A parcel among its neighbours.
#[derive(Debug, Clone, Default)]
pub struct MiniMap {
    /// Width and height of the drawing.
    pub size: (f64, f64),
    /// Neighbours first, the parcel last.
    pub shapes: Vec<Shape>,
    /// Length of the scale bar, in units.
    pub scale_length: String,
    /// Words of the scale bar.
    pub scale_words: String,
}

impl MiniMap {
    /// Width and height of the drawing.
    pub const SIZE: (f64, f64) = (330.0, 220.0);

    /// `own` and each neighbour are rings; neighbours come with class, title and address.
    /// `None` when the parcel has no shape.
    pub fn new(own: &[Line], class: &str, neighbours: Vec<(Vec<Line>, Shape)>) -> Option<Self> {
        let own_shape = Shape { class: format!("own {class}"), ..Shape::default() };
        let shapes = neighbours.into_iter().chain([(own.to_vec(), own_shape)]);
        Self::of(own, Self::SIZE, shapes.collect())
    }

    /// Shapes, each with class, title and address, on a map that shows all of `around` and a good part of
    /// what lies beside it. `None` without anything to show.
    pub fn of(around: &[Line], size: (f64, f64), shapes: Vec<(Vec<Line>, Shape)>) -> Option<Self> {
        let view = View::around(around, size, 0.28)?;
        let placed = |(rings, shape): (Vec<Line>, Shape)| Shape { path: view.rings(&rings), ..shape };
        let (scale_length, scale_words) = view.scale_bar();
        Some(Self { size, shapes: shapes.into_iter().map(placed).collect(), scale_length, scale_words })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(lon: f64, lat: f64, size: f64) -> Line {
        vec![[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]]
    }

    #[test]
    fn north_is_up_and_everything_fits() {
        let ring = square(119.5, 29.8, 0.001);
        let view = View::around([&ring], (330.0, 220.0), 0.1).unwrap();
        let (south, north) = (view.place([119.5, 29.8]).1, view.place([119.5, 29.801]).1);
        assert!(north < south && north >= 0.0 && south <= 220.0);
    }

    #[test]
    fn the_scale_bar_is_a_round_distance() {
        let ring = square(119.5, 29.8, 0.002);
        let view = View::around([&ring], (330.0, 220.0), 0.28).unwrap();
        assert_eq!(view.scale_bar().1, "100 米");
    }

    #[test]
    fn a_parcel_without_a_shape_has_no_map() {
        assert!(MiniMap::new(&[], "a", vec![]).is_none());
    }
}
