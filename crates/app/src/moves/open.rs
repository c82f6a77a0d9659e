//! 下发核实: cases from a frozen list, sent to their units.

use std::collections::HashMap;

use chrono::NaiveDate;
use lingdi_domain::moves::Decision;
use lingdi_domain::object::{Fields, Input, Object, ObjectKind};
use lingdi_domain::{Actor, Category};
use lingdi_store::{frozen, links, objects};
use serde::Deserialize;
use uuid::Uuid;

use super::make::Hand;
use super::prepare::{Origin, case_on, nothing};
use crate::authority::May;
use crate::{Action, App, Error, Result, Snapshot};

/// Cases opened and sent in one transaction, so that the desk never waits long.
const CHUNK: usize = 200;

/// What became of a list that was sent out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// Cases opened.
    pub opened: usize,
    /// Of these, parcels that had left the database before (返库).
    pub returned: usize,
    /// Cases sent to their units.
    pub sent: usize,
    /// Parcels that have a case already.
    pub known: usize,
    /// Parcels that could not be sent, and why.
    pub refused: Vec<Refused>,
    /// The last day for verification.
    pub deadline: Option<NaiveDate>,
}

/// A parcel that could not be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// 宗地代码
    pub parcel: String,
    /// Why, and the way out.
    pub why: String,
}

/// What a frozen list says, as far as cases need it.
#[derive(Deserialize)]
struct FrozenList {
    year: i32,
    parcels: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    code: String,
    status: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    categories: Vec<Category>,
    #[serde(default)]
    focus: Option<bool>,
}

/// What is known of a parcel's earlier cases.
#[derive(Default)]
struct Earlier {
    open: bool,
    /// The newest that is over.
    over: Option<Uuid>,
}

impl App {
    /// Opens a case for each listed parcel that has none, and sends every new case to its unit.
    /// Doing it again with the same list does nothing.
    pub async fn send_out(&self, actor: &Actor, list: Uuid, deadline: Option<NaiveDate>) -> Result<Sent> {
        actor.may(Action::Freeze)?;
        self.second_to_freeze(actor, list).await?;
        let content = self.list_content(list).await?;
        let snapshot = self.snapshot(None).await?;
        let rules = self.rules().await?;
        let deadline =
            deadline.unwrap_or_else(|| rules.calendar.after(rules.today, rules.numbers.verify_days));
        if deadline <= rules.today {
            return Err(Error::Refused("核实截止日期应晚于今天。".to_owned()));
        }
        let listed: Vec<Entry> =
            content.parcels.into_iter().filter(|entry| entry.status == "listed").collect();
        let mut sent = Sent { deadline: Some(deadline), ..Sent::default() };
        for chunk in listed.chunks(CHUNK) {
            self.send_chunk(actor, (list, content.year), &snapshot, chunk, deadline, &mut sent).await?;
        }
        Ok(sent)
    }

    /// Whoever froze a list does not send it out by himself (R37).
    async fn second_to_freeze(&self, actor: &Actor, list: Uuid) -> Result<()> {
        let mut tx = self.db().read().await?;
        let frozen = frozen::find(&mut tx, self.county(), list).await?;
        let same = |frozen: &frozen::Frozen| !actor.is_command_line() && actor.is_person(&frozen.actor);
        match frozen.filter(same) {
            None => Ok(()),
            Some(frozen) => Err(Error::Forbidden(format!(
                "“{}”由{}冻结，须由另一人核对后下发。请交专班办公室另一位人员。",
                frozen.title, frozen.actor
            ))),
        }
    }

    async fn list_content(&self, list: Uuid) -> Result<FrozenList> {
        let mut tx = self.db().read().await?;
        let bytes = frozen::content(&mut tx, self.county(), list).await?;
        let bytes = bytes.ok_or_else(|| {
            Error::NotFound("没有这份冻结清单。请到“低效清单”冻结初步清单后再下发。".to_owned())
        })?;
        Ok(serde_json::from_slice(&bytes)?)
    }

    async fn send_chunk(
        &self,
        actor: &Actor,
        (list, year): (Uuid, i32),
        snapshot: &Snapshot,
        entries: &[Entry],
        deadline: NaiveDate,
        sent: &mut Sent,
    ) -> Result<()> {
        let rules = self.rules().await?;
        let mut tx = self.db().write().await?;
        lingdi_store::events::lock(&mut tx, self.county()).await?;
        let earlier = earlier(objects::parcels(&mut tx, self.county(), ObjectKind::Case).await?);
        let mut hand = Hand::new(self, tx, actor, rules, None);
        for entry in entries {
            let before = earlier.get(entry.code.as_str());
            if before.is_some_and(|before| before.open) {
                sent.known += 1;
                continue;
            }
            let former = match before.and_then(|before| before.over) {
                None => None,
                Some(id) => {
                    let Some(former) = self.former(&mut hand, id, list).await? else {
                        sent.known += 1;
                        continue;
                    };
                    Some(former)
                }
            };
            let Some(origin) = self.origin(snapshot, entry, (list, year), former.as_ref()) else {
                let why = "宗地数据中已没有这个代码，请核对宗地数据后重新冻结清单。".to_owned();
                sent.refused.push(Refused { parcel: entry.code.clone(), why });
                continue;
            };
            let Some(case) = hand.open_case(origin, None).await? else { continue };
            if let Some(former) = &former {
                let to = (ObjectKind::Case, former.id);
                links::insert(&mut hand.tx, self.county(), &case, "former", to, hand.now).await?;
            }
            sent.opened += 1;
            let exited = former
                .is_some_and(|former| former.fields.case().is_some_and(|case| case.cleared_on.is_some()));
            sent.returned += usize::from(exited);
            let input = Input { date: Some(deadline), ..Input::default() };
            match hand.move_it(ObjectKind::Case, case.id, Decision::Person, "send", &input, None).await {
                Ok(_) => sent.sent += 1,
                Err(Error::Missing(missing)) => {
                    let why = missing.into_iter().map(|one| one.sentence).collect();
                    sent.refused.push(Refused { parcel: entry.code.clone(), why });
                }
                Err(error) => return Err(error),
            }
        }
        hand.commit().await
    }

    /// The case before, unless it came from the same list or is still watched: then there is nothing
    /// to open.
    async fn former(&self, hand: &mut Hand<'_>, id: Uuid, list: Uuid) -> Result<Option<Object>> {
        let stored = objects::find(&mut hand.tx, self.county(), id).await?;
        let Some(object) = stored.map(|stored| stored.object) else { return Ok(None) };
        let same_list = object.fields.case().is_some_and(|case| case.list == Some(list.to_string()));
        let watched = object.state == "PRE_EXITED";
        Ok((!same_list && !watched).then_some(object))
    }

    fn origin(
        &self,
        snapshot: &Snapshot,
        entry: &Entry,
        (list, year): (Uuid, i32),
        former: Option<&Object>,
    ) -> Option<Origin> {
        let at = snapshot.parcel(&entry.code)?;
        let (mut case, title) = case_on(snapshot, at, year, self.clock().today());
        case.categories.clone_from(&entry.categories);
        case.focus = entry.focus == Some(true);
        case.list = Some(list.to_string());
        case.returned =
            former.and_then(|former| former.fields.case()).is_some_and(|old| old.cleared_on.is_some());
        let object = Object {
            unit: entry.unit.clone(),
            parcel: entry.code.clone(),
            title,
            fields: Fields::Case(Box::new(case)),
            ..nothing(self.ids().next(), ObjectKind::Case)
        };
        Some(Origin { object, year: i64::from(year) })
    }
}

fn earlier(rows: Vec<(String, i64, Uuid)>) -> HashMap<String, Earlier> {
    let mut earlier: HashMap<String, Earlier> = HashMap::new();
    for (parcel, is_open, id) in rows {
        let known = earlier.entry(parcel).or_default();
        if is_open == 1 { known.open = true } else { known.over = Some(id) }
    }
    earlier
}
