//! The program serving, as a browser sees it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use crate::Result;
use crate::county::County;
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

/// A running program with somebody logged in; stopped when dropped.
pub(crate) struct Server {
    child: Child,
    visitor: Visitor,
}

/// Somebody at a browser.
#[derive(Debug, Clone, Default)]
pub(crate) struct Visitor {
    address: String,
    /// The session's cookie; empty before they log in.
    cookie: String,
}

/// Passwords of the bench's own account: the one it is given, and the one it takes.
const PASSWORDS: [&str; 2] = ["Given-Bench-2047", "Taken-Bench-2048"];

impl Server {
    /// Starts a command that prints its address when it serves.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        let server = Self { child, visitor: Visitor::of(&address) };
        if server.visitor.address.is_empty() { Err("the program does not serve".into()) } else { Ok(server) }
    }

    /// Serves a county, with the head of the office logged in.
    pub(crate) fn of(county: &County) -> Result<Self> {
        let given = format!("{}\n", PASSWORDS[0]);
        let post = ["--name", "测试", "--role", "office_head", "--unit", "330122T01"];
        let mut add = county.command()?;
        add.args(["account", "add", "benchuser"]).args(post).stdin(Stdio::piped());
        let mut child = add.spawn()?;
        child.stdin.take().ok_or("no stdin")?.write_all(given.as_bytes())?;
        // The county of an earlier run has the account already, with the password it took.
        let fresh = child.wait()?.success();
        let mut server = Self::start(county.command()?.args(["serve", "--listen", "127.0.0.1:0"]))?;
        let [given, taken] = PASSWORDS;
        let present = if fresh { given } else { taken };
        server.visitor = server.login("benchuser", present)?;
        if fresh {
            server.post("/password", &format!("old={given}&new={taken}&again={taken}"))?;
        }
        Ok(server)
    }

    /// With the head of the office logged in by the card of the demo.
    pub(crate) fn entered_by_card(mut self) -> Result<Self> {
        self.visitor.cookie = self.post("/login/demo", "login=bangong")?;
        Ok(self)
    }

    /// Lets somebody in.
    pub(crate) fn login(&self, login: &str, password: &str) -> Result<Visitor> {
        let cookie = self.post("/login", &format!("login={login}&password={password}"))?;
        Ok(Visitor { cookie, ..self.visitor.clone() })
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

    /// A figure of the process in MB, where the system tells (Linux).
    pub(crate) fn memory(&self, field: &str) -> Option<f64> {
        process::memory(self.child.id(), field)
    }
}

impl std::ops::Deref for Server {
    type Target = Visitor;
    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

impl Visitor {
    /// At this address, not logged in.
    pub(crate) fn of(address: &str) -> Self {
        Self { address: address.to_owned(), cookie: String::new() }
    }

    /// Sends a form as the same site's page does; the cookie that the answer sets.
    pub(crate) fn post(&self, path: &str, form: &str) -> Result<String> {
        let answer = self.ask(&format!(
            "POST {path} HTTP/1.0\r\nHost: {}\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.address,
            self.cookie,
            form.len()
        ))?;
        if !answer.starts_with("HTTP/1.0 303") && !answer.starts_with("HTTP/1.1 303") {
            return Err(format!("{path} answers {}", answer.lines().next().unwrap_or_default()).into());
        }
        Ok(between(&answer, "set-cookie: ", ";").unwrap_or_default())
    }

    /// Sends JSON; an error unless it is taken.
    pub(crate) fn send(&self, path: &str, body: &str) -> Result {
        let answer = self.ask(&format!(
            "POST {path} HTTP/1.0\r\nHost: {}\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: \
             application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            self.cookie,
            body.len()
        ))?;
        if answer.split_whitespace().nth(1) == Some("200") {
            return Ok(());
        }
        Err(format!("{path} answers {}", answer.lines().last().unwrap_or_default()).into())
    }

    /// The whole answer of a page; an error unless it is there.
    pub(crate) fn get(&self, path: &str) -> Result<String> {
        let answer = self.ask(&format!(
            "GET {path} HTTP/1.0\r\nHost: {}\r\nCookie: {}\r\n\r\n",
            self.address, self.cookie
        ))?;
        let status = answer.split_whitespace().nth(1).unwrap_or_default();
        if !["200", "204"].contains(&status) {
            return Err(format!("{path} answers {status}").into());
        }
        Ok(answer)
    }

    fn ask(&self, request: &str) -> Result<String> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
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
