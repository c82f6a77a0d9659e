//! 年度作战方案 and 属地月报: the watch asks for them, the unit draws, corrects and reports them, the office
//! files and checks; the schedule of a filed plan is what the score expects.

use lingdi_app::{Error, Filter};
use lingdi_domain::mechanism1_task_force::{BattlePlan as Plan, UnitReport as Report};
use lingdi_domain::object::ObjectKind::{BattlePlan, Period, UnitReport};
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::{Actor, Kind, Month};
use uuid::Uuid;

use crate::appraisal::county;
use crate::moves::Office;
use crate::stories::sentence;

/// 120 亩 of 百江镇, all of it in the second half of the year.
const SCHEDULE: &str = "出清 0 0 0 0 0 0 20 20 20 20 20 20";

const REPORT: [(&str, &str); 2] = [("problems", "两宗抵押未解除"), ("intentions", "三月启动两宗")];

impl Office {
    async fn of_kind(&self, kind: ObjectKind) -> Vec<Object> {
        let filter = Filter { unit: Some(self.unit.clone()), ..Filter::default() };
        let page = self.desk.app.objects(&self.actor("主任"), kind, &filter, None, 100).await.unwrap();
        page.objects.into_iter().map(|stored| stored.object).collect()
    }

    async fn battle_plan(&self, id: Uuid) -> Plan {
        let seen = self.desk.app.object(&self.actor("主任"), BattlePlan, id).await.unwrap();
        seen.stored.object.fields.battle_plan().unwrap().clone()
    }

    async fn unit_report(&self, id: Uuid) -> Report {
        let seen = self.desk.app.object(&self.actor("主任"), UnitReport, id).await.unwrap();
        seen.stored.object.fields.unit_report().unwrap().clone()
    }

    async fn called(&self) -> usize {
        let today = self.desk.app.clock().today();
        self.desk.app.watch(&Actor::program("系统"), today).await.unwrap().called
    }

    /// What the unit did by the end of a month of what the score expects by then.
    async fn figure_of(&self, month: &str) -> (String, String) {
        let seen = self.desk.app.ranking(&self.actor("主任"), Month::parse(month)).await.unwrap();
        let line = seen.lines.into_iter().find(|line| line.standing.unit == self.unit).unwrap();
        let figure = &line.standing.figures["出清"];
        (figure.done.to_decimal(2), figure.due.as_ref().unwrap().to_decimal(2))
    }

    async fn due_by(&self, month: &str) -> String {
        self.figure_of(month).await.1
    }

    async fn file_plan(&self, id: Uuid) {
        for (who, verb) in [("经办", "submit"), ("领导", "report"), ("科员", "file")] {
            self.go(BattlePlan, id, who, verb, &[]).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_plan_for_the_year_is_asked_for_and_its_schedule_is_what_the_score_expects_from_then_on() {
    let mut office = county("2023-02-01").await;
    assert_eq!(office.called().await, 12, "six units with a task: a plan and the report of February each");
    assert_eq!(office.called().await, 0);
    let [plan] = &office.of_kind(BattlePlan).await[..] else { panic!("one for each unit and year") };
    assert_eq!((plan.title.as_str(), plan.state), ("百江镇2023年度作战方案", "DRAFT"));
    assert_eq!(plan.due, "2023-02-28".parse().ok());
    let id = plan.id;
    let drawn = office.battle_plan(id).await;
    assert_eq!((drawn.tasks.len(), drawn.tasks[0].document.as_str()), (1, "桐零地办〔2023〕1号"));
    assert_eq!(drawn.schedule[0].sum(), drawn.tasks[0].amount, "evenly, until the unit plans it");
    let second = office.opened(BattlePlan, "经办", &[], &[]).await;
    assert!(sentence(second).contains("不能再起草一份"));

    let short = [("schedule", "出清 0 0 0 0 0 0 20 20 20 20 20 19")];
    office.go(BattlePlan, id, "经办", "edit", &short).await.unwrap();
    let words = [("milestones", "2023-07-31 完成三宗"), ("support", "镇长每周调度")];
    office.go(BattlePlan, id, "经办", "edit", &words).await.unwrap();
    let refused = sentence(office.go(BattlePlan, id, "经办", "submit", &[]).await);
    assert!(refused.contains("相差 1.00"), "{refused}");
    office.go(BattlePlan, id, "经办", "edit", &[("schedule", SCHEDULE)]).await.unwrap();
    assert_eq!(office.due_by("2023-02").await, "20.00", "what is not filed counts for nothing");
    office.file_plan(id).await;
    assert_eq!(office.due_by("2023-02").await, "0.00");

    // In April it is planned otherwise: March stays as it was.
    office.desk.on("2023-04-10").await;
    assert_eq!(office.due_by("2023-04").await, "0.00");
    office.go(BattlePlan, id, "领导", "revise", &[("reason", "提前启动")]).await.unwrap();
    let early = [("schedule", "出清 0 0 0 60 0 0 0 0 0 0 0 60")];
    office.go(BattlePlan, id, "经办", "edit", &early).await.unwrap();
    assert_eq!(office.due_by("2023-04").await, "0.00", "the filed version holds while the next is drafted");
    office.file_plan(id).await;
    assert_eq!(
        (office.due_by("2023-03").await, office.due_by("2023-04").await),
        ("0.00".into(), "60.00".into())
    );
    let kept = office.battle_plan(id).await;
    assert_eq!((kept.edition, kept.former.len(), kept.former[0].sites.len()), (2, 1, kept.sites.len()));

    // A target table that names the month goes before the plan's share.
    let months = "年度,单位,指标,任务数,月份,文号\n2023,百江镇,出清,33,4,桐零地办〔2023〕6号\n";
    office.desk.import(Kind::Targets, "分月.csv", months, &[]).await;
    assert_eq!(office.due_by("2023-04").await, "33.00");
}

#[tokio::test]
async fn a_reported_month_stays_as_it_was_reported_and_a_missing_one_keeps_the_books_open() {
    let mut office = county("2023-02-01").await;
    office.called().await;
    office.desk.on("2023-03-03").await;
    assert_eq!(office.called().await, 6, "the reports of March; those of February were asked for");
    let reports = office.of_kind(UnitReport).await;
    let february = reports.iter().find(|one| one.title == "百江镇2023年2月月报").unwrap();
    assert_eq!(
        (february.state, february.due),
        ("AWAITED", "2023-03-06".parse().ok()),
        "the 5th was a Sunday"
    );
    let id = february.id;

    let period = office.opened(Period, "科员", &[], &[("month", "2023-02")]).await.unwrap();
    let closing = sentence(office.go(Period, period, "科员", "close", &[]).await);
    assert!(closing.contains("百江镇2023年2月月报"), "{closing}");

    office.go(UnitReport, id, "经办", "edit", &REPORT).await.unwrap();
    let drawn = office.unit_report(id).await;
    let cleared = drawn.figures.iter().find(|figure| figure.name == "出清").unwrap();
    assert_eq!(
        (cleared.counted.to_decimal(2), cleared.year.as_ref().unwrap().to_decimal(2)),
        ("0.00".into(), "1.00".into()),
        "nothing in February, one 亩 since the year began"
    );
    let correction = [("corrections", "出清 3.5 一宗已腾空，出库会议尚未召开")];
    office.go(UnitReport, id, "经办", "edit", &correction).await.unwrap();
    office.go(UnitReport, id, "领导", "report", &[]).await.unwrap();
    let reported = office.unit_report(id).await;
    assert!(!reported.is_late("2023-04-01".parse().unwrap()), "in time whenever it is asked");
    let hash = reported.sha256.clone().unwrap();
    assert_eq!(office.figure_of("2023-02").await.0, "1.00", "what counts remains what is counted");

    // Later facts: the figures of the report stay, and so do the bytes.
    office.desk.on("2023-03-07").await;
    let late = "地块编号,宗地代码,企业名称,属地,类别,面积(亩),状态,路径,认定日期,入库日期,出清日期,出清面积(亩),依据文号\n\
                LD-99,,桐庐补报厂,百江镇,亩均低效,9,已出清,关停,2022-05-01,2022-06-01,2023-02-21,,\n";
    office.desk.import(Kind::Ledger, "补报台账.csv", late, &[]).await;
    assert_eq!(office.figure_of("2023-02").await.0, "10.00");
    office.go(UnitReport, id, "科员", "check", &[]).await.unwrap();
    let checked = office.unit_report(id).await;
    assert_eq!((checked.figures, checked.sha256.as_ref()), (reported.figures, Some(&hash)));
    let bytes = office.desk.app.reported_month(&office.actor("领导"), id).await.unwrap();
    assert_eq!(bytes.report.correction("出清").unwrap().stated.to_decimal(1), "3.5");
    assert_eq!(bytes.report.problems.as_deref(), Some("两宗抵押未解除"));

    // The others' reports are late by now: they are told apart, and the books are closed on purpose only.
    let months = [Month::parse("2023-02").unwrap()];
    let papers = office.desk.app.unit_papers(&office.actor("主任"), &months).await.unwrap();
    let late = papers.iter().filter(|unit| unit.reports[0].as_ref().is_some_and(|one| one.late && one.owed));
    assert_eq!((papers.len(), late.count()), (6, 5));
    let own = office.desk.app.unit_papers(&office.actor("领导"), &months).await.unwrap();
    assert_eq!(own.len(), 1, "a unit sees its own");
    assert!(own[0].plan.as_ref().unwrap().late, "its plan was due on 28 February");
    let closing = sentence(office.go(Period, period, "科员", "close", &[]).await);
    assert!(!closing.contains("百江镇") && closing.contains("横村镇2023年2月月报"), "{closing}");
    let anyway = [("without_reports", "是"), ("reason", "已电话催报")];
    office.go(Period, period, "科员", "close", &anyway).await.unwrap();
}

#[tokio::test]
async fn a_stranger_neither_reads_nor_moves_the_papers_of_a_unit() {
    let office = county("2023-02-01").await;
    office.called().await;
    let (plan, report) = (office.of_kind(BattlePlan).await[0].id, office.of_kind(UnitReport).await[0].id);
    let stranger = office.actor("邻镇");
    for (kind, id) in [(BattlePlan, plan), (UnitReport, report)] {
        let seen = office.desk.app.object(&stranger, kind, id).await;
        assert!(matches!(seen, Err(Error::NotFound(_))), "{seen:?}");
        let moved = office.go(kind, id, "邻镇", "edit", &[]).await;
        assert!(matches!(moved, Err(Error::NotFound(_))), "{moved:?}");
    }
    let early = sentence(office.go(UnitReport, report, "经办", "report", &[]).await);
    assert!(early.contains("2023年2月还没有结束"), "{early}");
    let unreported = office.desk.app.reported_month(&office.actor("经办"), report).await;
    assert!(matches!(unreported, Err(Error::NotFound(_))), "nothing was reported yet");
}
