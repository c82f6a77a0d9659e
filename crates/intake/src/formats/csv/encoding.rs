//! Which encoding a text is in: as told, else BOM, else strict UTF-8, else strict GB18030, else a guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8};

use crate::Refusal;

/// What was read, and in which encoding.
pub(super) struct Decoded<T> {
    pub content: T,
    pub name: String,
    pub notes: Vec<String>,
}

/// How a text is read in an encoding: `None` at the first byte that it does not allow.
type Attempt<'a, T> = &'a dyn Fn(&[u8], &'static Encoding) -> Result<Option<T>, Refusal>;

/// Reads without a single replacement character, or refuses.
pub(super) fn decode<T>(
    bytes: &[u8],
    told: Option<&str>,
    attempt: Attempt<'_, T>,
) -> Result<Decoded<T>, Refusal> {
    if let Some(label) = told {
        let encoding = Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            Refusal::new(format!("不认识编码“{label}”。"), "可用：utf-8、gbk、gb18030、big5、utf-16le。")
        })?;
        return match attempt(without_mark(bytes, encoding), encoding)? {
            Some(content) => Ok(decoded(content, encoding, None)),
            None => Err(Refusal::new(
                format!("按编码 {label} 读取时，{}。", first_fault(bytes, encoding)),
                "请去掉编码设置由系统识别，或换一种编码。",
            )),
        };
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes)
        && let Some(content) = attempt(without_mark(bytes, encoding), encoding)?
    {
        return Ok(decoded(content, encoding, None));
    }
    for encoding in [UTF_8, GB18030] {
        if let Some(content) = attempt(bytes, encoding)? {
            return Ok(decoded(content, encoding, doubt(bytes, encoding)));
        }
    }
    let guess = guess(bytes);
    if let Some(content) = attempt(bytes, guess)? {
        let note = format!("编码按 {} 猜测，请核对文字是否正常。", guess.name());
        return Ok(decoded(content, guess, Some(note)));
    }
    Err(Refusal::new(
        format!("文字编码无法识别：既不是 UTF-8，也不是 GBK/GB18030；{}。", first_fault(bytes, GB18030)),
        "请用 Excel 打开后另存为 .xlsx 提交，或用 --encoding 指明编码。",
    ))
}

fn decoded<T>(content: T, encoding: &'static Encoding, note: Option<String>) -> Decoded<T> {
    Decoded { content, name: encoding.name().to_uppercase(), notes: note.into_iter().collect() }
}

fn without_mark<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> &'a [u8] {
    match Encoding::for_bom(bytes) {
        Some((marked, length)) if marked == encoding => &bytes[length..],
        _ => bytes,
    }
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
    const LOOKED_AT: usize = 64 << 10;
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(start, start.len() == bytes.len());
    detector.guess(Some(b"cn"), Utf8Detection::Allow)
}

/// Where the text first breaks, as a line number.
fn first_fault(bytes: &[u8], encoding: &'static Encoding) -> String {
    let line = bytes
        .split(|byte| *byte == b'\n')
        .position(|line| encoding.decode_without_bom_handling_and_without_replacement(line).is_none())
        .map_or(1, |index| index + 1);
    format!("第 {line} 行起出现无法解码的字节")
}
