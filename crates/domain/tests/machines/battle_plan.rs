//! A unit's plan for a year: its months add up to its tasks, it goes through two desks, versions are kept.

use lingdi_domain::Ratio;
use lingdi_domain::mechanism1_task_force::{BattlePlan, YearTask};
use lingdi_domain::moves::Refusal;
use lingdi_domain::object::{Fields, ObjectKind};
use uuid::Uuid;

use super::county::County;

const MONTHS: &str = "出清 0 5 10 10 10 10 10 10 10 10 10 5";

/// A plan as the program draws it up: 100 亩 to be cleared.
fn plan(county: &mut County) -> Uuid {
    let id = county.open(ObjectKind::BattlePlan, "经办", &[], &[]).unwrap();
    county.draw(id, |plan| {
        plan.year = 2023;
        plan.due_by = "2023-10-31".parse().ok();
        plan.tasks = vec![YearTask {
            indicator: "出清".to_owned(),
            measure: "亩".to_owned(),
            amount: Ratio::integer(100),
            document: String::new(),
        }];
    });
    id
}

impl County {
    fn draw(&mut self, id: Uuid, put: impl FnOnce(&mut BattlePlan)) {
        let Fields::BattlePlan(plan) = &mut self.objects.get_mut(&id).unwrap().fields else { unreachable!() };
        put(plan);
    }

    fn battle_plan(&self, id: Uuid) -> &BattlePlan {
        self.objects[&id].fields.battle_plan().unwrap()
    }
}

fn sentence(refused: Result<(), Refusal>) -> String {
    let Err(Refusal::Missing(missing)) = refused else { panic!("{refused:?}") };
    missing.into_iter().map(|one| one.sentence).collect()
}

#[test]
fn the_months_of_each_task_add_up_to_it_before_the_plan_goes_on() {
    let mut county = County::new();
    let id = plan(&mut county);
    let words = [("milestones", "2023-12-31 完成"), ("support", "每周调度")];
    county.go(id, "经办", "edit", &words).unwrap();
    assert_eq!(county.objects[&id].due, "2023-10-31".parse().ok());
    let cases = [
        ("", "还没有分解到月"),
        ("出清 0 5 10 10 10 10 10 10 10 10 10 4.5", "各月合计 99.50，年度任务 100.00 亩，相差 0.50"),
        ("出清 0 5 10 10 10 10 10 10 10 10 10 5.01", "相差 -0.01"),
        ("出清 0 5 10 10 10 10 10 10 10 10 10 5\n出清 1 1 1 1 1 1 1 1 1 1 1 1", "不止一行"),
        (
            "出清 0 5 10 10 10 10 10 10 10 10 10 5\n连片启动 1 0 0 0 0 0 0 0 0 0 0 0",
            "没有“连片启动”的年度任务",
        ),
    ];
    for (schedule, wanted) in cases {
        county.go(id, "经办", "edit", &[("schedule", schedule)]).unwrap();
        let refused = sentence(county.go(id, "经办", "submit", &[]));
        assert!(refused.contains(wanted), "{schedule}: {refused}");
    }
    let short = sentence(county.go(id, "经办", "edit", &[("schedule", "出清 1 2 3")]));
    assert!(short.contains("共十二个"), "{short}");
    county.go(id, "经办", "edit", &[("schedule", MONTHS)]).unwrap();
    county.go(id, "经办", "submit", &[]).unwrap();
    assert_eq!(county.state(id), "LOCAL_REVIEW");
}

#[test]
fn a_filed_version_is_kept_when_the_next_one_begins() {
    let mut county = County::new();
    let id = plan(&mut county);
    let words = [("schedule", MONTHS), ("milestones", "2023-12-31 完成"), ("support", "每周调度")];
    county.go(id, "经办", "edit", &words).unwrap();
    county.go(id, "经办", "submit", &[]).unwrap();
    county.go(id, "领导", "report", &[]).unwrap();
    county.go(id, "科员", "return", &[("reason", "节点不实")]).unwrap();
    assert_eq!(county.objects[&id].due, "2023-10-31".parse().ok(), "its day does not move");
    county.go(id, "经办", "edit", &[]).unwrap();
    county.go(id, "经办", "submit", &[]).unwrap();
    county.today = "2023-11-02".parse().unwrap();
    county.go(id, "领导", "report", &[]).unwrap();
    let first = county.battle_plan(id).reported_on;
    assert_eq!(first, "2023-10-09".parse().ok(), "in time, though it was returned once");
    assert!(!county.battle_plan(id).is_late(county.today));
    assert!(county.go(id, "领导", "file", &[]).is_err(), "the office files it");
    county.go(id, "科员", "file", &[]).unwrap();
    county.go(id, "领导", "revise", &[("reason", "任务核减")]).unwrap();
    assert_eq!(county.objects[&id].due, None, "a further version has no day");
    let present = county.battle_plan(id);
    assert_eq!((present.edition, present.filed_on, present.former.len()), (2, None, 1));
    assert_eq!(present.former[0].filed_on, "2023-11-02".parse().ok());
}

#[test]
fn a_plan_that_nobody_reported_is_late_from_the_day_after_its_own() {
    let plan = BattlePlan { due_by: "2023-02-28".parse().ok(), ..BattlePlan::default() };
    assert!(!plan.is_late("2023-02-28".parse().unwrap()));
    assert!(plan.is_late("2023-03-01".parse().unwrap()));
}
