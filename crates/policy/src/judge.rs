//! From facts to verdicts: prepares what all parcels share, then asks every rule about each.

use std::sync::Arc;

use lingdi_domain::{Cell, Source, Text};

use crate::coded::ByWord;
use crate::county::County;
use crate::edition::tables::ActualUse;
use crate::edition::{Edition, EditionError, line_date};
use crate::facts::CountyFacts;
use crate::lines::Lines;
use crate::question::Question;
use crate::rules::{self, Case};
use crate::tax::TaxBook;
use crate::totals;
use crate::trace::{Aloud, Lacking, Silent, Trace};
use crate::verdict::{
    Answers, Detail, Finding, Identification, Idle, Mark, Missing, ParcelVerdict, Status, Summary, TaxPerMu,
    Totals, UnitTotals,
};

/// Why a question cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentifyError {
    /// The year or the day lies outside the edition's term.
    #[error(
        "{asked}不在 {name} 版（{document}）的执行期 {from} 至 {to} 内。请改用执行期包含它的版本，或改问执行期内的年度和日期。"
    )]
    OutsideTerm {
        /// The year or day.
        asked: String,
        /// Name of the edition.
        name: String,
        /// Its 文号.
        document: String,
        /// First day of its term.
        from: chrono::NaiveDate,
        /// Last day of its term.
        to: chrono::NaiveDate,
    },
    /// The edition lacks a value.
    #[error(transparent)]
    Edition(#[from] EditionError),
}

/// Judges the whole county. Identical inputs give identical results, whatever the order of rows.
pub fn identify(
    county: &Arc<County>,
    edition: &Arc<Edition>,
    question: &Question,
) -> Result<Identification, IdentifyError> {
    Ok(Judge::new(county, edition, *question)?.identify())
}

/// What all parcels of a county share for one question; answers for single parcels, too.
#[derive(Debug)]
pub struct Judge {
    pub(crate) county: Arc<County>,
    pub(crate) edition: Arc<Edition>,
    pub(crate) question: Question,
    pub(crate) lines: Arc<Lines>,
    pub(crate) tax: TaxBook,
    pub(crate) words: Words,
}

impl Judge {
    /// Prepares a question; refuses one outside the edition's term.
    pub fn new(
        county: &Arc<County>,
        edition: &Arc<Edition>,
        question: Question,
    ) -> Result<Self, IdentifyError> {
        within_term(edition, &question)?;
        let lines = Arc::new(Lines::of(edition, line_date(question.year, question.as_of))?);
        Ok(Self {
            tax: TaxBook::new(county, edition, &lines, question.year),
            words: Words::of(county, edition),
            county: Arc::clone(county),
            edition: Arc::clone(edition),
            question,
            lines,
        })
    }

    /// The facts that are judged.
    pub fn facts(&self) -> &CountyFacts {
        &self.county
    }

    /// The same with what was made for every question about them.
    pub fn county(&self) -> &County {
        &self.county
    }

    /// Judges every parcel, with the findings that the question asks for.
    pub fn identify(&self) -> Identification {
        let parcels: Vec<ParcelVerdict> = self.parcels().map(|parcel| self.printed(parcel)).collect();
        let marks: Vec<Mark> = parcels.iter().map(|parcel| parcel.mark).collect();
        Identification { summary: self.summary(&marks), parcels }
    }

    /// The sums of some parcels' marks, and one row for each local unit.
    pub fn sums(&self, marks: impl Iterator<Item = (u32, Mark)>) -> (Totals, Vec<UnitTotals>) {
        totals::of(&self.county, marks)
    }

    /// Indices of the parcels.
    pub fn parcels(&self) -> std::ops::Range<u32> {
        0..self.facts().parcels.len() as u32
    }

    /// One parcel as [`Judge::identify`] has it: with findings where the question asks for them.
    pub fn printed(&self, parcel: u32) -> ParcelVerdict {
        let mark = self.mark(parcel);
        let open = matches!(mark.status, Status::Listed | Status::Indeterminate);
        if open || self.question.all_findings { self.verdict(parcel) } else { self.unexplained(parcel, mark) }
    }

    /// What holds for the county, from the marks of all its parcels. The caller may divide the parcels
    /// among threads; what comes out is the same.
    pub fn summary(&self, marks: &[Mark]) -> Summary {
        let (totals, by_unit) = self.sums((0..).zip(marks.iter().copied()));
        Summary {
            policy: self.edition.about().name.clone(),
            edition_hash: self.edition.hash().to_owned(),
            year: self.question.year,
            as_of: self.question.as_of,
            inputs: self.facts().batches.iter().map(|batch| batch.sha256.clone()).collect(),
            totals,
            by_unit,
        }
    }

    /// Judges one parcel, with all findings and its detail.
    ///
    /// # Panics
    /// When the facts hold no such parcel.
    pub fn verdict(&self, parcel: u32) -> ParcelVerdict {
        let case = Case::new(self, parcel);
        let mut aloud = Aloud::default();
        let (answers, idle) = Self::ask(&case, &mut aloud);
        let mut verdict = self.unexplained(parcel, Mark::new(case.in_scope(), answers));
        let scope = self.tax.printed_scope();
        let waiting = waiting(verdict.mark);
        let detail = Detail {
            years: self.tax.judged().map(|year| case.told(year, scope).as_ref().clone()).collect(),
            missing: aloud.missing.into_iter().filter(waiting).collect(),
            idle,
            grace: case.grace().map(|finding| finding.document.to_string()),
            tolerance_used: aloud.findings.iter().any(|finding| finding.tolerance_used),
        };
        verdict.findings = aloud.findings;
        verdict.detail = Some(Box::new(detail));
        verdict
    }

    /// All findings of one parcel's verdict, and nothing else of it.
    ///
    /// # Panics
    /// When the facts hold no such parcel.
    pub fn findings(&self, parcel: u32) -> Vec<Finding> {
        let mut aloud = Aloud::default();
        Self::ask(&Case::new(self, parcel), &mut aloud);
        aloud.findings
    }

    /// What one parcel's verdict lacks, without any finding.
    pub fn missing(&self, parcel: u32) -> Vec<Missing> {
        let case = Case::new(self, parcel);
        let mut lacking = Lacking::default();
        let (answers, _) = Self::ask(&case, &mut lacking);
        let waiting = waiting(Mark::new(case.in_scope(), answers));
        lacking.missing.into_iter().filter(waiting).collect()
    }

    /// What is answered of one parcel, and nothing more.
    pub fn mark(&self, parcel: u32) -> Mark {
        let case = Case::new(self, parcel);
        let (answers, _) = Self::ask(&case, &mut Silent);
        Mark::new(case.in_scope(), answers)
    }

    /// 亩均税收 of the three years before the question's, as printed.
    pub fn tax_per_mu(&self, parcel: u32) -> TaxPerMu {
        TaxPerMu([3, 2, 1].map(|back| {
            let year = self.question.year - back;
            (year, self.tax.rounded(parcel, year))
        }))
    }

    /// Asks every rule, in the document's order.
    fn ask(case: &Case, trace: &mut impl Trace) -> (Answers, Idle) {
        let mut answers = Answers::default();
        let mut idle = Idle::default();
        if case.industrial {
            answers.a = rules::low_tax::judge(case, trace);
        }
        if case.in_scope() {
            (answers.b, idle) = rules::idle::judge(case, trace);
        }
        if case.industrial {
            answers.c1 = rules::misuse::judge(case, trace);
            answers.c2 = rules::expired::judge(case, trace);
        }
        if case.in_scope() {
            answers.d1 = rules::catalogue::judge(case, trace);
            answers.d2 = rules::d_class::judge(case, trace);
        }
        if case.industrial {
            answers.focus = rules::focus::judge(case, trace);
        }
        (answers, idle)
    }

    /// The verdict of a parcel from its mark, without findings.
    pub fn unexplained(&self, parcel: u32, mark: Mark) -> ParcelVerdict {
        let record = &self.facts().parcels[parcel as usize];
        let unit = record.unit.as_deref().unwrap_or_default();
        ParcelVerdict {
            parcel,
            code: record.code.clone(),
            unit: record.unit.clone().unwrap_or_default(),
            unit_name: self.unit_name(unit).into(),
            area_mu: record.area,
            status: mark.status,
            categories: mark.categories().collect(),
            focus: mark.focus,
            tax_per_mu: self.tax_per_mu(parcel),
            findings: Vec::new(),
            mark,
            detail: None,
        }
    }

    /// Name of a unit; "" when nobody has named it.
    pub fn unit_name(&self, code: &str) -> &str {
        self.county.unit_names.get(code).map(Text::as_str).unwrap_or_default()
    }

    pub(crate) fn cell(&self, source: &Source, field: &str) -> Cell {
        cell(self.facts(), source, field)
    }

    /// The first cell that speaks of a firm's tax in a year.
    pub(crate) fn tax_cell(&self, firm: u32, year: i32) -> Option<Cell> {
        let mut rows = self.county.index.taxes.of(firm).map(|row| &self.facts().taxes[row]);
        rows.find(|tax| tax.year == year).map(|tax| self.cell(&tax.source, "amount"))
    }
}

/// What the edition's tables say of the words in the county's rows.
#[derive(Debug)]
pub(crate) struct Words {
    industrial: ByWord<bool>,
    actual: ByWord<ActualUse>,
    lease: ByWord<ActualUse>,
}

impl Words {
    pub(crate) fn of(county: &County, edition: &Edition) -> Self {
        let (words, uses) = (&county.words, &edition.land_uses);
        Self {
            industrial: words.land_use.each(|word| uses.is_industrial(word)),
            actual: words.actual_use.each(|word| uses.actual(word)),
            lease: words.lease_use.each(|word| uses.actual(word)),
        }
    }

    /// Is a parcel's registered use industrial?
    pub(crate) fn registered(&self, county: &County, parcel: u32) -> bool {
        self.industrial.of(&county.words.land_use, parcel).unwrap_or_default()
    }

    /// What a parcel's actual use says.
    pub(crate) fn actual(&self, county: &County, parcel: u32) -> Option<ActualUse> {
        self.actual.of(&county.words.actual_use, parcel)
    }

    /// What a lease's use says.
    pub(crate) fn lease(&self, county: &County, lease: usize) -> ActualUse {
        self.lease.of(&county.words.lease_use, lease as u32).unwrap_or_default()
    }
}

/// Whether a missing fact still keeps something open.
fn waiting(mark: Mark) -> impl Fn(&Missing) -> bool {
    let focus_open = mark.focus.is_none();
    move |missing| missing.rule != "focus" || focus_open
}

/// The cell that `field` of the record at `source` was read from. A source of no accepted batch
/// gives a cell without a file.
pub(crate) fn cell(facts: &CountyFacts, source: &Source, field: &str) -> Cell {
    match facts.batches.get(source.batch as usize) {
        Some(batch) => batch.cell(source, field),
        None => Cell {
            batch: Text::default(),
            file: Text::default(),
            sheet: Text::default(),
            row: source.row,
            column: Text::default(),
        },
    }
}

fn within_term(edition: &Edition, question: &Question) -> Result<(), IdentifyError> {
    let about = edition.about();
    let asked = if !edition.years().contains(&question.year) {
        format!("{} 年", question.year)
    } else if question.as_of < about.from || question.as_of > about.to {
        format!("{} ", question.as_of)
    } else {
        return Ok(());
    };
    Err(IdentifyError::OutsideTerm {
        asked,
        name: about.name.clone(),
        document: about.document.clone(),
        from: about.from,
        to: about.to,
    })
}
