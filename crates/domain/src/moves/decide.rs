//! What a move does: the one place where moves are judged.

use chrono::{Months, NaiveDate};
use serde_json::Value;
use uuid::Uuid;

use super::allowed::{Refusal, Way, before, hands, maker, may_enter, may_make, owner, signer_is_owner, way};
use super::effect::Effect;
use super::form;
use super::guard::Missing;
use super::table::{From, Machine, Move, State, To, Who};
use super::{RECALL, machine};
use crate::Actor;
use crate::calendar::Calendar;
use crate::meeting::Rights;
use crate::numbers::Numbers;
use crate::object::{Attachment, Fields, Hands, Holder, Input, Last, Linked, Object, Signed};

/// All that a move may look at.
#[derive(Debug, Clone)]
pub struct Situation<'a> {
    /// The object, as it stands. For a move that makes one: the object to be, without fields.
    pub object: &'a Object,
    /// Its fields, with what was handed in put over them.
    pub fields: &'a Fields,
    /// Objects tied to it.
    pub linked: &'a [Linked],
    /// Files kept with it before.
    pub attachments: &'a [Attachment],
    /// What was handed in.
    pub input: &'a Input,
    /// Who makes the move; the signer, when it was signed on paper.
    pub maker: &'a str,
    /// The business date.
    pub today: NaiveDate,
    /// Numbers of the policy.
    pub numbers: &'a Numbers,
    /// Which meeting owns what.
    pub rights: &'a Rights,
    /// Working days.
    pub calendar: &'a Calendar,
}

impl<'a> Situation<'a> {
    /// Objects tied by this name.
    pub fn tied(&self, role: &str) -> impl Iterator<Item = &'a Object> + use<'a, '_> {
        let role = role.to_owned();
        self.linked.iter().filter(move |linked| linked.role == role).map(|linked| &linked.object)
    }

    /// Is a dated photo or document handed in now, or, when `on_file` does, kept before?
    pub fn has_dated_evidence(&self, on_file: bool) -> bool {
        let kept = self.attachments.iter().filter(|_| on_file);
        kept.chain(&self.input.evidence).any(|file| file.dated.is_some())
    }
}

/// By what a move that is not a person's own was set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// By a person.
    Person,
    /// By this decision item.
    Item(Uuid),
    /// By another move.
    Following,
}

/// A move that may be made: what the object then is.
#[derive(Debug, Clone)]
pub struct Decided {
    /// The move; for one that was taken back, that one.
    pub made: &'static Move,
    /// Was it taken back?
    pub recalled: bool,
    /// Code of the state after it.
    pub to: &'static str,
    /// State to which a suspension returns.
    pub resumes: Option<&'static str>,
    /// Fields after it.
    pub fields: Fields,
    /// By when the next holder is to act.
    pub due: Option<NaiveDate>,
    /// On whose desk it lies.
    pub holder: Option<Holder>,
    /// The move, as the object remembers it.
    pub last: Last,
    /// Who had a hand in the moves that want a second person after them.
    pub hands: Hands,
    /// What is left to do to other objects, and to this one after.
    pub effects: &'static [Effect],
    /// Entered from signed paper.
    pub paper: bool,
}

/// A move that somebody could make, for a button.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The move.
    pub made: &'static Move,
    /// What is missing yet; the form's own fields are not counted.
    pub missing: Vec<Missing>,
    /// Only by 线下签批代录.
    pub paper: bool,
}

/// Judges a move. Order: is there such a move, does it begin here, is it yours, is all there.
pub fn decide(
    situation: &Situation<'_>,
    actor: &Actor,
    by: Decision,
    verb: &str,
) -> Result<Decided, Refusal> {
    let (object, input) = (situation.object, situation.input);
    let machine = machine(object.kind);
    if verb == RECALL {
        return recall(machine, situation, actor, by);
    }
    let one = find(machine, object, verb)?;
    let way = authorised(one, situation, actor, by)?;
    let mut problems = wanted(one, situation, way);
    let filled = match form::fill(object.kind, one.fields, &object.fields, &input.fields) {
        Ok(fields) => fields,
        Err(more) => {
            problems.extend(more);
            return Err(Refusal::Missing(problems));
        }
    };
    let maker = maker(actor, input);
    let seen = Situation { fields: &filled, maker: &maker, ..situation.clone() };
    problems.extend(one.guards.iter().filter_map(|guard| guard.ask(&seen).err()));
    if !problems.is_empty() {
        return Err(Refusal::Missing(problems));
    }
    let hands = hands(actor, input);
    done(machine, one, &seen, &hands, way)
}

/// The moves this person could make now, each with what is missing.
pub fn offers(situation: &Situation<'_>, actor: &Actor) -> Vec<Offer> {
    let object = situation.object;
    let machine = machine(object.kind);
    let begins = machine.all().filter(|one| machine.begins(one, object.state));
    let mut offers = Vec::new();
    for one in begins {
        let own = may_make(one, actor, &object.unit);
        if !own && !may_enter(one, actor, object, situation.numbers) {
            continue;
        }
        // A second person is needed: the button would only be refused.
        if before(one, object, &actor.name).is_some() {
            continue;
        }
        offers.push(Offer { made: one, missing: lacks(one, situation), paper: !own });
    }
    offers
}

/// What a move still lacks of what its guards ask.
pub fn lacks(one: &Move, situation: &Situation<'_>) -> Vec<Missing> {
    one.guards.iter().filter_map(|guard| guard.ask(situation).err()).collect()
}

/// May this person begin the object that is not there yet, as far as its guards can tell?
pub fn may_begin(situation: &Situation<'_>, actor: &Actor) -> Option<&'static Move> {
    let object = situation.object;
    let mut new = machine(object.kind).all().filter(|one| matches!(one.from, From::New));
    new.find(|one| may_make(one, actor, &object.unit) && lacks(one, situation).is_empty())
}

/// May the last move be taken back by this person?
pub fn can_recall(situation: &Situation<'_>, actor: &Actor) -> bool {
    recall(machine(situation.object.kind), situation, actor, Decision::Person).is_ok()
}

fn find(machine: &Machine, object: &Object, verb: &str) -> Result<&'static Move, Refusal> {
    let mut named = machine.all().filter(|one| one.verb == verb).peekable();
    let Some(first) = named.peek().copied() else {
        return Err(Refusal::Unknown(format!("{}没有“{verb}”这一步。", machine.kind.label())));
    };
    let is_new = object.state.is_empty();
    let begins = |one: &&'static Move| {
        if is_new { matches!(one.from, From::New) } else { machine.begins(one, object.state) }
    };
    named.find(begins).ok_or_else(|| {
        let state = machine.state(object.state).map_or("尚未建立", |state| state.label);
        Refusal::Illegal(format!(
            "{}现在是“{state}”，不能办理“{}”。请刷新页面，按现在的状态办理。",
            title(object),
            first.label
        ))
    })
}

fn title(object: &Object) -> &str {
    if object.title.is_empty() { object.kind.label() } else { &object.title }
}

fn authorised(one: &Move, situation: &Situation<'_>, actor: &Actor, by: Decision) -> Result<Way, Refusal> {
    match (one.who, by) {
        (Who::Meeting(_), Decision::Item(_)) | (_, Decision::Following) => Ok(Way::Own),
        _ => way(one, actor, situation.object, situation.input, situation.numbers),
    }
}

/// Reason, day and files that the move asks for.
fn wanted(one: &Move, situation: &Situation<'_>, way: Way) -> Vec<Missing> {
    let input = situation.input;
    let mut missing = Vec::new();
    if one.needs.reason && input.reason.trim().is_empty() {
        missing.push(Missing::new("reason", format!("请写明“{}”的理由。", one.label)));
    }
    if let (Some(what), None) = (one.needs.date, input.date) {
        missing.push(Missing::new("date", format!("请填写{what}。")));
    }
    for (role, kind, _) in &input.links {
        if !one.ties.iter().any(|(name, kinds)| name == role && kinds.contains(kind)) {
            let what = format!("“{}”不能关联“{role}”（{}），请去掉。", one.label, kind.label());
            missing.push(Missing::new("links", what));
        }
    }
    if one.needs.evidence && !situation.has_dated_evidence(one.needs.evidence_on_file) {
        missing.push(Missing::new("evidence", "请附至少一份注明日期的照片或文件。"));
    }
    if way == Way::Paper {
        let signed = input.signed.as_ref();
        if signed.is_none_or(|signed| signed.name.trim().is_empty() || signed.on > situation.today) {
            missing
                .push(Missing::new("signed", "线下签批代录请填写签批人姓名和签批日期，日期不能晚于今天。"));
        } else if let Some(signed) =
            signed.filter(|signed| !signer_is_owner(one, signed, &situation.object.unit))
        {
            missing.push(Missing::new("signed", not_appointed(one, signed)));
        }
        if input.evidence.is_empty() {
            missing.push(Missing::new("evidence", "线下签批代录请附签批原件的扫描件。"));
        }
    }
    missing
}

fn not_appointed(one: &Move, signed: &Signed) -> String {
    let Signed { name, on, .. } = signed;
    format!(
        "名册中，{}在 {on} 不是{}。请核对签批人姓名和签批日期；任职未登记的，请安全管理员先登记。",
        name.trim(),
        owner(one)
    )
}

fn done(
    machine: &'static Machine,
    one: &'static Move,
    seen: &Situation<'_>,
    people: &[String],
    way: Way,
) -> Result<Decided, Refusal> {
    let object = seen.object;
    let to = match one.to {
        To::State(code) => code,
        To::Same => object.state,
        To::Resumed => object.resumes.unwrap_or(object.state),
        To::Carried => seen.fields.case().and_then(|case| case.carried.as_ref()).map_or("", |it| &it.state),
    };
    let state = machine.state(to).ok_or_else(|| Refusal::Unknown(format!("没有状态“{to}”。")))?;
    let mut map = seen.fields.json();
    one.effects.iter().for_each(|effect| effect.apply(&mut map, seen));
    let fields = Fields::read(object.kind, Value::Object(map))
        .map_err(|error| Refusal::Missing(vec![Missing::new("fields", error.to_string())]))?;
    let parks = one.effects.contains(&Effect::Rest);
    Ok(Decided {
        made: one,
        recalled: false,
        to: state.code,
        resumes: resumes(machine, object, state.code),
        due: due(one, state, &fields, seen),
        fields,
        holder: if parks { None } else { holder(state, &object.unit, seen.fields) },
        last: Last { verb: one.verb.to_owned(), from: object.state.to_owned(), actor: seen.maker.to_owned() },
        hands: remembered(machine, one, object, people),
        effects: one.effects,
        paper: way == Way::Paper,
    })
}

/// What the object remembers of who made its moves, with those who make this one.
fn remembered(machine: &Machine, one: &Move, object: &Object, people: &[String]) -> Hands {
    let mut hands = object.hands.clone();
    if machine.is_remembered(one.verb) {
        hands.insert(one.verb.to_owned(), people.to_vec());
    }
    hands
}

/// A state that some move leaves for "where it was" remembers where that is.
fn resumes(machine: &Machine, object: &Object, to: &str) -> Option<&'static str> {
    let returns = machine.all().any(|one| one.to == To::Resumed && machine.begins(one, to));
    match returns {
        true if to == object.state => object.resumes,
        true => Some(object.state),
        false => None,
    }
}

fn due(one: &Move, state: &State, fields: &Fields, seen: &Situation<'_>) -> Option<NaiveDate> {
    if one.effects.contains(&Effect::Due) {
        return seen.input.date;
    }
    if one.effects.contains(&Effect::Watch) {
        return seen.today.checked_add_months(Months::new(seen.numbers.watch_months));
    }
    let stays = state.code == seen.object.state;
    match state.limit {
        Some(limit) if limit.follows_fields || !stays => (limit.day)(fields, seen),
        _ if stays || matches!(one.from, From::New) => seen.object.due,
        _ => None,
    }
}

fn holder(state: &State, unit: &str, fields: &Fields) -> Option<Holder> {
    let role = state.desk.role_for(fields)?;
    let unit = if state.desk.is_own() { unit.to_owned() } else { String::new() };
    Some(Holder { role, unit })
}

/// Takes the last move back: only a move declared so, only by those who may make it, and only while
/// nothing has happened since, which the object's memory of its last move shows.
fn recall(
    machine: &'static Machine,
    situation: &Situation<'_>,
    actor: &Actor,
    by: Decision,
) -> Result<Decided, Refusal> {
    let object = situation.object;
    let last = machine.all().find(|one| one.verb == object.last.verb && one.recallable);
    let back = machine.state(&object.last.from);
    let (Some(last), Some(back)) = (last, back) else {
        return Err(Refusal::Illegal(format!(
            "{}的上一步不能撤回，或接收方已经办理。如需更改，请接收方退回。",
            title(object)
        )));
    };
    let theirs = may_make(last, actor, &object.unit) || may_enter(last, actor, object, situation.numbers);
    if by == Decision::Person && !theirs {
        return Err(Refusal::Forbidden(format!("“{}”由谁报送，由谁撤回。", last.label)));
    }
    if situation.tied("item").any(crate::meeting::is_pending) {
        return Err(Refusal::Illegal(format!("{}已列入议题，不能撤回。请与专班办公室联系。", title(object))));
    }
    Ok(Decided {
        made: last,
        recalled: true,
        to: back.code,
        resumes: None,
        fields: object.fields.clone(),
        due: back.limit.and_then(|limit| (limit.day)(&object.fields, situation)),
        holder: holder(back, &object.unit, &object.fields),
        // Whoever takes a move back may make it again, and has made it no more.
        hands: object.hands.iter().filter(|(verb, _)| *verb != last.verb).map(cloned).collect(),
        last: Last { verb: RECALL.to_owned(), from: object.state.to_owned(), actor: String::new() },
        effects: &[],
        paper: false,
    })
}

fn cloned((verb, people): (&String, &Vec<String>)) -> (String, Vec<String>) {
    (verb.clone(), people.clone())
}

/// What a meeting could decide about the object now, each with what is missing.
pub fn proposals(situation: &Situation<'_>) -> Vec<Offer> {
    let machine = machine(situation.object.kind);
    let meeting = machine.all().filter(|one| matches!(one.who, Who::Meeting(_)));
    let begins = meeting.filter(|one| machine.begins(one, situation.object.state));
    // What a meeting does when it says no is not proposed.
    let refusals: Vec<_> = machine.all().filter_map(|one| one.refusal).collect();
    let proposed = begins.filter(|one| !refusals.contains(&one.verb) || one.verb == "reject");
    let offer = |one: &'static Move| Offer { made: one, missing: lacks(one, situation), paper: false };
    proposed.map(offer).collect()
}
