use chrono::NaiveDate;
use lingdi_domain::{Datum, record};
use proptest::prelude::*;

use super::*;

fn row(number: u32, fields: Vec<(&'static str, Datum)>) -> NewRow {
    let mut values = Values::default();
    for (name, datum) in fields {
        values.set(name, datum);
    }
    NewRow { sheet: 0, row: number, standing: 0, key: number.into(), values, shape: None }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_record_comes_back_as_it_was_read() {
    let occupancy = row(
        7,
        vec![
            ("parcel", "330122001001GB00001".into()),
            ("name", "桐庐恒昇针织有限公司".into()),
            ("land_area", 1_333_333_i64.into()),
            ("from", day("2019-03-05").into()),
        ],
    );
    let encoded = encode(&[occupancy]);
    let block = Block::decode(&encoded.data).unwrap();
    assert_eq!((block.len(), block.number(0), block.standing(0)), (1, 7, 0));
    let record: record::Occupancy = block.record(0).unwrap();
    assert_eq!(record.parcel, "330122001001GB00001");
    assert_eq!(record.land_area, Some(lingdi_domain::Area(1_333_333)));
    assert_eq!(record.from, Some(day("2019-03-05")));
    assert_eq!((record.code, record.to), (None, None));
    assert_eq!(block.day("from").at(0), Some(day("2019-03-05")));
    assert_eq!(block.text("relation").at(0), None);
}

#[test]
fn an_empty_block_is_a_block() {
    let encoded = encode(&[]);
    assert!(Block::decode(&encoded.data).unwrap().is_empty());
    assert_eq!(encoded.shapes, None);
    assert_eq!(marks(&encoded.marks).unwrap(), []);
}

#[test]
fn words_that_repeat_are_kept_once() {
    let rows: Vec<NewRow> = (0..1_000)
        .map(|n| row(n, vec![("land_use", if n % 3 == 0 { "工业用地" } else { "仓储用地" }.into())]))
        .collect();
    // Two bytes a row for its number, hardly any for the words.
    assert!(encode(&rows).data.len() < 3_000);
    let block = Block::decode(&encode(&rows).data).unwrap();
    assert_eq!(block.text("land_use").at(3), Some("工业用地"));
    assert_eq!(block.text("land_use").at(4), Some("仓储用地"));
}

fn datum() -> impl Strategy<Value = Datum> {
    prop_oneof![
        ".{0,40}".prop_map(Datum::from),
        any::<i64>().prop_map(Datum::Int),
        any::<bool>().prop_map(Datum::Flag),
        (1_i32..900_000).prop_map(|days| Datum::Day(NaiveDate::from_num_days_from_ce_opt(days).unwrap())),
    ]
}

prop_compose! {
    /// A table of up to 40 rows; each field is of one kind, and any row may lack it.
    fn rows()(text in proptest::collection::vec(proptest::option::of(".{0,30}"), 0..40))
        (numbers in proptest::collection::vec(proptest::option::of(any::<i64>()), text.len()),
         days in proptest::collection::vec(proptest::option::of(1_i32..900_000), text.len()),
         shapes in proptest::collection::vec(proptest::option::of(proptest::collection::vec(any::<u8>(), 1..50)), text.len()),
         text in Just(text)) -> Vec<NewRow> {
        (0..text.len()).map(|at| {
            let mut fields: Vec<(&'static str, Datum)> = Vec::new();
            fields.extend(text[at].as_ref().map(|text| ("name", text.as_str().into())));
            fields.extend(numbers[at].map(|number| ("amount", Datum::Int(number))));
            let on = days[at].and_then(NaiveDate::from_num_days_from_ce_opt);
            fields.extend(on.map(|day| ("from", Datum::Day(day))));
            let shape = shapes[at].clone().map(|shape| NewShape { original: (at % 2 == 0).then(|| shape.clone()), shape });
            NewRow { shape, ..row(at as u32, fields) }
        }).collect()
    }
}

proptest! {
    #[test]
    fn what_goes_in_comes_out(rows in rows()) {
        let encoded = encode(&rows);
        let block = Block::decode(&encoded.data).unwrap();
        prop_assert_eq!(block.len(), rows.len());
        for (at, row) in rows.iter().enumerate() {
            prop_assert_eq!(block.number(at), row.row);
            prop_assert_eq!(block.text("name").at(at), row.values.text("name"));
            prop_assert_eq!(block.int("amount").at(at), row.values.int("amount"));
            prop_assert_eq!(block.day("from").at(at), row.values.day("from"));
        }
        let marks = marks(&encoded.marks).unwrap();
        prop_assert!(marks.iter().zip(&rows).all(|(mark, row)| mark.key == row.key));
        if let Some(bytes) = &encoded.shapes {
            let back = shapes(bytes).unwrap();
            prop_assert!(back.iter().zip(&rows).all(|(back, row)| *back == row.shape));
        }
    }

    #[test]
    fn damaged_bytes_are_an_error_or_other_rows_and_never_a_panic(
        rows in rows(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()
    ) {
        let mut bytes = encode(&rows).data;
        let place = at.index(bytes.len());
        bytes[place] = byte;
        bytes.truncate(cut.index(bytes.len()) + 1);
        if let Ok(block) = Block::decode(&bytes) {
            for row in 0..block.len() {
                let _ = block.text("name").at(row);
            }
        }
    }

    #[test]
    fn any_value_of_any_kind_is_kept(first in datum(), second in datum()) {
        let rows = [row(1, vec![("a", first.clone()), ("b", second.clone())])];
        let block = Block::decode(&encode(&rows).data).unwrap();
        let kept = block.record::<std::collections::BTreeMap<String, serde_json::Value>>(0).unwrap();
        prop_assert_eq!(&kept["a"], &first.json());
        prop_assert_eq!(&kept["b"], &second.json());
    }
}

#[test]
fn what_is_only_announced_costs_nothing() {
    // A form, four thousand million rows, three columns of which every value is 0.
    let rows = |count: u32| {
        let column = [0_u8; 9];
        let plain = [&[1], count.to_le_bytes().as_slice(), &column, &column, &column, &[0; 4]].concat();
        Block::decode(&lz4_flex::compress_prepend_size(&plain)).map(|block| block.len())
    };
    assert_eq!(rows(3).unwrap(), 3);
    for count in [2 << 20, 128 << 20, u32::MAX] {
        assert!(rows(count).unwrap_err().to_string().contains("its number of rows"));
    }
}
