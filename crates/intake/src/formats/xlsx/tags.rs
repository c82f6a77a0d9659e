//! The tags of an XML part while it is unpacked: enough to measure the part and to pick out a few of its
//! tags, in one pass and without holding it.

use std::io::Read;

use memchr::memchr2;

/// Deeper than this no part of a workbook is nested.
const DEEPEST: usize = 256;
/// No tag, and no text between two tags, is longer than this: a cell holds at most 32,767 letters.
const LONGEST: usize = 1 << 20;
const CHUNK: usize = 64 << 10;

/// Why a part was not read to its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// It could not be unpacked.
    Damaged,
    /// It unpacks to more than was allowed.
    TooLarge,
    /// It is nested too deep, or holds a tag or a text beyond all measure.
    Monstrous,
}

/// Hands each opening tag to `see`, without its angle brackets, and counts the bytes of the part.
pub(super) fn walk(part: impl Read, allowed: u64, mut see: impl FnMut(&[u8])) -> Result<u64, Stop> {
    let mut part = part.take(allowed + 1);
    let mut walk = Walk::default();
    let mut held = Vec::with_capacity(2 * CHUNK);
    let mut size = 0;
    loop {
        let start = held.len();
        let read = (&mut part).take(CHUNK as u64).read_to_end(&mut held).map_err(|_cause| Stop::Damaged)?;
        size += read as u64;
        if size > allowed {
            return Err(Stop::TooLarge);
        }
        if read == 0 {
            return Ok(size);
        }
        let done = walk.through(&held, start, &mut see)?;
        held.drain(..done);
        if held.len() > LONGEST {
            return Err(Stop::Monstrous);
        }
    }
}

#[derive(Default)]
struct Walk {
    depth: usize,
    /// A tag is open; it begins at the start of what is held.
    in_tag: bool,
    /// Bytes since the last tag ended.
    text: usize,
}

impl Walk {
    /// Looks at what is held from `fresh` on; answers how much of it is done with.
    fn through(&mut self, held: &[u8], fresh: usize, see: &mut impl FnMut(&[u8])) -> Result<usize, Stop> {
        let mut tag = 0;
        let mut at = fresh;
        while let Some(found) = memchr2(b'<', b'>', &held[at..]).map(|offset| at + offset) {
            if held[found] == b'<' {
                self.text += found - at;
                self.in_tag = true;
                tag = found;
                self.text = if self.text > LONGEST { return Err(Stop::Monstrous) } else { 0 };
            } else if self.in_tag {
                self.in_tag = false;
                self.tag(&held[tag + 1..found], see)?;
            }
            at = found + 1;
        }
        if self.in_tag {
            return Ok(tag);
        }
        self.text += held.len() - at;
        if self.text > LONGEST { Err(Stop::Monstrous) } else { Ok(held.len()) }
    }

    fn tag(&mut self, tag: &[u8], see: &mut impl FnMut(&[u8])) -> Result<(), Stop> {
        match tag.first() {
            Some(b'/') => self.depth = self.depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) => {
                see(tag);
                self.depth += usize::from(tag.last() != Some(&b'/'));
            }
        }
        if self.depth > DEEPEST { Err(Stop::Monstrous) } else { Ok(()) }
    }
}

/// The name of a tag without its prefix.
pub(super) fn name(tag: &[u8]) -> &[u8] {
    let end = tag.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/').unwrap_or(tag.len());
    tag[..end].rsplit(|byte| *byte == b':').next().unwrap_or_default()
}

/// The value of an attribute, whatever its prefix.
pub(super) fn attribute(tag: &[u8], wanted: &str) -> Option<String> {
    let mut rest = std::str::from_utf8(tag).ok()?;
    rest = rest.split_once(|c: char| c.is_ascii_whitespace())?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = after[1..].split_once(quote)?;
        if key.trim().rsplit(':').next() == Some(wanted) {
            return Some(plain(value));
        }
        rest = next;
    }
}

/// Text without the escapes of XML.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let Some((name, next)) = after.split_once(';') else { break };
        let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let letter = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => match name.strip_prefix('#') {
                Some(code) => {
                    code.strip_prefix('x').map_or_else(|| number(code, 10), |code| number(code, 16))
                }
                None => None,
            },
        };
        out.extend(letter);
        rest = next;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, allowed: u64) -> Result<Vec<String>, Stop> {
        let mut tags = Vec::new();
        let see = |tag: &[u8]| tags.push(String::from_utf8_lossy(tag).into_owned());
        walk(text.as_bytes(), allowed, see).map(|_size| tags)
    }

    #[test]
    fn tags_are_seen_whole_wherever_the_chunks_are_cut() {
        for filling in [0, CHUNK - 12, CHUNK - 3, CHUNK, 3 * CHUNK] {
            let text = format!("<?xml?><a>{}<b c='1'/></a>", "x".repeat(filling));
            assert_eq!(seen(&text, u64::MAX - 1).unwrap(), ["a", "b c='1'/"], "{filling}");
        }
    }

    #[test]
    fn what_is_beyond_measure_is_stopped() {
        let deep: String = (0..300).map(|nth| format!("<a{nth}>")).collect::<Vec<_>>().concat();
        let flat = "<a></a><b/>".repeat(300);
        let long_text = format!("<a>{}</a>", "x".repeat(2 * LONGEST));
        let long_tag = format!("<a b='{}'/>", "x".repeat(2 * LONGEST));
        for (text, expected) in [
            (deep.as_str(), Some(Stop::Monstrous)),
            (&flat, None),
            (&long_text, Some(Stop::Monstrous)),
            (&long_tag, Some(Stop::Monstrous)),
        ] {
            assert_eq!(seen(text, u64::MAX - 1).err(), expected);
        }
        assert_eq!(seen(&flat, 100).err(), Some(Stop::TooLarge));
    }

    #[test]
    fn names_and_attributes_are_read_past_their_prefixes() {
        let tag = br#"x:sheet name="A&amp;B &#x7532;" sheetId = '1' r:id="rId7"/"#;
        assert_eq!(name(tag), b"sheet");
        assert_eq!(attribute(tag, "name").as_deref(), Some("A&B 甲"));
        assert_eq!(attribute(tag, "id").as_deref(), Some("rId7"));
        assert_eq!(attribute(tag, "ref"), None);
        assert_eq!(attribute(b"sheet", "name"), None);
    }
}
