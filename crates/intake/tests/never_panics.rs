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
