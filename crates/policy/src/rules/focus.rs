//! 四 重点整治 of the year: area, and years below the line.

use chrono::Datelike;
use lingdi_domain::Ratio;

use super::low_tax::figure;
use super::{Case, tax_gaps};
use crate::figures::{mu, rounded, square_metres};
use crate::lines::{Aggregation, Cite, Line};
use crate::tax::Scope;
use crate::trace::Trace;
use crate::verdict::{Answer, Finding, TaxTold};

const RULE: &str = "focus";

/// Large enough, in no grace, and below the line for as many years as the document asks.
pub(crate) fn judge(case: &Case, trace: &mut impl Trace) -> Answer {
    if !large_enough(case, trace) || case.lines().focus_excludes_idle && case.parcel.idle == Some(true) {
        return Answer::No;
    }
    if case.grace().is_some() {
        return Answer::No;
    }
    let mut answer = Answer::No;
    for scope in case.judge.tax.scopes(case.index) {
        answer = answer.or(match &case.lines().aggregation {
            Aggregation::AllYears => every_year(case, years(case), scope, trace),
            Aggregation::Last => every_year(case, years(case).rev().take(1), scope, trace),
            Aggregation::Mean(weights) => mean(case, weights, scope, trace),
        });
    }
    answer
}

fn years(case: &Case) -> std::ops::Range<i32> {
    case.judge.question.year - case.lines().focus_years..case.judge.question.year
}

fn large_enough(case: &Case, trace: &mut impl Trace) -> bool {
    let area_line = &case.lines().focus_area;
    if area_line.line.value.is_zero() {
        return true;
    }
    let area = case.parcel.area;
    let reach = area_line.reached_by(area);
    trace.finding(|| {
        let written = case.parcel.area_text.as_ref().map_or_else(|| square_metres(area), ToString::to_string);
        Finding {
            fact: format!("宗地面积 {written}"),
            comparison: "≥".to_owned(),
            threshold: area_line.line.text.clone(),
            met: Some(reach.met),
            arithmetic: format!("{} × 3 ÷ 2000 = {}", square_metres(area), mu(area)),
            sources: vec![case.parcel_cell("area")],
            tolerance_used: reach.tolerance_used,
            note: if reach.tolerance_used {
                format!("按面积容差 {} 视为达到（本系统默认值）。", area_line.tolerance)
            } else {
                String::new()
            },
            default_ours: area_line.line.cite.ours || reach.tolerance_used,
            ..cited(case, &area_line.line.cite)
        }
    });
    reach.met
}

fn every_year(
    case: &Case,
    years: impl IntoIterator<Item = i32>,
    scope: Scope,
    trace: &mut impl Trace,
) -> Answer {
    let line = &case.lines().focus_tax;
    let mut answer = Answer::Yes;
    let mut open = Vec::new();
    for year in years {
        if answer == Answer::No && !trace.listens() {
            return answer;
        }
        let below = one_year(case, year, scope, line);
        trace.finding(|| Finding {
            comparison: "<".to_owned(),
            threshold: line.text.clone(),
            met: below.known(),
            default_ours: line.cite.ours,
            ..figure(cited(case, &line.cite), case, &case.told(year, scope), scope)
        });
        answer = answer.and(below);
        if below == Answer::Unknown {
            open.push(year);
        }
    }
    if answer == Answer::Unknown {
        for year in open {
            tax_gaps::tell(case, RULE, year, scope, trace);
        }
    }
    answer
}

fn one_year(case: &Case, year: i32, scope: Scope, line: &Line) -> Answer {
    if case.lines().restart_at_transfer && before_owner(case, year) {
        return Answer::No;
    }
    case.judge.tax.below(case.index, year, scope, line)
}

fn mean(case: &Case, weights: &[Ratio], scope: Scope, trace: &mut impl Trace) -> Answer {
    let (tax, line) = (&case.judge.tax, &case.lines().focus_tax);
    let years: Vec<i32> = years(case).collect();
    let restarted = case.lines().restart_at_transfer && years.iter().any(|year| before_owner(case, *year));
    let below = if restarted { Answer::No } else { tax.mean_below(case.index, &years, weights, scope, line) };
    trace.finding(|| {
        let told: Vec<_> = years.iter().map(|year| case.told(*year, scope)).collect();
        let terms: Vec<String> = told
            .iter()
            .zip(weights)
            .map(|(year, weight)| {
                let figure = year.per_mu.as_ref().map_or("缺失".to_owned(), |value| rounded(value, None));
                format!("{}年 {figure} × {}", year.year, crate::figures::plain(weight))
            })
            .collect();
        let known = told.iter().all(|year| year.per_mu.is_some());
        let value = tax.mean(case.index, &years, weights, scope).filter(|_| known);
        let total: Ratio = weights.iter().cloned().sum();
        Finding {
            fact: value.as_ref().map_or("平均亩均税收缺失".to_owned(), |value| {
                format!("平均亩均税收 {} 万元/亩", rounded(value, Some(&line.value)))
            }),
            comparison: "<".to_owned(),
            threshold: line.text.clone(),
            met: below.known(),
            arithmetic: format!("（{}）÷ {}", terms.join(" + "), crate::figures::plain(&total)),
            sources: told.iter().flat_map(|year| year.sources()).collect(),
            default_ours: true,
            tax: Some(TaxTold { subject: "平均亩均税收".to_owned(), per_mu: value }),
            ..cited(case, &line.cite)
        }
    });
    if below == Answer::Unknown {
        for year in years {
            tax_gaps::tell(case, RULE, year, scope, trace);
        }
    }
    below
}

/// Did the present 权利人 begin its own use only after this year had begun?
fn before_owner(case: &Case, year: i32) -> bool {
    let Some(owner) = case.parcel.owner else { return false };
    let uses = case.judge.tax.uses_of(case.index).iter().filter(|taken| taken.firm == Some(owner));
    let starts: Option<Vec<chrono::NaiveDate>> =
        uses.map(|taken| taken.row(case.judge.facts()).and_then(|row| row.from)).collect();
    starts
        .and_then(|starts| starts.into_iter().min())
        .is_some_and(|first| first.year() > year || first.year() == year && first.ordinal() > 1)
}

fn cited(case: &Case, cite: &Cite) -> Finding {
    Finding { clause: cite.clause.clone(), quote: cite.quote.clone(), ..case.finding(RULE) }
}
