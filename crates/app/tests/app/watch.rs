//! The daily watch on a real database: deadlines come, checkpoints come due, people are told once, and it
//! does not matter when the program ran.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use lingdi_app::moves::DeskPart;
use lingdi_app::people::DemoPerson;
use lingdi_app::{Error, Filter};
use lingdi_domain::calendar::Calendar;
use lingdi_domain::object::ObjectKind::{Agreement, Case, Item, Meeting, OverallPlan, Plan};
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::step4_remediation::progress::{Colour, Standing};
use lingdi_domain::{Actor, Kind, Month, Role};
use uuid::Uuid;

use crate::moves::Office;
use crate::office::Desk;

/// 2022 and 2023, as the State Council announced them.
const HOLIDAYS: &str = include_str!("../../../domain/tests/watch/holidays.csv");

const PHOTO: (&str, &str) = ("photo", "2022-02-01");

/// A county on 4 September 2023 with its people; the list was sent out, one case is under work with an
/// agreement that is kept, and a second agreement was signed and lies with the unit's leader.
struct Watched {
    office: Office,
    /// The case under work.
    case: Uuid,
    /// Its agreement, with a checkpoint on 2 October, in the middle of the National Day.
    agreement: Uuid,
    plan: Uuid,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl Watched {
    async fn county() -> Self {
        let desk = Desk::mini_on("2023-09-04").await;
        desk.import(Kind::Holidays, "节假日.csv", HOLIDAYS, &[]).await;
        let office = Office::of(desk).await;
        office.people().await;
        let case = office.verified().await;
        office.agreed("office", "confirmed_list", "confirm", Case, &[case]).await;
        office.agreed("office", "entry_exit", "enter", Case, &[case]).await;
        let content = [("firm", "桐庐某厂"), ("checkpoints", "2023-10-02 亩均税收 10 万元/亩")];
        let agreement = office.opened(Agreement, "经办", &[("case", Case, case)], &content).await.unwrap();
        let plan = [
            ("path", "S1"),
            ("cause", "设备陈旧"),
            ("measures", "技改"),
            ("milestones", "2023-09-20 设备进场\n2023-12-01 投产"),
            ("end_date", "2023-12-31"),
            ("persons", "镇长"),
        ];
        let plan = office.opened(Plan, "经办", &[("case", Case, case)], &plan).await.unwrap();
        office.go(Plan, plan, "经办", "submit", &[]).await.unwrap();
        office.go(Plan, plan, "领导", "report", &[]).await.unwrap();
        office.go(Plan, plan, "主任", "file", &[]).await.unwrap();
        office.go(Agreement, agreement, "经办", "negotiate", &[]).await.unwrap();
        office.go(Agreement, agreement, "经办", "sign", &[("date", "2023-09-01"), PHOTO]).await.unwrap();
        assert_eq!(office.due(Agreement, agreement).await, Some(day("2023-09-08")), "R24: five working days");
        office.go(Agreement, agreement, "领导", "report", &[]).await.unwrap();
        office.go(Agreement, agreement, "科员", "file", &[]).await.unwrap();
        office.go(Agreement, agreement, "经办", "perform", &[]).await.unwrap();
        office.go(Case, case, "科员", "start", &[]).await.unwrap();
        // The unit's overall plan is filed, so that the watch need not ask for it.
        let words = [("measures", "逐宗整治"), ("milestones", "2023-12-31 完成")];
        let overall = office.opened(OverallPlan, "经办", &[], &words).await.unwrap();
        for (who, verb) in [("经办", "submit"), ("领导", "report"), ("主任", "file")] {
            office.go(OverallPlan, overall, who, verb, &[]).await.unwrap();
        }
        Self { office, case, agreement, plan }
    }
}

impl Office {
    async fn people(&self) {
        let person = |login, name, role: Role| DemoPerson {
            login,
            name,
            unit: if matches!(role, Role::LocalClerk | Role::LocalLeader) {
                Box::leak(self.unit.clone().into_boxed_str())
            } else {
                "330122T01"
            },
            role,
            title: role.label(),
        };
        let people = [
            person("jingban", "皇甫燕", Role::LocalClerk),
            person("lingdao", "申屠明", Role::LocalLeader),
            person("keyuan", "何静", Role::OfficeClerk),
            person("zhuren", "章程", Role::OfficeHead),
            person("shenji", "许审", Role::AuditAdmin),
        ];
        self.desk.app.seed_demo_people(&people, &[]).await.unwrap();
    }

    async fn object(&self, kind: ObjectKind, id: Uuid) -> Object {
        self.desk.app.object(&self.actor("主任"), kind, id).await.unwrap().stored.object
    }

    async fn due(&self, kind: ObjectKind, id: Uuid) -> Option<NaiveDate> {
        self.object(kind, id).await.due
    }

    async fn watch(&self, on: &str) -> (usize, usize) {
        let done = self.desk.app.watch(&Actor::program("系统"), day(on)).await.unwrap();
        (done.came_due, done.told)
    }

    /// A person's notices as object, deadline, step, day and state.
    async fn told(&self, login: &str) -> BTreeSet<(Uuid, String, String, String, String)> {
        let app = &self.desk.app;
        let token = app.log_in_to_demo(login).await.unwrap().token;
        let caller = app.caller(&token).await.unwrap().unwrap();
        let page = app.notices(&caller, None, 1000).await.unwrap();
        let standing = page.rows.iter().filter(|row| !row.is_over).count();
        assert_eq!(app.notices_unread(&caller).await.unwrap() as usize, standing);
        let url = format!("sqlite:{}", self.desk.folder().join("lingdi.db").display());
        let db = lingdi_store::Db::connect(&url).await.unwrap();
        let mut tx = db.read().await.unwrap();
        let mut told = BTreeSet::new();
        for object in page.rows.iter().map(|row| row.notice.object).collect::<BTreeSet<_>>() {
            let all = lingdi_store::notices::told(&mut tx, "330122", object).await.unwrap();
            for one in all.into_iter().filter(|one| one.person == caller.person) {
                told.insert((object, one.due.to_string(), one.step, one.day.to_string(), one.state));
            }
        }
        drop(tx);
        db.close().await;
        told
    }

    /// All that the watch can change. The month that it opened has another id in each county; it stands
    /// under none.
    async fn everything(&self) -> (Vec<Object>, Vec<BTreeSet<(Uuid, String, String, String, String)>>) {
        let mut objects = Vec::new();
        for kind in ObjectKind::ALL {
            let page = self.desk.app.objects(&self.actor("主任"), kind, &Filter::default(), None, 1000).await;
            objects.extend(page.unwrap().objects.into_iter().map(|stored| stored.object));
        }
        let mut opened = BTreeSet::new();
        for object in objects.iter_mut().filter(|object| object.kind == ObjectKind::Period) {
            opened.insert(std::mem::take(&mut object.id));
        }
        objects.sort_by_key(|object| object.id);
        let mut told = Vec::new();
        for login in ["jingban", "lingdao", "keyuan", "zhuren"] {
            let own = self.told(login).await.into_iter().map(|mut one| {
                if opened.contains(&one.0) {
                    one.0 = Uuid::nil();
                }
                one
            });
            told.push(own.collect());
        }
        (objects, told)
    }
}

/// 国庆期间到期的检查点：节后第一个工作日转“检查点到期”，逾期逐级告知，每步只告知一次。
#[tokio::test]
async fn a_checkpoint_comes_due_after_the_holiday_and_what_is_overdue_climbs_step_by_step() {
    let Watched { mut office, agreement, .. } = Watched::county().await;
    assert_eq!(office.due(Agreement, agreement).await, Some(day("2023-10-02")), "the next checkpoint");
    office.desk.on("2023-10-06").await;
    assert_eq!(office.watch("2023-10-06").await, (0, 0), "a day off");
    office.desk.on("2023-10-07").await;
    let (came_due, told) = office.watch("2023-10-07").await;
    assert!(came_due == 1 && told > 0);
    let object = office.object(Agreement, agreement).await;
    assert_eq!((object.state, object.due), ("CHECK_DUE", Some(day("2023-10-11"))));
    let view = office.desk.app.object(&office.actor("主任"), Agreement, agreement).await.unwrap();
    let event = view.events.last().unwrap();
    assert_eq!((event.verb.as_str(), event.actor.as_str()), ("come_due", "系统"));
    assert_eq!(office.watch("2023-10-07").await, (0, 0), "nobody is told twice");

    office.desk.on("2023-10-18").await;
    office.watch("2023-10-18").await;
    let steps = |told: BTreeSet<(Uuid, String, String, String, String)>, due: &'static str| {
        let own = told.into_iter().filter(move |one| one.0 == agreement && one.1 == due);
        own.map(|one| (one.3, one.2)).collect::<BTreeSet<_>>()
    };
    let wanted = |rows: &[(&str, &str)]| -> BTreeSet<(String, String)> {
        rows.iter().map(|(on, step)| ((*on).to_owned(), (*step).to_owned())).collect()
    };
    // Before the checkpoint as before any deadline, though nobody was there to tell on those days.
    let before = [("2023-09-20", "7"), ("2023-09-26", "3"), ("2023-09-28", "1")];
    let before = steps(office.told("jingban").await, "2023-10-02").into_iter().eq(wanted(&before));
    assert!(before, "{:?}", steps(office.told("jingban").await, "2023-10-02"));
    let after = [("2023-10-08", "3"), ("2023-10-10", "1"), ("2023-10-12", "overdue")];
    assert_eq!(steps(office.told("jingban").await, "2023-10-11"), wanted(&after));
    assert_eq!(steps(office.told("lingdao").await, "2023-10-11"), wanted(&[("2023-10-16", "leader")]));
    assert_eq!(steps(office.told("keyuan").await, "2023-10-11"), wanted(&[("2023-10-18", "office")]));
    assert!(office.desk.app.chain(&office.desk.office).await.unwrap().broken.is_none());
}

/// 有地块在整治的月份结束后自动开立考核；月报报送期一到，专班办公室收到核定月报的消息，只收一次。
#[tokio::test]
async fn the_office_is_told_to_check_the_reports_of_a_month_that_is_over() {
    let Watched { mut office, .. } = Watched::county().await;
    office.desk.on("2023-09-28").await;
    office.watch("2023-09-28").await;
    let months = |objects: &[Object]| {
        let months = objects.iter().filter_map(|one| Some(one.fields.period()?.month?.to_string()));
        months.collect::<Vec<_>>()
    };
    assert!(months(&office.everything().await.0).is_empty(), "no work in August, September goes on");
    for _ in 0..2 {
        office.desk.on("2023-10-07").await;
        office.watch("2023-10-07").await;
    }
    let (objects, _) = office.everything().await;
    assert_eq!(months(&objects), ["2023-09"]);
    let filter = Filter::default();
    let periods = office.desk.app.objects(&office.actor("主任"), ObjectKind::Period, &filter, None, 9).await;
    let period = periods.unwrap().objects.remove(0).object;
    assert_eq!((period.state, period.due), ("OPEN", Some(day("2023-10-08"))), "closed by the 8th");
    let told: Vec<_> = office.told("keyuan").await.into_iter().filter(|one| one.2 == "reports").collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].0, told[0].3.as_str()), (period.id, "2023-10-07"), "the fifth lies in the holiday");
    assert!(office.told("jingban").await.iter().all(|one| one.2 != "reports"));
}

/// 逐日运行、每日两次、停机之后只运行一次：对象和消息都一样。
#[tokio::test]
async fn whether_it_ran_daily_or_once_after_a_stop_the_county_is_the_same() {
    let mut one = Watched::county().await.office;
    let before = one.everything().await;
    one.desk.app.close().await;
    let copy = tempfile::tempdir().unwrap();
    let kept = copy.path().join("kept.db");
    std::fs::copy(one.desk.folder().join("lingdi.db"), &kept).unwrap();

    let last = day("2023-10-20");
    for on in day("2023-09-04").iter_days().take_while(|on| *on <= last) {
        one.desk.on(&on.to_string()).await;
        one.watch(&on.to_string()).await;
        one.watch(&on.to_string()).await;
    }
    let daily = one.everything().await;
    assert!(daily.1.iter().all(|told| !told.is_empty()) && before.1.iter().all(BTreeSet::is_empty));
    assert_ne!(daily.0, before.0, "the checkpoint came due");

    one.desk.app.close().await;
    for rest in ["lingdi.db", "lingdi.db-wal", "lingdi.db-shm"] {
        let _ = std::fs::remove_file(one.desk.folder().join(rest));
    }
    std::fs::copy(&kept, one.desk.folder().join("lingdi.db")).unwrap();
    one.desk.on("2023-10-20").await;
    one.watch("2023-10-20").await;
    let once = one.everything().await;
    assert_eq!(once.0, daily.0);
    for (daily, once) in daily.1.iter().zip(&once.1) {
        let only = |a: &BTreeSet<_>, b: &BTreeSet<_>| a.difference(b).cloned().collect::<Vec<_>>();
        assert_eq!((only(daily, once), only(once, daily)), (vec![], vec![]));
    }
}

/// 月报按时、迟报、未报，红灯写明怎样转绿；核定以后不再待核。
#[tokio::test]
async fn months_are_reported_checked_and_lit_by_one_rule_on_every_page() {
    let Watched { mut office, case, plan, .. } = Watched::county().await;
    assert_eq!(office.due(Case, case).await, Some(day("2023-10-07")), "September, due after the holiday");
    office.desk.on("2023-10-09").await;
    let early = [("progress_month", "2023-11"), ("progress", "提前填报")];
    let refused = office.go(Case, case, "经办", "report_progress", &early).await;
    assert!(refused.unwrap_err().to_string().contains("月份还没有到"));
    let light = |office: &Office| {
        let (app, actor) = (office.desk.app.clone(), office.actor("领导"));
        async move {
            let stored = app.object(&actor, Case, case).await.unwrap().stored;
            app.progress(&actor, &stored).await.unwrap()
        }
    };
    let now = light(&office).await;
    let lit = now.light.unwrap();
    assert_eq!((lit.colour, lit.reasons.len()), (Colour::Red, 2), "{:?}", lit.reasons);
    assert!(lit.reasons[0].sentence.contains("“设备进场”应于 2023-09-20 完成，已逾期 19 天"));
    assert!(lit.reasons[1].sentence.contains("2023年9月月报未报"));

    let report = [
        ("progress_month", "2023-09"),
        ("progress", "设备已订购"),
        ("progress_percent", "40"),
        ("invested", "120.5"),
    ];
    office.go(Case, case, "经办", "report_progress", &report).await.unwrap();
    assert_eq!(office.due(Case, case).await, Some(day("2023-11-06")), "October comes next");
    let closed = [("milestone", "1"), ("photo", "2023-10-09")];
    office.go(Plan, plan, "经办", "close_milestone", &closed).await.unwrap();
    assert_eq!(office.due(Plan, plan).await, Some(day("2023-12-01")), "the next milestone");
    let now = light(&office).await;
    assert_eq!(now.light.map(|light| light.colour), Some(Colour::Green));
    let standings: Vec<_> = now.months.iter().map(|row| (row.month.to_string(), row.standing)).collect();
    assert_eq!(
        standings,
        [("2023-09".to_owned(), Standing::Late), ("2023-10".to_owned(), Standing::Awaited)]
    );
    let told = now.months[0].report.as_ref().unwrap();
    assert_eq!((told.percent, told.invested.map(|money| money.0)), (Some(40), Some(120_500_000)));

    office.go(Case, case, "科员", "check_progress", &[]).await.unwrap();
    let again = office.go(Case, case, "科员", "check_progress", &[]).await;
    assert!(matches!(again, Err(Error::Missing(_))));
    let mended = [("progress_month", "2023-09"), ("progress", "设备已订购并付定金")];
    office.desk.on("2023-10-10").await;
    office.go(Case, case, "经办", "report_progress", &mended).await.unwrap();
    let report = light(&office).await.months[0].report.clone().unwrap();
    assert_eq!((report.on, report.text.as_str()), (day("2023-10-09"), "设备已订购并付定金"));
    assert!(report.checked_on.is_none(), "what was changed is checked again");

    // The list, the table of units and the page of the case say the same.
    let app = &office.desk.app;
    let all = Filter::default();
    for (colour, total) in [(Colour::Green, 1), (Colour::Red, 0)] {
        let lit = app.lit_cases(&office.actor("科员"), &all, colour, None, 10).await.unwrap();
        assert_eq!((lit.total, lit.page.len()), (total, total));
    }
    let months = [Month::parse("2023-09").unwrap(), Month::parse("2023-10").unwrap()];
    let units = app.progress_by_unit(&office.actor("科员"), &months).await.unwrap();
    assert_eq!((units.len(), units[0].lights), (1, [1, 0, 0]));
    assert_eq!((units[0].months[0].late, units[0].months[1].awaited), (1, 1));
    assert_eq!(units[0].late[0].months, [(months[0], Standing::Late)]);
    assert_eq!(units[0].unchecked[0].months, [(months[0], Standing::Late)]);
    assert_eq!(units[0].unchecked[0].check_by, Some(day("2023-10-08")), "by the 8th, a day worked instead");
    assert!(app.progress_by_unit(&office.actor("邻镇"), &months).await.unwrap().is_empty());
}

/// 议定事项分解后的办理时限不因开始办理而丢失。
#[tokio::test]
async fn a_decision_keeps_its_deadline_until_it_is_done() {
    let office = Office::with_list().await;
    let id = office.verified().await;
    let item = office.item("office", "confirmed_list", "confirm", Case, &[id]).await.unwrap();
    office.go(Item, item, "主任", "agree", &[("reason", "同意")]).await.unwrap();
    let until = (office.desk.app.clock().today() + chrono::Days::new(20)).to_string();
    let nobody = [("date", until.as_str()), ("responsible", "有关部门")];
    let refused = office.go(Item, item, "科员", "assign", &nobody).await.unwrap_err().to_string();
    assert!(refused.contains("有关部门") && refused.contains("从列表中选择"), "{refused}");
    let task = [("date", until.as_str()), ("responsible", "县经信局")];
    office.go(Item, item, "科员", "assign", &task).await.unwrap();
    office.go(Item, item, "科员", "execute", &[]).await.unwrap();
    assert_eq!(office.due(Item, item).await.map(|due| due.to_string()), Some(until));
    let case = office.case(id).await;
    let expected = Calendar::default().after(office.desk.app.clock().today(), 10);
    assert_eq!((case.state, case.due), ("CONFIRMED", Some(expected)), "R41: ten working days");
}

/// 议定事项分解给谁，就在谁的待办里，按时限排列；其他单位看不到。
#[tokio::test]
async fn what_a_meeting_decided_is_on_the_desk_of_the_unit_it_went_to() {
    let office = Office::with_list().await;
    let (first, second) = (office.agreed_item("甲").await, office.agreed_item("乙").await);
    let today = office.desk.app.clock().today();
    let units = office.desk.app.units().await.unwrap();
    let own = units.iter().find(|unit| unit.code.as_str() == office.unit).unwrap().name.to_string();
    for (item, days) in [(first, 20), (second, 10)] {
        let until = (today + chrono::Days::new(days)).to_string();
        // By code or by name: it is the same unit.
        let unit = if days == 20 { own.as_str() } else { office.unit.as_str() };
        let task = [("date", until.as_str()), ("responsible", unit)];
        office.go(Item, item, "科员", "assign", &task).await.unwrap();
    }
    let app = &office.desk.app;
    let desk = app.desk(&office.actor("经办"), DeskPart::Decided, None, 10).await.unwrap();
    let ids: Vec<_> = desk.rows.iter().map(|row| row.stored.object.id).collect();
    assert_eq!(ids, [second, first], "the first due comes first");
    let responsible = |at: usize| desk.rows[at].stored.object.fields.item().unwrap().responsible.clone();
    assert_eq!((responsible(0), responsible(1)), (Some(own.clone()), Some(own)));
    assert!(desk.rows.iter().all(|row| row.steps.is_empty()), "the office closes it");
    let all = app.desk(&office.actor("科员"), DeskPart::Decided, None, 10).await.unwrap();
    assert_eq!(all.rows.len(), 2);
    let others = app.desk(&office.actor("邻镇"), DeskPart::Decided, None, 10).await.unwrap();
    assert!(others.rows.is_empty());
    let of_unit = Filter { unit: Some(office.unit.clone()), ..Filter::default() };
    let listed = app.objects(&office.actor("科员"), Item, &of_unit, None, 10).await.unwrap();
    assert_eq!(listed.objects.len(), 2);

    office.go(Item, second, "科员", "finish", &[("reason", "已办结")]).await.unwrap();
    let left = app.desk(&office.actor("经办"), DeskPart::Decided, None, 10).await.unwrap();
    assert_eq!(left.rows.len(), 1);
}

impl Office {
    /// A matter that the office's meeting took note of.
    async fn agreed_item(&self, subject: &str) -> Uuid {
        let meeting = [("level", "office"), ("name", "例会"), ("date", "2023-10-09")];
        let meeting = self.opened(Meeting, "科员", &[], &meeting).await.unwrap();
        self.go(Meeting, meeting, "科员", "collect", &[]).await.unwrap();
        let item = self.opened(Item, "科员", &[], &[("act", "report"), ("subject", subject)]).await.unwrap();
        self.go(Item, item, "科员", "pre_review", &[]).await.unwrap();
        self.put(item, meeting).await.unwrap();
        self.go(Meeting, meeting, "科员", "fix_agenda", &[]).await.unwrap();
        let held = [("date", "2022-01-10"), ("chair", "主任"), ("attendance", "全体")];
        self.go(Meeting, meeting, "科员", "hold", &held).await.unwrap();
        self.go(Item, item, "主任", "agree", &[("reason", "同意")]).await.unwrap();
        item
    }
}

/// 陈述申辩期满的次日之前不催认定；暂缓到期回到专班办公室桌上。
#[tokio::test]
async fn a_deadline_gives_way_to_the_firms_answer_and_a_suspension_ends_at_the_office() {
    let mut office = Office::of(Desk::mini_on("2023-09-04").await).await;
    office.people().await;
    office.desk.app.send_out(&office.actor("科员"), office.list, None).await.unwrap();
    let id = office.cases("VERIFYING").await[0].id;
    office.go(Case, id, "经办", "draft_verification", &[("verdict", "true_as_listed")]).await.unwrap();
    office.go(Case, id, "领导", "submit_verification", &[PHOTO]).await.unwrap();
    assert_eq!(office.due(Case, id).await, Some(day("2023-09-18")), "R40: ten working days");
    office.desk.on("2023-09-15").await;
    let served = [("date", "2023-09-15"), ("notified_how", "direct"), PHOTO];
    office.go(Case, id, "经办", "serve_notice", &served).await.unwrap();
    assert_eq!(office.case(id).await.fields.case().unwrap().answer_by, Some(day("2023-09-22")));
    assert_eq!(office.due(Case, id).await, Some(day("2023-09-25")));

    let parked = [("date", "2023-10-31"), ("reason", "法院查封"), PHOTO];
    office.go(Case, id, "科员", "suspend", &parked).await.unwrap();
    office.desk.on("2023-11-01").await;
    office.watch("2023-11-01").await;
    let object = office.case(id).await;
    assert_eq!(
        (object.state, object.due),
        ("SUSPENDED", Some(day("2023-10-31"))),
        "nothing resumes by itself"
    );
    let told = office.told("keyuan").await;
    let steps: Vec<_> = told.iter().filter(|one| one.4 == "SUSPENDED").map(|one| one.2.as_str()).collect();
    assert_eq!(steps, ["1", "3", "7", "overdue"]);
    office.go(Case, id, "科员", "resume", &[("reason", "已解封")]).await.unwrap();
    let resumed = office.case(id).await;
    assert_eq!((resumed.state, resumed.due), ("VERIFIED", Some(day("2023-11-15"))), "its time begins anew");
}

#[tokio::test]
async fn the_watch_is_the_offices_and_does_not_run_ahead() {
    let office = Office::with_list().await;
    let today = office.desk.app.clock().today();
    let refused = office.desk.app.watch(&office.actor("领导"), today).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
    let ahead = office.desk.app.watch(&office.actor("科员"), today + chrono::Days::new(1)).await;
    assert!(matches!(ahead, Err(Error::Refused(_))));
}
