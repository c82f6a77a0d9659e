//! 月度考核: a month is closed once, published, objected to, certified and corrected; who stays last is warned
//! and, after three published months, summoned.

use lingdi_app::appraisal::Shown;
use lingdi_app::imports::AcceptMode;
use lingdi_app::moves::MoveRequest;
use lingdi_app::{Error, Filter};
use lingdi_domain::object::ObjectKind::{Interview, Item, Objection, Period};
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::{Actor, Kind, Month, Role};
use uuid::Uuid;

use crate::moves::{Office, ask};
use crate::office::Desk;

/// Six units with the same task; two of them do nothing.
const TARGETS: &str = "年度,单位,指标,任务数,月份,文号
2023,城南街道,出清,120,,桐零地办〔2023〕1号
2023,横村镇,出清,120,,桐零地办〔2023〕1号
2023,分水镇,出清,120,,桐零地办〔2023〕1号
2023,江南镇,出清,120,,桐零地办〔2023〕1号
2023,瑶琳镇,出清,120,,桐零地办〔2023〕1号
2023,百江镇,出清,120,,桐零地办〔2023〕1号
";

pub(crate) const LEDGER: &str = "地块编号,宗地代码,企业名称,属地,类别,面积(亩),状态,路径,认定日期,入库日期,出清日期,出清面积(亩),依据文号\n";

/// What four of them cleared in January to April, more than the two that cleared next to nothing.
fn exits() -> String {
    let row = |n: usize, unit: &str, month: u32, mu: u32| {
        format!(
            "LD-{n}-{month},,桐庐{unit}{month}厂,{unit},亩均低效,{mu},已出清,关停,2022-05-01,2022-06-01,2023-{month:02}-20,,\n"
        )
    };
    let mut text = LEDGER.to_owned();
    for month in 1..=4 {
        for (n, (unit, mu)) in
            [("城南街道", 12), ("横村镇", 9), ("分水镇", 7), ("江南镇", 6), ("瑶琳镇", 2), ("百江镇", 1)]
                .into_iter()
                .enumerate()
        {
            text += &row(n, unit, month, mu);
        }
    }
    text
}

pub(crate) async fn county(day: &str) -> Office {
    let desk = Desk::mini_on(day).await;
    desk.import(Kind::Targets, "目标任务.csv", TARGETS, &[]).await;
    desk.import(Kind::Ledger, "历年台账.csv", exits(), &[]).await;
    Office { unit: unit(&desk, "百江镇").await, ..Office::of(desk).await }
}

pub(crate) async fn unit(desk: &Desk, name: &str) -> String {
    let units = desk.app.units().await.unwrap();
    units.iter().find(|unit| unit.name == name).unwrap().code.to_string()
}

pub(crate) fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn said(error: &Error) -> String {
    error.to_string()
}

fn county_leader() -> Actor {
    Actor { roles: vec![Role::Leader], ..Actor::program("县长") }
}

impl Office {
    pub(crate) async fn open_month(&self, month: &str) -> Result<Uuid, Error> {
        self.opened(Period, "科员", &[], &[("month", month)]).await
    }

    pub(crate) async fn publish(&self, month: &str) -> Uuid {
        let id = self.open_month(month).await.unwrap();
        self.go(Period, id, "科员", "close", &[]).await.unwrap();
        self.go(Period, id, "主任", "publish", &[]).await.unwrap();
        id
    }

    async fn seen(&self, kind: ObjectKind, id: Uuid) -> Object {
        self.desk.app.object(&self.actor("主任"), kind, id).await.unwrap().stored.object
    }

    /// Warnings and interviews of a unit by state, the earliest first.
    async fn interviews(&self, unit: &str) -> Vec<Object> {
        let filter = Filter { unit: Some(unit.to_owned()), ..Filter::default() };
        let page = self.desk.app.objects(&self.actor("主任"), Interview, &filter, None, 100).await.unwrap();
        let mut found: Vec<_> = page.objects.into_iter().map(|stored| stored.object).collect();
        found.sort_by_key(|object| object.id);
        found
    }

    async fn by_leader(&self, id: Uuid, verb: &str, pairs: &[(&str, &str)]) -> Result<(), Error> {
        let request = MoveRequest { id: Some(id), ..ask(verb, pairs) };
        self.desk.app.make_move(&county_leader(), Interview, request).await.map(drop)
    }
}

/// 通报：关账前没有，公布前只有专班看得到草稿，公布时留下文件，之后每次都是同一份。
#[tokio::test]
async fn the_circular_is_a_draft_until_its_ranking_is_published_and_the_same_file_ever_after() {
    let office = county("2023-03-03").await;
    let (app, february) = (office.desk.app.clone(), month("2023-02"));
    let id = office.open_month("2023-02").await.unwrap();
    let open = app.monthly_circular(&office.actor("主任"), february).await.unwrap_err();
    assert!(said(&open).contains("2023年2月还没有关账") && said(&open).contains("关账冻结"), "{open:?}");
    office.go(Period, id, "科员", "close", &[]).await.unwrap();
    let early = app.monthly_circular(&office.actor("领导"), february).await.unwrap_err();
    assert!(matches!(&early, Error::Forbidden(why) if why.contains("还没有公布")), "{early:?}");
    let draft = app.monthly_circular(&office.actor("主任"), february).await.unwrap();
    assert_eq!(draft.shown, Shown::Closed);
    let rows = &draft.document.annexes[0].rows;
    assert_eq!((rows.len(), rows[0][1].as_str(), rows[0][3].as_str()), (6, "城南街道", "12"));

    office.go(Period, id, "主任", "publish", &[]).await.unwrap();
    let file = app.monthly_circular_file(&office.actor("领导"), february).await.unwrap();
    // What happens later does not change what was said.
    let late = exits().replace("LD-", "LATE-").replace("2023-02-20", "2023-02-21");
    office.desk.import(Kind::Ledger, "补录台账.csv", late, &[]).await;
    assert_eq!(app.monthly_circular_file(&office.actor("领导"), february).await.unwrap(), file);
    let kept = app.frozen_lists(&office.actor("主任")).await.unwrap();
    assert_eq!(kept.iter().filter(|one| one.kind == "circular").count(), 1);
}

/// 改动已关账月份的任务：整份不接收，说明改了哪里和出路；全年任务和以后月份照常。
#[tokio::test]
async fn a_table_that_would_change_the_task_of_a_closed_month_is_not_accepted() {
    let office = county("2023-03-03").await;
    let desk = &office.desk;
    desk.import(
        Kind::Targets,
        "月度任务.csv",
        "年度,单位,指标,任务数,月份,文号\n2023,百江镇,出清,15,2,〔2023〕1号\n",
        &[],
    )
    .await;
    let id = office.open_month("2023-02").await.unwrap();
    office.go(Period, id, "科员", "close", &[]).await.unwrap();
    let table = |february: u32, year: u32| {
        format!(
            "年度,单位,指标,任务数,月份,文号\n2023,百江镇,出清,{february},2,〔2023〕2号\n2023,百江镇,出清,{year},,〔2023〕2号\n2023,百江镇,出清,20,4,〔2023〕2号\n"
        )
    };
    let staged = desk.stage(Kind::Targets, "核减.csv", table(10, 90), &[]).await.unwrap().batch.unwrap();
    let refused = desk.app.accept_batch(&desk.office, staged, AcceptMode::Clean).await.unwrap_err();
    assert!(said(&refused).contains("百江镇2023年2月的出清任务（15 → 10）"), "{refused:?}");
    assert!(said(&refused).contains("更正重算"), "{refused:?}");
    let yearly = || async {
        let targets = desk.app.targets(&desk.office, Some(2023)).await.unwrap();
        let own = targets.units.into_iter().find(|unit| unit.name == "百江镇").unwrap();
        own.yearly[0].clone().unwrap().amount.to_decimal(0)
    };
    assert_eq!(yearly().await, "120", "nothing of the table holds");
    desk.import(Kind::Targets, "核减改后.csv", table(15, 90), &[]).await;
    assert_eq!(yearly().await, "90");
}

#[tokio::test]
async fn a_month_is_closed_once_and_computed_again_from_its_bytes() {
    let office = county("2023-03-03").await;
    let early = office.desk.app.ranking(&office.actor("主任"), Some(month("2023-02"))).await.unwrap();
    assert_eq!((early.shown, early.lines.len()), (Shown::Preview, 15 + bureaus(&early)));
    let id = office.open_month("2023-02").await.unwrap();
    let twice = office.open_month("2023-02").await.unwrap_err();
    assert!(said(&twice).contains("已经开立") && said(&twice).contains("更正重算"), "{twice:?}");
    let running = office.open_month("2023-03").await.unwrap();
    let running = office.go(Period, running, "科员", "close", &[]).await.unwrap_err();
    assert!(said(&running).contains("2023年3月还没有结束"), "{running:?}");
    assert!(office.open_month("2023-05").await.is_err(), "a month that has not begun");

    office.go(Period, id, "科员", "close", &[]).await.unwrap();
    let again = office.go(Period, id, "科员", "close", &[]).await.unwrap_err();
    assert!(matches!(&again, Error::IllegalMove(why) if why.contains("已冻结")), "{again:?}");
    let same = office.go(Period, id, "科员", "publish", &[]).await;
    assert!(matches!(same, Err(Error::Forbidden(_))), "the head of the office issues it");
    let hidden = office.desk.app.ranking(&office.actor("领导"), Some(month("2023-02"))).await.unwrap();
    assert_eq!(
        (hidden.shown, hidden.lines.len()),
        (Shown::Closed, 1),
        "before it is out, one's own line only"
    );
    office.go(Period, id, "主任", "publish", &[]).await.unwrap();

    let table = office.desk.app.ranking(&office.actor("领导"), None).await.unwrap();
    assert_eq!((table.month, table.shown), (month("2023-02"), Shown::Published));
    let circular = office.desk.app.monthly_circular(&office.actor("领导"), month("2023-02")).await.unwrap();
    assert_eq!(circular.shown, Shown::Published, "the circular is out with its ranking");
    let told = |name: &str| table.lines.iter().find(|line| line.standing.name == name).unwrap();
    // 24 of 20 亩 counts as the whole; 18 of 20 is nine tenths: (40 × 0.9 + 5 × 1) ÷ 45 with the plans filed.
    let score = |name: &str| told(name).standing.score.as_ref().unwrap().to_decimal(2);
    assert_eq!(
        (score("城南街道"), score("横村镇"), score("百江镇")),
        ("100.00".into(), "91.11".into(), "20.00".into())
    );
    assert_eq!((told("百江镇").standing.rank, told("百江镇").standing.bottom), (Some(6), true));
    assert!(told("桐君街道").standing.rank.is_none(), "without a task it takes no part");

    let own =
        office.desk.app.unit_ranking(&office.actor("领导"), month("2023-02"), &office.unit).await.unwrap();
    assert_eq!((own.rank, own.ranked, own.counted.len()), (Some(6), 6, 2), "January and February");
    assert!(own.counted.iter().all(|row| row.figure().to_decimal(2) == "1.00"));
    assert_eq!(own.paces[0].forecast.needed.as_ref().unwrap().to_decimal(1), "11.8", "118 亩 in ten months");
    let other = unit(&office.desk, "横村镇").await;
    let other = office.desk.app.unit_ranking(&office.actor("领导"), month("2023-02"), &other).await;
    assert!(matches!(other, Err(Error::NotFound(_))), "the arithmetic of others is theirs");

    let replay = office.desk.app.replay_month(&office.actor("主任"), month("2023-02")).await.unwrap();
    assert!(replay.is_same(), "{replay:?}");
    let denied = office.desk.app.replay_month(&office.actor("领导"), month("2023-02")).await;
    assert!(matches!(denied, Err(Error::Forbidden(_))));
}

fn bureaus(view: &lingdi_app::appraisal::RankingView) -> usize {
    use lingdi_domain::mechanism2_appraisal::Group;
    let lines: Vec<_> = view.lines.iter().filter(|line| line.standing.group == Group::Bureaus).collect();
    assert!(lines.iter().all(|line| line.standing.rank.is_none()), "no data is no full marks");
    lines.len()
}

/// 三次居后两位 → 约谈 → 整改 → 销号, with the first two months as warnings.
#[tokio::test]
async fn three_published_months_in_the_last_two_lead_to_an_interview_that_is_followed_up() {
    let office = county("2023-04-10").await;
    let (clerk, unit) = (office.actor("经办"), office.unit.clone());
    office.publish("2023-01").await;
    let warned = office.interviews(&unit).await;
    assert_eq!((warned.len(), warned[0].state), (1, "WARNED"));
    let answered = [("measures", "每周调度，四月完成三宗")];
    office.go(Interview, warned[0].id, "领导", "answer", &answered).await.unwrap();
    office.publish("2023-02").await;
    let again = office.interviews(&unit).await;
    assert_eq!((again.len(), again[0].state), (1, "WARNED"), "one object for one streak");
    office.publish("2023-03").await;
    let found = office.interviews(&unit).await;
    assert_eq!((found.len(), found[0].state), (1, "TRIGGERED"));
    let id = found[0].id;
    let seen = office.desk.app.object(&clerk, Interview, id).await.unwrap();
    let proof: Vec<_> =
        seen.ties.iter().filter(|tie| tie.role == "basis").map(|tie| &tie.object.title).collect();
    assert_eq!(proof.len(), 3, "three tables as proof, also for the unit: {proof:?}");

    let notice = [("notice", "四月十五日上午在县政府"), ("interviewed", "镇长"), ("held_by", "县长")];
    office.go(Interview, id, "科员", "draft_notice", &notice).await.unwrap();
    let waived = office.by_leader(id, "waive", &[("reason", "洪灾"), ("photo", "2023-04-10")]).await;
    assert!(said(&waived.unwrap_err()).contains("interview_waiver"), "off by default");
    let by_office = office.go(Interview, id, "主任", "issue", &[]).await;
    assert!(by_office.is_err(), "the county leader signs");
    office.by_leader(id, "issue", &[]).await.unwrap();
    let held = [
        ("held_by", "县长"),
        ("interviewed", "镇长"),
        ("minutes", "限期整改"),
        ("date", "2023-04-10"),
        ("photo", "2023-04-10"),
    ];
    office.go(Interview, id, "科员", "hold", &held).await.unwrap();
    let promise = [("commitment", "五月底完成五宗"), ("rectify_by", "2023-05-31")];
    office.go(Interview, id, "领导", "commit", &promise).await.unwrap();
    assert_eq!(office.seen(Interview, id).await.due, "2023-05-31".parse().ok());
    office
        .go(Interview, id, "领导", "report", &[("rectified", "已完成"), ("photo", "2023-04-10")])
        .await
        .unwrap();
    office.go(Interview, id, "主任", "close", &[("reason", "核验属实")]).await.unwrap();
    assert_eq!(office.interviews(&unit).await[0].state, "CLOSED");
}

#[tokio::test]
async fn after_an_interview_the_count_begins_anew() {
    let office = county("2023-05-04").await;
    for month in ["2023-01", "2023-02", "2023-03", "2023-04"] {
        office.publish(month).await;
    }
    let found = office.interviews(&office.unit).await;
    let told: Vec<_> =
        found.iter().map(|one| (one.state, one.fields.interview().unwrap().months.len())).collect();
    assert_eq!(told, [("TRIGGERED", 3), ("WARNED", 1)]);
}

/// T15: a month that was not published lies between.
#[tokio::test]
async fn a_month_without_a_ranking_neither_counts_nor_breaks_and_a_person_confirms() {
    let office = county("2023-05-04").await;
    for month in ["2023-01", "2023-02", "2023-04"] {
        office.publish(month).await;
    }
    let found = office.interviews(&office.unit).await;
    let fields = found[0].fields.interview().unwrap();
    assert_eq!(
        (found[0].state, fields.months.len(), fields.gaps.len()),
        ("WARNED", 3, 1),
        "shown, not triggered"
    );
    office
        .go(Interview, found[0].id, "主任", "confirm_streak", &[("reason", "三月因换届未公布")])
        .await
        .unwrap();
    assert_eq!(office.interviews(&office.unit).await[0].state, "TRIGGERED");
}

#[tokio::test]
async fn a_corrected_month_shows_the_difference_and_what_rested_on_it_can_be_annulled() {
    let office = county("2023-04-10").await;
    let mut months = Vec::new();
    for month in ["2023-01", "2023-02", "2023-03"] {
        months.push(office.publish(month).await);
    }
    let triggered = office.interviews(&office.unit).await[0].id;
    let early =
        office.go(Interview, triggered, "主任", "annul", &[("reason", "错"), ("photo", "2023-04-10")]).await;
    assert!(said(&early.unwrap_err()).contains("先更正该月"));

    // A site of February was missing.
    let late = format!(
        "{LEDGER}LD-X,,桐庐补录厂,百江镇,亩均低效,60,已出清,关停,2022-05-01,2022-06-01,2023-02-21,,\n"
    );
    office.desk.import(Kind::Ledger, "补录.csv", late, &[]).await;
    let before = office.desk.app.ranking(&office.actor("主任"), Some(month("2023-02"))).await.unwrap();
    assert!(
        before.lines.iter().any(|line| line.standing.unit == office.unit && line.standing.bottom),
        "frozen"
    );
    let bare = office.go(Period, months[1], "科员", "correct", &[]).await.unwrap_err();
    assert!(said(&bare).contains("理由"), "{bare:?}");
    let why = [("reason", "二月漏报一宗"), ("photo", "2023-04-10")];
    office.go(Period, months[1], "科员", "correct", &why).await.unwrap();
    office.go(Period, months[1], "主任", "publish", &[]).await.unwrap();
    let after = office.desk.app.ranking(&office.actor("领导"), Some(month("2023-02"))).await.unwrap();
    let place = |standings: &[lingdi_domain::mechanism2_appraisal::Standing]| {
        standings.iter().find(|one| one.unit == office.unit).unwrap().rank
    };
    let now: Vec<_> = after.lines.iter().map(|line| line.standing.clone()).collect();
    assert_eq!(place(&after.former.unwrap().standings), Some(6));
    assert_eq!(place(&now), Some(1), "by its rate, beyond the cap");

    let changed = office.seen(Interview, triggered).await;
    assert!(changed.fields.interview().unwrap().basis_changed.as_deref().unwrap().contains("2023年2月"));
    assert_eq!(changed.state, "TRIGGERED", "nothing is deleted by itself");
    let annul = [("reason", "依据月份更正"), ("photo", "2023-04-10")];
    office.go(Interview, triggered, "主任", "annul", &annul).await.unwrap();
    assert_eq!(office.interviews(&office.unit).await[0].state, "ANNULLED");
}

#[tokio::test]
async fn a_unit_objects_in_time_and_the_deputies_meeting_certifies_once_it_is_answered() {
    let mut office = county("2023-03-03").await;
    let id = office.publish("2023-02").await;
    let words = [("by", "百江镇"), ("grounds", "二月出清少计一宗")];
    let objection = office.opened(Objection, "领导", &[("period", Period, id)], &words).await.unwrap();
    let title = office.seen(Objection, objection).await.title;
    assert!(title.contains("2023年2月考核"), "{title}");
    office.go(Objection, objection, "科员", "review", &[]).await.unwrap();
    office
        .go(Objection, objection, "主任", "dismiss", &[("reason", "核对无误"), ("photo", "2023-03-03")])
        .await
        .unwrap();
    let item = office.item("deputy", "assessment", "certify", Period, &[id]).await.unwrap();
    let early = office.go(Item, item, "主任", "agree", &[("reason", "同意")]).await.unwrap_err();
    assert!(said(&early).contains("异议期到"), "{early:?}");

    office.desk.on("2023-03-20").await;
    let late = office.opened(Objection, "领导", &[("period", Period, id)], &words).await.unwrap_err();
    assert!(said(&late).contains("已经过了"), "{late:?}");
    office.go(Item, item, "主任", "agree", &[("reason", "同意")]).await.unwrap();
    let certified = office.seen(Period, id).await;
    assert_eq!((certified.state, certified.holder), ("CERTIFIED", None));
    let wrong = office.item("office", "assessment", "certify", Period, &[id]).await;
    assert!(wrong.is_err(), "七（二）1: 认定 is the deputies'");
}

#[tokio::test]
async fn a_task_that_is_cut_changes_later_months_only() {
    let mut office = county("2023-03-03").await;
    office.desk.on("2023-04-10").await;
    let less = TARGETS.replace("百江镇,出清,120,,桐零地办〔2023〕1号", "百江镇,出清,60,,桐零地办〔2023〕5号");
    office.desk.import(Kind::Targets, "核减.csv", less, &[]).await;
    let due = async |month: &str| {
        let seen = office.desk.app.ranking(&office.actor("主任"), Month::parse(month)).await.unwrap();
        let line = seen.lines.into_iter().find(|line| line.standing.unit == office.unit).unwrap();
        line.standing.figures["出清"].due.as_ref().unwrap().to_decimal(2)
    };
    assert_eq!((due("2023-03").await, due("2023-04").await), ("30.00".to_owned(), "20.00".to_owned()));
    assert_eq!(due("2023-01").await, "10.00", "what was set in March holds from the year's beginning");
}
