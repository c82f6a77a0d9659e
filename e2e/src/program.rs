use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use lingdi_testkit::demo::DemoFile;

use crate::{PostgresDatabase, Server};

/// The built program, working in a folder of its own.
pub struct Lingdi {
    folder: tempfile::TempDir,
    db: String,
    // Dropped with it.
    _database: Option<PostgresDatabase>,
}

/// What a command answered.
#[derive(Debug)]
pub struct Answer {
    /// Exit code.
    pub code: i32,
    /// The document.
    pub stdout: String,
    /// Words to the person.
    pub stderr: String,
}

impl Answer {
    /// The document as JSON.
    ///
    /// # Panics
    /// When it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Fails the test unless the command ended with this code.
    ///
    /// # Panics
    /// When it ended otherwise.
    #[must_use]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }
}

impl Default for Lingdi {
    fn default() -> Self {
        Self::new()
    }
}

impl Lingdi {
    /// An empty folder with a database of its own, on SQLite.
    ///
    /// # Panics
    /// When there is no room for a folder.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let db = format!("sqlite:{}", folder.path().join("lingdi.db").display());
        Self { folder, db, _database: None }
    }

    /// The same on a PostgreSQL database of its own; `None` when there is no server.
    pub fn on_postgres(name: &str) -> Option<Self> {
        let database = PostgresDatabase::new(name)?;
        Some(Self { db: database.url(), _database: Some(database), ..Self::new() })
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Address of its database.
    pub fn db(&self) -> &str {
        &self.db
    }

    /// Writes a file into the folder and returns its path.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder().join(name);
        std::fs::write(&path, bytes).expect("a file in a temporary folder");
        path
    }

    /// A command, not started yet.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command
            .args(arguments)
            .env("LINGDI_DB", &self.db)
            .env("LINGDI_FILES", self.folder().join("files"))
            .env("USER", "test")
            .env_remove("LOGNAME")
            .current_dir(self.folder())
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    ///
    /// # Panics
    /// When the program cannot be started.
    pub fn run(&self, arguments: &[&str]) -> Answer {
        let output = self.command(arguments).output().expect("the program starts");
        Answer {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Writes a file into the folder and imports it with the options it needs and these.
    pub fn import(&self, file: &DemoFile, options: &[&str]) -> Answer {
        let path = self.file(file.name, &file.bytes);
        let own: Vec<String> = (file.year.map(|year| format!("--year={year}")).into_iter())
            .chain(file.crs.map(|crs| format!("--crs={crs}")))
            .chain(file.complete.iter().map(|year| format!("--complete={year}")))
            .collect();
        let path = path.to_string_lossy();
        let mut arguments = vec!["import", file.kind.code(), &path];
        arguments.extend(own.iter().map(String::as_str));
        arguments.extend(options);
        self.run(&arguments)
    }

    /// All batches, as `lingdi batches` prints them, newest first.
    pub fn batches(&self) -> Vec<serde_json::Value> {
        let listed = self.run(&["batches", "--format", "json"]).expect(0).json();
        listed.as_array().cloned().unwrap_or_default()
    }

    /// Starts a command that serves, and waits for the address it prints.
    ///
    /// # Panics
    /// When it ends without printing one.
    pub fn serve(&self, arguments: &[&str]) -> Server {
        let mut child = self
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("stdout is piped");
        BufReader::new(stdout).read_line(&mut line).expect("an address");
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        assert!(address.contains(':'), "no address: {line:?}");
        Server { child, address, cookie: String::new() }
    }
}

/// The program beside the tests: `cargo xtask test` builds it first.
///
/// # Panics
/// When it has not been built.
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own path");
    let profile = test
        .ancestors()
        .find(|folder| folder.ends_with("deps"))
        .and_then(Path::parent)
        .expect("a profile folder");
    let binary = profile.join(if cfg!(windows) { "lingdi.exe" } else { "lingdi" });
    assert!(binary.exists(), "{} is missing: run `cargo build -p lingdi-server` first", binary.display());
    binary
}
