//! What a new object is before its machine has judged it: unit, parcel, year, and what the program
//! knows by itself.

use chrono::{Datelike, NaiveDate};
use lingdi_domain::case::Case;
use lingdi_domain::moves::machine;
use lingdi_domain::object::{Fields, Hands, Input, Last, Linked, Object, ObjectKind};
use lingdi_domain::{Actor, Month, Role, Text};
use serde_json::Value;
use uuid::Uuid;

use super::{MoveRequest, Rules, load};
use crate::{App, Error, Result, Snapshot};

/// A case to be opened.
pub(super) struct Origin {
    pub(super) object: Object,
    pub(super) year: i64,
}

/// A new object of a kind without anything.
pub(super) fn nothing(id: Uuid, kind: ObjectKind) -> Object {
    Object {
        id,
        kind,
        state: "",
        resumes: None,
        unit: String::new(),
        number: String::new(),
        title: String::new(),
        parcel: String::new(),
        due: None,
        holder: None,
        version: 0,
        last: Last::default(),
        hands: Hands::new(),
        fields: Fields::empty(kind),
    }
}

/// The object to be, and the year it is numbered in.
pub(super) async fn blank(
    app: &App,
    actor: &Actor,
    kind: ObjectKind,
    linked: &[Linked],
    input: &mut Input,
    rules: &Rules,
) -> Result<(Object, i64)> {
    let mut object = nothing(app.ids().next(), kind);
    let parent = linked.iter().find(|linked| ["case", "member"].contains(&linked.role.as_str()));
    // What the office begins from nothing is the county's; what others raise stays in their unit's sight.
    let county =
        [Role::OfficeHead, Role::OfficeClerk, Role::WorkGroup].into_iter().any(|role| actor.is(role));
    let own = if county { String::new() } else { actor.unit.clone() };
    object.unit = parent.map_or_else(|| own.clone(), |parent| parent.object.unit.clone());
    if let Some(parent) = parent {
        object.parcel.clone_from(&parent.object.parcel);
    }
    match &mut object.fields {
        Fields::Item(item) => {
            // What a unit proposes stays in its sight.
            object.unit = own.clone();
            let act = input.fields.get("act").cloned().unwrap_or_default();
            let act = serde_json::from_value(act).ok();
            // 通报、听取 go to the office's meeting unless a higher one takes them.
            item.level =
                act.map(|act| rules.rights.owner(act).unwrap_or(lingdi_domain::meeting::Level::Office));
        }
        Fields::Meeting(_) => object.unit = String::new(),
        Fields::Period(_) => {
            object.unit = String::new();
            let month = input.fields.get("month").and_then(Value::as_str).and_then(Month::parse);
            if let Some(month) = month {
                object.title = format!("{}考核", month.spoken());
                return Ok((object, i64::from(month.year())));
            }
        }
        Fields::Visit(visit) => {
            object.unit.clone_from(&actor.unit);
            let name = input.fields.get("name").and_then(Value::as_str).unwrap_or_default();
            visit.code = super::orders::linked_unit(rules, actor, name)?;
        }
        Fields::Nomination(_) => {
            let code = input.fields.get("parcel").and_then(Value::as_str).unwrap_or_default();
            object.parcel = known_parcel(app, code).await?;
            input.fields.insert("parcel".to_owned(), Value::String(object.parcel.clone()));
        }
        Fields::Defect(_) => {
            let code = input.fields.get("parcel").and_then(Value::as_str).unwrap_or_default().trim();
            if !code.is_empty() {
                object.parcel = known_parcel(app, code).await?;
                input.fields.insert("parcel".to_owned(), Value::String(object.parcel.clone()));
            }
        }
        Fields::Block(block) => {
            object.parcel = String::new();
            super::block::measure(app, linked, block).await?;
        }
        _ => {}
    }
    Ok((object, i64::from(rules.today.year())))
}

async fn known_parcel(app: &App, code: &str) -> Result<String> {
    let snapshot = app.snapshot(None).await?;
    let parcel = snapshot.parcel(code).and_then(|at| snapshot.parcels.get(at as usize));
    parcel
        .map(|parcel| parcel.code.to_string())
        .ok_or_else(|| Error::Refused(format!("宗地数据中没有“{code}”。请核对宗地代码，或先归集这宗地。")))
}

/// What people call an object.
pub(super) fn title(object: &Object, linked: &[Linked]) -> String {
    if !object.title.is_empty() {
        return object.title.clone();
    }
    let about = linked.iter().find(|linked| ["case", "period"].contains(&linked.role.as_str()));
    let about = about.map_or("", |about| &about.object.title);
    match &object.fields {
        Fields::Item(item) => item.subject.clone(),
        Fields::Meeting(meeting) => meeting.name.clone(),
        Fields::Order(order) => order.subject.clone(),
        Fields::Visit(visit) => format!("联系{}", visit.name),
        Fields::Block(_) => {
            let mut members = linked.iter().filter(|linked| linked.role == "member");
            let first = members.next().map_or("", |first| first.object.title.as_str());
            format!("{first}等 {} 宗连片", members.count() + 1)
        }
        Fields::Supervision(round) => round.subject.clone(),
        Fields::Defect(defect) => shortened(&defect.what),
        Fields::Commendation(commendation) => commendation.name.clone(),
        Fields::Pledge(pledge) => pledge.person.clone(),
        Fields::Nomination(nomination) => format!("发现线索 {}", nomination.parcel),
        _ => format!("{about} {}", object.kind.label()).trim().to_owned(),
    }
}

/// The most characters of what was found that make a title.
const TITLE: usize = 24;

fn shortened(text: &str) -> String {
    let mut letters = text.split_whitespace().collect::<String>().chars().collect::<Vec<_>>();
    let cut = letters.len() > TITLE;
    letters.truncate(TITLE);
    let front: String = letters.into_iter().collect();
    if cut { format!("{front}…") } else { front }
}

/// The fields of a case on a parcel of the register.
pub(super) fn case_on(snapshot: &Snapshot, at: u32, year: i32, today: NaiveDate) -> (Case, String) {
    let record = &snapshot.parcels[at as usize];
    let text = |value: &Option<Text>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    let case = Case {
        year,
        location: text(&record.location),
        owner: text(&record.owner),
        area: record.area,
        major_reason: super::major::marked(snapshot, at, today),
        has_shape: snapshot.shapes.get(at as usize).is_some_and(Option::is_some),
        round: 1,
        ..Case::default()
    };
    let title = if case.location.is_empty() { record.code.to_string() } else { case.location.clone() };
    (case, title)
}

impl App {
    /// What a case that this move opens is made from; fetched before the transaction begins.
    pub(super) async fn origin_of_cases(
        &self,
        actor: &Actor,
        kind: ObjectKind,
        ask: &MoveRequest,
    ) -> Result<Option<Origin>> {
        let opens = |effect: &lingdi_domain::moves::Effect| {
            matches!(effect, lingdi_domain::moves::Effect::OpenCase(_))
        };
        let one = machine(kind).named(&ask.verb).filter(|one| one.effects.iter().any(opens));
        let (Some(_), Some(id)) = (one, ask.id) else { return Ok(None) };
        let mut tx = self.db().read().await?;
        let stored = load::object(&mut tx, self.county(), Some(actor), kind, id).await?;
        drop(tx);
        let year = self.clock().today().year();
        let mut object = nothing(self.ids().next(), ObjectKind::Case);
        let (fields, title, unit) = match &stored.object.fields {
            Fields::Nomination(nomination) => {
                let snapshot = self.snapshot(None).await?;
                let at = snapshot.parcel(&nomination.parcel).ok_or_else(|| {
                    Error::Refused(format!("宗地数据中没有“{}”，请先归集这宗地。", nomination.parcel))
                })?;
                let record = snapshot.facts.parcels.get(at as usize);
                let unit = record.and_then(|record| record.unit.as_deref()).unwrap_or_default().to_owned();
                let (case, title) = case_on(&snapshot, at, year, self.clock().today());
                (Case { categories: nomination.category.into_iter().collect(), ..case }, title, unit)
            }
            Fields::Case(old) => {
                (returned(old, year), stored.object.title.clone(), stored.object.unit.clone())
            }
            _ => return Ok(None),
        };
        object.parcel.clone_from(&stored.object.parcel);
        (object.title, object.unit) = (title, unit);
        object.fields = Fields::Case(Box::new(fields));
        Ok(Some(Origin { object, year: i64::from(year) }))
    }
}

/// 返库: the land as it was known, nothing of the old episode.
pub(super) fn returned(old: &Case, year: i32) -> Case {
    Case {
        year,
        location: old.location.clone(),
        owner: old.owner.clone(),
        area: old.area,
        categories: old.categories.clone(),
        has_shape: old.has_shape,
        no_shape_reason: old.no_shape_reason.clone(),
        major_reason: old.major_reason.clone(),
        returned: true,
        round: 1,
        ..Case::default()
    }
}
