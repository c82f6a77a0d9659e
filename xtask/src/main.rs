//! What a developer and the continuous integration run: `cargo xtask test` is the whole judgement.

mod machine;
mod postgres;
mod process;
mod test;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::process::{Result, cargo, say};

const USAGE: &str = "\
cargo xtask test [--no-install]   fmt, tidy, clippy and all tests, with a PostgreSQL of its own and Chromium
cargo xtask bless [--no-install]  run the tests and take their snapshots as the new truth
cargo xtask tidy                  only the rules of the house (layers, purity, budgets, documents)
cargo xtask assets                only the bundled scripts and styles of the pages
cargo xtask pg [--no-install]     a throw-away PostgreSQL, until Ctrl-C

--no-install  never call the package manager: say what is missing and fail";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        ["test"] => test::run(test::Mode::Check, true),
        ["test", "--no-install"] => test::run(test::Mode::Check, false),
        ["bless"] => test::run(test::Mode::Bless, true),
        ["bless", "--no-install"] => test::run(test::Mode::Bless, false),
        ["tidy"] => tidy::run(&root()),
        ["assets"] => {
            machine::require_node().and_then(|()| cargo(&["build", "--package", "lingdi-web"]).run())
        }
        ["pg"] => serve_postgres(true),
        ["pg", "--no-install"] => serve_postgres(false),
        ["help" | "--help" | "-h"] => {
            say(USAGE);
            return ExitCode::SUCCESS;
        }
        _ => {
            say(USAGE);
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            say(&format!("xtask: {why}"));
            ExitCode::FAILURE
        }
    }
}

/// The repository.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Keeps a server for tests that are run one by one: `LINGDI_TEST_PG=… cargo test -p lingdi-store`.
fn serve_postgres(may_install: bool) -> Result<()> {
    machine::require(&[machine::Need::Postgres], may_install)?;
    let server = postgres::Server::start()?;
    say(&format!("export LINGDI_TEST_PG={}\nCtrl-C stops the server and removes its folder.", server.url()));
    loop {
        std::thread::park();
    }
}
