//! 派单: who signs, who may return, put off, apply and close; and what no sequence of moves can bring about.

use lingdi_domain::mechanism1_task_force::{Course, Kept, OrderTask, Quarter, Tally};
use lingdi_domain::moves::{Decision, Refusal, is_open, machine, may_make};
use lingdi_domain::object::{Fields, Input, Object, ObjectKind};
use lingdi_domain::{Actor, Area};
use proptest::prelude::*;
use uuid::Uuid;

use super::county::{County, UNIT, actor, beginning, blank, photo};

const WHOLE: &[(&str, &str)] = &[
    ("subject", "违法出租联合处置"),
    ("content", "查处违法转租，恢复生产用途"),
    ("standard", "转租户全部搬离，附现场照片"),
    ("deadline", "2023-10-31"),
    ("lead", "甲局"),
    ("assisting", "乙局"),
];

impl County {
    /// A task for each unit of an order; here a unit's code is its name, and each is a bureau.
    pub(crate) fn open_tasks(&mut self, id: Uuid, who: &Actor) -> Result<(), Refusal> {
        let order = self.objects[&id].fields.order().unwrap().clone();
        let names = order
            .lead
            .iter()
            .map(|name| (true, name))
            .chain(order.assisting.iter().map(|name| (false, name)));
        for (lead, name) in names {
            let task =
                OrderTask { name: name.clone(), lead, deadline: order.deadline, ..OrderTask::default() };
            let made = self.id();
            let object = Object {
                fields: Fields::OrderTask(Box::new(task)),
                ..blank(made, ObjectKind::OrderTask, name)
            };
            self.objects.insert(made, object);
            self.ties.push((made, "order", id));
            self.carry_out(made, who, Decision::Following, "open", &Input::default())?;
        }
        Ok(())
    }
}

fn sentence(refused: Result<(), Refusal>) -> String {
    match refused {
        Err(Refusal::Missing(missing)) => missing.into_iter().map(|one| one.sentence).collect(),
        Err(Refusal::Forbidden(why) | Refusal::Illegal(why) | Refusal::Unknown(why)) => why,
        Ok(()) => panic!("not refused"),
    }
}

fn draft(county: &mut County, form: &[(&str, &str)]) -> Uuid {
    let site = county.case("330122102001GB00001", "IN_DB", Area(1_333_333));
    let order = county.open(ObjectKind::Order, "科员", &[("site", site)], form).unwrap();
    county.objects.get_mut(&order).unwrap().unit = String::new();
    order
}

fn issued(county: &mut County) -> Uuid {
    let order = draft(county, WHOLE);
    county.go(order, "科员", "submit", &[]).unwrap();
    county.go(order, "组长", "issue", &[]).unwrap();
    order
}

/// The task of a unit that is still in force.
fn task(county: &County, order: Uuid, unit: &str) -> Uuid {
    let mut tasks = county.tied(order, "order_task").into_iter();
    tasks.rfind(|id| county.objects[id].unit == unit && county.state(*id) != "WITHDRAWN").unwrap()
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

#[test]
fn an_order_without_site_lead_content_standard_or_deadline_does_not_reach_the_leader() {
    let cases: [(&str, &str); 4] = [
        ("content", "没有写交办事项"),
        ("standard", "没有写销号标准"),
        ("deadline", "没有办理时限"),
        ("lead", "没有主办单位"),
    ];
    for (without, words) in cases {
        let mut county = County::new();
        let form: Vec<_> = WHOLE.iter().copied().filter(|(name, _)| *name != without).collect();
        let order = draft(&mut county, &form);
        let refused = sentence(county.go(order, "科员", "submit", &[]));
        assert!(refused.contains(words), "{refused}");
        assert_eq!(county.state(order), "DRAFT");
    }
    let mut county = County::new();
    let order = county.open(ObjectKind::Order, "科员", &[], WHOLE).unwrap();
    assert!(sentence(county.go(order, "科员", "submit", &[])).contains("至少一宗地块"));
    let twice = draft(&mut county, &[WHOLE, &[("assisting", "乙局\n甲局")]].concat());
    assert!(sentence(county.go(twice, "科员", "submit", &[])).contains("“甲局”重复列入"));
}

#[test]
fn only_the_head_signs_and_each_unit_then_has_a_task_of_its_own() {
    let mut county = County::new();
    let order = draft(&mut county, WHOLE);
    county.go(order, "科员", "submit", &[]).unwrap();
    for who in ["副组长", "主任", "科员", "甲局联络员"] {
        let refused = sentence(county.go(order, who, "issue", &[]));
        assert!(refused.contains("由组长办理") || refused.contains("线下签批代录"), "{who}: {refused}");
    }
    assert_eq!(county.state(order), "PENDING_SIGN");
    assert!(county.tied(order, "order_task").is_empty());
    county.go(order, "组长", "issue", &[]).unwrap();
    assert_eq!(county.objects[&order].due, Some(day("2023-10-31")));
    let own = task(&county, order, "甲局");
    let holder = county.objects[&own].holder.clone().unwrap();
    assert_eq!((holder.unit.as_str(), county.objects[&own].due), ("甲局", Some(day("2023-10-10"))));
    let refused = sentence(county.go(own, "乙局联络员", "sign", &[]));
    assert!(refused.contains("由本单位的"), "{refused}");
}

#[test]
fn a_wrong_unit_returns_it_in_time_with_a_reason_and_it_goes_back_to_draft() {
    let mut county = County::new();
    let order = issued(&mut county);
    let wrong = task(&county, order, "乙局");
    assert!(sentence(county.go(wrong, "乙局领导", "return_order", &[])).contains("理由"));
    assert!(
        sentence(county.go(wrong, "乙局联络员", "return_order", &[("reason", "不属")])).contains("部门领导")
    );
    county.go(wrong, "乙局领导", "return_order", &[("reason", "不属本局职责")]).unwrap();
    assert_eq!((county.state(wrong), county.state(order)), ("RETURNED", "REJECTED_BY_UNIT"));
    county.go(order, "主任", "redraft", &[("reason", "改派")]).unwrap();
    assert_eq!(county.state(order), "DRAFT");
    assert!(county.tied(order, "order_task").iter().all(|id| county.state(*id) == "WITHDRAWN"));

    let again = issued(&mut county);
    let late = task(&county, again, "乙局");
    county.today = day("2023-10-11");
    assert!(
        sentence(county.go(late, "乙局领导", "return_order", &[("reason", "不属")])).contains("签收时限")
    );
}

#[test]
fn a_return_that_the_office_refuses_lies_with_the_unit_again() {
    let mut county = County::new();
    let order = issued(&mut county);
    let wrong = task(&county, order, "乙局");
    county.go(wrong, "乙局领导", "return_order", &[("reason", "不属本局职责")]).unwrap();
    county.go(order, "主任", "refuse_return", &[("reason", "三定方案属该局")]).unwrap();
    assert_eq!((county.state(wrong), county.state(order)), ("TO_SIGN", "ISSUED"));
    assert_eq!(county.objects[&wrong].due, Some(day("2023-10-10")));
}

#[test]
fn a_deadline_is_put_off_before_it_passes_twice_at_most_and_by_the_head() {
    let mut county = County::new();
    let order = issued(&mut county);
    let own = task(&county, order, "甲局");
    county.go(own, "甲局联络员", "sign", &[]).unwrap();
    let ask = |to| [("reason", "诉讼未结"), ("date", to)];
    assert!(
        sentence(county.go(own, "甲局联络员", "ask_extension", &ask("2023-10-20"))).contains("不晚于原时限")
    );
    for (to, nth) in [("2023-11-10", 1), ("2023-11-20", 2)] {
        county.go(own, "甲局联络员", "ask_extension", &ask(to)).unwrap();
        assert_eq!(county.state(order), "EXTENSION_REQ");
        let twice = sentence(county.go(own, "甲局联络员", "ask_extension", &ask("2023-12-01")));
        assert!(twice.contains("延期申请"), "{twice}");
        assert!(sentence(county.go(order, "副组长", "grant_extension", &[("date", to)])).contains("组长"));
        county.go(order, "组长", "grant_extension", &[("date", to)]).unwrap();
        let fields = county.objects[&order].fields.order().unwrap();
        assert_eq!((fields.deadline, fields.extended, county.state(order)), (Some(day(to)), nth, "ISSUED"));
        assert_eq!(county.objects[&own].due, Some(day(to)), "the unit's own deadline follows");
        assert_eq!(
            county.objects[&task(&county, order, "乙局")].fields.order_task().unwrap().deadline,
            Some(day(to))
        );
    }
    let third = sentence(county.go(own, "甲局联络员", "ask_extension", &ask("2023-12-01")));
    assert!(third.contains("已延期 2 次"), "{third}");

    let other = issued(&mut county);
    let late = task(&county, other, "甲局");
    county.go(late, "甲局联络员", "sign", &[]).unwrap();
    county.today = day("2023-11-01");
    let refused = sentence(county.go(late, "甲局联络员", "ask_extension", &ask("2023-12-01")));
    assert!(refused.contains("办理时限 2023-10-31 已过"), "{refused}");
}

#[test]
fn an_extension_that_is_refused_leaves_the_deadline_and_the_order_where_they_were() {
    let mut county = County::new();
    let order = issued(&mut county);
    let own = task(&county, order, "甲局");
    county.go(own, "甲局联络员", "sign", &[]).unwrap();
    county.go(own, "甲局联络员", "ask_extension", &[("reason", "诉讼"), ("date", "2023-11-10")]).unwrap();
    county.go(order, "组长", "refuse_extension", &[("reason", "按期办结")]).unwrap();
    let fields = county.objects[&order].fields.order().unwrap();
    assert_eq!(
        (fields.deadline, fields.wanted_by, county.state(order)),
        (Some(day("2023-10-31")), None, "ISSUED")
    );
    assert_eq!(county.objects[&own].fields.order_task().unwrap().wanted_by, None);
}

#[test]
fn the_lead_applies_once_all_have_reported_the_office_verifies_and_the_head_closes() {
    let mut county = County::new();
    let order = issued(&mut county);
    let (lead, assists) = (task(&county, order, "甲局"), task(&county, order, "乙局"));
    county.go(lead, "甲局联络员", "sign", &[]).unwrap();
    let done = [("opinion", "已搬离"), ("photo", "2023-10-09")];
    let early = sentence(county.go(lead, "甲局联络员", "apply", &done));
    assert!(early.contains("乙局还没有办结反馈"), "{early}");
    county.go(assists, "乙局联络员", "sign", &[]).unwrap();
    assert!(sentence(county.go(assists, "乙局联络员", "apply", &done)).contains("由主办单位申请"));
    assert!(
        sentence(county.go(assists, "乙局联络员", "report", &[("opinion", "已断电")])).contains("照片或文件")
    );
    county.go(assists, "乙局联络员", "report", &done).unwrap();
    county.go(lead, "甲局联络员", "feed_back", &[("opinion", "已约谈业主")]).unwrap();
    county.go(lead, "甲局联络员", "apply", &done).unwrap();
    assert_eq!((county.state(order), county.objects[&order].due), ("CLOSE_APPLIED", Some(day("2023-10-16"))));
    assert_eq!(county.objects[&lead].fields.order_task().unwrap().opinions.len(), 2);
    county.go(order, "科员", "send_back", &[("reason", "缺现场照片")]).unwrap();
    assert_eq!((county.state(order), county.state(lead)), ("RETURNED", "IN_PROGRESS"));
    county.go(lead, "甲局联络员", "apply", &done).unwrap();
    county.go(order, "科员", "begin_check", &[]).unwrap();
    county.go(order, "科员", "verify", &[("verified", "现场核验属实")]).unwrap();
    assert!(sentence(county.go(order, "副组长", "close", &[])).contains("由组长办理"));
    county.go(order, "组长", "close", &[("closing", "同意销号")]).unwrap();
    assert_eq!(county.state(order), "CLOSED");
    let course = Course::of(&county.objects[&order]).unwrap();
    assert_eq!(course.at(county.today), Kept::OnTime);
}

#[test]
fn only_the_head_cancels_and_the_tasks_are_withdrawn() {
    let mut county = County::new();
    let order = issued(&mut county);
    assert!(sentence(county.go(order, "主任", "cancel", &[("reason", "情况变化")])).contains("由组长办理"));
    county.go(order, "组长", "cancel", &[("reason", "情况变化")]).unwrap();
    assert_eq!(county.state(order), "CANCELLED");
    assert!(county.tied(order, "order_task").iter().all(|id| !is_open(&county.objects[id])));
    assert_eq!(Course::of(&county.objects[&order]), None, "what was cancelled is not judged");
}

#[test]
fn orders_are_late_by_the_day_they_were_handed_in_not_by_the_day_they_were_closed() {
    let course = |handed: Option<&str>, closed: Option<&str>| Course {
        issued_on: day("2023-09-01"),
        deadline: day("2023-09-30"),
        handed_in: handed.map(day),
        closed_on: closed.map(day),
    };
    let cases = [
        (course(Some("2023-09-30"), Some("2023-10-08")), "2023-10-09", Kept::OnTime),
        (course(Some("2023-10-01"), Some("2023-10-08")), "2023-10-09", Kept::Late),
        (course(Some("2023-09-30"), None), "2023-10-09", Kept::Running),
        (course(None, None), "2023-09-30", Kept::Running),
        (course(None, None), "2023-10-01", Kept::Overdue),
        (course(Some("2023-10-02"), None), "2023-10-09", Kept::Overdue),
    ];
    for (course, on, kept) in cases {
        assert_eq!(course.at(day(on)), kept, "{course:?}");
    }
    let tally = Tally::of(cases.iter().map(|(course, ..)| *course), day("2023-10-09"));
    assert_eq!((tally.open, tally.overdue, tally.closed, tally.on_time), (4, 3, 2, 1));
    assert_eq!(tally.rate().unwrap().to_decimal(2), "0.20", "closed and overdue ones are judged");
    assert_eq!(Tally::default().rate(), None, "no order is no figure");
}

#[test]
fn a_light_is_green_beyond_seven_days_yellow_within_and_red_past_the_deadline() {
    let course = Course {
        issued_on: day("2023-09-01"),
        deadline: day("2023-10-10"),
        handed_in: None,
        closed_on: None,
    };
    let lights = ["2023-10-02", "2023-10-03", "2023-10-10", "2023-10-11"]
        .map(|on| format!("{:?}", course.light(day(on), 7).unwrap()));
    assert_eq!(lights, ["Green", "Yellow", "Yellow", "Red"]);
}

#[test]
fn quarters_are_owed_once_they_are_over() {
    let words = |on| Quarter::over_by(day(on)).iter().map(Quarter::spoken).collect::<Vec<_>>();
    assert!(words("2023-03-30").is_empty());
    assert_eq!(words("2023-09-30"), ["2023年第1季度", "2023年第2季度", "2023年第3季度"]);
}

const PEOPLE: [&str; 7] = ["科员", "主任", "组长", "副组长", "甲局联络员", "乙局联络员", "乙局领导"];

fn check(county: &County, order: Uuid) -> Result<(), TestCaseError> {
    let fields = county.objects[&order].fields.order().unwrap();
    let tasks: Vec<&Object> = county.tied(order, "order_task").iter().map(|id| &county.objects[id]).collect();
    for object in tasks.iter().copied().chain([&county.objects[&order]]) {
        prop_assert!(!is_open(object) || object.holder.is_some(), "{} lies with nobody", object.state);
    }
    let active: Vec<_> = tasks.iter().filter(|task| task.state != "WITHDRAWN").collect();
    let leads = active.iter().filter(|task| task.fields.order_task().unwrap().lead).count();
    match county.state(order) {
        "DRAFT" | "PENDING_SIGN" => prop_assert!(active.is_empty(), "units have what nobody signed"),
        "CANCELLED" => prop_assert!(active.is_empty()),
        "CLOSED" | "VERIFIED" | "VERIFYING" | "CLOSE_APPLIED" => {
            prop_assert!(active.iter().all(|task| ["REPORTED", "APPLIED"].contains(&task.state)));
            prop_assert!(fields.signed_by.as_deref() == Some("组长"));
        }
        _ => prop_assert_eq!(leads, 1),
    }
    prop_assert!(fields.extended <= 2);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_leaves_an_order_without_holder_signature_or_report(
        tries in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..PEOPLE.len(), 0..8_u64), 1..80)
    ) {
        let mut county = County::new();
        let order = draft(&mut county, WHOLE);
        for (object, verb, who, days) in tries {
            let ids: Vec<_> = std::iter::once(order).chain(county.tied(order, "order_task")).collect();
            let id = *object.get(&ids);
            let moves = beginning(&county.objects[&id]);
            if moves.is_empty() {
                continue;
            }
            let (verb, _) = *verb.get(&moves);
            // Mostly by somebody whose move it is, so that sequences get somewhere.
            let object = &county.objects[&id];
            let one = machine(object.kind).named(verb).unwrap();
            let able = PEOPLE.iter().find(|who| may_make(one, &actor(who), &object.unit));
            let by = able.filter(|_| days != 7).copied().unwrap_or(PEOPLE[who]);
            let text = |field: &lingdi_domain::moves::Field| (field.name.to_owned(), serde_json::json!("内容"));
            let own = one.fields.iter().filter(|field| ["opinion", "verified"].contains(&field.name));
            let input = Input {
                reason: "理由".to_owned(),
                date: Some(county.today + chrono::Days::new(10 + days * 5)),
                fields: own.map(text).collect(),
                evidence: vec![photo("2023-10-01")],
                ..Input::default()
            };
            let _ = county.make(id, &actor(by), Decision::Person, verb, &input);
            county.today = county.today + chrono::Days::new(days / 5);
            check(&county, order)?;
        }
    }
}

#[test]
fn a_township_of_the_site_does_not_sign_for_a_bureau() {
    let mut county = County::new();
    let order = issued(&mut county);
    let own = task(&county, order, "甲局");
    assert_ne!(county.objects[&own].unit, UNIT);
    assert!(sentence(county.go(own, "经办", "sign", &[])).contains("本单位的"));
}
