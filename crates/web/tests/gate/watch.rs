//! What a person is told, and months and lights on the pages of a county at work.

use axum::http::StatusCode;
use lingdi_app::identification::Judge;
use lingdi_app::people::DemoPerson;
use lingdi_app::{App, Filter, Ids};
use lingdi_domain::object::ObjectKind::{self, Case, Item, Meeting, Plan};
use lingdi_domain::{Actor, Role};
use lingdi_web::Doors;
use uuid::Uuid;

use super::{Site, made};

impl Site {
    /// A county of the demo on a day, with what its folder holds already.
    pub(crate) async fn on(day: &str, folder: tempfile::TempDir) -> Self {
        let url = format!("sqlite:{}", folder.path().join("lingdi.db").display());
        lingdi_app::create_demo(&url, "330122", day.parse().unwrap()).await.unwrap();
        let app = App::open(&url, &folder.path().join("files"), None, Ids::random()).await.unwrap();
        let doors = Doors { this_machine_only: true, ..Doors::default() };
        Self { router: lingdi_web::router(app.clone(), doors), app, folder }
    }

    pub(crate) async fn later(self, day: &str) -> Self {
        self.app.close().await;
        Self::on(day, self.folder).await
    }

    pub(crate) async fn people(&self, unit: &str) {
        let unit: &'static str = Box::leak(unit.to_owned().into_boxed_str());
        let person =
            |login, name, unit, role: Role| DemoPerson { login, name, unit, role, title: role.label() };
        let people = [
            person("zhuren", "章程", "330122T01", Role::OfficeHead),
            person("keyuan", "何静", "330122T01", Role::OfficeClerk),
            person("keyuan2", "沈一", "330122T01", Role::OfficeClerk),
            person("lingdao", "申屠明", unit, Role::LocalLeader),
            person("jingban", "皇甫燕", unit, Role::LocalClerk),
        ];
        self.app.seed_demo_people(&people, &[]).await.unwrap();
    }

    /// The cookie of somebody of the demo.
    pub(crate) async fn card(&self, login: &str) -> String {
        let token = self.app.log_in_to_demo(login).await.unwrap().token;
        format!("{}={token}", lingdi_app::people::COOKIE)
    }
}

#[tokio::test]
async fn a_late_matter_is_told_to_its_holder_and_the_head_and_read_by_each() {
    let site = Site::on("2023-10-09", tempfile::tempdir().unwrap()).await;
    site.people("330122102").await;
    let clerk = site.card("keyuan").await;
    let meeting = made(&site, &clerk, Meeting, None, "open", &[("level", "office"), ("name", "例会")]).await;
    let empty = site.get("/notices", &clerk).await;
    assert!(empty.body.contains("没有消息") && !empty.body.contains("bell-count"));

    let site = site.later("2023-10-16").await;
    let today = site.app.clock().today();
    assert!(site.app.watch(&Actor::program("系统"), today).await.unwrap().told >= 3);
    let (clerk, head, local) =
        (site.card("keyuan").await, site.card("zhuren").await, site.card("jingban").await);
    let page = site.get("/notices", &clerk).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains(&format!("/meetings/{meeting}")) && page.body.contains("已逾期"));
    assert!(!page.body.contains("报请领导督促"), "that is the head's");
    assert!(site.get("/notices", &head).await.body.contains("报请领导督促"));
    assert!(site.get("/notices", &local).await.body.contains("没有消息"));
    let count = |body: &str| body.split("bell-count num\">").nth(1).map(|rest| rest[..1].to_owned());
    assert_eq!(count(&site.get("/desk", &clerk).await.body).as_deref(), Some("1"));

    let read = site.post("/notices/reading", &clerk, "").await;
    assert_eq!((read.status, read.location.as_str()), (StatusCode::SEE_OTHER, "/notices?done=notices-read"));
    let page = site.get("/notices", &clerk).await.body;
    assert!(page.contains("已读") && count(&page).is_none());
    assert!(count(&site.get("/notices", &head).await.body).is_some(), "the head has not read his");
    assert_eq!(site.post("/notices/reading", &clerk, "id=x").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let journal = site.get("/events", &head).await.body;
    assert!(journal.contains("到期提醒"));
}

/// A case under work, late with its milestone and its report.
#[tokio::test]
async fn a_case_shows_its_months_and_what_turns_its_light_and_lists_find_it_by_colour() {
    let site = Site::on("2023-08-01", tempfile::tempdir().unwrap()).await;
    let office = Actor::command_line("test");
    site.fill(&office).await;
    let seen = site.app.judge(&office, &Judge::present()).await.unwrap();
    let unit = seen.whole().unwrap().all().next().unwrap().unit().to_owned();
    site.people(&unit).await;
    let list = site.app.freeze_list(&office, &Judge::present()).await.unwrap().id;
    site.app.send_out(&office, list, None).await.unwrap();
    let verifying = Filter { unit: Some(unit.clone()), ..Filter::default() };
    let page = site.app.objects(&office, Case, &verifying, None, 1).await.unwrap();
    let case = page.objects[0].object.id;
    let id = work(&site, case).await;

    let site = site.later("2023-10-09").await;
    let (clerk, head) = (site.card("jingban").await, site.card("zhuren").await);
    let shown = site.get(&format!("/cases/{id}"), &clerk).await.body;
    for words in ["整治进度", "红灯", "节点“停水停电”应于 2023-09-20 完成，已逾期 19 天", "未报", "转绿"]
    {
        assert!(shown.contains(words), "{words}");
    }
    assert!(site.get("/cases?light=red", &clerk).await.body.contains(&format!("/cases/{id}")));
    assert!(site.get("/cases?light=green", &clerk).await.body.contains("没有符合条件的"));
    assert!(site.get("/desk", &clerk).await.body.contains("红灯"));
    let table = site.get("/progress", &head).await.body;
    assert!(table.contains("缺 1") && table.contains("light=red"), "{table}");
    assert!(!table.contains("待核定的月报"));
    let report = [("progress_month", "2023-09"), ("progress", "已停电")];
    made(&site, &clerk, Case, Some(id), "report_progress", &report).await;
    let table = site.get("/progress", &head).await.body;
    let tick = table.split("value=\"cases:").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(!site.get("/progress", &clerk).await.body.contains("待核定的月报"), "the office checks");
    let form = format!("verb=check_progress&back=%2Fprogress&on=cases:{tick}");
    let checked = site.post("/desk/moves", &head, &form).await;
    assert!(checked.status == StatusCode::OK && checked.body.contains("核定月报"), "{}", checked.body);
    let table = site.get("/progress", &head).await.body;
    assert!(!table.contains("待核定的月报"));
    assert!(table.contains("2023年8月 未报、2023年9月 迟报"), "{table}");
}

/// From verification to the start of the work, each step by whom it belongs to.
async fn work(site: &Site, case: Uuid) -> Uuid {
    let (head, clerk) = (site.card("zhuren").await, site.card("keyuan").await);
    let (leader, local) = (site.card("lingdao").await, site.card("jingban").await);
    made(site, &local, Case, Some(case), "draft_verification", &[("verdict", "true_as_listed")]).await;
    made(site, &leader, Case, Some(case), "submit_verification", &[]).await;
    made(site, &head, Case, Some(case), "skip_notice", &[]).await;
    for (act, proposal) in [("confirmed_list", "confirm"), ("entry_exit", "enter")] {
        let meeting =
            made(site, &clerk, Meeting, None, "open", &[("level", "office"), ("name", "例会")]).await;
        made(site, &clerk, Meeting, Some(meeting), "collect", &[]).await;
        let fields = [("act", act), ("subject", "议题"), ("proposal", proposal)];
        let item = tied(site, &clerk, Item, None, "open", &[("target", Case, case)], &fields).await;
        made(site, &clerk, Item, Some(item), "pre_review", &[]).await;
        let on = [("meeting", Meeting, meeting)];
        tied(site, &clerk, Item, Some(item), "put_on_agenda", &on, &[]).await;
        made(site, &clerk, Meeting, Some(meeting), "fix_agenda", &[]).await;
        let held = [("chair", "章程"), ("attendance", "全体")];
        made(site, &clerk, Meeting, Some(meeting), "hold", &held).await;
        made(site, &head, Item, Some(item), "agree", &[]).await;
    }
    let plan = [
        ("path", "K1"),
        ("cause", "散乱污"),
        ("measures", "关停"),
        ("milestones", "2023-09-20 停水停电"),
        ("end_date", "2023-12-31"),
        ("persons", "镇长"),
        ("legal_basis", "桐环罚〔2022〕1号"),
    ];
    let plan = tied(site, &local, Plan, None, "open", &[("case", Case, case)], &plan).await;
    made(site, &local, Plan, Some(plan), "submit", &[]).await;
    made(site, &leader, Plan, Some(plan), "report", &[]).await;
    made(site, &head, Plan, Some(plan), "file", &[]).await;
    made(site, &clerk, Case, Some(case), "start", &[]).await
}

/// A move that ties its object to others.
async fn tied(
    site: &Site,
    cookie: &str,
    kind: ObjectKind,
    id: Option<Uuid>,
    verb: &str,
    links: &[(&str, ObjectKind, Uuid)],
    fields: &[(&str, &str)],
) -> Uuid {
    let mut ask = super::ask(site, verb, fields);
    ask.id = id;
    ask.input.links = links.iter().map(|(role, kind, id)| ((*role).to_owned(), *kind, *id)).collect();
    site.app.make_move(&super::behind(site, cookie).await, kind, ask).await.unwrap().id
}
