//! The words a table of moves is written in.

use chrono::NaiveDate;

use super::allowed::is_local;
use super::decide::Situation;
use super::effect::Effect;
use super::form::Field;
use super::guard::Guard;
use crate::Role;
use crate::meeting::Act;
use crate::object::{Fields, ObjectKind};

/// All that can happen to one kind of object.
#[derive(Debug)]
pub struct Machine {
    /// Whose machine it is.
    pub kind: ObjectKind,
    /// Its states, in the order in which they are usually passed.
    pub states: &'static [State],
    /// Its moves, a part for each step of the policy. A move from nowhere makes an object.
    pub moves: &'static [&'static [Move]],
}

impl Machine {
    /// The state of this code.
    pub fn state(&self, code: &str) -> Option<&'static State> {
        self.states.iter().find(|state| state.code == code)
    }

    /// Every move.
    pub fn all(&self) -> impl Iterator<Item = &'static Move> + use<> {
        self.moves.iter().copied().flatten()
    }

    /// The move of this name, from whatever state.
    pub fn named(&self, verb: &str) -> Option<&'static Move> {
        self.all().find(|one| one.verb == verb)
    }

    /// Does some move want another person than the one who made this one?
    pub fn is_remembered(&self, verb: &str) -> bool {
        self.all().any(|one| one.second_to.contains(&verb))
    }

    /// Does a move begin in this state?
    pub fn begins(&self, one: &Move, state: &str) -> bool {
        match one.from {
            From::New => false,
            From::States(states) => states.contains(&state),
            From::AnyOpen => self.state(state).is_some_and(|state| state.open),
        }
    }
}

/// A state and whose desk an object in it lies on.
#[derive(Debug)]
pub struct State {
    /// Its code, as the dictionary has it.
    pub code: &'static str,
    /// Its Chinese name.
    pub label: &'static str,
    /// Who is to act.
    pub desk: Desk,
    /// May still change the matter; a state that is over is not open.
    pub open: bool,
    /// By when whoever holds it is to act, unless a move says it.
    pub limit: Option<Limit>,
}

/// By when an object in a state is to be acted on.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// How it is counted, for people.
    pub words: &'static str,
    /// The day, from the fields after the move and the situation before it.
    pub day: fn(&Fields, &Situation<'_>) -> Option<NaiveDate>,
    /// Is it read from the fields, and so changed by moves that stay in the state too?
    pub follows_fields: bool,
}

impl Limit {
    /// Counted from the day on which the object came into the state.
    pub const fn from_entry(
        words: &'static str,
        day: fn(&Fields, &Situation<'_>) -> Option<NaiveDate>,
    ) -> Self {
        Self { words, day, follows_fields: false }
    }

    /// Read from the fields.
    pub const fn from_fields(
        words: &'static str,
        day: fn(&Fields, &Situation<'_>) -> Option<NaiveDate>,
    ) -> Self {
        Self { words, day, follows_fields: true }
    }

    /// The deadline that it had in the state before.
    pub const KEPT: Self = Self::from_entry("沿用上一状态的期限", |_, at| at.object.due);
}

impl State {
    /// A state in which somebody is to act.
    pub const fn open(code: &'static str, label: &'static str, desk: Desk) -> Self {
        Self { code, label, desk, open: true, limit: None }
    }

    /// The same state with a time limit.
    #[must_use]
    pub const fn within(mut self, limit: Limit) -> Self {
        self.limit = Some(limit);
        self
    }

    /// A state in which the matter is over.
    pub const fn over(code: &'static str, label: &'static str) -> Self {
        Self { code, label, desk: Desk::Nobody, open: false, limit: None }
    }
}

/// Whose desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// Nobody's: it is over, or parked.
    Nobody,
    /// The task-force office's.
    Office,
    /// The head's of the task-force office.
    OfficeHead,
    /// The 组长's.
    Leader,
    /// The clerk's of the object's own unit.
    LocalClerk,
    /// The leader's of the object's own unit.
    LocalLeader,
    /// Of the unit that received an order: its clerk, its liaison or its agent, by what the unit is.
    Receiver,
    /// That of the inspection teams (督查组员).
    Inspector,
}

impl Desk {
    /// The role that acts; of the units that receive orders that of a bureau, see [`Desk::role_for`].
    pub fn role(self) -> Option<Role> {
        match self {
            Self::Nobody => None,
            Self::Office => Some(Role::OfficeClerk),
            Self::OfficeHead => Some(Role::OfficeHead),
            Self::Leader => Some(Role::Leader),
            Self::LocalClerk => Some(Role::LocalClerk),
            Self::LocalLeader => Some(Role::LocalLeader),
            Self::Receiver => Some(Role::BureauLiaison),
            Self::Inspector => Some(Role::Inspector),
        }
    }

    /// The role that acts on an object with these fields.
    pub fn role_for(self, fields: &Fields) -> Option<Role> {
        match (self, fields.order_task()) {
            (Self::Receiver, Some(task)) => Some(task.receiver.role()),
            _ => self.role(),
        }
    }

    /// Whose desk, in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Receiver => "接单单位经办",
            desk => desk.role().map_or("–", Role::label),
        }
    }
}

/// One move: from where, to where, whose, on what conditions, and what it asks for.
#[derive(Debug)]
pub struct Move {
    /// Its English name, in addresses and in the journal.
    pub verb: &'static str,
    /// Its Chinese name, on the button.
    pub label: &'static str,
    /// States it begins in.
    pub from: From,
    /// State it ends in.
    pub to: To,
    /// Who makes it.
    pub who: Who,
    /// Clause of the document; empty where it is ours.
    pub clause: &'static str,
    /// What must hold.
    pub guards: &'static [Guard],
    /// What must be handed in.
    pub needs: Needs,
    /// Ties that may be made with it: their name, and to what.
    pub ties: &'static [(&'static str, &'static [ObjectKind])],
    /// Fields that are filled in with it.
    pub fields: &'static [Field],
    /// What it does beside changing the state.
    pub effects: &'static [Effect],
    /// May be entered from paper signed by its owner (线下签批代录).
    pub offline: bool,
    /// Whoever had a hand in one of these moves may have none in this one: neither sign it nor type it.
    pub second_to: &'static [&'static str],
    /// May be taken back until the receiver acts.
    pub recallable: bool,
    /// The move made instead when the meeting says no.
    pub refusal: Option<&'static str>,
}

/// What must be handed in with a move.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that may be handed in")]
pub struct Needs {
    /// A reason in words.
    pub reason: bool,
    /// At least one dated file, handed in with the move itself.
    pub evidence: bool,
    /// One that was kept before does as well.
    pub evidence_on_file: bool,
    /// Files may be handed in with it.
    pub files: bool,
    /// A day, and what it is: 截止日期, 送达日期.
    pub date: Option<&'static str>,
}

/// States a move begins in.
#[derive(Debug, Clone, Copy)]
pub enum From {
    /// None: it makes the object.
    New,
    /// One of these.
    States(&'static [&'static str]),
    /// Any that is open.
    AnyOpen,
}

/// State a move ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// This one.
    State(&'static str),
    /// The one it began in.
    Same,
    /// The one before the suspension.
    Resumed,
    /// The one that the ledger says from which a case is carried over.
    Carried,
}

/// Who makes a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// People of these roles; local ones in their own unit only.
    People(&'static [Role]),
    /// People of these roles, each in the object's own unit only.
    Own(&'static [Role]),
    /// A meeting, by a decision item of this act; which level owns the act, the policy says.
    Meeting(Act),
    /// The program, following another move.
    System,
}

impl Who {
    /// Is it somebody's of this role and unit, on an object of that unit?
    pub fn fits(self, role: Role, of: &str, unit: &str) -> bool {
        match self {
            Self::People(roles) => roles.contains(&role) && (!is_local(role) || of == unit),
            Self::Own(roles) => roles.contains(&role) && of == unit,
            Self::Meeting(_) | Self::System => false,
        }
    }

    /// The roles of the people who make it.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::People(roles) | Self::Own(roles) => roles,
            Self::Meeting(_) | Self::System => &[],
        }
    }

    /// 专班办公室
    pub const OFFICE: Self = Self::People(&[Role::OfficeHead, Role::OfficeClerk]);
    /// 专班办公室主任
    pub const OFFICE_HEAD: Self = Self::People(&[Role::OfficeHead]);
    /// 属地经办
    pub const LOCAL_CLERK: Self = Self::People(&[Role::LocalClerk]);
    /// 属地领导
    pub const LOCAL_LEADER: Self = Self::People(&[Role::LocalLeader]);
    /// 属地经办、属地领导
    pub const LOCAL: Self = Self::People(&[Role::LocalClerk, Role::LocalLeader]);
    /// 属地 and the office
    pub const LOCAL_OR_OFFICE: Self =
        Self::People(&[Role::LocalClerk, Role::LocalLeader, Role::OfficeHead, Role::OfficeClerk]);
    /// 部门 and 国企, who advise
    pub const ADVISERS: Self =
        Self::People(&[Role::BureauLiaison, Role::BureauLeader, Role::WorkGroup, Role::Acquirer]);
    /// 属地, 部门 and the office
    pub const UNITS: Self = Self::People(&[
        Role::LocalClerk,
        Role::LocalLeader,
        Role::BureauLiaison,
        Role::BureauLeader,
        Role::OfficeHead,
        Role::OfficeClerk,
    ]);
}

impl Move {
    /// A move that asks for nothing; the methods below say what else it needs.
    pub const fn new(verb: &'static str, label: &'static str, from: From, to: To, who: Who) -> Self {
        Self {
            verb,
            label,
            from,
            to,
            who,
            clause: "",
            guards: &[],
            needs: Needs {
                reason: false,
                evidence: false,
                evidence_on_file: false,
                files: false,
                date: None,
            },
            ties: &[],
            fields: &[],
            effects: &[],
            offline: false,
            second_to: &[],
            recallable: false,
            refusal: None,
        }
    }

    /// The clause it stands on.
    #[must_use]
    pub const fn clause(mut self, clause: &'static str) -> Self {
        self.clause = clause;
        self
    }

    /// What must hold.
    #[must_use]
    pub const fn guards(mut self, guards: &'static [Guard]) -> Self {
        self.guards = guards;
        self
    }

    /// A reason is required.
    #[must_use]
    pub const fn reason(mut self) -> Self {
        self.needs.reason = true;
        self
    }

    /// A dated file is required with the move: what was shown for an earlier step proves nothing of this one.
    #[must_use]
    pub const fn evidence(mut self) -> Self {
        self.needs.evidence = true;
        self
    }

    /// Files may be handed in.
    #[must_use]
    pub const fn files_too(mut self) -> Self {
        self.needs.files = true;
        self
    }

    /// A dated file is required, now or handed in before: the leader sends on what the clerk collected.
    #[must_use]
    pub const fn evidence_on_file(mut self) -> Self {
        self.needs.evidence_on_file = true;
        self.evidence()
    }

    /// A day is required.
    #[must_use]
    pub const fn date(mut self, what: &'static str) -> Self {
        self.needs.date = Some(what);
        self
    }

    /// Ties that may be made.
    #[must_use]
    pub const fn ties(mut self, ties: &'static [(&'static str, &'static [ObjectKind])]) -> Self {
        self.ties = ties;
        self
    }

    /// Fields that are filled in.
    #[must_use]
    pub const fn fields(mut self, fields: &'static [Field]) -> Self {
        self.fields = fields;
        self
    }

    /// What it does beside.
    #[must_use]
    pub const fn effects(mut self, effects: &'static [Effect]) -> Self {
        self.effects = effects;
        self
    }

    /// May be entered from signed paper.
    #[must_use]
    pub const fn offline(mut self) -> Self {
        self.offline = true;
        self
    }

    /// Needs another person than these moves.
    #[must_use]
    pub const fn second_to(mut self, verbs: &'static [&'static str]) -> Self {
        self.second_to = verbs;
        self
    }

    /// May be taken back.
    #[must_use]
    pub const fn recallable(mut self) -> Self {
        self.recallable = true;
        self
    }

    /// What a refusing meeting does.
    #[must_use]
    pub const fn refusal(mut self, verb: &'static str) -> Self {
        self.refusal = Some(verb);
        self
    }
}
