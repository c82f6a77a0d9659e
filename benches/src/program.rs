//! What a person waits for: the program's start, its pages, the memory it takes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::{Figure, Result, in_milliseconds, median, milliseconds};

/// Requests per page.
const RUNS: usize = 20;

/// Pages with nothing in their address that depends on the county.
const PAGES: [&str; 11] = [
    "/",
    "/batches",
    "/list",
    "/list?tab=all&sort=-area",
    "/map",
    "/policy",
    "/tasks",
    "/events",
    "/search?q=%E9%92%88%E7%BB%87",
    "/api/v1/parcels?status=listed&limit=100",
    "/map/fallback.svg",
];

pub(crate) fn measure() -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let started = Instant::now();
    let server = Server::start(folder.path())?;
    server.get("/")?;
    let ready = started.elapsed();
    let mut figures = vec![Figure::new(
        "demo county built and first page served",
        in_milliseconds(ready) / 1_000.0,
        10.0,
        "s",
    )];
    for page in server.pages()? {
        let first = milliseconds(1, || server.get(&page).map(drop))?;
        let times = milliseconds(RUNS, || server.get(&page).map(drop))?;
        figures.push(Figure::new(
            format!("`{page}` median (first {:.1})", median(&first)),
            median(&times),
            50.0,
            "ms",
        ));
    }
    for (field, what) in [("VmRSS", "memory of serve after all pages"), ("VmHWM", "memory of serve, peak")] {
        if let Some(kilobytes) = server.memory(field) {
            figures.push(Figure::new(what, kilobytes / 1_024.0, 150.0, "MB"));
        }
    }
    Ok(figures)
}

struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Builds and serves a demo county with the program beside this one.
    fn start(folder: &std::path::Path) -> Result<Self> {
        let program: PathBuf = std::env::current_exe()?.with_file_name("lingdi");
        if !program.exists() {
            return Err(
                format!("{} is missing: cargo build --release -p lingdi-server", program.display()).into()
            );
        }
        let mut child = Command::new(program)
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Ok(Self { child, address })
    }

    /// Every page: the fixed ones, a parcel, its sheet, its card, a batch and a tile.
    fn pages(&self) -> Result<Vec<String>> {
        let listed = self.get("/api/v1/parcels?status=listed&category=A&limit=1")?;
        let code = between(&listed, "\"code\":\"", "\"").ok_or("no listed parcel")?;
        let batches = self.get("/batches")?;
        let batch = between(&batches, "href=\"/batches/", "\"").ok_or("no batch")?;
        let own = [
            format!("/parcels/{code}"),
            format!("/parcels/{code}/print"),
            format!("/map/card/{code}"),
            format!("/batches/{batch}"),
            "/tiles/parcels/10/852/423.mvt?tab=all".to_owned(),
        ];
        Ok(PAGES.map(str::to_owned).into_iter().chain(own).collect())
    }

    fn get(&self, path: &str) -> Result<String> {
        let mut stream = TcpStream::connect(&self.address)?;
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.address)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split_whitespace().nth(1).unwrap_or_default();
        if !["200", "204"].contains(&status) {
            return Err(format!("{path} answers {status}").into());
        }
        Ok(answer)
    }

    /// A figure of the process in kB, where the system tells (Linux).
    fn memory(&self, field: &str) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with(field))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn between(text: &str, start: &str, end: &str) -> Option<String> {
    let rest = text.split_once(start)?.1;
    Some(rest.split_once(end)?.0.to_owned())
}
