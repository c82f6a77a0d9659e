//! Pure crates do no input or output, know no clock and make no ids.

use super::Fault;
use super::rust_text::RustText;
use super::tree::Tree;

const PURE: [&str; 5] = [
    "crates/domain/src/",
    "crates/policy/src/",
    "crates/analysis/src/",
    "crates/geo/src/",
    "crates/intake/src/",
];

const IMPURE: [&str; 12] = [
    "Utc::now",
    "Local::now",
    "SystemTime",
    "Instant::now",
    "now_v7",
    "new_v4",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "File::open",
];

/// Impure code in a pure crate. Tests may read the files they judge.
pub(crate) fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in PURE.iter().flat_map(|front| tree.under(front, ".rs")) {
        if path.ends_with("/tests.rs") || path.contains("/tests/") {
            continue;
        }
        let text = RustText::of(text);
        for (n, line) in text.code_before_tests().lines().enumerate() {
            for impure in IMPURE.iter().filter(|impure| line.contains(**impure) && !is_divider(path, impure))
            {
                faults.push(format!(
                    "{path}:{}: {impure} in a pure crate; take the value as a parameter",
                    n + 1
                ));
            }
        }
    }
    faults
}

/// The one place that divides work among threads; what comes out of it is the same as on one.
fn is_divider(path: &str, impure: &str) -> bool {
    path == "crates/domain/src/parallel.rs" && impure == "std::thread"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_in_a_pure_crate_is_found_with_its_line() {
        let tree = Tree::of(&[("crates/policy/src/a.rs", "// Utc::now is banned\nfn f() { Utc::now(); }\n")]);
        assert_eq!(
            check(&tree),
            ["crates/policy/src/a.rs:2: Utc::now in a pure crate; take the value as a parameter"]
        );
    }

    #[test]
    fn tests_and_other_crates_may_read_files() {
        let read = "#[cfg(test)]\nmod tests { fn f() { std::fs::read(\"x\"); } }";
        let tree = Tree::of(&[
            ("crates/geo/src/a.rs", read),
            ("crates/geo/src/b/tests.rs", "use std::fs;"),
            ("crates/app/src/a.rs", "use std::fs;"),
        ]);
        assert_eq!(check(&tree), Vec::<Fault>::new());
    }
}
