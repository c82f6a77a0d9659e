//! Runs the built program as a person would: command line, pages over HTTP, a real browser.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The built program, working in a folder of its own.
pub struct Lingdi {
    folder: tempfile::TempDir,
    db: String,
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
        Self { folder, db }
    }

    /// The same on a PostgreSQL database.
    #[must_use]
    pub fn on(self, db: &str) -> Self {
        Self { db: db.to_owned(), ..self }
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
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

    /// Starts a command that serves, and waits for the address it prints.
    ///
    /// # Panics
    /// When it ends without printing one.
    pub fn serve(&self, arguments: &[&str]) -> Server {
        let mut child =
            self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().expect("the program starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("stdout is piped");
        BufReader::new(stdout).read_line(&mut line).expect("an address");
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        assert!(address.contains(':'), "no address: {line:?}");
        Server { child, address }
    }
}

/// The program while it serves; stopped when dropped.
pub struct Server {
    child: Child,
    /// Where it listens: `127.0.0.1:49152`.
    pub address: String,
}

/// An HTTP answer.
#[derive(Debug)]
pub struct Page {
    /// Status.
    pub status: u16,
    /// Head, as received.
    pub head: String,
    /// Body.
    pub body: Vec<u8>,
}

impl Page {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

impl Server {
    /// Fetches a page.
    ///
    /// # Panics
    /// When the server does not answer.
    pub fn get(&self, path: &str) -> Page {
        self.request(&format!("GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.address))
    }

    /// Sends a form as a browser on the same page does.
    ///
    /// # Panics
    /// When the server does not answer.
    pub fn post(&self, path: &str, form: &str, site: &str) -> Page {
        self.request(&format!(
            "POST {path} HTTP/1.0\r\nHost: {}\r\nSec-Fetch-Site: {site}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.address,
            form.len()
        ))
    }

    fn request(&self, request: &str) -> Page {
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        stream.write_all(request.as_bytes()).expect("the server reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the server answers");
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split_whitespace().nth(1).and_then(|code| code.parse().ok()).expect("a status");
        Page { status, head, body: answer[end + 4..].to_vec() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program beside the tests: `cargo xtask test` builds it first.
///
/// # Panics
/// When it has not been built.
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own path");
    let profile = test.ancestors().find(|folder| folder.ends_with("deps")).and_then(Path::parent).expect("a profile folder");
    let binary = profile.join(if cfg!(windows) { "lingdi.exe" } else { "lingdi" });
    assert!(binary.exists(), "{} is missing: run `cargo build -p lingdi-server` first", binary.display());
    binary
}

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

/// A PostgreSQL database of its own on the server of `LINGDI_TEST_PG`, removed when dropped.
pub struct PostgresDatabase {
    server: String,
    name: String,
}

impl PostgresDatabase {
    /// Makes one with `psql`; says so and returns `None` when there is no server.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn new(name: &str) -> Option<Self> {
        let Ok(server) = std::env::var("LINGDI_TEST_PG") else {
            #[expect(clippy::print_stdout, reason = "a test must say what it skipped")]
            {
                println!("skipped on PostgreSQL: LINGDI_TEST_PG is not set");
            }
            return None;
        };
        let name = format!("{name}_{}", std::process::id());
        psql(&server, &format!("create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'"));
        Some(Self { server, name })
    }

    /// Its address.
    pub fn url(&self) -> String {
        let (front, _) = self.server.rsplit_once('/').unwrap_or((&self.server, ""));
        format!("{front}/{}", self.name)
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        psql(&self.server, &format!("drop database if exists {} with (force)", self.name));
    }
}

fn psql(server: &str, statement: &str) {
    let output = Command::new("psql").args([server, "-q", "-c", statement]).output().expect("psql starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
