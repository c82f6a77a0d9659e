//! `docs/requirements.md` answers for every clause of the county document.

use super::Fault;
use super::rust_text::RustText;
use super::tree::Tree;

const PAGE: &str = "docs/requirements.md";

/// What a row without a test says: not built, or built and not proven.
const UNPROVEN: [&str; 2] = ["尚未实现", "尚无测试"];

/// Requirements without exactly one line, and lines that cite tests which do not exist.
pub(crate) fn check(tree: &Tree) -> Vec<Fault> {
    let Some(page) = tree.text(PAGE) else {
        return vec![format!("{PAGE} is missing")];
    };
    let mut faults = Vec::new();
    let rows: Vec<(&str, &str)> = page.lines().filter_map(|line| Some((identifier(line)?, line))).collect();
    for id in identifiers() {
        match rows.iter().filter(|(found, _)| *found == id).count() {
            1 => {}
            n => faults.push(format!("{PAGE}: {id} has {n} lines, it needs one")),
        }
    }
    for (id, _) in rows.iter().filter(|(id, _)| !identifiers().any(|known| known == *id)) {
        faults.push(format!("{PAGE}: there is no requirement {id}"));
    }
    for (id, line) in rows {
        let cited: Vec<&str> = citations(line).collect();
        if cited.is_empty() != UNPROVEN.iter().any(|words| line.contains(words)) {
            faults.push(format!("{PAGE}: {id} either cites a test or says {}", UNPROVEN.join(" or ")));
        }
        for citation in cited.into_iter().filter(|citation| !exists(tree, citation)) {
            faults.push(format!("{PAGE}: {id} cites {citation}, which does not exist"));
        }
    }
    faults
}

/// R01–R86 and R70a.
fn identifiers() -> impl Iterator<Item = String> {
    (1..=86).map(|n| format!("R{n:02}")).chain(["R70a".to_owned()])
}

fn identifier(line: &str) -> Option<&str> {
    let id = line.strip_prefix("| ")?.split('|').next()?.trim();
    id.strip_prefix('R')?.starts_with(|c: char| c.is_ascii_digit()).then_some(id)
}

/// Tests named in code spans as `crates/…::name` or `e2e/…::name`.
fn citations(line: &str) -> impl Iterator<Item = &str> {
    let spans = line.split('`').skip(1).step_by(2);
    spans.filter(|span| span.contains("::") && (span.starts_with("crates/") || span.starts_with("e2e/")))
}

/// Whether the function stands in the file or under the folder named before it.
fn exists(tree: &Tree, citation: &str) -> bool {
    let Some((place, name)) = citation.rsplit_once("::") else { return false };
    let folder = format!("{}/", place.trim_end_matches('/'));
    let wanted = format!("fn {name}(");
    tree.under(place, ".rs")
        .filter(|(path, _)| *path == place || path.starts_with(&folder))
        .any(|(_, text)| RustText::of(text).code.contains(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(change: impl Fn(&str) -> Option<String>) -> String {
        let row = |id: String| change(&id).unwrap_or_else(|| format!("| {id} | words | 尚未实现 |"));
        identifiers().map(row).collect::<Vec<_>>().join("\n")
    }

    fn faults(page: &str) -> Vec<Fault> {
        check(&Tree::of(&[(PAGE, page), ("crates/policy/src/a.rs", "fn counts() {}\n// fn wish() {}")]))
    }

    #[test]
    fn every_requirement_has_one_line() {
        assert_eq!(identifiers().count(), 87);
        assert!(faults(&page(|_| None)).is_empty());
        let without = page(|id| (id == "R70a").then(String::new));
        assert_eq!(faults(&without), ["docs/requirements.md: R70a has 0 lines, it needs one"]);
        let twice = page(|id| (id == "R02").then(|| "| R01 | a | 尚未实现 |".to_owned()));
        assert_eq!(faults(&twice).len(), 2);
    }

    #[test]
    fn an_unknown_requirement_is_a_fault() {
        assert_eq!(faults(&format!("{}\n| R87 | a | 尚未实现 |", page(|_| None))).len(), 1);
    }

    #[test]
    fn a_cited_test_exists() {
        let citing =
            |test: &'static str| page(move |id| (id == "R01").then(|| format!("| R01 | `{test}` |")));
        assert!(faults(&citing("crates/policy::counts")).is_empty());
        assert!(faults(&citing("crates/policy/src/a.rs::counts")).is_empty());
        assert_eq!(faults(&citing("crates/policy::wish")).len(), 1);
        assert_eq!(faults(&citing("crates/pol::counts")).len(), 1);
    }

    #[test]
    fn a_line_without_a_test_says_so() {
        assert_eq!(faults(&page(|id| (id == "R01").then(|| "| R01 | a |".to_owned()))).len(), 1);
    }
}
