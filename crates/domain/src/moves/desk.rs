//! What a person's desk reads from the tables of moves: whose desks are theirs, what came back, what
//! may be taken back, and which moves can be made on many objects at once.

use super::table::{From, Move};
use super::{machine, may_make};
use crate::object::{Holder, Object, ObjectKind};
use crate::{Actor, Role};

/// Moves by which something comes back to the desk it came from.
pub const SENT_BACK: &[&str] = &[
    "return_verification",
    "return_plan",
    "return_to_clerk",
    "return",
    "return_acceptance",
    "refuse",
    "refuse_acquisition",
    "refuse_major",
    "return_breach",
    "hold_back",
    "return_fulfil",
    "refuse_exit",
    "fail",
    "return_notice",
    "return_draft",
    "receive_return",
    "redo",
    "send_back",
];

/// The desks of an actor: their own of their unit; the head of the office sees the office's too.
pub fn desks(actor: &Actor) -> Vec<Holder> {
    let office = |role| Holder { role, unit: String::new() };
    let mut desks = Vec::new();
    for role in &actor.roles {
        match role {
            Role::OfficeHead => desks.extend([office(Role::OfficeHead), office(Role::OfficeClerk)]),
            Role::OfficeClerk | Role::Leader | Role::Inspector => desks.push(office(*role)),
            role => desks.push(Holder { role: *role, unit: actor.unit.clone() }),
        }
    }
    desks
}

/// Every move that may be taken back, by its name.
pub fn recallable() -> Vec<&'static str> {
    let all = ObjectKind::ALL.into_iter().flat_map(|kind| machine(kind).all());
    let mut verbs: Vec<_> = all.filter(|one| one.recallable).map(|one| one.verb).collect();
    verbs.sort_unstable();
    verbs.dedup();
    verbs
}

/// Moves of this person that lead on from where the object stands; what may befall any state is left
/// to the object's own page.
pub fn steps(object: &Object, actor: &Actor) -> Vec<&'static Move> {
    let machine = machine(object.kind);
    let here = machine.all().filter(|one| !is_aside(one) && machine.begins(one, object.state));
    here.filter(|one| may_make(one, actor, &object.unit)).collect()
}

/// A move that begins in most states: suspension, division, withdrawal.
pub fn is_aside(one: &Move) -> bool {
    match one.from {
        From::States(states) => states.len() > 4,
        From::AnyOpen => true,
        From::New => false,
    }
}

/// Can it be made on many objects at once: does it ask for nothing that differs from one to the next?
pub fn suits_many(one: &Move) -> bool {
    one.ties.is_empty() && !one.needs.evidence && one.fields.iter().all(|field| !field.required)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_back_names_moves_that_exist() {
        for verb in SENT_BACK {
            assert!(ObjectKind::ALL.into_iter().any(|kind| machine(kind).named(verb).is_some()), "{verb}");
        }
        assert!(recallable().contains(&"submit_verification") && !recallable().contains(&"file"));
    }

    #[test]
    fn a_head_of_the_office_has_its_desk_and_a_clerk_of_a_unit_only_his_own() {
        let mut actor = Actor::program("章程");
        assert_eq!(desks(&actor).len(), 2);
        actor.roles = vec![Role::LocalClerk];
        actor.unit = "330122102".to_owned();
        assert_eq!(desks(&actor), [Holder { role: Role::LocalClerk, unit: "330122102".to_owned() }]);
        actor.roles.clear();
        assert!(desks(&actor).is_empty());
    }

    #[test]
    fn only_what_asks_for_nothing_of_its_own_is_made_on_many() {
        let suits = |kind, verb| suits_many(machine(kind).named(verb).unwrap());
        assert!(suits(ObjectKind::Plan, "file") && suits(ObjectKind::Case, "begin_evaluation"));
        assert!(!suits(ObjectKind::Case, "submit_verification"), "each has its own photo");
        assert!(!suits(ObjectKind::Case, "draft_verification"), "each has its own verdict");
    }
}
