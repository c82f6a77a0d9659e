//! Meetings of the three levels: on which days they sit, what is put before them, what becomes of it.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use lingdi_domain::meeting::{Act, Level};
use lingdi_domain::moves::{Who, machine};
use lingdi_domain::object::ObjectKind;
use lingdi_domain::object::ObjectKind::{Item, Meeting};

use super::book::{Book, Ymd, at, day, end};
use super::step::{Step, Thing};

/// A meeting that sits, or is to.
#[derive(Debug)]
pub(super) struct Sitting {
    level: Level,
    on: NaiveDate,
    /// When its agenda is put together.
    pub(super) opens: NaiveDateTime,
    /// The state in which it stands in the end.
    ends: &'static str,
    proposals: Vec<Proposal>,
}

/// Something for a meeting to decide.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    pub(super) kind: ObjectKind,
    pub(super) thing: Thing,
    pub(super) verb: &'static str,
    /// Reason code, for 不予认定.
    pub(super) rejection: &'static str,
    /// What the meeting makes of it.
    pub(super) outcome: Outcome,
}

/// What a meeting makes of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Agreed,
    /// 原则同意并修改, confirmed some days later.
    WithChanges,
    Refused,
}

impl Proposal {
    pub(super) fn new(kind: ObjectKind, thing: &Thing, verb: &'static str) -> Self {
        Self { kind, thing: thing.clone(), verb, rejection: "", outcome: Outcome::Agreed }
    }
}

/// The most objects in one item of an agenda.
const BATCH: usize = 30;
/// Working days until a changed text is confirmed.
const REVISION: u32 = 3;

/// 副组长联席会议
const DEPUTY: &[Ymd] = &[
    (2022, 6, 22),
    (2022, 7, 20),
    (2022, 8, 24),
    (2022, 9, 21),
    (2022, 10, 26),
    (2022, 11, 23),
    (2023, 1, 11),
    (2023, 2, 22),
    (2023, 3, 22),
    (2023, 4, 26),
    (2023, 5, 24),
    (2023, 6, 28),
    (2023, 7, 26),
    (2023, 8, 23),
];
/// 组长联席会议
const LEADER: &[Ymd] =
    &[(2022, 6, 29), (2022, 9, 28), (2022, 12, 7), (2023, 3, 15), (2023, 6, 14), (2023, 8, 30)];
/// The last meetings, and where they stand on the business date.
const LAST: &[(Level, Ymd, &str)] = &[
    (Level::Office, (2022, 12, 28), "CANCELLED"),
    (Level::Deputy, (2023, 9, 22), "MINUTES_DRAFT"),
    (Level::Office, (2023, 9, 27), "MINUTES_SIGNED"),
    (Level::Office, (2023, 10, 8), "HELD"),
    (Level::Leader, (2023, 10, 10), "AGENDA_FIXED"),
    (Level::Deputy, (2023, 10, 11), "AGENDA_COLLECTING"),
    (Level::Office, (2023, 10, 25), "PLANNED"),
];

/// All sittings, by day.
pub(super) fn all(book: &mut Book) -> Vec<Sitting> {
    let mut all = Vec::new();
    let fortnights = std::iter::successors(Some(day(2022, 4, 27)), |on| Some(*on + chrono::Days::new(14)));
    let fortnights = fortnights.take_while(|on| *on < day(2023, 9, 20));
    let cancelled = day(2022, 12, 28);
    let office = fortnights.filter(|on| (*on - cancelled).num_days().abs() > 6);
    let published = office.map(|on| (Level::Office, on, "PUBLISHED"));
    let of =
        |level, days: &'static [Ymd]| days.iter().map(move |(y, m, d)| (level, day(*y, *m, *d), "PUBLISHED"));
    let last = LAST.iter().map(|(level, (y, m, d), ends)| (*level, day(*y, *m, *d), *ends));
    for (level, on, ends) in
        published.chain(of(Level::Deputy, DEPUTY)).chain(of(Level::Leader, LEADER)).chain(last)
    {
        let on = book.workday(on, 0);
        let opens = match ends {
            "PLANNED" => at(day(2023, 10, 8), 16, 0),
            _ if on > end().date() => at(day(2023, 10, 7), 9, 0),
            _ => at(book.workday_before(on, 2), 9, 0),
        };
        all.push(Sitting { level, on, opens, ends, proposals: Vec::new() });
    }
    all.sort_by_key(|sitting| (sitting.on, sitting.level));
    all
}

/// Puts a proposal before the first meeting of the level that it can still reach. Answers when it is
/// carried out; `None` when that is not before the end of the history.
pub(super) fn propose(
    book: &mut Book,
    level: Level,
    ready: NaiveDateTime,
    proposal: Proposal,
) -> Option<NaiveDateTime> {
    let open = |sitting: &&mut Sitting| {
        sitting.level == level && sitting.opens > ready && !["CANCELLED", "PLANNED"].contains(&sitting.ends)
    };
    let outcome = proposal.outcome;
    let sitting = book.sittings.iter_mut().find(open)?;
    sitting.proposals.push(proposal);
    let (on, held) = (sitting.on, sitting.on <= end().date());
    let decided = if outcome == Outcome::WithChanges { book.workday(on, REVISION) } else { on };
    held.then(|| at(decided, 17, 0))
}

/// Writes everything about a meeting, from its agenda to its minutes, into the book.
pub(super) fn hold(book: &mut Book, number: usize) {
    let proposals = std::mem::take(&mut book.sittings[number].proposals);
    let Sitting { level, on, opens, ends, .. } = book.sittings[number];
    let meeting = book.thing();
    let name = name(book, number);
    let go = |book: &mut Book, at, by, step| book.step(at, by, step);
    let convened =
        Step::new(Meeting, &meeting, "open").on(on).field("level", code(level)).field("name", &name);
    go(book, opens, "keyuan", convened.field("place", "县政府 3 号楼 201 会议室"));
    let later = |minutes: i64| opens + chrono::TimeDelta::minutes(minutes);
    match ends {
        "PLANNED" => return,
        "CANCELLED" => {
            let why = "疫情防控期间停开，议题并入下一次例会。";
            return go(book, later(60), "bangong", Step::new(Meeting, &meeting, "cancel").why(why));
        }
        _ => go(book, later(5), "keyuan", Step::new(Meeting, &meeting, "collect")),
    }
    let items = agenda(book, level, on, proposals);
    for (at, item) in items.iter().enumerate() {
        let minute = 10 + 4 * at as i64;
        go(book, later(minute), "keyuan", item.opening.clone());
        go(book, later(minute + 1), "keyuan", Step::new(Item, &item.thing, "pre_review"));
        let put = Step::new(Item, &item.thing, "put_on_agenda").tie("meeting", Meeting, &meeting);
        go(book, later(minute + 2), "keyuan", put);
    }
    if ends == "AGENDA_COLLECTING" {
        return;
    }
    let eve = if on > end().date() { at(end().date(), 11, 0) } else { at(book.workday_before(on, 1), 16, 0) };
    go(book, eve, "keyuan", Step::new(Meeting, &meeting, "fix_agenda"));
    if ends == "AGENDA_FIXED" {
        return;
    }
    let (chair, there) = attendance(level);
    let held = Step::new(Meeting, &meeting, "hold").on(on).field("chair", chair).field("attendance", there);
    go(book, at(on, 11, 30), "keyuan", held);
    for (at_item, item) in items.iter().enumerate() {
        decide(book, at(on, 14, 5 * at_item as i64), item);
    }
    if ends != "HELD" {
        minutes(book, (level, on, ends), &meeting, &name, &items);
    }
}

/// Whose it is to carry out what needs nobody else.
const OFFICE: &str = "县低效工业用地整治提升专班办公室";

/// Whom plans and blocks go to, in turn.
const CARRY_OUT: &[&str] =
    &["县工业用地收储公司", "分水镇", "县自然资源和规划局", "横村镇", "桐庐经济开发区"];

/// What is put on an agenda.
#[derive(Debug)]
struct Topic {
    thing: Thing,
    subject: String,
    opening: Step,
    outcome: Outcome,
    /// Nobody has to carry it out beyond the decision.
    plain: bool,
    responsible: &'static str,
}

/// Items from proposals of one kind, at most so many objects in each; with none, a report.
fn agenda(book: &mut Book, level: Level, on: NaiveDate, proposals: Vec<Proposal>) -> Vec<Topic> {
    let mut topics = Vec::new();
    let mut groups: Vec<Vec<Proposal>> = Vec::new();
    for proposal in proposals {
        let alone = proposal.kind != ObjectKind::Case;
        let fits = |group: &&mut Vec<Proposal>| {
            let first = &group[0];
            !alone
                && group.len() < BATCH
                && (first.kind, first.verb, first.rejection, first.outcome)
                    == (proposal.kind, proposal.verb, proposal.rejection, proposal.outcome)
        };
        match groups.iter_mut().find(fits) {
            Some(group) => group.push(proposal),
            None => groups.push(vec![proposal]),
        }
    }
    for group in groups {
        let first = &group[0];
        let (label, act) = act_of(first.kind, first.verb);
        let subject = if first.kind == ObjectKind::Case {
            format!("{label}：第 {} 批 {} 宗", topics.len() + 1, group.len())
        } else {
            format!("{label}（{}）", on.format("%Y年%-m月"))
        };
        let thing = book.thing();
        let mut opening = Step::new(Item, &thing, "open")
            .field("act", act)
            .field("subject", &subject)
            .field("report", "属地和有关部门材料齐全，专班办公室已预审，提请审议。")
            .field("proposal", first.verb);
        if !first.rejection.is_empty() {
            opening = opening.field("rejection", first.rejection);
        }
        for one in &group {
            opening = opening.tie("target", one.kind, &one.thing);
        }
        let plain = matches!(first.kind, ObjectKind::Case | ObjectKind::Commendation);
        let responsible =
            if plain { OFFICE } else { CARRY_OUT[(on.ordinal() as usize + topics.len()) % CARRY_OUT.len()] };
        topics.push(Topic { thing, subject, opening, outcome: first.outcome, plain, responsible });
    }
    let month = on.format("%Y年%-m月");
    let (act, subject) = match level {
        Level::Office => ("report", format!("听取各属地{month}整治进度")),
        Level::Deputy => ("assessment", format!("审定{month}考核评价结果")),
        Level::Leader => ("major_matter", format!("研究{month}整治提升重大事项")),
    };
    let thing = book.thing();
    let opening = Step::new(Item, &thing, "open").field("act", act).field("subject", &subject);
    let opening = opening.field("report", "各属地进度见附表。");
    let responsible = OFFICE;
    topics.push(Topic { thing, subject, opening, outcome: Outcome::Agreed, plain: true, responsible });
    topics
}

/// Name and act of a move that a meeting owns.
fn act_of(kind: ObjectKind, verb: &str) -> (&'static str, &'static str) {
    let one = machine(kind).named(verb);
    let Some((one, Who::Meeting(act))) = one.map(|one| (one, one.who)) else { return ("", "") };
    (one.label, Act::CHOICES[act as usize].0)
}

fn decide(book: &mut Book, now: NaiveDateTime, item: &Topic) {
    let on = now.date();
    let (verb, why) = match item.outcome {
        Outcome::Agreed => ("agree", "会议同意。"),
        Outcome::WithChanges => ("agree_with_changes", "原则同意，收储价款按评估结果修改后确认。"),
        Outcome::Refused if item.plain => ("refuse", "事迹不够突出，会议不同意。"),
        Outcome::Refused => ("refuse", "收储资金来源未落实，退回重新论证。"),
    };
    let decision = Step::new(Item, &item.thing, verb).why(why).field("responsible", item.responsible);
    book.step(now, "bangong", decision);
    let later = |book: &Book, days, hour| at(book.workday(on, days), hour, i64::from(now.minute()));
    if item.outcome == Outcome::WithChanges {
        let moment = later(book, REVISION, 15);
        let text = Step::new(Item, &item.thing, "confirm_revision").paper("修改稿", moment.date());
        book.step(moment, "bangong", text);
    }
    if item.plain || item.outcome == Outcome::Refused {
        let moment = later(book, 4, 10);
        return book.step(moment, "keyuan", Step::new(Item, &item.thing, "finish").why("已按会议决定办理。"));
    }
    let moment = later(book, 4, 9);
    let deadline = moment.date() + chrono::Days::new(45);
    let assigned = Step::new(Item, &item.thing, "assign").on(deadline).field("responsible", item.responsible);
    book.step(moment, "keyuan", assigned);
    let moment = later(book, 7, 9);
    book.step(moment, "keyuan", Step::new(Item, &item.thing, "execute"));
    let moment = later(book, 45, 10);
    book.step(moment, "keyuan", Step::new(Item, &item.thing, "finish").why("责任单位已办结并反馈。"));
}

fn minutes(
    book: &mut Book,
    (level, on, ends): (Level, NaiveDate, &str),
    meeting: &Thing,
    name: &str,
    items: &[Topic],
) {
    let mut text = format!("{}，{}召开。会议议定：", name, on.format("%Y年%-m月%-d日"));
    for (at, item) in items.iter().enumerate() {
        let settled = match item.outcome {
            Outcome::Agreed => "同意",
            Outcome::WithChanges => "原则同意，修改后确认",
            Outcome::Refused => "不同意，退回重新论证",
        };
        let n = (at + 1).to_string();
        text.extend([&n, "、", &item.subject, "：", settled, "。责任单位：", item.responsible, "。"]);
    }
    let draft = Step::new(Meeting, meeting, "draft_minutes").field("minutes", text);
    let moment = at(book.workday(on, 1), 9, 40);
    book.step(moment, "keyuan", draft);
    if ends == "MINUTES_DRAFT" {
        return;
    }
    let moment = at(book.workday(on, 3), 15, 20);
    let signed = Step::new(Meeting, meeting, "sign_minutes").field("signed_by", attendance(level).0);
    book.step(moment, "bangong", signed.paper("会议纪要签发稿", moment.date()));
    if ends == "PUBLISHED" {
        let moment = at(book.workday(on, 4), 9, 15);
        book.step(moment, "keyuan", Step::new(Meeting, meeting, "publish"));
    }
}

fn attendance(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Office => ("章程", "出席：章程、何静、徐琳、吴越、钱宁；请假：无"),
        Level::Deputy => ("方文渊", "出席：方文渊、章程、俞国平、吴越、钱宁、赖斌；列席：有关乡镇（街道）"),
        Level::Leader => ("陆川", "出席：陆川、方文渊、章程、俞国平；列席：有关乡镇（街道）、部门；请假：无"),
    }
}

fn code(level: Level) -> &'static str {
    Level::CHOICES[level as usize].0
}

/// 2022年第3次办公室例会
fn name(book: &Book, number: usize) -> String {
    let this = &book.sittings[number];
    let year = |sitting: &Sitting| sitting.on.format("%Y").to_string();
    let same = |other: &&Sitting| {
        other.level == this.level && year(other) == year(this) && other.ends != "CANCELLED"
    };
    let before = book.sittings[..number].iter().filter(same).count();
    format!("{}年第{}次{}", year(this), before + 1, this.level.label())
}
