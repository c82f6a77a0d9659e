//! A `.dbf` that came without its Shapefile, through `lingdi_geo`: a table like any other.

use crate::Refusal;
use crate::formats::layer;
use crate::sheet::{Book, Origin};

/// Reads the table. Its field names may have been cut to ten bytes.
pub(crate) fn read(file_name: &str, bytes: &[u8], encoding: Option<&str>) -> Result<Book, Refusal> {
    let read = lingdi_geo::formats::shapefile::read_dbf(file_name, bytes, encoding);
    let read = read.map_err(|error| layer::refusal(&error))?;
    let spoilt = |text: &String| text.contains('\u{fffd}');
    let is_spoilt = read.fields.iter().any(spoilt)
        || read.features.iter().flat_map(|feature| feature.attributes.iter().flatten()).any(spoilt);
    let mut book = layer::book(read, "dbf", Origin::LayerWithCutNames);
    // There are no shapes to miss.
    book.sheets.iter_mut().for_each(|sheet| sheet.layer = None);
    if is_spoilt {
        let encoding = book.encoding.as_deref().unwrap_or_default();
        book.notes.push(format!("按 {encoding} 读取时有文字无法辨认；请用 --encoding 指明编码后重新读取。"));
    }
    Ok(book)
}

#[cfg(test)]
mod tests {
    use crate::sheet::Value;

    /// A table of text fields with one row per list of values; a row that starts with `*` is deleted.
    fn table(driver: u8, fields: &[(&str, u8)], rows: &[&[&str]]) -> Vec<u8> {
        const WIDTH: u8 = 24;
        let gbk = |text: &str, width: usize| {
            let mut bytes = encoding_rs::GBK.encode(text).0.into_owned();
            bytes.resize(width, if width == 11 { 0 } else { b' ' });
            bytes
        };
        let mut file = vec![3, 121, 3, 21];
        file.extend((rows.len() as u32).to_le_bytes());
        file.extend((32 * fields.len() as u16 + 33).to_le_bytes());
        file.extend((u16::from(WIDTH) * fields.len() as u16 + 1).to_le_bytes());
        file.resize(32, 0);
        file[29] = driver;
        for (name, kind) in fields {
            file.extend(gbk(name, 11));
            file.extend([*kind, 0, 0, 0, 0, WIDTH]);
            file.resize(file.len() + 15, 0);
        }
        file.push(0x0d);
        for row in rows {
            let (first, deleted) = match row[0].strip_prefix('*') {
                Some(first) => (first, b'*'),
                None => (row[0], b' '),
            };
            file.push(deleted);
            file.extend(gbk(first, WIDTH.into()));
            file.extend(row[1..].iter().flat_map(|value| gbk(value, WIDTH.into())));
        }
        file
    }

    #[test]
    fn names_and_values_are_decoded_deleted_rows_keep_their_numbers_and_no_number_is_absent() {
        for driver in [0x4d, 0x57, 0] {
            let fields = [("企业名称", b'C'), ("年度", b'N'), ("入库税额", b'F')];
            let rows: [&[&str]; 3] =
                [&["桐庐恒昇", "2021", "12.50"], &["*桐庐", "2021", "1"], &["分水制笔", "2021", "NaN"]];
            let book = crate::formats::open("税.dbf", &table(driver, &fields, &rows), None).unwrap();
            let sheet = &book.sheets[0];
            assert_eq!((sheet.name.as_str(), book.encoding.as_deref()), ("税", Some("GBK")), "{driver}");
            let texts: Vec<(u32, String)> = sheet
                .rows
                .iter()
                .map(|row| (row.number, row.cells.iter().map(Value::text).collect::<Vec<_>>().join("|")))
                .collect();
            let row = |number: u32, text: &str| (number, text.to_owned());
            assert_eq!(
                texts,
                [row(0, "企业名称|年度|入库税额"), row(1, "桐庐恒昇|2021|12.5"), row(3, "分水制笔|2021|")]
            );
            assert!(book.notes.is_empty() && sheet.layer.is_none());
        }
    }

    #[test]
    fn a_wrong_encoding_is_said_and_a_file_cut_short_refused() {
        let file = table(0x4d, &[("名称", b'C')], &[&["桐庐县"]]);
        let book = crate::formats::open("a.dbf", &file, Some("utf-8")).unwrap();
        assert!(book.notes[0].contains("--encoding"), "{:?}", book.notes);
        let refusal = crate::formats::open("a.dbf", &file[..file.len() - 3], None).unwrap_err();
        assert!(refusal.message.contains("不完整"), "{refusal}");
        assert!(crate::formats::open("a.dbf", &file, Some("klingon")).is_err());
    }
}
