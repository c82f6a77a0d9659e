//! May this person make this move on this object?

use super::guard::Missing;
use super::table::{Desk, Move, Who};
use crate::actor::person_of;
use crate::numbers::Numbers;
use crate::object::{Input, Object, Signed};
use crate::{Actor, Role};

/// Why a move is not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The machine knows no such move.
    Unknown(String),
    /// It is not this person's to make.
    Forbidden(String),
    /// It does not begin in the present state.
    Illegal(String),
    /// Something is missing.
    Missing(Vec<Missing>),
}

/// How somebody may make a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It is theirs.
    Own,
    /// From paper that its owner signed.
    Paper,
}

/// Is the move this person's to make on an object of this unit?
pub fn may_make(one: &Move, actor: &Actor, unit: &str) -> bool {
    actor.is_entrusted_with(one.verb) && actor.roles.iter().any(|role| one.who.fits(*role, &actor.unit, unit))
}

/// May this person enter the move from signed paper: the office, or the clerk of the owner's unit?
/// The policy may close this way for a move.
pub(super) fn may_enter(one: &Move, actor: &Actor, object: &Object, numbers: &Numbers) -> bool {
    let unit = &object.unit;
    let closed = numbers.paper_off.iter().any(|(kind, verb)| *kind == object.kind && verb == one.verb);
    let office = actor.is(Role::OfficeHead) || actor.is(Role::OfficeClerk);
    let entrusted = actor.is_entrusted_with(one.verb);
    one.offline && !closed && entrusted && (office || (actor.is(Role::LocalClerk) && &actor.unit == unit))
}

/// Decides by which way the move is made.
pub(super) fn way(
    one: &Move,
    actor: &Actor,
    object: &Object,
    input: &Input,
    numbers: &Numbers,
) -> Result<Way, Refusal> {
    let own = may_make(one, actor, &object.unit);
    let paper = may_enter(one, actor, object, numbers);
    let way = match (&input.signed, own, paper) {
        (None, true, _) => Way::Own,
        (Some(_), _, true) => Way::Paper,
        (None, false, true) => {
            return Err(Refusal::Missing(vec![Missing::new(
                "signed",
                format!(
                    "“{}”由{}办理。如已在纸上签批，请按线下签批代录，填写签批人、签批日期并附扫描件。",
                    one.label,
                    owner(one)
                ),
            )]));
        }
        _ => return Err(Refusal::Forbidden(not_yours(one, actor))),
    };
    if let Some((before, person)) =
        hands(actor, input).iter().find_map(|person| Some((before(one, object, person)?, person)))
    {
        return Err(Refusal::Forbidden(format!(
            "“{before}”由{person}办理，“{}”须由另一人办理，签批和代录都不能是同一人。请交另一位有权限的人员。",
            one.label
        )));
    }
    Ok(way)
}

/// Everybody who has a hand in a move: whoever types it, and whoever signed the paper.
pub(super) fn hands(actor: &Actor, input: &Input) -> Vec<String> {
    let signer = input.signed.as_ref().map(|signed| signed.name.trim().to_owned());
    std::iter::once(actor.name.clone()).chain(signer).collect()
}

/// The earlier move that keeps a person from making this one.
pub(super) fn before(one: &Move, object: &Object, person: &str) -> Option<&'static str> {
    let same = |known: &String| person_of(known) == person_of(person);
    let had = |verb: &&&str| object.hands.get(**verb).is_some_and(|people| people.iter().any(same));
    one.second_to.iter().find(had).map(|verb| super::describe::label(object.kind, verb))
}

/// Was the signer of the paper, on the day of the signature, somebody whose move it is?
pub(super) fn signer_is_owner(one: &Move, signed: &Signed, unit: &str) -> bool {
    signed.posts.iter().any(|(role, of)| one.who.fits(*role, of, unit))
}

/// Whose act it is: the signer of the paper, else whoever sits at the desk.
pub(super) fn maker(actor: &Actor, input: &Input) -> String {
    input.signed.as_ref().map_or_else(|| actor.name.clone(), |signed| signed.name.trim().to_owned())
}

fn not_yours(one: &Move, actor: &Actor) -> String {
    match one.who {
        Who::People(_) | Who::Own(_) => {
            format!("{}不能办理“{}”，这一步由{}办理。", actor.name, one.label, owner(one))
        }
        Who::Meeting(act) => format!(
            "“{}”须经会议议定（{}），不能直接办理。请提请议题，会议议定后自动办理。",
            one.label,
            act.label()
        ),
        Who::System => format!("“{}”由系统在前一步办结后自动办理，不能手工操作。", one.label),
    }
}

/// Who makes a move, in words.
pub fn owner(one: &Move) -> String {
    match one.who {
        Who::People(roles) => {
            let names = roles.iter().map(|role| {
                if is_local(*role) {
                    format!("本属地的{}", role.label())
                } else {
                    role.label().to_owned()
                }
            });
            names.collect::<Vec<_>>().join("、")
        }
        Who::Own(roles) => {
            let names: Vec<_> = roles.iter().map(|role| role.label()).collect();
            format!("本单位的{}", names.join("、"))
        }
        Who::Meeting(act) => format!("会议（{}）", act.label()),
        Who::System => "系统".to_owned(),
    }
}

pub(super) fn is_local(role: Role) -> bool {
    matches!(role, Role::LocalLeader | Role::LocalClerk)
}

impl Desk {
    /// Does this desk belong to the object's own unit?
    pub fn is_own(self) -> bool {
        self == Self::Receiver || self.role().is_some_and(is_local)
    }
}
