//! Whatever the bytes, a reader answers.

use lingdi_domain::Kind;
use lingdi_intake::{ReadOptions, detect, preview, read, template};
use proptest::prelude::*;

/// Pieces of tables, in orders nobody would write.
fn piece() -> impl Strategy<Value = String> {
    let words = vec![
        "宗地代码",
        "宗地面积（亩）",
        "土地用途",
        "统一社会信用代码",
        "企业名称",
        "2021年入库税额",
        "330122001002GB00012",
        "合计",
        "单位：万元",
        "示例：",
        "1.2万",
        "约12",
        "9.1E+17",
        "2019年3月",
        "20190305",
        "—",
        "\"",
        ",",
        ",",
        ",",
        "\n",
        "\n",
        "\r\n",
        "\t",
        "'",
        "（",
        "）",
        "/",
        "=",
        "０",
        "\u{200b}",
        "1949",
        "12,345.6",
        "-",
        "1e999",
        "NaN",
        "亿",
        "%",
    ];
    prop_oneof![4 => prop::sample::select(words).prop_map(str::to_owned), 1 => "[^\\x00]{0,6}"]
}

fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL)
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(kind in kind(), pieces in prop::collection::vec(piece(), 0..60), anywhere: bool) {
        let mut options = ReadOptions::new(kind, "330122");
        options.anywhere = anywhere;
        let text = pieces.concat();
        if let Ok(table) = read("表.csv", text.as_bytes(), &options) {
            prop_assert!(table.rows.iter().all(|row| usize::from(row.sheet) < table.source_sheets().len()));
        }
        detect("表.csv", text.as_bytes());
        let _shown = preview("表.csv", text.as_bytes(), None, None, 1, 10);
    }

    #[test]
    fn any_cell_under_good_headings_is_read_or_refused(kind in kind(), cells in prop::collection::vec(piece(), 1..40)) {
        let headings: Vec<&str> = lingdi_intake::schema(kind).fields.iter().map(|field| field.heading).collect();
        let mut text = headings.join(",");
        for row in cells.chunks(5) {
            text.push('\n');
            text.push_str(&row.join(","));
        }
        let table = read("表.csv", text.as_bytes(), &ReadOptions::new(kind, "330122")).unwrap();
        prop_assert!(table.problems.iter().all(|problem| !problem.message.is_empty()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn a_damaged_workbook_is_read_or_refused(at in any::<prop::sample::Index>(), byte: u8, cut in any::<prop::sample::Index>()) {
        let mut bytes = template(Kind::Holidays).unwrap();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let _outcome = read("表.xlsx", &bytes, &ReadOptions::new(Kind::Holidays, "330122"));
        bytes.truncate(cut.index(bytes.len()));
        let _outcome = read("表.xlsx", &bytes, &ReadOptions::new(Kind::Holidays, "330122"));
    }
}

/// Lines of a survey text, in orders nobody would write.
fn survey_line() -> impl Strategy<Value = String> {
    let lines = vec![
        "[属性描述]",
        "[地块坐标]",
        "坐标系=2000国家大地坐标系",
        "坐标系=",
        "带号=40",
        "带号=9999999999",
        "几度分带=6",
        "5,2.0,330122001002GB00012,一,面,,工业用地,,@",
        "5,1e9,,,线,,,,@",
        "@",
        ",,,,,,,,,,,,,,@",
        "【界址点数,@】",
        "J1,1,3300100.000,40470200.000",
        "J2,1,3300100.000,40470400.000",
        "J3,2,3300000.000,40470400.000",
        "J4,3300000.000,40470200.000",
        "J5,1,NaN,1e300",
        "，，，",
        "=",
    ];
    prop_oneof![8 => prop::sample::select(lines).prop_map(str::to_owned), 1 => "[^\\x00]{0,20}"]
}

/// A small dbf: one text and one figure of eight bytes.
fn dbf() -> Vec<u8> {
    let field = |name: &[u8; 11], kind: u8| [name.as_slice(), &[kind, 0, 0, 0, 0, 8], &[0; 15]].concat();
    let head = [3, 121, 3, 21, 2, 0, 0, 0, 97, 0, 17, 0].into_iter().chain([0; 20]);
    let fields = [field(b"CODE\0\0\0\0\0\0\0", b'C'), field(b"AREA\0\0\0\0\0\0\0", b'N')].concat();
    head.chain(fields)
        .chain([0x0d])
        .chain(*b" \xcd\xa9\xc2\xae\xcf\xd8      1.50*ab           7   ")
        .collect()
}

proptest! {
    #[test]
    fn any_survey_text_is_read_or_refused(lines in prop::collection::vec(survey_line(), 0..40), gbk: bool) {
        let text = format!("[地块坐标]\n{}", lines.join("\n"));
        let bytes = if gbk { encoding_rs::GBK.encode(&text).0.into_owned() } else { text.into_bytes() };
        let mut options = ReadOptions::new(Kind::Parcels, "330122");
        options.anywhere = true;
        if let Err(refusal) = read("宗地.txt", &bytes, &options) {
            prop_assert!(!refusal.message.is_empty());
        }
    }

    #[test]
    fn a_damaged_dbf_is_read_or_refused(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4), cut in any::<prop::sample::Index>()) {
        let mut bytes = dbf();
        for (at, byte) in changes {
            let place = at.index(bytes.len());
            bytes[place] = byte;
        }
        let _outcome = preview("表.dbf", &bytes, None, None, 1, 10);
        bytes.truncate(cut.index(bytes.len()));
        let _outcome = preview("表.dbf", &bytes, None, None, 1, 10);
    }
}

#[test]
fn the_small_dbf_is_one() {
    let grid = preview("表.dbf", &dbf(), None, None, 1, 10).unwrap();
    assert_eq!((grid.columns, grid.rows.len()), (vec!["CODE".to_owned(), "AREA".to_owned()], 1));
    assert_eq!(grid.rows[0].cells, ["桐庐县", "1.5"]);
}
