use super::{is_one, read};
use crate::layer::Feature;
use crate::{Crs, GeoError};
use geo::Area;

const HEAD: &str =
    "[属性描述]\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n带号=40\r\n精度=3\r\n转换参数=\r\n";

/// The square of domain.md: 200 m by 100 m, 2 公顷.
fn square(area: &str, points: &str) -> String {
    format!("{HEAD}[地块坐标]\r\n{area}\r\n{points}")
}

const POINTS: &str = "J1,1,3300100.000,40470200.000\nJ2,1,3300100.000,40470400.000\nJ3,1,3300000.000,40470400.000\nJ4,1,3300000.000,40470200.000\nJ1,1,3300100.000,40470200.000\n";

fn area(feature: &Feature) -> f64 {
    feature.geometry.as_ref().unwrap().as_ref().unwrap().unsigned_area()
}

#[test]
fn a_plot_is_read_with_its_attributes_and_the_unit_of_its_area() {
    for (stated, unit) in [("2.0000", "公顷"), ("20000", "平方米"), ("30", "亩"), ("7", "公顷"), ("", "公顷")]
    {
        let text = square(&format!("5,{stated},T1,示例地块一,面,,工业用地,0601,@"), POINTS);
        assert!(is_one(text.as_bytes()));
        let read = read(text.as_bytes(), None).unwrap();
        assert_eq!(read.layer.declared_crs.clone().unwrap().map(Crs::epsg), Some(4528));
        let plot = &read.layer.features[0];
        let shown: Vec<&str> = plot.attributes.iter().map(|value| value.as_deref().unwrap_or("-")).collect();
        assert_eq!(
            [shown[0], shown[1], shown[3], shown[5], shown[6], shown[7]],
            ["T1", "示例地块一", "面", "工业用地", "0601", unit]
        );
        assert!((area(plot) - 20_000.0).abs() < 1e-6);
        assert_eq!(read.notes.len(), usize::from(unit != "公顷"), "{:?}", read.notes);
    }
}

#[test]
fn gbk_marks_and_leading_blanks_change_nothing() {
    let text = square("5,2,T1,地块,面,,,,@", POINTS);
    let plain = read(text.as_bytes(), None).unwrap().layer.features;
    let (gbk, _, _) = encoding_rs::GBK.encode(&text);
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let spaced = text.replace("\r\n", " \n ");
    let marked = format!("\u{feff}{text}");
    for (bytes, encoding) in [
        (gbk.as_ref(), "gb18030"),
        (marked.as_bytes(), "UTF-8"),
        (utf16.as_slice(), "UTF-16LE"),
        (spaced.as_bytes(), "UTF-8"),
    ] {
        assert!(is_one(bytes), "{encoding}");
        let read = read(bytes, None).unwrap().layer;
        assert_eq!((read.encoding.as_deref(), &read.features), (Some(encoding), &plain));
    }
    assert_eq!(read(&gbk, Some("utf-8")), Err(GeoError::UnreadableText));
    assert!(read(&gbk, Some("klingon")).is_err());
}

#[test]
fn the_two_axes_are_told_apart_by_their_numbers() {
    for (north, east, zone, epsg) in [
        ("3300100", "40470200", "带号=40", Some(4528)),
        ("3300100", "40470200", "带号=", Some(4528)),
        ("3300100", "470200", "带号=40", Some(4549)),
        ("3300100", "470200", "带号=", None),
        ("29.81", "119.61", "带号=", Some(4490)),
    ] {
        for swapped in [false, true] {
            let step = if epsg == Some(4490) { 0.001 } else { 100.0 };
            let (n, e): (f64, f64) = (north.parse().unwrap(), east.parse().unwrap());
            let points: String = [(0.0, 0.0), (0.0, step), (step, step), (step, 0.0)]
                .iter()
                .map(|(dn, de)| {
                    let (n, e) = (n + dn, e + de);
                    if swapped { format!("1,1,{e},{n}\n") } else { format!("1,1,{n},{e}\n") }
                })
                .collect();
            let text = square("4,,T1,,面,,,,@", &points).replace("带号=40", zone);
            let read = read(text.as_bytes(), None).unwrap();
            assert_eq!(read.layer.declared_crs.clone().unwrap().map(Crs::epsg), epsg, "{text}");
            assert_eq!(read.notes.len(), usize::from(swapped), "{:?}", read.notes);
            let bounds = read.layer.bounds().unwrap();
            assert_eq!((bounds.min_x, bounds.min_y), (e, n));
        }
    }
}

#[test]
fn a_system_that_is_not_ours_is_named() {
    for (key, value, words) in [
        ("坐标系=2000国家大地坐标系", "坐标系=1980西安坐标系", "受控"),
        ("坐标系=2000国家大地坐标系", "坐标系=杭州独立坐标系", "受控"),
        ("坐标系=2000国家大地坐标系", "坐标系=2000ff", "2000ff"),
        ("几度分带=3", "几度分带=6", "6 度带"),
        ("带号=40", "带号=39", "带号 39"),
        ("带号=40", "带号=99", "带号 99"),
    ] {
        let text = square("5,2,T1,,面,,,,@", POINTS).replace(key, value);
        let refusal = read(text.as_bytes(), None).unwrap().layer.declared_crs.unwrap_err().to_string();
        assert!(refusal.contains(words), "{value}: {refusal}");
    }
}

#[test]
fn holes_and_parts_are_told_by_place_not_by_number() {
    let ring = |number: &str, low: u32, high: u32, closed: bool| {
        let corners = [(low, low), (low, high), (high, high), (high, low), (low, low)];
        corners[..if closed { 5 } else { 4 }]
            .iter()
            .map(|(n, e)| format!("J1,{number}3300{n:03},40470{e:03}\n"))
            .collect::<Vec<_>>()
            .concat()
    };
    for (rings, parts, holes, area_expected) in [
        ([ring("1,", 0, 90, true), ring("2,", 10, 20, true)], 1, 1, 8000.0),
        ([ring("1,", 0, 90, false), ring("2,", 10, 20, false)], 1, 1, 8000.0),
        ([ring("2,", 10, 20, false), ring("1,", 0, 90, false)], 1, 1, 8000.0),
        ([ring("1,", 0, 10, true), ring("2,", 20, 30, true)], 2, 0, 200.0),
        // Without numbers a ring ends where it closes.
        ([ring("", 0, 90, true), ring("", 10, 20, true)], 1, 1, 8000.0),
        ([ring("1,", 0, 90, true), ring("1,", 10, 20, true)], 1, 1, 8000.0),
    ] {
        let read = read(square("10,,T1,,面,,,,@", &rings.concat()).as_bytes(), None).unwrap();
        let shape = read.layer.features[0].geometry.as_ref().unwrap().as_ref().unwrap();
        assert_eq!(
            (shape.0.len(), shape.0.iter().map(|part| part.interiors().len()).sum::<usize>()),
            (parts, holes)
        );
        assert!((shape.unsigned_area() - area_expected).abs() < 1e-6);
    }
}

#[test]
fn a_bad_plot_says_why_and_the_others_are_read() {
    let text = square(
        "5,2,T1,,面,,,,@",
        &format!(
            "{POINTS}2,,T2,,点,,,,@\nJ1,1,3300000,40470000\n3,,T3,,面,,,,@\nJ1,1,33000xx,40470000\n2,,T4,,面,,,,@\nJ1,1,3300000,40470000\nJ2,1,3300001,40470000\n99,,T5,,面,,,,@\n"
        ),
    );
    let read = read(text.as_bytes(), None).unwrap();
    let said: Vec<String> =
        read.layer.features.iter().filter_map(|plot| plot.geometry.clone().err()).collect();
    assert_eq!(read.layer.features.len(), 5);
    for (said, words) in said.iter().zip(["是点", "第 17 行“J1,1,33000xx,40470000”", "只有 2 个界址点"])
    {
        assert!(said.contains(words), "{said}");
    }
    assert_eq!((said.len(), read.layer.features[4].geometry.clone()), (3, Ok(None)));
    assert!(read.notes[0].contains("界址点数与实际不符"), "{:?}", read.notes);
}

#[test]
fn more_columns_are_kept_and_named_as_the_file_does() {
    let names = "【界址点数,地块面积,地块编号,地块名称,图形属性,图幅号,用途,地类编码,权属,@】\n";
    for (names, expected) in [(names, "权属"), ("", "附加项1")] {
        let text = square(&format!("{names}5,2,T1,,面,,,,国有,@"), POINTS);
        let read = read(text.as_bytes(), None).unwrap().layer;
        assert_eq!(read.fields[7..], [expected, "面积单位"]);
        assert_eq!(read.features[0].attributes[7].as_deref(), Some("国有"));
    }
}

#[test]
fn a_file_without_plots_is_refused_and_no_text_brings_the_reader_down() {
    let refusal = read(format!(" {HEAD}[地块坐标]\n").as_bytes(), None).unwrap_err();
    assert_eq!(refusal, GeoError::NoPlots);
    assert!(refusal.to_string().contains("没有地块"), "{refusal}");
    assert!(!is_one(b"[a]\nb=1\n"));
    for text in [
        "[地块坐标]\n,,,,@",
        "[地块坐标]\n@\n@",
        "[地块坐标]\nJ1,1,1e999,NaN",
        "[地块坐标]\n1,1,2,3\n=",
        "[地块坐标]\n，，，",
    ] {
        let _outcome = read(text.as_bytes(), None);
    }
}

#[test]
fn a_plots_line_without_end_makes_no_plot_wide() {
    let long = format!("8,1.0,T1,甲,面,,,{},@", "x,".repeat(100_000));
    let text = format!("{}{}", square(&long, POINTS), "4,1.0,T2,乙,面,,,,@\n".repeat(1_000));
    let read = read(text.as_bytes(), None).unwrap().layer;
    assert!(
        read.fields.len() < 100
            && read.features.iter().all(|plot| plot.attributes.len() == read.fields.len())
    );
    assert!(
        read.features[0].geometry.as_ref().unwrap_err().contains("100008 项"),
        "{:?}",
        read.features[0].geometry
    );
}
