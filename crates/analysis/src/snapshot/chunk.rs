//! Facts by the parcel or firm they belong to.

use lingdi_policy::CountyFacts;
use lingdi_policy::facts::{
    Approval, Enterprise, Evaluation, Finding, Lease, Occupancy, Parcel, Power, Supply, Tax,
};
use serde::{Deserialize, Serialize};

/// A parcel and all rows about it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ParcelFacts {
    pub(super) parcel: Parcel,
    pub(super) occupancies: Vec<Occupancy>,
    supplies: Vec<Supply>,
    approvals: Vec<Approval>,
    leases: Vec<Lease>,
    power: Vec<Power>,
    findings: Vec<Finding>,
}

/// A firm, all rows about it, and where it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct FirmFacts {
    pub(super) enterprise: Enterprise,
    taxes: Vec<Tax>,
    evaluations: Vec<Evaluation>,
    /// Parcels that it uses or holds.
    pub(super) parcels: Vec<u32>,
}

pub(super) fn by_parcel(facts: &CountyFacts) -> Vec<ParcelFacts> {
    let alone = |parcel: &Parcel| ParcelFacts {
        parcel: parcel.clone(),
        occupancies: Vec::new(),
        supplies: Vec::new(),
        approvals: Vec::new(),
        leases: Vec::new(),
        power: Vec::new(),
        findings: Vec::new(),
    };
    let mut all: Vec<ParcelFacts> = facts.parcels.iter().map(alone).collect();
    for row in &facts.occupancies {
        all[row.parcel as usize].occupancies.push(row.clone());
    }
    for row in &facts.supplies {
        all[row.parcel as usize].supplies.push(row.clone());
    }
    for row in &facts.approvals {
        all[row.parcel as usize].approvals.push(row.clone());
    }
    for row in &facts.leases {
        all[row.parcel as usize].leases.push(row.clone());
    }
    for row in &facts.power {
        all[row.parcel as usize].power.push(row.clone());
    }
    for row in &facts.findings {
        all[row.parcel as usize].findings.push(row.clone());
    }
    all
}

pub(super) fn by_firm(facts: &CountyFacts) -> Vec<FirmFacts> {
    let alone = |enterprise: &Enterprise| FirmFacts {
        enterprise: enterprise.clone(),
        taxes: Vec::new(),
        evaluations: Vec::new(),
        parcels: Vec::new(),
    };
    let mut all: Vec<FirmFacts> = facts.enterprises.iter().map(alone).collect();
    for row in &facts.taxes {
        all[row.enterprise as usize].taxes.push(row.clone());
    }
    for row in &facts.evaluations {
        all[row.enterprise as usize].evaluations.push(row.clone());
    }
    let used = facts.occupancies.iter().filter_map(|row| Some((row.enterprise?, row.parcel)));
    let held = (0..).zip(&facts.parcels).filter_map(|(at, parcel)| Some((parcel.owner?, at)));
    for (firm, parcel) in used.chain(held) {
        let parcels = &mut all[firm as usize].parcels;
        if !parcels.contains(&parcel) {
            parcels.push(parcel);
        }
    }
    all
}

impl ParcelFacts {
    /// Enters them as those of parcel `at`.
    pub(super) fn enter(self, at: u32, facts: &mut CountyFacts) {
        let Self { parcel, occupancies, supplies, approvals, leases, power, findings } = self;
        facts.parcels.push(parcel);
        facts.occupancies.extend(occupancies.into_iter().map(|row| Occupancy { parcel: at, ..row }));
        facts.supplies.extend(supplies.into_iter().map(|row| Supply { parcel: at, ..row }));
        facts.approvals.extend(approvals.into_iter().map(|row| Approval { parcel: at, ..row }));
        facts.leases.extend(leases.into_iter().map(|row| Lease { parcel: at, ..row }));
        facts.power.extend(power.into_iter().map(|row| Power { parcel: at, ..row }));
        facts.findings.extend(findings.into_iter().map(|row| Finding { parcel: at, ..row }));
    }
}

impl FirmFacts {
    /// Enters them as those of firm `at`.
    pub(super) fn enter(self, at: u32, facts: &mut CountyFacts) {
        facts.enterprises.push(self.enterprise);
        facts.taxes.extend(self.taxes.into_iter().map(|row| Tax { enterprise: at, ..row }));
        facts
            .evaluations
            .extend(self.evaluations.into_iter().map(|row| Evaluation { enterprise: at, ..row }));
    }
}
