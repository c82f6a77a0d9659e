//! The attribute table, dBASE.

use encoding_rs::Encoding;

use super::{MAX_FEATURES, encoding};
use crate::bytes::Bytes;
use crate::error::GeoError;
use crate::formats::numbers;

/// More values than this are refused, whatever the number of rows.
const MAX_VALUES: usize = 16 << 20;
const FIELD_SIZE: usize = 32;

/// One row of values as text; `None` for a row marked deleted.
pub(super) type Row = Option<Vec<Option<String>>>;

pub(super) struct Table {
    pub(super) fields: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// Label of the encoding that the text was read in.
    pub(super) encoding: String,
}

/// Reads a whole table. `wanted` and `cpg` speak of the encoding, see [`encoding::choose`].
pub(super) fn read(name: &str, bytes: &[u8], wanted: Option<&str>, cpg: &str) -> Result<Table, GeoError> {
    let header = Header::read(bytes).map_err(|why| GeoError::BadPart {
        name: name.to_owned(),
        kind: "dbf",
        why: why.to_owned(),
    })?;
    let body = bytes.get(header.length..).unwrap_or_default();
    let records = body.chunks_exact(header.record_length).take(header.records);
    if header.records > MAX_FEATURES {
        return Err(GeoError::TooMany { limit: MAX_FEATURES, what: "行" });
    }
    if records.len() < header.records {
        return Err(GeoError::Truncated { name: name.to_owned(), record: records.len() as u32 + 1 });
    }
    if header.records.saturating_mul(header.fields.len()) > MAX_VALUES {
        return Err(GeoError::TooMany { limit: MAX_VALUES, what: "数据格" });
    }
    let texts = header.texts(records.clone());
    let encoding = encoding::choose(wanted, cpg, header.language_driver, &texts)?;
    let rows = records.map(|record| header.row(record, encoding)).collect();
    let fields = header.fields.iter().map(|field| encoding::decode(encoding, field.name).0.trim().to_owned());
    Ok(Table { fields: fields.collect(), rows, encoding: encoding.name().to_owned() })
}

/// Whether a table starts here: its kind, a day, fields up to a mark.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    const KINDS: [u8; 16] =
        [0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0x8e, 0xcb, 0xe5, 0xf5, 0xfb];
    const END_OF_FIELDS: u8 = 0x0d;
    let [kind, _, month, day, ..] = *bytes else { return false };
    // A text may begin with the same letters; only a table has a nul among the first bytes.
    KINDS.contains(&kind)
        && month <= 12
        && day <= 31
        && bytes.iter().take(FIELD_SIZE).any(|byte| *byte == 0)
        && Header::read(bytes).is_ok_and(|header| {
            let marks = bytes.get(FIELD_SIZE..header.length).unwrap_or_default().iter().step_by(FIELD_SIZE);
            marks.copied().any(|mark| mark == END_OF_FIELDS)
        })
}

struct Header<'a> {
    records: usize,
    length: usize,
    record_length: usize,
    language_driver: u8,
    fields: Vec<Field<'a>>,
}

struct Field<'a> {
    name: &'a [u8],
    kind: u8,
    start: usize,
    end: usize,
}

impl<'a> Header<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, &'static str> {
        const SHORT: &str = "文件头不完整";
        let mut reader = Bytes::new(bytes);
        reader.take(4).ok_or(SHORT)?;
        let records = reader.u32_le().ok_or(SHORT)? as usize;
        let length = usize::from(reader.u16_le().ok_or(SHORT)?);
        let record_length = usize::from(reader.u16_le().ok_or(SHORT)?);
        let reserved = reader.take(20).ok_or(SHORT)?;
        if length <= FIELD_SIZE || record_length == 0 {
            return Err("文件头中的长度不合理");
        }
        let descriptors = bytes.get(FIELD_SIZE..length).ok_or(SHORT)?;
        let fields = Self::fields(descriptors)?;
        // Some writers count the mark of deletion wrongly; the fields are right.
        let record_length = fields.last().map_or(0, |field| field.end).max(record_length);
        let language_driver = reserved.get(17).copied().unwrap_or(0);
        Ok(Self { records, length, record_length, language_driver, fields })
    }

    fn fields(descriptors: &'a [u8]) -> Result<Vec<Field<'a>>, &'static str> {
        let mut fields = Vec::new();
        let mut start = 1; // after the mark of deletion
        for descriptor in descriptors.chunks_exact(FIELD_SIZE).take_while(|d| d.first() != Some(&0x0d)) {
            let (name, rest) = descriptor.split_at(11);
            let [kind, _, _, _, _, width, ..] = *rest else { return Err("字段定义不完整") };
            let end = start + usize::from(width);
            // A field without width holds nothing.
            if width > 0 {
                fields.push(Field { name: until_nul(name), kind: kind.to_ascii_uppercase(), start, end });
            }
            start = end;
        }
        if fields.is_empty() { Err("没有任何字段") } else { Ok(fields) }
    }

    /// All bytes that are text, for telling the encoding.
    fn texts<'b>(
        &'b self,
        records: impl Iterator<Item = &'b [u8]> + Clone,
    ) -> impl Iterator<Item = &'b [u8]> + Clone {
        let names = self.fields.iter().map(|field| field.name);
        let texts = self.fields.iter().filter(|field| field.kind == b'C');
        let values =
            records.flat_map(move |record| texts.clone().map(move |field| until_nul(field.bytes(record))));
        names.chain(values).filter(|text| !text.is_ascii())
    }

    fn row(&self, record: &[u8], encoding: &'static Encoding) -> Row {
        let deleted = record.first() == Some(&b'*');
        (!deleted).then(|| self.fields.iter().map(|field| field.value(record, encoding)).collect())
    }
}

impl Field<'_> {
    fn bytes<'r>(&self, record: &'r [u8]) -> &'r [u8] {
        record.get(self.start..self.end).unwrap_or_default()
    }

    fn value(&self, record: &[u8], encoding: &'static Encoding) -> Option<String> {
        let raw = self.bytes(record);
        let text = || {
            let text = encoding::decode(encoding, until_nul(raw)).0;
            Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        match self.kind {
            b'N' | b'F' => text().filter(|text| !is_no_number(text)).map(|number| numbers::plain(&number)),
            b'D' => text().and_then(|date| iso_date(&date)),
            b'L' => match raw.first()? {
                b'T' | b't' | b'Y' | b'y' => Some("是".to_owned()),
                b'F' | b'f' | b'N' | b'n' => Some("否".to_owned()),
                _ => None,
            },
            b'I' => Bytes::new(raw).u32_le().map(|number| number.cast_signed().to_string()),
            b'B' | b'O' if raw.len() == 8 => {
                Bytes::new(raw).f64_le().filter(|n| n.is_finite()).map(numbers::of)
            }
            // Long texts, pictures and stamps of time lie in other files or forms.
            b'M' | b'G' | b'P' | b'T' | b'@' => None,
            _ => text(),
        }
    }
}

/// What programs write into a number's field when there is none. Asterisks are among these: some write them
/// for none, others for a figure too long for its field, which is lost as well.
fn is_no_number(text: &str) -> bool {
    let text = text.trim_start_matches(['-', '+']);
    let words = ["nan", "none", "null", "nan(ind)", "1.#qnan", "1.#ind"];
    text.bytes().all(|byte| byte == b'*') || words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// `20190305` → `2019-03-05`; zeros are no date; anything else comes back as it is, for a person to see.
fn iso_date(text: &str) -> Option<String> {
    if text.bytes().all(|b| b == b'0') {
        return None;
    }
    match (text.get(..4), text.get(4..6), text.get(6..)) {
        (Some(year), Some(month), Some(day))
            if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) =>
        {
            Some(format!("{year}-{month}-{day}"))
        }
        _ => Some(text.to_owned()),
    }
}

fn until_nul(bytes: &[u8]) -> &[u8] {
    bytes.split(|b| *b == 0).next().unwrap_or_default()
}
