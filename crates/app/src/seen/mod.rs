//! A judged county as one caller may see it: the one place where scope and masks are applied.
//!
//! Whatever leaves this crate about parcels goes through [`Seen`]: list, map, tiles, exports, page
//! and print of a parcel, API. It shows the parcels of the caller's scope, and of their tax either
//! the amount or, where the amount is not the caller's to see (domain.md §6.3), its band.

mod case;
mod mask;

use std::sync::Arc;

use chrono::NaiveDate;
use lingdi_domain::{Actor, Area, Category, MainCategory, Ratio, Scope, Text, parallel};
use lingdi_policy::verdict::{Totals, UnitTotals};
use lingdi_policy::{Edition, Finding, Identification, ParcelVerdict, Status};

use crate::identification::{Judged, Verdicts};
use crate::parcels::Band;
use crate::{Error, Result, Snapshot, Verdict};

pub(crate) use mask::Mask;
pub use mask::ShownTax;

/// A judged county before one pair of eyes. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Seen {
    pub(crate) judged: Arc<Judged>,
    scope: Scope,
    amounts: Scope,
    /// By unit, as the county counts the units of its parcels.
    sights: Arc<[Sight]>,
}

/// What the caller sees of a unit's parcels.
#[derive(Debug, Clone, Copy)]
struct Sight {
    shown: bool,
    masked: bool,
}

impl Seen {
    pub(crate) fn new(judged: Arc<Judged>, actor: &Actor) -> Self {
        let (scope, amounts) = (actor.scope.clone(), actor.amounts.clone());
        let sight = |unit| Sight { shown: scope.allows(unit), masked: !amounts.allows(unit) };
        let sights = judged.judge.county().unit_codes().map(sight).collect();
        Self { judged, scope, amounts, sights }
    }

    /// Everything, masked nowhere; refused to whoever may not see that.
    pub fn whole(&self) -> Result<&Judged> {
        if self.scope == Scope::County && self.amounts == Scope::County {
            Ok(&self.judged)
        } else {
            Err(not_whole())
        }
    }

    /// Facts, shapes and names. Whoever names a parcel by them must have been shown it.
    pub fn snapshot(&self) -> &Snapshot {
        &self.judged.snapshot
    }

    /// The edition, with the changes of this answer.
    pub fn edition(&self) -> &Edition {
        &self.judged.edition
    }

    /// The revision's name, `2022-7@1`.
    pub fn revision(&self) -> &str {
        &self.judged.revision
    }

    /// Name of the edition, `2022-7`.
    pub fn policy(&self) -> &str {
        &self.judged.result.policy
    }

    /// Hash of the edition.
    pub fn edition_hash(&self) -> &str {
        &self.judged.result.edition_hash
    }

    /// The year whose lines were used.
    pub fn year(&self) -> i32 {
        self.judged.result.year
    }

    /// The day on which ongoing facts were judged.
    pub fn as_of(&self) -> NaiveDate {
        self.judged.result.as_of
    }

    /// The year whose tax the lines look at: the last complete one.
    pub fn tax_year(&self) -> i32 {
        self.judged.tax_year()
    }

    /// The line of category A by year.
    pub fn lines(&self) -> Vec<(i32, Option<Ratio>)> {
        self.judged.lines()
    }

    /// The bands of 亩均税收, lowest first, the unknown last, with their labels.
    pub fn bands(&self) -> Vec<(Band, String)> {
        self.judged.bands()
    }

    /// What the caller sees, in a word of its own: answers to callers of other sights differ.
    pub fn sight(&self) -> String {
        use sha2::{Digest, Sha256};
        let digest = Sha256::digest(format!("{:?}{:?}", self.scope, self.amounts));
        hex::encode(&digest[..4])
    }

    /// May something of this responsible unit be shown?
    pub fn holds_unit(&self, unit: &str) -> bool {
        self.scope.allows(unit)
    }

    /// Is the whole county shown?
    pub fn holds_county(&self) -> bool {
        self.scope == Scope::County
    }

    /// Is there tax that is shown as bands only?
    pub fn has_masks(&self) -> bool {
        self.amounts != Scope::County && self.amounts != self.scope
    }

    /// The sums of what is shown, and one row per unit shown.
    pub fn sums(&self) -> (Totals, Vec<UnitTotals>) {
        let result = &self.judged.result;
        if self.scope == Scope::County {
            return (result.totals.clone(), result.by_unit.clone());
        }
        let shown = self.verdicts().map(|verdict| (verdict.parcel, *verdict));
        let (totals, mut by_unit) = self.judged.judge.sums(shown);
        by_unit.retain(|row| self.scope.allows(&row.unit));
        (totals, by_unit)
    }

    /// Verdicts of what is shown, by code, for this crate's own use.
    pub(crate) fn verdicts(&self) -> impl Iterator<Item = Verdict<'_>> {
        self.judged.all().filter(|verdict| self.sight_of(verdict.parcel).shown)
    }

    /// How many facts the verdicts shown lack.
    pub(crate) fn lacks(&self) -> usize {
        let shown = self.judged.lacks().iter().zip(&*self.sights).filter(|(_, sight)| sight.shown);
        shown.map(|(lacks, _)| lacks).sum()
    }

    fn sight_of(&self, parcel: u32) -> Sight {
        self.sights[self.judged.judge.county().unit_place(parcel)]
    }

    /// The mask over what belongs to a unit; none where the caller sees the amounts.
    pub(crate) fn mask(&self, unit: &str) -> Option<Mask> {
        (!self.amounts.allows(unit)).then(|| Mask::of(&self.judged.edition))
    }

    /// A verdict as it may be shown.
    pub fn show<'a>(&'a self, verdict: Verdict<'a>) -> Shown<'a> {
        Shown { verdict, masked: self.sight_of(verdict.parcel).masked }
    }

    /// A verdict without findings, to be written out: masked as it is shown.
    pub fn plain(&self, shown: Shown<'_>) -> ParcelVerdict {
        let verdict = shown.verdict.unexplained();
        match self.mask(shown.verdict.unit()) {
            Some(mask) => mask.verdict(verdict),
            None => verdict,
        }
    }

    /// A parcel by its index, when it may be shown.
    pub fn parcel(&self, parcel: u32) -> Option<Shown<'_>> {
        let verdict = self.judged.verdict(parcel)?;
        self.sight_of(parcel).shown.then(|| self.show(verdict))
    }

    /// A parcel by its code or alias, when it may be shown.
    pub fn parcel_with_code(&self, code: &str) -> Option<Shown<'_>> {
        self.parcel(self.snapshot().parcel(code)?)
    }

    /// A verdict with its findings, as it may be shown.
    pub(crate) fn explained(&self, parcel: u32) -> ParcelVerdict {
        let verdict = self.judged.explained(parcel);
        match self.mask(&verdict.unit) {
            Some(mask) => mask.verdict(verdict),
            None => verdict,
        }
    }

    /// The findings of a verdict alone, as they may be shown.
    pub(crate) fn findings(&self, shown: Shown<'_>) -> Vec<Finding> {
        let findings = self.judged.judge.findings(shown.parcel());
        match self.mask(shown.verdict.unit()) {
            Some(mask) => findings.into_iter().map(|finding| mask.finding(finding)).collect(),
            None => findings,
        }
    }

    /// 亩均税收 of a parcel's judged years.
    pub fn tax(&self, shown: Shown<'_>) -> [(i32, ShownTax); 3] {
        let tax = shown.verdict.tax_per_mu();
        match self.mask(shown.verdict.unit()) {
            Some(mask) => mask.tax(tax),
            None => tax.0.map(|(year, value)| (year, value.map_or(ShownTax::Unknown, ShownTax::Amount))),
        }
    }

    /// How far a parcel is from turning, as part of its line; `None` when no single figure turns it,
    /// or when the distance would tell an amount.
    pub fn closeness(&self, shown: Shown<'_>) -> Option<f64> {
        if shown.masked { None } else { self.judged.closeness_of(shown.parcel()) }
    }

    /// The contract of `identify --format json`, as the caller may see it.
    pub fn identification_json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(&within(&self.judged, &self.scope, &self.amounts))?)
    }
}

/// The result of a county within a scope, masked where amounts may not be seen; sums are made again
/// from what is left.
pub(crate) fn within(verdicts: &Verdicts, scope: &Scope, amounts: &Scope) -> Identification {
    let result = verdicts.within(scope);
    if *amounts == Scope::County {
        return result;
    }
    let mask = Mask::of(&verdicts.edition);
    let masked = parallel::map(&result.parcels, |verdict| {
        if amounts.allows(&verdict.unit) { verdict.clone() } else { mask.verdict(verdict.clone()) }
    });
    Identification { parcels: masked, ..result }
}

pub(crate) fn not_whole() -> Error {
    Error::Forbidden("这项内容含全县税额，只供专班办公室使用。请联系专班办公室。".to_owned())
}

/// A parcel's verdict without its findings, of which everything may be asked but masked amounts.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    pub(crate) verdict: Verdict<'a>,
    masked: bool,
}

impl<'a> Shown<'a> {
    /// Index into the snapshot.
    pub fn parcel(self) -> u32 {
        self.verdict.parcel
    }

    /// 宗地代码
    pub fn code(self) -> &'a Text {
        self.verdict.code()
    }

    /// Name of the responsible unit; "" when unknown.
    pub fn unit_name(self) -> &'a str {
        self.verdict.unit_name()
    }

    /// Where it stands.
    pub fn status(self) -> Status {
        self.verdict.status
    }

    /// Its categories.
    pub fn categories(self) -> impl Iterator<Item = Category> + use<> {
        self.verdict.categories()
    }

    /// 重点整治
    pub fn focus(self) -> Option<bool> {
        self.verdict.focus
    }

    /// The first letter that applies.
    pub fn letter(self) -> Option<MainCategory> {
        self.verdict.letter()
    }

    /// Does this letter apply?
    pub fn has(self, letter: MainCategory) -> bool {
        self.verdict.has(letter)
    }

    /// Registered area.
    pub fn area(self) -> Area {
        self.verdict.area()
    }

    /// Does its tax of a year fall into a band? Bands are for everybody.
    pub fn is_in(self, band: Band, year: i32) -> bool {
        band.holds(self.verdict.tax_per_mu(), year)
    }

    /// Are its amounts masked?
    pub fn is_masked(self) -> bool {
        self.masked
    }
}
