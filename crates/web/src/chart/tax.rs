//! 亩均税收 by year on the page of a parcel: stacked bars, the line of each year dashed.

use super::spark::px;

const WIDTH: f64 = 470.0;
const HEIGHT: f64 = 210.0;
const LEFT: f64 = 30.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 28.0;
const BAR: f64 = 52.0;

/// One year as it goes into the drawing.
#[derive(Debug, Clone)]
pub struct TaxYear {
    /// The year.
    pub year: i32,
    /// 万元/亩 from each firm, in the order of the legend; empty when the year is unknown.
    pub parts: Vec<f64>,
    /// The sum, formatted; `—` when unknown.
    pub total: String,
    /// The line that applied to this year's tax, if any.
    pub line: Option<f64>,
}

/// A rectangle of the drawing.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Left edge.
    pub x: String,
    /// Upper edge.
    pub y: String,
    /// Height.
    pub height: String,
    /// Style class: `part-0` … or `unknown`.
    pub class: String,
}

/// Text at a place.
#[derive(Debug, Clone)]
pub struct Label {
    /// Place, from the left.
    pub x: String,
    /// Place, from the top.
    pub y: String,
    /// Words.
    pub text: String,
}

/// The whole drawing, placed.
#[derive(Debug, Clone, Default)]
pub struct TaxChart {
    /// Bars.
    pub pieces: Vec<Piece>,
    /// Figures over the bars.
    pub totals: Vec<Label>,
    /// Years under the bars.
    pub years: Vec<Label>,
    /// Grid lines with their values.
    pub grid: Vec<Label>,
    /// The dashed line, as an SVG path; empty when no year has one.
    pub line: String,
    /// Words on the dashed line.
    pub line_labels: Vec<Label>,
    /// Names of the firms, in the order of the bars' parts.
    pub legend: Vec<String>,
}

impl TaxChart {
    /// Width and height of the drawing, for its `viewBox`.
    pub fn size(&self) -> (f64, f64) {
        (WIDTH, HEIGHT)
    }

    /// Width of a bar.
    pub fn bar_width(&self) -> f64 {
        BAR
    }

    /// Right end of the grid lines.
    pub fn right(&self) -> f64 {
        WIDTH
    }

    /// Places `years`, oldest first; `legend` names the firms.
    pub fn new(years: &[TaxYear], legend: Vec<String>) -> Self {
        let sums = years.iter().map(|year| year.parts.iter().map(|part| part.max(0.0)).sum::<f64>());
        let lines = years.iter().filter_map(|year| year.line);
        let highest = sums.chain(lines).fold(0.0, f64::max);
        let step = grid_step(highest);
        let top = (highest / step).ceil().max(1.0) * step;
        let plot = Plot { top, slot: (WIDTH - LEFT) / years.len().max(1) as f64 };
        let mut chart = Self { legend, grid: plot.grid(step), ..Self::default() };
        for (index, year) in years.iter().enumerate() {
            chart.place(&plot, index, year);
        }
        (chart.line, chart.line_labels) = plot.line(years);
        chart
    }

    fn place(&mut self, plot: &Plot, index: usize, year: &TaxYear) {
        let centre = plot.centre(index);
        let x = px(centre - BAR / 2.0);
        let mut base = 0.0;
        for (part, value) in year.parts.iter().enumerate() {
            let (low, high) = (plot.y(base), plot.y(base + value.max(0.0)));
            let class = format!("part-{}", part.min(4));
            self.pieces.push(Piece { x: x.clone(), y: px(high), height: px(low - high), class });
            base += value.max(0.0);
        }
        if year.parts.is_empty() {
            let (low, high) = (plot.y(0.0), plot.y(plot.top * 0.25));
            let class = "unknown".to_owned();
            self.pieces.push(Piece { x, y: px(high), height: px(low - high), class });
            base = plot.top * 0.25;
        }
        let x = px(centre);
        self.totals.push(Label { x: x.clone(), y: px(plot.y(base) - 7.0), text: year.total.clone() });
        self.years.push(Label { x, y: px(HEIGHT - 8.0), text: year.year.to_string() });
    }
}

/// Steps of 1, 2 or 5 times a power of ten, about five of them.
fn grid_step(highest: f64) -> f64 {
    let rough = (highest / 5.0).max(0.2);
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * power).find(|step| *step >= rough).unwrap_or(rough)
}

struct Plot {
    top: f64,
    slot: f64,
}

impl Plot {
    fn y(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - value / self.top * (HEIGHT - BOTTOM - TOP)
    }

    fn centre(&self, index: usize) -> f64 {
        LEFT + self.slot * (index as f64 + 0.5)
    }

    fn grid(&self, step: f64) -> Vec<Label> {
        let count = (self.top / step).round() as usize;
        let label = |index: usize| {
            let value = step * index as f64;
            Label { x: px(LEFT - 8.0), y: px(self.y(value)), text: px(value) }
        };
        (0..=count).map(label).collect()
    }

    fn line(&self, years: &[TaxYear]) -> (String, Vec<Label>) {
        let (mut path, mut labels, mut before) = (String::new(), Vec::new(), None);
        for (index, year) in years.iter().enumerate() {
            let Some(value) = year.line else {
                before = None;
                continue;
            };
            let (left, right) = (LEFT + self.slot * index as f64, LEFT + self.slot * (index as f64 + 1.0));
            let y = px(self.y(value));
            let word = if before.is_none() { "M" } else { "L" };
            path.extend([word, &px(left), " ", &y, "L", &px(right), " ", &y]);
            if before.is_none_or(|old: f64| (old - value).abs() > f64::EPSILON) {
                let text = format!("线 {value:.2}");
                labels.push(Label { x: px(left + 4.0), y: px(self.y(value) - 6.0), text });
            }
            before = Some(value);
        }
        (path, labels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year: i32, parts: &[f64], line: f64) -> TaxYear {
        TaxYear { year, parts: parts.to_vec(), total: "—".to_owned(), line: Some(line) }
    }

    #[test]
    fn the_parts_of_a_bar_stand_on_each_other_and_end_at_their_sum() {
        let chart = TaxChart::new(&[year(2021, &[1.0, 2.0], 5.0)], vec![]);
        let bottom = |piece: &Piece| piece.y.parse::<f64>().unwrap() + piece.height.parse::<f64>().unwrap();
        assert!((bottom(&chart.pieces[1]) - chart.pieces[0].y.parse::<f64>().unwrap()).abs() < 0.02);
    }

    #[test]
    fn the_line_steps_up_where_the_threshold_changes_and_is_named_twice() {
        let years = [year(2020, &[1.0], 3.0), year(2021, &[1.0], 3.0), year(2022, &[1.0], 5.0)];
        let chart = TaxChart::new(&years, vec![]);
        let names: Vec<_> = chart.line_labels.iter().map(|label| label.text.as_str()).collect();
        assert_eq!(names, ["线 3.00", "线 5.00"]);
        assert_eq!(chart.line.matches('M').count(), 1);
    }

    #[test]
    fn an_unknown_year_is_drawn_as_unknown_not_as_zero() {
        let chart = TaxChart::new(&[year(2021, &[], 5.0)], vec![]);
        assert_eq!(chart.pieces[0].class, "unknown");
    }

    #[test]
    fn the_grid_has_few_round_steps() {
        for (highest, step) in [(4.8, 1.0), (0.0, 0.2), (37.0, 10.0), (9.0, 2.0)] {
            assert!((grid_step(highest) - step).abs() < 1e-9, "{highest}");
        }
    }
}
