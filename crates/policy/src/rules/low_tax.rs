//! 三（一）亩均低效地块: 亩均税收 of the last complete year below the line.

use super::{Case, tax_gaps};
use crate::figures::rounded;
use crate::tax::Scope;
use crate::trace::Trace;
use crate::verdict::{Answer, Finding, TaxTold, TaxYear, TaxYearState};

const RULE: &str = "A";

/// Below the line, and no grace in force.
pub(crate) fn judge(case: &Case, trace: &mut impl Trace) -> Answer {
    let (tax, line) = (&case.judge.tax, &case.lines().tax_line);
    let year = case.judge.question.year - 1;
    let grace = case.grace().is_some();
    let mut answer = Answer::No;
    for scope in tax.scopes(case.index) {
        let below = tax.below(case.index, year, scope, line);
        trace.finding(|| {
            let told = case.told(year, scope);
            Finding {
                comparison: "<".to_owned(),
                threshold: line.text.clone(),
                met: below.known(),
                default_ours: line.cite.ours,
                ..figure(case.finding(RULE), case, &told, scope)
            }
        });
        if below == Answer::Unknown && !grace {
            tax_gaps::tell(case, RULE, year, scope, trace);
        }
        answer = answer.or(below);
    }
    if !grace || answer == Answer::No {
        return answer;
    }
    trace.finding(|| grace_finding(case));
    Answer::No
}

/// Fills in fact, arithmetic and sources of a year's figure.
pub(super) fn figure(finding: Finding, case: &Case, told: &TaxYear, scope: Scope) -> Finding {
    let whose = match scope {
        Scope::Parcel => String::new(),
        Scope::Owner => "权利人".to_owned(),
        Scope::Firm(firm) => case.judge.facts().enterprises[firm as usize].name.to_string(),
    };
    let year = told.year;
    let fact = match (&told.per_mu, told.state) {
        (Some(per_mu), _) => {
            format!("{year}年{whose}亩均税收 {} 万元/亩", rounded(per_mu, Some(&case.lines().tax_line.value)))
        }
        (None, TaxYearState::NotExist) => format!("{year}年占用企业都不存续，没有亩均税收"),
        (None, _) => match told.known_per_mu().filter(|known| !known.is_zero()) {
            Some(known) => format!("{year}年{whose}亩均税收不全，已知部分 {} 万元/亩", rounded(&known, None)),
            None => format!("{year}年{whose}亩均税收缺失"),
        },
    };
    let mut sources = vec![case.parcel_cell("area")];
    sources.extend(told.sources());
    let tax = TaxTold { subject: format!("{year}年{whose}亩均税收"), per_mu: told.per_mu.clone() };
    Finding { fact, arithmetic: told.arithmetic.clone(), sources, tax: Some(tax), ..finding }
}

/// The grace that keeps a parcel off the list, told.
pub(super) fn grace_finding(case: &Case) -> Finding {
    let Some(grace) = case.grace() else { return Finding::default() };
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "不限".to_owned(), |day| day.to_string());
    Finding {
        rule: "grace",
        clause: "宽限".to_owned(),
        fact: format!("宽限 {} 至 {}（{}）", day(grace.from), day(grace.to), grace.document),
        comparison: "含".to_owned(),
        threshold: format!("判定日 {}", case.as_of()),
        met: Some(true),
        sources: vec![case.cell(&grace.source, "document")],
        note: "宽限期内不判亩均低效和重点整治。".to_owned(),
        default_ours: true,
        ..Finding::default()
    }
}
