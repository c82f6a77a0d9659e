//! What units and the office of the demo do about 年度作战方案 and 属地月报: the texts follow the figures that
//! the program drew up.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use lingdi_app::moves::MoveRequest;
use lingdi_app::targets::plain;
use lingdi_app::{App, Error, Filter};
use lingdi_domain::mechanism1_task_force::YearTask;
use lingdi_domain::object::{Input, Object, ObjectKind};
use lingdi_domain::{Actor, Month, Ratio, Role};
use lingdi_testkit::demo::history::UnitPapers;
use lingdi_testkit::demo::people::{PEOPLE, Person};
use uuid::Uuid;

use super::super::Result;

/// What of a year's tasks the units plan for each month, in hundredths.
const YEAR: [i128; 12] = [4, 5, 8, 9, 9, 9, 9, 9, 9, 10, 10, 9];

/// The office's desk.
const OFFICE: &str = "keyuan";

/// Units that begin a further version, by their place, with how far it has come.
const REVISED: [(usize, &[&str]); 4] =
    [(1, &[]), (4, &["submit"]), (7, &["submit", "report"]), (10, &["submit", "report", "return"])];

/// The place of the unit whose plan the office returns.
const RETURNED: usize = 3;

/// Lets everybody take the steps of a round.
pub(super) async fn go_on(app: &App, round: UnitPapers) -> Result<()> {
    let stage = Stage { app, units: units() };
    match round {
        UnitPapers::Plans { late } => stage.plans(late).await,
        UnitPapers::File { returns } => stage.file(returns).await,
        UnitPapers::Revise => stage.revise().await,
        UnitPapers::Reports { month, late } => stage.reports(Month::of(month), late).await,
        UnitPapers::Check { month, returns } => stage.check(Month::of(month), returns).await,
    }
}

/// A unit with its people.
struct Unit {
    code: &'static str,
    clerk: &'static str,
    leader: &'static str,
}

/// The local units, in the order of the cast.
fn units() -> Vec<Unit> {
    let clerks = PEOPLE.iter().filter(|one| one.role == Role::LocalClerk);
    let unit = |clerk: &'static Person| {
        let leader = PEOPLE.iter().find(|one| one.unit == clerk.unit && one.role == Role::LocalLeader)?;
        Some(Unit { code: clerk.unit, clerk: clerk.login, leader: leader.login })
    };
    let mut units: Vec<Unit> = clerks.filter_map(unit).collect();
    units.sort_by_key(|unit| unit.code);
    units.dedup_by_key(|unit| unit.code);
    units
}

/// Where the rounds are performed.
struct Stage<'a> {
    app: &'a App,
    units: Vec<Unit>,
}

impl Stage<'_> {
    async fn plans(&self, late: bool) -> Result<()> {
        let (year, kind) = (self.app.clock().today().year(), ObjectKind::BattlePlan);
        let known = self.objects(kind).await?;
        for (at, unit) in self.units.iter().enumerate() {
            match known.iter().find(|plan| plan.unit == unit.code && is_of_year(plan, year)) {
                // What the office returned is mended with the late ones.
                Some(plan) if late && plan.state == "RETURNED" => self.plan(unit, plan).await?,
                None if late || at != late_with_plan(year) => {
                    let id = self.go(unit.clerk, kind, None, "open", Input::default()).await?;
                    self.plan(unit, &self.object(kind, id).await?).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The clerk writes the plan and both desks pass it on.
    async fn plan(&self, unit: &Unit, plan: &Object) -> Result<()> {
        self.write(unit, plan).await?;
        let kind = ObjectKind::BattlePlan;
        self.go(unit.clerk, kind, Some(plan), "submit", Input::default()).await?;
        self.go(unit.leader, kind, Some(plan), "report", Input::default()).await?;
        Ok(())
    }

    async fn write(&self, unit: &Unit, plan: &Object) -> Result<()> {
        let Some(content) = plan.fields.battle_plan() else { return Ok(()) };
        let mut schedule = String::new();
        for task in &content.tasks {
            let _ = writeln!(schedule, "{} {}", task.indicator, months(task).join(" "));
        }
        let year = content.year;
        let milestones = format!(
            "{year}-06-30 上半年任务过半，备案方案全部启动\n{year}-09-30 连片地块完成腾退签约\n{year}-12-20 完成全年出清任务"
        );
        let words = [
            ("schedule", schedule),
            ("milestones", milestones),
            ("support", "主要领导每周调度，经费列入年度预算，逐宗明确包干领导（演示）。".to_owned()),
        ];
        self.go(unit.clerk, ObjectKind::BattlePlan, Some(plan), "edit", input("", &words)).await?;
        Ok(())
    }

    async fn file(&self, returns: bool) -> Result<()> {
        let plans = self.objects(ObjectKind::BattlePlan).await?;
        for plan in plans.iter().filter(|plan| plan.state == "REPORTED") {
            let back = returns && self.units.get(RETURNED).is_some_and(|unit| unit.code == plan.unit);
            let (verb, why) = if back {
                ("return", "月度节点与地块清单的完成日期不一致。")
            } else {
                ("file", "")
            };
            self.go(OFFICE, ObjectKind::BattlePlan, Some(plan), verb, input(why, &[])).await?;
        }
        Ok(())
    }

    async fn revise(&self) -> Result<()> {
        let (year, kind) = (self.app.clock().today().year(), ObjectKind::BattlePlan);
        let plans = self.objects(kind).await?;
        for (at, steps) in REVISED {
            let Some(unit) = self.units.get(at) else { continue };
            let own = plans.iter().find(|plan| plan.unit == unit.code && is_of_year(plan, year));
            let Some(plan) = own.filter(|plan| plan.state == "FILED") else { continue };
            let why = input("四季度新增地块，按月任务重新安排。", &[]);
            self.go(unit.leader, kind, Some(plan), "revise", why).await?;
            self.write(unit, plan).await?;
            for verb in steps {
                let (by, why) = match *verb {
                    "submit" => (unit.clerk, ""),
                    "return" => (OFFICE, "新增地块尚未入库，请核对清单。"),
                    _ => (unit.leader, ""),
                };
                self.go(by, kind, Some(plan), verb, input(why, &[])).await?;
            }
        }
        Ok(())
    }

    async fn reports(&self, month: Month, late: bool) -> Result<()> {
        let kind = ObjectKind::UnitReport;
        let known = self.reports_of(month).await?;
        for (at, unit) in self.units.iter().enumerate() {
            if let Some(report) = known.iter().find(|report| report.unit == unit.code) {
                if late && ["AWAITED", "RETURNED"].contains(&report.state) {
                    self.go(unit.clerk, kind, Some(report), "report", Input::default()).await?;
                }
                continue;
            }
            let id = self.go(unit.clerk, kind, None, "open", input("", &told(month, at))).await?;
            if at != pick(month, 7) {
                let report = self.object(kind, id).await?;
                self.go(unit.clerk, kind, Some(&report), "report", Input::default()).await?;
            }
        }
        Ok(())
    }

    async fn check(&self, month: Month, returns: bool) -> Result<()> {
        let is_last = is_last(month);
        for report in self.reports_of(month).await?.iter().filter(|report| report.state == "REPORTED") {
            let at = self.units.iter().position(|unit| unit.code == report.unit).unwrap_or_default();
            let back = returns && at == pick(month, 7) + 1;
            // When the history ends, the office has not come to all of them.
            if is_last && !back && at % 4 == 2 {
                continue;
            }
            let (verb, why) = if back {
                ("return", "存在问题写得不具体，请补充到宗。")
            } else {
                ("check", "")
            };
            self.go(OFFICE, ObjectKind::UnitReport, Some(report), verb, input(why, &[])).await?;
        }
        Ok(())
    }

    async fn reports_of(&self, month: Month) -> Result<Vec<Object>> {
        let of_month = |one: &Object| one.fields.unit_report().is_some_and(|it| it.month == Some(month));
        let all = self.objects(ObjectKind::UnitReport).await?;
        Ok(all.into_iter().filter(of_month).collect())
    }

    async fn objects(&self, kind: ObjectKind) -> Result<Vec<Object>> {
        let (office, filter) = (Actor::program("演示数据"), Filter::default());
        let page = self.app.objects(&office, kind, &filter, None, 10_000).await?;
        Ok(page.objects.into_iter().map(|stored| stored.object).collect())
    }

    async fn object(&self, kind: ObjectKind, id: Uuid) -> Result<Object> {
        Ok(self.app.object(&Actor::program("演示数据"), kind, id).await?.stored.object)
    }

    async fn go(
        &self,
        by: &'static str,
        kind: ObjectKind,
        on: Option<&Object>,
        verb: &str,
        input: Input,
    ) -> Result<Uuid> {
        let actor = self.app.demo_actor(by).await?;
        let (id, verb) = (on.map(|object| object.id), verb.to_owned());
        let ask = MoveRequest { id, verb, input, ..MoveRequest::default() };
        let told = format!("{by} {} {}", kind.code(), ask.verb);
        let moved = self.app.make_move(&actor, kind, ask).await;
        Ok(moved.map_err(|error| Error::Internal(format!("{told}：{error:?}")))?.id)
    }
}

const PROBLEMS: [&str; 4] = [
    "两宗地块抵押未解除，收储协议尚未签订。",
    "承租企业对腾退补偿有异议，签约进度偏慢。",
    "连片地块中一宗权属登记与现场不一致，等待不动产登记更正。",
    "部分企业技改资金没有到位，节点有滞后风险。",
];

const INTENTIONS: [&str; 4] = [
    "与银行会商解押，下月完成一宗收储签约。",
    "分管领导包干上门，下月完成承租户签约。",
    "会同资规部门更正登记，下月启动连片施工。",
    "逐企对接贷款贴息，下月底前设备进场。",
];

/// What a unit writes of a month; one unit states a figure otherwise than it was counted.
fn told(month: Month, at: usize) -> Vec<(&'static str, String)> {
    let nth = (at + month.number() as usize) % PROBLEMS.len();
    let mut words = vec![
        ("month", month.to_string()),
        ("problems", PROBLEMS[nth].to_owned()),
        ("intentions", INTENTIONS[nth].to_owned()),
    ];
    if at == (pick(month, 7) + 4) % 15 {
        words.push(("corrections", "占工非工 1 一户已自行腾退，核查记录尚未补录".to_owned()));
    }
    words
}

fn input(why: &str, words: &[(&str, String)]) -> Input {
    let fields = words.iter().map(|(name, text)| ((*name).to_owned(), text.clone().into()));
    Input { reason: why.to_owned(), fields: fields.collect(), ..Input::default() }
}

fn is_of_year(plan: &Object, year: i32) -> bool {
    plan.fields.battle_plan().is_some_and(|plan| plan.year == year)
}

/// Is it the last month that is reported when the history ends?
fn is_last(month: Month) -> bool {
    let (year, number, day) = super::BUSINESS_DATE;
    NaiveDate::from_ymd_opt(year, number, day).is_some_and(|ends| month.next() == Month::of(ends))
}

/// The place of the unit that is late with its plan.
fn late_with_plan(year: i32) -> usize {
    if year == 2022 { 6 } else { 9 }
}

/// The place of the unit that is late with its report, another one each month; never the last.
fn pick(month: Month, step: usize) -> usize {
    (month.year() as usize * 12 + month.number() as usize) * step % 13
}

/// Whole numbers in the shape of the year, the rest in the last month.
fn months(task: &YearTask) -> Vec<String> {
    let mut planned = Ratio::zero();
    let month = |last: usize| {
        let share = Ratio::new(YEAR[..=last].iter().sum(), 100);
        let by_then = (task.amount.clone() * share).round_half_up().unwrap_or_default();
        let by_then = if last == 11 { task.amount.clone() } else { Ratio::integer(by_then.into()) };
        let month = by_then.clone() - planned.clone();
        planned = by_then;
        plain(&month)
    };
    (0..12).map(month).collect()
}
