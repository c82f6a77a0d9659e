//! The county of the bench: every listed parcel a case with its unit, and two million events.
//! Cases come from the program's own verbs; the journal is filled by its own writer, many events to
//! a transaction, since nobody waits years for a bench.

use std::io::Write;
use std::process::Stdio;

use lingdi_app::identification::Judge;
use lingdi_app::{App, Filter};
use lingdi_domain::object::ObjectKind;
use lingdi_domain::{Actor, Role};
use lingdi_store::Db;
use lingdi_store::events::{self, NewEvent};
use serde_json::json;

use super::super::Run;
use crate::county::County;
use crate::recipes::{PARCEL_FILES, parcels};
use crate::server::{Server, Visitor};
use crate::{Result, say};

/// Events in the journal.
const EVENTS: u64 = 2_000_000;
/// Events in a transaction.
const TOGETHER: u64 = 20_000;
/// Passwords of the bench's accounts: the one they are given, and the one they take.
const PASSWORDS: [&str; 2] = ["Given-Bench-2047", "Taken-Bench-2048"];

/// A county with work in it.
pub(in super::super) struct Seeded {
    pub(in super::super) county: County,
    /// Number of events.
    pub(in super::super) events: u64,
    /// Id, parcel and unit of each case, in the order of their units.
    pub(super) cases: Vec<(String, String, String)>,
    /// Units that have cases.
    units: Vec<String>,
}

/// Somebody who may come in.
pub(super) struct Account {
    login: String,
    password: &'static str,
    must_change: bool,
}

/// The county, made once and kept for later runs.
pub(in super::super) fn county(run: &Run) -> Result<Seeded> {
    let folder = run.place.county(run.size).with_extension("people");
    let county = match County::found(&folder) {
        Some(county) => county,
        None => made(run, &folder)?,
    };
    let runtime = tokio::runtime::Runtime::new()?;
    let (events, cases) = runtime.block_on(async {
        let app = county.open().await?;
        let found = (journal_length(&county).await?, cases(&app).await?);
        app.close().await;
        Ok::<_, Box<dyn std::error::Error>>(found)
    })?;
    // Some parcels lie in no unit; their cases are the office's.
    let mut units: Vec<String> =
        cases.iter().map(|case| case.2.clone()).filter(|unit| !unit.is_empty()).collect();
    units.dedup();
    Ok(Seeded { county, events, cases, units })
}

fn made(run: &Run, folder: &std::path::Path) -> Result<County> {
    say("  making cases and events");
    // Under the county document alone: the edition of the other tasks says nothing of moves.
    let (county, data) = (County::make(folder)?, run.place.data(run.size));
    let (_, file) = PARCEL_FILES[0];
    county.import_parcels(&parcels(file), &data)?.ok_or("the parcels are not read")?;
    county.import_tables(&data)?;
    tokio::runtime::Runtime::new()?.block_on(async {
        let app = county.open().await?;
        let office = Actor::command_line("bench");
        let day = "2023-12-31".parse()?;
        let ask = Judge {
            policy: Some("2022-7".to_owned()),
            year: Some(2023),
            as_of: Some(day),
            ..Judge::default()
        };
        let list = app.freeze_list(&office, &ask).await?;
        app.send_out(&office, list.id, None).await?;
        let cases = cases(&app).await?;
        app.close().await;
        fill_journal(&county, &cases).await
    })?;
    std::fs::write(folder.join("whole"), "")?;
    Ok(county)
}

async fn cases(app: &App) -> Result<Vec<(String, String, String)>> {
    let office = Actor::command_line("bench");
    let (mut cases, mut after) = (Vec::new(), None);
    loop {
        let page = app.objects(&office, ObjectKind::Case, &Filter::default(), after.as_ref(), 1_000).await?;
        cases.extend(page.objects.into_iter().map(|stored| {
            let case = stored.object;
            (case.id.to_string(), case.parcel, case.unit)
        }));
        after = page.next;
        if after.is_none() {
            cases.sort_by(|left, right| (&left.2, &left.0).cmp(&(&right.2, &right.0)));
            return Ok(cases);
        }
    }
}

async fn journal_length(county: &County) -> Result<u64> {
    let db = Db::open(&county.url()).await?;
    let mut tx = db.read().await?;
    let last = events::last_number(&mut tx, COUNTY).await?;
    drop(tx);
    db.close().await;
    Ok(last as u64)
}

/// The generated county.
const COUNTY: &str = "330122";

/// Each case gets its visits and its notes until the journal is full.
async fn fill_journal(county: &County, cases: &[(String, String, String)]) -> Result {
    let db = Db::open(&county.url()).await?;
    let actor = Actor::program("评测");
    let at = lingdi_app::Clock::system(chrono::TimeDelta::zero()).now();
    let mut written = 0;
    while written < EVENTS {
        let mut tx = db.write().await?;
        for n in written..EVENTS.min(written + TOGETHER) {
            let (case, parcel, unit) = &cases[n as usize % cases.len()];
            let event = NewEvent {
                verb: "draft_verification",
                object: "cases",
                object_id: case.clone(),
                from_state: "VERIFYING".to_owned(),
                to_state: "VERIFYING".to_owned(),
                reason: String::new(),
                payload: json!({"fields": {"verification_note": format!("第 {} 次到现场，{parcel}", n / cases.len() as u64 + 1)}, "unit": unit}),
            };
            events::record(&mut tx, COUNTY, &actor, at, event).await?;
        }
        tx.commit().await?;
        written += TOGETHER;
    }
    db.close().await;
    Ok(())
}

impl Account {
    /// Comes in, taking a password of their own the first time.
    pub(super) fn enter(&self, server: &Server) -> Result<Visitor> {
        let [given, taken] = PASSWORDS;
        let visitor = server.login(&self.login, self.password)?;
        if self.must_change {
            visitor.post("/password", &format!("old={given}&new={taken}&again={taken}"))?;
        }
        Ok(visitor)
    }
}

impl Seeded {
    /// Accounts of the office and of every unit with cases, in turn.
    pub(super) fn accounts(&self, people: usize) -> Result<Vec<Account>> {
        (0..people).map(|person| self.account(person)).collect()
    }

    fn account(&self, person: usize) -> Result<Account> {
        let login = format!("worker{person:02}");
        let (role, unit) = match self.unit_of(person) {
            None => (Role::OfficeClerk, "330122T01"),
            Some(unit) => (Role::LocalClerk, unit),
        };
        let mut add = self.county.command()?;
        let post = ["--name", &format!("职员{person:02}"), "--role", role.code(), "--unit", unit];
        add.args(["account", "add", &login]).args(post).stdin(Stdio::piped()).stderr(Stdio::null());
        let mut child = add.spawn()?;
        child.stdin.take().ok_or("no stdin")?.write_all(format!("{}\n", PASSWORDS[0]).as_bytes())?;
        // The county of an earlier run has the account already, with the password it took.
        let fresh = child.wait()?.success();
        Ok(Account { login, password: PASSWORDS[usize::from(!fresh)], must_change: fresh })
    }

    /// One in seven sits in the office (`None`), the others in the units.
    fn unit_of(&self, person: usize) -> Option<&str> {
        (!person.is_multiple_of(7)).then(|| self.units[person % self.units.len()].as_str())
    }

    /// The cases that a person sees.
    fn own(&self, person: usize) -> &[(String, String, String)] {
        let Some(unit) = self.unit_of(person) else { return &self.cases };
        let from = self.cases.partition_point(|case| case.2.as_str() < unit);
        let to = self.cases.partition_point(|case| case.2.as_str() <= unit);
        &self.cases[from..to]
    }

    /// A page of the cases with one of the filters.
    pub(super) fn cases_page(&self, person: usize, chance: usize) -> String {
        let own = self.own(person);
        let unit = &own[chance % own.len()].2;
        ["/cases".to_owned(), "/cases?state=VERIFYING".to_owned(), format!("/cases?unit={unit}")][chance % 3]
            .clone()
    }

    /// The dossier of one of the person's parcels.
    pub(super) fn dossier(&self, person: usize, chance: usize) -> String {
        let own = self.own(person);
        format!("/dossiers/{}", own[chance % own.len()].1)
    }

    /// A parcel, whosever it is.
    pub(super) fn parcel(&self, chance: usize) -> &str {
        &self.cases[chance % self.cases.len()].1
    }

    /// A move by a unit's clerk: what was found on the ground. People of one unit move cases of their
    /// own, so that nobody is told that another was faster.
    pub(super) fn moved(&self, visitor: &Visitor, person: usize, turn: usize) -> Result {
        let own = self.own(person);
        // The office verifies nothing; its people read a case instead.
        if self.unit_of(person).is_none() {
            return visitor.get(&format!("/api/v1/cases/{}", own[turn % own.len()].0)).map(drop);
        }
        let share = own.len() / 8;
        let (case, ..) = &own[person / self.units.len() * share + turn % share.max(1)];
        let body = json!({"fields": {"verdict": "true_as_listed", "verification_note": format!("第 {turn} 次核对")}});
        visitor.send(&format!("/api/v1/cases/{case}/moves/draft_verification"), &body.to_string())
    }
}
