//! 一地一档: everything that is known of one site, over all its cases, and how it came to be.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use lingdi_domain::event::Event;
use lingdi_domain::object::ObjectKind;
use lingdi_domain::{Actor, Scope};
use lingdi_store::attachments::Kept;
use lingdi_store::objects::{self, Stored};
use lingdi_store::{Tx, attachments, events, links};
use serde_json::Value;
use uuid::Uuid;

use crate::authority::{May, may_see};
use crate::moves::sees_order;
use crate::parcels::not_found;
use crate::{Action, App, Result};

/// The file of one site.
#[derive(Debug, Clone, Default)]
pub struct Dossier {
    /// Its cases and all that hangs on them, oldest first.
    pub objects: Vec<Filed>,
    /// Parcels it was divided into or came from, with what they are to it.
    pub kin: Vec<Kin>,
}

/// One object of a dossier.
#[derive(Debug, Clone)]
pub struct Filed {
    /// The object as it stands now.
    pub stored: Stored,
    /// Files handed in with its moves, oldest first.
    pub files: Vec<Kept>,
    /// What was done to it, oldest first.
    pub events: Vec<Event>,
}

/// A site tied to another by division.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kin {
    /// `whole`: this one was a part of it; `part`: it was a part of this one.
    pub role: String,
    /// Its 宗地代码.
    pub parcel: String,
    /// Its title.
    pub title: String,
}

impl Filed {
    /// The state on a moment: that after the last move by then; `None` before there was one.
    pub fn state_at(&self, at: DateTime<Utc>) -> Option<&str> {
        let done = self.events.iter().rfind(|event| event.at <= at && !event.to_state.is_empty());
        done.map(|event| event.to_state.as_str())
    }
}

impl Filed {
    /// What had been handed in by a moment, as it was written, by name of the field.
    pub fn handed_in_by(&self, at: DateTime<Utc>) -> BTreeMap<String, Value> {
        let mut known = BTreeMap::new();
        for event in self.events.iter().filter(|event| event.at <= at) {
            let payload: Value = serde_json::from_str(&event.payload).unwrap_or_default();
            let fields = payload["fields"].as_object().cloned().unwrap_or_default();
            known.extend(fields.into_iter().filter(|(_, value)| *value != Value::String(String::new())));
        }
        known
    }
}

impl Dossier {
    /// Its objects of a kind.
    pub fn of(&self, kind: ObjectKind) -> impl Iterator<Item = &Filed> {
        self.objects.iter().filter(move |filed| filed.stored.object.kind == kind)
    }
}

impl App {
    /// The objects of a parcel's dossier that the caller may see, as they stood at `known_at` (now when
    /// `None`): what was made later is not there. Errors: nothing is known of such a parcel.
    pub async fn dossier(
        &self,
        actor: &Actor,
        parcel: &str,
        known_at: Option<DateTime<Utc>>,
    ) -> Result<Dossier> {
        actor.may(Action::Read)?;
        let until = known_at.unwrap_or(DateTime::<Utc>::MAX_UTC);
        // Before the transaction: whoever holds a connection must not wait for another.
        let mask = self.mask(actor).await?;
        let mut tx = self.db().read().await?;
        let mut found: BTreeMap<Uuid, Stored> = BTreeMap::new();
        let mut kin = BTreeSet::new();
        for kind in [ObjectKind::Nomination, ObjectKind::Case, ObjectKind::Defect] {
            for stored in objects::about(&mut tx, self.county(), parcel, kind).await? {
                if may_see(actor, &stored.object) {
                    found.insert(stored.object.id, stored);
                }
            }
        }
        let cases: Vec<Uuid> = found.keys().copied().collect();
        for id in cases {
            self.gather(&mut tx, actor, (parcel, id), &mut found, &mut kin).await?;
        }
        let seen = |stored: &Stored| {
            stored.created_at <= until && (may_see(actor, &stored.object) || stored.object.unit.is_empty())
        };
        let mut filed = Vec::new();
        for stored in found.into_values().filter(seen) {
            let mut one = self.filed(&mut tx, stored, until).await?;
            let hidden = !actor.amounts.allows(&one.stored.object.unit);
            if let Some(mask) = mask.as_ref().filter(|_| hidden) {
                mask.object(&mut one.stored.object)?;
                one.events.iter_mut().try_for_each(|event| mask.event(event))?;
            }
            filed.push(one);
        }
        drop(tx);
        if filed.is_empty() && self.snapshot(None).await?.parcel(parcel).is_none() {
            return Err(not_found(parcel));
        }
        filed.sort_by_key(|filed| (filed.stored.created_at, filed.stored.object.id));
        Ok(Dossier { objects: filed, kin: kin.into_iter().collect() })
    }

    /// What is tied to a case: plans, agreements, objections, blocks, decision items; of other parcels only
    /// that they are kin.
    async fn gather(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (parcel, id): (&str, Uuid),
        found: &mut BTreeMap<Uuid, Stored>,
        kin: &mut BTreeSet<Kin>,
    ) -> Result<()> {
        for tie in links::of(tx, self.county(), id).await? {
            let Some(stored) = objects::find(tx, self.county(), tie.id).await? else { continue };
            let (role, object) = (tie.name(), &stored.object);
            // Orders are the county's, but seen by those only who have a task of them.
            let of_others = object.kind == ObjectKind::Order && actor.scope != Scope::County;
            if of_others && !sees_order(tx, self.county(), &actor.scope, object).await? {
                continue;
            }
            if object.kind == ObjectKind::Case && object.parcel != parcel {
                if !actor.scope.allows(&object.unit) {
                    continue;
                }
                kin.insert(Kin { role, parcel: object.parcel.clone(), title: object.title.clone() });
            } else {
                found.insert(tie.id, stored);
            }
        }
        Ok(())
    }

    async fn filed(&self, tx: &mut Tx, stored: Stored, until: DateTime<Utc>) -> Result<Filed> {
        let (id, kind) = (stored.object.id, stored.object.kind.code());
        let mut files = attachments::of(tx, self.county(), id).await?;
        files.retain(|kept| kept.at <= until);
        let mut events = events::of_object(tx, self.county(), kind, &id.to_string()).await?;
        events.retain(|event| event.at <= until);
        Ok(Filed { stored, files, events })
    }
}
