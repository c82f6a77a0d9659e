//! What a new object is before its machine has judged it: unit, parcel, year, and what the program
//! knows by itself.

use chrono::{DateTime, Datelike, Utc};
use lingdi_domain::case::Case;
use lingdi_domain::moves::{Desk, machine};
use lingdi_domain::object::{Fields, Holder, Input, Last, Linked, Object, ObjectKind};
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
    // What an office or a bureau begins from nothing is the county's, not one local unit's.
    let local = [Role::LocalLeader, Role::LocalClerk].into_iter().any(|role| actor.is(role));
    let own = if local { actor.unit.clone() } else { String::new() };
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
        Fields::Nomination(_) => {
            let code = input.fields.get("parcel").and_then(Value::as_str).unwrap_or_default();
            object.parcel = known_parcel(app, code).await?;
            input.fields.insert("parcel".to_owned(), Value::String(object.parcel.clone()));
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
        Fields::Block(_) => {
            let mut members = linked.iter().filter(|linked| linked.role == "member");
            let first = members.next().map_or("", |first| first.object.title.as_str());
            format!("{first}等 {} 宗连片", members.count() + 1)
        }
        Fields::Nomination(nomination) => format!("发现线索 {}", nomination.parcel),
        _ => format!("{about} {}", object.kind.label()).trim().to_owned(),
    }
}

/// The fields of a case on a parcel of the register.
pub(super) fn case_on(snapshot: &Snapshot, at: u32, year: i32) -> (Case, String) {
    let record = &snapshot.parcels[at as usize];
    let text = |value: &Option<Text>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    let case = Case {
        year,
        location: text(&record.location),
        owner: text(&record.owner),
        area: record.area,
        has_shape: snapshot.shapes.get(at as usize).is_some_and(Option::is_some),
        round: 1,
        ..Case::default()
    };
    let title = if case.location.is_empty() { record.code.to_string() } else { case.location.clone() };
    (case, title)
}

/// The cases of the parts of a divided parcel: where the whole one stood before, with its file.
pub(super) fn parts(app: &App, whole: &Object, now: DateTime<Utc>) -> Vec<Origin> {
    let Some(case) = whole.fields.case() else { return Vec::new() };
    let state = machine(ObjectKind::Case).state(&whole.last.from);
    let Some(state) = state else { return Vec::new() };
    let desk = |desk: Desk| {
        let role = desk.role()?;
        Some(Holder { role, unit: if desk.is_local() { whole.unit.clone() } else { String::new() } })
    };
    let part = |(n, part): (usize, &lingdi_domain::case::Part)| {
        let fields = Case {
            area: part.area,
            parts: Vec::new(),
            part_of: Some(whole.parcel.clone()),
            has_shape: false,
            no_shape_reason: Some("分割后尚未归集新图形".to_owned()),
            remediated_area: None,
            ..case.clone()
        };
        let object = Object {
            state: state.code,
            unit: whole.unit.clone(),
            title: format!("{}（分割 {}）", whole.title, n + 1),
            parcel: part.parcel.clone(),
            holder: desk(state.desk),
            version: 1,
            last: Last { verb: "split_off".to_owned(), from: String::new(), actor: whole.last.actor.clone() },
            fields: Fields::Case(Box::new(fields)),
            ..nothing(app.ids().next(), ObjectKind::Case)
        };
        Origin { object, year: i64::from(now.year()) }
    };
    case.parts.iter().enumerate().map(part).collect()
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
        let stored = load::object(&mut tx, self.county(), &actor.scope, kind, id).await?;
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
                let (case, title) = case_on(&snapshot, at, year);
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
        returned: true,
        round: 1,
        ..Case::default()
    }
}
