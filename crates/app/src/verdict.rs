//! The verdict of one parcel, as lists, maps and sums of a whole county read it.

use std::ops::Deref;

use lingdi_domain::{Area, Category, MainCategory, Text};
use lingdi_policy::facts::Parcel;
use lingdi_policy::verdict::TaxPerMu;
use lingdi_policy::{Mark, ParcelVerdict};

use crate::identification::Verdicts;

/// A parcel of a judged county. Reads as its [`Mark`].
#[derive(Debug, Clone, Copy)]
pub struct Verdict<'a> {
    /// Index into the snapshot's parcels.
    pub parcel: u32,
    mark: Mark,
    all: &'a Verdicts,
}

impl Deref for Verdict<'_> {
    type Target = Mark;
    fn deref(&self) -> &Mark {
        &self.mark
    }
}

impl<'a> Verdict<'a> {
    pub(crate) fn new(all: &'a Verdicts, parcel: u32, mark: Mark) -> Self {
        Self { parcel, mark, all }
    }

    fn record(&self) -> &'a Parcel {
        &self.all.judge.facts().parcels[self.parcel as usize]
    }

    /// 宗地代码
    pub fn code(&self) -> &'a Text {
        &self.record().code
    }

    /// Code of the responsible unit; "" when unknown.
    pub fn unit(&self) -> &'a str {
        self.record().unit.as_deref().unwrap_or_default()
    }

    /// Name of the responsible unit; "" when unknown.
    pub fn unit_name(&self) -> &'a str {
        self.all.judge.unit_name(self.unit())
    }

    /// Registered area.
    pub fn area(&self) -> Area {
        self.all.judge.county().area_of(self.parcel)
    }

    /// The first letter that applies, in the document's order.
    pub fn letter(&self) -> Option<MainCategory> {
        self.categories().next().map(Category::main)
    }

    /// Does this letter apply?
    pub fn has(&self, letter: MainCategory) -> bool {
        self.categories().any(|category| category.main() == letter)
    }

    /// 亩均税收 of the three years before, as printed.
    pub fn tax_per_mu(&self) -> &'a TaxPerMu {
        &self.all.tax_per_mu()[self.parcel as usize]
    }

    /// 亩均税收 of a year in ten-thousandths of 万元/亩; `None` when it is not known.
    pub fn tax_of(&self, year: i32) -> Option<i64> {
        self.tax_per_mu().of(year)
    }

    /// The verdict as it is printed where nobody asked for findings.
    pub fn unexplained(&self) -> ParcelVerdict {
        self.all.judge.unexplained(self.parcel, self.mark)
    }
}
