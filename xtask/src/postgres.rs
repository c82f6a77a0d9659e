//! A PostgreSQL server that lives as long as this process and leaves nothing behind.
//!
//! The server is the child of a small shell that reads from a pipe held by us. However we end,
//! by returning, by Ctrl-C or by being killed, the pipe closes, and the shell stops the server and
//! removes its folder. That needs no signal handler and survives `kill -9`.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::machine;
use crate::process::Result;

/// `$1` folder of the programs, `$2` folder of the server, `$3` port. The locale is C, because
/// lists must have the same order on every engine; durability is off, because nothing is kept.
const GUARD: &str = r#"
set -u
trap '"$1/pg_ctl" -D "$2/data" -m fast -w stop; rm -rf "$2"' EXIT
options="-p $3 -k $2 -c listen_addresses=127.0.0.1 -c max_connections=200"
options="$options -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
if "$1/initdb" -D "$2/data" --no-locale --encoding=UTF8 --auth=trust --username=postgres --no-sync >"$2/log" 2>&1 &&
  "$1/pg_ctl" -D "$2/data" -l "$2/log" -o "$options" -w start
then touch "$2/ready"
else touch "$2/failed"
fi
read -r _
"#;

/// How long a slow machine may take to start the server.
const PATIENCE: Duration = Duration::from_mins(2);

/// A running server. Dropping it stops it and removes its folder.
pub(crate) struct Server {
    guard: Child,
    url: String,
}

impl Server {
    /// Starts a server on a free port of the loopback address and waits until it answers.
    pub(crate) fn start() -> Result<Self> {
        let mut last = String::new();
        // Between choosing a free port and using it, another program may take it.
        for attempt in 0..3 {
            match Self::start_once(attempt) {
                Ok(server) => return Ok(server),
                Err(why) => last = why,
            }
        }
        Err(last)
    }

    /// Where a client connects; databases are to be made from `template0`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    fn start_once(attempt: u32) -> Result<Self> {
        let programs = programs().ok_or("PostgreSQL's programs are missing")?;
        // Not the folder of temporary files that the user chose: a socket's path must be short,
        // and the user `postgres` must be able to enter.
        let folder = PathBuf::from(format!("/tmp/lingdi-pg-{}-{attempt}", std::process::id()));
        let port = free_port()?;
        let owner = server_owner()?;
        make_folder(&folder, owner)?;

        let mut command = Command::new("sh");
        command.args(["-c", GUARD, "sh"]).arg(&programs).arg(&folder).arg(port.to_string());
        command.current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // Its own group: Ctrl-C reaches us, and the guard then works undisturbed.
        command.process_group(0);
        if let Some((user, group)) = owner {
            command.uid(user).gid(group);
        }
        let guard = command.spawn().map_err(|error| format!("cannot start a shell: {error}"))?;
        let server = Self { guard, url: format!("postgres://postgres@127.0.0.1:{port}/postgres") };
        wait_until_ready(&folder)?;
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // A guard that is already gone has nothing left to remove.
        drop(self.guard.wait());
    }
}

fn wait_until_ready(folder: &Path) -> Result<()> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE && !folder.join("failed").exists() {
        if folder.join("ready").exists() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    Err(format!("PostgreSQL did not start:\n{log}"))
}

/// Folder with `initdb`, `pg_ctl` and `postgres`: in PATH, else the newest of Debian's.
pub(crate) fn programs() -> Option<PathBuf> {
    if let Some(file) = machine::in_path("initdb") {
        return file.canonicalize().ok()?.parent().map(Path::to_owned).filter(|folder| is_complete(folder));
    }
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let mut folders: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| is_complete(folder))
        .collect();
    folders.sort();
    folders.pop().map(|(_, folder)| folder)
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file())
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|error| format!("no free port on 127.0.0.1: {error}"))
}

/// User and group that run the server: PostgreSQL refuses to run as root.
fn server_owner() -> Result<Option<(u32, u32)>> {
    if !machine::is_root() {
        return Ok(None);
    }
    let users =
        fs::read_to_string("/etc/passwd").map_err(|error| format!("cannot read /etc/passwd: {error}"))?;
    let owner = user_and_group(&users, "postgres");
    owner.map(Some).ok_or_else(|| {
        "PostgreSQL does not run as root, and there is no user `postgres`. Run: useradd --system postgres"
            .to_owned()
    })
}

fn user_and_group(users: &str, name: &str) -> Option<(u32, u32)> {
    let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut numbers = line.split(':').skip(2);
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

fn make_folder(folder: &Path, owner: Option<(u32, u32)>) -> Result<()> {
    let why = |error: std::io::Error| format!("cannot make {}: {error}", folder.display());
    // A folder of that name can only be left by a machine that went down: the number is ours.
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(why)?;
    }
    fs::create_dir(folder).map_err(why)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(why)?;
    if let Some((user, group)) = owner {
        chown(folder, Some(user), Some(group)).map_err(why)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_is_found_by_the_whole_name() {
        let users = "root:x:0:0:root:/root:/bin/bash\npostgres2:x:7:8::/:/bin/sh\npostgres:x:104:108:,,,:/var/lib/postgresql:/bin/bash\n";
        assert_eq!(user_and_group(users, "postgres"), Some((104, 108)));
        assert_eq!(user_and_group(users, "nobody"), None);
    }

    #[test]
    fn a_server_answers_and_leaves_nothing_behind() {
        if programs().is_none() {
            println!("skipped: PostgreSQL is not installed");
            return;
        }
        let server = Server::start().unwrap();
        let folder = PathBuf::from(format!("/tmp/lingdi-pg-{}-0", std::process::id()));
        assert!(folder.join("data").is_dir());
        assert!(server.url().starts_with("postgres://postgres@127.0.0.1:"));
        drop(server);
        assert!(!folder.exists());
    }
}
