//! Who may do what, as one table.
//!
//! Until accounts exist there are two actors, the operator of a server that listens on loopback
//! only and the person at the command line, and both act for the task-force office.

use lingdi_domain::{Actor, Role};

use crate::error::{Error, Result};

/// What can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// See data within one's scope.
    Read,
    /// Hand in a file.
    Stage,
    /// Put a batch into force, take it back, or throw it away.
    Accept,
    /// Enter what a person decided on paper (人工认定).
    RecordFinding,
    /// Draft and publish dated values and switches.
    RevisePolicy,
    /// Freeze a list.
    Freeze,
}

/// Acts of the task-force office (专班办公室), for the whole county.
const OFFICE: &[Action] =
    &[Action::Stage, Action::Accept, Action::RecordFinding, Action::RevisePolicy, Action::Freeze];

/// Asks whether an actor may do something.
pub(crate) trait May {
    /// Everyone may read within their scope; the rest is the office's.
    fn may(&self, action: Action) -> Result<()>;
}

impl May for Actor {
    fn may(&self, action: Action) -> Result<()> {
        let is_office = self.is(Role::OfficeHead) || self.is(Role::OfficeClerk);
        if action == Action::Read || (is_office && OFFICE.contains(&action)) {
            return Ok(());
        }
        Err(Error::Forbidden(format!("{}没有这项权限。此项由专班办公室办理，请联系专班办公室。", self.name)))
    }
}

#[cfg(test)]
mod tests {
    use lingdi_domain::Scope;

    use super::*;

    #[test]
    fn only_the_office_writes_and_everyone_reads() {
        let office = Actor::local_operator();
        let township = Actor {
            name: "横村镇".to_owned(),
            unit: "330122102".to_owned(),
            roles: vec![Role::LocalClerk],
            scope: Scope::Units(vec!["330122102".to_owned()]),
        };
        for action in OFFICE {
            assert!(office.may(*action).is_ok());
            assert!(township.may(*action).is_err(), "{action:?}");
        }
        assert!(township.may(Action::Read).is_ok());
    }
}
