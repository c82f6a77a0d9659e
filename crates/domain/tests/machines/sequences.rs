//! Whatever is tried, in whatever order: a case always lies with somebody, no guard is skipped, no 亩
//! counts twice.

use lingdi_domain::Area;
use lingdi_domain::mechanism2_appraisal::achievement::{What, counted};
use lingdi_domain::moves::desk::is_aside;
use lingdi_domain::moves::{Decision, To, Who, is_open, machine};
use lingdi_domain::object::{Input, ObjectKind};
use proptest::prelude::*;
use serde_json::json;

use super::county::{County, actor, beginning, photo};

const PARCELS: [&str; 2] = ["330122102001GB00001", "330122102001GB00002"];
const WHOLE: Area = Area(1_333_333);
const PEOPLE: [&str; 6] = ["经办", "领导", "邻镇领导", "科员", "主任", "部门"];

/// What somebody tries.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is one throw of a coin")]
struct Attempt {
    object: prop::sample::Index,
    who: usize,
    verb: prop::sample::Index,
    /// Only moves of the present state, so that sequences get somewhere.
    fitting: bool,
    /// By somebody whose move it is.
    able: bool,
    /// A move that leads on, not aside.
    forward: bool,
    reason: bool,
    dated: bool,
    days: u32,
    choice: prop::sample::Index,
    /// Through a decision item, which bypasses desks but no guard.
    by_item: bool,
    make: Option<u8>,
}

fn attempt() -> impl Strategy<Value = Attempt> {
    (
        (
            any::<prop::sample::Index>(),
            0..PEOPLE.len(),
            any::<prop::sample::Index>(),
            prop::bool::weighted(0.9),
            prop::bool::weighted(0.8),
        ),
        (prop::bool::weighted(0.9), prop::bool::weighted(0.9), 0..60_u32, any::<prop::sample::Index>()),
        (prop::bool::weighted(0.3), prop::option::weighted(0.1, 0..4_u8), prop::bool::weighted(0.92)),
    )
        .prop_map(
            |(
                (object, who, verb, fitting, able),
                (reason, dated, days, choice),
                (by_item, make, forward),
            )| Attempt {
                object,
                who,
                verb,
                fitting,
                able,
                forward,
                reason,
                dated,
                days,
                choice,
                by_item,
                make,
            },
        )
}

/// Fills a form in with something that fits each field.
fn filled(county: &County, attempt: &Attempt, kind: ObjectKind, verb: &str) -> Input {
    use lingdi_domain::moves::FieldKind as Kind;
    let form = machine(kind).named(verb).map_or(&[][..], |one| one.fields);
    let day = county.today + chrono::Days::new(u64::from(attempt.days));
    let value = |field: &lingdi_domain::moves::Field| match field.kind {
        // Two choices of one form are independent of each other.
        Kind::Choice(choices) if field.required => json!(attempt.choice.get(choices).0),
        Kind::Choice(choices) => json!(choices[attempt.days as usize % choices.len()].0),
        Kind::Day => json!(county.today - chrono::Days::new(u64::from(attempt.days))),
        Kind::Flag => json!(true),
        Kind::Whole => json!(1),
        Kind::Decimal => json!("8"),
        Kind::Mu => json!("10"),
        Kind::Wan => json!("100"),
        Kind::Unit | Kind::Units => json!("横村镇"),
        Kind::Lines | Kind::Text | Kind::Prose => json!("内容"),
        Kind::DatedLines => json!(format!("{} 节点", county.today)),
        Kind::Checkpoints => json!(format!("{} 亩均税收 5 万元/亩", county.today)),
        Kind::Month => json!("2023-09"),
        Kind::Schedule => json!("出清 1 1 1 1 1 1 1 1 1 1 1 1"),
        Kind::Corrections => json!("出清 3 实测"),
        Kind::Parts => json!("330122102001GB00008 5\n330122102001GB00009 5"),
    };
    Input {
        reason: if attempt.reason { "理由".to_owned() } else { String::new() },
        date: attempt.dated.then_some(day),
        fields: form.iter().map(|field| (field.name.to_owned(), value(field))).collect(),
        evidence: if attempt.dated { vec![photo("2023-10-01")] } else { Vec::new() },
        ..Input::default()
    }
}

fn check(county: &County) -> Result<(), TestCaseError> {
    for object in county.objects.values() {
        let waits = is_open(object) || object.state == "PRE_EXITED";
        let rested = object.fields.case().is_some_and(|case| case.relapsed_on.is_some());
        if waits && !rested && object.version > 0 {
            prop_assert!(object.holder.is_some(), "{} lies with nobody in {}", object.title, object.state);
        }
        let Some(case) = object.fields.case() else { continue };
        // The marks of the guards: no case stands beyond a gate without what the gate asks for.
        let beyond = |states: &[&str]| states.contains(&object.state);
        if beyond(&["VERIFIED", "CONFIRMED", "IN_DB", "PLANNING", "PLAN_REVIEW", "EXECUTING"]) {
            prop_assert!(case.verdict.is_some(), "{} without a verdict", object.state);
        }
        if beyond(&["CONFIRMED", "IN_DB", "PLANNING", "PLAN_REVIEW", "EXECUTING", "DONE_PENDING_EVAL"]) {
            prop_assert!(
                case.confirmed_on.is_some()
                    && (case.statement.is_some()
                        || case.notice_skipped.is_some()
                        || case.answer_by < Some(county.today))
            );
        }
        if beyond(&[
            "PLANNING",
            "PLAN_REVIEW",
            "EXECUTING",
            "DONE_PENDING_EVAL",
            "EVALUATING",
            "EXIT_PENDING",
        ]) {
            prop_assert!(case.entered_on.is_some());
        }
        if beyond(&["PRE_EXITED", "EXITED"]) {
            prop_assert!(case.cleared_on.is_some() && case.tax_after.is_some());
        }
    }
    for parcel in PARCELS {
        let open = county
            .objects
            .values()
            .filter(|object| object.kind == ObjectKind::Case && object.parcel == parcel && is_open(object));
        prop_assert!(open.count() <= 1, "{parcel} has two open cases");
    }
    let objects: Vec<_> = county.objects.values().cloned().collect();
    let rows = counted(&objects, &[], true);
    let sum: i64 = rows.iter().filter(|row| row.what == What::Cleared).map(|row| row.amount).sum();
    prop_assert!(sum <= WHOLE.0 * PARCELS.len() as i64, "more is cleared than there is land");
    Ok(())
}

/// Moves to the next states of the usual order, and those that only fill something in.
fn leading_on(county: &County, id: uuid::Uuid, moves: &[(&'static str, Who)]) -> Vec<(&'static str, Who)> {
    let object = &county.objects[&id];
    let machine = machine(object.kind);
    let at = |code: &str| machine.states.iter().position(|state| state.code == code).unwrap_or(0);
    let here = at(object.state);
    let leads = |verb: &str| match machine.named(verb).map(|one| (one.to, is_aside(one))) {
        Some((To::State(to), _)) => (here + 1..here + 3).contains(&at(to)) && to != "REJECTED",
        Some((To::Same | To::Resumed, aside)) => !aside,
        Some((To::Carried, _)) | None => false,
    };
    moves.iter().filter(|(verb, _)| leads(verb)).copied().collect()
}

/// From the list on, or with one case already at its plan.
fn run(attempts: &[Attempt], planned: bool) -> Result<County, TestCaseError> {
    let mut county = County::new();
    if planned {
        super::stories::planning(&mut county, WHOLE);
    }
    for parcel in PARCELS {
        county.open_case(parcel, WHOLE);
    }
    for attempt in attempts {
        let ids: Vec<_> = county.objects.keys().copied().collect();
        let id = *attempt.object.get(&ids);
        let (kind, state) = (county.objects[&id].kind, county.objects[&id].state);
        let who = PEOPLE[attempt.who];
        if let (Some(make), ObjectKind::Case) = (attempt.make, kind) {
            let kind = [ObjectKind::Plan, ObjectKind::Agreement, ObjectKind::Objection, ObjectKind::Case]
                [usize::from(make)];
            if kind == ObjectKind::Case {
                let parcel = county.objects[&id].parcel.clone();
                county.open_case(&parcel, WHOLE);
            } else {
                let input = filled(&county, attempt, kind, "open");
                let pairs: Vec<_> = input
                    .fields
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str().unwrap_or("1")))
                    .collect();
                // Refused or not, the rules below must hold.
                let _ = county.open(kind, who, &[("case", id)], &pairs);
            }
            check(&county)?;
            continue;
        }
        let all: Vec<_> = machine(kind).all().map(|one| (one.verb, one.who)).collect();
        let fitting = beginning(&county.objects[&id]);
        let forward = leading_on(&county, id, &fitting);
        let choices = match (attempt.fitting, attempt.forward) {
            (true, true) if !forward.is_empty() => &forward,
            (true, _) if !fitting.is_empty() => &fitting,
            _ => &all,
        };
        let (verb, owner) = *attempt.verb.get(choices);
        let input = filled(&county, attempt, kind, verb);
        let owner_of = machine(kind).named(verb).filter(|_| attempt.able);
        let able = owner_of.and_then(|one| {
            PEOPLE
                .iter()
                .find(|who| lingdi_domain::moves::may_make(one, &actor(who), &county.objects[&id].unit))
        });
        let who = able.copied().unwrap_or(who);
        let by = if attempt.by_item || (attempt.able && matches!(owner, Who::Meeting(_))) {
            Decision::Item(id)
        } else {
            Decision::Person
        };
        let done = county.make(id, &actor(who), by, verb, &input);
        if done.is_ok() && by == Decision::Person {
            prop_assert!(
                matches!(owner, Who::People(_) | Who::Own(_)),
                "{who} made {verb} in {state}, which is no person's"
            );
        }
        county.today = county.today + chrono::Days::new(u64::from(attempt.days / 10));
        check(&county)?;
    }
    Ok(county)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_loses_a_case_skips_a_guard_or_counts_land_twice(attempts in prop::collection::vec(attempt(), 1..120), planned in any::<bool>()) {
        run(&attempts, planned)?;
    }
}

/// The sequences are worth something only when they get far.
#[test]
fn random_sequences_reach_deep_states() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut reached = std::collections::BTreeSet::new();
    for n in 0..150 {
        let attempts = prop::collection::vec(attempt(), 200..300).new_tree(&mut runner).unwrap().current();
        let county = run(&attempts, n % 2 == 0).unwrap();
        reached.extend(county.objects.values().map(|object| object.state));
    }
    for state in ["PLAN_REVIEW", "EXECUTING", "SUSPENDED", "SPLIT"] {
        assert!(reached.contains(state), "never reached {state}: {reached:?}");
    }
}
