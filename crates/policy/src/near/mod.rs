//! 临界: how far a verdict is from turning, and which single fact would turn it.
//!
//! Each fact of a parcel is imagined otherwise, one at a time, and the parcel is judged again by the
//! rules themselves. What is told is the first step of the fact's own unit (0.01 元, 0.01 m², a day)
//! at which 列入 or 重点整治 turns: one step less does not turn it.

mod candidates;
mod fact;
mod glance;
mod search;
mod tell;
mod trial;
mod words;

use lingdi_domain::{Category, Cell, Money, Ratio};
use serde::{Serialize, Serializer};

pub use fact::{Fact, Value};

use crate::facts::CountyFacts;
use crate::judge::Judge;
use crate::verdict::{Answer, Answers, Mark, Status};
use candidates::Candidate;
use trial::{Outcome, Trial};

/// What can turn: whether a parcel is listed, and whether it has the focus flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Standing {
    /// 列入, 不列入, 不确定
    pub status: Status,
    /// 重点整治; `None` while a missing fact keeps it open.
    pub focus: Option<bool>,
}

impl Standing {
    /// Of a verdict.
    pub fn of(mark: Mark) -> Self {
        Self { status: mark.status, focus: mark.focus }
    }
}

/// On which side of the value the fact must lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// The value or more; of a day: that day or a later one.
    AtLeast,
    /// The value or less; of a day: that day or an earlier one.
    AtMost,
    /// What the words say.
    Is,
}

/// One fact that, alone, turns a verdict; or would, did no other category hold the parcel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Near {
    /// The rule that turns first: `A` … `D2` or `focus`.
    pub rule: &'static str,
    /// Its clause.
    pub clause: String,
    /// A default of this system, not of the document, drew the line.
    pub default_ours: bool,
    /// Which fact.
    #[serde(skip)]
    pub fact: Fact,
    /// The fact in words: `甲公司 2021年入库税额`.
    pub subject: String,
    /// What it is at present, with its unit; `缺` when it is missing.
    pub from: String,
    /// Where it turns, with its unit.
    pub to: String,
    /// Where it turns, in 分, 0.01 m² or as a day.
    pub value: Value,
    /// On which side of `to`.
    pub bound: Bound,
    /// The difference in words: `增加 2.9 万元`; empty when the fact is missing or a word.
    pub change: String,
    /// What it turns from.
    pub before: Standing,
    /// What it turns to.
    pub after: Standing,
    /// The rule turns, but these categories hold the parcel: 另有 B 类依据. Empty when it turns.
    #[serde(serialize_with = "codes")]
    pub held_by: Vec<Category>,
    /// The rule's own calculation at the turning value, in one line; may be empty.
    pub arithmetic: String,
    /// The line, as the rule compares: `< 3 万元/亩`; may be empty.
    pub line: String,
    /// |figure − line| ÷ line at present, days as part of a year; `None` of a missing fact or a word.
    #[serde(serialize_with = "four_decimals")]
    pub distance: Option<Ratio>,
    /// Where the fact stands; `None` when no row has it.
    pub source: Option<Cell>,
    /// Tax that is counted at present; nothing for other facts.
    #[serde(skip)]
    known: Money,
}

impl Near {
    /// Does it turn the parcel, and not merely one of its categories?
    pub fn turns(&self) -> bool {
        self.held_by.is_empty()
    }

    /// Is the fact missing, so that any value decides?
    pub fn is_missing(&self) -> bool {
        self.distance.is_none() && self.bound != Bound::Is
    }

    /// Makes the fact so in the facts that were judged: the value told, or so many of its smallest
    /// steps beyond. For proofs and for asking "what if".
    pub fn apply(&self, facts: &mut CountyFacts, as_of: chrono::NaiveDate, steps: i64) {
        self.fact.set(facts, self.value.stepped(steps), self.known, as_of);
    }
}

impl Judge {
    /// The single facts that would turn a parcel, the nearest first; missing facts that would decide
    /// it before them, words after. Nothing for a parcel out of scope.
    ///
    /// # Panics
    /// When the facts hold no such parcel.
    pub fn near(&self, parcel: u32) -> Vec<Near> {
        let verdict = self.verdict(parcel);
        if verdict.status == Status::OutOfScope {
            return Vec::new();
        }
        let trial = Trial::new(self, parcel);
        let present = trial.present();
        let before = Outcome { standing: Standing::of(verdict.mark), answers: verdict.mark.answers };
        let teller = tell::Teller { trial: &trial, parcel, present: &present, before };
        let mut found: Vec<Near> = Vec::new();
        for candidate in candidates::of(self, parcel, &verdict) {
            let turns = match (candidate.bounds, candidate.present) {
                (None, _) => word(&trial, &candidate, before),
                (Some(bounds), Some(number)) => shift(&trial, &candidate, number, bounds, before),
                (Some(bounds), None) => supplied(&trial, &candidate, bounds, before),
            };
            found.extend(turns.into_iter().map(|turn| teller.tell(&candidate, &turn)));
        }
        found.sort_by_key(order);
        found
    }
}

/// Those that turn before those that do not; missing facts, numbers by distance, words.
fn order(near: &Near) -> (bool, u8, Option<Ratio>, Fact, Bound) {
    let kind = match (near.bound, &near.distance) {
        (Bound::Is, _) => 2,
        (_, None) => 0,
        (_, Some(_)) => 1,
    };
    (!near.turns(), kind, near.distance.clone(), near.fact, near.bound)
}

/// A value at which something turns.
struct Turn {
    value: Value,
    bound: Bound,
    after: Outcome,
    /// Categories that hold the parcel although one of them fell away.
    held_by: Vec<Category>,
}

/// A word instead of the present one.
fn word(trial: &Trial, candidate: &Candidate, before: Outcome) -> Vec<Turn> {
    let after = trial.outcome(candidate.fact, Value::Done, candidate.known);
    turn(Value::Done, Bound::Is, before, after).into_iter().collect()
}

/// A number larger or smaller than the present one.
fn shift(
    trial: &Trial,
    candidate: &Candidate,
    number: i64,
    (least, most): (i64, i64),
    before: Outcome,
) -> Vec<Turn> {
    let outcome = |number| trial.outcome(candidate.fact, candidate.fact.value(number), candidate.known);
    let mut turns: Vec<Turn> = Vec::new();
    for (end, bound) in [(most, Bound::AtLeast), (least, Bound::AtMost)] {
        let point = |has_turned: &HasTurned| {
            search::turning_point(number, end, |number| has_turned(&before, &outcome(number)))
        };
        let mut points: Vec<i64> = STANDING.iter().filter_map(point).collect();
        if yes(&before.answers).count() > 1 {
            let fallen = point(&(falls_away as HasTurned));
            points.extend(fallen.filter(|point| outcome(*point).standing == before.standing));
        }
        points.sort_unstable();
        points.dedup();
        turns.extend(
            points
                .into_iter()
                .filter_map(|point| turn(candidate.fact.value(point), bound, before, outcome(point))),
        );
    }
    turns
}

type HasTurned = fn(&Outcome, &Outcome) -> bool;

/// The two things that turn, each looked for by itself.
const STANDING: [HasTurned; 2] = [
    |before, after| before.standing.status != after.standing.status,
    |before, after| before.standing.focus != after.standing.focus,
];

/// One of several categories no longer applies.
fn falls_away(before: &Outcome, after: &Outcome) -> bool {
    yes(&before.answers).any(|category| after.answers.of(category) != Answer::Yes)
}

/// A value where there is none. The numbers fall into stretches; those that decide are told.
fn supplied(trial: &Trial, candidate: &Candidate, (least, most): (i64, i64), before: Outcome) -> Vec<Turn> {
    let value = |number| candidate.fact.value(number);
    let outcome = |number| trial.outcome(candidate.fact, value(number), candidate.known);
    let middle = outcome(candidate.start);
    let other = |number| outcome(number).standing != middle.standing;
    let above = search::turning_point(candidate.start, most, other);
    let below = search::turning_point(candidate.start, least, other);
    let from_middle = match (above, below) {
        (Some(above), _) => Some((above - 1, Bound::AtMost)),
        (None, Some(below)) => Some((below + 1, Bound::AtLeast)),
        (None, None) => None,
    };
    let ends = [above.map(|at| (at, Bound::AtLeast)), from_middle, below.map(|at| (at, Bound::AtMost))];
    let decided = ends.into_iter().flatten().filter(|(at, _)| outcome(*at).standing != before.standing);
    decided
        .map(|(at, bound)| Turn { value: value(at), bound, after: outcome(at), held_by: Vec::new() })
        .collect()
}

fn turn(value: Value, bound: Bound, before: Outcome, after: Outcome) -> Option<Turn> {
    let turns = before.standing != after.standing;
    let falls = falls_away(&before, &after);
    let held_by = if turns { Vec::new() } else { yes(&after.answers).collect() };
    (turns || falls && !held_by.is_empty()).then_some(Turn { value, bound, after, held_by })
}

/// Categories that apply.
fn yes(answers: &Answers) -> impl Iterator<Item = Category> + '_ {
    Category::ALL.into_iter().filter(|category| answers.of(*category) == Answer::Yes)
}

fn codes<S: Serializer>(categories: &[Category], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(categories.iter().map(|category| category.code()))
}

#[expect(clippy::ref_option, reason = "serde asks for a reference")]
fn four_decimals<S: Serializer>(value: &Option<Ratio>, serializer: S) -> Result<S::Ok, S::Error> {
    value.as_ref().map(|value| value.to_decimal(4)).serialize(serializer)
}
