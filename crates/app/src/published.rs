//! What everybody with a post may read, the bodies that receive copies among them (R84): rankings that were
//! published, circulars, and the sums of frozen lists. No parcel, no firm, no amount of tax.

use lingdi_domain::mechanism2_appraisal::is_public;
use lingdi_domain::moves::machine;
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::{Actor, Month};
use lingdi_store::frozen;
use lingdi_store::objects::Filter;
use serde::Deserialize;
use uuid::Uuid;

use crate::authority::May;
use crate::frozen_lists::PRELIMINARY;
use crate::moves::every;
use crate::{Action, App, Error, Frozen, Result};

/// All that has been published.
#[derive(Debug, Clone)]
pub struct Published {
    /// Months with a published ranking, the newest first, each with its state in words.
    pub rankings: Vec<(Month, &'static str)>,
    /// 督查通报 and 表彰通报, the newest first.
    pub circulars: Vec<Object>,
    /// Frozen lists, the newest first.
    pub lists: Vec<Frozen>,
}

/// The sums of a frozen list.
#[derive(Debug, Clone, Deserialize)]
pub struct ListSums {
    /// Its year.
    pub year: i32,
    /// Of the county.
    pub totals: Sums,
    /// Unit by unit, in the official order.
    pub by_unit: Vec<Sums>,
}

/// Sums of the county or of a unit.
#[derive(Debug, Clone, Deserialize)]
pub struct Sums {
    /// Name of the unit; empty for the county and for parcels without a unit.
    #[serde(default)]
    pub unit_name: String,
    /// Parcels in scope.
    pub parcels: u32,
    /// Listed parcels.
    pub listed: u32,
    /// Parcels that a missing fact keeps open.
    pub indeterminate: u32,
}

impl App {
    /// What has been published in the county.
    pub async fn published(&self, actor: &Actor) -> Result<Published> {
        actor.may(Action::ReadPublished)?;
        let mut tx = self.db().read().await?;
        let mut public = Vec::new();
        for kind in [ObjectKind::Period, ObjectKind::Supervision, ObjectKind::Commendation] {
            let all = every(&mut tx, self.county(), kind, &Filter::default()).await?;
            public.extend(all.into_iter().filter(is_public));
        }
        let mut lists = frozen::list(&mut tx, self.county()).await?;
        lists.retain(|list| list.kind == PRELIMINARY);
        let (periods, mut circulars): (Vec<Object>, Vec<Object>) =
            public.into_iter().partition(|object| object.kind == ObjectKind::Period);
        let month = |object: &Object| {
            let state = machine(object.kind).state(object.state).map_or("", |state| state.label);
            Some((object.fields.period()?.month?, state))
        };
        let mut rankings: Vec<_> = periods.iter().filter_map(month).collect();
        rankings.sort_by_key(|(month, _)| std::cmp::Reverse(*month));
        circulars.sort_by_key(|object| std::cmp::Reverse(issued_on(object)));
        Ok(Published { rankings, circulars, lists })
    }

    /// The sums of a frozen list.
    ///
    /// # Errors
    /// No such list.
    pub async fn published_list(&self, actor: &Actor, id: Uuid) -> Result<(Frozen, ListSums)> {
        actor.may(Action::ReadPublished)?;
        let absent = || Error::NotFound("没有这份清单。请到“公开信息”查看已冻结的清单。".to_owned());
        let mut tx = self.db().read().await?;
        let list = frozen::find(&mut tx, self.county(), id).await?;
        let list = list.filter(|list| list.kind == PRELIMINARY).ok_or_else(absent)?;
        let content = frozen::content(&mut tx, self.county(), id).await?.ok_or_else(absent)?;
        Ok((list, serde_json::from_slice(&content)?))
    }

    /// A circular as it was issued, or as it is drafted for those who work on it.
    ///
    /// # Errors
    /// No such object, or not published and not the reader's to see.
    pub async fn circular(&self, actor: &Actor, kind: ObjectKind, id: Uuid) -> Result<Object> {
        actor.may(Action::ReadPublished)?;
        let mut tx = self.db().read().await?;
        crate::moves::one(&mut tx, self.county(), actor, kind, id).await
    }
}

/// Day of the circular.
pub fn issued_on(object: &Object) -> Option<chrono::NaiveDate> {
    let round = object.fields.supervision().and_then(|round| round.issued_on);
    round.or_else(|| object.fields.commendation().and_then(|one| one.issued_on))
}
