//! One case, as it went, from the database to its exit: each function is a part of the way.

use chrono::{Datelike, Days, NaiveDate};
use lingdi_domain::Category;
use lingdi_domain::meeting::Level;
use lingdi_domain::object::ObjectKind::{Agreement, Case, Plan};

use super::book::end;
use super::case::{Course, Twist};
use super::path;
use super::sittings::{Outcome, Proposal};
use super::step::Step;
use super::words;

/// What comes in the course of the work.
#[derive(Debug, Clone, Copy)]
enum Turn {
    Month,
    Milestone,
    Check,
    Replan,
    Split,
}

impl Course<'_> {
    /// When the plan of a walk that begins today would be done.
    fn ends(&mut self) -> NaiveDate {
        let (least, most) = self.walk.days;
        let days = least + self.pen.rng.below((most - least) as usize) as u32;
        self.pen.today() + Days::new(u64::from(25 + days * self.pen.pace / 100))
    }

    /// What a plan on the present walk says.
    fn contents(&mut self) -> Vec<(&'static str, String)> {
        let (walk, ends) = (self.walk, self.ends());
        let half = self.pen.today() + Days::new((ends - self.pen.today()).num_days() as u64 / 2);
        let first = self.site.categories.first().copied().unwrap_or(Category::A);
        let causes = words::causes(first);
        let mut fields = vec![
            ("path", walk.path.to_owned()),
            ("cause", causes[self.number % causes.len()].to_owned()),
            ("measures", walk.measures.to_owned()),
            ("milestones", format!("{half} {}\n{ends} {}", walk.milestones[0], walk.milestones[1])),
            ("end_date", ends.to_string()),
            ("persons", "企业负责人、属地联系领导、县级联系部门".to_owned()),
        ];
        if ends.year() > self.pen.today().year() {
            fields.push(("end_reason", "建设周期跨年，已与企业约定节点".to_owned()));
        }
        let investment = (f64::from(walk.investment) * self.site.mu).round() as u32;
        if investment > 0 {
            let funding = if walk.path == "A" { "县财政收储资金" } else { "企业自筹" };
            fields.extend([("investment", investment.to_string()), ("funding", funding.to_owned())]);
        }
        if walk.tax.1 > 0 {
            fields.push(("expected_tax", walk.tax.0.to_string()));
        }
        match walk.path {
            "A" => fields.push(("eligibility", self.eligibility().to_owned())),
            "K1" => fields.push(("legal_basis", format!("桐环罚〔{}〕演{}号", ends.year(), self.number))),
            _ => {}
        }
        fields
    }

    fn eligibility(&self) -> &'static str {
        if self.site.categories.contains(&Category::B) { "idle" } else { "hard_to_upgrade" }
    }

    /// 一地一方案, and for 自我提升 the agreement with the firm.
    pub(super) fn plan(&mut self) {
        let (clerk, leader) = (self.pen.clerk, self.pen.leader);
        self.pen.wait(3, 12);
        let next = self.pen.book.workday(self.pen.today(), self.late);
        self.pen.to(next);
        let contents = self.contents();
        let opened = Step::new(Plan, &self.plan, "open").tie("case", Case, &self.case).fields(contents);
        self.pen.go(clerk, opened);
        if self.is_self_upgrade() {
            self.agree();
        }
        self.pen.wait(1, 5);
        self.pen.go(clerk, Step::new(Plan, &self.plan, "submit"));
        self.pen.wait(1, 3);
        if self.number % 17 == 3 {
            let why = words::RETURNS[self.number % words::RETURNS.len()];
            self.pen.go(leader, Step::new(Plan, &self.plan, "return_to_clerk").why(why));
            self.pen.wait(1, 3);
            self.pen.go(clerk, Step::new(Plan, &self.plan, "submit"));
            self.pen.wait(1, 2);
        }
        self.pen.go(leader, Step::new(Plan, &self.plan, "report"));
    }

    fn agree(&mut self) {
        let (clerk, leader) = (self.pen.clerk, self.pen.leader);
        let ends = self.ends();
        let half = self.pen.today() + Days::new((ends - self.pen.today()).num_days() as u64 / 2);
        self.points = [half, ends];
        let investment = ((f64::from(self.walk.investment) * self.site.mu) as u32).max(20);
        let points =
            format!("{half} 完成投资 {} 万元\n{ends} 亩均税收 {} 万元/亩", investment / 2, self.walk.tax.0);
        let firm = if self.site.owner.is_empty() { words::PARTNERS[0] } else { &self.site.owner };
        let opened = Step::new(Agreement, &self.agreement, "open")
            .tie("case", Case, &self.case)
            .field("firm", firm)
            .field("content", self.walk.measures)
            .field("checkpoints", points);
        self.pen.go(clerk, opened);
        self.pen.wait(1, 3);
        self.pen.go(clerk, Step::new(Agreement, &self.agreement, "negotiate"));
        self.pen.wait(3, 12);
        let on = self.pen.today();
        let signed = Step::new(Agreement, &self.agreement, "sign").on(on).paper("履约监管协议", on);
        self.pen.go(clerk, signed);
        self.pen.wait(1, 3);
        self.pen.go(leader, Step::new(Agreement, &self.agreement, "report"));
        self.pen.wait(1, 4);
        self.pen.go("keyuan", Step::new(Agreement, &self.agreement, "file"));
        self.pen.wait(0, 2);
        self.pen.go(clerk, Step::new(Agreement, &self.agreement, "perform"));
    }

    /// 备案, or the meeting that owns the plan.
    pub(super) fn approve(&mut self) {
        let acquired = self.walk.path == "A";
        let major = self.site.mu >= 50.0;
        if self.twist == Twist::SentBack {
            self.pen.wait(2, 6);
            let why = words::RETURNS[self.number % words::RETURNS.len()];
            self.pen.go("keyuan", Step::new(Plan, &self.plan, "return").why(why));
            self.pen.over = true;
        }
        if acquired {
            self.pre_review();
            if self.twist == Twist::Refused {
                let refused = Outcome::Refused;
                let proposal =
                    Proposal { outcome: refused, ..Proposal::new(Plan, &self.plan, "approve_acquisition") };
                self.pen.propose(Level::Deputy, proposal);
                self.pen.wait(8, 15);
                let contents = self.contents();
                self.pen.go(self.pen.clerk, Step::new(Plan, &self.plan, "edit").fields(contents));
                self.pen.go(self.pen.clerk, Step::new(Plan, &self.plan, "submit"));
                self.pen.wait(1, 3);
                self.pen.go(self.pen.leader, Step::new(Plan, &self.plan, "report"));
                self.pre_review();
            }
            let outcome = if self.twist == Twist::Changed { Outcome::WithChanges } else { Outcome::Agreed };
            let proposal = Proposal { outcome, ..Proposal::new(Plan, &self.plan, "approve_acquisition") };
            self.pen.propose(Level::Deputy, proposal);
        }
        if major {
            self.pen.propose(Level::Leader, Proposal::new(Plan, &self.plan, "approve_major"));
        }
        if !acquired && !major {
            self.pen.wait(2, 6);
            self.pen.go("keyuan", Step::new(Plan, &self.plan, "file"));
        }
    }

    /// 收储方案预审, after the company had its say.
    fn pre_review(&mut self) {
        if self.number.is_multiple_of(2) {
            self.pen.wait(1, 2);
            let text = "收储价款与周边成交价相当，建议按评估价签约。";
            self.pen.go("yewuzu", Step::new(Plan, &self.plan, "advise").field("opinion", text));
        }
        self.pen.propose(Level::Office, Proposal::new(Plan, &self.plan, "pre_review"));
    }

    /// 启动整治
    pub(super) fn start(&mut self) {
        self.pen.wait(1, 4);
        self.pen.go("keyuan", Step::new(Case, &self.case, "start"));
    }

    /// Work, month by month, to the day on which it is declared done.
    pub(super) fn work(&mut self) {
        let began = self.pen.today();
        let (least, most) = self.walk.days;
        let days = least + self.pen.rng.below((most - least) as usize) as u32;
        let done = began + Days::new(u64::from(days * self.pen.pace / 100));
        let half = began + Days::new((done - began).num_days() as u64 / 2);
        let mut turns: Vec<(NaiveDate, Turn)> =
            month_ends(began).take_while(|day| *day < done).map(|day| (day, Turn::Month)).collect();
        turns.push((half, Turn::Milestone));
        if self.is_self_upgrade() {
            turns.push((self.points[0], Turn::Check));
        }
        match self.twist {
            Twist::Replanned => turns.push((half - Days::new(10), Turn::Replan)),
            Twist::Split => turns.push((half - Days::new(5), Turn::Split)),
            _ => {}
        }
        turns.sort_by_key(|(day, _)| *day);
        let mut month = 0;
        for (day, turn) in turns {
            self.pen.to(day);
            match turn {
                Turn::Month => {
                    self.report(self.walk.progress[month.min(self.walk.progress.len() - 1)], Vec::new());
                    month += 1;
                }
                Turn::Milestone => self.milestone("1"),
                Turn::Check => self.check(),
                Turn::Replan => self.replan(),
                Turn::Split => self.split(),
            }
        }
        self.pen.to(done);
        self.milestone("2");
        if self.is_self_upgrade() {
            self.pen.to(self.points[1]);
            self.pass_check();
        }
        let facts = path::facts(self.walk.path, began, self.pen.today(), self.number);
        self.report("各项任务完成，申请验收。", facts);
        self.pen.wait(1, 5);
        let on = self.pen.today();
        let declared = Step::new(Case, &self.case, "declare_done").photo("完成现场", on, self.number + 3);
        self.pen.go(self.pen.leader, declared);
    }

    fn is_self_upgrade(&self) -> bool {
        self.walk.path.starts_with('S')
    }

    fn report(&mut self, text: &str, facts: Vec<(&'static str, String)>) {
        let month = self.pen.today().format("%Y-%m").to_string();
        let report = Step::new(Case, &self.case, "report_progress");
        let report = report.field("progress_month", month).field("progress", text).fields(facts);
        self.pen.go(self.pen.clerk, report);
    }

    fn milestone(&mut self, number: &'static str) {
        let shown = self.pen.today();
        let closed = Step::new(Plan, &self.plan, "close_milestone").field("milestone", number);
        self.pen.go(self.pen.clerk, closed.photo("节点现场", shown, self.number + 7));
    }

    /// The first checkpoint: mostly passed, now and then failed and cured, or not cured.
    fn check(&mut self) {
        let (clerk, leader) = (self.pen.clerk, self.pen.leader);
        self.pen.go("keyuan", Step::new(Agreement, &self.agreement, "come_due"));
        self.pen.wait(1, 4);
        let shown = self.pen.today();
        let agreement = self.agreement.clone();
        let step = |verb| Step::new(Agreement, &agreement, verb);
        match self.twist {
            Twist::Cured | Twist::Broken | Twist::Ended => {
                self.pen.go(clerk, step("fail_check").why("投资完成率不足六成，未达检查点。"));
                self.pen.wait(12, 22);
            }
            Twist::Transferred => {
                let moved = step("transfer").why("厂房土地整体转让，权利义务随权属转移。");
                self.pen.go("keyuan", moved.paper("权属转移协议", shown));
                self.pen.over = true;
            }
            _ => return self.pen.go(clerk, step("pass_check").paper("检查点核验表", shown)),
        }
        let shown = self.pen.today();
        match self.twist {
            Twist::Cured => self.pen.go(clerk, step("cure").paper("整改到位证明", shown)),
            Twist::Broken | Twist::Ended => {
                self.pen.go(leader, step("propose_breach").why("预警整改期满仍未达到检查点。"));
                self.pen.wait(3, 6);
                self.pen.go("bangong", step("decide_breach").why("同意按协议约定处置。"));
                if self.twist == Twist::Ended {
                    self.pen.wait(8, 14);
                    let on = self.pen.today();
                    let ended = step("terminate").why("企业无力履行，双方同意解除。").paper("解除协议书", on);
                    self.pen.go(leader, ended);
                }
                self.pen.over = true;
            }
            _ => {}
        }
    }

    /// The last checkpoint, which is met with the work.
    fn pass_check(&mut self) {
        self.pen.go("keyuan", Step::new(Agreement, &self.agreement, "come_due"));
        self.pen.wait(1, 3);
        let shown = self.pen.today();
        let passed = Step::new(Agreement, &self.agreement, "pass_check").paper("检查点核验表", shown);
        self.pen.go(self.pen.clerk, passed);
    }

    /// A part of the parcel is sold: two parcels instead of one.
    fn split(&mut self) {
        let code = &self.site.parcel;
        let (head, tail) = (&code[..code.len() - 5], &code[code.len() - 4..]);
        let (large, small) = (self.site.mu * 0.6, self.site.mu * 0.39);
        let parts = format!("{head}8{tail} {large:.2}\n{head}9{tail} {small:.2}");
        let on = self.pen.today();
        let split = Step::new(Case, &self.case, "split").field("parts", parts).paper("宗地分割批复", on);
        self.pen.go("keyuan", split);
        self.pen.over = true;
    }

    fn replan(&mut self) {
        let (clerk, leader) = (self.pen.clerk, self.pen.leader);
        let why = "原合作方退出，改由新租户整治。";
        self.pen.go(leader, Step::new(Case, &self.case, "ask_replan").why(why));
        self.pen.wait(1, 4);
        self.pen.go("keyuan", Step::new(Case, &self.case, "replan"));
        self.pen.wait(2, 6);
        self.pen.go(clerk, Step::new(Plan, &self.plan, "revise").why(why));
        let contents = self.contents();
        self.pen.go(clerk, Step::new(Plan, &self.plan, "edit").fields(contents));
        self.pen.go(clerk, Step::new(Plan, &self.plan, "submit"));
        self.pen.wait(1, 2);
        self.pen.go(leader, Step::new(Plan, &self.plan, "report"));
        self.pen.wait(1, 4);
        self.pen.go("keyuan", Step::new(Plan, &self.plan, "file"));
        self.start();
    }

    /// 绩效评估; a failure leads to a second round, in which the parcel is bought up.
    pub(super) fn evaluate(&mut self) {
        self.pen.wait(2, 7);
        self.pen.go("keyuan", Step::new(Case, &self.case, "begin_evaluation"));
        if self.number.is_multiple_of(4) {
            self.pen.wait(1, 3);
            let text = "现场已核，税收、用电数据与申报一致。";
            self.pen.go("yewuzu", Step::new(Case, &self.case, "advise").field("opinion", text));
        }
        self.pen.wait(5, 14);
        if self.twist == Twist::Fails {
            self.twist = Twist::None;
            let why = "亩均税收仍低于标准线，未达到协议目标。";
            let sheet = self.sheet("fail", 2);
            self.pen.go("bangong", sheet.why(why));
            self.pen.wait(5, 12);
            return self.second_round();
        }
        let after = if self.walk.tax.1 == 0 { 0 } else { self.walk.tax.0 + self.pen.rng.below(6) as u32 };
        let sheet = self.sheet("pass", after);
        self.pen.go("bangong", sheet);
    }

    fn sheet(&mut self, verb: &'static str, after: u32) -> Step {
        let before = format!("{}.{}", self.number % 3, self.number % 10);
        let after = if after == 0 { "0".to_owned() } else { format!("{after}.{}", self.number % 10) };
        let on = self.pen.today();
        Step::new(Case, &self.case, verb)
            .field("tax_before", before)
            .field("tax_after", after)
            .field("comparison", "投资、用工、能耗按同一口径比较，见评估表。")
            .paper("绩效评估表", on)
    }

    /// 从严整治: a new version of the plan, now an acquisition.
    fn second_round(&mut self) {
        let (clerk, leader) = (self.pen.clerk, self.pen.leader);
        self.pen.go(clerk, Step::new(Case, &self.case, "plan_again"));
        self.walk = path::of("A");
        let why = "评估未达标，改为收购收储。";
        self.pen.go(clerk, Step::new(Plan, &self.plan, "revise").why(why));
        let mut contents = self.contents();
        for (name, value) in &mut contents {
            if *name == "eligibility" {
                "still_inefficient".clone_into(value);
            }
        }
        self.pen.go(clerk, Step::new(Plan, &self.plan, "edit").fields(contents));
        self.pen.go(clerk, Step::new(Plan, &self.plan, "submit"));
        self.pen.wait(1, 3);
        self.pen.go(leader, Step::new(Plan, &self.plan, "report"));
        self.approve();
        self.start();
        self.work();
        self.evaluate();
    }

    /// 预出库 and the watch, or 出库.
    pub(super) fn leave(&mut self) {
        if !self.is_self_upgrade() {
            return self.pen.propose(Level::Office, Proposal::new(Case, &self.case, "exit"));
        }
        self.pen.propose(Level::Office, Proposal::new(Case, &self.case, "pre_exit"));
        let out = self.pen.today();
        if self.number.is_multiple_of(3) {
            self.pen.go(self.pen.leader, Step::new(Agreement, &self.agreement, "fulfil"));
            self.pen.wait(4, 8);
            self.pen.go("keyuan", Step::new(Agreement, &self.agreement, "confirm_fulfilled"));
        } else if self.number % 3 == 1 && out + Days::new(185) > end().date() {
            // The latest ones have just asked.
            self.pen.to(end().date() - Days::new(1));
            return self.pen.go(self.pen.leader, Step::new(Agreement, &self.agreement, "fulfil"));
        }
        if self.twist == Twist::Relapses {
            self.pen.to(out + Days::new(366));
            self.watched("2.4");
            let why = "连续两个季度税收下滑，观察期亩均税收低于出库线。";
            return self.pen.go("bangong", Step::new(Case, &self.case, "relapse").why(why));
        }
        self.pen.to(out + Days::new(185));
        self.watched("6.8");
        self.pen.to(out + Days::new(366));
        self.watched("9.2");
        self.pen.propose(Level::Office, Proposal::new(Case, &self.case, "finish_watch"));
    }

    fn watched(&mut self, tax: &str) {
        self.pen.go("keyuan", Step::new(Case, &self.case, "record_watch").field("watch_tax", tax));
    }
}

/// The 25th of each month from a day on, until the history ends.
fn month_ends(from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(|day| *day <= end().date()).filter(|day| day.day() == 25)
}
