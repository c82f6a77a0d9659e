//! One case, as it went, from the list into the database: each function is a part of the way.

use chrono::{Days, NaiveDate};
use lingdi_domain::Category;
use lingdi_domain::meeting::Level;
use lingdi_domain::object::ObjectKind::{Case, Objection};

use super::book::day;
use super::path::Walk;
use super::pen::Pen;
use super::sittings::Proposal;
use super::step::{Step, Thing};
use super::words;

/// A case that came of a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// 宗地代码
    pub parcel: String,
    /// Code of its unit.
    pub unit: String,
    /// 权利人; may be empty.
    pub owner: String,
    /// Registered area, 亩, for making figures up.
    pub mu: f64,
    /// Categories that the run answered yes.
    pub categories: Vec<Category>,
    /// Has it a shape?
    pub has_shape: bool,
    /// The parcel left the database before.
    pub returned: bool,
}

/// What is out of the ordinary about a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Twist {
    None,
    /// 不属实, 不予认定 for this reason.
    NotSo(usize),
    /// Sent back once for more.
    Unclear,
    /// The firm objects, in vain.
    Objects,
    /// The firm objects and is right.
    Upheld,
    /// The evaluation fails; bought up in the second round.
    Fails,
    /// The acquisition is refused once.
    Refused,
    /// The watch fails.
    Relapses,
    /// A checkpoint fails and is cured.
    Cured,
    /// The meeting changes the acquisition plan.
    Changed,
    /// The plan is changed half-way.
    Replanned,
    /// A checkpoint fails and the agreement is broken.
    Broken,
    /// A broken agreement is ended.
    Ended,
    /// The agreement goes over to a buyer.
    Transferred,
    /// The parcel is divided while the work goes on.
    Split,
    /// The office sends the plan back.
    SentBack,
    /// Suspended for a court's seizure.
    Suspended,
    /// Confirmed in error.
    Withdrawn,
}

/// The course of one case.
pub(super) struct Course<'a> {
    pub(super) pen: Pen<'a>,
    pub(super) site: Listed,
    pub(super) case: Thing,
    pub(super) plan: Thing,
    pub(super) agreement: Thing,
    pub(super) walk: &'static Walk,
    pub(super) twist: Twist,
    /// Serial number for invented documents.
    pub(super) number: usize,
    /// Working days that the plan is late.
    pub(super) late: u32,
    /// Days of the two checkpoints.
    pub(super) points: [NaiveDate; 2],
}

impl Course<'_> {
    /// The ordinary way, with its twist.
    pub(super) fn tell(&mut self) {
        self.verify();
        if matches!(self.twist, Twist::NotSo(_)) {
            return self.reject();
        }
        self.hear();
        if self.twist == Twist::Upheld {
            return self.reject();
        }
        self.confirm();
        if self.twist == Twist::Withdrawn {
            return self.pen.propose(Level::Office, Proposal::new(Case, &self.case, "withdraw"));
        }
        self.enter();
        if self.twist == Twist::Suspended {
            return self.suspend();
        }
        self.plan();
        self.approve();
        self.start();
        self.work();
        self.evaluate();
        self.leave();
    }

    /// 核实: the clerk goes there, the leader signs.
    pub(super) fn verify(&mut self) {
        let (clerk, leader) = (self.pen.clerk, self.pen.leader);
        let seen = self.pen.today();
        let n = self.number;
        let (verdict, note) = match self.twist {
            Twist::NotSo(why) => ("not_so", words::NOT_SO[why].0),
            Twist::Unclear => ("unclear", "大门紧锁，未能联系上企业，需补充核实。"),
            _ if n % 13 == 5 => ("corrected", "坐落门牌更正，其余属实。"),
            _ => ("true_as_listed", words::AS_LISTED[n % words::AS_LISTED.len()]),
        };
        self.pen.go(clerk, drafted(&self.case, verdict, note));
        self.pen.wait(1, 4);
        let submitted = Step::new(Case, &self.case, "submit_verification").photo("现场照片", seen, n);
        self.pen.go(leader, submitted);
        if self.twist == Twist::Unclear {
            self.pen.wait(1, 4);
            let deadline = self.pen.today() + Days::new(14);
            let why = "请联系村委会和企业负责人后重新核实。";
            self.pen.go("keyuan", Step::new(Case, &self.case, "return_verification").why(why).on(deadline));
            self.pen.wait(3, 7);
            let seen = self.pen.today();
            self.pen.go(clerk, drafted(&self.case, "true_as_listed", "已联系企业负责人到场，属实。"));
            self.pen.wait(1, 2);
            let again = Step::new(Case, &self.case, "submit_verification").photo("现场照片", seen, n + 1);
            self.pen.go(leader, again);
        }
    }

    /// 告知, 陈述申辩, 异议.
    pub(super) fn hear(&mut self) {
        let (clerk, n) = (self.pen.clerk, self.number);
        self.pen.wait(1, 6);
        if n % 29 == 7 {
            let why = "企业已注销，无法送达，依据登记机关注销证明。";
            return self.pen.go("bangong", Step::new(Case, &self.case, "skip_notice").why(why));
        }
        let served = self.pen.today();
        let how = ["direct", "direct", "mail", "left"][n % 4];
        let notice = Step::new(Case, &self.case, "serve_notice").on(served).field("notified_how", how);
        self.pen.go(clerk, notice.paper("认定告知书送达回证", served));
        if matches!(self.twist, Twist::Objects | Twist::Upheld) {
            self.object();
        }
        if n.is_multiple_of(6) {
            self.pen.wait(2, 4);
            let text = words::STATEMENTS[n / 6 % words::STATEMENTS.len()];
            let heard = Step::new(Case, &self.case, "record_statement").field("statement", text);
            let on = self.pen.today();
            self.pen.go(clerk, heard.paper("陈述申辩材料", on));
        } else {
            // Five working days for an answer, whatever the unit's pace.
            let next = self.pen.book.workday(self.pen.today(), 6);
            self.pen.to(next);
        }
    }

    fn object(&mut self) {
        let objection = self.pen.book.thing();
        let (grounds, answer) = words::OBJECTIONS[self.number % words::OBJECTIONS.len()];
        self.pen.wait(1, 3);
        let filed = Step::new(Objection, &objection, "open").tie("case", Case, &self.case);
        let by = if self.site.owner.is_empty() { "企业" } else { &self.site.owner };
        self.pen.go(self.pen.clerk, filed.field("by", by).field("grounds", grounds));
        self.pen.wait(1, 3);
        self.pen.go("keyuan", Step::new(Objection, &objection, "review"));
        self.pen.wait(4, 9);
        let (verb, answer) = if self.twist == Twist::Upheld {
            ("uphold", "经税务局复核，企业跨县税收应计入，已达标，异议成立。")
        } else {
            ("dismiss", answer)
        };
        let on = self.pen.today();
        let settled = Step::new(Objection, &objection, verb).why(answer).paper("异议复核意见", on);
        self.pen.go("keyuan", settled);
    }

    fn reject(&mut self) {
        let rejection = match self.twist {
            Twist::NotSo(why) => words::NOT_SO[why].1,
            _ if self.site.returned => "duplicate",
            _ => "met",
        };
        self.pen.propose(Level::Office, Proposal { rejection, ..Proposal::new(Case, &self.case, "reject") });
    }

    /// 认定
    pub(super) fn confirm(&mut self) {
        self.pen.propose(Level::Office, Proposal::new(Case, &self.case, "confirm"));
    }

    /// 入库, once the file is complete.
    pub(super) fn enter(&mut self) {
        let mut lacking = Vec::new();
        if self.site.owner.is_empty() {
            lacking.push(("owner", "权利人待不动产登记核实（演示）".to_owned()));
        }
        if !self.site.has_shape {
            lacking.push(("no_shape_reason", "测绘中".to_owned()));
        }
        if !lacking.is_empty() {
            self.pen.go(self.pen.clerk, Step::new(Case, &self.case, "complete_dossier").fields(lacking));
        }
        self.pen.propose(Level::Office, Proposal::new(Case, &self.case, "enter"));
    }

    /// 暂缓, until after the business date.
    fn suspend(&mut self) {
        self.pen.wait(5, 40);
        let why = "土地被法院查封，待解封后恢复办理。";
        let on = self.pen.today();
        let until = day(2023, 12, 31);
        self.pen
            .go("keyuan", Step::new(Case, &self.case, "suspend").why(why).on(until).paper("查封裁定书", on));
    }
}

fn drafted(case: &Thing, verdict: &str, note: &str) -> Step {
    Step::new(Case, case, "draft_verification").field("verdict", verdict).field("verification_note", note)
}
