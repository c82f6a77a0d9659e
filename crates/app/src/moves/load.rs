//! Fetching what a move looks at.

use std::collections::BTreeMap;

use lingdi_domain::object::{Attachment, Linked, Object, ObjectKind};
use lingdi_domain::{Actor, Scope};
use lingdi_store::links::Tie;
use lingdi_store::objects::{self, Filter, Stored};
use lingdi_store::{Tx, attachments};
use uuid::Uuid;

use crate::authority::may_see;
use crate::{Error, Result};

/// An object with what lies around it.
pub(super) struct Loaded {
    pub(super) stored: Stored,
    pub(super) linked: Vec<Linked>,
    pub(super) files: Vec<Attachment>,
}

/// Fetches an object of a kind that whoever looks may see; without anybody, whatever the county holds.
pub(super) async fn object(
    tx: &mut Tx,
    county: &str,
    eyes: Option<&Actor>,
    kind: ObjectKind,
    id: Uuid,
) -> Result<Stored> {
    let found = objects::find(tx, county, id).await?;
    if let (Some(actor), Some(order)) = (eyes, found.as_ref().filter(|stored| stored.object.kind == kind))
        && sees_order(tx, county, &actor.scope, &order.object).await?
    {
        return Ok(order.clone());
    }
    let seen = |object: &Object| eyes.is_none_or(|actor| may_see(actor, object));
    let seen = found.filter(|stored| stored.object.kind == kind && seen(&stored.object));
    seen.ok_or_else(|| {
        Error::NotFound(format!("没有这个{}，或不在您的数据范围内。请从列表中打开。", kind.label()))
    })
}

/// Is it an order that went to one of the caller's units? The order itself is the county's, and it is seen by
/// whoever has a task of it.
pub(crate) async fn sees_order(tx: &mut Tx, county: &str, scope: &Scope, object: &Object) -> Result<bool> {
    if object.kind != ObjectKind::Order || scope.allows(&object.unit) {
        return Ok(false);
    }
    let tasks = objects::tied_to(tx, county, object.id, ObjectKind::OrderTask).await?;
    Ok(tasks.iter().any(|task| scope.allows(&task.object.unit)))
}

/// An object alone, as far as the reader may see it.
pub(crate) async fn one(
    tx: &mut Tx,
    county: &str,
    actor: &Actor,
    kind: ObjectKind,
    id: Uuid,
) -> Result<Object> {
    Ok(object(tx, county, Some(actor), kind, id).await?.object)
}

/// Every object of a kind that the filter leaves.
pub(crate) async fn every(
    tx: &mut Tx,
    county: &str,
    kind: ObjectKind,
    filter: &Filter,
) -> Result<Vec<Object>> {
    let all = every_stored(tx, county, kind, filter).await?;
    Ok(all.into_iter().map(|stored| stored.object).collect())
}

/// The same with their times, read a thousand at a time.
pub(crate) async fn every_stored(
    tx: &mut Tx,
    county: &str,
    kind: ObjectKind,
    filter: &Filter,
) -> Result<Vec<Stored>> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = objects::list(tx, county, &Scope::County, kind, filter, after.as_ref(), 1000).await?;
        all.extend(page.objects);
        after = page.next;
        if after.is_none() {
            return Ok(all);
        }
    }
}

/// Fetches an object and what lies around it.
pub(super) async fn around(
    tx: &mut Tx,
    county: &str,
    eyes: Option<&Actor>,
    kind: ObjectKind,
    id: Uuid,
) -> Result<Loaded> {
    let stored = object(tx, county, eyes, kind, id).await?;
    let linked = linked(tx, county, kind, id).await?;
    let files = attachments::of(tx, county, id).await?.into_iter().map(|kept| kept.file).collect();
    Ok(Loaded { stored, linked, files })
}

/// Objects tied to this one, and others of its kind on the same objects (`sibling`).
async fn linked(tx: &mut Tx, county: &str, kind: ObjectKind, id: Uuid) -> Result<Vec<Linked>> {
    let tied = objects::tied(tx, county, id).await?;
    // Ties that this object made; a meeting may hold many items.
    let mine = tied.iter().map(|tied| &tied.tie);
    let holds = |tie: &&Tie| tie.incoming == 0 && !["meeting", "former_member"].contains(&tie.role.as_str());
    let mine = mine.filter(holds).map(|tie| tie.id).collect();
    let linked = tied.into_iter().map(|tied| Linked { role: tied.tie.name(), object: tied.stored.object });
    let mut linked: Vec<Linked> = linked.collect();
    linked.extend(siblings(tx, county, kind, mine, Some(id)).await?);
    Ok(linked)
}

/// What a new object would be tied to, and its siblings there.
pub(super) async fn future_links(
    tx: &mut Tx,
    county: &str,
    actor: &Actor,
    kind: ObjectKind,
    wanted: &[(String, ObjectKind, Uuid)],
) -> Result<Vec<Linked>> {
    let mut linked = Vec::new();
    for (role, kind, id) in wanted {
        let other = object(tx, county, Some(actor), *kind, *id).await?;
        linked.push(Linked { role: role.clone(), object: other.object });
    }
    let ends = wanted.iter().filter(|(role, ..)| role != "meeting").map(|(_, _, id)| *id).collect();
    linked.extend(siblings(tx, county, kind, ends, None).await?);
    Ok(linked)
}

async fn siblings(
    tx: &mut Tx,
    county: &str,
    kind: ObjectKind,
    ends: Vec<Uuid>,
    not: Option<Uuid>,
) -> Result<Vec<Linked>> {
    let mut found = BTreeMap::new();
    for end in ends {
        let same = objects::tied_to(tx, county, end, kind).await?.into_iter();
        found.extend(same.map(|stored| (stored.object.id, stored.object)));
    }
    let others = found.into_values().filter(|object| Some(object.id) != not);
    Ok(others.map(|object| Linked { role: "sibling".to_owned(), object }).collect())
}
