//! 组织与人员: who works here, in which post, and how they get in.
//!
//! A *person* holds *posts* (unit, role, dates) and may stand in for others (*delegation*); each of
//! these is a *capacity* to act in, and makes an [`Actor`](lingdi_domain::Actor). An *account* lets a
//! person in by a *session*. Appointments change only when one administrator proposes and another
//! confirms; every act here is an event.

mod accounts;
mod callers;
mod capacities;
mod demo;
mod doors;
mod passwords;
mod rights;
mod roster;
mod sealed;
mod security;
pub(crate) mod signers;

pub use accounts::{AccountView, NewAccount, NewAdministrator};
pub use callers::{COOKIE, Caller, token_in};
pub use capacities::Capacity;
pub use demo::{DemoCard, DemoPerson};
pub use doors::Opened;
pub use passwords::one_time_token;
pub use rights::{ChangeView, RightsChange};
pub use roster::{DelegationView, LinkView, PostView, Roster, UnitView};
pub use security::SecurityRule;

pub(crate) use callers::Sessions;
