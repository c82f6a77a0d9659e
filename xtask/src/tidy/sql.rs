//! SQL lives in `store`, and there in words that both engines understand.

use super::Fault;
use super::rust_text::RustText;
use super::tree::Tree;

/// Pairs of words that together make a string look like a statement.
const STATEMENTS: [(&str, &str); 7] = [
    ("select ", " from "),
    ("insert into ", " values"),
    ("insert into ", "select"),
    ("update ", " set "),
    ("delete from ", ""),
    ("create table ", ""),
    ("alter table ", ""),
];

/// Words of one engine only; they belong into `dialect.rs`.
const ONE_ENGINE: [&str; 11] = [
    " on conflict",
    "::",
    "->",
    " ilike ",
    "unnest(",
    "any($",
    " now()",
    "julianday",
    "generate_series",
    "pg_",
    "sqlite_",
];

/// Statements outside `store`, and statements of one engine inside it.
pub(crate) fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.under("crates/", ".rs") {
        for (line, string) in RustText::of(text).strings {
            let string = string.to_lowercase();
            if !is_statement(&string) {
                continue;
            }
            if !path.starts_with("crates/store/") {
                faults.push(format!("{path}:{line}: SQL outside crates/store"));
            } else if path != "crates/store/src/dialect.rs"
                && let Some(word) = ONE_ENGINE.iter().find(|word| string.contains(**word))
            {
                faults.push(format!(
                    "{path}:{line}: “{}” is of one engine only; see docs/writing-sql-for-two-engines.md",
                    word.trim()
                ));
            }
        }
    }
    faults
}

fn is_statement(string: &str) -> bool {
    STATEMENTS.iter().any(|(first, then)| string.starts_with(first) && string.contains(then))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_outside_the_store_is_found() {
        let tree = Tree::of(&[
            ("crates/web/src/a.rs", "f(\"select name from county\")"),
            ("crates/store/src/a.rs", "f(\"select name from county\")"),
        ]);
        assert_eq!(check(&tree), ["crates/web/src/a.rs:1: SQL outside crates/store"]);
    }

    #[test]
    fn a_sentence_is_no_statement() {
        let tree = Tree::of(&[(
            "crates/web/src/a.rs",
            "f(\"please select a file from the list\"); g(\"update the page\")",
        )]);
        assert_eq!(check(&tree), Vec::<Fault>::new());
    }

    #[test]
    fn words_of_one_engine_stay_in_the_dialect() {
        let text = "f(\"insert into a (b) values ($1) on conflict do nothing\")";
        let tree = Tree::of(&[("crates/store/src/facts.rs", text), ("crates/store/src/dialect.rs", text)]);
        assert_eq!(check(&tree).len(), 1);
    }
}
