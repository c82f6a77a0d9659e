//! The tables of moves: well-formed, as the county's rules want them, and safe under any sequence.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod appraisal;
mod authority;
mod battle_plan;
mod blank;
mod county;
mod discipline;
#[path = "../limits/mod.rs"]
mod limits;
mod orders;
mod rights;
mod sequences;
mod stories;
mod unit_report;

use std::collections::BTreeSet;

use lingdi_domain::Role;
use lingdi_domain::moves::{Check, Desk, From, Machine, To, Who, machine};
use lingdi_domain::object::ObjectKind;

fn machines() -> impl Iterator<Item = &'static Machine> {
    ObjectKind::ALL.into_iter().map(machine)
}

#[test]
fn every_state_is_reached_and_left_and_every_move_leads_somewhere() {
    for machine in machines() {
        let codes: Vec<_> = machine.states.iter().map(|state| state.code).collect();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        for one in machine.all() {
            let named = |code: &&str| codes.contains(code);
            if let From::States(states) = one.from {
                assert!(states.iter().all(named), "{:?} {}", machine.kind, one.verb);
            }
            if let To::State(code) = one.to {
                assert!(named(&code), "{:?} {}", machine.kind, one.verb);
            }
            assert!(!one.label.is_empty() && one.verb.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
            if let Some(refusal) = one.refusal {
                let refusal = machine.named(refusal).unwrap();
                assert!(matches!(refusal.who, Who::Meeting(_)), "{}", one.verb);
            }
        }
        for state in machine.states {
            let reached = machine.all().any(|one| one.to == To::State(state.code));
            assert!(reached, "{:?}: nothing leads to {}", machine.kind, state.code);
            let left = machine.all().any(|one| machine.begins(one, state.code));
            assert!(left || !state.open, "{:?}: {} is a dead end", machine.kind, state.code);
        }
    }
}

/// A state that waits for somebody lies on a desk, and the desk can move it.
#[test]
fn whoever_holds_an_object_can_do_something_about_it() {
    for machine in machines() {
        for state in machine.states.iter().filter(|state| state.open) {
            assert_ne!(state.desk, Desk::Nobody, "{:?} {}", machine.kind, state.code);
            let role = state.desk.role().unwrap();
            // What waits for a meeting or for the program lies with the office, which prepares the item.
            let acts = machine.all().filter(|one| machine.begins(one, state.code)).any(|one| match one.who {
                Who::People(roles) | Who::Own(roles) => roles.contains(&role),
                Who::Meeting(_) | Who::System => role == Role::OfficeClerk,
            });
            assert!(
                acts || waits_for_another_object(machine.kind, state.code),
                "{:?} {}",
                machine.kind,
                state.code
            );
        }
    }
}

/// 方案编制 moves on when the plan is reported.
fn waits_for_another_object(kind: ObjectKind, state: &str) -> bool {
    kind == ObjectKind::Case && state == "PLANNING"
}

#[test]
fn guards_look_at_objects_of_their_own_kind() {
    for machine in machines() {
        for guard in machine.all().flat_map(|one| one.guards) {
            let kind = match guard.check {
                Check::Case(_) => ObjectKind::Case,
                Check::Overall(_) => ObjectKind::OverallPlan,
                Check::Plan(_) => ObjectKind::Plan,
                Check::Block(_) => ObjectKind::Block,
                Check::Agreement(_) => ObjectKind::Agreement,
                Check::Meeting(_) => ObjectKind::Meeting,
                Check::Item(_) => ObjectKind::Item,
                Check::Objection(_) => ObjectKind::Objection,
                Check::Nomination(_) => ObjectKind::Nomination,
                Check::BattlePlan(_) => ObjectKind::BattlePlan,
                Check::UnitReport(_) => ObjectKind::UnitReport,
                Check::Period(_) => ObjectKind::Period,
                Check::Interview(_) => ObjectKind::Interview,
                Check::Order(_) => ObjectKind::Order,
                Check::OrderTask(_) => ObjectKind::OrderTask,
                Check::Visit(_) => ObjectKind::Visit,
                Check::Supervision(_) => ObjectKind::Supervision,
                Check::Defect(_) => ObjectKind::Defect,
                Check::Commendation(_) => ObjectKind::Commendation,
                Check::Pledge(_) => ObjectKind::Pledge,
            };
            assert_eq!(kind, machine.kind, "{}", guard.name);
        }
    }
}

/// 七（二）1 and domain.md §2.1: nobody decides entry, exit or confirmation at a desk.
#[test]
fn what_a_meeting_owns_no_person_can_do() {
    let owned = ["confirm", "reject", "enter", "pre_exit", "exit", "refuse_exit", "finish_watch", "withdraw"];
    for verb in owned {
        let one = machine(ObjectKind::Case).named(verb).unwrap();
        assert!(matches!(one.who, Who::Meeting(_)), "{verb}");
    }
    for (kind, verb) in [
        (ObjectKind::Plan, "pre_review"),
        (ObjectKind::Block, "put_forward"),
        (ObjectKind::Block, "end"),
        (ObjectKind::Plan, "approve_acquisition"),
        (ObjectKind::Plan, "approve_major"),
        (ObjectKind::Block, "approve"),
        (ObjectKind::Commendation, "commend"),
    ] {
        assert!(matches!(machine(kind).named(verb).unwrap().who, Who::Meeting(_)), "{verb}");
    }
}

#[test]
fn the_page_of_machines_is_what_the_tables_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/machines.md");
    let page = lingdi_domain::moves::describe::page();
    if std::env::var_os("LINGDI_BLESS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == page,
        "docs/machines.md is old: LINGDI_BLESS=1 cargo test -p lingdi-domain --test machines"
    );
}
