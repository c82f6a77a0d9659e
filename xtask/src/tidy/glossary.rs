//! `GLOSSARY.md` and the code use the same words.

use std::collections::BTreeSet;

use super::Fault;
use super::rust_text::RustText;
use super::tree::Tree;

const PAGE: &str = "GLOSSARY.md";

/// Where the Chinese names of the kinds of table stand.
const KINDS: &str = "crates/domain/src/kind.rs";

/// Code words that no code uses, terms listed twice, and kinds of table without a line.
pub(crate) fn check(tree: &Tree) -> Vec<Fault> {
    let Some(page) = tree.text(PAGE) else {
        return vec![format!("{PAGE} is missing")];
    };
    let code: Vec<RustText> = tree.under("crates/", ".rs").map(|(_, text)| RustText::of(text)).collect();
    let words: BTreeSet<&str> = code.iter().flat_map(RustText::words).collect();
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (term, code_words) in rows(page) {
        for one in term.split(" / ") {
            if !seen.insert(one) {
                faults.push(format!("{PAGE}: {one} has two lines; one thing has one word"));
            }
        }
        let used = code_words.split('`').skip(1).step_by(2);
        for word in used.filter(|word| !word.split("::").all(|part| words.contains(part))) {
            faults.push(format!("{PAGE}: no code says `{word}` for {term}"));
        }
    }
    for kind in kinds(tree).filter(|kind| !seen.contains(kind.as_str())) {
        faults.push(format!("{PAGE}: {kind}, a kind of table, has no line"));
    }
    faults
}

/// Term and code words of each row of the tables.
fn rows(page: &str) -> impl Iterator<Item = (&str, &str)> {
    page.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        let (term, code_words) = (cells.next()?.trim(), cells.next()?);
        term.contains(|c: char| !c.is_ascii()).then_some((term, code_words))
    })
}

fn kinds(tree: &Tree) -> impl Iterator<Item = String> {
    let strings = tree.text(KINDS).map(|text| RustText::of(text).strings).unwrap_or_default();
    strings.into_iter().map(|(_, string)| string).filter(|string| !string.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(page: &str) -> Vec<Fault> {
        check(&Tree::of(&[(PAGE, page), (KINDS, "Parcels = \"parcels\" \"宗地\", // Enterprise")]))
    }

    #[test]
    fn a_code_word_is_used_by_the_code() {
        assert!(faults("| 宗地 | `Parcels` | land |").is_empty());
        assert_eq!(
            faults("| 宗地 | `Enterprise` | land |"),
            ["GLOSSARY.md: no code says `Enterprise` for 宗地"]
        );
    }

    #[test]
    fn a_kind_of_table_has_a_line_and_no_term_has_two() {
        assert_eq!(faults("| 企业 | – | firm |").len(), 1);
        assert_eq!(faults("| 宗地 | – | land |\n| 宗地 | – | site |").len(), 1);
    }

    #[test]
    fn the_terms_of_the_dictionary_are_all_there() {
        let dictionary = crate::root().join("../shared/domain.md");
        let (Ok(dictionary), Ok(page)) =
            (std::fs::read_to_string(dictionary), std::fs::read_to_string(crate::root().join(PAGE)))
        else {
            println!("skipped: ../shared/domain.md is not here");
            return;
        };
        let vocabulary = dictionary.split("\n## ").find(|part| part.starts_with("0. ")).unwrap();
        let listed: BTreeSet<&str> = rows(&page).flat_map(|(term, _)| term.split(" / ")).collect();
        for (terms, _) in rows(vocabulary).filter(|(term, _)| *term != "Chinese") {
            for term in terms.split(" / ") {
                assert!(listed.contains(term), "{term}");
            }
        }
    }
}
