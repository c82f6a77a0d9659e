//! Who owns and who uses which parcel, since when.

use chrono::NaiveDate;

use super::firm::{Founder, Seat};
use super::parcel::{Parcel, day};
use super::story::Story;
use super::words::OBSOLETE;
use crate::rng::Rng;

/// A firm on a parcel.
#[derive(Debug, Clone)]
pub(crate) struct Tenure {
    /// Index of the parcel.
    pub(crate) parcel: usize,
    /// Index of the firm.
    pub(crate) firm: usize,
    /// 自有, 承租 or 转租
    pub(crate) relation: &'static str,
    /// Land used, in 亩, two decimals.
    pub(crate) land: f64,
    /// 起始日期
    pub(crate) from: Option<NaiveDate>,
    /// 终止日期
    pub(crate) to: Option<NaiveDate>,
    /// Does the table of occupancy have it? Sole owners are often left out.
    pub(crate) listed: bool,
}

/// Owner of each parcel and all tenures.
#[derive(Debug, Default)]
pub(crate) struct Tenures {
    /// Index of the owning firm, by parcel.
    pub(crate) owners: Vec<usize>,
    /// Who uses what.
    pub(crate) rows: Vec<Tenure>,
}

/// Gives every parcel an owner and its users.
pub(crate) fn settle(parcels: &[Parcel], founder: &mut Founder) -> Tenures {
    let mut rng = Rng::new("tenures");
    let mut tenures = Tenures::default();
    for (index, parcel) in parcels.iter().enumerate() {
        let previous = index.checked_sub(1).filter(|previous| {
            let previous = &parcels[*previous];
            let ordinary = previous.story == Story::Ordinary && parcel.story == Story::Ordinary;
            ordinary && previous.estate == parcel.estate
        });
        let owner = match previous {
            Some(previous) if rng.chance(0.12) => tenures.owners[previous],
            _ => owner(parcel, founder, &mut rng),
        };
        tenures.owners.push(owner);
        if parcel.story != Story::NotIndustrial {
            users(index, parcel, owner, founder, &mut rng, &mut tenures.rows);
        }
    }
    tenures
}

/// Founds the firm that the parcel's story needs as its owner.
fn owner(parcel: &Parcel, founder: &mut Founder, rng: &mut Rng) -> usize {
    let seat = seat(parcel);
    let (from, to) = if parcel.story == Story::OwnerNew { (2023, 2023) } else { (1996, 2012) };
    let index = founder.found(seat, from, to);
    let firm = &mut founder.firms[index];
    firm.rate *= parcel.story.yield_factor();
    match parcel.story {
        Story::OwnerGone => firm.gone = day(rng.within(2019, 2021), rng),
        Story::OwnerUnknown => firm.registered = false,
        Story::ClassD => firm.class = Some("D"),
        Story::Obsolete | Story::ObsoleteHint | Story::ObsoleteCleared => {
            let trade = rng.pick(OBSOLETE);
            firm.industry = trade.industry;
            firm.rate = firm.rate.max(6.5);
        }
        // Stories that must not drown in low tax now and then pay well.
        Story::Store | Story::ContractUndated => firm.rate = firm.rate.max(7.0),
        _ => {}
    }
    index
}

fn seat(parcel: &Parcel) -> Seat<'_> {
    Seat { unit: parcel.unit_name(), location: &parcel.location, quality: parcel.quality }
}

fn users(
    index: usize,
    parcel: &Parcel,
    owner: usize,
    founder: &mut Founder,
    rng: &mut Rng,
    rows: &mut Vec<Tenure>,
) {
    let mu = cents(parcel.mu());
    let since = parcel.supplied;
    let own = |land: f64, listed: bool| Tenure {
        parcel: index,
        firm: owner,
        relation: "自有",
        land: cents(land),
        from: since,
        to: None,
        listed,
    };
    let shared = parcel.story == Story::Ordinary && parcel.mu() > 5.0 && rng.chance(0.15);
    if shared {
        let let_out = lessees(index, parcel, founder, rng, rows);
        if mu - let_out > 0.05 {
            rows.push(own(mu - let_out, true));
        }
    } else if parcel.story == Story::Ordinary && rng.chance(0.012) {
        changed_hands(index, parcel, owner, founder, rows);
    } else {
        let listed = parcel.story.produces() && !rng.chance(0.08);
        rows.push(own(mu, listed && parcel.story != Story::OwnerUnknown));
    }
}

/// One to four lessees; returns the land let to them, in 亩.
fn lessees(
    index: usize,
    parcel: &Parcel,
    founder: &mut Founder,
    rng: &mut Rng,
    rows: &mut Vec<Tenure>,
) -> f64 {
    let count = rng.within(1, 4);
    let share = rng.between(0.25, 1.0);
    let each = cents(parcel.mu() * share / f64::from(count)).max(0.3);
    for number in 0..count {
        let firm = founder.found(seat(parcel), 2003, 2018);
        let part_year = rng.chance(0.06);
        let from =
            if part_year { NaiveDate::from_ymd_opt(2022, 7, 1) } else { day(rng.within(2013, 2018), rng) };
        let relation = if number == 2 && rng.chance(0.3) { "转租" } else { "承租" };
        rows.push(Tenure { parcel: index, firm, relation, land: each, from, to: None, listed: true });
    }
    each * f64::from(count)
}

/// The parcel was sold in the middle of 2021: two owners, one after the other.
fn changed_hands(index: usize, parcel: &Parcel, owner: usize, founder: &mut Founder, rows: &mut Vec<Tenure>) {
    let land = cents(parcel.mu());
    let seller = founder.found(seat(parcel), 1998, 2008);
    let (until, since) = (NaiveDate::from_ymd_opt(2021, 6, 30), NaiveDate::from_ymd_opt(2021, 7, 1));
    let row =
        |firm, from, to| Tenure { parcel: index, firm, relation: "自有", land, from, to, listed: true };
    rows.push(row(seller, parcel.supplied, until));
    rows.push(row(owner, since, None));
}

/// To two decimals, as bureaus write 亩.
fn cents(mu: f64) -> f64 {
    (mu * 100.0).round() / 100.0
}
