//! Which encoding the text of a `.dbf` is in.

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8};

use crate::encoding::certain_utf8;
use crate::error::GeoError;

/// Chooses: what the caller says; else what the `.cpg`, then the byte in the `.dbf` say, when the text can
/// be read so; else UTF-8 if the text can be read so; else GBK.
pub(super) fn choose<'a>(
    wanted: Option<&str>,
    cpg: &str,
    language_driver: u8,
    texts: &(impl Iterator<Item = &'a [u8]> + Clone),
) -> Result<&'static Encoding, GeoError> {
    if let Some(label) = wanted {
        return named(label)
            .ok_or_else(|| GeoError::UnknownEncoding { label: label.chars().take(40).collect() });
    }
    let readable = |encoding: &&'static Encoding| texts.clone().all(|text| decode(encoding, text).1);
    let declared = [named(cpg), by_language_driver(language_driver)].into_iter().flatten().find(readable);
    let plain = || texts.clone().all(<[u8]>::is_ascii);
    let wide = |text: &[u8]| certain_utf8(text).is_some_and(|text| !text.is_ascii());
    let looks_utf8 = || readable(&UTF_8) && (plain() || texts.clone().any(wide));
    Ok(declared.unwrap_or_else(|| if looks_utf8() { UTF_8 } else { GBK }))
}

/// The encoding of a label as people and programs write it.
fn named(label: &str) -> Option<&'static Encoding> {
    let label = label.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}');
    let code_page = label.trim_start_matches(|c: char| !c.is_ascii_digit());
    let by_number = match code_page {
        "936" => Some(GBK),
        "54936" => Some(GB18030),
        "65001" => Some(UTF_8),
        "950" => Some(BIG5),
        _ => None,
    };
    // ISO-8859-1 is what programs write when they do not know; so it says nothing.
    let by_name = Encoding::for_label(label.as_bytes())
        .filter(|encoding| [GBK, GB18030, UTF_8, BIG5].contains(encoding));
    by_number.or(by_name)
}

/// Byte 29 of the header; only the Chinese values mean what they say.
fn by_language_driver(byte: u8) -> Option<&'static Encoding> {
    match byte {
        0x4d | 0x7a => Some(GBK),
        0x4f | 0x78 => Some(BIG5),
        _ => None,
    }
}

/// The text, and whether all of it could be read. A character cut in two by the end of the field is dropped
/// and does not count as an error.
pub(super) fn decode(encoding: &'static Encoding, bytes: &[u8]) -> (String, bool) {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    if !lossy {
        return (text.into_owned(), true);
    }
    let whole = text.strip_suffix('\u{fffd}').unwrap_or(&text);
    (whole.to_owned(), !whole.contains('\u{fffd}'))
}

#[cfg(test)]
mod tests {
    use super::{choose, decode};

    fn chosen(wanted: Option<&str>, cpg: &str, driver: u8, texts: &[&[u8]]) -> String {
        choose(wanted, cpg, driver, &texts.iter().copied())
            .map_or_else(|e| e.to_string(), |e| e.name().to_owned())
    }

    #[test]
    fn the_strongest_word_that_the_bytes_allow_decides() {
        let gbk: &[u8] = b"\xcd\xa9\xc2\xae\xcf\xd8"; // 桐庐县
        let utf8 = "桐庐".as_bytes();
        for (wanted, cpg, driver, text, expected) in [
            (Some("gb18030"), "UTF-8", 0, utf8, "gb18030"),
            (None, "GBK", 0, gbk, "GBK"),
            (None, "936", 0, gbk, "GBK"),
            (None, "ANSI 936\r\n", 0, gbk, "GBK"),
            (None, "UTF-8", 0x4d, utf8, "UTF-8"),
            (None, "UTF-8", 0, gbk, "GBK"),
            (None, "ISO-8859-1", 0, gbk, "GBK"),
            (None, "", 0x4d, gbk, "GBK"),
            (None, "", 0x57, utf8, "UTF-8"),
            (None, "", 0x57, gbk, "GBK"),
            (None, "", 0, b"plain", "UTF-8"),
        ] {
            assert_eq!(chosen(wanted, cpg, driver, &[text]), expected, "{wanted:?} {cpg} {driver:x}");
        }
        assert!(chosen(Some("klingon"), "", 0, &[]).contains("klingon"));
    }

    #[test]
    fn a_character_cut_at_the_end_of_a_field_is_dropped() {
        assert_eq!(decode(encoding_rs::GBK, b"\xcd\xa9\xc2"), ("桐".to_owned(), true));
        assert_eq!(decode(encoding_rs::UTF_8, &"桐庐".as_bytes()[..5]), ("桐".to_owned(), true));
        assert!(!decode(encoding_rs::UTF_8, b"\xcd\xa9\xcf\xd8\xc2\xae").1);
    }
}
