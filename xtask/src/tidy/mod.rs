//! `cargo xtask tidy`: the rules of the house that no compiler checks. Each rule is a function from
//! what stands in the tree to the faults it finds, and each has a test in which it fails.

mod budget;
mod glossary;
pub(crate) mod layers;
mod links;
mod migrations;
mod purity;
mod requirements;
mod rust_text;
mod sql;
mod tree;
mod words;

use std::path::Path;

use self::tree::Tree;
use crate::process::{Result, say};

/// What is wrong, where, and the way out, in one line.
type Fault = String;

/// Applies every rule to the repository.
pub(crate) fn run(root: &Path) -> Result<()> {
    let tree = Tree::read(root)?;
    let mut faults = layers::check(&layers::metadata()?);
    for rule in [
        purity::check,
        sql::check,
        words::check,
        budget::check,
        migrations::check,
        requirements::check,
        glossary::check,
        links::check,
    ] {
        faults.extend(rule(&tree));
    }
    for fault in &faults {
        say(&format!("tidy: {fault}"));
    }
    match faults.len() {
        0 => Ok(()),
        1 => Err("tidy found one fault".to_owned()),
        n => Err(format!("tidy found {n} faults")),
    }
}
