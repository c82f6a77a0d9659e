//! The settings of one year and day, read once into types: what the rules compare with.

mod moves;
mod read;

use chrono::NaiveDate;
use lingdi_domain::{Area, Ratio};

use crate::edition::setting::NONE;
use crate::edition::{Edition, EditionError};
use read::On;

/// A number to be compared with, and how it is cited.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// The number, exact.
    pub(crate) value: Ratio,
    /// The number for a first look.
    pub(crate) approx: f64,
    /// With its unit, as printed: `3 万元/亩`.
    pub(crate) text: String,
    pub(crate) cite: Cite,
}

/// Where a value stands.
#[derive(Debug, Clone)]
pub(crate) struct Cite {
    pub(crate) clause: String,
    pub(crate) quote: String,
    /// A default of this system, not of the document.
    pub(crate) ours: bool,
}

/// A line in 亩 that an area must reach, with the tolerance G16.
#[derive(Debug, Clone)]
pub(crate) struct AreaLine {
    pub(crate) line: Line,
    /// The least area that reaches the line.
    least: i64,
    /// The least area that reaches it with the tolerance.
    least_tolerated: i64,
    /// The tolerance as printed, `0.005 亩`.
    pub(crate) tolerance: String,
}

/// Does an area reach a line?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    pub(crate) met: bool,
    /// Only because of the tolerance.
    pub(crate) tolerance_used: bool,
}

impl AreaLine {
    pub(crate) fn reached_by(&self, area: Area) -> Reach {
        let plain = area.0 >= self.least;
        let met = area.0 >= self.least_tolerated;
        Reach { met, tolerance_used: met && !plain }
    }

    /// The least area that reaches the line with the tolerance, in 0.01 m².
    pub(crate) fn least_tolerated(&self) -> i64 {
        self.least_tolerated
    }
}

/// How a year's tax of a parcel with several firms is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LesseePolicy {
    MergeToParcel,
    FollowOwner,
    Separate,
}

/// How several years are put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Aggregation {
    AllYears,
    /// Weighted mean; the weights of the judged years, oldest first.
    Mean(Vec<Ratio>),
    Last,
}

/// Whose class decides D2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClassHolder {
    OwnerOrMajority,
    Owner,
    AnyOccupant,
}

/// Every value that the rules read.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own that an official sets")]
pub(crate) struct Lines {
    pub(crate) tax_line: Line,
    pub(crate) focus_area: AreaLine,
    pub(crate) focus_tax: Line,
    pub(crate) focus_years: i32,
    pub(crate) focus_excludes_idle: bool,
    pub(crate) aggregation: Aggregation,
    pub(crate) lessee_policy: LesseePolicy,
    pub(crate) missing_tax_is_zero: bool,
    pub(crate) annualise: bool,
    pub(crate) owner_as_occupant: bool,
    pub(crate) restart_at_transfer: bool,
    pub(crate) grace: bool,
    pub(crate) refund_add_back: bool,
    pub(crate) scope_all_for_b_and_d: bool,
    pub(crate) idle_first_years: u32,
    pub(crate) idle_second_years: u32,
    pub(crate) idle_suspended_years: u32,
    pub(crate) idle_developed_share: Line,
    pub(crate) idle_invested_share: Line,
    pub(crate) idle_law: Cite,
    pub(crate) idle_area: AreaLine,
    pub(crate) idle_share: Line,
    pub(crate) low_far: Option<Line>,
    pub(crate) low_far_supplied_before: Option<NaiveDate>,
    pub(crate) supply_since: NaiveDate,
    pub(crate) supply_since_inclusive: bool,
    pub(crate) lease_share: Line,
    pub(crate) d1_by_code: bool,
    pub(crate) class_holder: ClassHolder,
    pub(crate) d2_share: Line,
    pub(crate) class_of_previous_year_only: bool,
    /// The tax-type switches that are on.
    pub(crate) tax_switches: Vec<String>,
}

impl Lines {
    /// The values that hold on `day`.
    pub(crate) fn of(edition: &Edition, day: NaiveDate) -> Result<Self, EditionError> {
        let on = On { edition, day };
        for rule in ["A", "B", "C1", "C2", "D1", "D2"] {
            edition.clause(rule).ok_or_else(|| EditionError::NoClause(rule.to_owned()))?;
        }
        let focus_years = on.whole("focus_years")?.max(1) as i32;
        Ok(Self {
            tax_line: on.line("tax_line")?,
            focus_area: on.area_line("focus_area")?,
            focus_tax: on.line("focus_tax")?,
            focus_years,
            focus_excludes_idle: on.is_on("focus_excludes_idle")?,
            aggregation: on.aggregation(focus_years as usize)?,
            lessee_policy: match on.text("lessee_policy")? {
                "follow_owner" => LesseePolicy::FollowOwner,
                "separate" => LesseePolicy::Separate,
                _ => LesseePolicy::MergeToParcel,
            },
            missing_tax_is_zero: on.text("missing_tax")? == "zero",
            annualise: on.is_on("annualise")?,
            owner_as_occupant: on.is_on("owner_as_occupant")?,
            restart_at_transfer: on.is_on("restart_at_transfer")?,
            grace: on.is_on("grace")?,
            refund_add_back: on.is_on("refund_add_back")?,
            scope_all_for_b_and_d: on.text("scope_uses")? == "all",
            idle_first_years: on.whole("idle_first_years")?,
            idle_second_years: on.whole("idle_second_years")?,
            idle_suspended_years: on.whole("idle_suspended_years")?,
            idle_developed_share: on.line("idle_developed_share")?,
            idle_invested_share: on.line("idle_invested_share")?,
            idle_law: on.cite("idle_first_years")?,
            idle_area: on.area_line("idle_area")?,
            idle_share: on.line("idle_share")?,
            low_far: if on.text("low_far")? == NONE { None } else { Some(on.line("low_far")?) },
            low_far_supplied_before: on.date("low_far_supplied_before")?,
            supply_since: on.date("supply_since")?.unwrap_or(NaiveDate::MIN),
            supply_since_inclusive: on.is_on("supply_since_inclusive")?,
            lease_share: on.line("lease_share")?,
            d1_by_code: on.is_on("d1_by_code")?,
            class_holder: match on.text("d2_who")? {
                "owner" => ClassHolder::Owner,
                "any_occupant" => ClassHolder::AnyOccupant,
                _ => ClassHolder::OwnerOrMajority,
            },
            d2_share: on.line("d2_share")?,
            class_of_previous_year_only: on.text("d2_class_year")? == "previous",
            tax_switches: on.tax_switches(),
        })
    }

    /// The judged years, oldest first: at least the three before `year`, more when focus needs.
    pub(crate) fn judged_years(&self, year: i32) -> std::ops::Range<i32> {
        year - self.focus_years.max(3)..year
    }
}
