//! A parcel judged again with one fact otherwise. Only what can reach its verdict is taken along:
//! the parcel, its firms, and the other parcels among which their tax is divided.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use lingdi_domain::Money;

use super::Standing;
use super::fact::{Fact, Value};
use crate::county::County;
use crate::facts::CountyFacts;
use crate::judge::{Judge, Words};
use crate::tax::TaxBook;
use crate::verdict::{Answers, ParcelVerdict};

/// What was answered for an imagined fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) standing: Standing,
    pub(super) answers: Answers,
}

/// The surroundings of one parcel.
pub(super) struct Trial<'j> {
    judge: &'j Judge,
    facts: CountyFacts,
    parcel: u32,
    kept: Kept,
    seen: RefCell<HashMap<(Fact, Value), Outcome>>,
}

/// Which rows of the county were taken along, ascending.
#[derive(Default)]
struct Kept {
    parcels: Vec<u32>,
    firms: Vec<u32>,
    occupancies: Vec<u32>,
    evaluations: Vec<u32>,
    supplies: Vec<u32>,
    approvals: Vec<u32>,
    leases: Vec<u32>,
    findings: Vec<u32>,
}

impl<'j> Trial<'j> {
    pub(super) fn new(judge: &'j Judge, parcel: u32) -> Self {
        let kept = Kept::around(judge, parcel);
        let mut trial =
            Self { judge, facts: CountyFacts::default(), parcel: 0, kept, seen: RefCell::default() };
        trial.parcel = place(&trial.kept.parcels, parcel).unwrap_or(0);
        trial.facts = trial.taken_along(parcel);
        trial
    }

    /// The facts around the parcel.
    pub(super) fn judge(&self) -> &'j Judge {
        self.judge
    }

    /// What is answered when the fact has this value; `known` is the present tax.
    pub(super) fn outcome(&self, fact: Fact, value: Value, known: Money) -> Outcome {
        if let Some(seen) = self.seen.borrow().get(&(fact, value)) {
            return *seen;
        }
        let mark = self.imagined(fact, value, known).mark(self.parcel);
        let outcome = Outcome { standing: Standing::of(mark), answers: mark.answers };
        self.seen.borrow_mut().insert((fact, value), outcome);
        outcome
    }

    /// The same with its findings.
    pub(super) fn told(&self, fact: Fact, value: Value, known: Money) -> ParcelVerdict {
        self.imagined(fact, value, known).verdict(self.parcel)
    }

    /// The present verdict, told from the same surroundings.
    pub(super) fn present(&self) -> ParcelVerdict {
        self.judge_of(self.facts.clone()).verdict(self.parcel)
    }

    fn imagined(&self, fact: Fact, value: Value, known: Money) -> Judge {
        let mut facts = self.facts.clone();
        if let Some(own) = self.kept.own(fact) {
            own.set(&mut facts, value, known, self.judge.question.as_of);
        }
        self.judge_of(facts)
    }

    fn judge_of(&self, facts: CountyFacts) -> Judge {
        let county = Arc::new(County::from(facts));
        let judge = self.judge;
        Judge {
            tax: TaxBook::new(&county, &judge.edition, &judge.lines, judge.question.year),
            words: Words::of(&county, &judge.edition),
            county,
            edition: Arc::clone(&judge.edition),
            question: judge.question,
            lines: Arc::clone(&judge.lines),
        }
    }

    fn taken_along(&self, parcel: u32) -> CountyFacts {
        let (all, kept) = (self.judge.facts(), &self.kept);
        let firm = |index: u32| place(&kept.firms, index);
        let mut facts = CountyFacts { county: all.county.clone(), ..CountyFacts::default() };
        facts.parcels = rows(&all.parcels, &kept.parcels, |row| row.owner = row.owner.and_then(firm));
        facts.enterprises = rows(&all.enterprises, &kept.firms, |_| {});
        facts.occupancies = rows(&all.occupancies, &kept.occupancies, |row| {
            row.parcel = place(&kept.parcels, row.parcel).unwrap_or(0);
            row.enterprise = row.enterprise.and_then(firm);
        });
        facts.evaluations = rows(&all.evaluations, &kept.evaluations, |row| {
            row.enterprise = firm(row.enterprise).unwrap_or(0);
        });
        let own = place(&kept.parcels, parcel).unwrap_or(0);
        facts.supplies = rows(&all.supplies, &kept.supplies, |row| row.parcel = own);
        facts.approvals = rows(&all.approvals, &kept.approvals, |row| row.parcel = own);
        facts.leases = rows(&all.leases, &kept.leases, |row| row.parcel = own);
        facts.findings = rows(&all.findings, &kept.findings, |row| row.parcel = own);
        for (at, index) in (0..).zip(&kept.firms) {
            for row in self.judge.county.index.taxes.of(*index) {
                facts.taxes.push(crate::facts::Tax { enterprise: at, ..all.taxes[row].clone() });
            }
        }
        facts.tax_declarations.clone_from(&all.tax_declarations);
        for declaration in &mut facts.tax_declarations {
            declaration.possibly_meant =
                declaration.possibly_meant.iter().filter_map(|index| firm(*index)).collect();
        }
        let banned = &self.judge.county.banned;
        let industries = facts.enterprises.iter().filter_map(|firm| firm.industry.as_deref());
        let mut items: Vec<usize> = industries.filter_map(|industry| banned.find(industry)).collect();
        items.sort_unstable();
        items.dedup();
        facts.catalogue = items.into_iter().map(|item| all.catalogue[item].clone()).collect();
        facts
    }
}

impl Kept {
    fn around(judge: &Judge, parcel: u32) -> Self {
        let (uses, index) = (&judge.tax.uses, &judge.county.index);
        let own = judge.tax.uses_of(parcel).iter().filter_map(|taken| taken.firm);
        let firms = sorted(own.chain(judge.facts().parcels[parcel as usize].owner));
        let spread = firms.iter().flat_map(|firm| uses.by_firm.of(*firm)).map(|at| uses.all[at].parcel);
        let parcels = sorted(spread.chain([parcel]));
        let row = |row: usize| row as u32;
        Self {
            occupancies: parcels.iter().flat_map(|at| index.occupancies.of(*at)).map(row).collect(),
            evaluations: firms.iter().flat_map(|firm| index.evaluations.of(*firm)).map(row).collect(),
            supplies: index.supplies.of(parcel).map(row).collect(),
            approvals: index.approvals.of(parcel).map(row).collect(),
            leases: index.leases.of(parcel).map(row).collect(),
            findings: index.findings.of(parcel).map(row).collect(),
            parcels,
            firms,
        }
    }

    /// The same fact among the rows that were taken along.
    fn own(&self, fact: Fact) -> Option<Fact> {
        let parcel = |index| place(&self.parcels, index);
        let supply = |row| position(&self.supplies, row);
        let approval = |row| position(&self.approvals, row);
        Some(match fact {
            Fact::Tax { enterprise, year } => Fact::Tax { enterprise: place(&self.firms, enterprise)?, year },
            Fact::ParcelArea(index) => Fact::ParcelArea(parcel(index)?),
            Fact::VacantArea(index) => Fact::VacantArea(parcel(index)?),
            Fact::SupplyDate(index) => Fact::SupplyDate(parcel(index)?),
            Fact::NotIdle(index) => Fact::NotIdle(parcel(index)?),
            Fact::UsedAsRegistered(index) => Fact::UsedAsRegistered(parcel(index)?),
            Fact::Approved(index) => Fact::Approved(parcel(index)?),
            Fact::Graced(index) => Fact::Graced(parcel(index)?),
            Fact::Catalogued { parcel: index, falls } => Fact::Catalogued { parcel: parcel(index)?, falls },
            Fact::LeasedArea(row) => Fact::LeasedArea(position(&self.leases, row)?),
            Fact::LandUsed(row) => Fact::LandUsed(position(&self.occupancies, row)?),
            Fact::BetterClass(row) => Fact::BetterClass(position(&self.evaluations, row)?),
            Fact::DecisionEnds(row) => Fact::DecisionEnds(position(&self.findings, row)?),
            Fact::AreaDeveloped(row) => Fact::AreaDeveloped(supply(row)?),
            Fact::InvestmentMade(row) => Fact::InvestmentMade(supply(row)?),
            Fact::StartDue(row) => Fact::StartDue(supply(row)?),
            Fact::HandedOver(row) => Fact::HandedOver(supply(row)?),
            Fact::SuspendedOn(row) => Fact::SuspendedOn(supply(row)?),
            Fact::Started(row) => Fact::Started(supply(row)?),
            Fact::ApprovalUntil(row) => Fact::ApprovalUntil(approval(row)?),
            Fact::Rectified(row) => Fact::Rectified(approval(row)?),
            Fact::ApprovalRevoked(row) => Fact::ApprovalRevoked(approval(row)?),
        })
    }
}

fn sorted(indices: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut indices: Vec<u32> = indices.collect();
    indices.sort_unstable();
    indices.dedup();
    indices
}

/// Where an index stands among ascending ones.
fn place(kept: &[u32], index: u32) -> Option<u32> {
    kept.binary_search(&index).ok().map(|at| at as u32)
}

/// Where a row stands among rows in the order of their sources.
fn position(kept: &[u32], row: u32) -> Option<u32> {
    kept.iter().position(|known| *known == row).map(|at| at as u32)
}

fn rows<T: Clone>(all: &[T], kept: &[u32], change: impl Fn(&mut T)) -> Vec<T> {
    let mut rows: Vec<T> = kept.iter().map(|row| all[*row as usize].clone()).collect();
    rows.iter_mut().for_each(change);
    rows
}
