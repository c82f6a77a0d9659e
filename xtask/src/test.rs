//! `cargo xtask test`: the whole judgement, in one development profile.

use crate::machine::{self, Need};
use crate::postgres::Server;
use crate::process::{Program, Result, cargo, say};
use crate::{root, tidy};

/// What to do with a snapshot that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Fail.
    Check,
    /// Write it: the new output is the truth.
    Bless,
}

/// Runs every step, even after one has failed, so that one run shows all that is wrong.
pub(crate) fn run(mode: Mode, may_install: bool) -> Result<()> {
    machine::require_node()?;
    machine::require(Need::ALL, may_install)?;
    let mut steps: Vec<(&str, Result<()>)> = Vec::new();
    if mode == Mode::Check {
        steps.push(("fmt", cargo(&["fmt", "--all", "--check"]).run()));
        steps.push(("tidy", tidy::run(&root())));
        let clippy = ["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"];
        steps.push(("clippy", cargo(&clippy).run()));
    }
    steps.push(("tests", tests(mode)));
    conclude(steps)
}

/// The tests proper, with a server and a browser handed to them.
fn tests(mode: Mode) -> Result<()> {
    // Together with the tests, so that both resolve to the same features and nothing is built
    // twice: the journeys run the program that lies beside their own.
    cargo(&["build", "--workspace", "--bins", "--tests"]).run()?;
    let server = Server::start()?;
    let chromium = machine::chromium().ok_or("Chromium is missing")?;
    runner()
        .env("LINGDI_TEST_PG", server.url())
        .env("LINGDI_TEST_CHROMIUM", &chromium.display().to_string())
        .env("INSTA_UPDATE", if mode == Mode::Bless { "always" } else { "no" })
        .run()
}

/// cargo-nextest where it is installed, else cargo's own runner.
fn runner() -> Program {
    if cargo(&["nextest", "--version"]).read().is_some() {
        cargo(&["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        cargo(&["test", "--workspace", "--no-fail-fast"])
    }
}

fn conclude(steps: Vec<(&str, Result<()>)>) -> Result<()> {
    let names: Vec<&str> = steps.iter().map(|(name, _)| *name).collect();
    let failures: Vec<String> = steps
        .into_iter()
        .filter_map(|(name, outcome)| outcome.err().map(|why| format!("{name}: {why}")))
        .collect();
    if failures.is_empty() {
        say(&format!("xtask: passed ({})", names.join(", ")));
        return Ok(());
    }
    Err(format!("FAILED\n  {}", failures.join("\n  ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failed_step_is_named_at_the_end() {
        let steps = vec![("fmt", Err("a".to_owned())), ("tidy", Ok(())), ("tests", Err("b".to_owned()))];
        assert_eq!(conclude(steps), Err("FAILED\n  fmt: a\n  tests: b".to_owned()));
    }

    #[test]
    fn all_steps_well_is_success() {
        assert_eq!(conclude(vec![("fmt", Ok(()))]), Ok(()));
    }
}
