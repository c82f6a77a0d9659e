//! Telling UTF-8 from GBK when nobody says which.

/// The text, when the bytes are UTF-8 beyond doubt.
///
/// Valid is not enough: the GBK bytes of 桐庐 are also valid UTF-8 (two letters of two bytes). Chinese
/// in UTF-8 takes three bytes a character, so text without any of those is left to GBK.
pub(crate) fn certain_utf8(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    (text.is_ascii() || text.chars().any(|c| c.len_utf8() >= 3)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::certain_utf8;

    #[test]
    fn gbk_that_happens_to_be_valid_is_not_taken_for_utf8() {
        for text in ["桐庐", "联通", "横村镇"] {
            assert_eq!(certain_utf8(&encoding_rs::GBK.encode(text).0), None, "{text}");
            assert_eq!(certain_utf8(text.as_bytes()), Some(text));
        }
        assert_eq!(certain_utf8(b"plain"), Some("plain"));
    }
}
