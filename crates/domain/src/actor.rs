//! Who acts, and which part of the county they may see.

use serde::{Deserialize, Serialize};

use crate::Role;

/// Who performs an act. Written into every event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Stable name, such as `cli:wang` or `本机操作员`.
    pub name: String,
    /// Unit code on whose behalf; empty for the task-force office.
    pub unit: String,
    /// What they are appointed to at this desk; decides which acts and moves are theirs.
    pub roles: Vec<Role>,
    /// What they may see.
    pub scope: Scope,
}

impl Actor {
    /// The operator of a server that listens on loopback only, before accounts exist.
    pub fn local_operator() -> Self {
        Self::office("本机操作员".to_owned())
    }

    /// The person at the command line.
    pub fn command_line(user: &str) -> Self {
        Self::office(format!("cli:{user}"))
    }

    fn office(name: String) -> Self {
        Self { name, unit: String::new(), roles: vec![Role::OfficeHead], scope: Scope::County }
    }

    /// Are they appointed to this here?
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// The part of a county's data that a query may return. An argument of every query.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Everything in the county.
    County,
    /// Parcels whose responsible unit (属地) is one of these unit codes.
    Units(Vec<String>),
}

impl Scope {
    /// May a row of this responsible unit be shown?
    pub fn allows(&self, unit: &str) -> bool {
        match self {
            Self::County => true,
            Self::Units(units) => units.iter().any(|allowed| allowed == unit),
        }
    }
}
