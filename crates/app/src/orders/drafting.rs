//! What an order is drafted from: parcels chosen on the map or in a list, a block, a decision item, a warning.

use lingdi_domain::Actor;
use lingdi_domain::moves::{is_open, machine, may_make};
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_store::objects::{self, Filter};
use uuid::Uuid;

use crate::{App, Error, Result};

/// Sites of a unit that are offered.
const MOST: usize = 300;

/// What a new order is to be about.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// 宗地代码 of the chosen sites.
    pub parcels: Vec<String>,
    /// Unit whose sites are offered; that of the first chosen one when `None`.
    pub unit: Option<String>,
    /// A block, a decision item, a warning: what the order comes from.
    pub from: Vec<(ObjectKind, Uuid)>,
}

/// What the office chooses from.
#[derive(Debug, Clone)]
pub struct Drafting {
    /// The chosen sites: their open cases.
    pub chosen: Vec<Object>,
    /// Other open cases of the unit.
    pub others: Vec<Object>,
    /// What the order comes from.
    pub from: Vec<Object>,
    /// Unit whose sites are offered.
    pub unit: Option<String>,
}

/// May this person draft orders?
pub fn drafts(actor: &Actor) -> bool {
    machine(ObjectKind::Order).named("open").is_some_and(|one| may_make(one, actor, ""))
}

impl App {
    /// May this person put the open case of a parcel into an order?
    pub async fn may_order(&self, actor: &Actor, parcel: &str) -> Result<bool> {
        if !drafts(actor) {
            return Ok(false);
        }
        Ok(self.open_case_of(parcel).await?.is_some())
    }

    /// What an order could be about, with what was chosen for it. Errors: a parcel without an open case.
    pub async fn drafting(&self, actor: &Actor, about: &About) -> Result<Drafting> {
        if !drafts(actor) {
            return Err(Error::Forbidden(format!(
                "{}不能拟派单，这一步由专班办公室办理，由组长签发。",
                actor.name
            )));
        }
        let (mut from, mut chosen) = (Vec::new(), Vec::new());
        for (kind, id) in &about.from {
            let seen = self.object(actor, *kind, *id).await?;
            // What a meeting decided about sites becomes the order's sites.
            let targets = seen.ties.iter().filter(|tie| tie.role == "target").map(|tie| &tie.object);
            for target in targets.filter(|target| is_open(target)) {
                match target.kind {
                    ObjectKind::Case => chosen.push(target.clone()),
                    ObjectKind::Block => from.push(target.clone()),
                    _ => {}
                }
            }
            from.push(seen.stored.object);
        }
        for parcel in &about.parcels {
            let case = self.open_case_of(parcel).await?.ok_or_else(|| {
                Error::Refused(format!(
                    "宗地 {parcel} 没有进行中的低效地块案件，不能列入派单。请从“低效地块库”选择。"
                ))
            })?;
            chosen.push(case);
        }
        chosen.sort_by_key(|case| case.id);
        chosen.dedup_by_key(|case| case.id);
        let first = || chosen.first().or(from.first()).map(|object| object.unit.clone());
        let unit = about.unit.clone().or_else(first).filter(|unit| !unit.is_empty());
        let filter = Filter { unit: unit.clone(), ..Filter::default() };
        let page = match unit {
            Some(_) => self.objects(actor, ObjectKind::Case, &filter, None, MOST).await?.objects,
            None => Vec::new(),
        };
        let others = page.into_iter().map(|stored| stored.object).filter(is_open);
        let others = others.filter(|case| !chosen.iter().any(|one| one.id == case.id)).collect();
        Ok(Drafting { chosen, others, from, unit })
    }

    async fn open_case_of(&self, parcel: &str) -> Result<Option<Object>> {
        let mut tx = self.db().read().await?;
        let cases = objects::about(&mut tx, self.county(), parcel, ObjectKind::Case).await?;
        Ok(cases.into_iter().map(|stored| stored.object).find(is_open))
    }
}
