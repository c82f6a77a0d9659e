//! 过问记录 (R67): any official writes down who asked about which parcel; the 纪检监察 alone reads it.
//!
//! It lies in a table of its own that nothing else reads: no list, search, dossier, export, notice or interface
//! can show what it never fetches. The journal knows that somebody wrote or read, and never what.

use chrono::NaiveDate;
use lingdi_domain::Actor;
use lingdi_store::events::{self, NewEvent};
use lingdi_store::interventions;
use serde_json::json;
use uuid::Uuid;

use crate::authority::May;
use crate::{Action, App, Error, Result};

pub use lingdi_store::interventions::Intervention;

/// Ways of asking, for the form.
pub const CHANNELS: [&str; 5] = ["当面", "电话", "短信、微信", "书面、批条", "托人转告"];

/// What somebody writes down.
#[derive(Debug, Clone, Default)]
pub struct NewIntervention {
    /// 宗地代码; empty when no parcel was named.
    pub parcel: String,
    /// Who asked: name, unit, post.
    pub who: String,
    /// The day of it; nothing typed that can be read.
    pub happened_on: Option<NaiveDate>,
    /// One of [`CHANNELS`].
    pub channel: String,
    /// What was said.
    pub content: String,
}

/// A page of the log.
#[derive(Debug, Clone)]
pub struct InterventionPage {
    /// Entries, the newest first.
    pub rows: Vec<Intervention>,
    /// What the next page is `before`; `None` on the last one.
    pub next: Option<Uuid>,
}

impl App {
    /// Writes down that somebody asked. What was written can be read by the 纪检监察 alone, not even by its writer.
    ///
    /// # Errors
    /// Not an official of the task; something is missing; a day to come; no such parcel.
    pub async fn write_intervention(&self, actor: &Actor, new: NewIntervention) -> Result<()> {
        actor.may(Action::WriteIntervention)?;
        let now = self.clock().now();
        let one = Intervention {
            id: self.ids().next(),
            parcel: self.parcel_asked_about(new.parcel.trim()).await?,
            who: new.who.trim().to_owned(),
            happened_on: new.happened_on.map(|day| day.to_string()).unwrap_or_default(),
            channel: new.channel,
            content: new.content.trim().to_owned(),
            written_by: actor.name.clone(),
            written_unit: actor.unit.clone(),
            written_at: now,
        };
        self.check_intervention(&one)?;
        let mut tx = self.db().write().await?;
        interventions::insert(&mut tx, self.county(), &one).await?;
        let event = told("intervention_written", one.id.to_string(), json!({}));
        events::record(&mut tx, self.county(), actor, now, event).await?;
        Ok(tx.commit().await?)
    }

    /// One page of the log. That it was read, and which entries, is an event; so is an attempt of somebody else.
    ///
    /// # Errors
    /// Whoever is not the 纪检监察 is refused.
    pub async fn read_interventions(
        &self,
        actor: &Actor,
        before: Option<Uuid>,
        limit: usize,
    ) -> Result<InterventionPage> {
        if let Err(refused) = actor.may(Action::ReadInterventions) {
            let event = told("intervention_refused", String::new(), json!({}));
            let mut tx = self.db().write().await?;
            events::record(&mut tx, self.county(), actor, self.clock().now(), event).await?;
            tx.commit().await?;
            return Err(refused);
        }
        // The event is written before anything is shown: who reads cannot leave no trace.
        let mut tx = self.db().write().await?;
        let mut rows = interventions::page(&mut tx, self.county(), before, limit as i64 + 1).await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|last| last.id);
        let shown: Vec<_> = rows.iter().map(|row| row.id).collect();
        let event = told("intervention_read", String::new(), json!({"entries": shown}));
        events::record(&mut tx, self.county(), actor, self.clock().now(), event).await?;
        tx.commit().await?;
        Ok(InterventionPage { rows, next })
    }

    async fn parcel_asked_about(&self, code: &str) -> Result<String> {
        if code.is_empty() {
            return Ok(String::new());
        }
        let snapshot = self.snapshot(None).await?;
        let parcel = snapshot.parcel(code).and_then(|at| snapshot.parcels.get(at as usize));
        parcel.map(|parcel| parcel.code.to_string()).ok_or_else(|| {
            Error::Refused(format!(
                "宗地数据中没有“{code}”。请核对宗地代码；说不出代码的，代码留空，在内容里写明地块。"
            ))
        })
    }

    fn check_intervention(&self, one: &Intervention) -> Result<()> {
        let today = self.clock().today();
        let refused = |why: &str| Err(Error::Refused(why.to_owned()));
        if one.who.is_empty() {
            return refused("请填写过问人，例如姓名、单位、职务；不知道姓名的写明身份。");
        }
        match one.day() {
            None => return refused("过问日期没有填写或无法识别，请写成 2023-10-09。"),
            Some(day) if day > today => return refused("过问日期晚于今天，请检查。"),
            Some(_) => {}
        }
        if !CHANNELS.contains(&one.channel.as_str()) {
            return refused("请从列表里选择过问方式。");
        }
        if one.content.is_empty() {
            return refused("请填写过问内容：说了什么，要求什么。");
        }
        Ok(())
    }
}

fn told(verb: &'static str, id: String, payload: serde_json::Value) -> NewEvent {
    NewEvent { verb, object: "intervention", object_id: id, payload, ..NewEvent::default() }
}
