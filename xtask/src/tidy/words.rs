//! Words that no file of ours may hold.

use super::Fault;
use super::rust_text::RustText;
use super::tree::Tree;

/// Names that say nothing of what a module holds.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "helpers", "common", "manager", "service"];

/// Skipped tests, unfinished code, unnumbered intentions, empty names and foreign identifiers.
pub(crate) fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.under("", ".rs") {
        let text = RustText::of(text);
        faults.extend(code_faults(path, &text.code));
        for (line, comment) in &text.comments {
            if is_loose_intention(comment) {
                faults
                    .push(format!("{path}:{line}: TODO without an issue number; write TODO(#12), or do it"));
            }
        }
        let name = path.trim_end_matches("/mod.rs").trim_end_matches(".rs").rsplit('/').next();
        if name.is_some_and(|name| EMPTY_NAMES.contains(&name)) {
            faults.push(format!("{path}: name the module after what it holds"));
        }
    }
    faults
}

fn code_faults(path: &str, code: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (n, line) in code.lines().enumerate() {
        let n = n + 1;
        if line.contains("#[ignore") {
            faults.push(format!("{path}:{n}: an ignored test proves nothing; make it run or remove it"));
        }
        if line.contains("todo!(") || line.contains("unimplemented!(") {
            faults.push(format!("{path}:{n}: unfinished code"));
        }
        if let Some(foreign) = line.chars().find(|c| !c.is_ascii()) {
            faults.push(format!("{path}:{n}: “{foreign}” in code; identifiers are English, see GLOSSARY.md"));
        }
    }
    faults
}

/// A marker counts as numbered when `#` and a digit follow it in the same comment.
fn is_loose_intention(comment: &str) -> bool {
    ["TODO", "FIXME", "XXX"].iter().any(|marker| {
        let words = comment.split(|c: char| !c.is_alphanumeric());
        words.into_iter().any(|word| word == *marker)
            && !comment.split('#').skip(1).any(|after| after.starts_with(|c: char| c.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(path: &str, text: &str) -> usize {
        check(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn ignored_tests_and_unfinished_code_are_found() {
        assert_eq!(faults("a.rs", "#[ignore = \"slow\"]\nfn a() { todo!() }"), 2);
        assert_eq!(faults("a.rs", "// not #[ignore]d, no todo!()\nfn a() { f(\"todo!()\") }"), 0);
    }

    #[test]
    fn an_intention_needs_an_issue() {
        assert_eq!(faults("a.rs", "// TODO: later"), 1);
        assert_eq!(faults("a.rs", "// TODO(#12): later"), 0);
    }

    #[test]
    fn identifiers_are_ascii_and_literals_are_free() {
        assert_eq!(faults("a.rs", "fn 亩() {}"), 1);
        assert_eq!(faults("a.rs", "/// 亩\nfn mu() { f('亩', \"亩\") }"), 0);
    }

    #[test]
    fn a_module_has_a_telling_name() {
        assert_eq!(faults("crates/app/src/utils.rs", ""), 1);
        assert_eq!(faults("crates/app/src/common/mod.rs", ""), 1);
        assert_eq!(faults("crates/app/src/journal.rs", ""), 0);
    }
}
