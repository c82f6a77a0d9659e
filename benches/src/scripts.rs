//! The peers: the scripts of `../shared/bench`, and the lines they write.

use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::place::Place;
use crate::{Result, say};

/// One measurement of a peer.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Line {
    pub(crate) peer: String,
    pub(crate) what: String,
    pub(crate) median_s: f64,
    /// Check values that must agree.
    #[serde(default)]
    pub(crate) extra: Map<String, Value>,
}

/// Runs peers of a script. What fails is said and left out; the others stand.
pub(crate) fn run(place: &Place, script: &str, size: u64, peers: &[&str]) -> Result<Vec<Line>> {
    if !place.has_peers() {
        return Ok(Vec::new());
    }
    say(format!("  peers: {script} {size} {}", peers.join(" ")));
    let out = tempfile::NamedTempFile::new()?;
    let parcels = if size > 100_000 { "gpkg" } else { "geojson,shp,gpkg" };
    let status = Command::new(place.python())
        .arg(place.scripts.join(script))
        .arg(size.to_string())
        .args(peers)
        .env("BENCH_ROOT", &place.root)
        .env("BENCH_OUT", out.path())
        .env("FMT", parcels)
        .current_dir(&place.scripts)
        .stdout(Stdio::null())
        .status()?;
    if !status.success() {
        say(format!("  {script}: {status}"));
    }
    Ok(lines(&std::fs::read_to_string(out.path())?))
}

fn lines(text: &str) -> Vec<Line> {
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Finds a measurement by what it says it is.
pub(crate) fn find<'a>(lines: &'a [Line], peer: &str, what: &str) -> Option<&'a Line> {
    lines.iter().find(|line| line.peer.starts_with(peer) && line.what.starts_with(what))
}

/// The peers' PostgreSQL, started for as long as this lives unless it ran before.
pub(crate) struct Postgres<'a> {
    place: &'a Place,
    started: bool,
}

impl<'a> Postgres<'a> {
    /// Starts it and makes the database of a size.
    pub(crate) fn start(place: &'a Place, size: u64) -> Result<Self> {
        let ran = place.root.join("pg/data/postmaster.pid").exists();
        let server = Self { place, started: !ran };
        server.script(&["start"])?;
        let name = format!("b{size}");
        // Fails when it is there already.
        let _ = server.script(&["psql", "-q", "-d", "postgres", "-c", &format!("create database {name}")]);
        server.script(&["psql", "-q", "-d", &name, "-c", "create extension if not exists postgis"])?;
        Ok(server)
    }

    fn script(&self, arguments: &[&str]) -> Result {
        let script = self.place.scripts.join("pg.sh");
        let status = Command::new("bash")
            .arg(&script)
            .args(arguments)
            .env("BENCH_ROOT", &self.place.root)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("{} {arguments:?}: {status}", script.display()).into())
        }
    }
}

impl Drop for Postgres<'_> {
    fn drop(&mut self) {
        if self.started {
            // The scratch cluster stops with the machine at the latest.
            let _ = self.script(&["stop"]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{find, lines};

    #[test]
    fn a_measurement_is_found_by_peer_and_words() {
        let lines = lines(
            "{\"peer\":\"DuckDB 2.0.0\",\"what\":\"identify, warm\",\"median_s\":0.2,\"extra\":{\"any\":5}}\nnoise\n\
             {\"peer\":\"DuckDB 2.0.0\",\"what\":\"what-if full\",\"median_s\":0.1}",
        );
        assert_eq!(lines.len(), 2);
        let line = find(&lines, "DuckDB", "identify").unwrap();
        assert_eq!((line.median_s, line.extra["any"].as_u64()), (0.2, Some(5)));
        assert!(find(&lines, "polars", "identify").is_none());
    }
}
