//! 三（四）D1: industries that the catalogue prohibits or eliminates. A catalogue describes
//! processes and products, so a matching industry code is a lead for a person, not a verdict.

use std::collections::HashMap;

use super::{Case, denies};
use crate::facts::{CatalogueItem, Enterprise, Finding as Decision};
use crate::trace::Trace;
use crate::verdict::{Answer, Finding, Missing, MissingKind};

const RULE: &str = "D1";

/// A person decided that the land falls under the catalogue (or, by the switch, the code does).
pub(crate) fn judge(case: &Case, trace: &mut impl Trace) -> Answer {
    if let Some(decision) = case.decision("目录认定") {
        trace.finding(|| decided(case, decision));
        return (!denies(decision)).into();
    }
    if !case.outline.banned {
        return Answer::No;
    }
    let banned = &case.judge.county.banned_firms;
    let hit = case.occupants(|firm| banned[firm as usize].is_some()).next();
    let hit = hit.and_then(|(firm, _)| Some((firm, banned[firm as usize]?)));
    let Some((firm, item)) = hit else { return Answer::No };
    let item = &case.judge.facts().catalogue[item as usize];
    let answer = if case.lines().d1_by_code { Answer::Yes } else { Answer::Unknown };
    let record = &case.judge.facts().enterprises[firm as usize];
    trace.finding(|| Finding {
        fact: format!("{} 行业代码 {}", record.name, record.industry.as_deref().unwrap_or_default()),
        comparison: "属于".to_owned(),
        threshold: format!(
            "{}（{}）{} {}",
            item.catalogue,
            item.version,
            item.class.as_deref().unwrap_or_default(),
            item.item
        ),
        met: answer.known(),
        sources: vec![case.cell(&record.source, "industry"), case.cell(&item.source, "industry")],
        default_ours: case.lines().d1_by_code,
        ..case.finding(RULE)
    });
    if answer == Answer::Unknown {
        trace.missing(|| Missing {
            rule: RULE,
            kind: MissingKind::CatalogueDecision,
            year: None,
            enterprise: Some(firm),
            sentence: format!(
                "{}的行业代码与目录条目“{}”相符，是否属于该条目请由专人认定并录入目录认定。",
                record.name, item.item
            ),
        });
    }
    answer
}

fn decided(case: &Case, decision: &Decision) -> Finding {
    Finding {
        fact: format!(
            "目录认定 {}：{}",
            decision.document,
            decision.conclusion.as_deref().unwrap_or("属于禁止类、淘汰类")
        ),
        comparison: "属于".to_owned(),
        threshold: decision.basis.as_deref().unwrap_or("禁止类、淘汰类").to_owned(),
        met: Some(!denies(decision)),
        sources: vec![case.cell(&decision.source, "document"), case.cell(&decision.source, "conclusion")],
        ..case.finding(RULE)
    }
}

/// Industry codes that a catalogue item of class 禁止 or 淘汰 names.
#[derive(Debug, Default)]
pub(crate) struct BannedCodes {
    /// Code without section letter → index into the facts' catalogue.
    items: HashMap<String, usize>,
}

impl BannedCodes {
    pub(crate) fn new(catalogue: &[CatalogueItem]) -> Self {
        let mut items: HashMap<String, usize> = HashMap::new();
        for (at, item) in catalogue.iter().enumerate() {
            let class = item.class.as_deref().unwrap_or_default();
            if !class.contains("禁止") && !class.contains("淘汰") {
                continue;
            }
            let codes = item.industry.as_deref().unwrap_or_default();
            for code in
                codes.split(['、', '；', ';', ',', '，', ' ']).map(digits).filter(|code| code.len() >= 2)
            {
                let known = items.entry(code.to_owned()).or_insert(at);
                if item.source < catalogue[*known].source {
                    *known = at;
                }
            }
        }
        Self { items }
    }

    /// The item for each firm's industry.
    pub(crate) fn of_firms(&self, firms: &[Enterprise]) -> Vec<Option<u32>> {
        let item = |firm: &Enterprise| self.find(firm.industry.as_deref()?).map(|item| item as u32);
        firms.iter().map(item).collect()
    }

    /// The item that names this code or a group above it, the closest first.
    pub(crate) fn find(&self, industry: &str) -> Option<usize> {
        if self.items.is_empty() {
            return None;
        }
        let code = digits(industry);
        (2..=code.len()).rev().find_map(|length| self.items.get(code.get(..length)?).copied())
    }
}

/// A code without its section letter: `C3311` and `3311` are the same.
fn digits(code: &str) -> &str {
    code.trim().trim_start_matches(|c: char| c.is_ascii_alphabetic())
}
