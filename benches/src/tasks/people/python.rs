//! The usual Python service (`../shared/bench/app.py`: FastAPI, asyncpg, PostgreSQL) under the same
//! people: parcels and units, which is what it has.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lingdi_domain::values::key_digest;

use super::crowd::Crowd;
use super::seed::Seeded;
use super::{PEOPLE, THINKING, WHILE};
use crate::Result;
use crate::scripts::Postgres;
use crate::server::Visitor;
use crate::table::Peer;
use crate::tasks::Run;

const ADDRESS: &str = "127.0.0.1:8801";
/// It starts in a second or two.
const START: Duration = Duration::from_secs(20);

/// Its ninety-ninth of a hundred clicks; `None` where it is not installed.
pub(super) fn measure(run: &Run, seeded: &Seeded) -> Result<Option<Peer>> {
    if !run.place.has_peers() {
        return Ok(None);
    }
    let _database = Postgres::start(run.place, run.size)?;
    let service = Service::start(run)?;
    let visitor = Visitor::of(ADDRESS);
    let ready = Instant::now();
    while visitor.get("/hello").is_err() {
        if ready.elapsed() > START {
            return Err("the Python service does not answer".into());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let crowd = Crowd { people: PEOPLE, thinking: THINKING, lasting: WHILE };
    let times = crowd.go(&|person, turn| {
        let chance = key_digest(&format!("{person} {turn}")) as usize;
        // As our mix: three clicks in ten at sums of a unit, the others at single parcels.
        if chance % 10 < 3 {
            visitor.get(&format!("/cockpit/3301220{:02}", 1 + chance / 10 % 14))?;
        } else {
            visitor.get(&format!("/parcel/{}", seeded.parcel(chance / 10)))?;
        }
        Ok("page")
    })?;
    drop(service);
    Ok(Some(Peer { name: "FastAPI + PostgreSQL, p99".to_owned(), median: times.quantile_of_all(0.99) }))
}

/// Stopped when dropped.
struct Service(Child);

impl Service {
    fn start(run: &Run) -> Result<Self> {
        let child = Command::new(run.place.python())
            .args(["-m", "uvicorn", "--app-dir"])
            .arg(&run.place.scripts)
            .args(["app:app", "--port", "8801", "--workers", "2", "--log-level", "error"])
            .env("N", run.size.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self(child))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Its workers end with it on SIGTERM only.
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}
