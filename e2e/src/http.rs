use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Child;

/// The program while it serves; stopped when dropped.
pub struct Server {
    pub(crate) child: Child,
    /// Where it listens: `127.0.0.1:49152`.
    pub address: String,
    /// Cookie of the session; empty before anybody has logged in.
    pub cookie: String,
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

    /// The cookie that it sets, as it is sent back.
    pub fn cookie(&self) -> Option<String> {
        let line = self.head.lines().find(|line| line.to_ascii_lowercase().starts_with("set-cookie:"))?;
        Some(line.split_once(':')?.1.split(';').next()?.trim().to_owned())
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
    /// Logs somebody in by a card of the demo, by login name; the pages fetched from now on are theirs.
    ///
    /// # Panics
    /// When there is no such card.
    pub fn enter(&mut self, login: &str) {
        self.cookie = String::new();
        let answer = self.post("/login/demo", &format!("login={login}"), "same-origin");
        assert_eq!(answer.status, 303, "{login}: {}", answer.head);
        self.cookie = answer.cookie().expect("a session");
    }

    /// Fetches a page.
    ///
    /// # Panics
    /// When the server does not answer.
    pub fn get(&self, path: &str) -> Page {
        self.request(&format!(
            "GET {path} HTTP/1.0\r\nHost: {}\r\nCookie: {}\r\n\r\n",
            self.address, self.cookie
        ))
    }

    /// Sends a form as a browser on the same page does.
    ///
    /// # Panics
    /// When the server does not answer.
    pub fn post(&self, path: &str, form: &str, site: &str) -> Page {
        self.request(&format!(
            "POST {path} HTTP/1.0\r\nHost: {}\r\nCookie: {}\r\nSec-Fetch-Site: {site}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.address,
            self.cookie,
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

    /// Process id, to look at what it uses.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Kills it at once.
    pub fn stop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}
