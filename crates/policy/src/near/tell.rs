//! A turn put into words and figures: the rule's own finding at the turning value says why.

use lingdi_domain::{Area, Category, Ratio};

use super::candidates::Candidate;
use super::fact::{Fact, Value};
use super::trial::{Outcome, Trial};
use super::{Bound, Near, Turn, words};
use crate::lines::Aggregation;
use crate::rules::Case;
use crate::tax::Scope;
use crate::verdict::{Answer, Finding, ParcelVerdict};

/// What all turns of a parcel share.
pub(super) struct Teller<'a, 'j> {
    pub(super) trial: &'a Trial<'j>,
    pub(super) parcel: u32,
    pub(super) present: &'a ParcelVerdict,
    pub(super) before: Outcome,
}

impl Teller<'_, '_> {
    pub(super) fn tell(&self, candidate: &Candidate, turn: &Turn) -> Near {
        let (judge, fact) = (self.trial.judge(), candidate.fact);
        let rule = self.rule(turn);
        let finding = self.finding(candidate, turn, rule);
        let clause = judge.edition.clause(rule).map(|clause| clause.clause.clone());
        let told = words::of(judge, fact);
        let from = match (turn.bound, candidate.present) {
            (Bound::Is, _) => told.from,
            (_, Some(number)) => words::value(fact.value(number)),
            (_, None) => "缺".to_owned(),
        };
        Near {
            rule,
            clause: finding.as_ref().map(|finding| finding.clause.clone()).or(clause).unwrap_or_default(),
            default_ours: finding.as_ref().is_some_and(|finding| finding.default_ours),
            fact,
            subject: told.subject,
            from,
            to: if turn.bound == Bound::Is { told.to } else { words::value(turn.value) },
            value: turn.value,
            bound: turn.bound,
            change: candidate
                .present
                .map(|number| words::change(fact.value(number), turn.value))
                .unwrap_or_default(),
            before: self.before.standing,
            after: turn.after.standing,
            held_by: turn.held_by.clone(),
            arithmetic: finding.as_ref().map(|finding| one_line(&finding.arithmetic)).unwrap_or_default(),
            line: finding.map(|finding| line(&finding)).unwrap_or_default(),
            distance: self.distance(candidate, turn, rule),
            source: told.source,
            known: candidate.known,
        }
    }

    /// The rule whose answer changes, in the document's order; the one that falls away when others
    /// hold the parcel; 重点整治 when the parcel stays where it is.
    fn rule(&self, turn: &Turn) -> &'static str {
        let (before, after) = (&self.before.answers, &turn.after.answers);
        let held = !turn.held_by.is_empty();
        let status = self.before.standing.status != turn.after.standing.status;
        let changes = |category: &Category| {
            let (before, after) = (before.of(*category), after.of(*category));
            before != after && if held { before == Answer::Yes } else { status }
        };
        Category::ALL.into_iter().find(changes).map_or("focus", Category::code)
    }

    /// The comparison that the turning value changes.
    fn finding(&self, candidate: &Candidate, turn: &Turn, rule: &str) -> Option<Finding> {
        if turn.bound == Bound::Is {
            return None;
        }
        let after = self.trial.told(candidate.fact, turn.value, candidate.known);
        let wanted = match rule {
            "focus" => after.mark.answers.focus,
            _ => Category::from_code(rule).map_or(Answer::No, |category| after.mark.answers.of(category)),
        };
        let changed = |finding: &&Finding| {
            finding.rule == rule && !finding.threshold.is_empty() && !self.present.findings.contains(finding)
        };
        let all = || after.findings.iter().filter(changed);
        all().find(|finding| finding.met == wanted.known()).or_else(|| all().next()).cloned()
    }

    /// |figure − line| ÷ line.
    fn distance(&self, candidate: &Candidate, turn: &Turn, rule: &str) -> Option<Ratio> {
        let present = candidate.fact.value(candidate.present?);
        if turn.bound == Bound::Is {
            return None;
        }
        self.of_figure(candidate.fact, turn, rule).or_else(|| by_itself(present, turn.value))
    }

    /// By the figure that a rule makes of several facts.
    fn of_figure(&self, fact: Fact, turn: &Turn, rule: &str) -> Option<Ratio> {
        let judge = self.trial.judge();
        let case = Case::new(judge, self.parcel);
        let lines = case.lines();
        let scope = |firm| {
            if judge.tax.scopes(self.parcel).any(|scope| scope == Scope::Firm(firm)) {
                Scope::Firm(firm)
            } else {
                judge.tax.printed_scope()
            }
        };
        match (rule, fact) {
            ("A", Fact::Tax { enterprise, year }) => {
                relative(&case.told(year, scope(enterprise)).known_per_mu()?, &lines.tax_line.value)
            }
            ("A", Fact::ParcelArea(_)) => {
                let told = case.told(judge.question.year - 1, judge.tax.printed_scope());
                relative(&told.known_per_mu()?, &lines.tax_line.value)
            }
            ("focus", Fact::Tax { enterprise, year }) => {
                relative(&case.told(year, scope(enterprise)).known_per_mu()?, &lines.focus_tax.value)
            }
            ("focus", Fact::ParcelArea(_)) => {
                let reached = |area| lines.focus_area.reached_by(area).met;
                let by_size = reached(area(turn.value)?) != reached(case.parcel.area);
                let figure = focus_figure(&case).filter(|_| !by_size)?;
                relative(&figure, &lines.focus_tax.value)
            }
            ("C1", Fact::LeasedArea(row)) => {
                let moved = area(turn.value)?.0 - judge.facts().leases[row as usize].area.0;
                case.share(Area(moved.abs())).checked_div(&lines.lease_share.value)
            }
            ("D2", Fact::LandUsed(row)) => {
                let present = judge.facts().occupancies[row as usize].land_area?;
                case.share(Area((area(turn.value)?.0 - present.0).abs())).checked_div(&lines.d2_share.value)
            }
            _ => None,
        }
    }
}

/// The figure of 重点整治 that meets its line first when all figures move alike.
fn focus_figure(case: &Case) -> Option<Ratio> {
    let (tax, scope) = (&case.judge.tax, case.judge.tax.printed_scope());
    let year = case.judge.question.year;
    let years: Vec<i32> = (year - case.lines().focus_years..year).collect();
    let figure = |year: &i32| case.told(*year, scope).known_per_mu();
    match &case.lines().aggregation {
        Aggregation::AllYears => years.iter().filter_map(figure).max(),
        Aggregation::Last => years.last().and_then(figure),
        Aggregation::Mean(weights) => tax.mean(case.index, &years, weights, scope),
    }
}

fn area(value: Value) -> Option<Area> {
    if let Value::Area(area) = value { Some(area) } else { None }
}

fn relative(figure: &Ratio, line: &Ratio) -> Option<Ratio> {
    absolute(figure.clone() - line.clone()).checked_div(&absolute(line.clone()))
}

fn absolute(value: Ratio) -> Ratio {
    if value.is_negative() { Ratio::zero() - value } else { value }
}

/// Days of a year, for the distance of a day.
const YEAR: i128 = 365;

/// By the fact itself: what is lacking, as part of what is needed.
fn by_itself(present: Value, turning: Value) -> Option<Ratio> {
    let moved = Ratio::integer((turning.number() - present.number()).abs().into());
    let whole = match turning {
        Value::Day(_) => YEAR,
        _ => turning.number().abs().max(1).into(),
    };
    moved.checked_div(&Ratio::integer(whole))
}

fn line(finding: &Finding) -> String {
    format!("{} {}", finding.comparison, finding.threshold).trim().to_owned()
}

fn one_line(text: &str) -> String {
    text.lines().collect::<Vec<_>>().join("；")
}
