//! 作战图: the outline of a unit with its sites, numbered as in the list; and the sites alone, enlarged.

use super::minimap::{Line, View};
use super::spark::px;

/// A site of the list with its rings; none where it has no shape.
#[derive(Debug, Clone)]
pub struct Site {
    /// Number in the list, from 1.
    pub number: usize,
    /// Style class of its category.
    pub class: &'static str,
    /// What a screen reader is told.
    pub title: String,
    /// Its rings.
    pub rings: Vec<Line>,
}

/// A site, placed.
#[derive(Debug, Clone, Default)]
pub struct Mark {
    /// Number in the list.
    pub number: usize,
    /// Style class of its category.
    pub class: &'static str,
    /// What a screen reader is told.
    pub title: String,
    /// SVG path of its shape.
    pub path: String,
    /// Where its middle lies.
    pub at: (String, String),
    /// Where its number stands.
    pub label: (String, String),
}

/// A drawn map, north up.
#[derive(Debug, Clone, Default)]
pub struct SiteMap {
    /// Width and height.
    pub size: (f64, f64),
    /// SVG path of the unit's outline.
    pub outline: String,
    /// The sites.
    pub marks: Vec<Mark>,
    /// Length of the scale bar, in units.
    pub scale_length: String,
    /// Words of the scale bar.
    pub scale_words: String,
}

/// Width and height of a drawing, in units; a sheet of A4 has 180 mm.
const SIZE: (f64, f64) = (680.0, 420.0);

/// Room that a number needs around its middle.
const ROOM: f64 = 15.0;

impl SiteMap {
    /// The whole unit with a dot for each site; `None` for a unit without an outline.
    pub fn overview(outline: &[Line], sites: &[Site]) -> Option<Self> {
        Some(Self::of(View::around(outline, SIZE, 0.04)?, outline, sites))
    }

    /// The sites, as large as fits; `None` when none has a shape.
    pub fn enlarged(outline: &[Line], sites: &[Site]) -> Option<Self> {
        Some(Self::of(View::around(sites.iter().flat_map(|site| &site.rings), SIZE, 0.07)?, outline, sites))
    }

    fn of(view: View, outline: &[Line], sites: &[Site]) -> Self {
        let mut taken: Vec<(f64, f64)> = Vec::new();
        let mut marks = Vec::new();
        for site in sites {
            let Some(middle) = middle(&site.rings) else { continue };
            let (x, y) = view.place(middle);
            let (free_x, free_y) = free(&taken, (x, y), SIZE);
            taken.push((free_x, free_y));
            marks.push(Mark {
                number: site.number,
                class: site.class,
                title: site.title.clone(),
                path: view.rings(&site.rings),
                at: (px(x), px(y)),
                label: (px(free_x), px(free_y)),
            });
        }
        let (scale_length, scale_words) = view.scale_bar();
        Self { size: SIZE, outline: view.rings(outline), marks, scale_length, scale_words }
    }
}

/// The middle of the rectangle around rings.
fn middle(rings: &[Line]) -> Option<[f64; 2]> {
    View::around(rings, (1.0, 1.0), 0.0).map(|view| view.middle())
}

/// The place nearest to a point where no number stands yet, on rings around it.
fn free(taken: &[(f64, f64)], (x, y): (f64, f64), (width, height): (f64, f64)) -> (f64, f64) {
    let is_free = |(x, y): (f64, f64)| {
        let inside = (ROOM..width - ROOM).contains(&x) && (ROOM..height - ROOM).contains(&y);
        inside && taken.iter().all(|(a, b)| (a - x).abs() >= ROOM || (b - y).abs() >= ROOM)
    };
    let around = (0..24_u32).flat_map(|ring| (0..12_u32).map(move |turn| (ring, turn)));
    let places = around.map(|(ring, turn)| {
        let (far, angle) = (f64::from(ring) * ROOM * 0.6, f64::from(turn) * std::f64::consts::TAU / 12.0);
        (x + far * angle.cos(), y + far * angle.sin())
    });
    places.into_iter().find(|place| is_free(*place)).unwrap_or((x, y))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(lon: f64, lat: f64, size: f64) -> Line {
        vec![[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]]
    }

    fn site(number: usize, lon: f64, lat: f64) -> Site {
        Site { number, class: "a", title: String::new(), rings: vec![square(lon, lat, 0.001)] }
    }

    #[test]
    fn numbers_of_sites_side_by_side_do_not_cover_each_other_and_stay_on_the_sheet() {
        let outline = [square(119.5, 29.8, 0.2)];
        let sites: Vec<_> =
            (1..=40).map(|number| site(number, 119.5 + number as f64 * 0.0001, 29.8)).collect();
        let map = SiteMap::overview(&outline, &sites).unwrap();
        let at = |mark: &Mark| (mark.label.0.parse::<f64>().unwrap(), mark.label.1.parse::<f64>().unwrap());
        for (nth, mark) in map.marks.iter().enumerate() {
            let (x, y) = at(mark);
            assert!((0.0..=map.size.0).contains(&x) && (0.0..=map.size.1).contains(&y));
            for other in &map.marks[..nth] {
                let (a, b) = at(other);
                assert!((a - x).abs() >= ROOM - 0.2 || (b - y).abs() >= ROOM - 0.2, "{nth}");
            }
        }
    }

    #[test]
    fn without_an_outline_or_shapes_there_is_no_map() {
        assert!(SiteMap::overview(&[], &[]).is_none());
        let shapeless = Site { rings: Vec::new(), ..site(1, 119.5, 29.8) };
        assert!(SiteMap::enlarged(&[square(119.5, 29.8, 0.2)], &[shapeless]).is_none());
    }
}
