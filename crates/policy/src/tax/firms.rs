//! What is known of each firm's tax in each judged year.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use chrono::Datelike;

use crate::edition::Edition;
use crate::facts::{CountyFacts, Enterprise, Tax};
use crate::lines::Lines;
use crate::verdict::FirmYearState;

/// A firm's tax in a year.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FirmYear {
    pub(crate) state: FirmYearState,
    /// What is known of it, in 分; zero unless matched.
    pub(crate) known: i64,
    /// A row is of a kind that the table does not know: the sum is a lower bound.
    pub(crate) odd_type: bool,
    /// Index of the declaration that confirms the zero.
    pub(crate) declaration: Option<u32>,
}

/// All firms, all judged years.
#[derive(Debug)]
pub(crate) struct FirmYears {
    years: Range<i32>,
    rows: Vec<FirmYear>,
}

/// How a tax row enters the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counting {
    Counts,
    /// Taken as a decrease, whatever its sign.
    Decreases,
    LeftOut,
    /// A kind of tax that the table does not know.
    Odd,
}

impl Counting {
    /// By the table of the edition and the switches that are on.
    pub(crate) fn of(tax: &Tax, edition: &Edition, lines: &Lines) -> Self {
        tax.tax_type.as_deref().map_or(Self::Counts, |written| Self::of_type(written, edition, lines))
    }

    fn of_type(written: &str, edition: &Edition, lines: &Lines) -> Self {
        if written.trim().is_empty() {
            return Self::Counts;
        }
        let Some(kind) = edition.tax_types.find(written) else { return Self::Odd };
        let is_on = |key: &str| lines.tax_switches.iter().any(|on| on == key.trim());
        let counts = match kind.count.split_once(' ') {
            Some(("if", key)) => is_on(key),
            Some(("unless", key)) => !is_on(key),
            _ => kind.count == "yes",
        };
        match (counts, kind.refund) {
            (false, _) => Self::LeftOut,
            (true, true) => Self::Decreases,
            (true, false) => Self::Counts,
        }
    }

    /// What the row adds for certain, in 分: of an odd kind only a decrease, so that the sum stays
    /// a lower bound.
    pub(crate) fn apply(self, amount: i64) -> i64 {
        match self {
            Self::Counts => amount,
            Self::Odd => amount.min(0),
            Self::Decreases => -amount.saturating_abs(),
            Self::LeftOut => 0,
        }
    }
}

impl FirmYears {
    pub(crate) fn new(facts: &CountyFacts, edition: &Edition, lines: &Lines, years: Range<i32>) -> Self {
        let mut rows = start(facts, &years);
        let mut countings: HashMap<&str, Counting> = HashMap::new();
        let span = years.len();
        for tax in facts.taxes.iter().filter(|tax| years.contains(&tax.year)) {
            let counting = tax.tax_type.as_deref().map_or(Counting::Counts, |written| {
                *countings.entry(written).or_insert_with(|| Counting::of_type(written, edition, lines))
            });
            let row = &mut rows[tax.enterprise as usize * span + (tax.year - years.start) as usize];
            row.state = FirmYearState::Matched;
            row.odd_type |= counting == Counting::Odd;
            row.known = row.known.saturating_add(counting.apply(tax.amount.0));
        }
        let mut all = Self { years, rows };
        all.confirm_zeros(facts);
        all
    }

    pub(crate) fn years(&self) -> Range<i32> {
        self.years.clone()
    }

    pub(crate) fn of(&self, firm: u32, year: i32) -> &FirmYear {
        &self.rows[firm as usize * self.years.len() + (year - self.years.start) as usize]
    }

    fn confirm_zeros(&mut self, facts: &CountyFacts) {
        for (index, declaration) in facts.tax_declarations.iter().enumerate() {
            if !self.years.contains(&declaration.year) {
                continue;
            }
            let meant: HashSet<u32> = declaration.possibly_meant.iter().copied().collect();
            let offset = (declaration.year - self.years.start) as usize;
            for (firm, rows) in self.rows.chunks_mut(self.years.len()).enumerate() {
                let row = &mut rows[offset];
                if row.state == FirmYearState::Unmatched && !meant.contains(&(firm as u32)) {
                    row.state = FirmYearState::ZeroConfirmed;
                    row.declaration = Some(index as u32);
                }
            }
        }
    }
}

/// Before any tax row is read: a firm either did not exist or is unmatched.
fn start(facts: &CountyFacts, years: &Range<i32>) -> Vec<FirmYear> {
    let firms = facts.enterprises.iter();
    firms
        .flat_map(|firm| years.clone().map(move |year| (firm, year)))
        .map(|(firm, year)| FirmYear {
            state: if existed(firm, year) { FirmYearState::Unmatched } else { FirmYearState::NotExist },
            known: 0,
            odd_type: false,
            declaration: None,
        })
        .collect()
}

/// Only dates speak against existence: a firm that uses land was there, unless it was founded
/// later or deregistered before.
fn existed(firm: &Enterprise, year: i32) -> bool {
    firm.founded_on.is_none_or(|day| day.year() <= year)
        && firm.deregistered_on.is_none_or(|day| day.year() >= year)
}
