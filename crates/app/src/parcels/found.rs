//! What a filter holds, with the counts that a page shows beside it: one pass over the county.

use std::cmp::Ordering;

use lingdi_domain::{Area, MainCategory};

use super::{Band, ParcelFilter, Reach, Sort, SortKey, Tab};
use crate::Verdict;
use crate::seen::{Seen, Shown};

/// Parcels that a filter holds, and how many it would hold with another tab, letter or reach.
#[derive(Debug, Default)]
pub(crate) struct Found<'a> {
    /// What it holds, by code.
    pub(crate) shown: Vec<Shown<'a>>,
    /// Their registered area.
    pub(crate) area: Area,
    /// Parcels under each tab.
    pub(crate) tabs: [usize; 4],
    /// Parcels with each letter.
    pub(crate) letters: [usize; 4],
    /// Parcels within each reach of turning.
    pub(crate) nears: [usize; 2],
}

/// A filter, with what is the same for every parcel looked up.
pub(crate) struct Asked<'a> {
    seen: &'a Seen,
    filter: &'a ParcelFilter,
    /// Place of its unit among the county's; one that no parcel has for a unit without parcels.
    unit: Option<usize>,
    words: Vec<String>,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(seen: &'a Seen, filter: &'a ParcelFilter) -> Self {
        let mut units = seen.judged.judge.county().unit_codes();
        let unit = filter.unit.as_ref().map(|wanted| units.position(|unit| unit == wanted));
        Self {
            seen,
            filter,
            unit: unit.map(|place| place.unwrap_or(usize::MAX)),
            words: search_words(&filter.words),
        }
    }

    /// Does the filter hold a parcel?
    pub(crate) fn holds(&self, shown: Shown<'_>) -> bool {
        let verdict = shown.verdict;
        self.filter.tab.holds(verdict)
            && self.holds_letter(verdict)
            && self.holds_reach(shown)
            && self.holds_rest(verdict)
    }

    fn holds_letter(&self, verdict: Verdict<'_>) -> bool {
        self.filter.category.is_none_or(|letter| verdict.has(letter))
    }

    fn holds_reach(&self, shown: Shown<'_>) -> bool {
        self.filter.near.is_none_or(|reach| self.seen.is_near(shown, reach))
    }

    /// All but tab, letter and reach.
    fn holds_rest(&self, verdict: Verdict<'_>) -> bool {
        let (seen, filter) = (self.seen, self.filter);
        self.unit.is_none_or(|unit| unit == seen.judged.judge.county().unit_place(verdict.parcel))
            && filter.min_area.is_none_or(|least| least <= verdict.area())
            && filter.max_area.is_none_or(|greatest| verdict.area() <= greatest)
            && filter.band.is_none_or(|band| band.holds(verdict.tax_per_mu(), seen.tax_year()))
            && seen.snapshot().contains_words(verdict.parcel, &self.words)
    }
}

impl Seen {
    /// Parcels that the filter holds and the caller may see, sorted.
    pub fn filtered(&self, filter: &ParcelFilter, sort: Sort) -> Vec<Shown<'_>> {
        let mut shown: Vec<Shown<'_>> = self.find(filter).shown;
        self.sort(&mut shown, sort, usize::MAX);
        shown
    }

    /// What the filter holds of what the caller may see.
    pub(crate) fn find(&self, filter: &ParcelFilter) -> Found<'_> {
        let asked = Asked::new(self, filter);
        let mut found = Found::default();
        for verdict in self.verdicts().filter(|verdict| asked.holds_rest(*verdict)) {
            let shown = self.show(verdict);
            let tab = filter.tab.holds(verdict);
            let (letter, reach) = (asked.holds_letter(verdict), asked.holds_reach(shown));
            if letter && reach {
                count(&mut found.tabs, Tab::ALL, |tab| tab.holds(verdict));
            }
            if tab && reach {
                count(&mut found.letters, MainCategory::ALL, |letter| verdict.has(letter));
            }
            if tab && letter {
                count(&mut found.nears, Reach::ALL, |reach| self.is_near(shown, reach));
            }
            if tab && letter && reach {
                found.area.0 += verdict.area().0;
                found.shown.push(shown);
            }
        }
        found
    }

    /// Puts the first `until` of what was found in order; the others stand behind them in none.
    pub(crate) fn sort(&self, found: &mut [Shown<'_>], sort: Sort, until: usize) {
        // They are found by code, and a parcel's index follows its code.
        if sort.key == SortKey::Code {
            if sort.descending {
                found.reverse();
            }
            return;
        }
        let directed = |ordering: Ordering| if sort.descending { ordering.reverse() } else { ordering };
        let (units, bands) = (self.unit_ranks(), self.bands());
        let unit = |shown: Shown<'_>| units[self.judged.judge.county().unit_place(shown.parcel())];
        let order = |a: &Shown<'_>, b: &Shown<'_>| {
            let by_key = match sort.key {
                SortKey::Code => Ordering::Equal,
                SortKey::Area => directed(a.area().cmp(&b.area())),
                SortKey::Unit => missing_last(unit(*a), unit(*b), directed),
                SortKey::Tax => missing_last(self.tax_rank(*a, &bands), self.tax_rank(*b, &bands), directed),
                SortKey::Near => by_closeness(self.closeness(*a), self.closeness(*b), directed),
            };
            by_key.then_with(|| a.parcel().cmp(&b.parcel()))
        };
        let mut front = found;
        if until < front.len() {
            front.select_nth_unstable_by(until, order);
            front = &mut front[..until];
        }
        front.sort_unstable_by(order);
    }

    /// Place of each unit in the official order, as the county counts the units of its parcels.
    fn unit_ranks(&self) -> Vec<Option<usize>> {
        let order = |code: &str| self.snapshot().facts.units.iter().position(|unit| unit.code == code);
        self.judged.judge.county().unit_codes().map(order).collect()
    }

    /// The place of a parcel by its tax. Those of one band stand alike where the amount is masked: their order
    /// would tell it.
    fn tax_rank(&self, shown: Shown<'_>, bands: &[(Band, String)]) -> Option<i64> {
        let value = shown.verdict.tax_of(self.tax_year())?;
        if !shown.is_masked() {
            return Some(value);
        }
        let band = bands.iter().map(|(band, _)| *band).find(|band| band.contains(value))?;
        Some(if let Band::Between(Some(from), _) = band { from } else { i64::MIN })
    }
}

fn count<T, const N: usize>(counts: &mut [usize; N], of: [T; N], holds: impl Fn(T) -> bool) {
    for (count, one) in counts.iter_mut().zip(of) {
        *count += usize::from(holds(one));
    }
}

fn missing_last<T: Ord>(a: Option<T>, b: Option<T>, directed: impl Fn(Ordering) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => directed(a.cmp(&b)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

fn by_closeness(a: Option<f64>, b: Option<f64>, directed: impl Fn(Ordering) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => directed(a.total_cmp(&b)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// Words of a search, each in the form names are compared in.
pub(crate) fn search_words(text: &str) -> Vec<String> {
    text.split_whitespace().map(lingdi_domain::name::normalised).filter(|word| !word.is_empty()).collect()
}
