//! Which encoding a text is in: as told, else BOM, else strict UTF-8, else strict GB18030, else a guess.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8};

use crate::Refusal;

/// Text with the name of the encoding it was in.
pub(super) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub name: String,
    pub notes: Vec<String>,
}

/// Decodes without a single replacement character, or refuses.
pub(super) fn decode<'a>(bytes: &'a [u8], told: Option<&str>) -> Result<Decoded<'a>, Refusal> {
    if let Some(label) = told {
        let encoding = Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            Refusal::new(format!("不认识编码“{label}”。"), "可用：utf-8、gbk、gb18030、big5、utf-16le。")
        })?;
        return strict(bytes, encoding).map(|text| decoded(text, encoding, None)).ok_or_else(|| {
            Refusal::new(
                format!("按编码 {label} 读取时，{}。", first_fault(bytes, encoding)),
                "请去掉编码设置由系统识别，或换一种编码。",
            )
        });
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes)
        && let Some(text) = strict(bytes, encoding)
    {
        return Ok(decoded(text, encoding, None));
    }
    for encoding in [UTF_8, GB18030] {
        if let Some(text) = strict(bytes, encoding) {
            return Ok(decoded(text, encoding, doubt(bytes, encoding)));
        }
    }
    let guess = guess(bytes);
    strict(bytes, guess)
        .map(|text| decoded(text, guess, Some(format!("编码按 {} 猜测，请核对文字是否正常。", guess.name()))))
        .ok_or_else(|| {
            Refusal::new(
                format!(
                    "文字编码无法识别：既不是 UTF-8，也不是 GBK/GB18030；{}。",
                    first_fault(bytes, GB18030)
                ),
                "请用 Excel 打开后另存为 .xlsx 提交，或用 --encoding 指明编码。",
            )
        })
}

fn decoded<'a>(text: Cow<'a, str>, encoding: &'static Encoding, note: Option<String>) -> Decoded<'a> {
    Decoded { text, name: encoding.name().to_uppercase(), notes: note.into_iter().collect() }
}

/// The text without its byte-order mark; `None` at the first byte that cannot be read.
fn strict<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Option<Cow<'a, str>> {
    let mark = match Encoding::for_bom(bytes) {
        Some((marked, length)) if marked == encoding => length,
        _ => 0,
    };
    encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..])
}

/// Many byte strings are valid GB18030 by accident; a strong other guess is worth a word.
fn doubt(bytes: &[u8], encoding: &'static Encoding) -> Option<String> {
    if encoding != GB18030 {
        return None;
    }
    let guess = guess(bytes);
    (![GBK, GB18030, UTF_8].contains(&guess)).then(|| {
        format!("编码按 GB18030 读取，也可能是 {}；文字不正常时请用 --encoding 指明。", guess.name())
    })
}

/// By the look of the beginning: the guess is slow, and a table speaks one language throughout.
fn guess(bytes: &[u8]) -> &'static Encoding {
    const LOOKED_AT: usize = 256 << 10;
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(start, start.len() == bytes.len());
    detector.guess(Some(b"cn"), Utf8Detection::Allow)
}

/// Where the text first breaks, as a line number.
fn first_fault(bytes: &[u8], encoding: &'static Encoding) -> String {
    let line = bytes
        .split(|byte| *byte == b'\n')
        .position(|line| strict(line, encoding).is_none())
        .map_or(1, |index| index + 1);
    format!("第 {line} 行起出现无法解码的字节")
}
