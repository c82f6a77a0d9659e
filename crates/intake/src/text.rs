//! The text of a cell, brought to one form before anything looks at it.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfkc};

/// Width folded (NFKC), without zero-width characters, no-break spaces, line breaks and the leading
/// apostrophe by which office programs force text.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return without_apostrophe(text).into();
    }
    let is_plain = |c: char| c.is_ascii_graphic() || ('\u{4e00}'..='\u{9fff}').contains(&c);
    if text.chars().all(is_plain) {
        return without_apostrophe(text).into();
    }
    let folded: String = if is_nfkc(text) { text.to_owned() } else { text.nfkc().collect() };
    let mut cleaned = String::with_capacity(folded.len());
    for c in folded.chars().filter(|c| !is_invisible(*c)) {
        let c = if c.is_whitespace() || c.is_control() { ' ' } else { c };
        if !(c == ' ' && cleaned.ends_with(' ')) {
            cleaned.push(c);
        }
    }
    let joined = join_broken_lines(text, cleaned);
    without_apostrophe(&joined).to_owned().into()
}

/// Blanks, brackets and marks that differ from file to file say nothing in a heading.
pub(crate) fn normal_form(heading: &str) -> String {
    normal_form_up_to(heading, usize::MAX)
}

/// The first characters of the normal form, for whoever needs no more.
pub(crate) fn normal_form_up_to(heading: &str, most: usize) -> String {
    heading
        .nfkc()
        .filter(|c| c.is_alphanumeric() || matches!(c, '&' | '%'))
        .flat_map(char::to_uppercase)
        .take(most)
        .collect()
}

/// A cell that says in words that there is nothing: not supplied, never zero.
pub(crate) fn is_nothing(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "无", "暂无", "空", "不详", "未知", "N/A", "NA", "#N/A", "NULL", "(NULL)", "NONE", "NAN", "<NA>",
        "NIL",
    ];
    // Most cells begin with a letter or figure that no such word begins with.
    if text
        .starts_with(|c: char| c.is_ascii_digit() || (c.is_alphabetic() && !"无暂空不未NnAa一".contains(c)))
    {
        return false;
    }
    text.chars().all(|c| matches!(c, '-' | '—' | '–' | '―' | '−' | '/' | '\\' | '_' | ' ' | '*' | '.' | '一'))
        && text != "一"
        || WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// The part of a cell that a message repeats.
pub(crate) fn excerpt(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn without_apostrophe(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix(['\'', '’', '‘']).map_or(text, str::trim)
}

/// A line break inside a cell is layout: between Chinese characters it stands for nothing.
fn join_broken_lines(original: &str, cleaned: String) -> String {
    if !original.contains(['\n', '\r']) {
        return cleaned;
    }
    let chars: Vec<char> = cleaned.chars().collect();
    let is_wide = |index: Option<usize>| index.and_then(|i| chars.get(i)).is_some_and(|c| !c.is_ascii());
    (0..chars.len())
        .filter(|&i| !(chars[i] == ' ' && (is_wide(i.checked_sub(1)) || is_wide(Some(i + 1)))))
        .map(|i| chars[i])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_lose_what_nobody_sees() {
        for (raw, wanted) in [
            ("９１３３０１２２ＭＡ", "91330122MA"),
            ("'330122", "330122"),
            ("桐庐恒昇\n针织有限公司", "桐庐恒昇针织有限公司"),
            ("a\r\nb", "a b"),
            ("\u{feff}坐\u{200b}落\u{a0}", "坐落"),
            ("（亩）", "(亩)"),
            ("  plain ", "plain"),
        ] {
            assert_eq!(clean(raw), wanted, "{raw:?}");
        }
    }

    #[test]
    fn words_for_nothing_are_nothing_and_zero_is_not() {
        for text in ["", "-", "——", "/", "无", "#N/A", "null", "—"] {
            assert!(is_nothing(text), "{text}");
        }
        for text in ["0", "否", "一", "无锡"] {
            assert!(!is_nothing(text), "{text}");
        }
    }

    #[test]
    fn headings_meet_in_their_normal_form() {
        assert_eq!(normal_form(" *统一社会 信用代码： "), "统一社会信用代码");
        assert_eq!(normal_form("land_sf"), "LANDSF");
    }
}
