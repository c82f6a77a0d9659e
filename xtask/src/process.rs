//! Running other programs and talking to the person at the terminal.

use std::io::Write;
use std::process::{Command, Stdio};

/// What a task gives; the error is a sentence for the person who ran it.
pub(crate) type Result<T> = std::result::Result<T, String>;

/// A program to be run from the repository's root, without anything to read on stdin, so that it
/// neither waits for an answer nor fails where stdin is closed.
pub(crate) struct Program {
    command: Command,
    shown: String,
}

/// A program with its arguments.
pub(crate) fn program(name: &str, args: &[&str]) -> Program {
    let mut command = Command::new(name);
    command.args(args).current_dir(crate::root()).stdin(Stdio::null());
    Program { command, shown: format!("{name} {}", args.join(" ")) }
}

/// Cargo, in the toolchain that runs this program.
pub(crate) fn cargo(args: &[&str]) -> Program {
    let name = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    Program { shown: format!("cargo {}", args.join(" ")), ..program(&name, args) }
}

impl Program {
    /// Sets a variable of its environment.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it with its output in view; any exit but zero is an error.
    pub(crate) fn run(mut self) -> Result<()> {
        say(&format!("$ {}", self.shown));
        let status =
            self.command.status().map_err(|error| format!("cannot start {}: {error}", self.shown))?;
        if status.success() { Ok(()) } else { Err(format!("{} failed ({status})", self.shown)) }
    }

    /// Runs it silently and gives what it wrote to stdout, or `None` when it is absent or fails.
    pub(crate) fn read(mut self) -> Option<String> {
        let output = self.command.stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// Tells the person something. A terminal that went away is no reason to stop.
pub(crate) fn say(text: &str) {
    let mut stderr = std::io::stderr().lock();
    drop(writeln!(stderr, "{text}"));
}
