//! Objects as their pages show them.

use chrono::NaiveDate;
use lingdi_app::moves::{ObjectPage as Found, ObjectView, forms_blocks, may_form, may_verify};
use lingdi_app::orders::drafts;
use lingdi_app::policy::facts::Unit;
use lingdi_app::{App, Counted, Snapshot};
use lingdi_domain::meeting::Act;
use lingdi_domain::moves::{Desk, From, Move, desk, is_open, machine, may_make};
use lingdi_domain::object::{Holder, Object, ObjectKind};
use lingdi_domain::step4_remediation::Path;
use lingdi_domain::{Actor, Role};
use serde_json::Map;

use super::super::search;
pub(in crate::handlers) use super::course::{happened, minute};
use super::facts::facts;
use super::orders::{is_of_part, offered_units, order_from};
use crate::format;
use crate::frame::{Frame, Section};
use crate::pages::list::Tab;
use crate::pages::object::{
    FileRow, MoveForm, ObjectPage, ObjectRow, ObjectsPage, ObjectsQuery, ProposalRow, TieRow,
};
use crate::pages::progress::LightView;
use crate::parts::{Choice, letters};

/// A list of a kind.
pub(super) fn list(
    app: &App,
    actor: &Actor,
    kind: ObjectKind,
    query: &ObjectsQuery,
    found: &Found,
    counts: &[Counted],
    snapshot: &Snapshot,
) -> ObjectsPage {
    let today = app.clock().today();
    let total: i64 = counts.iter().map(|count| count.count).sum();
    let path = format!("/{}", kind.code());
    let with = |state: &str, after: Option<String>| address(&path, query, state, after);
    let tab = |label, count: i64, state: &str| Tab {
        label,
        count: format::count(count),
        href: with(state, None),
        current: query.state == state && query.light.is_empty(),
    };
    let states = counts.iter().filter_map(|count| {
        let state = machine(kind).state(&count.state)?;
        Some(tab(state.label, count.count, state.code))
    });
    let tabs: Vec<Tab> = std::iter::once(tab("全部", total, "")).chain(states).collect();
    let units: Vec<(&str, &str)> = std::iter::once(("", "全部"))
        .chain(
            snapshot
                .facts
                .units
                .iter()
                // What meetings decide goes to bureaus too.
                .filter(|unit| is_local(&unit.kind) || kind == ObjectKind::Item && unit.kind != "县")
                .map(|unit| (unit.code.as_str(), unit.name.as_str())),
        )
        .collect();
    let years: Vec<String> = (0..4).map(|back| (chrono::Datelike::year(&today) - back).to_string()).collect();
    let years = std::iter::once(("", "全部")).chain(years.iter().map(|year| (year.as_str(), year.as_str())));
    let next = found.next.as_ref().map(|next| with(&query.state, Some(format!("{}~{}", next.due, next.id))));
    ObjectsPage {
        frame: Frame::sample(Section::None),
        title: if kind == ObjectKind::Case { "低效地块库" } else { kind.label() },
        total: format::count(total),
        tabs: if total == 0 { Vec::new() } else { tabs },
        units: match kind {
            ObjectKind::Meeting | ObjectKind::Supervision | ObjectKind::Pledge => Vec::new(),
            _ => Choice::list(units, &query.unit),
        },
        years: Choice::list(years, &query.year),
        lights: if kind == ObjectKind::Case { LightView::choices(&query.light) } else { Vec::new() },
        query: query.clone(),
        rows: found.objects.iter().map(|stored| row(&stored.object, snapshot, today)).collect(),
        next,
        first: (!query.after.is_empty()).then(|| with(&query.state, None)),
        new: new_button(actor, kind),
        beside: beside(kind),
        has_land: kind == ObjectKind::Case,
        whose: whose(kind),
        day: if kind == ObjectKind::Meeting { "会议日期" } else { "期限" },
        sheet: verification_sheet(kind, query, counts),
        takes_sheet: may_verify(actor),
        picks: kind == ObjectKind::Case && drafts(actor),
        path,
    }
}

/// What the column of units is called.
fn whose(kind: ObjectKind) -> &'static str {
    use ObjectKind::{Commendation, Item, Meeting, Pledge, Supervision};
    if matches!(kind, Item | Meeting | Supervision | Commendation | Pledge) { "单位" } else { "属地" }
}

/// The 核实表 is fetched while cases wait for verification.
fn verification_sheet(kind: ObjectKind, query: &ObjectsQuery, counts: &[Counted]) -> Option<String> {
    let waiting = kind == ObjectKind::Case && ["", "VERIFYING"].contains(&query.state.as_str());
    let any = counts.iter().any(|count| count.state == "VERIFYING" && count.count > 0);
    (waiting && any).then(|| match query.unit.as_str() {
        "" => "/cases/verification.xlsx".to_owned(),
        unit => format!("/cases/verification.xlsx?unit={}", search::percent(unit)),
    })
}

fn is_local(kind: &str) -> bool {
    ["乡镇", "街道", "开发区"].contains(&kind)
}

fn address(path: &str, query: &ObjectsQuery, state: &str, after: Option<String>) -> String {
    let pairs = [
        ("state", state.to_owned()),
        ("unit", query.unit.clone()),
        ("year", query.year.clone()),
        ("light", if state == query.state { query.light.clone() } else { String::new() }),
        ("after", after.unwrap_or_default()),
    ];
    let set = pairs.iter().filter(|(_, value)| !value.is_empty());
    let set: Vec<_> = set.map(|(name, value)| format!("{name}={}", search::percent(value))).collect();
    if set.is_empty() { path.to_owned() } else { format!("{path}?{}", set.join("&")) }
}

/// Kinds that begin from nothing have their button on the list.
fn new_button(actor: &Actor, kind: ObjectKind) -> Option<(String, &'static str)> {
    if kind == ObjectKind::Block && forms_blocks(actor) {
        return Some(("/blocks/forming".to_owned(), "谋划连片地块"));
    }
    let from_nothing = matches!(
        kind,
        ObjectKind::Nomination
            | ObjectKind::OverallPlan
            | ObjectKind::BattlePlan
            | ObjectKind::UnitReport
            | ObjectKind::Meeting
            | ObjectKind::Item
            | ObjectKind::Period
            | ObjectKind::Supervision
            | ObjectKind::Commendation
            | ObjectKind::Pledge
    );
    let one = opening(actor, kind).filter(|_| from_nothing)?;
    Some((format!("/{}/new", kind.code()), one.label))
}

/// The move by which this person begins an object of a kind in their own unit.
fn opening(actor: &Actor, kind: ObjectKind) -> Option<&'static Move> {
    let mut new = machine(kind).all().filter(|one| matches!(one.from, From::New));
    new.find(|one| may_make(one, actor, &actor.unit))
}

fn beside(kind: ObjectKind) -> Vec<(&'static str, &'static str)> {
    match kind {
        ObjectKind::BattlePlan => {
            return vec![("/progress", "整治进度"), ("/unit_reports", "属地月报"), ("/targets", "目标任务")];
        }
        ObjectKind::UnitReport => {
            return vec![("/progress", "整治进度"), ("/battle_plans", "年度作战方案")];
        }
        ObjectKind::Period => return vec![("/ranking", "考核排名"), ("/interviews", "末位预警和约谈")],
        ObjectKind::Interview => return vec![("/ranking", "考核排名"), ("/periods", "月度考核")],
        ObjectKind::Supervision => {
            return vec![
                ("/defects", "督查问题"),
                ("/commendations", "表彰"),
                ("/published", "已印发的通报"),
            ];
        }
        ObjectKind::Defect => return vec![("/supervisions", "督查"), ("/ranking", "考核排名")],
        ObjectKind::Commendation => {
            return vec![("/supervisions", "督查"), ("/published", "已印发的通报"), ("/meetings", "会议")];
        }
        ObjectKind::Pledge => return vec![("/pledges/roster", "批量列入和正文")],
        _ => {}
    }
    let all = [
        ("/cases", "低效地块库"),
        ("/nominations", "发现线索"),
        ("/overall_plans", "总体方案"),
        ("/battle_plans", "年度作战方案"),
        ("/plans", "一地一方案"),
        ("/agreements", "履约监管协议"),
        ("/blocks", "连片地块"),
        ("/objections", "异议"),
        ("/items", "议定事项"),
        ("/meetings", "会议"),
    ];
    let own = format!("/{}", kind.code());
    all.into_iter().filter(|(href, _)| *href != own).collect()
}

pub(in super::super) fn row(object: &Object, snapshot: &Snapshot, today: NaiveDate) -> ObjectRow {
    let case = object.fields.case();
    let mut code = object.number.clone();
    if !object.parcel.is_empty() {
        code = format!("{code} · {}", format::parcel_code(&object.parcel));
    }
    let (state, tone) = state(object);
    // Whoever promises belongs to a body that need not be a unit of the plan.
    let organ = object.fields.pledge().map(|pledge| pledge.organ.clone());
    let held = object.fields.meeting().and_then(|meeting| meeting.held_on);
    ObjectRow {
        href: href(object),
        title: object.title.clone(),
        parcel: if is_open(object) { object.parcel.clone() } else { String::new() },
        code,
        unit: organ.unwrap_or_else(|| unit_name(&object.unit, snapshot)),
        letters: case.map(|case| letters(&case.categories)).unwrap_or_default(),
        area: case.map(|case| format::mu(case.area)).unwrap_or_default(),
        state,
        tone,
        holder: object.holder.as_ref().map(|holder| holder_name(holder, snapshot)).unwrap_or_default(),
        due: held.or(object.due).map(format::date).unwrap_or_default(),
        overdue: object.due.is_some_and(|due| due < today),
        light: None,
    }
}

pub(in crate::handlers) fn href(object: &Object) -> String {
    format!("/{}/{}", object.kind.code(), object.id)
}

/// State in words and its tone: amber where a unit is to act, blue-green where the office is.
pub(in crate::handlers) fn state(object: &Object) -> (&'static str, &'static str) {
    let Some(state) = machine(object.kind).state(object.state) else { return ("", "plain") };
    let tone = match (state.open, state.desk) {
        (true, Desk::LocalClerk | Desk::LocalLeader | Desk::Receiver) => "warn",
        (true, _) => "dai",
        (false, _)
            if [
                "EXITED",
                "PRE_EXITED",
                "COMPLETED",
                "ENDED_FULFILLED",
                "DONE",
                "CERTIFIED",
                "CLOSED",
                "LIFTED",
                "ISSUED",
            ]
            .contains(&state.code) =>
        {
            "good"
        }
        (false, _) => "plain",
    };
    (state.label, tone)
}

pub(in crate::handlers) fn unit_name(unit: &str, snapshot: &Snapshot) -> String {
    if unit.is_empty() { "专班办公室".to_owned() } else { snapshot.unit_name(unit).to_owned() }
}

fn holder_name(holder: &Holder, snapshot: &Snapshot) -> String {
    match holder.role {
        Role::OfficeClerk => "专班办公室".to_owned(),
        Role::OfficeHead => "专班办公室主任".to_owned(),
        Role::Leader => "组长".to_owned(),
        Role::Inspector => "督查组".to_owned(),
        role => format!("{} {}", snapshot.unit_name(&holder.unit), role.label()),
    }
}

/// The page of one object.
pub(super) fn one(
    frame: Frame,
    actor: &Actor,
    seen: &ObjectView,
    snapshot: &Snapshot,
    today: NaiveDate,
) -> ObjectPage {
    let object = &seen.stored.object;
    let shown = row(object, snapshot, today);
    ObjectPage {
        frame,
        kind: object.kind.label(),
        list: match object.kind {
            ObjectKind::OrderTask => "/orders".to_owned(),
            kind => format!("/{}", kind.code()),
        },
        title: shown.title,
        number: object.number.clone(),
        state: shown.state,
        tone: shown.tone,
        holder: shown.holder,
        due: shown.due,
        overdue: shown.overdue,
        parcel: if object.parcel.is_empty() {
            String::new()
        } else {
            format!("/parcels/{}", search::percent(&object.parcel))
        },
        dossier: format!("/dossiers/{}", search::percent(&object.parcel)),
        facts: facts(object, snapshot),
        ties: seen.ties.iter().map(|tie| tie_row(&tie.role, &tie.object)).collect(),
        files: seen.files.iter().map(|kept| file_row(&kept.file)).collect(),
        events: seen.events.iter().rev().map(|event| happened(object.kind, event)).collect(),
        moves: forms(seen, &offered_units(object.kind, &snapshot.facts.units)),
        proposals: proposals(actor, seen),
        begins: begins(actor, seen),
        map: None,
        notice_sheet: if object.kind == ObjectKind::Case && object.state == "VERIFIED" {
            format!("{}/notice", href(object))
        } else {
            String::new()
        },
        progress: None,
        order: None,
    }
}

fn forms(seen: &ObjectView, units: &[Unit]) -> Vec<MoveForm> {
    let object = &seen.stored.object;
    let present = object.fields.json();
    let action = |verb: &str| format!("{}/moves/{verb}", href(object));
    let form = |offer: &lingdi_domain::moves::Offer| {
        let form = MoveForm::new(offer.made, action(offer.made.verb), object.version, &present, units);
        // What the form itself asks for is not missing yet.
        let own = |name: &str| offer.made.fields.iter().any(|field| field.name == name);
        let missing = offer.missing.iter().filter(|one| !own(&one.name)).map(|one| one.sentence.clone());
        // What a unit's task lacks, no field of its form mends.
        let late =
            object.kind != ObjectKind::OrderTask && offer.made.fields.iter().any(|field| field.required);
        let form = of_path(form, seen);
        MoveForm { paper: offer.paper, missing: if late { Vec::new() } else { missing.collect() }, ..form }
    };
    let mut forms: Vec<MoveForm> = seen.offers.iter().filter(|offer| is_of_part(offer)).map(form).collect();
    // What leads on comes first, then what still lacks something, then what may befall any state.
    let aside = |verb: &str| machine(object.kind).named(verb).is_some_and(desk::is_aside);
    forms.sort_by_key(|form| (aside(&form.verb), !form.missing.is_empty()));
    if seen.can_recall {
        forms.push(MoveForm::recall(action("recall"), object.version));
    }
    forms
}

/// Of the facts that complete a path (`收购收储：腾空日期`), a case is asked those of its own plan's path.
fn of_path(mut form: MoveForm, seen: &ObjectView) -> MoveForm {
    let path = seen.ties.iter().filter_map(|tie| tie.object.fields.plan()).find_map(|plan| plan.path);
    if let Some(path) = path {
        let name = Path::CHOICES.iter().find(|(code, _)| *code == format!("{path:?}")).map_or("", |it| it.1);
        let own = |label: &str| label.split_once('：').is_none_or(|(of, _)| of == name);
        form.fields.retain(|field| form.verb != "report_progress" || own(field.label));
    }
    form
}

fn proposals(actor: &Actor, seen: &ObjectView) -> Vec<ProposalRow> {
    let object = &seen.stored.object;
    let may_raise = machine(ObjectKind::Item).named("open").is_some_and(|one| may_make(one, actor, ""));
    if !may_raise {
        return Vec::new();
    }
    let row = |one: &lingdi_app::moves::Proposal| ProposalRow {
        label: one.label,
        level: one.level.map_or("", lingdi_domain::meeting::Level::label),
        missing: one.missing.iter().map(|missing| missing.sentence.clone()).collect(),
        href: format!("/items/new?verb={}&link=target:{}:{}", one.verb, object.kind.code(), object.id),
    };
    seen.proposals.iter().map(row).collect()
}

/// New objects that begin on the page of a case; the agenda and the minutes of a meeting.
fn begins(actor: &Actor, seen: &ObjectView) -> Vec<(String, &'static str)> {
    let object = &seen.stored.object;
    if object.kind == ObjectKind::Meeting {
        let page = |name: &str, label| (format!("{}/{name}", href(object)), label);
        return vec![page("agenda", "列入议题、登记议定"), page("minutes", "纪要打印稿")];
    }
    if object.kind == ObjectKind::Period
        && let Some(month) = object.fields.period().and_then(|period| period.month)
    {
        let mut begins = vec![(format!("/ranking?month={month}"), "看排名")];
        begins.extend(seen.begins.iter().map(|(kind, one)| {
            (format!("/{}/new?link=period:{}:{}", kind.code(), object.kind.code(), object.id), one.label)
        }));
        return begins;
    }
    if object.kind == ObjectKind::UnitReport {
        return vec![(format!("{}/print", href(object)), "月报打印稿")];
    }
    if matches!(object.kind, ObjectKind::OverallPlan | ObjectKind::BattlePlan) {
        return vec![(format!("{}/print", href(object)), "方案打印稿")];
    }
    if let Some(order) = order_from(actor, object) {
        return vec![order];
    }
    let print = |label| (format!("{}/print", href(object)), label);
    match object.kind {
        ObjectKind::Supervision => {
            let link = format!("link=supervision:{}:{}", object.kind.code(), object.id);
            let begins = seen.begins.iter();
            let begins = begins.map(|(kind, one)| (format!("/{}/new?{link}", kind.code()), one.label));
            return begins.chain([print("通报打印稿")]).collect();
        }
        ObjectKind::Commendation => return vec![print("通报打印稿")],
        ObjectKind::Pledge => return vec![print("承诺书打印稿")],
        _ => {}
    }
    let address = |kind: ObjectKind| format!("/{}/new?link=case:cases:{}", kind.code(), object.id);
    let mut begins: Vec<_> = seen.begins.iter().map(|(kind, one)| (address(*kind), one.label)).collect();
    if may_form(actor, object) {
        begins.push((format!("/blocks/forming?site={}", search::percent(&object.parcel)), "列入连片谋划"));
    }
    if object.kind == ObjectKind::Case && drafts(actor) && is_open(object) {
        begins.push((format!("/orders/forming?site={}", search::percent(&object.parcel)), "拟派单"));
    }
    begins
}

/// The form for a new object, with what is known of it already.
pub(in crate::handlers) fn new_form(
    actor: &Actor,
    kind: ObjectKind,
    link: Option<&str>,
    verb: Option<&str>,
    about: Option<&Object>,
    units: &[Unit],
) -> MoveForm {
    let mut present = Map::new();
    if let (Some(verb), Some(about)) = (verb, about)
        && let Some(one) = machine(about.kind).named(verb)
    {
        let act = if let lingdi_domain::moves::Who::Meeting(act) = one.who { act } else { Act::Report };
        present.insert("act".to_owned(), serde_json::to_value(act).unwrap_or_default());
        present.insert("proposal".to_owned(), verb.into());
        present.insert("subject".to_owned(), format!("{}：{}", one.label, about.title).into());
    }
    let open = opening(actor, kind).or_else(|| machine(kind).named("open"));
    let action = |one: &Move| format!("/{}/new/moves/{}", kind.code(), one.verb);
    let form = open.map(|one| MoveForm::new(one, action(one), 0, &present, units));
    let mut form = form.unwrap_or_default();
    settle_proposal(&mut form);
    // Whatever is to be decided may come with files.
    form.evidence |= kind == ObjectKind::Item;
    MoveForm { links: link.map(str::to_owned).into_iter().collect(), open: true, ..form }
}

/// What a decision makes its target do is set by the page it was raised on: it is sent along, not typed,
/// and a reason for a rejection is asked only where it may be needed.
pub(super) fn settle_proposal(form: &mut MoveForm) {
    // Which text the office confirms the program knows.
    form.fields.retain(|field| field.name != "confirmed");
    let value = |name: &str| form.fields.iter().find(|field| field.name == name).map(|it| it.value.clone());
    let Some(proposal) = value("proposal") else { return };
    form.fields.retain(|field| field.name != "rejection" || proposal == "reject");
    // A revision is taken to its meeting from the page of the policy.
    form.fields.retain(|field| field.name != "revision");
    for field in form.fields.iter_mut().filter(|field| field.name == "proposal") {
        field.input = crate::pages::object::Input::Hidden;
    }
}

fn tie_row(role: &str, object: &Object) -> TieRow {
    let (state, tone) = state(object);
    let role = match role {
        "former" => "原案件",
        "successor" => "返库案件",
        "whole" => "分割前",
        "part" => "分割后",
        "target" => "所议对象",
        "member" => "地块",
        "basis" => "依据的排名",
        "former_member" => "已调出的地块",
        "former_block" => "曾列入的连片地块",
        "site" => "涉及地块",
        "alert" => "来自预警",
        "decision" => "来自议定事项",
        _ => object.kind.label(),
    };
    TieRow { role, href: href(object), title: object.title.clone(), state, tone }
}

fn file_row(file: &lingdi_domain::object::Attachment) -> FileRow {
    let mut note: Vec<String> = Vec::new();
    note.extend(Some(file.shows.clone()).filter(|shows| !shows.is_empty()));
    note.extend(file.dated.map(format::date));
    note.push(format::file_size(file.size as u64));
    FileRow {
        href: format!("/attachments/{}", file.id),
        name: file.name.clone(),
        note: note.join(" · "),
        pdf: file.media == "application/pdf",
    }
}
