//! 派单: the board, one order with its units, what an order is drafted from, and visits of bureaus (R55–R59).

mod board;
mod drafting;
mod visits;

pub(crate) use board::Owed;
pub use board::{OrderLine, OrderView, OrdersQuery, OrdersView};
pub use drafting::{About, Drafting, drafts};
pub use visits::{LinkVisits, VisitsView};
