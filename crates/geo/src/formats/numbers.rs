//! Numbers as text, the way a person would have typed them.

/// Digits that a double carries for certain; what follows is noise of the program that wrote the file.
const CERTAIN_DIGITS: usize = 15;

/// Plain decimal text of a number written in any usual way: `1.20E+003` is `1200`, `13333.3299999999999` is
/// `13333.33`. Whole numbers are kept digit by digit. Text that is no number comes back as it is.
pub(super) fn plain(text: &str) -> String {
    let text = text.trim();
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !body.is_empty() && body.bytes().all(|b| b.is_ascii_digit()) {
        return text.strip_prefix('+').unwrap_or(text).to_owned();
    }
    let numeric = body.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    match text.parse::<f64>() {
        Ok(value) if numeric && value.is_finite() => of(value),
        _ => text.to_owned(),
    }
}

/// Plain decimal text of a double, to the digits it carries for certain.
pub(super) fn of(value: f64) -> String {
    // Through the shortest scientific text, because `f64` has no printer for significant digits.
    let rounded = format!("{value:.*e}", CERTAIN_DIGITS - 1).parse().unwrap_or(value);
    if rounded == 0.0 { "0".to_owned() } else { format!("{rounded}") }
}

#[cfg(test)]
mod tests {
    use super::{of, plain};

    #[test]
    fn noise_goes_and_digits_stay() {
        for (given, expected) in [
            ("13333.3299999999999", "13333.33"),
            ("13333.33000000000", "13333.33"),
            ("1.20000000000e+003", "1200"),
            ("-0.10000000000000001", "-0.1"),
            ("-0.000", "0"),
            (".5", "0.5"),
            ("92801.0", "92801"),
            ("0012", "0012"),
            ("12345678901234567890", "12345678901234567890"),
            ("+7", "7"),
            ("****", "****"),
            ("nan", "nan"),
            ("1e999", "1e999"),
            ("", ""),
        ] {
            assert_eq!(plain(given), expected);
        }
        assert_eq!(of(0.1 + 0.2), "0.3");
        assert_eq!(of(1e21), "1000000000000000000000");
    }
}
