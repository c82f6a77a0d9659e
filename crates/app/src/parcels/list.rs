//! 低效清单: filtered, sorted, paged.

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
        let mut found = seen.find(filter);
        let start = page.saturating_sub(1).saturating_mul(page_size);
        seen.sort(&mut found.shown, sort, start.saturating_add(page_size));
        let rows = found.shown.iter().skip(start).take(page_size).map(|shown| seen.row(*shown)).collect();
        Ok(ListPage {
            rows,
            count: found.shown.len(),
            area: found.area,
            tab_counts: found.tabs,
            letter_counts: found.letters,
            near_counts: found.nears,
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
