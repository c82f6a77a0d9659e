//! Who is told of what, on which day; and that it does not matter when the watch ran.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use lingdi_domain::Role;
use lingdi_domain::object::{Fields, Hands, Holder, Last, Object, ObjectKind};
use lingdi_domain::step4_remediation::{Agreement, Checkpoint};
use lingdi_domain::watch::{Step, comes_due, notices};
use proptest::prelude::*;
use uuid::Uuid;

use super::{calendar, day, limits};

const UNIT: &str = "330122102";

fn waiting(role: Role, due: NaiveDate) -> Object {
    let local = matches!(role, Role::LocalClerk | Role::LocalLeader);
    Object {
        id: Uuid::nil(),
        kind: ObjectKind::Case,
        state: "VERIFYING",
        resumes: None,
        unit: UNIT.to_owned(),
        number: "2023-0001".to_owned(),
        title: "某地块".to_owned(),
        parcel: String::new(),
        due: Some(due),
        holder: Some(Holder { role, unit: if local { UNIT.to_owned() } else { String::new() } }),
        version: 1,
        last: Last::default(),
        hands: Hands::new(),
        fields: Fields::empty(ObjectKind::Case),
    }
}

fn told(object: &Object, since: &str, until: &str) -> Vec<(String, String, Role)> {
    let notices = notices(object, day(since), day(until), &limits(), &calendar());
    notices.into_iter().map(|one| (one.step.code(), one.day.to_string(), one.to.role)).collect()
}

fn rows(wanted: &[(&str, &str, Role)]) -> Vec<(String, String, Role)> {
    wanted.iter().map(|(step, day, role)| ((*step).to_owned(), (*day).to_owned(), *role)).collect()
}

/// A deadline on the first working day after the National Day of 2023.
#[test]
fn reminders_and_escalation_step_over_the_national_day() {
    let object = waiting(Role::LocalClerk, day("2023-10-07"));
    let wanted = rows(&[
        ("7", "2023-09-20", Role::LocalClerk),
        ("3", "2023-09-26", Role::LocalClerk),
        ("1", "2023-09-28", Role::LocalClerk),
        ("overdue", "2023-10-08", Role::LocalClerk),
        ("leader", "2023-10-10", Role::LocalLeader),
        ("office", "2023-10-12", Role::OfficeClerk),
    ]);
    for (until, many) in [
        ("2023-09-19", 0),
        ("2023-09-20", 1),
        ("2023-10-07", 3),
        ("2023-10-08", 4),
        ("2023-10-11", 5),
        ("2023-12-31", 6),
    ] {
        assert_eq!(told(&object, "2023-09-01", until), wanted[..many], "{until}");
    }
}

/// R57: a bureau is reminded of an order like a township, its leader and the office are told when it is late.
#[test]
fn a_bureau_is_reminded_of_its_order_and_its_leader_and_the_office_are_told() {
    let object = waiting(Role::BureauLiaison, day("2023-10-07"));
    let all = told(&object, "2023-09-10", "2023-10-12");
    let to: Vec<_> = all.iter().map(|(step, _, role)| (step.as_str(), *role)).collect();
    let liaison = Role::BureauLiaison;
    let wanted = [
        ("7", liaison),
        ("3", liaison),
        ("1", liaison),
        ("overdue", liaison),
        ("leader", Role::BureauLeader),
        ("office", Role::OfficeClerk),
    ];
    assert_eq!(to, wanted);
}

#[test]
fn what_came_too_late_to_remind_is_not_told_afterwards_but_that_it_is_overdue_is() {
    let object = waiting(Role::LocalClerk, day("2023-10-07"));
    let steps: Vec<_> = told(&object, "2023-09-26", "2023-10-07").into_iter().map(|one| one.0).collect();
    assert_eq!(steps, ["1"]);
    // Carried over from another system, long overdue: told on the day it came.
    let late = told(&object, "2023-11-01", "2023-11-01");
    assert_eq!(
        late,
        rows(&[
            ("overdue", "2023-11-01", Role::LocalClerk),
            ("leader", "2023-11-01", Role::LocalLeader),
            ("office", "2023-11-01", Role::OfficeClerk),
        ])
    );
}

#[test]
fn what_lies_with_the_office_goes_to_its_head_and_nobody_above() {
    let roles = |role| -> Vec<_> {
        let object = waiting(role, day("2023-10-07"));
        told(&object, "2023-10-01", "2023-12-01").into_iter().map(|one| one.2).collect()
    };
    assert_eq!(roles(Role::OfficeClerk), [Role::OfficeClerk, Role::OfficeHead]);
    assert_eq!(roles(Role::OfficeHead), [Role::OfficeHead]);
    assert_eq!(roles(Role::LocalLeader), [Role::LocalLeader, Role::OfficeClerk]);
}

#[test]
fn nobody_is_told_of_what_waits_for_nobody_or_has_no_day() {
    let object = waiting(Role::LocalClerk, day("2023-10-07"));
    assert!(told(&Object { due: None, ..object.clone() }, "2023-01-01", "2023-12-31").is_empty());
    assert!(told(&Object { holder: None, ..object }, "2023-01-01", "2023-12-31").is_empty());
}

/// An agreement whose checkpoint came due while the program stood still.
#[test]
fn a_checkpoint_that_came_due_during_a_stop_is_told_as_if_it_had_not() {
    let point = Checkpoint {
        due: day("2023-10-02"),
        indicator: "亩均税收".to_owned(),
        target: "10".to_owned(),
        unit: "万元/亩".to_owned(),
        result: None,
        checked_on: None,
    };
    let agreement = Agreement { checkpoints: vec![point], ..Agreement::default() };
    let performing = Object {
        kind: ObjectKind::Agreement,
        state: "PERFORMING",
        fields: Fields::Agreement(Box::new(agreement)),
        ..waiting(Role::LocalClerk, day("2023-10-02"))
    };
    assert!(!comes_due(&performing, day("2023-10-01")) && comes_due(&performing, day("2023-10-02")));
    // Five working days after the checkpoint: 7, 8, 9, 10 and 11 October.
    let due = Object {
        state: "CHECK_DUE",
        due: Some(day("2023-10-11")),
        last: Last { verb: "come_due".to_owned(), ..Last::default() },
        ..performing
    };
    let in_time = told(&due, "2023-10-07", "2023-10-16");
    assert_eq!(told(&due, "2023-10-16", "2023-10-16"), in_time);
    assert_eq!(
        in_time,
        rows(&[
            ("3", "2023-10-08", Role::LocalClerk),
            ("1", "2023-10-10", Role::LocalClerk),
            ("overdue", "2023-10-12", Role::LocalClerk),
            ("leader", "2023-10-16", Role::LocalLeader),
        ])
    );
}

proptest! {
    /// Every day, every day twice, or once after a stop: the same people know the same.
    #[test]
    fn the_watch_tells_the_same_whenever_it_runs(
        begin in 0_u64..500,
        term in 0_u64..60,
        until in 0_u64..100,
        steps in prop::collection::vec(0_u32..15, 0..4),
        (leader, office) in (1_u32..8, 1_u32..12),
        role in prop::sample::select(vec![Role::LocalClerk, Role::LocalLeader, Role::OfficeClerk]),
        stop in 0_u64..100,
    ) {
        let calendar = calendar();
        let limits = lingdi_domain::Limits {
            remind_days: steps, leader_days: leader, office_days: office, ..limits()
        };
        let since = day("2022-01-01") + Days::new(begin);
        let object = waiting(role, since + Days::new(term));
        let last = since + Days::new(until);
        let run = |on| notices(&object, since, on, &limits, &calendar);
        let key = |one: &lingdi_domain::watch::Notice| (one.step, one.day, one.to.role, one.to.unit.clone());
        let once: BTreeSet<_> = run(last).iter().map(key).collect();
        let daily = since.iter_days().take_while(|on| *on <= last);
        let with_stop = daily.clone().skip(stop as usize).chain([last]);
        for days in [daily.collect::<Vec<_>>(), with_stop.collect()] {
            let all: BTreeSet<_> =
                days.iter().chain(&days).flat_map(|on| run(*on)).map(|one| key(&one)).collect();
            prop_assert_eq!(&all, &once);
        }
        prop_assert!(once.iter().all(|(_, on, ..)| *on <= last));
    }

    #[test]
    fn a_step_is_read_as_it_was_written(days in 0_u32..100) {
        for step in [Step::Before(days), Step::Overdue, Step::Leader, Step::Office] {
            prop_assert_eq!(Step::from_code(&step.code()), Some(step));
        }
        prop_assert_eq!(Step::from_code("sometime"), None);
    }
}
