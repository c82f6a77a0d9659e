//! Which facts of a parcel may be imagined otherwise: those that a rule compares, those it lacks,
//! and the papers that turn it.

use lingdi_domain::Money;

use super::fact::Fact;
use crate::judge::Judge;
use crate::rules::Case;
use crate::verdict::{Answer, FirmYearState, MissingKind, ParcelVerdict, TaxPart};

/// A fact to be tried.
pub(super) struct Candidate {
    pub(super) fact: Fact,
    /// Its number; `None` when it is missing.
    pub(super) present: Option<i64>,
    /// Between which its number may lie; `None` of a word.
    pub(super) bounds: Option<(i64, i64)>,
    /// Where the search begins when it is missing.
    pub(super) start: i64,
    /// Tax that is counted at present.
    pub(super) known: Money,
}

pub(super) fn of(judge: &Judge, parcel: u32, verdict: &ParcelVerdict) -> Vec<Candidate> {
    let lacks = |kind: MissingKind| {
        verdict.detail.iter().flat_map(|detail| &detail.missing).any(|missing| missing.kind == kind)
    };
    let mut all = taxes(judge, verdict);
    let case = Case::new(judge, parcel);
    let mut facts = areas(&case);
    facts.extend(contracts(&case, &lacks));
    facts.extend(days(&case, &lacks));
    all.extend(facts.into_iter().map(|fact| number(judge, fact)));
    all.extend(words(&case, verdict, &lacks).into_iter().map(|fact| Candidate {
        fact,
        present: None,
        bounds: None,
        start: 0,
        known: Money(0),
    }));
    all
}

fn number(judge: &Judge, fact: Fact) -> Candidate {
    let as_of = judge.question.as_of;
    let number = fact.number(judge.facts(), as_of);
    let (least, most) = number.bounds;
    // A day is looked for around the day of judgement, an area or an amount from nothing upwards.
    let start = if least > 0 && number.present.is_none() { i64::midpoint(least, most) } else { least };
    Candidate { fact, present: number.present, bounds: Some(number.bounds), start, known: Money(0) }
}

/// Tax of every firm that uses the parcel, in every judged year.
fn taxes(judge: &Judge, verdict: &ParcelVerdict) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for told in verdict.detail.iter().flat_map(|detail| &detail.years) {
        for part in &told.parts {
            let Some(enterprise) = part.enterprise else { continue };
            let fact = Fact::Tax { enterprise, year: told.year };
            let bears = part.share.as_ref().is_none_or(|share| !share.is_zero());
            let known = found.iter().any(|other| other.fact == fact);
            if bears && !known && part.state != FirmYearState::NotExist {
                let (least, most) = fact.number(judge.facts(), judge.question.as_of).bounds;
                let present = amount(judge, part).map(|amount| amount.0);
                found.push(Candidate {
                    fact,
                    present,
                    bounds: Some((least.min(present.unwrap_or(least)), most)),
                    start: 0,
                    known: judge.tax.counted(enterprise, told.year),
                });
            }
        }
    }
    found
}

fn amount(judge: &Judge, part: &TaxPart) -> Option<Money> {
    part.amount.or_else(|| judge.lines.missing_tax_is_zero.then_some(Money(0)))
}

fn areas(case: &Case) -> Vec<Fact> {
    let (index, facts) = (&case.judge.county.index, case.judge.facts());
    let vacant = case.parcel.idle_area.map(|_| Fact::VacantArea(case.index));
    let leases = index.leases.of(case.index).map(|row| Fact::LeasedArea(row as u32));
    let used = index.occupancies.of(case.index).filter(|row| facts.occupancies[*row].floor_area.is_none());
    std::iter::once(Fact::ParcelArea(case.index))
        .chain(vacant)
        .chain(leases)
        .chain(used.map(|row| Fact::LandUsed(row as u32)))
        .collect()
}

fn contracts(case: &Case, lacks: &impl Fn(MissingKind) -> bool) -> Vec<Fact> {
    let mut found = Vec::new();
    for row in case.judge.county.index.supplies.of(case.index) {
        let (supply, row) = (&case.judge.facts().supplies[row], row as u32);
        if supply.area_due.is_some() && (supply.area_developed.is_some() || lacks(MissingKind::Development)) {
            found.push(Fact::AreaDeveloped(row));
        }
        let invested = supply.investment_made.is_some() || lacks(MissingKind::Development);
        if supply.investment_total.is_some() && invested {
            found.push(Fact::InvestmentMade(row));
        }
        if supply.suspended_on.is_some() {
            found.push(Fact::SuspendedOn(row));
        }
        match (supply.start_due, supply.handover_on) {
            (None, Some(_)) => found.push(Fact::HandedOver(row)),
            (None, None) if !lacks(MissingKind::StartDue) => {}
            _ => found.push(Fact::StartDue(row)),
        }
    }
    found
}

fn days(case: &Case, lacks: &impl Fn(MissingKind) -> bool) -> Vec<Fact> {
    let mut found = Vec::new();
    if case.parcel.supply_date.is_some() || lacks(MissingKind::SupplyDate) {
        found.push(Fact::SupplyDate(case.index));
    }
    for row in case.judge.county.index.approvals.of(case.index) {
        let approval = &case.judge.facts().approvals[row];
        if approval.until.is_some() || approval.temporary == Some(true) {
            found.push(Fact::ApprovalUntil(row as u32));
        }
    }
    found
}

/// Papers and words that could turn the parcel.
fn words(case: &Case, verdict: &ParcelVerdict, lacks: &impl Fn(MissingKind) -> bool) -> Vec<Fact> {
    let (index, facts, parcel) = (&case.judge.county.index, case.judge.facts(), case.index);
    let mut found = Vec::new();
    if case.parcel.idle == Some(true) {
        found.push(Fact::NotIdle(parcel));
    }
    if case.parcel.actual_use.as_ref().is_some_and(|written| *written != case.parcel.land_use) {
        found.push(Fact::UsedAsRegistered(parcel));
    }
    let firms = case.judge.tax.uses_of(parcel).iter().filter_map(|taken| taken.firm);
    let mut firms: Vec<u32> = firms.chain(case.parcel.owner).collect();
    firms.sort_unstable();
    firms.dedup();
    let classes = firms.iter().flat_map(|firm| index.evaluations.of(*firm));
    found.extend(
        classes
            .filter(|row| crate::rules::d_class::is_d(&facts.evaluations[*row]))
            .map(|row| Fact::BetterClass(row as u32)),
    );
    let idle = index.supplies.of(parcel).filter(|row| !case.passed(facts.supplies[*row].started_on));
    found.extend(idle.map(|row| Fact::Started(row as u32)));
    for row in index.approvals.of(parcel) {
        found.push(Fact::ApprovalRevoked(row as u32));
        if !case.passed(facts.approvals[row].rectified_on) {
            found.push(Fact::Rectified(row as u32));
        }
    }
    if verdict.mark.answers.c1 != Answer::No {
        found.push(Fact::Approved(parcel));
    }
    if case.lines().grace && case.grace().is_none() {
        found.push(Fact::Graced(parcel));
    }
    let in_force = index
        .findings
        .of(parcel)
        .filter(|row| case.in_force(facts.findings[*row].from, facts.findings[*row].to));
    found.extend(in_force.map(|row| Fact::DecisionEnds(row as u32)));
    if lacks(MissingKind::CatalogueDecision) {
        found.extend([true, false].map(|falls| Fact::Catalogued { parcel, falls }));
    }
    found
}
