//! What decides most parcels, close together: judging a hundred thousand of them reads this, and
//! the records themselves only where there is something to read.

use lingdi_domain::Area;

use crate::county::Index;
use crate::facts::CountyFacts;

/// One parcel's area, and what there is about it at all.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and their size is the point")]
pub(crate) struct Outline {
    /// Registered area.
    pub(crate) area: Area,
    /// Approvals of another use.
    pub(crate) approvals: bool,
    /// Leases.
    pub(crate) leases: bool,
    /// Supply contracts.
    pub(crate) supplies: bool,
    /// What persons decided on paper.
    pub(crate) findings: bool,
    /// The 权利人 or an occupant, of whatever day, was in class D in some year.
    pub(crate) class_d: bool,
    /// Likewise in an industry that the catalogue prohibits or eliminates.
    pub(crate) banned: bool,
}

/// Of every parcel. `in_d` and `banned` say of firms what they say here of parcels.
pub(crate) fn of(facts: &CountyFacts, index: &Index, in_d: &[bool], banned: &[Option<u32>]) -> Vec<Outline> {
    let parcels = (0..).zip(&facts.parcels);
    parcels
        .map(|(parcel, record)| {
            let occupants = index.occupancies.of(parcel).filter_map(|row| facts.occupancies[row].enterprise);
            let firms = || occupants.clone().chain(record.owner).map(|firm| firm as usize);
            Outline {
                area: record.area,
                approvals: index.approvals.any(parcel),
                leases: index.leases.any(parcel),
                supplies: index.supplies.any(parcel),
                findings: index.findings.any(parcel),
                class_d: firms().any(|firm| in_d[firm]),
                banned: firms().any(|firm| banned[firm].is_some()),
            }
        })
        .collect()
}
