//! Fifty people at once in a county of a hundred thousand parcels with two million events behind
//! it: how long their pages take, and how many moves a second are kept durably; beside the usual
//! Python service on PostgreSQL under the same people.

mod crowd;
mod python;
pub(super) mod seed;

use std::time::Duration;

use lingdi_domain::values::key_digest;

use self::crowd::Crowd;
use super::{GOAL_SIZE, Run};
use crate::Result;
use crate::server::{Server, Visitor};
use crate::table::{Goal, Row, Unit};
use crate::timing::Spread;

/// People at once.
const PEOPLE: usize = 50;
/// What one person takes between an answer and the next click, on the average: a quick one.
const THINKING: Duration = Duration::from_millis(500);
/// How long they go on.
const WHILE: Duration = Duration::from_secs(30);
/// How long moves are made as fast as they are taken.
const MOVING: Duration = Duration::from_secs(15);

/// The pages of the mix, as often as they are asked among ten clicks.
const KINDS: [(&str, usize); 5] = [("desk", 2), ("list", 3), ("cases", 2), ("dossier", 2), ("move", 1)];

pub(super) fn measure(run: &Run) -> Result<Vec<Row>> {
    if run.size != GOAL_SIZE {
        return Ok(Vec::new());
    }
    let seeded = seed::county(run)?;
    let accounts = seeded.accounts(PEOPLE)?;
    let server = Server::start(seeded.county.command()?.args(["serve", "--listen", "127.0.0.1:0"]))?;
    let people: Vec<Visitor> =
        accounts.iter().map(|account| account.enter(&server)).collect::<Result<_>>()?;
    // The first look at a year judges the county, once after new data.
    for page in ["/desk", "/list?year=2023", "/cases"] {
        people[0].get(page)?;
    }
    let click = |person: usize, turn: usize| click(&seeded, &people, person, turn);
    let times = Crowd { people: PEOPLE, thinking: THINKING, lasting: WHILE }.go(&click)?;
    let moves = Crowd { people: PEOPLE, thinking: Duration::ZERO, lasting: MOVING };
    let moves = moves.go(&|person, turn| seeded.moved(&people[person], person, turn).map(|()| "move"))?;
    let memory = server.memory("VmHWM");
    drop(server);

    let python = python::measure(run, &seeded)?;
    let mut rows = vec![said(run, "events in the journal", Unit::Count, seeded.events as f64)];
    rows.push(said(run, "cases", Unit::Count, seeded.cases.len() as f64));
    for (kind, _) in KINDS {
        let figure = |name: &str, part: f64| {
            let what = format!("{kind}, {PEOPLE} people, {name}");
            said(run, &what, Unit::Seconds, times.quantile(kind, part))
        };
        rows.push(figure("median", 0.5));
        rows.push(figure("p99", 0.99).goal(Goal::AtMost(0.05)));
    }
    let all = Row::new(
        "people",
        run.size,
        format!("all clicks, {PEOPLE} people, p99"),
        Unit::Seconds,
        Spread::one(times.quantile_of_all(0.99)),
    );
    // The peer answers with its queries alone, without rights, masks and rules: a scale, not a line to hold.
    rows.push(all.beside(python));
    rows.push(
        said(run, "moves a second, each durable", Unit::Count, moves.per_second()).goal(Goal::AtLeast(300.0)),
    );
    rows.extend(memory.map(|peak| said(run, "serve with these people, peak", Unit::Megabytes, peak)));
    Ok(rows)
}

fn said(run: &Run, what: &str, unit: Unit, figure: f64) -> Row {
    Row::new("people", run.size, what, unit, Spread::one(figure))
}

/// One click of one person, chosen by who clicks for the how-manieth time: the same in every run.
fn click(seeded: &seed::Seeded, people: &[Visitor], person: usize, turn: usize) -> Result<&'static str> {
    let chance = key_digest(&format!("{person} {turn}")) as usize;
    let mut left = chance % 10;
    let (kind, _) = KINDS
        .into_iter()
        .find(|(_, weight)| {
            let here = left < *weight;
            left = left.saturating_sub(*weight);
            here
        })
        .unwrap_or(KINDS[0]);
    let chance = chance / 10;
    match kind {
        "desk" => people[person].get("/desk").map(drop)?,
        "list" => people[person].get(&list_page(chance)).map(drop)?,
        "cases" => people[person].get(&seeded.cases_page(person, chance)).map(drop)?,
        "dossier" => people[person].get(&seeded.dossier(person, chance)).map(drop)?,
        _ => seeded.moved(&people[person], person, turn)?,
    }
    Ok(kind)
}

/// Any filter, any page.
fn list_page(chance: usize) -> String {
    let filter = ["tab=all", "tab=listed&category=A", "tab=focus", "tab=all&sort=-area", "tab=listed&near=5"];
    format!("/list?year=2023&{}&page={}", filter[chance % filter.len()], 1 + chance / 7 % 12)
}
