//! Printing: documents to stdout, everything else to stderr.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use lingdi_app::Error;
use serde::Serialize;

/// How a command ended; the exit codes are a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// 0
    Done,
    /// 1
    Failed,
    /// 2: bad usage or input refused
    Refused,
    /// 3: done, but some rows need a person
    NeedsPerson,
}

impl Outcome {
    /// The outcome an error stands for.
    pub(crate) fn of(error: &Error) -> Self {
        match error {
            Error::Internal(_) => Self::Failed,
            Error::NotFound(_)
            | Error::Forbidden(_)
            | Error::IllegalMove(_)
            | Error::Stale(_)
            | Error::Missing(_)
            | Error::Refused(_) => Self::Refused,
        }
    }

    /// The graver of two.
    pub(crate) fn and(self, other: Self) -> Self {
        let gravity = |outcome| match outcome {
            Self::Done => 0,
            Self::NeedsPerson => 1,
            Self::Refused => 2,
            Self::Failed => 3,
        };
        if gravity(other) > gravity(self) { other } else { self }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Failed => 1,
            Outcome::Refused => 2,
            Outcome::NeedsPerson => 3,
        })
    }
}

/// Writes a document to stdout. A reader that went away (`| head`) is no error.
pub(crate) fn document(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.write_all(end.as_bytes()));
    if written.and_then(|()| stdout.flush()).is_err() {
        std::process::exit(0);
    }
}

/// Writes a value as JSON to stdout.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<(), Error> {
    document(&serde_json::to_string_pretty(value)?);
    Ok(())
}

/// Tells the person something beside the document.
#[expect(clippy::print_stderr, reason = "stderr is where words to the person at the terminal go")]
pub(crate) fn say(text: &str) {
    eprintln!("{text}");
}

/// Tells the person what went wrong.
pub(crate) fn complain(text: &str) {
    say(&format!("lingdi: {text}"));
}

/// A progress bar on a terminal, nothing elsewhere.
pub(crate) fn progress(label: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} rows")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style).with_message(label.to_owned())
}

/// Columns of text, aligned by the width a terminal gives each character.
pub(crate) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = headings.iter().map(|heading| width(heading)).collect();
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            widths[column] = widths[column].max(width(cell));
        }
    }
    let line = |cells: Vec<&str>| {
        let padded =
            cells.iter().zip(&widths).map(|(cell, wide)| format!("{cell}{}", " ".repeat(wide - width(cell))));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(headings.to_vec())];
    lines.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    lines.join("\n")
}

fn width(text: &str) -> usize {
    text.chars().map(|c| if (c as u32) < 0x1100 { 1 } else { 2 }).sum()
}
