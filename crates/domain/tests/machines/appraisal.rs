//! A month's appraisal and what its publication asks, with tables as the program draws them.

use std::collections::BTreeMap;

use lingdi_domain::mechanism2_appraisal::{Group, Standing};
use lingdi_domain::moves::Refusal;
use lingdi_domain::object::{Fields, ObjectKind};
use lingdi_domain::{Month, Ratio};
use uuid::Uuid;

use super::county::County;

fn standing(unit: &str, score: i128, rank: usize) -> Standing {
    Standing {
        unit: unit.to_owned(),
        name: format!("{unit}镇"),
        group: Group::Local,
        score: Some(Ratio::integer(score)),
        rank: Some(rank),
        bottom: false,
        tied: false,
        figures: BTreeMap::new(),
        portions: Vec::new(),
        adjusted: Ratio::zero(),
    }
}

/// September's appraisal, opened on 9 October, with this table.
fn month(county: &mut County, standings: Vec<Standing>, missing: &[&str]) -> Uuid {
    let id = county.open(ObjectKind::Period, "科员", &[], &[("month", "2023-09")]).unwrap();
    let object = county.objects.get_mut(&id).unwrap();
    let Fields::Period(period) = &mut object.fields else { unreachable!() };
    period.standings = standings;
    period.missing_reports = missing.iter().map(|name| (*name).to_owned()).collect();
    id
}

fn sentence(refused: Result<(), Refusal>) -> String {
    let Err(Refusal::Missing(missing)) = refused else { panic!("{refused:?}") };
    missing.into_iter().map(|one| one.sentence).collect()
}

#[test]
fn a_month_with_missing_reports_is_closed_only_on_purpose_and_with_a_reason() {
    let mut county = County::new();
    let id = month(&mut county, vec![standing("甲", 90, 1)], &["分水镇 2 份"]);
    assert_eq!(county.objects[&id].due, "2023-10-09".parse().ok(), "the 8th was a Sunday");
    let refused = sentence(county.go(id, "科员", "close", &[]));
    assert!(refused.contains("分水镇 2 份") && refused.contains("催报"), "{refused}");
    let refused = sentence(county.go(id, "科员", "close", &[("without_reports", "是")]));
    assert!(refused.contains("写明仍予关账的理由"), "{refused}");
    county.go(id, "科员", "close", &[("without_reports", "是"), ("reason", "已催报两次")]).unwrap();
    assert_eq!(county.state(id), "FROZEN");
}

#[test]
fn a_month_in_which_nobody_has_a_task_is_not_closed() {
    let mut county = County::new();
    let nobody = Standing { score: None, rank: None, ..standing("甲", 0, 1) };
    let id = month(&mut county, vec![nobody], &[]);
    assert!(sentence(county.go(id, "科员", "close", &[])).contains("目标任务"));
}

/// T14: three that tie for the last places are nobody's automatic last two.
#[test]
fn a_tie_over_the_border_is_decided_in_words_before_it_is_published() {
    let mut county = County::new();
    let tied = |unit| Standing { tied: true, ..standing(unit, 10, 3) };
    let table = vec![standing("甲", 90, 1), standing("乙", 80, 2), tied("丙"), tied("丁"), tied("戊")];
    let id = month(&mut county, table, &[]);
    county.go(id, "科员", "close", &[]).unwrap();
    let refused = sentence(county.go(id, "主任", "publish", &[]));
    assert!(refused.contains("丙镇、丁镇、戊镇并列"), "{refused}");
    let refused = sentence(county.go(id, "主任", "publish", &[("tie_named", "丙镇、丁镇、戊镇")]));
    assert!(refused.contains("后 2 位最多列 2 个"), "{refused}");
    let refused = sentence(county.go(id, "主任", "publish", &[("tie_named", "甲镇")]));
    assert!(refused.contains("“甲镇”不在并列的单位之内"), "{refused}");
    county.go(id, "主任", "publish", &[("tie_named", "丁镇")]).unwrap();
    let period = county.objects[&id].fields.period().unwrap();
    let bottom: Vec<_> =
        period.published.iter().filter(|one| one.bottom).map(|one| one.unit.as_str()).collect();
    assert_eq!(bottom, ["丁"], "what was decided stands in the published table");
    assert_eq!(period.objections_until, "2023-10-12".parse().ok(), "three working days");
    assert_eq!(period.month, Month::parse("2023-09"));
}
