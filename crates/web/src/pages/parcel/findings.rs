//! The reasons of a verdict, grouped by clause.

use lingdi_domain::Category;

use crate::parts::{SourceView, class};

/// Did the comparison hold?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// It did: the rule is hit.
    Yes,
    /// It did not.
    No,
    /// A fact is missing.
    Unknown,
}

/// One comparison.
#[derive(Debug, Clone)]
pub struct FindingView {
    /// `三（一）`, `四 2022年`.
    pub clause: String,
    /// The clause, word for word; empty when it has no words of its own.
    pub quote: String,
    /// Which category it speaks for; `None` for focus and grace.
    pub category: Option<Category>,
    /// What was found, with its figure and year.
    pub fact: String,
    /// The cells it was read from.
    pub sources: Vec<SourceView>,
    /// The calculation: `70.58 ÷ 33.61005 = 2.1000`.
    pub arithmetic: String,
    /// The line: `< 3 万元/亩`; empty when nothing is compared.
    pub line: String,
    /// Did it hold?
    pub met: Met,
    /// A default of ours decided.
    pub default_ours: bool,
    /// The area tolerance decided.
    pub tolerance_used: bool,
    /// Anything else; may be empty.
    pub note: String,
}

impl FindingView {
    /// Style class of the verdict: the category's when hit, dashed when unknown, else quiet.
    pub fn chip(&self) -> &'static str {
        match (self.met, self.category) {
            (Met::Unknown, _) => "unknown",
            (Met::Yes, Some(category)) => class(category.main()),
            (Met::Yes, None) => "focus",
            (Met::No, _) => "",
        }
    }

    /// Did the comparison hold?
    pub fn hit(&self) -> bool {
        self.met == Met::Yes
    }

    /// Does a missing fact keep it open?
    pub fn open(&self) -> bool {
        self.met == Met::Unknown
    }

    /// `是`, `否` or `不确定`.
    pub fn answer(&self) -> &'static str {
        match self.met {
            Met::Yes => "是",
            Met::No => "否",
            Met::Unknown => "不确定",
        }
    }

    /// The steps of the calculation: text before the last `=`, and the result after it.
    pub fn steps(&self) -> (&str, &str) {
        self.arithmetic
            .rsplit_once('=')
            .map_or((self.arithmetic.as_str(), ""), |(steps, result)| (steps.trim(), result.trim()))
    }
}

/// Comparisons that stand under one clause.
#[derive(Debug, Clone)]
pub struct FindingGroup {
    /// The clause.
    pub clause: String,
    /// Its words.
    pub quote: String,
    /// The category's letter and style class; empty for focus and grace.
    pub category: Option<Category>,
    /// The comparisons, in order.
    pub rows: Vec<FindingView>,
}

impl FindingGroup {
    /// Puts neighbours under the same clause and words together; the order stays.
    pub fn gather(findings: Vec<FindingView>) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for finding in findings {
            match groups.last_mut() {
                Some(group)
                    if group.clause == finding.clause
                        && group.quote == finding.quote
                        && group.category == finding.category =>
                {
                    group.rows.push(finding);
                }
                _ => groups.push(Self {
                    clause: finding.clause.clone(),
                    quote: finding.quote.clone(),
                    category: finding.category,
                    rows: vec![finding],
                }),
            }
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(clause: &str, arithmetic: &str) -> FindingView {
        FindingView {
            clause: clause.to_owned(),
            quote: String::new(),
            category: None,
            fact: String::new(),
            sources: vec![],
            arithmetic: arithmetic.to_owned(),
            line: String::new(),
            met: Met::Yes,
            default_ours: false,
            tolerance_used: false,
            note: String::new(),
        }
    }

    #[test]
    fn many_years_under_one_clause_make_one_group() {
        let groups = FindingGroup::gather(vec![
            finding("四 2022年", ""),
            finding("四 2022年", ""),
            finding("三（一）", ""),
            finding("四 2022年", ""),
        ]);
        let sizes: Vec<_> = groups.iter().map(|group| group.rows.len()).collect();
        assert_eq!(sizes, [2, 1, 1]);
    }

    #[test]
    fn the_result_of_a_calculation_stands_apart_from_its_steps() {
        assert_eq!(finding("", "70.58 ÷ 33.61005 = 2.1000").steps(), ("70.58 ÷ 33.61005", "2.1000"));
        assert_eq!(finding("", "供地已满 17 年").steps(), ("供地已满 17 年", ""));
    }
}
