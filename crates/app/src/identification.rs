//! Identification (比对): the county judged under an edition, the one computation behind list, map,
//! export, page and command line.

use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use lingdi_domain::{Actor, Scope, Text, parallel};
use lingdi_policy::verdict::{Missing, TaxPerMu, Totals};
use lingdi_policy::{County, Edition, Identification, Mark, ParcelVerdict, Question, Status, Summary};

use crate::authority::May;
use crate::parcels::Reach;
use crate::seen::{Mask, Seen};
use crate::{Action, App, Error, Result, Snapshot, Verdict};

/// What is asked. Everything left open takes its default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judge {
    /// Edition or revision (`2022-7`, `2022-7@2`); default: the edition in force on the date.
    pub policy: Option<String>,
    /// Year whose lines are used; default: the year of `as_of`.
    pub year: Option<i32>,
    /// Day on which ongoing facts are judged; default: the last day of `year`, or the business
    /// date when that is earlier.
    pub as_of: Option<NaiveDate>,
    /// Only what was known by then; default: now.
    pub known_at: Option<DateTime<Utc>>,
    /// Switches changed for this answer only.
    pub set: Vec<(String, String)>,
    /// When the business date lies outside the term of every edition, take the nearest day in
    /// force. For pages, which must show the county after a plan has ended; a day that was asked for
    /// is never moved.
    pub nearest_day: bool,
    /// Findings of every parcel, not only of listed and indeterminate ones.
    pub all_findings: bool,
}

impl Judge {
    /// What a page asks unless its address says more.
    pub fn present() -> Self {
        Self { nearest_day: true, ..Self::default() }
    }
}

/// A judged county, with what pages show of it.
#[derive(Debug)]
pub struct Judged {
    /// What it was judged from.
    pub snapshot: Arc<Snapshot>,
    verdicts: Verdicts,
}

impl std::ops::Deref for Judged {
    type Target = Verdicts;
    fn deref(&self) -> &Verdicts {
        &self.verdicts
    }
}

/// A judged county.
#[derive(Debug)]
pub struct Verdicts {
    /// The edition, with the changes of this answer.
    pub edition: Arc<Edition>,
    /// The revision's name, `2022-7@1`.
    pub revision: String,
    /// Answers for single parcels, with findings.
    pub judge: lingdi_policy::Judge,
    /// What was asked, and the sums of the answer.
    pub result: Summary,
    /// What was answered, by parcel.
    marks: Vec<Mark>,
    /// 亩均税收 as printed, by parcel; found when somebody asks.
    tax_per_mu: OnceLock<Vec<TaxPerMu>>,
    /// What the verdicts lack, by parcel; found when somebody asks.
    missing: OnceLock<Vec<(u32, Vec<Missing>)>>,
    /// How far each parcel is from turning; found when somebody asks.
    closeness: OnceLock<Vec<Option<f64>>>,
    /// The least reach of turning that holds each parcel; found when somebody asks.
    reaches: OnceLock<Vec<Option<Reach>>>,
    /// How many facts the verdicts lack, by unit as the county counts them; found when somebody asks.
    lacks: OnceLock<Vec<usize>>,
}

impl Verdicts {
    /// Every parcel, by code.
    pub fn all(&self) -> impl Iterator<Item = Verdict<'_>> + Clone {
        (0..).zip(&self.marks).map(|(parcel, mark)| Verdict::new(self, parcel, *mark))
    }

    /// The verdict of a parcel, by its index in the snapshot.
    pub fn verdict(&self, parcel: u32) -> Option<Verdict<'_>> {
        self.marks.get(parcel as usize).map(|mark| Verdict::new(self, parcel, *mark))
    }

    pub(crate) fn tax_per_mu(&self) -> &[TaxPerMu] {
        self.tax_per_mu.get_or_init(|| self.of_each(|parcel, _| self.judge.tax_per_mu(parcel)))
    }

    /// How far each parcel is from turning.
    pub(crate) fn closeness(&self) -> &[Option<f64>] {
        self.closeness.get_or_init(|| self.of_each(|parcel, mark| self.judge.closeness(parcel, mark)))
    }

    /// The least reach of turning that holds a parcel.
    pub(crate) fn reach_of(&self, parcel: u32) -> Option<Reach> {
        let find = || self.of_each(|parcel, _| self.find_reach(parcel));
        self.reaches.get_or_init(find).get(parcel as usize).copied().flatten()
    }

    /// How many facts the verdicts lack, by unit as the county counts the units of its parcels.
    pub(crate) fn lacks(&self) -> &[usize] {
        self.lacks.get_or_init(|| {
            let county = self.judge.county();
            let mut lacks = vec![0; county.unit_codes().count()];
            for (parcel, missing) in self.missing() {
                lacks[county.unit_place(*parcel)] += missing.len();
            }
            lacks
        })
    }

    /// Finds what lists and the desk show beside the verdicts.
    pub(crate) fn prepare(&self) {
        self.lacks();
        self.reach_of(0);
        self.tax_per_mu();
    }

    fn of_each<R: Send>(&self, work: impl Fn(u32, Mark) -> R + Sync) -> Vec<R> {
        let parcels: Vec<u32> = self.judge.parcels().collect();
        parallel::map(&parcels, |parcel| work(*parcel, self.marks[*parcel as usize]))
    }

    /// The verdict of a parcel with its findings and calculations.
    pub fn explained(&self, parcel: u32) -> ParcelVerdict {
        self.judge.verdict(parcel)
    }

    /// What the verdicts lack, by parcel, for parcels that lack something.
    pub fn missing(&self) -> &[(u32, Vec<Missing>)] {
        self.missing.get_or_init(|| {
            let lacks = self.of_each(|parcel, mark| match mark.status {
                Status::OutOfScope => Vec::new(),
                _ => self.judge.missing(parcel),
            });
            (0..).zip(lacks).filter(|(_, missing)| !missing.is_empty()).collect()
        })
    }

    /// The result with findings, as a caller of this scope may see it: sums are made again from
    /// what is left.
    pub fn within(&self, scope: &Scope) -> Identification {
        let seen = self.all().filter(|verdict| scope.allows(verdict.unit()));
        let parcels: Vec<u32> = seen.map(|verdict| verdict.parcel).collect();
        let parcels = parallel::map(&parcels, |parcel| self.judge.printed(*parcel));
        let mut summary = self.result.clone();
        if *scope != Scope::County {
            summary.by_unit.retain(|row| scope.allows(&row.unit));
            let out = parcels.iter().filter(|parcel| parcel.status == Status::OutOfScope);
            summary.totals = Totals { out_of_scope: out.count() as u32, ..Totals::default() };
            for row in &summary.by_unit {
                summary.totals.add(row);
            }
        }
        Identification { summary, parcels }
    }

    /// Judges every parcel, on every core.
    pub fn new(
        facts: &Arc<County>,
        edition: &Arc<Edition>,
        revision: String,
        question: Question,
    ) -> Result<Self> {
        let judge = lingdi_policy::Judge::new(facts, edition, question)
            .map_err(|error| Error::Refused(error.to_string()))?;
        let parcels: Vec<u32> = judge.parcels().collect();
        let marks = parallel::map(&parcels, |parcel| judge.mark(*parcel));
        let result = judge.summary(&marks);
        Ok(Self {
            marks,
            tax_per_mu: OnceLock::new(),
            edition: Arc::clone(edition),
            revision,
            judge,
            result,
            missing: OnceLock::new(),
            closeness: OnceLock::new(),
            reaches: OnceLock::new(),
            lacks: OnceLock::new(),
        })
    }
}

/// One parcel, judged and explained.
#[derive(Debug)]
pub struct Explained {
    /// The revision's name, `2022-7@1`.
    pub revision: String,
    /// The edition, with the changes of this answer.
    pub edition: Arc<Edition>,
    /// Year and day.
    pub question: Question,
    /// The verdict, with all findings.
    pub verdict: ParcelVerdict,
    /// Which single facts would turn it.
    pub near: Vec<lingdi_policy::Near>,
    /// 坐落
    pub location: Option<Text>,
    /// 宗地面积 as the source wrote it.
    pub area_text: Option<Text>,
}

/// The newest answers. The key says everything that an answer depends on; scope is applied after.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    answers: VecDeque<(Key, Arc<Judged>)>,
}

pub(crate) type Key = (i64, Option<DateTime<Utc>>, String, Question);

fn key(snapshot: &Snapshot, ask: &Judge, edition: &Edition, question: Question) -> Key {
    (snapshot.version, ask.known_at, edition.hash().to_owned(), question)
}

/// Answers kept: a few years.
const KEPT: usize = 4;

impl App {
    /// Judges every parcel, and shows of it what the caller may see.
    pub async fn judge(&self, actor: &Actor, ask: &Judge) -> Result<Seen> {
        actor.may(Action::Read)?;
        Ok(Seen::new(self.newest_judged(ask).await?, actor))
    }

    /// Judges every parcel; kept for whoever asks the same next.
    async fn newest_judged(&self, ask: &Judge) -> Result<Arc<Judged>> {
        let question = self.question_in_force(ask).await?;
        let snapshot = self.snapshot(ask.known_at).await?;
        let (_, edition) = self.asked_edition(ask, question).await?;
        // A snapshot of the past has no version; it is judged anew each time.
        if snapshot.version == 0 {
            return Ok(self.judged(ask, &snapshot).await?.1);
        }
        let key = key(&snapshot, ask, &edition, question);
        if let Some(found) = self.kept(&key) {
            return Ok(found);
        }
        // Many who ask for the same at once wait for the first of them.
        let _one_at_a_time = self.inner.judging.lock().await;
        if let Some(found) = self.kept(&key) {
            return Ok(found);
        }
        let (key, judged) = self.judged(ask, &snapshot).await?;
        let ready = Arc::clone(&judged);
        // Lists and the desk want it next; found there, it would hold up the threads that answer pages.
        tokio::task::spawn_blocking(move || ready.prepare()).await?;
        self.keep(key, &judged);
        Ok(judged)
    }

    /// Judges every parcel of a snapshot, and the key under which the answer is kept.
    pub(crate) async fn judged(&self, ask: &Judge, snapshot: &Arc<Snapshot>) -> Result<(Key, Arc<Judged>)> {
        let question = self.question_in_force(ask).await?;
        let (revision, edition) = self.asked_edition(ask, question).await?;
        let key = key(snapshot, ask, &edition, question);
        let snapshot = Arc::clone(snapshot);
        let judged = tokio::task::spawn_blocking(move || {
            let verdicts = Verdicts::new(&snapshot.facts, &edition, revision, question)?;
            Ok::<_, Error>(Arc::new(Judged { snapshot, verdicts }))
        });
        Ok((key, judged.await??))
    }

    /// Judges every parcel, without what pages show beside the verdicts; for whoever may see the whole county
    /// with every amount.
    pub async fn verdicts(&self, actor: &Actor, ask: &Judge) -> Result<Verdicts> {
        actor.may(Action::Read)?;
        if actor.scope != Scope::County || actor.amounts != Scope::County {
            return Err(crate::seen::not_whole());
        }
        let question = self.question_in_force(ask).await?;
        let facts = self.facts(ask.known_at).await?;
        let (revision, edition) = self.asked_edition(ask, question).await?;
        tokio::task::spawn_blocking(move || Verdicts::new(&facts, &edition, revision, question)).await?
    }

    /// Judges one parcel with all its findings.
    pub async fn explain(&self, actor: &Actor, ask: &Judge, code: &str) -> Result<Explained> {
        actor.may(Action::Read)?;
        let question = self.question_in_force(ask).await?;
        let (revision, edition) = self.asked_edition(ask, question).await?;
        let found = self.facts_around(ask.known_at, code).await?;
        let (county, parcel) = found.ok_or_else(|| crate::parcels::not_found(code))?;
        let judge = lingdi_policy::Judge::new(&county, &edition, question)
            .map_err(|error| Error::Refused(error.to_string()))?;
        let verdict = judge.verdict(parcel);
        if !actor.scope.allows(&verdict.unit) {
            return Err(crate::parcels::not_found(code));
        }
        let (mut verdict, mut near) = (verdict, judge.near(parcel));
        if !actor.amounts.allows(&verdict.unit) {
            verdict = Mask::of(&edition).verdict(verdict);
            near = Mask::near(near);
        }
        let record = &county.parcels[parcel as usize];
        let (location, area_text) = (record.location.clone(), record.area_text.clone());
        Ok(Explained { revision, edition, question, verdict, near, location, area_text })
    }

    /// The edition asked for, with the switches changed for this answer.
    async fn asked_edition(&self, ask: &Judge, question: Question) -> Result<(String, Arc<Edition>)> {
        let (revision, edition) = self.edition(ask.policy.as_deref(), question.as_of).await?;
        if ask.set.is_empty() {
            return Ok((revision, edition));
        }
        let changed = edition
            .with_overrides(ask.set.iter().map(|(key, value)| (key, value)))
            .map_err(|error| Error::Refused(error.to_string()))?;
        Ok((revision, Arc::new(changed)))
    }

    /// The year and the day meant, with their defaults.
    pub fn question(&self, ask: &Judge) -> Question {
        let today = self.clock().today();
        let (year, as_of) = match (ask.year, ask.as_of) {
            (Some(year), Some(as_of)) => (year, as_of),
            (None, Some(as_of)) => (as_of.year(), as_of),
            (Some(year), None) => {
                (year, NaiveDate::from_ymd_opt(year, 12, 31).map_or(today, |end| end.min(today)))
            }
            (None, None) => (today.year(), today),
        };
        Question { year, as_of, all_findings: ask.all_findings }
    }

    async fn question_in_force(&self, ask: &Judge) -> Result<Question> {
        let question = self.question(ask);
        if !ask.nearest_day || ask.as_of.is_some() {
            return Ok(question);
        }
        let as_of = self.nearest_day_in_force(question.as_of).await?;
        Ok(Question { as_of, year: ask.year.unwrap_or(as_of.year()), ..question })
    }

    fn kept(&self, key: &Key) -> Option<Arc<Judged>> {
        let cache = self.inner.identifications.lock().ok()?;
        cache.answers.iter().find(|(kept, _)| kept == key).map(|(_, judged)| Arc::clone(judged))
    }

    pub(crate) fn keep(&self, key: Key, judged: &Arc<Judged>) {
        if let Ok(mut cache) = self.inner.identifications.lock() {
            // Answers from an older state will not be asked for again.
            cache.answers.retain(|(kept, _)| kept.0 == key.0 && *kept != key);
            cache.answers.truncate(KEPT - 1);
            cache.answers.push_front((key, Arc::clone(judged)));
        }
    }
}
