//! 连续末位月数: how many published months in a row a unit stood in the last two.

use std::collections::BTreeMap;

use crate::Month;

/// Where a unit stood in a published month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the last two.
    Bottom,
    /// Above them.
    Above,
    /// 不参与排名
    Out,
}

/// What was published, by month: where one unit stood. A month that is absent was not published.
pub type Published = BTreeMap<Month, Place>;

/// The present streak of a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Streak {
    /// Months in the last two, the earliest first.
    pub months: Vec<Month>,
    /// Months between them that were not published or in which the unit took no part: they neither
    /// count nor break, and a person has to confirm that the months on both sides belong together.
    pub gaps: Vec<Month>,
}

impl Streak {
    /// Has a person to confirm it?
    pub fn is_pending(&self) -> bool {
        !self.gaps.is_empty()
    }
}

/// The streak of a unit as of a month. `after` is the month up to which earlier ones were answered for
/// by a 约谈 (G15); `crosses_years` says whether it goes on over the end of a year.
pub fn streak(published: &Published, as_of: Month, after: Option<Month>, crosses_years: bool) -> Streak {
    let mut found = Streak::default();
    let mut gaps = Vec::new();
    let Some((&first, _)) = published.first_key_value() else { return found };
    let mut month = as_of;
    while month >= first
        && after.is_none_or(|after| month > after)
        && (crosses_years || month.year() == as_of.year())
    {
        match published.get(&month) {
            Some(Place::Bottom) => {
                // Gaps after the last bottom month lie between two of them only when another follows.
                if found.months.is_empty() {
                    gaps.clear();
                }
                found.gaps.append(&mut gaps);
                found.months.push(month);
            }
            Some(Place::Above) => break,
            Some(Place::Out) | None => gaps.push(month),
        }
        month = month.back(1);
    }
    found.months.reverse();
    found.gaps.reverse();
    found
}
