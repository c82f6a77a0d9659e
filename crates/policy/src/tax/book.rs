//! The first look: months, land and shares of every use in every judged year, as `f64`.

use std::sync::Arc;

use lingdi_domain::{Ratio, parallel};

use super::firms::FirmYears;
use super::months::{Months, Span, YEAR};
use super::uses::{Use, Uses};
use crate::county::County;
use crate::edition::Edition;
use crate::facts::{CountyFacts, Occupancy};
use crate::lines::{LesseePolicy, Lines};
use crate::verdict::FirmYearState;

/// Everything about tax that the rules ask.
#[derive(Debug)]
pub(crate) struct TaxBook {
    pub(super) facts: Arc<County>,
    pub(super) edition: Arc<Edition>,
    pub(super) lines: Arc<Lines>,
    pub(super) firms: Arc<FirmYears>,
    pub(crate) uses: Arc<Uses>,
    pub(super) years: Vec<Arc<YearBook>>,
    /// The first look at each parcel with all its occupants, by judged year; made last.
    glances: Option<Arc<Glances>>,
}

/// First looks at every parcel with all its occupants, and what they depend on beside the facts.
#[derive(Debug)]
pub(crate) struct Glances {
    firms: Arc<FirmYears>,
    annualise: bool,
    missing_tax_is_zero: bool,
    owner_as_occupant: bool,
    by_year: Vec<Vec<Glance>>,
}

impl Glances {
    pub(crate) fn of(book: &TaxBook) -> Self {
        let parcels: Vec<u32> = (0..book.facts.parcels.len() as u32).collect();
        let look = |year: i32| {
            let look = |parcel: &u32| book.look(*parcel, year, Scope::Parcel);
            // Around a single parcel there is nothing to divide among threads.
            if parcels.len() < FEW {
                parcels.iter().map(look).collect()
            } else {
                parallel::map(&parcels, look)
            }
        };
        Self {
            firms: Arc::clone(&book.firms),
            annualise: book.lines.annualise,
            missing_tax_is_zero: book.lines.missing_tax_is_zero,
            owner_as_occupant: book.lines.owner_as_occupant,
            by_year: book.judged().map(look).collect(),
        }
    }

    pub(crate) fn fits(&self, book: &TaxBook) -> bool {
        Arc::ptr_eq(&self.firms, &book.firms)
            && self.annualise == book.lines.annualise
            && self.missing_tax_is_zero == book.lines.missing_tax_is_zero
            && self.owner_as_occupant == book.lines.owner_as_occupant
    }
}

/// Fewer parcels than this are looked at one after the other.
const FEW: usize = 4_096;

/// One year.
#[derive(Debug)]
pub(crate) struct YearBook {
    pub(super) calendar: Months,
    /// By use: months, in parts.
    pub(super) months: Vec<u32>,
    /// By use: land in 0.01 m²; NaN when it is not known.
    land: Vec<f64>,
    /// By firm: Σ land × months.
    total: Vec<f64>,
    /// By firm: on which parcels it is.
    pub(super) spread: Vec<Spread>,
    /// By parcel: months, in parts, in which anybody used it.
    pub(super) used: Vec<u32>,
}

/// On how many parcels a firm is in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spread {
    Nowhere,
    One(u32),
    Many,
}

/// Whose tax and whose land are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All occupants over the registered area.
    Parcel,
    /// The 权利人 alone over the registered area.
    Owner,
    /// One firm over the land it uses here.
    Firm(u32),
}

/// A parcel's tax of a year at first look.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Glance {
    /// Known tax per land, in 万元/亩; not finite when the land is nothing or not known.
    pub(super) per_mu: f64,
    /// A part of the tax is missing.
    pub(super) missing: bool,
    /// At least one occupant existed.
    pub(super) exists: bool,
}

impl TaxBook {
    pub(crate) fn new(facts: &Arc<County>, edition: &Arc<Edition>, lines: &Arc<Lines>, year: i32) -> Self {
        let judged = lines.judged_years(year);
        let owner = lines.owner_as_occupant;
        let mut book = Self {
            lines: Arc::clone(lines),
            firms: facts.firm_years(edition, lines, judged.clone()),
            uses: facts.uses(owner),
            years: judged.map(|year| facts.year(year, owner)).collect(),
            facts: Arc::clone(facts),
            edition: Arc::clone(edition),
            glances: None,
        };
        book.glances = Some(facts.glances(&book));
        book
    }

    /// The judged years, oldest first.
    pub(crate) fn judged(&self) -> std::ops::Range<i32> {
        self.firms.years()
    }

    /// The uses of a parcel, whatever the year.
    pub(crate) fn uses_of(&self, parcel: u32) -> &[Use] {
        &self.uses.all[self.uses.of(parcel)]
    }

    /// Land of a use in 亩, among the rows `in_force`.
    pub(crate) fn land_now(&self, taken: &Use, in_force: impl Fn(&Occupancy) -> bool) -> Option<Ratio> {
        self.uses.land(&self.facts, taken, in_force).map(super::uses::Land::mu)
    }

    /// The scopes by which a parcel is judged; one must be below the line.
    pub(crate) fn scopes(&self, parcel: u32) -> impl Iterator<Item = Scope> + use<> {
        let (one, firms) = match self.lines.lessee_policy {
            LesseePolicy::MergeToParcel => (Some(Scope::Parcel), Vec::new()),
            LesseePolicy::FollowOwner => (Some(Scope::Owner), Vec::new()),
            LesseePolicy::Separate => {
                let mut firms: Vec<u32> =
                    self.uses_of(parcel).iter().filter_map(|taken| taken.firm).collect();
                firms.sort_unstable();
                firms.dedup();
                let unmatched = self.uses_of(parcel).iter().any(|taken| taken.firm.is_none());
                ((unmatched || firms.is_empty()).then_some(Scope::Parcel), firms)
            }
        };
        firms.into_iter().map(Scope::Firm).chain(one)
    }

    /// The scope whose figure is printed for the parcel.
    pub(crate) fn printed_scope(&self) -> Scope {
        match self.lines.lessee_policy {
            LesseePolicy::FollowOwner => Scope::Owner,
            LesseePolicy::MergeToParcel | LesseePolicy::Separate => Scope::Parcel,
        }
    }

    pub(super) fn book(&self, year: i32) -> &YearBook {
        &self.years[(year - self.judged().start) as usize]
    }

    /// Is a use inside a scope?
    pub(super) fn inside(&self, taken: &Use, scope: Scope) -> bool {
        match scope {
            Scope::Parcel => true,
            Scope::Owner => taken.firm == self.facts.parcels[taken.parcel as usize].owner,
            Scope::Firm(firm) => taken.firm == Some(firm),
        }
    }

    /// The first look at a parcel's tax of a year.
    pub(crate) fn glance(&self, parcel: u32, year: i32, scope: Scope) -> Glance {
        match &self.glances {
            Some(glances) if scope == Scope::Parcel => {
                glances.by_year[(year - self.judged().start) as usize][parcel as usize]
            }
            _ => self.look(parcel, year, scope),
        }
    }

    fn look(&self, parcel: u32, year: i32, scope: Scope) -> Glance {
        let book = self.book(year);
        let mut glance = Glance::default();
        let (mut tax, mut firm_land, mut anybody) = (0.0, 0.0, false);
        for position in self.uses.of(parcel) {
            let taken = &self.uses.all[position];
            if book.months[position] == 0 || !self.inside(taken, scope) {
                continue;
            }
            anybody = true;
            firm_land += book.land[position] * f64::from(book.months[position]) / f64::from(YEAR);
            tax += self.add(&mut glance, taken, position, year);
        }
        glance.missing |= !anybody;
        glance.exists |= !anybody;
        if self.lines.missing_tax_is_zero {
            (glance.missing, glance.exists) = (false, true);
        }
        let land = if matches!(scope, Scope::Firm(_)) { firm_land } else { self.covered_area(parcel, book) };
        // 分 ÷ 0.01 m² ÷ 15
        glance.per_mu = tax / (15.0 * land);
        glance
    }

    /// The registered area, by the months in which anybody used it when that is asked.
    fn covered_area(&self, parcel: u32, book: &YearBook) -> f64 {
        let used = book.used[parcel as usize];
        let parts = if self.lines.annualise && used > 0 { used } else { YEAR };
        self.facts.area_of(parcel).0 as f64 * f64::from(parts) / f64::from(YEAR)
    }

    /// The known tax of a use, in 分; what is not known of it goes into the glance.
    fn add(&self, glance: &mut Glance, taken: &Use, position: usize, year: i32) -> f64 {
        let Some(firm) = taken.firm else {
            (glance.missing, glance.exists) = (true, true);
            return 0.0;
        };
        let known = self.firms.of(firm, year);
        glance.exists |= known.state != FirmYearState::NotExist;
        glance.missing |= known.odd_type
            || known.state == FirmYearState::Unmatched && self.taxed_elsewhere(taken, year).is_none();
        if known.known == 0 {
            return 0.0;
        }
        let book = self.book(year);
        let share = match book.spread[firm as usize] {
            Spread::Many => {
                book.land[position] * f64::from(book.months[position]) / book.total[firm as usize]
            }
            _ => self.part_of_single(taken, position, book),
        };
        if share.is_nan() {
            glance.missing = true;
            return 0.0;
        }
        known.known as f64 * share
    }

    /// A firm on one parcel only: all its tax falls there, split when it has several rows there.
    fn part_of_single(&self, taken: &Use, position: usize, book: &YearBook) -> f64 {
        let first = self
            .uses
            .of(taken.parcel)
            .find(|other| self.uses.all[*other].firm == taken.firm && book.months[*other] > 0);
        if first == Some(position) { 1.0 } else { 0.0 }
    }

    /// The finding by which the 权利人 pays elsewhere: its local tax is nil, not missing.
    pub(super) fn taxed_elsewhere(&self, taken: &Use, year: i32) -> Option<usize> {
        if taken.firm != self.facts.parcels[taken.parcel as usize].owner {
            return None;
        }
        let calendar = &self.book(year).calendar;
        self.facts.index.findings.of(taken.parcel).find(|index| {
            let finding = &self.facts.findings[*index];
            finding.finding_type == "异地纳税"
                && !crate::rules::denies(finding)
                && calendar.span(finding.from, finding.to).is_some()
        })
    }
}

impl YearBook {
    pub(crate) fn new(facts: &CountyFacts, uses: &Uses, year: i32) -> Self {
        let calendar = Months::of(year);
        let mut book = Self {
            months: Vec::with_capacity(uses.all.len()),
            land: Vec::with_capacity(uses.all.len()),
            total: vec![0.0; facts.enterprises.len()],
            spread: vec![Spread::Nowhere; facts.enterprises.len()],
            used: Vec::with_capacity(facts.parcels.len()),
            calendar,
        };
        let mut spans: Vec<Span> = Vec::new();
        for parcel in 0..facts.parcels.len() as u32 {
            spans.clear();
            for taken in &uses.all[uses.of(parcel)] {
                let row = taken.row(facts);
                let span = book.calendar.span(row.and_then(|row| row.from), row.and_then(|row| row.to));
                book.push(facts, uses, taken, span);
                spans.extend(span);
            }
            book.used.push(book.calendar.union(&mut spans));
        }
        book
    }

    fn push(&mut self, facts: &CountyFacts, uses: &Uses, taken: &Use, span: Option<Span>) {
        let months = span.map_or(0, |span| self.calendar.parts(span));
        let calendar = &self.calendar;
        let in_force = |row: &Occupancy| calendar.span(row.from, row.to).is_some();
        let land = if months == 0 { None } else { uses.land(facts, taken, in_force) };
        let land = land.map_or(f64::NAN, super::uses::Land::approx);
        self.months.push(months);
        self.land.push(land);
        if let (Some(firm), true) = (taken.firm, months > 0) {
            self.total[firm as usize] += land * f64::from(months);
            let spread = &mut self.spread[firm as usize];
            *spread = match *spread {
                Spread::Nowhere => Spread::One(taken.parcel),
                Spread::One(parcel) if parcel == taken.parcel => Spread::One(parcel),
                _ => Spread::Many,
            };
        }
    }
}
