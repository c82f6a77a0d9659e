//! A file fits in a reader's head.

use super::Fault;
use super::tree::Tree;

/// Where, what ending, and how many lines at most.
const BUDGETS: [(&str, &str, usize); 3] =
    [("", ".rs", 500), ("crates/web/templates/", ".html", 150), ("crates/web/assets/islands/", ".ts", 200)];

/// Files that may be longer, and why.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// Files past their budget, and exceptions that are no longer needed.
pub(crate) fn check(tree: &Tree) -> Vec<Fault> {
    check_with(tree, EXCEPTIONS)
}

fn check_with(tree: &Tree, exceptions: &[(&str, &str)]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut spent = Vec::new();
    for (front, ending, budget) in BUDGETS {
        for (path, text) in tree.under(front, ending) {
            let lines = text.lines().count();
            if lines <= budget {
                continue;
            }
            spent.push(path);
            if !exceptions.iter().any(|(excepted, _)| *excepted == path) {
                faults.push(format!(
                    "{path}: {lines} lines, {budget} at most; split it by what its parts are for"
                ));
            }
        }
    }
    for (path, _) in exceptions.iter().filter(|(path, _)| !spent.contains(path)) {
        faults.push(format!("xtask/src/tidy/budget.rs: {path} is within its budget; remove the exception"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_a_fault_unless_excepted_and_an_idle_exception_is_one_too() {
        let long = "//\n".repeat(501);
        let tree = Tree::of(&[("crates/a/src/a.rs", &long), ("crates/a/src/b.rs", "//\n")]);
        assert!(check_with(&tree, &[])[0].starts_with("crates/a/src/a.rs: 501 lines"));
        assert!(check_with(&tree, &[("crates/a/src/a.rs", "a table")]).is_empty());
        assert_eq!(
            check_with(&tree, &[("crates/a/src/a.rs", "a table"), ("crates/a/src/b.rs", "")]).len(),
            1
        );
    }

    #[test]
    fn templates_and_islands_have_smaller_budgets() {
        let long = "x\n".repeat(201);
        let tree = Tree::of(&[
            ("crates/web/templates/a.html", &long),
            ("crates/web/assets/islands/a.ts", &long),
            ("crates/web/src/a.rs", &long),
        ]);
        assert_eq!(check_with(&tree, &[]).len(), 2);
    }
}
