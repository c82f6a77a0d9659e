//! From facts to verdicts: prepares what all parcels share, then asks every rule about each.

use std::sync::Arc;

use lingdi_domain::{Category, Cell, Source};

use crate::county::County;
use crate::edition::{Edition, EditionError, line_date};
use crate::facts::CountyFacts;
use crate::lines::Lines;
use crate::question::Question;
use crate::rules::{self, Case};
use crate::tax::TaxBook;
use crate::totals;
use crate::trace::{Aloud, Lacking, Silent, Trace};
use crate::verdict::{
    Answer, Answers, Detail, Identification, Idle, Missing, ParcelVerdict, Status, TaxPerMu,
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

    /// Judges every parcel, with the findings that the question asks for.
    pub fn identify(&self) -> Identification {
        self.gather(self.parcels().map(|parcel| self.printed(parcel)).collect())
    }

    /// Indices of the parcels.
    pub fn parcels(&self) -> std::ops::Range<u32> {
        0..self.facts().parcels.len() as u32
    }

    /// One parcel as [`Judge::identify`] has it: with findings where the question asks for them.
    pub fn printed(&self, parcel: u32) -> ParcelVerdict {
        let silent = self.silent(parcel);
        let open = matches!(silent.status, Status::Listed | Status::Indeterminate);
        if open || self.question.all_findings { self.verdict(parcel) } else { silent }
    }

    /// The county from its parcels' verdicts, by code. The caller may divide the parcels among
    /// threads; what comes out is the same.
    pub fn gather(&self, parcels: Vec<ParcelVerdict>) -> Identification {
        let (totals, by_unit) = totals::of(&self.facts().units, &parcels);
        Identification {
            policy: self.edition.about().name.clone(),
            edition_hash: self.edition.hash().to_owned(),
            year: self.question.year,
            as_of: self.question.as_of,
            inputs: self.facts().batches.iter().map(|batch| batch.sha256.clone()).collect(),
            totals,
            by_unit,
            parcels,
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
        let mut verdict = self.conclude(&case, answers);
        let scope = self.tax.printed_scope();
        let waiting = waiting(&verdict);
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

    /// What one parcel's verdict lacks, without any finding.
    pub fn missing(&self, parcel: u32) -> Vec<Missing> {
        let case = Case::new(self, parcel);
        let mut lacking = Lacking::default();
        let (answers, _) = Self::ask(&case, &mut lacking);
        let waiting = waiting(&self.conclude(&case, answers));
        lacking.missing.into_iter().filter(waiting).collect()
    }

    /// One parcel without any finding.
    pub fn silent(&self, parcel: u32) -> ParcelVerdict {
        let case = Case::new(self, parcel);
        let (answers, _) = Self::ask(&case, &mut Silent);
        self.conclude(&case, answers)
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

    fn conclude(&self, case: &Case, answers: Answers) -> ParcelVerdict {
        let (record, parcel) = (case.parcel, case.index);
        let categories: Vec<Category> = answers.those(Answer::Yes).collect();
        let status = if !case.in_scope() {
            Status::OutOfScope
        } else if !categories.is_empty() {
            Status::Listed
        } else if answers.those(Answer::Unknown).next().is_some() {
            Status::Indeterminate
        } else {
            Status::NotListed
        };
        let focus = match status {
            Status::Listed => answers.focus.known(),
            Status::Indeterminate => Some(false).filter(|_| answers.focus == Answer::No),
            Status::NotListed | Status::OutOfScope => Some(false),
        };
        let unit = record.unit.as_deref().unwrap_or_default();
        ParcelVerdict {
            parcel,
            code: record.code.clone(),
            unit: record.unit.clone().unwrap_or_default(),
            unit_name: self.county.unit_names.get(unit).cloned().unwrap_or_default(),
            area_mu: record.area,
            status,
            categories,
            focus,
            tax_per_mu: TaxPerMu([3, 2, 1].map(|back| {
                let year = self.question.year - back;
                (year, self.tax.rounded(parcel, year))
            })),
            findings: Vec::new(),
            answers,
            detail: None,
        }
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

/// Whether a missing fact still keeps something open.
fn waiting(verdict: &ParcelVerdict) -> impl Fn(&Missing) -> bool + use<> {
    let focus_open = verdict.focus.is_none();
    move |missing| missing.rule != "focus" || focus_open
}

/// The cell that `field` of the record at `source` was read from. A source of no accepted batch
/// gives a cell without a file.
pub(crate) fn cell(facts: &CountyFacts, source: &Source, field: &str) -> Cell {
    match facts.batches.get(source.batch as usize) {
        Some(batch) => batch.cell(source, field),
        None => Cell {
            batch: String::new(),
            file: String::new(),
            sheet: String::new(),
            row: source.row,
            column: String::new(),
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
