//! The program serving, as a browser sees it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use crate::Result;
use crate::process;

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

/// A running program; stopped when dropped.
pub(crate) struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts a command that prints its address when it serves.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        let server = Self { child, address };
        if server.address.is_empty() { Err("the program does not serve".into()) } else { Ok(server) }
    }

    /// Every page: the fixed ones, a parcel, its sheet, its card, a batch and a tile.
    pub(crate) fn pages(&self) -> Result<Vec<String>> {
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

    /// The whole answer of a page; an error unless it is there.
    pub(crate) fn get(&self, path: &str) -> Result<String> {
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

    /// A figure of the process in MB, where the system tells (Linux).
    pub(crate) fn memory(&self, field: &str) -> Option<f64> {
        process::memory(self.child.id(), field)
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
