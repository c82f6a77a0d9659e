//! A unit's report of a month: counted, corrected with a reason, reported, returned, checked.

use lingdi_domain::Ratio;
use lingdi_domain::mechanism1_task_force::Figure;
use lingdi_domain::moves::Refusal;
use lingdi_domain::object::{Fields, ObjectKind};
use uuid::Uuid;

use super::county::County;

/// September's report with one figure, as the program draws it up.
fn report(county: &mut County, month: &str) -> Uuid {
    let id = county.open(ObjectKind::UnitReport, "经办", &[], &[("month", month)]).unwrap();
    let Fields::UnitReport(report) = &mut county.objects.get_mut(&id).unwrap().fields else { unreachable!() };
    report.due_by = "2023-10-07".parse().ok();
    report.figures = vec![Figure {
        name: "出清".to_owned(),
        measure: "亩".to_owned(),
        counted: Ratio::integer(30),
        year: Some(Ratio::integer(90)),
    }];
    id
}

fn sentence(refused: Result<(), Refusal>) -> String {
    let Err(Refusal::Missing(missing)) = refused else { panic!("{refused:?}") };
    missing.into_iter().map(|one| one.sentence).collect()
}

#[test]
fn a_figure_is_corrected_with_a_reason_and_the_counted_one_stays() {
    let mut county = County::new();
    let id = report(&mut county, "2023-09");
    let cases = [
        ("出清 35.2", "数据名称、应为多少、理由"),
        ("收储 3 漏计", "没有“收储”这项数据，可以更正的是：出清"),
        ("出清 3 漏计\n出清 4 又漏", "更正了两次"),
        ("出清 -1 多计", "不能小于零"),
    ];
    for (typed, wanted) in cases {
        let refused = sentence(county.go(id, "经办", "edit", &[("corrections", typed)]));
        assert!(refused.contains(wanted), "{typed}: {refused}");
    }
    county.go(id, "经办", "edit", &[("corrections", "出清 35.2 实测面积与登记不符")]).unwrap();
    let told = county.objects[&id].fields.unit_report().unwrap();
    assert_eq!(told.figures[0].counted, Ratio::integer(30));
    let correction = told.correction("出清").unwrap();
    assert_eq!(
        (correction.stated.to_decimal(1), correction.reason.as_str()),
        ("35.2".into(), "实测面积与登记不符")
    );
    county.go(id, "经办", "edit", &[("corrections", "")]).unwrap();
    assert_eq!(county.objects[&id].fields.unit_report().unwrap().correction("出清"), None, "taken back");
}

#[test]
fn a_month_is_reported_once_it_is_over_and_what_was_late_stays_late() {
    let mut county = County::new();
    let running = report(&mut county, "2023-10");
    let words = [("problems", "无"), ("intentions", "下月启动两宗")];
    county.go(running, "经办", "edit", &words).unwrap();
    assert!(sentence(county.go(running, "经办", "report", &[])).contains("2023年10月还没有结束"));

    let id = report(&mut county, "2023-09");
    assert!(sentence(county.go(id, "经办", "report", &[])).contains("还没有写存在问题"));
    county.go(id, "经办", "edit", &words).unwrap();
    county.go(id, "经办", "report", &[]).unwrap();
    assert_eq!(
        county.objects[&id].due,
        "2023-10-10".parse().ok(),
        "checked the working day after, being late"
    );
    county.go(id, "科员", "return", &[("reason", "问题写得不具体")]).unwrap();
    county.go(id, "领导", "report", &[]).unwrap();
    assert!(county.go(id, "经办", "check", &[]).is_err(), "the office checks it");
    county.go(id, "科员", "check", &[]).unwrap();
    let told = county.objects[&id].fields.unit_report().unwrap();
    assert_eq!((told.reports, told.checked_on), (2, "2023-10-09".parse().ok()));
    assert!(told.is_late("2023-10-09".parse().unwrap()), "reported two days after its day");
}

#[test]
fn a_month_that_has_not_begun_is_not_reported() {
    let mut county = County::new();
    let refused = county.open(ObjectKind::UnitReport, "经办", &[], &[("month", "2023-11")]);
    assert!(matches!(refused, Err(Refusal::Missing(_))));
}
