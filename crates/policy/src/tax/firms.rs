//! What is known of each firm's tax in each judged year.

use std::collections::HashSet;
use std::ops::Range;

use chrono::Datelike;

use crate::county::County;
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
    /// How each 税种 of the county's rows was counted.
    counted: Vec<Counting>,
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
    /// How each 税种 of a county's rows is counted under an edition.
    pub(crate) fn countings(county: &County, edition: &Edition, lines: &Lines) -> Vec<Counting> {
        let words = county.words.tax_type.words().iter();
        words.map(|written| Counting::of_type(written, edition, lines)).collect()
    }

    pub(crate) fn new(facts: &County, counted: Vec<Counting>, years: Range<i32>) -> Self {
        let mut rows = start(facts, &years);
        let span = years.len();
        for (at, tax) in (0..).zip(&facts.taxes).filter(|(_, tax)| years.contains(&tax.year)) {
            let code = facts.words.tax_type.of_row(at);
            let counting = code.map_or(Counting::Counts, |code| counted[code as usize]);
            let row = &mut rows[tax.enterprise as usize * span + (tax.year - years.start) as usize];
            row.state = FirmYearState::Matched;
            row.odd_type |= counting == Counting::Odd;
            row.known = row.known.saturating_add(counting.apply(tax.amount.0));
        }
        let mut all = Self { years, counted, rows };
        all.confirm_zeros(facts);
        all
    }

    pub(crate) fn years(&self) -> Range<i32> {
        self.years.clone()
    }

    /// How each 税种 was counted.
    pub(crate) fn counted(&self) -> &[Counting] {
        &self.counted
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
