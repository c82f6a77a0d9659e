//! 议题征集: what waits for a meeting of a level, and putting many things on its agenda in one post.

use std::collections::BTreeMap;

use lingdi_domain::Actor;
use lingdi_domain::meeting::{Level, is_pending};
use lingdi_domain::moves::{self, Decision, From, Machine, Move, Who, desk, machine};
use lingdi_domain::object::{Input, Object, ObjectKind};
use lingdi_store::objects::Filter;
use uuid::Uuid;

use super::make::Hand;
use super::many::{MOST, Outcome};
use super::{Moved, Rules, load, outcome_of};
use crate::authority::May;
use crate::{Action, App, Error, Result};

/// Kinds of object that a meeting decides on.
const DECIDED_ON: [ObjectKind; 5] =
    [ObjectKind::Case, ObjectKind::Plan, ObjectKind::Block, ObjectKind::Period, ObjectKind::Commendation];

/// Something that a meeting of this level could take up.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// What it is about; for an item that is raised already, the item.
    pub object: Object,
    /// The move that it would make when agreed to; empty for an item.
    pub verb: &'static str,
    /// Its name; for an item, its kind of matter.
    pub label: String,
    /// What is missing yet; one sentence each. With any of them it cannot be ticked.
    pub missing: Vec<String>,
}

/// One thing ticked for an agenda.
#[derive(Debug, Clone)]
pub struct Pick {
    /// What it is.
    pub kind: ObjectKind,
    /// Which.
    pub id: Uuid,
    /// The move that it would make; empty for an item that is raised already.
    pub verb: String,
}

impl App {
    /// What waits for a meeting, by the level that owns the act.
    pub async fn agenda_candidates(&self, actor: &Actor, level: Level) -> Result<Vec<Candidate>> {
        actor.may(Action::Read)?;
        let rules = self.rules().await?;
        let mut candidates = self.raised(actor, level).await?;
        for kind in DECIDED_ON {
            let owned = |one: &Move| matches!(one.who, Who::Meeting(act) if rules.rights.owns(level, act));
            for state in states(machine(kind), owned) {
                let filter = Filter { state: Some(state.to_owned()), ..Filter::default() };
                let page = self.objects(actor, kind, &filter, None, MOST).await?;
                for stored in page.objects {
                    candidates.extend(self.proposed(actor, &rules, &stored.object, owned).await?);
                }
            }
        }
        Ok(candidates)
    }

    /// Items of this level that are on no agenda yet: free ones, deferred ones, those from below.
    async fn raised(&self, actor: &Actor, level: Level) -> Result<Vec<Candidate>> {
        let mut raised = Vec::new();
        for state in ["RAISED", "PRE_REVIEWED"] {
            let filter = Filter { state: Some(state.to_owned()), ..Filter::default() };
            let page = self.objects(actor, ObjectKind::Item, &filter, None, MOST).await?;
            let own = page.objects.into_iter().map(|stored| stored.object);
            raised.extend(own.filter_map(|object| {
                let item = object.fields.item().filter(|item| item.level == Some(level))?;
                let label = item.act.map_or("", lingdi_domain::meeting::Act::label).to_owned();
                Some(Candidate { label, object, verb: "", missing: Vec::new() })
            }));
        }
        Ok(raised)
    }

    async fn proposed(
        &self,
        actor: &Actor,
        rules: &Rules,
        object: &Object,
        owned: impl Fn(&Move) -> bool,
    ) -> Result<Vec<Candidate>> {
        let mut tx = self.db().read().await?;
        let loaded = load::around(&mut tx, self.county(), Some(actor), object.kind, object.id).await?;
        drop(tx);
        let pending = |linked: &lingdi_domain::object::Linked| {
            linked.object.kind == ObjectKind::Item && is_pending(&linked.object)
        };
        if loaded.linked.iter().any(pending) {
            return Ok(Vec::new());
        }
        let input = Input::default();
        let situation = rules.situation(object, &loaded, &input, &actor.name);
        let offers = moves::proposals(&situation).into_iter();
        let own = offers.filter(|offer| owned(offer.made) && !desk::is_aside(offer.made));
        let candidate = |offer: moves::Offer| Candidate {
            object: object.clone(),
            verb: offer.made.verb,
            label: offer.made.label.to_owned(),
            missing: offer.missing.into_iter().map(|missing| missing.sentence).collect(),
        };
        Ok(own.map(candidate).collect())
    }

    /// Puts many things on the agenda of a meeting, each item in a transaction of its own. `together`
    /// makes one item of all that would make the same move: a confirmation list of a hundred sites is
    /// one matter, agreed to or refused as a whole.
    pub async fn put_on_agenda(
        &self,
        actor: &Actor,
        meeting: Uuid,
        picks: Vec<Pick>,
        together: bool,
    ) -> Result<Vec<Outcome>> {
        actor.may(Action::Read)?;
        if picks.is_empty() || picks.len() > MOST {
            return Err(Error::Refused(format!("请勾选 1 至 {MOST} 件列入议程。")));
        }
        let mut outcomes = Vec::new();
        for matter in matters(picks, together) {
            let Some(first) = matter.first() else { continue };
            let (kind, id, title) = (first.kind, first.id, self.title_of(actor, first.kind, first.id).await?);
            let title = match matter.len() {
                1 => title,
                many => format!("{title}等 {many} 件"),
            };
            let answer = self.put_one(actor, meeting, &matter, &title).await;
            outcomes.push(Outcome { kind, id, title, answer });
        }
        Ok(outcomes)
    }

    /// Raises the item, reviews it and puts it on the agenda, or does none of it.
    async fn put_one(&self, actor: &Actor, meeting: Uuid, matter: &[Pick], title: &str) -> Result<Moved> {
        let rules = self.rules().await?;
        let tx = self.db().write().await?;
        let mut hand = Hand::new(self, tx, actor, rules, None);
        let (item, state) = if let [pick] = matter
            && pick.kind == ObjectKind::Item
        {
            let stored = load::object(&mut hand.tx, self.county(), Some(actor), pick.kind, pick.id).await?;
            (pick.id, stored.object.state)
        } else {
            let mut input = about(matter, title)?;
            let item = hand.make_new(ObjectKind::Item, Decision::Person, "open", &mut input).await?;
            (item.id, item.state)
        };
        let person = Decision::Person;
        if state == "RAISED" {
            hand.move_it(ObjectKind::Item, item, person, "pre_review", &Input::default(), None).await?;
        }
        let links = vec![("meeting".to_owned(), ObjectKind::Meeting, meeting)];
        let input = Input { links, ..Input::default() };
        let object = hand.move_it(ObjectKind::Item, item, person, "put_on_agenda", &input, None).await?;
        hand.commit().await?;
        Ok(outcome_of(&object))
    }
}

/// States in which something lies that a meeting may decide on.
fn states(machine: &Machine, owned: impl Fn(&Move) -> bool) -> Vec<&'static str> {
    let mut states = Vec::new();
    for one in machine.all().filter(|one| owned(one) && !desk::is_aside(one)) {
        let From::States(begins) = one.from else { continue };
        states.extend(begins.iter().copied().filter(|state| !states.contains(state)).collect::<Vec<_>>());
    }
    states
}

/// The picks of each item, in the order in which the first of them was ticked.
fn matters(picks: Vec<Pick>, together: bool) -> Vec<Vec<Pick>> {
    let mut matters: Vec<Vec<Pick>> = Vec::new();
    for pick in picks {
        let same = |first: &Pick| {
            together && pick.kind != ObjectKind::Item && (first.kind, &first.verb) == (pick.kind, &pick.verb)
        };
        match matters.iter_mut().find(|matter| matter.first().is_some_and(same)) {
            Some(matter) => matter.push(pick),
            None => matters.push(vec![pick]),
        }
    }
    matters
}

/// What an item about picks of one kind and move says.
fn about(matter: &[Pick], title: &str) -> Result<Input> {
    let Some(pick) = matter.first() else { return Ok(Input::default()) };
    let one = machine(pick.kind).named(&pick.verb);
    let Some((one, act)) = one.and_then(|one| match one.who {
        Who::Meeting(act) => Some((one, act)),
        _ => None,
    }) else {
        return Err(Error::Refused(format!("“{}”不由会议决定，不能列入议程。", pick.verb)));
    };
    let fields = BTreeMap::from([
        ("act".to_owned(), serde_json::to_value(act)?),
        ("proposal".to_owned(), one.verb.into()),
        ("subject".to_owned(), format!("{}：{title}", one.label).into()),
    ]);
    let links = matter.iter().map(|pick| ("target".to_owned(), pick.kind, pick.id)).collect();
    Ok(Input { fields, links, ..Input::default() })
}
