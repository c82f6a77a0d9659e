//! Figures as they are printed: exact where that is possible, so that a pencil gets the same.

use lingdi_domain::{Area, Money, Ratio};

/// An exact decimal without idle zeros; a fraction without end is cut to 6 decimals and says so.
pub(crate) fn plain(value: &Ratio) -> String {
    let text = value.to_decimal(6);
    let exact = (value.clone() * Ratio::integer(1_000_000)).is_whole();
    let trimmed = text.trim_end_matches('0').trim_end_matches('.');
    if exact { trimmed.to_owned() } else { format!("约{text}") }
}

/// `33.61005 亩`: 亩 are always finite decimals.
pub(crate) fn mu(area: Area) -> String {
    format!("{} 亩", plain(&area.mu()))
}

/// `22406.7 平方米`
pub(crate) fn square_metres(area: Area) -> String {
    format!("{} 平方米", plain(&area.square_metres()))
}

/// `52.38 万元`
pub(crate) fn ten_thousand_yuan(money: Money) -> String {
    format!("{} 万元", plain(&money.ten_thousand_yuan()))
}

/// Four decimals, half up; beside a line that the rounding would blur, the exact value as well.
pub(crate) fn rounded(value: &Ratio, line: Option<&Ratio>) -> String {
    let text = value.to_decimal(4);
    let blurred =
        line.is_some_and(|line| Ratio::parse_decimal(&text).as_ref() == Some(line) && value != line);
    if blurred { format!("{text}（精确值 {}）", fraction(value)) } else { text }
}

/// `12.5%`, four decimals at most.
pub(crate) fn percent(value: &Ratio) -> String {
    let text = (value.clone() * Ratio::integer(100)).to_decimal(4);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

fn fraction(value: &Ratio) -> String {
    // Ratio serialises as "numerator/denominator"; that is its exact form.
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_else(|| value.to_decimal(12))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_exact_or_say_that_they_are_cut() {
        assert_eq!(plain(&Ratio::new(2_240_670 * 3, 200_000)), "33.61005");
        assert_eq!(plain(&Ratio::integer(40)), "40");
        assert_eq!(plain(&Ratio::new(1, 3)), "约0.333333");
        assert_eq!(percent(&Ratio::new(1, 4)), "25%");
    }

    #[test]
    fn a_figure_that_rounds_onto_its_line_is_printed_exactly() {
        let line = Ratio::integer(3);
        assert_eq!(
            rounded(&Ratio::new(29_999_999, 10_000_000), Some(&line)),
            "3.0000（精确值 29999999/10000000）"
        );
        assert_eq!(rounded(&Ratio::integer(3), Some(&line)), "3.0000");
    }
}
