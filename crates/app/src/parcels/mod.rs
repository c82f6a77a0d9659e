//! Parcels as the list, the page of one and the map's twin show them.

mod bands;
mod detail;
mod found;
mod list;
mod near;
mod particulars;
mod query;

pub use detail::{Fact, FirmYear, Occupant, ParcelDetail};
pub use list::{Band, ListPage, ListRow, ParcelFilter, Sort, SortKey, Tab};
pub use near::Reach;
pub use query::ListQuery;

pub(crate) use bands::bands;
pub(crate) use detail::not_found;
pub(crate) use found::{Asked, search_words};
