//! Performs the history of the demo county: each scene on its day, each move by its person, through the
//! verbs that the pages use.

use std::collections::HashMap;
use std::path::Path;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use lingdi_app::identification::Judge;
use lingdi_app::moves::{Day, MoveRequest, NewFile};
use lingdi_app::{App, Clock, Error, Filter, Ids, Position};
use lingdi_domain::Actor;
use lingdi_domain::object::{Input, Object, ObjectKind};
use lingdi_testkit::demo::DemoFile;
use lingdi_testkit::demo::history::{BEGINS, Deed, History, Listed, Paper, Step, Thing, UnitPapers};
use lingdi_testkit::demo::people::DEPUTY;
use serde_json::Value;
use uuid::Uuid;

use super::{COUNTY, discipline, import, interviews, seed, unit_papers};
use crate::output;

/// Cases fetched at once.
const PAGE: usize = 500;

/// Moves after which a parcel has another newest case.
const OPENING: [&str; 3] = ["accept", "relapse", "split"];

/// Fills an empty database with the whole history.
pub(super) async fn history(url: &str, folder: &Path, files: Vec<DemoFile>) -> super::super::Result<()> {
    let names: Vec<_> = files.iter().map(|file| file.name).collect();
    let mut history = History::begin(&names).map_err(|error| Error::Internal(error.to_string()))?;
    let (year, month, day) = BEGINS;
    let first = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let (clock, hand) = Clock::by_hand(moment(first.and_time(chrono::NaiveTime::MIN) + TimeDelta::hours(9)));
    let app = App::open_by_clock(url, folder, COUNTY, Ids::random(), clock).await?;
    seed(&app).await?;
    let mut stage = Stage::new(&app, files);
    let mut scenes = 0;
    while let Some(scene) = history.next_scene() {
        if stage.is_over(scene.at.date()) {
            stage.save().await?;
        }
        hand.set(moment(scene.at));
        match scene.deed {
            Deed::File(name) => stage.file(name).await?,
            Deed::List(year, until) => history.listed(year, stage.list(year, until).await?),
            Deed::Interviews => stage.interviews().await?,
            Deed::UnitPapers(round) => stage.unit_papers(round).await?,
            Deed::Move(step) => stage.step(*step).await?,
        }
        scenes += 1;
    }
    stage.save().await?;
    let (deputy, principal) = DEPUTY;
    app.seed_demo_deputy(deputy, principal).await?;
    discipline::write_interventions(&app).await?;
    output::say(&format!("  history: {scenes} scenes, {} cases", stage.cases().await?.len()));
    drop(stage);
    app.close().await;
    Ok(())
}

/// A moment of Asia/Shanghai, which has no summer time.
fn moment(local: NaiveDateTime) -> DateTime<Utc> {
    local.and_utc() - TimeDelta::hours(8)
}

/// Where the history is performed.
struct Stage<'a> {
    app: &'a App,
    /// The moves of the present day, not saved yet.
    day: Option<(NaiveDate, Day<'a>)>,
    files: Vec<DemoFile>,
    actors: HashMap<&'static str, Actor>,
    /// Objects that the history has made, and the newest case on each parcel.
    things: HashMap<Thing, Uuid>,
    /// Photos and documents that were drawn already.
    drawn: HashMap<(&'static str, bool, u8), Vec<u8>>,
}

impl<'a> Stage<'a> {
    fn new(app: &'a App, files: Vec<DemoFile>) -> Self {
        Self { app, day: None, files, actors: HashMap::new(), things: HashMap::new(), drawn: HashMap::new() }
    }

    /// Is the day over whose moves are not saved yet?
    fn is_over(&self, next: NaiveDate) -> bool {
        self.day.as_ref().is_some_and(|(day, _)| *day != next)
    }

    async fn save(&mut self) -> super::super::Result<()> {
        match self.day.take() {
            Some((_, day)) => day.save().await,
            None => Ok(()),
        }
    }

    async fn file(&mut self, name: &str) -> super::super::Result<()> {
        let at = self.files.iter().position(|file| file.name == name);
        let Some(at) = at else { return Ok(()) };
        self.save().await?;
        import(self.app, self.files.remove(at)).await
    }

    /// Freezes the list of a year, sends it out, and answers which cases it became.
    async fn list(&mut self, year: i32, until: NaiveDate) -> super::super::Result<Vec<Listed>> {
        self.save().await?;
        let head = self.actor("bangong").await?;
        let ask = Judge { year: Some(year), ..Judge::present() };
        let list = self.app.freeze_list(&head, &ask).await?.id;
        let clerk = self.actor("keyuan").await?;
        let sent = self.app.send_out(&clerk, list, Some(until)).await?;
        output::say(&format!(
            "  list of {year}: {} cases, {} parcels known, {} returned, {} refused",
            sent.opened,
            sent.known,
            sent.returned,
            sent.refused.len()
        ));
        let cases = self.cases().await?;
        self.remember(&cases);
        let waiting = cases.iter().filter(|case| case.state == "VERIFYING");
        Ok(waiting.filter_map(listed).filter(|(from, _)| *from == year).map(|(_, case)| case).collect())
    }

    /// All cases, those opened first in front.
    async fn cases(&self) -> super::super::Result<Vec<Object>> {
        let (office, filter) = (Actor::program("演示数据"), Filter::default());
        let mut cases = Vec::new();
        let mut after: Option<Position> = None;
        loop {
            let page = self.app.objects(&office, ObjectKind::Case, &filter, after.as_ref(), PAGE).await?;
            cases.extend(page.objects);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        cases.sort_by_key(|stored| (stored.created_at, stored.object.id));
        Ok(cases.into_iter().map(|stored| stored.object).collect())
    }

    fn remember(&mut self, cases: &[Object]) {
        self.things.extend(cases.iter().map(|case| (Thing::Case(case.parcel.clone()), case.id)));
    }

    async fn actor(&mut self, login: &'static str) -> super::super::Result<Actor> {
        if let Some(actor) = self.actors.get(login) {
            return Ok(actor.clone());
        }
        let actor = self.app.demo_actor(login).await?;
        self.actors.insert(login, actor.clone());
        Ok(actor)
    }

    fn id(&self, thing: &Thing) -> super::super::Result<Uuid> {
        let known = self.things.get(thing).copied();
        known.ok_or_else(|| Error::Internal(format!("演示历史中没有 {thing:?}")))
    }

    async fn step(&mut self, step: Step) -> super::super::Result<()> {
        let actor = self.actor(step.by).await?;
        let is_new = step.verb == "open";
        let ask = self.request(&step, is_new)?;
        let told = format!("{} {} {} {:?}", self.app.clock().today(), step.by, step.verb, step.thing);
        let today = self.app.clock().today();
        let (_, day) = match &mut self.day {
            Some(day) => day,
            none => none.insert((today, self.app.open_day().await?)),
        };
        let moved = match day.make_move(&actor, step.kind, &ask).await {
            // A tie over the border of the last two is the office's to decide: nobody is counted.
            Err(Error::Missing(missing)) if missing.iter().any(|one| one.name == "tie_decided") => {
                let mut ask = ask;
                ask.input.fields.insert("tie_named".to_owned(), Value::String("无".to_owned()));
                day.make_move(&actor, step.kind, &ask).await
            }
            moved => moved,
        };
        let moved = moved.map_err(|error| Error::Internal(format!("{told}：{error:?}")))?;
        if step.kind == ObjectKind::Order && step.verb == "issue" {
            self.remember_tasks(&step.thing, moved.id).await?;
        }
        if is_new {
            self.things.insert(step.thing, moved.id);
        } else if OPENING.contains(&step.verb) {
            self.save().await?;
            let cases = self.cases().await?;
            self.remember(&cases);
        }
        Ok(())
    }

    /// The tasks that the signature of an order has made.
    async fn remember_tasks(&mut self, order: &Thing, id: Uuid) -> super::super::Result<()> {
        self.save().await?;
        let Thing::Made(number) = order else { return Ok(()) };
        let view = self.app.order(&Actor::program("演示数据"), id).await?;
        let in_force = view.tasks.iter().filter(|task| task.object.state != "WITHDRAWN");
        let named = in_force.map(|task| (Thing::Task(*number, task.object.unit.clone()), task.object.id));
        self.things.extend(named.collect::<Vec<_>>());
        Ok(())
    }

    /// Each warning and interview on somebody's desk takes its next step, in transactions of its own.
    async fn interviews(&mut self) -> super::super::Result<()> {
        self.save().await?;
        interviews::go_on(self.app).await
    }

    /// Units and office go on with plans and reports, in transactions of their own.
    async fn unit_papers(&mut self, round: UnitPapers) -> super::super::Result<()> {
        self.save().await?;
        unit_papers::go_on(self.app, round).await
    }

    fn draw(&mut self, paper: &Paper) -> super::super::Result<Vec<u8>> {
        let key = (if paper.photo { "" } else { paper.title }, paper.photo, paper.variant);
        if let Some(bytes) = self.drawn.get(&key) {
            return Ok(bytes.clone());
        }
        let bytes = paper.bytes().map_err(|error| Error::Internal(error.to_string()))?;
        Ok(self.drawn.entry(key).or_insert(bytes).clone())
    }

    fn request(&mut self, step: &Step, is_new: bool) -> super::super::Result<MoveRequest> {
        let mut input = Input { reason: step.reason.clone(), date: step.date, ..Input::default() };
        input.fields = step
            .fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::String(value.clone())))
            .collect();
        for (role, kind, thing) in &step.links {
            input.links.push(((*role).to_owned(), *kind, self.id(thing)?));
        }
        let mut files = Vec::new();
        for paper in &step.papers {
            let bytes = self.draw(paper)?;
            let (name, shows) = (paper.name(), paper.shows().to_owned());
            files.push(NewFile { name, bytes, shows, dated: Some(paper.dated) });
        }
        let id = if is_new { None } else { Some(self.id(&step.thing)?) };
        Ok(MoveRequest { id, verb: step.verb.to_owned(), input, files, ..MoveRequest::default() })
    }
}

/// A case as the history sees it, with the year of its list.
fn listed(object: &Object) -> Option<(i32, Listed)> {
    let case = object.fields.case()?;
    let listed = Listed {
        parcel: object.parcel.clone(),
        unit: object.unit.clone(),
        owner: case.owner.clone(),
        mu: case.area.mu().to_f64(),
        categories: case.categories.clone(),
        has_shape: case.has_shape,
        returned: case.returned,
    };
    Some((case.year, listed))
}
