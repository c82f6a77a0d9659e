//! A county in memory: objects, ties, and the verb that the program runs on them, without a database.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lingdi_domain::calendar::Calendar;
use lingdi_domain::case::Case;
use lingdi_domain::meeting::{Act, Level, Rights};
use lingdi_domain::moves::{Decision, Effect, Refusal, Situation, decide, machine};
use lingdi_domain::numbers::{Appraisal, Numbers, Orders};
use lingdi_domain::object::{Attachment, Fields, Input, Linked, Object, ObjectKind, Signed};
use lingdi_domain::step3_register::divided;
use lingdi_domain::{Actor, Area, Category, Money, Ratio, Role};

use crate::limits::limits;
use serde_json::Value;
use uuid::Uuid;

pub(crate) use crate::blank::{beginning, blank};

pub(crate) const UNIT: &str = "330122102";

pub(crate) struct County {
    pub(crate) objects: BTreeMap<Uuid, Object>,
    /// From, name of the tie, to.
    pub(crate) ties: Vec<(Uuid, &'static str, Uuid)>,
    pub(crate) files: BTreeMap<Uuid, Vec<Attachment>>,
    pub(crate) today: NaiveDate,
    pub(crate) numbers: Numbers,
    next: u128,
}

pub(crate) fn numbers() -> Numbers {
    Numbers {
        verify_days: 15,
        overall_days: 30,
        battle_plan_due: "2023-10-31".parse().ok(),
        soon_days: 3,
        answer_days: 5,
        watch_months: 12,
        major_amount: Some(Money(10_000_000_000)),
        major_area: Area(3_333_333),
        area_tolerance: Ratio::new(5, 1000),
        vacate_gap_days: 30,
        block_sites: 2,
        block_area: Area(0),
        block_gap: Ratio::integer(30),
        exit_tax: Ratio::integer(5),
        paper_off: Vec::new(),
        policy_by_meeting: true,
        targets_by_meeting: true,
        observe_first: false,
        count_once: true,
        limits: limits(),
        appraisal: appraisal(),
        orders: Orders { sign_days: 1, verify_days: 5, extensions: 2, light_days: 7, quarter_visits: 1 },
    }
}

fn appraisal() -> Appraisal {
    Appraisal {
        bottom_months: 3,
        bottom_places: 2,
        bottom_least: 5,
        disposed_share: Ratio::new(19, 20),
        close_day: 8,
        publish_day: 15,
        objection_days: 3,
        interview_days: 10,
        crosses_years: true,
        restarts: true,
        certified_only: false,
        with_departments: false,
        waiver: false,
    }
}

pub(crate) fn rights() -> Rights {
    Rights::new([
        (Act::MajorSite, Level::Leader),
        (Act::BlockPlan, Level::Leader),
        (Act::MajorMatter, Level::Leader),
        (Act::JointEnforcement, Level::Deputy),
        (Act::PolicyDraft, Level::Deputy),
        (Act::AcquisitionPlan, Level::Deputy),
        (Act::Assessment, Level::Deputy),
        (Act::EntryExit, Level::Office),
        (Act::ConfirmedList, Level::Office),
        (Act::PreReview, Level::Office),
        (Act::Commendation, Level::Deputy),
    ])
}

/// `经办@属地`, `领导@属地`, `科员`, `主任`, or `领导@别处` of another unit.
pub(crate) fn actor(name: &str) -> Actor {
    let (role, unit) = match name {
        "经办" => (Role::LocalClerk, UNIT),
        "领导" => (Role::LocalLeader, UNIT),
        "邻镇领导" => (Role::LocalLeader, "330122109"),
        "科员" | "何静" => (Role::OfficeClerk, ""),
        "主任" => (Role::OfficeHead, ""),
        "组长" => (Role::Leader, ""),
        "副组长" => (Role::DeputyLeader, ""),
        "甲局联络员" => (Role::BureauLiaison, "甲局"),
        "乙局联络员" => (Role::BureauLiaison, "乙局"),
        "乙局领导" => (Role::BureauLeader, "乙局"),
        "部门" => (Role::BureauLiaison, "部门"),
        "国企" => (Role::Acquirer, "国企"),
        "业务组" => (Role::WorkGroup, ""),
        "江波" | "外组" => (Role::Inspector, "督查室"),
        _ => panic!("nobody is called {name}"),
    };
    Actor { unit: unit.to_owned(), roles: vec![role], ..Actor::program(name) }
}

pub(crate) fn photo(dated: &str) -> Attachment {
    Attachment {
        id: Uuid::from_u128(7),
        sha256: "0".repeat(64),
        name: "现场.jpg".to_owned(),
        media: "image/jpeg".to_owned(),
        size: 10,
        shows: "现场照片".to_owned(),
        dated: dated.parse().ok(),
    }
}

/// `name=value` pairs; `reason`, `date`, `photo` and `signed` are what a move asks for, the rest are fields.
pub(crate) fn input(pairs: &[(&str, &str)]) -> Input {
    let mut input = Input::default();
    for (name, value) in pairs {
        match *name {
            "reason" => (*value).clone_into(&mut input.reason),
            "date" => input.date = value.parse().ok(),
            "photo" => input.evidence.push(photo(value)),
            "signed" => {
                input.signed = Some(Signed {
                    name: (*value).to_owned(),
                    on: "2023-10-01".parse().unwrap(),
                    posts: posts(value),
                });
            }
            _ => {
                input.fields.insert((*name).to_owned(), Value::String((*value).to_owned()));
            }
        }
    }
    input
}

/// The roster on the day of the signature: leaders of two townships.
fn posts(name: &str) -> Vec<(Role, String)> {
    match name {
        "王镇长" | "领导" => vec![(Role::LocalLeader, UNIT.to_owned())],
        "邻镇领导" => vec![(Role::LocalLeader, "330122109".to_owned())],
        _ => Vec::new(),
    }
}

impl County {
    pub(crate) fn new() -> Self {
        Self {
            objects: BTreeMap::new(),
            ties: Vec::new(),
            files: BTreeMap::new(),
            today: "2023-10-09".parse().unwrap(),
            numbers: numbers(),
            next: 1,
        }
    }

    pub(crate) fn id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u128(self.next)
    }

    /// A case in a state, as the list would have made it.
    pub(crate) fn case(&mut self, parcel: &str, state: &'static str, area: Area) -> Uuid {
        let id = self.id();
        let case = Case {
            year: 2023,
            owner: "桐庐某厂".to_owned(),
            area,
            categories: vec![Category::A],
            has_shape: true,
            round: 1,
            ..Case::default()
        };
        let object = Object {
            state,
            parcel: parcel.to_owned(),
            title: parcel.to_owned(),
            fields: Fields::Case(Box::new(case)),
            ..blank(id, ObjectKind::Case, UNIT)
        };
        self.objects.insert(id, object);
        id
    }

    /// Makes an object through its machine.
    pub(crate) fn open(
        &mut self,
        kind: ObjectKind,
        who: &str,
        ties: &[(&'static str, Uuid)],
        pairs: &[(&str, &str)],
    ) -> Result<Uuid, Refusal> {
        let id = self.id();
        let unit = ties.first().map_or(actor(who).unit, |(_, other)| self.objects[other].unit.clone());
        let mut object = blank(id, kind, &unit);
        let mut input = input(pairs);
        if let Fields::Item(item) = &mut object.fields {
            let act = input.fields.get("act").and_then(Value::as_str).unwrap_or_default();
            let act: Option<Act> = serde_json::from_value(Value::String(act.to_owned())).ok();
            item.level = act.and_then(|act| rights().owner(act));
        }
        let subject = input.fields.get("subject").and_then(Value::as_str);
        subject.unwrap_or("新对象").clone_into(&mut object.title);
        self.ties.extend(ties.iter().map(|(role, other)| (id, *role, *other)));
        self.objects.insert(id, object);
        input.links = Vec::new();
        let made = self.make(id, &actor(who), Decision::Person, "open", &input);
        if made.is_err() {
            self.objects.remove(&id);
            self.ties.retain(|(from, ..)| *from != id);
        }
        made.map(|()| id)
    }

    /// A person makes a move.
    pub(crate) fn go(
        &mut self,
        id: Uuid,
        who: &str,
        verb: &str,
        pairs: &[(&str, &str)],
    ) -> Result<(), Refusal> {
        self.make(id, &actor(who), Decision::Person, verb, &input(pairs))
    }

    /// Makes a move and all that follows; nothing happens when a part of it is refused.
    pub(crate) fn make(
        &mut self,
        id: Uuid,
        who: &Actor,
        by: Decision,
        verb: &str,
        input: &Input,
    ) -> Result<(), Refusal> {
        let before = (self.objects.clone(), self.ties.clone(), self.files.clone());
        let done = self.carry_out(id, who, by, verb, input);
        if done.is_err() {
            (self.objects, self.ties, self.files) = before;
        }
        done
    }

    pub(crate) fn judge<T>(
        &self,
        id: Uuid,
        who: &Actor,
        input: &Input,
        ask: impl FnOnce(&Situation<'_>) -> T,
    ) -> T {
        let object = &self.objects[&id];
        let linked = self.linked(id);
        let none = Vec::new();
        ask(&Situation {
            object,
            fields: &object.fields,
            linked: &linked,
            attachments: self.files.get(&id).unwrap_or(&none),
            input,
            maker: &who.name,
            today: self.today,
            numbers: &self.numbers,
            rights: &rights(),
            calendar: &Calendar::default(),
        })
    }

    pub(crate) fn carry_out(
        &mut self,
        id: Uuid,
        who: &Actor,
        by: Decision,
        verb: &str,
        input: &Input,
    ) -> Result<(), Refusal> {
        let decided = self.judge(id, who, input, |at| decide(at, who, by, verb))?;
        let object = self.objects.get_mut(&id).unwrap();
        object.state = decided.to;
        object.resumes = decided.resumes;
        object.fields = decided.fields;
        object.due = decided.due;
        object.holder = decided.holder;
        object.last = decided.last;
        object.hands = decided.hands;
        object.version += 1;
        self.files.entry(id).or_default().extend(input.evidence.clone());
        let following = Input { date: input.date, ..Input::default() };
        for effect in decided.made.effects.iter().filter(|_| decided.recalled) {
            if let Effect::Linked(role, _) = effect {
                for other in self.tied(id, role) {
                    self.carry_out(other, who, Decision::Following, "recall", &following)?;
                }
            }
        }
        for effect in decided.effects {
            match effect {
                Effect::Then(verb) => self.carry_out(id, who, Decision::Following, verb, &following)?,
                Effect::Linked(role, verb) => {
                    for other in self.tied(id, role) {
                        if !lingdi_domain::moves::is_open(&self.objects[&other]) {
                            continue;
                        }
                        self.carry_out(other, who, Decision::Following, verb, &following)?;
                    }
                }
                Effect::LinkedHere(role, verb) => {
                    for other in self.tied(id, role) {
                        let object = &self.objects[&other];
                        let machine = machine(object.kind);
                        if machine.named(verb).is_some_and(|one| machine.begins(one, object.state)) {
                            self.carry_out(other, who, Decision::Following, verb, &following)?;
                        }
                    }
                }
                Effect::OpenTasks => self.open_tasks(id, who)?,
                Effect::Targets => self.targets(id, who, false)?,
                Effect::TargetsRefused => self.targets(id, who, true)?,
                Effect::OpenParts => {
                    for part in divided(&self.objects[&id], self.today, &self.numbers.limits) {
                        let part = Object { id: self.id(), ..part };
                        self.ties.push((part.id, "whole", id));
                        self.objects.insert(part.id, part);
                    }
                }
                Effect::OpenCase(_) => {
                    let (parcel, fields) =
                        (self.objects[&id].parcel.clone(), self.objects[&id].fields.clone());
                    let area = fields.case().map_or(Area(1), |case| case.area);
                    self.open_case(&parcel, area);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Opens a case unless the parcel has an open one.
    pub(crate) fn open_case(&mut self, parcel: &str, area: Area) -> Option<Uuid> {
        let open = |object: &&Object| object.parcel == parcel && lingdi_domain::moves::is_open(object);
        if self.objects.values().any(|object| object.kind == ObjectKind::Case && open(&object)) {
            return None;
        }
        let id = self.case(parcel, "", area);
        let who = actor("科员");
        self.carry_out(id, &who, Decision::Following, "open", &Input::default()).unwrap();
        Some(id)
    }

    fn targets(&mut self, id: Uuid, who: &Actor, refused: bool) -> Result<(), Refusal> {
        let item = self.objects[&id].fields.item().unwrap().clone();
        let Some(proposal) = item.proposal else { return Ok(()) };
        for target in self.tied(id, "target") {
            let one = machine(self.objects[&target].kind).named(&proposal).unwrap();
            let Some(verb) = (if refused { one.refusal } else { Some(one.verb) }) else { continue };
            let form = machine(self.objects[&target].kind).named(verb).unwrap().fields;
            let given = self.objects[&id].fields.json();
            let fields =
                form.iter().filter_map(|field| Some((field.name.to_owned(), given.get(field.name)?.clone())));
            let reason =
                self.objects[&id].fields.item().and_then(|item| item.opinion.clone()).unwrap_or_default();
            let input = Input { fields: fields.collect(), reason, ..Input::default() };
            self.carry_out(target, who, Decision::Item(id), verb, &input)?;
        }
        Ok(())
    }

    /// Objects tied to this one, by the name of the tie; a tie is seen from both ends.
    pub(crate) fn tied(&self, id: Uuid, role: &str) -> Vec<Uuid> {
        self.linked(id)
            .into_iter()
            .filter(|linked| linked.role == role)
            .map(|linked| linked.object.id)
            .collect()
    }

    fn linked(&self, id: Uuid) -> Vec<Linked> {
        let mut linked = Vec::new();
        let kind = self.objects[&id].kind;
        for (from, role, to) in &self.ties {
            let other = if *from == id {
                Some(((*role).to_owned(), to))
            } else if *to == id {
                Some((reverse(self.objects[from].kind).to_owned(), from))
            } else {
                None
            };
            if let Some((role, other)) = other {
                linked.push(Linked { role, object: self.objects[other].clone() });
            }
        }
        // What else of this kind hangs on the same objects.
        let mine: Vec<Uuid> =
            self.ties.iter().filter(|(from, ..)| *from == id).map(|(_, _, to)| *to).collect();
        for (from, role, to) in &self.ties {
            if mine.contains(to) && *from != id && self.objects[from].kind == kind && *role != "meeting" {
                linked.push(Linked { role: "sibling".to_owned(), object: self.objects[from].clone() });
            }
        }
        linked
    }

    pub(crate) fn state(&self, id: Uuid) -> &'static str {
        self.objects[&id].state
    }

    /// A held meeting of a level decides about targets: raised by the clerk, entered by the head.
    pub(crate) fn meeting_decides(
        &mut self,
        level: &str,
        act: &str,
        proposal: &str,
        targets: &[Uuid],
        outcome: &str,
        pairs: &[(&str, &str)],
    ) -> Result<Uuid, Refusal> {
        let meeting = self.open(
            ObjectKind::Meeting,
            "科员",
            &[],
            &[("level", level), ("name", "会议"), ("date", "2023-10-09")],
        )?;
        self.go(meeting, "科员", "collect", &[])?;
        let ties: Vec<_> = targets.iter().map(|target| ("target", *target)).collect();
        let item = self.open(
            ObjectKind::Item,
            "科员",
            &ties,
            &[("act", act), ("subject", "议题"), ("proposal", proposal)],
        )?;
        self.ties.push((item, "meeting", meeting));
        self.go(item, "科员", "pre_review", &[])?;
        self.go(item, "科员", "put_on_agenda", &[])?;
        self.go(meeting, "科员", "fix_agenda", &[])?;
        let day = self.today.to_string();
        self.go(meeting, "科员", "hold", &[("date", &day), ("chair", "主任"), ("attendance", "全体")])?;
        self.go(item, "主任", outcome, pairs)?;
        Ok(item)
    }
}

fn reverse(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Nomination => "nomination",
        ObjectKind::Case => "case",
        ObjectKind::Objection => "objection",
        ObjectKind::OverallPlan => "overall_plan",
        ObjectKind::Plan => "plan",
        ObjectKind::Block => "block",
        ObjectKind::Agreement => "agreement",
        ObjectKind::Meeting => "meeting",
        ObjectKind::Item => "item",
        ObjectKind::BattlePlan => "battle_plan",
        ObjectKind::UnitReport => "unit_report",
        ObjectKind::Period => "period",
        ObjectKind::Interview => "interview",
        ObjectKind::Order => "order",
        ObjectKind::OrderTask => "order_task",
        ObjectKind::Visit => "visit",
        ObjectKind::Supervision => "supervision",
        ObjectKind::Defect => "defect",
        ObjectKind::Commendation => "commendation",
        ObjectKind::Pledge => "pledge",
    }
}
