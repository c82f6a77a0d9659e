use chrono::NaiveDate;
use lingdi_domain::Kind;
use serde_json::json;

use super::*;
use crate::schema::schema;

fn field(kind: Kind, code: &str) -> &'static Field {
    schema(kind).field(code).unwrap()
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

/// The value, and whether there was a remark; `None` for absent; `Err` for unreadable.
fn outcome(cell: &Value, field: &Field, unit: &str) -> Result<Option<(serde_json::Value, bool)>, String> {
    match read(cell, field, crate::unit::parse(unit)) {
        Reading::Absent => Ok(None),
        Reading::Taken(taken) => Ok(Some((taken.value.json(), taken.remark.is_some()))),
        Reading::Unreadable(complaint) => {
            assert!(!complaint.remedy.is_empty());
            Err(complaint.message)
        }
    }
}

#[test]
fn areas_obey_the_unit_of_the_cell_then_of_the_column() {
    let area = field(Kind::Parcels, "area");
    for (cell, unit, value, remark) in [
        (text("22,406.70"), "平方米", 2_240_670, false),
        (text("20"), "亩", 1_333_333, false),
        (text("12.5亩"), "平方米", 833_333, true),
        (text("12.5亩"), "亩", 833_333, false),
        (text("1.2万"), "平方米", 1_200_000, true),
        (text("2.24万平方米"), "亩", 2_240_000, true),
        (Value::Number(0.1 + 0.2), "公顷", 300_000, false),
    ] {
        assert_eq!(outcome(&cell, area, unit), Ok(Some((json!(value), remark))), "{cell:?} {unit}");
    }
    for cell in ["约12", "12左右", "-3", "12元", "二十", "#REF"] {
        assert!(outcome(&text(cell), area, "亩").is_err(), "{cell}");
    }
}

#[test]
fn money_knows_wan_and_refunds() {
    let amount = field(Kind::Tax, "amount");
    for (cell, unit, value) in [
        (text("1862447.91"), "元", 186_244_791),
        (text("-154,882.60"), "元", -15_488_260),
        (text("1.2万"), "元", 1_200_000),
        (text("0"), "元", 0),
        (Value::Number(45.08), "万元", 45_080_000),
    ] {
        assert_eq!(outcome(&cell, amount, unit).unwrap().unwrap().0, json!(value), "{cell:?}");
    }
    assert!(outcome(&text("约120万"), amount, "元").unwrap_err().contains("不是确定的数"));
}

#[test]
fn nothing_is_absent_and_zero_is_not() {
    let amount = field(Kind::Tax, "amount");
    for cell in
        [text(""), text(" "), text("—"), text("/"), text("无"), Value::Error("#N/A".into()), Value::Empty]
    {
        assert_eq!(outcome(&cell, amount, "元"), Ok(None), "{cell:?}");
    }
    assert!(outcome(&Value::Error("#REF!".into()), amount, "元").is_err());
}

#[test]
fn days_come_in_many_forms() {
    let date = field(Kind::Supply, "signed_on");
    let real = NaiveDate::from_ymd_opt(2019, 3, 5).unwrap();
    for (cell, day, remark) in [
        (text("2019.3.5"), "2019-03-05", false),
        (text("20190305"), "2019-03-05", false),
        (Value::Number(20_190_305.0), "2019-03-05", false),
        (text("2019年3月5日"), "2019-03-05", false),
        (text("2019年3月"), "2019-03-01", true),
        (text("2019-03-05 00:00"), "2019-03-05", false),
        (text("2019-03-05T10:20:30"), "2019-03-05", false),
        (text("2019/3/5 8:00:00"), "2019-03-05", false),
        (Value::Number(43_529.0), "2019-03-05", false),
        (Value::Date(real), "2019-03-05", false),
    ] {
        assert_eq!(outcome(&cell, date, ""), Ok(Some((json!(day), remark))), "{cell:?}");
    }
    for cell in ["2019-13-01", "2019", "19.3.5", "1901-01-01", "年月日", "见附件", "3月5日"] {
        assert!(outcome(&text(cell), date, "").is_err(), "{cell}");
    }
}

#[test]
fn a_year_is_four_digits_of_our_time() {
    let year = field(Kind::Tax, "year");
    for cell in [text("2021年"), text("2021年度"), text("2021"), text("2021.0"), Value::Number(2021.0)] {
        assert_eq!(outcome(&cell, year, ""), Ok(Some((json!(2021), false))), "{cell:?}");
    }
    for cell in ["21", "2021-2022", "1948", "2101", "上年", "二〇二一"] {
        assert!(outcome(&text(cell), year, "").unwrap_err().contains("不是年度"), "{cell}");
    }
}

#[test]
fn firm_codes_are_kept_with_what_is_odd_about_them() {
    let code = field(Kind::Tax, "code");
    assert_eq!(
        outcome(&text("91330122ma0000015q"), code, ""),
        Ok(Some((json!("91330122MA0000015Q"), false)))
    );
    for odd in ["330122589371204", "91330122MA0000015A", "12345"] {
        assert_eq!(outcome(&text(odd), code, ""), Ok(Some((json!(odd), true))), "{odd}");
    }
    for lost in [Value::Number(9.133_012_2e17), text("9.13301E+17")] {
        assert!(outcome(&lost, code, "").unwrap_err().contains("已丢失"), "{lost:?}");
    }
}

#[test]
fn a_letter_in_place_of_a_figure_is_pointed_at() {
    let Reading::Taken(Taken { value, remark: Some(remark), .. }) =
        read(&text("9133O122MA0000015Q"), field(Kind::Tax, "code"), None)
    else {
        panic!("a remark was expected")
    };
    assert_eq!(value, json!("9133O122MA0000015Q"));
    assert!(remark.message.contains("第 5 位为字母 O，疑为 0"), "{}", remark.message);
}

#[test]
fn yes_and_no_have_many_marks() {
    let idle = field(Kind::Parcels, "idle");
    for (marks, wanted) in [(["是", "有", "√", "1", "TRUE"], true), (["否", "无", "×", "0", "x"], false)]
    {
        for mark in marks {
            assert_eq!(outcome(&text(mark), idle, ""), Ok(Some((json!(wanted), false))), "{mark}");
        }
    }
    assert_eq!(outcome(&text("—"), idle, ""), Ok(None));
    assert!(outcome(&text("部分"), idle, "").is_err());
}

#[test]
fn classes_lose_their_suffix_and_strangers_stay_with_a_warning() {
    let class = field(Kind::Evaluation, "class");
    for spelling in ["D", "d", "D类", "D（限制发展）", "Ｄ类"] {
        assert_eq!(outcome(&text(spelling), class, ""), Ok(Some((json!("D"), false))), "{spelling}");
    }
    assert_eq!(outcome(&text("E"), class, ""), Ok(Some((json!("E"), true))));
}

#[test]
fn shares_and_counts_are_exact_text_and_whole_numbers() {
    let density = field(Kind::Parcels, "building_density");
    assert_eq!(outcome(&text("45%"), density, ""), Ok(Some((json!("45"), false))));
    assert_eq!(outcome(&text("45.5"), density, ""), Ok(Some((json!("45.5"), false))));
    assert_eq!(outcome(&Value::Number(0.45), density, ""), Ok(Some((json!("45"), true))));
    let employees = field(Kind::Statistics, "employees");
    assert_eq!(outcome(&text("1,210人"), employees, ""), Ok(Some((json!(1210), false))));
    assert!(outcome(&text("12.5"), employees, "").is_err());
    let kwh = field(Kind::Power, "kwh");
    assert_eq!(outcome(&text("126万千瓦时"), kwh, ""), Ok(Some((json!("1260000"), false))));
}
