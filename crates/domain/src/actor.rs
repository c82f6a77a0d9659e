//! Who acts, and which part of the county they may see.

use serde::{Deserialize, Serialize};

use crate::Role;

/// Who performs an act. Written into every event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Stable name, one person's in the county: `章程`, `章程（代陆川）`, `cli:wang`.
    pub name: String,
    /// Code of the unit of the appointment; empty for the program itself and the command line.
    pub unit: String,
    /// What they are appointed to at this desk; decides which acts and moves are theirs.
    pub roles: Vec<Role>,
    /// What they may see.
    pub scope: Scope,
    /// Where they see tax as amounts; elsewhere they see bands (domain.md §6.3).
    pub amounts: Scope,
    /// What they may do when they stand in for another person; `None` when they act for themselves.
    pub standing_in: Option<StandingIn>,
}

/// Acting for another person (委托代理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingIn {
    /// The person stood in for.
    pub principal: String,
    /// Which acts, by their codes; empty means every act of the post.
    pub acts: Vec<String>,
}

impl Actor {
    /// The person at the command line, who has the files anyway: acts for the task-force office.
    pub fn command_line(user: &str) -> Self {
        Self::program(&format!("cli:{user}"))
    }

    /// Whoever has the files, at the command line.
    pub fn is_command_line(&self) -> bool {
        self.name.starts_with("cli:")
    }

    /// The program itself, such as `系统内置`, in the name of the task-force office.
    pub fn program(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            unit: String::new(),
            roles: vec![Role::OfficeHead],
            scope: Scope::County,
            amounts: Scope::County,
            standing_in: None,
        }
    }

    /// Is this name theirs, whether they then acted for themselves or stood in for another?
    pub fn is_person(&self, name: &str) -> bool {
        person_of(&self.name) == person_of(name)
    }

    /// Are they appointed to this here?
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Was this act, by its code, left to them? Always, unless they stand in for somebody who
    /// left them other acts only.
    pub fn is_entrusted_with(&self, act: &str) -> bool {
        let Some(standing_in) = &self.standing_in else { return true };
        standing_in.acts.is_empty() || standing_in.acts.iter().any(|entrusted| entrusted == act)
    }
}

/// The part of a county's data that a query may return. An argument of every query.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Everything in the county.
    County,
    /// What belongs to one of these units or to a division below it, by unit code; none means nothing.
    Units(Vec<String>),
}

impl Scope {
    /// Nothing at all: what administrators see of the county's data.
    pub fn nothing() -> Self {
        Self::Units(Vec::new())
    }

    /// May a row of this responsible unit be shown?
    pub fn allows(&self, unit: &str) -> bool {
        match self {
            Self::County => true,
            Self::Units(units) => units.iter().any(|allowed| is_within(unit, allowed)),
        }
    }
}

/// The person behind an actor's name: 章程 of `章程（代陆川）`. Whoever stands in for another is still the
/// same person.
pub(crate) fn person_of(actor: &str) -> &str {
    actor.split_once("（代").map_or(actor, |(person, _)| person)
}

/// Division codes are built from the top down, so that what lies below a division begins with its
/// code. An internal code (`330122Z01`) has nothing below it.
fn is_within(unit: &str, division: &str) -> bool {
    let is_division = !division.is_empty() && division.bytes().all(|byte| byte.is_ascii_digit());
    unit == division || is_division && unit.starts_with(division)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_holds_its_units_and_the_divisions_below_them() {
        let scope = |unit: &str| Scope::Units(vec![unit.to_owned()]);
        let cases = [
            ("330122102", "330122102", true),
            ("330122102", "330122102201", true),
            ("330122102", "330122109", false),
            ("330122Z01", "330122Z01", true),
            ("330122Z01", "330122Z012", false),
            ("330122102", "", false),
            ("", "330122102", false),
        ];
        for (allowed, unit, holds) in cases {
            assert_eq!(scope(allowed).allows(unit), holds, "{allowed} {unit}");
        }
        assert!(!Scope::nothing().allows("") && Scope::County.allows(""));
    }

    #[test]
    fn whoever_stands_in_for_another_is_the_same_person() {
        let deputy = Actor::program("章程（代陆川）");
        assert!(deputy.is_person("章程") && !deputy.is_person("陆川"));
    }

    #[test]
    fn who_stands_in_has_the_acts_that_were_left_to_him_and_no_others() {
        let mut actor = Actor::program("章程");
        assert!(actor.is_entrusted_with("freeze"));
        let acts = vec!["read".to_owned()];
        actor.standing_in = Some(StandingIn { principal: "陆川".to_owned(), acts });
        assert!(actor.is_entrusted_with("read") && !actor.is_entrusted_with("freeze"));
        actor.standing_in = Some(StandingIn { principal: "陆川".to_owned(), acts: Vec::new() });
        assert!(actor.is_entrusted_with("freeze"));
    }
}
