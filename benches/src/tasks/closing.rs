//! Closing a month of a county at work: a hundred thousand parcels, two million events, a third of its
//! sites out of the database, a third under work and reported month by month; and the page of the ranking.

use std::fs;
use std::time::{Duration, Instant};

use lingdi_app::imports::{AcceptMode, Recipe, Upload};
use lingdi_app::moves::{MoveRequest, Moved};
use lingdi_app::{App, Filter};
use lingdi_domain::case::Report;
use lingdi_domain::object::{Fields, Input, Object, ObjectKind};
use lingdi_domain::{Actor, Kind, Month};
use lingdi_store::{Db, objects};
use serde_json::json;

use super::people;
use super::{GOAL_SIZE, Run};
use crate::county::County;
use crate::process;
use crate::server::Server;
use crate::table::{Goal, Row, Unit};
use crate::timing::Spread;
use crate::{Result, say};

/// The generated county.
const COUNTY: &str = "330122";
/// The month that is closed.
const MONTH: &str = "2023-11";
/// Sites written in one transaction.
const TOGETHER: usize = 2_000;
/// By then the server has looked through every deadline of the county, as it does when it starts.
const WATCHED: Duration = Duration::from_secs(15);
/// How often the page of the ranking is asked for.
const PAGES: usize = 50;

/// On a copy of the county of the people, whose work is set as if years had passed.
pub(super) fn measure(run: &Run) -> Result<Vec<Row>> {
    if run.size != GOAL_SIZE {
        return Ok(Vec::new());
    }
    let seeded = people::seed::county(run)?;
    say("  a year's work");
    let county = seeded.county.copy(&run.place.county(run.size).with_extension("closing"))?;
    let (closing, preview, sites) = tokio::runtime::Runtime::new()?.block_on(closed(&county, run.runs))?;
    // What the day's watch writes is not the page's; the server's own then finds nothing left to tell.
    process::run(county.command()?.arg("watch"), None)?.or_fail()?;
    let server = Server::of(&county)?;
    let page = format!("/ranking?month={MONTH}");
    // The first look at the county judges it, which takes seconds and is measured elsewhere.
    for path in ["/list?year=2023", page.as_str()] {
        server.get(path)?;
    }
    std::thread::sleep(WATCHED);
    let pages = (0..PAGES).map(|_| {
        let asked = Instant::now();
        server.get(&page).map(|_| asked.elapsed().as_secs_f64())
    });
    let pages = Spread::of(pages.collect::<Result<_>>()?);
    drop(server);
    fs::remove_dir_all(&county.folder)?;
    let row = |what: &str, spread| Row::new("closing", run.size, what, Unit::Seconds, spread);
    Ok(vec![
        Row::new(
            "closing",
            run.size,
            "events in the journal",
            Unit::Count,
            Spread::one(seeded.events as f64),
        ),
        Row::new("closing", run.size, "sites out or under work", Unit::Count, Spread::one(sites as f64)),
        row("a month closed", closing).goal(Goal::AtMost(2.0)),
        row("the ranking as it would be now", preview),
        row("page of the ranking, closed", pages).goal(Goal::AtMost(0.03)),
    ])
}

/// Seconds of closing and of looking ahead, and how many sites there are.
async fn closed(county: &County, runs: usize) -> Result<(Spread, Spread, usize)> {
    lingdi_app::create_demo(&county.url(), COUNTY, "2023-12-05".parse()?).await?;
    let sites = work(county).await?;
    let app = county.open().await?;
    let office = Actor::command_line("bench");
    targets(&app, &office).await?;
    let month = Month::parse(MONTH).ok_or("no month")?;
    let opened = go(&app, &office, None, "open", &[("month", json!(MONTH))]).await?;
    let (mut closing, mut preview, mut state) = (Vec::new(), Vec::new(), opened);
    for round in 0..=runs {
        if round > 0 {
            state = go(&app, &office, Some(&state), "reopen", &[]).await?;
        }
        let asked = Instant::now();
        app.ranking(&office, Some(month)).await?;
        preview.push(asked.elapsed().as_secs_f64());
        let asked = Instant::now();
        state = go(&app, &office, Some(&state), "close", &[("without_reports", json!(true))]).await?;
        closing.push(asked.elapsed().as_secs_f64());
    }
    app.close().await;
    // The first judges by a county that is not in memory yet.
    Ok((Spread::of(closing.split_off(1)), Spread::of(preview.split_off(1)), sites))
}

async fn go(
    app: &App,
    office: &Actor,
    on: Option<&Moved>,
    verb: &str,
    fields: &[(&str, serde_json::Value)],
) -> Result<Moved> {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let input = Input { fields, reason: "评测".to_owned(), ..Input::default() };
    let ask = MoveRequest { id: on.map(|on| on.id), verb: verb.to_owned(), input, ..MoveRequest::default() };
    Ok(app.make_move(office, ObjectKind::Period, ask).await?)
}

/// The same task for every unit.
async fn targets(app: &App, office: &Actor) -> Result {
    let units = app.units().await?;
    let head = std::iter::once("年度,单位,指标,任务数,月份,文号\n".to_owned());
    let local = units.iter().filter(|unit| unit.is_local());
    let rows = local.map(|unit| format!("2023,{},出清,4000,,评〔2023〕1号\n", unit.name));
    let table: String = head.chain(rows).collect();
    let upload = Upload {
        kind: Kind::Targets,
        file_name: "targets.csv".to_owned(),
        bytes: table.into_bytes(),
        recipe: Recipe::default(),
        complete_years: Vec::new(),
    };
    let report = app.stage(office, upload, &|_, _| ()).await?;
    let batch = report.batch.ok_or("the targets are not staged")?;
    app.accept_batch(office, batch, AcceptMode::Clean).await?;
    Ok(())
}

/// Sets two of three sites to work, and says how many they are. Written by the store at once: nobody waits
/// years for a bench.
async fn work(county: &County) -> Result<usize> {
    let app = county.open().await?;
    let office = Actor::command_line("bench");
    let (mut after, mut all) = (None, Vec::new());
    loop {
        let page = app.objects(&office, ObjectKind::Case, &Filter::default(), after.as_ref(), 1_000).await?;
        all.extend(page.objects.into_iter().map(|stored| stored.object));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let now = app.clock().now();
    app.close().await;
    let db = Db::open(&county.url()).await?;
    let mut sites = 0;
    for chunk in all.chunks(TOGETHER) {
        let mut tx = db.write().await?;
        for (n, object) in chunk.iter().enumerate() {
            let Some(after) = worked(object, n) else { continue };
            objects::update(&mut tx, COUNTY, &after, object.version, now).await?;
            sites += 1;
        }
        tx.commit().await?;
    }
    db.close().await;
    Ok(sites)
}

/// A site that was cleared, or that is under work and reported since January; every third stays as it is.
fn worked(object: &Object, n: usize) -> Option<Object> {
    let mut after = Object { version: object.version + 1, ..object.clone() };
    let Fields::Case(case) = &mut after.fields else { return None };
    let month = |number: u32| Month::parse(&format!("2023-{number:02}"));
    case.working_since = Some(month(1)?.day(10));
    match n % 3 {
        0 => {
            after.state = "EXITED";
            (after.holder, after.due) = (None, None);
            case.cleared_on = Some(month(1 + (n % 11) as u32)?.day(20));
        }
        1 => {
            after.state = "EXECUTING";
            let report = |number: u32| {
                let month = month(number)?;
                let (on, text) = (month.next().day(4), "按节点推进".to_owned());
                Some(Report { month, on, text, percent: Some(40), invested: None, checked_on: None })
            };
            case.reports = (1..=11).filter_map(report).collect();
        }
        _ => return None,
    }
    Some(after)
}
