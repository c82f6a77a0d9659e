//! 地块: one parcel with every fact, its source, the arithmetic and the verdict; and its print view.

mod findings;
mod form;
mod near;
mod page;
mod sample;
mod sheet;
mod view;

pub use findings::{FindingGroup, FindingView, Met};
pub use form::{FINDING_TYPES, FindingForm, FindingFormView};
pub use near::{NearList, NearView, TurnsTo};
pub use page::ParcelPage;
pub use sheet::ParcelSheet;
pub use view::{DecisionRow, FactRow, OccupantRow, ParcelView, TaxRow, TimelineEntry, YearLink};
