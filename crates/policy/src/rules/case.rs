//! One parcel before the rules: what several of them ask.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;

use chrono::{Months, NaiveDate};
use lingdi_domain::{Area, Cell, Ratio, Source};

use crate::edition::tables::{ActualUse, Clause};
use crate::facts::{Approval, Finding as Decision, Parcel};
use crate::judge::Judge;
use crate::lines::{Line, Lines};
use crate::outline::Outline;
use crate::tax::{Scope, Use};
use crate::verdict::{Finding, TaxYear};

/// A parcel, and all that is known around it.
pub(crate) struct Case<'j> {
    pub(crate) judge: &'j Judge,
    pub(crate) index: u32,
    pub(crate) parcel: &'j Parcel,
    /// What there is about it at all.
    pub(crate) outline: &'j Outline,
    /// Its registered use is industrial.
    pub(crate) industrial: bool,
    /// Years already calculated exactly: several rules print the same one.
    told: RefCell<Vec<(Scope, Rc<TaxYear>)>>,
}

impl<'j> Case<'j> {
    pub(crate) fn new(judge: &'j Judge, index: u32) -> Self {
        let parcel = &judge.facts().parcels[index as usize];
        let industrial = judge.words.registered(&judge.county, index);
        let outline = judge.county.outline(index);
        Self { judge, index, parcel, outline, industrial, told: RefCell::default() }
    }

    /// The exact calculation of a year.
    pub(crate) fn told(&self, year: i32, scope: Scope) -> Rc<TaxYear> {
        let same = |(known, told): &&(Scope, Rc<TaxYear>)| *known == scope && told.year == year;
        if let Some((_, told)) = self.told.borrow().iter().find(same) {
            return Rc::clone(told);
        }
        let told = Rc::new(self.judge.tax.explain(self.index, year, scope));
        self.told.borrow_mut().push((scope, Rc::clone(&told)));
        told
    }

    /// Do any rules look at it at all?
    pub(crate) fn in_scope(&self) -> bool {
        self.industrial || self.lines().scope_all_for_b_and_d
    }

    pub(crate) fn lines(&self) -> &'j Lines {
        &self.judge.lines
    }

    pub(crate) fn as_of(&self) -> NaiveDate {
        self.judge.question.as_of
    }

    /// Has this day come, as far as the question's day knows?
    pub(crate) fn passed(&self, day: Option<NaiveDate>) -> bool {
        day.is_some_and(|day| day <= self.as_of())
    }

    /// Is the question's day between two days, both included? An absent day is no limit.
    pub(crate) fn in_force(&self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
        from.is_none_or(|from| from <= self.as_of()) && to.is_none_or(|to| self.as_of() <= to)
    }

    /// The newest decision of a kind that is in force.
    pub(crate) fn decision(&self, kind: &str) -> Option<&'j Decision> {
        if !self.outline.findings {
            return None;
        }
        let decisions =
            self.judge.county.index.findings.of(self.index).map(|row| &self.judge.facts().findings[row]);
        decisions
            .filter(|decision| decision.finding_type == kind && self.in_force(decision.from, decision.to))
            .max_by_key(|decision| (decision.from, &decision.source))
    }

    /// The grace in force, when the switch allows one.
    pub(crate) fn grace(&self) -> Option<&'j Decision> {
        self.decision("宽限").filter(|decision| self.lines().grace && !denies(decision))
    }

    /// What its 实际用途 says; `None` when none is written.
    pub(crate) fn actual_use(&self) -> Option<ActualUse> {
        self.judge.words.actual(&self.judge.county, self.index)
    }

    /// What the 租赁用途 of a lease says.
    pub(crate) fn lease_use(&self, lease: usize) -> ActualUse {
        self.judge.words.lease(&self.judge.county, lease)
    }

    /// Firms of those asked for that use the parcel on the question's day, and their use.
    pub(crate) fn occupants(&self, asked: impl Fn(u32) -> bool) -> impl Iterator<Item = (u32, &'j Use)> {
        let uses = self.judge.tax.uses_of(self.index).iter();
        let asked = uses.filter(move |taken| taken.firm.is_some_and(&asked));
        asked.filter_map(|taken| {
            let row = taken.row(self.judge.facts());
            let now = self.in_force(row.and_then(|row| row.from), row.and_then(|row| row.to));
            taken.firm.filter(|_| now).map(|firm| (firm, taken))
        })
    }

    /// Approvals that were given by the question's day.
    pub(crate) fn approvals(&self) -> impl Iterator<Item = &'j Approval> {
        let rows =
            self.judge.county.index.approvals.of(self.index).map(|row| &self.judge.facts().approvals[row]);
        rows.filter(|approval| approval.approved_on.is_none_or(|day| day <= self.as_of()))
    }

    /// How the part of the registered area that this is compares with a line.
    pub(crate) fn share_against(&self, area: Area, line: &Line) -> Ordering {
        let (part, whole) = if self.parcel.area.0 > 0 { (area.0, self.parcel.area.0) } else { (0, 1) };
        line.value.against(part, whole)
    }

    /// What part of the registered area this is; nothing of a parcel without area.
    pub(crate) fn share(&self, area: Area) -> Ratio {
        area.mu().checked_div(&self.parcel.area.mu()).unwrap_or_default()
    }

    pub(crate) fn cell(&self, source: &Source, field: &str) -> Cell {
        self.judge.cell(source, field)
    }

    pub(crate) fn parcel_cell(&self, field: &str) -> Cell {
        self.cell(&self.parcel.source, field)
    }

    /// A finding under the clause of a rule, to be filled.
    pub(crate) fn finding(&self, rule: &'static str) -> Finding {
        let clause: Option<&Clause> = self.judge.edition.clause(rule);
        Finding {
            rule,
            clause: clause.map(|clause| clause.clause.clone()).unwrap_or_default(),
            quote: clause.map(|clause| clause.quote.clone()).unwrap_or_default(),
            ..Finding::default()
        }
    }
}

/// Does a person's decision deny what its kind asks?
pub(crate) fn denies(decision: &Decision) -> bool {
    decision.denies()
}

/// Is an approval for a limited time?
pub(crate) fn is_temporary(approval: &Approval) -> bool {
    approval.temporary.unwrap_or(approval.until.is_some())
}

/// The same day so many years later; the last day of February where there is no 29th.
pub(crate) fn years_after(day: NaiveDate, years: u32) -> NaiveDate {
    day.checked_add_months(Months::new(years.saturating_mul(12))).unwrap_or(NaiveDate::MAX)
}
