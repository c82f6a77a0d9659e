//! Runs the built program as a person would: command line, pages over HTTP, a real browser.

mod demo;
mod http;
mod postgres;
mod program;

use std::path::{Path, PathBuf};

pub use http::{Page, Server};
pub use postgres::PostgresDatabase;
pub use program::{Answer, Lingdi, binary};

/// A file of the shared data folder beside the project; says so and returns `None` when it is not
/// there, since fetched data never enter the repository.
pub fn shared(path: &str) -> Option<PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path);
    if file.exists() {
        return Some(file);
    }
    #[expect(clippy::print_stdout, reason = "a test must say what it skipped")]
    {
        println!("skipped: ../shared/{path} is not here");
    }
    None
}
