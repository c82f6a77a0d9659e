//! One transaction of moves: the one that was asked for and those that follow.

use chrono::{DateTime, Datelike, Utc};
use lingdi_domain::Actor;
use lingdi_domain::moves::{Decided, Decision, Effect, RECALL, decide, is_open, machine};
use lingdi_domain::object::{Input, Linked, Object, ObjectKind};
use lingdi_domain::step3_register::divided;
use lingdi_store::events::{self, Done, NewEvent};
use lingdi_store::frozen::{self, Frozen};
use lingdi_store::{Tx, attachments, batches, links, objects};
use serde_json::{Value, json};
use uuid::Uuid;

use super::block;
use super::drawn::Drawn;
use super::load::{self, Loaded};
use super::prepare::{self, Origin};
use super::{MoveRequest, Rules, units};
use super::{appraisal, overall};
use crate::appraisal::circular;
use crate::people::signers;
use crate::{App, Error, Result};

/// A transaction in which somebody moves things. Events are written last, in the order of the moves.
pub(super) struct Hand<'a> {
    pub(super) app: &'a App,
    pub(super) tx: Tx,
    pub(super) now: DateTime<Utc>,
    actor: Actor,
    rules: Rules,
    origin: Option<Origin>,
    /// What the program draws up by itself for the move that was asked for.
    pub(super) drawn: Option<Drawn>,
    /// What it drew up that is kept as bytes.
    to_keep: Option<(Frozen, Vec<u8>)>,
    /// Code of the unit that the move gives the object to.
    goes_to: Option<String>,
    events: Vec<Done>,
}

impl<'a> Hand<'a> {
    pub(super) fn new(app: &'a App, tx: Tx, actor: &Actor, rules: Rules, origin: Option<Origin>) -> Self {
        let (now, actor) = (app.clock().now(), actor.clone());
        Self {
            app,
            tx,
            now,
            actor,
            rules,
            origin,
            drawn: None,
            to_keep: None,
            goes_to: None,
            events: Vec::new(),
        }
    }

    /// What the policy says on the day of the moves.
    pub(super) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Somebody else goes on in the same transaction, at the present moment.
    pub(super) fn hand_over(&mut self, actor: &Actor, origin: Option<Origin>) {
        self.now = self.app.clock().now();
        self.actor = actor.clone();
        self.origin = origin;
    }

    /// Makes the move that somebody asks for.
    pub(super) async fn make(
        &mut self,
        kind: ObjectKind,
        ask: &MoveRequest,
        mut input: Input,
    ) -> Result<Object> {
        if let Some(signed) = &mut input.signed {
            signers::look_up(&mut self.tx, self.app.county(), signed).await?;
        }
        self.goes_to = units::settle(&self.rules.units, kind, &ask.verb, &mut input)?;
        match ask.id {
            Some(id) => self.move_it(kind, id, Decision::Person, &ask.verb, &input, ask.seen).await,
            None => self.make_new(kind, Decision::Person, &ask.verb, &mut input).await,
        }
    }

    /// Writes the events and makes everything durable.
    pub(super) async fn commit(mut self) -> Result<()> {
        if !self.events.is_empty() {
            events::record_all(&mut self.tx, self.app.county(), self.events).await?;
        }
        Ok(self.tx.commit().await?)
    }

    fn note(&mut self, event: NewEvent) {
        self.events.push(Done { actor: self.actor.clone(), at: self.now, event });
    }

    /// Makes a move on an object, and all that follows.
    pub(super) async fn move_it(
        &mut self,
        kind: ObjectKind,
        id: Uuid,
        by: Decision,
        verb: &str,
        input: &Input,
        seen: Option<i64>,
    ) -> Result<Object> {
        // What follows a move may lie beyond the sight of whoever set it off.
        let eyes = Some(self.actor.clone()).filter(|_| by == Decision::Person);
        let mut loaded = load::around(&mut self.tx, self.app.county(), eyes.as_ref(), kind, id).await?;
        if let Some(drawn) = self.drawn.take() {
            self.to_keep = drawn.put_into(&mut loaded.stored.object);
        }
        if let Some(seen) = seen.filter(|seen| *seen != loaded.stored.object.version) {
            return Err(stale(&loaded.stored.object, seen));
        }
        let mut linked = loaded.linked;
        let wanted = &input.links;
        linked.extend(load::future_links(&mut self.tx, self.app.county(), &self.actor, kind, wanted).await?);
        let mut loaded = Loaded { linked, ..loaded };
        if kind == ObjectKind::Block {
            block::find_changed_sites(self.app, &mut self.tx, &mut loaded, verb, input).await?;
        }
        let before = loaded.stored.object.clone();
        let decided = self.judge(&before, &loaded, by, verb, input)?;
        let after = Object {
            state: decided.to,
            resumes: decided.resumes,
            fields: decided.fields.clone(),
            due: decided.due,
            holder: decided.holder.clone(),
            unit: self.goes_to.take().unwrap_or_else(|| before.unit.clone()),
            last: decided.last.clone(),
            hands: decided.hands.clone(),
            version: before.version + 1,
            ..before.clone()
        };
        if !objects::update(&mut self.tx, self.app.county(), &after, before.version, self.now).await? {
            let present = load::object(&mut self.tx, self.app.county(), eyes.as_ref(), kind, id).await?;
            return Err(stale(&present.object, before.version));
        }
        self.keep(&before, &after, &decided, by, input).await?;
        if decided.effects.contains(&Effect::Sites) {
            self.change_sites(&before, &loaded.linked).await?;
        }
        self.follow(&after, &decided, &loaded.linked, input).await?;
        Ok(after)
    }

    /// Makes an object through the move that its machine declares for it.
    pub(super) async fn make_new(
        &mut self,
        kind: ObjectKind,
        by: Decision,
        verb: &str,
        input: &mut Input,
    ) -> Result<Object> {
        // Numbers are given out in the order of the journal.
        events::lock(&mut self.tx, self.app.county()).await?;
        let county = self.app.county();
        let mut linked = load::future_links(&mut self.tx, county, &self.actor, kind, &input.links).await?;
        if matches!(kind, ObjectKind::OverallPlan | ObjectKind::BattlePlan | ObjectKind::UnitReport) {
            linked.extend(overall::others(&mut self.tx, county, kind, &self.actor.unit).await?);
        }
        if kind == ObjectKind::Period {
            linked.extend(appraisal::others(&mut self.tx, county).await?);
        }
        let (mut blank, year) =
            prepare::blank(self.app, &self.actor, kind, &linked, input, &self.rules).await?;
        if let Some(drawn) = self.drawn.take() {
            self.to_keep = drawn.put_into(&mut blank);
        }
        if let Some(unit) = self.goes_to.take() {
            blank.unit = unit;
        }
        self.put_new(blank, year, linked, by, verb, input).await
    }

    /// Saves a new object after its machine has agreed to it.
    pub(super) async fn put_new(
        &mut self,
        blank: Object,
        year: i64,
        linked: Vec<Linked>,
        by: Decision,
        verb: &str,
        input: &Input,
    ) -> Result<Object> {
        let stored =
            objects::Stored { object: blank.clone(), year, created_at: self.now, moved_at: self.now };
        let loaded = Loaded { stored, linked, files: Vec::new() };
        let decided = self.judge(&blank, &loaded, by, verb, input)?;
        let number = objects::next_number(&mut self.tx, self.app.county(), blank.kind, year).await?;
        let mut after = Object {
            state: decided.to,
            fields: decided.fields.clone(),
            due: decided.due,
            holder: decided.holder.clone(),
            last: decided.last.clone(),
            hands: decided.hands.clone(),
            version: 1,
            number: format!("{year}-{number:04}"),
            ..blank.clone()
        };
        after.title = prepare::title(&after, &loaded.linked);
        objects::insert(&mut self.tx, self.app.county(), &after, year, self.now).await?;
        self.keep(&blank, &after, &decided, by, input).await?;
        self.follow(&after, &decided, &loaded.linked, input).await?;
        Ok(after)
    }

    fn judge(
        &self,
        object: &Object,
        loaded: &Loaded,
        by: Decision,
        verb: &str,
        input: &Input,
    ) -> Result<Decided> {
        let situation = self.rules.situation(object, loaded, input, &self.actor.name);
        Ok(decide(&situation, &self.actor, by, verb)?)
    }

    /// Ties, files and the event of a move.
    async fn keep(
        &mut self,
        before: &Object,
        after: &Object,
        decided: &Decided,
        by: Decision,
        input: &Input,
    ) -> Result<()> {
        let county = self.app.county();
        for (role, kind, id) in &input.links {
            links::insert(&mut self.tx, county, after, role, (*kind, *id), self.now).await?;
        }
        for file in &input.evidence {
            batches::keep_original(&mut self.tx, county, &file.sha256, file.size, self.now).await?;
            attachments::insert(&mut self.tx, county, after.id, file, &self.actor.name, self.now).await?;
        }
        let verb = if decided.recalled { RECALL } else { decided.made.verb };
        self.note(NewEvent {
            verb,
            object: after.kind.code(),
            object_id: after.id.to_string(),
            from_state: before.state.to_owned(),
            to_state: after.state.to_owned(),
            reason: input.reason.trim().to_owned(),
            payload: payload(after, decided, by, input),
        });
        Ok(())
    }

    /// Carries out what a move does to other objects and to its own after.
    async fn follow(
        &mut self,
        object: &Object,
        decided: &Decided,
        linked: &[Linked],
        input: &Input,
    ) -> Result<()> {
        let following = Input { date: input.date, ..Input::default() };
        if decided.recalled {
            for effect in decided.made.effects {
                if let Effect::Linked(role, _) = effect {
                    self.move_linked(linked, role, RECALL, &following).await?;
                }
            }
        }
        for effect in decided.effects {
            match effect {
                Effect::Then(verb) => {
                    let next =
                        self.move_it(object.kind, object.id, Decision::Following, verb, &following, None);
                    Box::pin(next).await?;
                }
                Effect::Linked(role, verb) => self.move_linked(linked, role, verb, &following).await?,
                Effect::LinkedHere(role, verb) => {
                    let here = linked.iter().filter(|other| begins(&other.object, verb)).cloned();
                    for other in here.filter(|other| other.role == *role) {
                        let (kind, id) = (other.object.kind, other.object.id);
                        let next = self.move_it(kind, id, Decision::Following, verb, &following, None);
                        Box::pin(next).await?;
                    }
                }
                Effect::OpenTasks => Box::pin(self.open_tasks(object)).await?,
                Effect::Targets => self.move_targets(object, linked, false).await?,
                Effect::TargetsRefused => self.move_targets(object, linked, true).await?,
                Effect::OpenCase(tie) => self.open_one(object, tie).await?,
                Effect::OpenParts => self.open_parts(object).await?,
                Effect::KeepFrozen => self.keep_frozen().await?,
                Effect::WarnUnits => Box::pin(self.warn_units()).await?,
                Effect::KeepCircular => {
                    let rules = &self.rules.numbers.appraisal;
                    circular::keep(&mut self.tx, self.app, &self.actor, object, rules).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    async fn move_linked(&mut self, linked: &[Linked], role: &str, verb: &str, input: &Input) -> Result<()> {
        for other in linked.iter().filter(|linked| linked.role == role && is_open(&linked.object)) {
            let (kind, id) = (other.object.kind, other.object.id);
            Box::pin(self.move_it(kind, id, Decision::Following, verb, input, None)).await?;
        }
        Ok(())
    }

    /// Targets of a decided item make the move that was proposed, or the one it names for a refusal.
    async fn move_targets(&mut self, item: &Object, linked: &[Linked], refused: bool) -> Result<()> {
        let proposal = item.fields.item().and_then(|item| item.proposal.clone());
        let Some(proposal) = proposal else { return Ok(()) };
        let given = item.fields.json();
        // What the meeting said is the reason of what it moves.
        let reason = item.fields.item().and_then(|item| item.opinion.clone()).unwrap_or_default();
        for target in linked.iter().filter(|linked| linked.role == "target") {
            let (kind, id) = (target.object.kind, target.object.id);
            let Some(proposed) = machine(kind).named(&proposal) else { continue };
            // A refusal that moves nothing leaves the target where it is.
            let Some(verb) = (if refused { proposed.refusal } else { Some(proposed.verb) }) else { continue };
            let form = machine(kind).named(verb).map_or(&[][..], |one| one.fields);
            let fields =
                form.iter().filter_map(|field| Some((field.name.to_owned(), given.get(field.name)?.clone())));
            let input = Input { fields: fields.collect(), reason: reason.clone(), ..Input::default() };
            let moved = Box::pin(self.move_it(kind, id, Decision::Item(item.id), verb, &input, None)).await;
            moved.map_err(|error| named(error, &target.object))?;
        }
        Ok(())
    }

    async fn keep_frozen(&mut self) -> Result<()> {
        let Some((frozen, content)) = self.to_keep.take() else { return Ok(()) };
        Ok(frozen::insert(&mut self.tx, self.app.county(), &frozen, &content).await?)
    }

    /// A case on the parcel of a nomination, or a new one after a relapse.
    async fn open_one(&mut self, from: &Object, tie: &str) -> Result<()> {
        let origin = self.origin.take().ok_or_else(|| Error::Internal("案件没有来源".to_owned()))?;
        Box::pin(self.open_case(origin, Some((from, tie)))).await?;
        Ok(())
    }

    /// Opens a case; `None` when the parcel has an open one.
    pub(super) async fn open_case(
        &mut self,
        origin: Origin,
        tie: Option<(&Object, &str)>,
    ) -> Result<Option<Object>> {
        let Origin { object, year } = origin;
        let known = objects::about(&mut self.tx, self.app.county(), &object.parcel, ObjectKind::Case).await?;
        if let Some(open) = known.iter().find(|stored| is_open(&stored.object)) {
            return match tie {
                None => Ok(None),
                Some(_) => Err(Error::IllegalMove(format!(
                    "这宗地已有进行中的案件 {}，不能重复立案。",
                    open.object.number
                ))),
            };
        }
        let case =
            self.put_new(object, year, Vec::new(), Decision::Following, "open", &Input::default()).await?;
        if let Some((from, role)) = tie {
            let to = (from.kind, from.id);
            links::insert(&mut self.tx, self.app.county(), &case, role, to, self.now).await?;
        }
        Ok(Some(case))
    }

    /// The cases of a divided parcel.
    async fn open_parts(&mut self, whole: &Object) -> Result<()> {
        let year = i64::from(self.rules.today.year());
        for object in divided(whole, self.rules.today, &self.rules.numbers.limits) {
            let object = Object { id: self.app.ids().next(), ..object };
            let known =
                objects::about(&mut self.tx, self.app.county(), &object.parcel, ObjectKind::Case).await?;
            if let Some(open) = known.iter().find(|stored| is_open(&stored.object)) {
                return Err(Error::IllegalMove(format!(
                    "宗地 {} 已有进行中的案件 {}，请核对分割后的宗地代码。",
                    object.parcel, open.object.number
                )));
            }
            let number =
                objects::next_number(&mut self.tx, self.app.county(), ObjectKind::Case, year).await?;
            let part = Object { number: format!("{year}-{number:04}"), ..object };
            objects::insert(&mut self.tx, self.app.county(), &part, year, self.now).await?;
            let to = (ObjectKind::Case, whole.id);
            links::insert(&mut self.tx, self.app.county(), &part, "whole", to, self.now).await?;
            self.note(NewEvent {
                verb: "split_off",
                object: ObjectKind::Case.code(),
                object_id: part.id.to_string(),
                to_state: part.state.to_owned(),
                payload: json!({"title": part.title, "whole": whole.id}),
                ..NewEvent::default()
            });
        }
        Ok(())
    }
}

/// Does this move begin where the object stands?
fn begins(object: &Object, verb: &str) -> bool {
    let machine = machine(object.kind);
    machine.named(verb).is_some_and(|one| machine.begins(one, object.state))
}

/// The same error, with the name of the target it is about.
fn named(error: Error, target: &Object) -> Error {
    match error {
        Error::Missing(mut list) => {
            for missing in &mut list {
                missing.sentence = format!("{}：{}", target.title, missing.sentence);
            }
            Error::Missing(list)
        }
        other => other,
    }
}

fn stale(present: &Object, seen: i64) -> Error {
    let state = machine(present.kind).state(present.state).map_or("", |state| state.label);
    let title = if present.title.is_empty() { present.kind.label() } else { &present.title };
    Error::Stale(format!(
        "{title}在您打开之后已由他人办理（第 {} 步，您看到的是第 {seen} 步），现在是“{state}”。请刷新页面，按现在的状态办理。",
        present.version
    ))
}

fn payload(object: &Object, decided: &Decided, by: Decision, input: &Input) -> Value {
    let mut payload = json!({"title": object.title, "number": object.number});
    let mut put = |name: &str, value: Value| payload[name] = value;
    if !input.evidence.is_empty() {
        put("attachments", input.evidence.iter().map(|file| json!(file.id)).collect());
    }
    if !input.fields.is_empty() {
        put("fields", json!(input.fields));
    }
    if let Some(day) = input.date.filter(|_| decided.made.needs.date.is_some()) {
        put("date", json!(day));
    }
    match by {
        Decision::Item(id) => put("item", json!(id)),
        Decision::Following => put("following", json!(true)),
        Decision::Person => {}
    }
    if let Some(signed) = input.signed.as_ref().filter(|_| decided.paper) {
        put("signed", json!(signed));
    }
    payload
}
