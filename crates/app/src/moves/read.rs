//! Objects as pages and the interface show them: with the moves that the reader could make.

use lingdi_domain::event::Event;
use lingdi_domain::meeting::{Act, Level};
use lingdi_domain::moves::{self, Move, Offer, Situation, Who, can_recall, machine, offers};
use lingdi_domain::object::{Attachment, Input, Linked, Object, ObjectKind};
use lingdi_domain::{Actor, Scope};
use lingdi_store::objects::{self, Counted, Filter, Position, Stored};
use lingdi_store::{attachments, events};
use uuid::Uuid;

use super::{load, prepare};
use crate::authority::{may_list, may_see, scope_of};
use crate::seen::Mask;
use crate::{App, Error, Result};

/// An object with all that its page shows.
#[derive(Debug, Clone)]
pub struct ObjectView {
    /// The object.
    pub stored: Stored,
    /// What it is tied to and may be seen by the reader.
    pub ties: Vec<TieView>,
    /// Files handed in with its moves, oldest first.
    pub files: Vec<attachments::Kept>,
    /// What was done, oldest first.
    pub events: Vec<Event>,
    /// Moves that the reader could make, each with what is missing.
    pub offers: Vec<Offer>,
    /// May the reader take the last move back?
    pub can_recall: bool,
    /// What a meeting could decide about it now.
    pub proposals: Vec<Proposal>,
    /// What the reader could begin on it, each with the move that begins it.
    pub begins: Vec<(ObjectKind, &'static Move)>,
}

/// An object tied to the one shown.
#[derive(Debug, Clone)]
pub struct TieView {
    /// Name of the tie: `plan`, `agreement`, `former`, …
    pub role: String,
    /// The other object.
    pub object: Object,
}

/// A move that only a meeting can bring about.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The move.
    pub verb: &'static str,
    /// Its name.
    pub label: &'static str,
    /// As what it is put on the agenda.
    pub act: Act,
    /// Of which level.
    pub level: Option<Level>,
    /// What is missing yet.
    pub missing: Vec<moves::Missing>,
}

/// A page of objects.
pub type ObjectPage = objects::Page;

/// What may begin on a case or a published ranking: what its machine's own guards let begin there.
fn begins(actor: &Actor, on: &Situation<'_>) -> Vec<(ObjectKind, &'static Move)> {
    let (role, kinds): (_, &[ObjectKind]) = match on.object.kind {
        ObjectKind::Case => ("case", &[ObjectKind::Plan, ObjectKind::Agreement, ObjectKind::Objection]),
        ObjectKind::Period => ("period", &[ObjectKind::Objection]),
        ObjectKind::Supervision => ("supervision", &[ObjectKind::Defect]),
        _ => return Vec::new(),
    };
    // What begins on a thing of the county is the reader's own unit's.
    let unit = if on.object.unit.is_empty() { &actor.unit } else { &on.object.unit };
    let begin = |kind: ObjectKind| {
        let blank = Object {
            unit: unit.clone(),
            parcel: on.object.parcel.clone(),
            ..prepare::nothing(Uuid::nil(), kind)
        };
        let case = Linked { role: role.to_owned(), object: on.object.clone() };
        let siblings = on.linked.iter().filter(|tie| tie.object.kind == kind);
        let siblings = siblings.map(|tie| Linked { role: "sibling".to_owned(), object: tie.object.clone() });
        let linked: Vec<Linked> = std::iter::once(case).chain(siblings).collect();
        let situation = Situation {
            object: &blank,
            fields: &blank.fields,
            linked: &linked,
            attachments: &[],
            ..on.clone()
        };
        moves::may_begin(&situation, actor).map(|one| (kind, one))
    };
    kinds.iter().copied().filter_map(begin).collect()
}

/// May a tied object be shown? Things of the county are everybody's, but orders only theirs who have a task.
fn sees_tied(actor: &Actor, shown: &Object, tied: &Object) -> bool {
    let of_county = match tied.kind {
        ObjectKind::Order => shown.kind == ObjectKind::OrderTask,
        ObjectKind::Pledge => false,
        _ => tied.unit.is_empty(),
    };
    may_see(actor, tied) || of_county
}

impl App {
    /// One object with all that its page shows.
    pub async fn object(&self, actor: &Actor, kind: ObjectKind, id: Uuid) -> Result<ObjectView> {
        may_list(actor, kind)?;
        let rules = self.rules().await?;
        let mut tx = self.db().read().await?;
        let loaded = load::around(&mut tx, self.county(), Some(actor), kind, id).await?;
        let files = attachments::of(&mut tx, self.county(), id).await?;
        let events = events::of_object(&mut tx, self.county(), kind.code(), &id.to_string()).await?;
        drop(tx);
        let (object, input) = (&loaded.stored.object, Input::default());
        let situation = rules.situation(object, &loaded, &input, &actor.name);
        let (offers, can_recall) = (offers(&situation, actor), can_recall(&situation, actor));
        let proposals = moves::proposals(&situation).into_iter().map(|offer| {
            let act = if let Who::Meeting(act) = offer.made.who { act } else { Act::Report };
            let level = rules.rights.owner(act);
            Proposal { verb: offer.made.verb, label: offer.made.label, act, level, missing: offer.missing }
        });
        let proposals = proposals.collect();
        let begins = begins(actor, &situation);
        let ties = loaded.linked.iter().filter(|tie| tie.role != "sibling");
        let ties = ties.filter(|tie| sees_tied(actor, object, &tie.object));
        let ties = ties.map(|tie| TieView { role: tie.role.clone(), object: tie.object.clone() }).collect();
        let (mut stored, mut events) = (loaded.stored, events);
        let mask = self.mask(actor).await?;
        if let Some(mask) = mask.filter(|_| !actor.amounts.allows(&stored.object.unit)) {
            mask.object(&mut stored.object)?;
            events.iter_mut().try_for_each(|event| mask.event(event))?;
        }
        Ok(ObjectView { stored, ties, files, events, offers, can_recall, proposals, begins })
    }

    /// What hides amounts from a reader; `None` for whoever sees the whole county's.
    pub(crate) async fn mask(&self, actor: &Actor) -> Result<Option<Mask>> {
        if actor.amounts == Scope::County {
            return Ok(None);
        }
        let (edition, _) = self.edition_nearest(self.clock().today()).await?;
        Ok(Some(Mask::of(&edition)))
    }

    /// One page of the objects of a kind, those due first in front.
    pub async fn objects(
        &self,
        actor: &Actor,
        kind: ObjectKind,
        filter: &Filter,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<ObjectPage> {
        may_list(actor, kind)?;
        let unknown = |state: &&String| machine(kind).state(state).is_none();
        if let Some(state) = filter.state.as_ref().filter(unknown) {
            return Err(Error::Refused(format!("{}没有状态“{state}”。", kind.label())));
        }
        let mut tx = self.db().read().await?;
        Ok(objects::list(&mut tx, self.county(), &scope_of(actor, kind), kind, filter, after, limit).await?)
    }

    /// How many objects of a kind there are, by state, in the order of the machine.
    pub async fn object_counts(
        &self,
        actor: &Actor,
        kind: ObjectKind,
        filter: &Filter,
    ) -> Result<Vec<Counted>> {
        may_list(actor, kind)?;
        let mut tx = self.db().read().await?;
        let scope = scope_of(actor, kind);
        let mut counts = objects::counts(&mut tx, self.county(), &scope, kind, filter).await?;
        let place = |code: &str| machine(kind).states.iter().position(|state| state.code == code);
        counts.sort_by_key(|count| place(&count.state));
        Ok(counts)
    }

    /// A file of an object that the reader may see, with its bytes.
    pub async fn attachment(&self, actor: &Actor, id: Uuid) -> Result<(Attachment, Vec<u8>)> {
        let absent = || Error::NotFound("没有这个附件，或不在您的数据范围内。".to_owned());
        let mut tx = self.db().read().await?;
        let kept = attachments::find(&mut tx, self.county(), id).await?.ok_or_else(absent)?;
        let owner = objects::find(&mut tx, self.county(), kept.object).await?.ok_or_else(absent)?;
        let of_order = load::sees_order(&mut tx, self.county(), &actor.scope, &owner.object).await?;
        drop(tx);
        // Files of what was published stay with those who work on it.
        if !of_order && !scope_of(actor, owner.object.kind).allows(&owner.object.unit) {
            return Err(absent());
        }
        let (files, hash) = (self.files().clone(), kept.file.sha256.clone());
        let bytes = tokio::task::spawn_blocking(move || files.read(&hash)).await??;
        Ok((kept.file, bytes))
    }
}
