//! 高效推进机制 (七（二）1): who is appointed to what, from when to when, who stands in for whom, which bureau
//! is linked to which local unit (R59); and the rules of accounts (domain.md §6.1).

mod lockout;
mod password;
mod post;
mod rules;
mod session;

pub use lockout::Lock;
pub use password::{PasswordFault, check_password};
pub use post::{Delegation, Link, Post, Term, incompatible};
pub use rules::SecurityRules;
pub use session::{SessionEnd, SessionTimes};
