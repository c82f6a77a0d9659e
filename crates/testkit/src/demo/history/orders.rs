//! Orders of the 组长 since the spring of 2022, in every state, and the visits of bureaus to their units.

use chrono::{Days, NaiveDate};
use lingdi_domain::object::ObjectKind::{Case, Order, OrderTask, Visit};

use super::book::{Book, Ymd, at, day};
use super::case::Listed;
use super::step::{Step, Thing};
use crate::demo::people::{LINKS, PEOPLE, of_unit};
use crate::demo::siting::UNITS;
use lingdi_domain::Role;

/// How far an order has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    Draft,
    Pending,
    /// Sent out, the assisting units have not signed yet.
    Unsigned,
    Rejected,
    /// The units are at work on it.
    AtWork,
    Cancelled,
    Extension,
    Applied,
    Checking,
    SentBack,
    Verified,
    Closed,
}

/// What is out of the ordinary about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    None,
    /// The first assisting unit was the wrong one.
    WrongUnit,
    /// The deadline was put off once.
    PutOff,
    /// More time was asked for and not granted.
    NotPutOff,
    /// The office sent it back once.
    Redone,
    /// The lead applied after the deadline.
    Late,
}

/// An order: when it was drafted, days until its deadline, what it is about, lead, assisting units; the
/// township of the site stands as `""`.
struct Plan(Ymd, u64, &'static str, &'static str, &'static [&'static str], Reached, Turn);

const SUBLET: &str = "违规转租厂房联合处置";
const IDLE: &str = "闲置厂房盘活要件会办";
const FIRE: &str = "厂中厂消防和用电隐患整治";
const TITLE: &str = "收储地块产权障碍会办";
const TAX: &str = "低税企业税源和用地核查";

const PLANS: &[Plan] = &[
    Plan((2022, 4, 18), 40, SUBLET, "330122B11", &["", "330122B02"], Reached::Closed, Turn::None),
    Plan((2022, 5, 16), 35, IDLE, "330122B02", &[""], Reached::Closed, Turn::None),
    Plan((2022, 6, 13), 30, TAX, "330122B03", &["", "330122B01"], Reached::Closed, Turn::Late),
    Plan((2022, 7, 11), 45, TITLE, "330122C01", &["330122B02", ""], Reached::Closed, Turn::PutOff),
    Plan((2022, 8, 15), 30, FIRE, "", &["330122B11"], Reached::Closed, Turn::None),
    Plan((2022, 9, 13), 40, SUBLET, "330122B11", &["330122B02", ""], Reached::Closed, Turn::WrongUnit),
    Plan((2022, 10, 17), 35, IDLE, "330122B01", &[""], Reached::Closed, Turn::None),
    Plan((2022, 11, 14), 30, TAX, "330122B03", &[""], Reached::Cancelled, Turn::None),
    Plan((2023, 2, 27), 45, SUBLET, "330122B11", &["", "330122B02"], Reached::Closed, Turn::Redone),
    Plan((2023, 3, 20), 40, TITLE, "330122B02", &["330122C01", ""], Reached::Closed, Turn::None),
    Plan((2023, 4, 17), 35, IDLE, "", &["330122B01"], Reached::Closed, Turn::NotPutOff),
    Plan((2023, 5, 15), 40, FIRE, "330122B11", &[""], Reached::Closed, Turn::Late),
    Plan((2023, 6, 12), 45, TAX, "330122B03", &["330122B01", ""], Reached::Closed, Turn::None),
    Plan((2023, 7, 10), 50, SUBLET, "330122B11", &["330122B02", ""], Reached::AtWork, Turn::None),
    Plan((2023, 8, 7), 45, IDLE, "330122B02", &[""], Reached::AtWork, Turn::None),
    Plan((2023, 8, 14), 60, TITLE, "330122C01", &["330122B02", ""], Reached::Extension, Turn::None),
    Plan((2023, 8, 21), 45, FIRE, "", &["330122B11"], Reached::Applied, Turn::None),
    Plan((2023, 8, 23), 44, TAX, "330122B03", &["330122B01"], Reached::Checking, Turn::None),
    Plan((2023, 8, 16), 46, IDLE, "330122B01", &[""], Reached::SentBack, Turn::None),
    Plan((2023, 8, 9), 45, SUBLET, "330122B11", &[""], Reached::Verified, Turn::None),
    Plan((2023, 9, 11), 50, IDLE, "330122B02", &["", "330122C01"], Reached::AtWork, Turn::None),
    Plan((2023, 9, 18), 28, FIRE, "330122B11", &[""], Reached::AtWork, Turn::None),
    Plan((2023, 9, 27), 45, TITLE, "330122B02", &["330122C01", ""], Reached::Unsigned, Turn::None),
    Plan((2023, 9, 26), 40, SUBLET, "330122B11", &["", "330122B02"], Reached::Rejected, Turn::None),
    Plan((2023, 10, 7), 45, TAX, "330122B03", &["330122B01", ""], Reached::Pending, Turn::None),
    Plan((2023, 10, 8), 50, IDLE, "330122B02", &[""], Reached::Draft, Turn::None),
];

/// Tells of the orders about the sites of a year's list, and at the first one of the visits.
pub(super) fn tell(book: &mut Book, sites: &[Listed], year: i32) {
    if year == 2022 {
        visits(book);
    }
    let known: Vec<&Listed> = sites.iter().filter(|site| of_unit(&site.unit).0.is_some()).collect();
    let plans = PLANS.iter().filter(|plan| plan.0.0 == year);
    for (plan, site) in plans.zip(known.iter().step_by(5)) {
        Told::of(book, plan, site).tell();
    }
}

/// One order being told.
struct Told<'a> {
    book: &'a mut Book,
    plan: &'static Plan,
    site: &'a Listed,
    order: Thing,
    number: usize,
    deadline: NaiveDate,
    today: NaiveDate,
    minute: i64,
}

impl<'a> Told<'a> {
    fn of(book: &'a mut Book, plan: &'static Plan, site: &'a Listed) -> Self {
        let order = book.thing();
        let number = if let Thing::Made(number) = order { number } else { 0 };
        let first = day(plan.0.0, plan.0.1, plan.0.2);
        let (today, deadline) = (book.workday(first, 0), book.workday(first + Days::new(plan.1), 0));
        Self { book, plan, site, order, number, deadline, today, minute: 9 * 60 + 12 }
    }

    fn tell(mut self) {
        let assisting = self.units(self.plan.4).join("\n");
        let wrong = self.plan.6 == Turn::WrongUnit;
        let first = if wrong { format!("{assisting}\n330122B03") } else { assisting.clone() };
        let form = self.form(&first);
        let drafted = Step::new(Order, &self.order, "open").fields(form);
        let parcel = Thing::Case(self.site.parcel.clone());
        self.go("keyuan", drafted.tie("site", Case, &parcel));
        if self.plan.5 == Reached::Draft {
            return;
        }
        self.sign_off();
        if self.plan.5 == Reached::Pending {
            return;
        }
        self.wait(1);
        self.go("zuzhang", Step::new(Order, &self.order, "issue"));
        if self.plan.5 == Reached::Rejected {
            return self.returned("330122B02", "zigui");
        }
        if wrong {
            self.redrafted(&assisting);
        }
        self.signed();
        if self.plan.5 > Reached::Unsigned {
            self.work();
        }
    }

    fn form(&self, assisting: &str) -> Vec<(&'static str, String)> {
        let unit =
            UNITS.iter().find(|(name, _)| crate::demo::people::unit_named(name) == Some(&self.site.unit));
        let name = unit.map_or("", |(name, _)| name);
        vec![
            ("subject", format!("{name}{}", self.plan.2)),
            ("content", format!("对{name}所列地块开展{}，查清现状，逐户提出处置意见并落实。", self.plan.2)),
            ("standard", "处置意见全部落实，附现场照片和书面结论。".to_owned()),
            ("deadline", self.deadline.to_string()),
            ("lead", self.units(&[self.plan.3]).join("")),
            ("assisting", assisting.to_owned()),
        ]
    }

    fn units(&self, codes: &[&str]) -> Vec<String> {
        codes
            .iter()
            .map(|code| if code.is_empty() { self.site.unit.clone() } else { (*code).to_owned() })
            .collect()
    }

    fn sign_off(&mut self) {
        self.go("keyuan", Step::new(Order, &self.order, "submit"));
    }

    /// A unit says that it is the wrong one.
    fn returned(&mut self, unit: &str, by: &'static str) {
        let why = "该事项不属本单位职责，请改派。";
        self.go(by, Step::new(OrderTask, &self.task(unit), "return_order").why(why));
    }

    /// The bureau named by mistake returns the order, which goes out again without it.
    fn redrafted(&mut self, assisting: &str) {
        self.returned("330122B03", "shuiwu");
        let why = "情况属实，改派后重新签发。";
        self.go("keyuan", Step::new(Order, &self.order, "redraft").why(why));
        self.go("keyuan", Step::new(Order, &self.order, "edit").fields(self.form(assisting)));
        self.sign_off();
        self.wait(1);
        self.go("zuzhang", Step::new(Order, &self.order, "issue"));
    }

    fn signed(&mut self) {
        let all = self.everybody();
        let count = if self.plan.5 == Reached::Unsigned { 1 } else { all.len() };
        for (nth, unit) in all.iter().take(count).enumerate() {
            if nth == 1 {
                self.wait(1);
            }
            self.go(clerk_of(unit), Step::new(OrderTask, &self.task(unit), "sign"));
        }
    }

    fn work(&mut self) {
        let all = self.everybody();
        let (lead, others) = (all[0].clone(), &all[1..]);
        self.wait(8);
        self.say(&lead, "feed_back", "已召集各单位到场核查，逐户建立清单，正在约谈业主。");
        if self.plan.5 == Reached::Cancelled {
            self.wait(4);
            let why = "企业已主动整改，经核实不需要联动处置。";
            return self.go("zuzhang", Step::new(Order, &self.order, "cancel").why(why));
        }
        if self.plan.5 == Reached::AtWork {
            return;
        }
        if [Turn::PutOff, Turn::NotPutOff].contains(&self.plan.6) || self.plan.5 == Reached::Extension {
            self.put_off(&lead);
        }
        if self.plan.5 == Reached::Extension {
            return;
        }
        let last = self.book.workday_before(self.deadline, 6);
        self.to(last);
        for unit in others {
            self.say(unit, "report", "本单位承担事项已办结，材料附后。");
        }
        self.wait(if self.plan.6 == Turn::Late { 11 } else { 2 });
        self.close(&lead);
    }

    /// More time is asked for before the deadline.
    fn put_off(&mut self, lead: &str) {
        let asked = self.book.workday_before(self.deadline, 8);
        self.to(asked);
        let until = self.book.workday(self.deadline + Days::new(20), 0);
        let ask = Step::new(OrderTask, &self.task(lead), "ask_extension");
        self.go(clerk_of(lead), ask.on(until).why("部分业主涉诉，需等待判决后处置。"));
        if self.plan.5 == Reached::Extension {
            return;
        }
        self.wait(1);
        if self.plan.6 == Turn::NotPutOff {
            let why = "事项简单，请按期办结。";
            return self.go("zuzhang", Step::new(Order, &self.order, "refuse_extension").why(why));
        }
        self.go("zuzhang", Step::new(Order, &self.order, "grant_extension").on(until));
        self.deadline = until;
    }

    /// From the application of the lead to the end.
    fn close(&mut self, lead: &str) {
        self.say(lead, "apply", "各单位事项全部办结，申请销号。");
        if self.plan.5 == Reached::Applied {
            return;
        }
        self.wait(1);
        self.go("keyuan", Step::new(Order, &self.order, "begin_check"));
        if self.plan.5 == Reached::Checking {
            return;
        }
        if self.plan.5 == Reached::SentBack || self.plan.6 == Turn::Redone {
            let why = "现场仍有一户未搬离，补充后再申请。";
            self.go("keyuan", Step::new(Order, &self.order, "send_back").why(why));
            if self.plan.5 == Reached::SentBack {
                return;
            }
            self.wait(3);
            self.say(lead, "apply", "已全部搬离，补充现场照片，再次申请销号。");
        }
        self.wait(2);
        let verified = Step::new(Order, &self.order, "verify");
        self.go("keyuan", verified.field("verified", "到场核验，处置意见均已落实，同意销号。"));
        if self.plan.5 == Reached::Verified {
            return;
        }
        self.wait(1);
        self.go("zuzhang", Step::new(Order, &self.order, "close").field("closing", "同意销号。"));
    }

    /// A unit reports, with a photo of the day.
    fn say(&mut self, unit: &str, verb: &'static str, words: &str) {
        let said = Step::new(OrderTask, &self.task(unit), verb).field("opinion", words);
        let (today, variant) = (self.today, self.number);
        self.go(clerk_of(unit), said.photo("派单办理现场", today, variant));
    }

    /// The lead first.
    fn everybody(&self) -> Vec<String> {
        let lead = self.units(&[self.plan.3]);
        lead.into_iter().chain(self.units(self.plan.4)).collect()
    }

    fn task(&self, unit: &str) -> Thing {
        Thing::Task(self.number, unit.to_owned())
    }

    fn wait(&mut self, days: u32) {
        let next = self.book.workday(self.today, days);
        self.to(next);
    }

    /// On a day, never back.
    fn to(&mut self, next: NaiveDate) {
        if next > self.today {
            (self.today, self.minute) = (next, 9 * 60 + 12 + (self.number % 7) as i64 * 11);
        }
    }

    fn go(&mut self, by: &'static str, step: Step) {
        self.book.step(at(self.today, 0, self.minute), by, step);
        self.minute += 17;
    }
}

/// Who signs for a unit.
fn clerk_of(unit: &str) -> &'static str {
    let signs = [Role::BureauLiaison, Role::LocalClerk, Role::Acquirer];
    let person = PEOPLE.iter().find(|person| person.unit == unit && signs.contains(&person.role));
    person.map_or("", |person| person.login)
}

/// What a visit was about.
const VISITED: [&str; 4] = [
    "会同镇工办走访低效企业，说明整治路径和政策，商定一地一方案编制时间。",
    "到现场会办两宗闲置地块的续建手续，明确材料清单和办理窗口。",
    "参加属地整治推进会，逐宗过堂，认领需要部门协调的事项。",
    "指导企业技改备案和厂房租赁管理，发现一处转租，已告知属地。",
];

/// Each quarter the bureaus that have somebody here visit their units; some quarters are left out.
fn visits(book: &mut Book) {
    let first = day(2022, 5, 10);
    for (nth, (bureau, unit)) in LINKS.iter().enumerate() {
        let by = clerk_of(bureau);
        for quarter in 0..7_u32 {
            let on = first + chrono::Months::new(3 * quarter) + Days::new(nth as u64 * 3);
            // The last quarter has just begun.
            let on = if quarter == 6 { day(2023, 10, 7) } else { book.workday(on, 0) };
            let left_out = (nth as u32 + quarter) % 5 == 4 || quarter == 6 && nth > 1;
            if by.is_empty() || left_out {
                continue;
            }
            visit(book, by, unit, on, nth + quarter as usize);
        }
    }
}

fn visit(book: &mut Book, by: &'static str, unit: &str, on: NaiveDate, nth: usize) {
    let made = book.thing();
    let recorded = Step::new(Visit, &made, "open").on(on).field("name", unit);
    let recorded = recorded.field("what", VISITED[nth % VISITED.len()]).field("people", "联络员、属地经办");
    book.step(at(on, 16, 5 + (nth % 40) as i64), by, recorded.photo("联系指导现场", on, nth));
    if nth == 3 {
        let void = Step::new(Visit, &made, "void").why("与前一条重复登记。");
        book.step(at(on, 17, 1), by, void);
    }
}
