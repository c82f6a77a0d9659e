//! Three small bars with the line: the last years of 亩均税收 in a row of the list.

/// Width of the drawing, in its own units.
const WIDTH: f64 = 44.0;
/// Height of the drawing.
const HEIGHT: f64 = 24.0;
/// Where the line stands, from the top: bars above it are cut there.
const LINE_Y: f64 = 3.0;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Left edge.
    pub x: String,
    /// Upper edge.
    pub y: String,
    /// Height.
    pub height: String,
    /// `old`, `new` or `none` (tax unknown).
    pub class: &'static str,
}

/// Small bars, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Spark {
    /// The bars.
    pub bars: Vec<Bar>,
    /// Where the line stands; `None` when no line applies.
    pub line: Option<String>,
    /// What a screen reader says.
    pub words: String,
}

impl Spark {
    /// `years` are (year, value), oldest first; a missing value is drawn as an empty bar. `line` is
    /// the threshold of the list's year.
    pub fn new(years: &[(i32, Option<f64>)], line: Option<f64>) -> Self {
        let top = line
            .filter(|line| *line > 0.0)
            .unwrap_or_else(|| years.iter().filter_map(|(_, value)| *value).fold(1.0, f64::max));
        let slot = WIDTH / years.len().max(1) as f64;
        let last = years.len().saturating_sub(1);
        let bar = |(index, (_, value)): (usize, &(i32, Option<f64>))| {
            let share = value.unwrap_or(top * 0.4) / top;
            let height = (share * (HEIGHT - LINE_Y)).clamp(1.5, HEIGHT - 1.0);
            let class = match value {
                None => "none",
                Some(_) if index == last => "new",
                Some(_) => "old",
            };
            Bar { x: px(slot * index as f64 + 2.5), y: px(HEIGHT - height), height: px(height), class }
        };
        let words = years
            .iter()
            .map(|(year, value)| match value {
                Some(value) => format!("{year}年 {value:.2}"),
                None => format!("{year}年 不确定"),
            })
            .collect::<Vec<_>>();
        Self {
            bars: years.iter().enumerate().map(bar).collect(),
            line: line.map(|_| px(LINE_Y)),
            words: words.join("，"),
        }
    }
}

/// A coordinate with at most two decimals: short and the same on every machine.
pub(super) fn px(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_year_is_an_empty_bar_and_says_so() {
        let spark = Spark::new(&[(2020, Some(1.0)), (2021, None), (2022, Some(2.0))], Some(5.0));
        let classes: Vec<_> = spark.bars.iter().map(|bar| bar.class).collect();
        assert_eq!(classes, ["old", "none", "new"]);
        assert_eq!(spark.words, "2020年 1.00，2021年 不确定，2022年 2.00");
    }

    #[test]
    fn a_bar_at_the_line_reaches_the_line_and_refunds_stay_visible() {
        let spark = Spark::new(&[(2021, Some(-4.0)), (2022, Some(5.0))], Some(5.0));
        assert_eq!(spark.bars[0].height, "1.5");
        assert_eq!(spark.bars[1].y, spark.line.unwrap());
    }
}
