//! 低效清单: filtered, sorted, paged.

use std::cmp::Ordering;

use lingdi_domain::{Actor, Area, MainCategory};
use lingdi_policy::verdict::TaxPerMu;
use lingdi_policy::{ParcelVerdict, Status};

use super::Reach;
use crate::authority::May;
use crate::identification::{Judge, Judged};
use crate::seen::{Seen, Shown, ShownTax};
use crate::{Action, App, Result, Verdict};

/// Which verdicts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Listed parcels.
    #[default]
    Listed,
    /// Parcels with the focus flag.
    Focus,
    /// Parcels that a missing fact keeps open.
    Indeterminate,
    /// Every parcel.
    All,
}

impl Tab {
    /// All, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Listed, Self::Focus, Self::Indeterminate, Self::All];

    /// The word of addresses; empty for the first.
    pub fn code(self) -> &'static str {
        match self {
            Self::Listed => "",
            Self::Focus => "focus",
            Self::Indeterminate => "indeterminate",
            Self::All => "all",
        }
    }

    /// The word of the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Listed => "低效",
            Self::Focus => "重点整治",
            Self::Indeterminate => "不确定",
            Self::All => "全部宗地",
        }
    }

    /// Does a parcel belong under this tab?
    pub(crate) fn holds(self, verdict: Verdict<'_>) -> bool {
        match self {
            Self::Listed => verdict.status == Status::Listed,
            Self::Focus => verdict.focus == Some(true),
            Self::Indeterminate => verdict.status == Status::Indeterminate,
            Self::All => true,
        }
    }
}

/// A band of 亩均税收, for filters and map colours: from (included) to (excluded), in
/// ten-thousandths of 万元/亩 as printed. Bands show, they never decide a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Band {
    /// The figure is not known.
    Unknown,
    /// Known, within these ends; an open end is `None`.
    Between(Option<i64>, Option<i64>),
}

impl Band {
    /// Does the figure of a year fall into the band?
    pub fn holds(self, tax: &TaxPerMu, year: i32) -> bool {
        tax.of(year).map_or(self == Self::Unknown, |value| self.contains(value))
    }

    /// Does a known figure fall into the band?
    pub fn contains(self, value: i64) -> bool {
        match self {
            Self::Unknown => false,
            Self::Between(from, to) => {
                from.is_none_or(|from| from <= value) && to.is_none_or(|to| value < to)
            }
        }
    }
}

/// What to sort by. Parcels without the figure come last either way; equal ones by code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortKey {
    /// Parcel code.
    #[default]
    Code,
    /// The units' official order.
    Unit,
    /// Registered area.
    Area,
    /// 亩均税收 of the last year.
    Tax,
    /// How far the verdict is from turning.
    Near,
}

/// Sort key and direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort {
    /// What to sort by.
    pub key: SortKey,
    /// Greatest first.
    pub descending: bool,
}

/// What to show.
#[derive(Debug, Clone, Default)]
pub struct ParcelFilter {
    /// Which verdicts.
    pub tab: Tab,
    /// Words: code, location, firm, former name; all must occur.
    pub words: String,
    /// Unit code.
    pub unit: Option<String>,
    /// Letter.
    pub category: Option<MainCategory>,
    /// Least area.
    pub min_area: Option<Area>,
    /// Greatest area.
    pub max_area: Option<Area>,
    /// Band of 亩均税收 of the last year.
    pub band: Option<Band>,
    /// How near to turning.
    pub near: Option<Reach>,
}

/// One parcel of the list.
#[derive(Debug, Clone)]
pub struct ListRow {
    /// Index into the snapshot.
    pub parcel: u32,
    /// 宗地代码
    pub code: String,
    /// 坐落, when known.
    pub location: Option<String>,
    /// Names of the firms that occupy it on the day, owner first.
    pub firms: Vec<String>,
    /// The verdict.
    pub verdict: ParcelVerdict,
    /// 亩均税收 of the judged years.
    pub tax: [(i32, ShownTax); 3],
    /// How far it is from turning, as part of the line; `None` when no single figure turns it.
    pub closeness: Option<f64>,
    /// Is that within 5 %?
    pub is_near: bool,
}

/// One page of the list, with the sums of everything the filter holds.
#[derive(Debug, Clone)]
pub struct ListPage {
    /// The rows of the page.
    pub rows: Vec<ListRow>,
    /// Parcels that the filter holds.
    pub count: usize,
    /// Their registered area.
    pub area: Area,
    /// Parcels per tab, under the same filter.
    pub tab_counts: [usize; 4],
    /// Parcels per letter, under the same filter without its letter.
    pub letter_counts: [usize; 4],
    /// Parcels within each reach of turning, under the same filter without its own.
    pub near_counts: [usize; 2],
}

impl App {
    /// The parcels that a filter holds, one page of them (`page` from 1).
    pub async fn list_parcels(
        &self,
        actor: &Actor,
        ask: &Judge,
        filter: &ParcelFilter,
        sort: Sort,
        (page, page_size): (usize, usize),
    ) -> Result<ListPage> {
        actor.may(Action::Read)?;
        let seen = self.judge(actor, ask).await?;
        let found = seen.filtered(filter, sort);
        let start = page.saturating_sub(1).saturating_mul(page_size);
        let rows = found.iter().skip(start).take(page_size).map(|shown| seen.row(*shown)).collect();
        Ok(ListPage {
            rows,
            count: found.len(),
            area: found.iter().map(|shown| shown.area()).sum(),
            tab_counts: seen.tab_counts(filter),
            letter_counts: seen.letter_counts(filter),
            near_counts: seen.near_counts(filter),
        })
    }
}

impl Judged {
    /// The year whose tax the lines of this answer look at: the last complete one.
    pub fn tax_year(&self) -> i32 {
        self.result.year - 1
    }
}

impl Seen {
    /// Parcels that the filter holds and the caller may see, sorted.
    pub fn filtered(&self, filter: &ParcelFilter, sort: Sort) -> Vec<Shown<'_>> {
        let words = search_words(&filter.words);
        let mut found: Vec<Shown<'_>> = self
            .verdicts()
            .filter(|verdict| self.holds(filter, &words, *verdict))
            .map(|verdict| self.show(verdict))
            .collect();
        self.sort(&mut found, sort);
        found
    }

    /// Does the filter hold a verdict that the caller may see? `words` are the filter's, prepared by
    /// [`search_words`].
    pub(crate) fn holds(&self, filter: &ParcelFilter, words: &[String], verdict: Verdict<'_>) -> bool {
        filter.tab.holds(verdict) && self.holds_besides_tab(filter, words, verdict, true)
    }

    fn holds_besides_tab(
        &self,
        filter: &ParcelFilter,
        words: &[String],
        verdict: Verdict<'_>,
        with_category: bool,
    ) -> bool {
        self.holds_unit(verdict.unit())
            && filter.unit.as_ref().is_none_or(|unit| unit == verdict.unit())
            && (!with_category || filter.category.is_none_or(|letter| verdict.has(letter)))
            && filter.min_area.is_none_or(|least| least <= verdict.area())
            && filter.max_area.is_none_or(|greatest| verdict.area() <= greatest)
            && filter.band.is_none_or(|band| band.holds(verdict.tax_per_mu(), self.tax_year()))
            && filter.near.is_none_or(|reach| self.is_near(self.show(verdict), reach))
            && self.snapshot().contains_words(verdict.parcel, words)
    }

    fn near_counts(&self, filter: &ParcelFilter) -> [usize; 2] {
        let (any, words) = (ParcelFilter { near: None, ..filter.clone() }, search_words(&filter.words));
        let mut counts = [0; 2];
        for verdict in self.verdicts().filter(|verdict| self.holds(&any, &words, *verdict)) {
            for (count, reach) in counts.iter_mut().zip(Reach::ALL) {
                *count += usize::from(self.is_near(self.show(verdict), reach));
            }
        }
        counts
    }

    fn tab_counts(&self, filter: &ParcelFilter) -> [usize; 4] {
        let words = search_words(&filter.words);
        let mut counts = [0; 4];
        for verdict in self.verdicts().filter(|v| self.holds_besides_tab(filter, &words, *v, true)) {
            for (count, tab) in counts.iter_mut().zip(Tab::ALL) {
                *count += usize::from(tab.holds(verdict));
            }
        }
        counts
    }

    fn letter_counts(&self, filter: &ParcelFilter) -> [usize; 4] {
        let words = search_words(&filter.words);
        let mut counts = [0; 4];
        let holds = |v: &Verdict| filter.tab.holds(*v) && self.holds_besides_tab(filter, &words, *v, false);
        for verdict in self.verdicts().filter(holds) {
            for (count, letter) in counts.iter_mut().zip(MainCategory::ALL) {
                *count += usize::from(verdict.has(letter));
            }
        }
        counts
    }

    fn sort(&self, found: &mut [Shown<'_>], sort: Sort) {
        let order = |unit: &str| self.snapshot().facts.units.iter().position(|known| known.code == unit);
        let directed = |ordering: Ordering| if sort.descending { ordering.reverse() } else { ordering };
        let bands = self.bands();
        found.sort_by(|a, b| {
            let (left, right) = (a.verdict, b.verdict);
            let by_key = match sort.key {
                SortKey::Code => directed(left.code().cmp(right.code())),
                SortKey::Area => directed(left.area().cmp(&right.area())),
                SortKey::Unit => missing_last(order(left.unit()), order(right.unit()), directed),
                SortKey::Tax => missing_last(self.tax_rank(*a, &bands), self.tax_rank(*b, &bands), directed),
                SortKey::Near => by_closeness(self.closeness(*a), self.closeness(*b), directed),
            };
            by_key.then_with(|| left.code().cmp(right.code()))
        });
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

    /// The row of a parcel.
    pub fn row(&self, shown: Shown<'_>) -> ListRow {
        let verdict = shown.verdict;
        ListRow {
            parcel: verdict.parcel,
            code: verdict.code().to_string(),
            location: self
                .snapshot()
                .parcels
                .get(verdict.parcel as usize)
                .and_then(|record| record.location.as_ref().map(ToString::to_string)),
            firms: self.snapshot().occupants_on(verdict.parcel, self.as_of()),
            verdict: self.explained(verdict.parcel),
            tax: self.tax(shown),
            closeness: self.closeness(shown),
            is_near: self.is_near(shown, Reach::Twentieth),
        }
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
