//! 月度通报: what an official reads, for a month made by hand.
#![expect(clippy::unwrap_used, reason = "helpers of tests, outside any #[test]")]

use std::collections::BTreeMap;
use std::io::Read;

use lingdi_documents::circular::{Letter, draft};
use lingdi_documents::{Document, Part, docx};
use lingdi_domain::mechanism2_appraisal::achievement::{Counted, What};
use lingdi_domain::mechanism2_appraisal::circular::{
    CategoryLand, Circular, OrderCount, Publications, Total,
};
use lingdi_domain::mechanism2_appraisal::{
    CountyFacts, Group, GroupTable, Indicator, Measure, Part as SchemePart, Scheme, Table, Unit, UnitInput,
};
use lingdi_domain::object::ObjectKind;
use lingdi_domain::{MainCategory, Month, Ratio};

/// Units with what they cleared of 120 亩 this year; by June 60 are due.
const UNITS: [(&str, i128); 7] =
    [("甲镇", 108), ("乙镇", 90), ("丙镇", 72), ("丁镇", 54), ("戊镇", 36), ("己镇", 18), ("庚镇", 0)];

fn month() -> Month {
    Month::parse("2023-06").unwrap()
}

fn mu(figure: i128) -> Ratio {
    Ratio::integer(figure)
}

fn scheme() -> Scheme {
    let part =
        SchemePart { measure: "出清".to_owned(), label: "出清".to_owned(), unit: Unit::Mu, share: mu(1) };
    let cleared = Indicator {
        key: "cleared".to_owned(),
        label: "出清面积".to_owned(),
        weight: mu(100),
        main: true,
        parts: vec![part],
    };
    Scheme {
        title: "办法".to_owned(),
        group: Group::Local,
        indicators: vec![cleared],
        cap: mu(1),
        phases: (1..=12).map(|month| Ratio::new(month, 12)).collect(),
        deduction_most: mu(10),
        bonus_most: mu(5),
        defect_open: None,
        defect_late: None,
    }
}

/// June 2023: each unit cleared a sixth of its year's land in June.
fn table() -> Table {
    let input = |(name, done): &(&str, i128)| UnitInput {
        unit: (*name).to_owned(),
        name: (*name).to_owned(),
        measures: BTreeMap::from([(
            "出清".to_owned(),
            Measure { done: mu(*done), due: Some(mu(60)), task: Some(mu(120)) },
        )]),
        ..UnitInput::default()
    };
    let idle = UnitInput { unit: "辛镇".to_owned(), name: "辛镇".to_owned(), ..UnitInput::default() };
    let inputs = UNITS.iter().map(input).chain([idle]).collect();
    let row = |unit: &str, on: &str, done: i128| Counted {
        what: What::Cleared,
        unit: unit.to_owned(),
        on: on.parse().unwrap(),
        amount: i64::try_from(done * 200_000 / 3).unwrap(),
        kind: ObjectKind::Case,
        object: uuid::Uuid::nil(),
        number: String::new(),
        title: String::new(),
        parcel: String::new(),
    };
    let counted = UNITS
        .iter()
        .flat_map(|(unit, done)| [row(unit, "2023-03-20", done * 5 / 6), row(unit, "2023-06-20", done / 6)]);
    let total = |what, before, target, whole| Total { what, before: mu(before), target, whole };
    Table {
        month: month(),
        places: 2,
        least: 5,
        groups: vec![GroupTable::of(scheme(), true, inputs, 2, 5)],
        counted: counted.collect(),
        missing_reports: vec!["庚镇 2 份".to_owned()],
        county: Some(CountyFacts {
            land: vec![
                CategoryLand { category: MainCategory::A, sites: 12, area: mu(340) },
                CategoryLand { category: MainCategory::C, sites: 2, area: mu(9) },
            ],
            totals: vec![
                total(What::Cleared, 500, Some(mu(756)), Some(mu(2000))),
                total(What::BlockArea, 0, None, None),
                total(What::Misuse, 18, None, None),
            ],
            orders: BTreeMap::from([("己镇".to_owned(), OrderCount { open: 3, overdue: 1 })]),
            findings: None,
            disposed_share: Some(Ratio::new(19, 20)),
        }),
    }
}

fn circular() -> Circular {
    let standing = Publications::from([
        ("甲镇".to_owned(), (Some(2), 0)),
        ("己镇".to_owned(), (Some(5), 1)),
        ("庚镇".to_owned(), (Some(7), 3)),
    ]);
    Circular::of(&table(), &standing)
}

fn document() -> Document {
    let letter =
        Letter { office: "某县专班办公室", addressee: "各乡镇", sha256: "abcdef", streak: 3 };
    draft(&circular(), &letter)
}

fn text(document: &Document) -> String {
    let words = document.parts.iter().map(|part| match part {
        Part::Heading(_, text) | Part::Paragraph(text) => text.as_str(),
    });
    words.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_circular_states_the_month_the_year_and_the_time_and_names_who_is_behind() {
    let text = text(&document());
    for said in [
        "一、总体进展",
        "完成年度任务的 50.0%，序时进度为 50.0%，与序时持平。",
        "（一）在库低效地块。亩均低效 12 宗 340 亩，占工非工 2 宗 9 亩（同属两类的分别计入）。",
        "应处置 20 户，三年已处置 18 户，处置率 90.0%，尚未达到“基本处置到位”（口径为 95.0%）。",
        "（三）连片整治面积。本月 0 亩，本年累计 0 亩，本年没有全县数量任务。",
        "本月参与排名 7 个，排名靠前的为甲镇、乙镇、丙镇；排名靠后的为戊镇、己镇、庚镇。",
        "辛镇本月没有应完成的任务，不参与排名。",
        "各单位在办派单 3 件，其中逾期 1 件。",
        "本月没有在办的督查问题。",
        "进度滞后：庚镇（落后序时 50.0 个百分点）、己镇（落后序时 35.0 个百分点）、戊镇（落后序时 20.0 个百分点）、丁镇（落后序时 5.0 个百分点）。",
        "派单逾期：己镇 1 件。",
        "月报未报或迟报：庚镇 2 份。",
        "己镇连续 1 个月排名居后两位，予以预警。",
        "庚镇连续 3 个月排名居后两位，按《工作方案》七（二）2 由县主要领导约谈主要负责人。",
        "七、下步工作",
    ] {
        assert!(text.contains(said), "{said}\n\n{text}");
    }
    assert!(!text.contains("甲镇连续"), "who is not among the last is not warned");
}

#[test]
fn a_month_that_was_closed_without_county_sums_says_so_and_names_no_figure() {
    let bare = Table { county: None, ..table() };
    let letter = Letter { office: "", addressee: "", sha256: "", streak: 3 };
    let text = text(&draft(&Circular::of(&bare, &Publications::new()), &letter));
    assert!(text.contains("关账数据中没有全县合计。") && !text.contains("三年"), "{text}");
}

#[test]
fn the_table_has_a_line_for_each_ranked_unit_with_every_column_of_the_form() {
    let document = document();
    let table = &document.annexes[0];
    assert_eq!((table.columns.len(), table.rows.len()), (15, 7));
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    assert_eq!(
        table.rows[5],
        ["6", "己镇", "120", "3", "18", "15.0%", "-35.0", "—/0", "0/0", "—/0", "3/1", "30.00", "6", "5", "1"]
    );
}

#[test]
fn the_file_is_a_word_document_with_the_same_words_and_a_wide_last_section() {
    let document = document();
    let bytes = docx(&document).unwrap();
    assert_eq!(bytes, docx(&document).unwrap(), "made twice it is the same");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut read = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let body = read("word/document.xml");
    for said in [
        "关于2023年6月低效工业用地整治提升工作完成情况的通报",
        "各乡镇：",
        "一、总体进展",
        "某县专班办公室",
        "附表1",
    ] {
        assert!(body.contains(said), "{said}");
    }
    assert_eq!(body.matches("<w:sectPr").count(), 2);
    assert!(body.contains("landscape") && body.contains("仿宋_GB2312") && body.contains("方正小标宋简体"));
    assert_eq!(body.matches("rIdFooter1").count(), 2, "both sections are numbered");
    assert!(read("word/footer1.xml").contains("PAGE"));
}
