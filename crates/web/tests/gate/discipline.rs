//! 督查, 承诺书, 过问记录 and the accounts that only read, through the router.

use axum::http::StatusCode;
use lingdi_app::people::{NewAccount, RightsChange};
use lingdi_domain::mechanism1_task_force::Term;
use lingdi_domain::moves::machine;
use lingdi_domain::object::ObjectKind;
use lingdi_domain::{Actor, Role};
use uuid::Uuid;

use super::{FIRST, Site, encoded};

/// Every address of the product, as its router names them.
const ROUTES: &str = include_str!("../../src/handlers/mod.rs");

async fn add(site: &Site, login: &str, name: &str, unit: &str, role: Option<Role>) {
    let machine =
        Actor { roles: vec![Role::SystemAdmin, Role::SecurityAdmin], ..Actor::command_line("test") };
    let new = NewAccount {
        login: login.to_owned(),
        name: name.to_owned(),
        password: FIRST.to_owned(),
        post: role.map(|role| (unit.to_owned(), role, role.label().to_owned())),
        ..NewAccount::default()
    };
    site.app.add_account(&machine, &new).await.unwrap();
}

/// The county with an inspector, a 组长, a body that receives copies, and the 纪检监察.
async fn site() -> Site {
    let site = Site::mini().await;
    add(&site, "ducha", "江波", "330122B13", Some(Role::Inspector)).await;
    add(&site, "zuzhang", "陆川", "330122", Some(Role::Leader)).await;
    add(&site, "zhidu", "洪梅", "330122", Some(Role::Reader)).await;
    add(&site, "jiwei", "聂正", "330122", None).await;
    site
}

async fn discipline(site: &Site) -> String {
    // With a password of their own before the post is theirs.
    let cookie = site.enter("jiwei").await;
    let change = RightsChange::Appoint {
        name: "聂正".to_owned(),
        unit: "330122".to_owned(),
        role: Role::Discipline,
        title: "县纪委监委干部".to_owned(),
        term: Term { from: "2022-01-01".parse().unwrap(), to: None },
    };
    let security = Actor { roles: vec![Role::SecurityAdmin], ..Actor::program("林安") };
    site.app.propose_rights(&security, &change, "桐纪函〔2022〕4号").await.unwrap();
    let (leader, system) = (site.enter("zuzhang").await, site.enter("system").await);
    let page = site.get("/people", &leader).await.body;
    let action =
        page.split("action=\"/people/changes/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    assert!(page.contains("由组长复核") && page.contains("复核通过"));
    let other = site.get("/people", &system).await.body;
    assert!(other.contains("由组长复核") && !other.contains("复核通过"), "no button that is refused");
    let confirm = format!("/people/changes/{action}/confirmation");
    assert_eq!(site.post(&confirm, &system, "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.post(&confirm, &leader, "").await.location, "/people?done=confirmed");
    cookie
}

#[tokio::test]
async fn what_was_asked_is_written_by_anybody_at_work_and_shown_to_the_discipline_alone() {
    let site = site().await;
    let (clerk, office) = (site.enter("clerk").await, site.enter("office").await);
    let form = site.get("/interventions/new", &clerk).await.body;
    assert!(form.contains("只有纪检监察能查阅") && !form.contains("href=\"/interventions\""));
    let sent =
        |content: &str| format!("who=某副职&happened_on=2022-01-05&channel=电话&parcel=&content={content}");
    let again = site.post("/interventions/new", &clerk, &sent("")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("请填写过问内容") && again.body.contains("某副职"), "what was typed stays");
    let written = site.post("/interventions/new", &clerk, &sent("密谈暂缓")).await;
    assert_eq!(written.location, "/interventions/new?done=intervention");
    let jiwei = discipline(&site).await;
    let system = site.get("/interventions", &site.enter("auditor").await).await;
    assert_eq!(system.status, StatusCode::FORBIDDEN);
    for cookie in [&clerk, &office] {
        let refused = site.get("/interventions", cookie).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(!refused.body.contains("密谈暂缓") && refused.body.contains("纪检监察"));
        for path in ["/events", "/", "/desk", "/published"] {
            assert!(!site.get(path, cookie).await.body.contains("密谈暂缓"), "{path}");
        }
    }
    let log = site.get("/interventions", &jiwei).await;
    assert!(log.body.contains("密谈暂缓") && log.body.contains("皇甫燕"));
    let journal = site.get("/events?object=intervention", &office).await.body;
    assert!(
        journal.contains("查阅过问记录")
            && journal.contains("查阅过问记录被拒绝")
            && journal.contains("聂正")
    );
}

/// R84: whatever is posted, to every address there is and for every move there is.
#[tokio::test]
async fn an_account_that_only_reads_writes_nowhere() {
    let site = site().await;
    let reader = site.enter("zhidu").await;
    let events = |site: &Site| {
        let (app, audit) = (site.app.clone(), Actor::command_line("test"));
        async move { app.journal(&audit, "", None, 1).await.unwrap().total }
    };
    let before = events(&site).await;
    let id = Uuid::from_u128(7).to_string();
    let mut tried = 0;
    let own = ["/login", "/login/demo", "/logout", "/password", "/post", "/setup"];
    for line in ROUTES.lines().filter(|line| line.contains(".route(\"") && line.contains("post(")) {
        let path = line.split('"').nth(1).unwrap();
        if own.contains(&path) {
            continue;
        }
        let path = path
            .replace("{sha256}", &"0".repeat(64))
            .replace("{name}", "a.csv")
            .replace("{code}", "330122001001GB00001");
        let answer = site.post(&path.replace("{id}", &id), &reader, "who=a&table=a&text=a&reason=a").await;
        assert!(answer.status.is_client_error(), "{path} {}", answer.status);
        tried += 1;
    }
    assert!(tried > 25, "the search for addresses is broken: {tried}");
    for kind in ObjectKind::ALL {
        for one in machine(kind).all() {
            for id in ["new", &id] {
                let path = format!("/{}/{id}/moves/{}", kind.code(), one.verb);
                let answer = multipart(&site, &path, &reader).await;
                assert!(answer.is_client_error(), "{path} {answer}");
            }
        }
    }
    assert_eq!(events(&site).await, before, "nothing happened");
}

async fn multipart(site: &Site, path: &str, cookie: &str) -> StatusCode {
    use axum::body::Body;
    use axum::http::{Request, header};
    use tower::ServiceExt;
    let body = "--x\r\nContent-Disposition: form-data; name=\"reason\"\r\n\r\nabc\r\n--x--\r\n";
    let request = Request::builder()
        .method("POST")
        .uri(path)
        .header(header::HOST, "127.0.0.1:8022")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .unwrap();
    site.router.clone().oneshot(request).await.unwrap().status()
}

#[tokio::test]
async fn an_account_that_only_reads_comes_to_what_is_published() {
    let site = site().await;
    let office = Actor::command_line("test");
    let list = site.app.freeze_list(&office, &lingdi_app::identification::Judge::present()).await.unwrap().id;
    let reader = site.enter("zhidu").await;
    let home = site.get("/", &reader).await;
    assert_eq!(home.status, StatusCode::SEE_OTHER, "there is no desk for them");
    let published = site.get("/published", &reader).await.body;
    for hidden in
        ["/list\"", "/cases\"", "/map\"", "/batches", "/supervisions\"", "/interventions", "/pledges"]
    {
        assert!(!published.contains(&format!("href=\"{hidden}")), "{hidden}");
    }
    let sums = site.get(&format!("/published/{list}"), &reader).await;
    assert_eq!(sums.status, StatusCode::OK);
    assert!(sums.body.contains("全县") && !sums.body.contains("330122001001GB00001"));
    for open in ["/ranking", "/targets", "/published"] {
        assert_eq!(site.get(open, &reader).await.status, StatusCode::OK, "{open}");
    }
    for shut in [
        "/list",
        "/map",
        "/cases",
        "/supervisions",
        "/pledges",
        "/pledges/roster",
        "/parcels/330122001001GB00001",
        "/dossiers/330122001001GB00001",
        "/events",
        "/people",
        "/tasks",
        "/progress",
        "/policy",
        "/list.csv",
    ] {
        let answer = site.get(shut, &reader).await;
        assert!(
            [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&answer.status),
            "{shut} {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn the_roster_is_pasted_by_the_office_and_its_text_is_labelled_until_the_county_types_its_own() {
    let site = site().await;
    let (office, leader) = (site.enter("office").await, site.enter("leader").await);
    let page = site.get("/pledges/roster", &office).await.body;
    assert!(page.contains("本系统默认值") && page.contains("批量列入名册"));
    let bad = site.post("/pledges/roster", &office, "table=周某&sign_by=2023-10-31").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.body.contains("第 1 行") && bad.body.contains(">周某</textarea>"));
    let no_day = site.post("/pledges/roster", &office, "table=周某 县人大 副主任&sign_by=").await;
    assert!(no_day.body.contains("签订期限没有填写"));
    let taken = site.post("/pledges/roster", &office, "table=周某 县人大 副主任&sign_by=2023-10-31").await;
    assert_eq!(taken.location, "/pledges?state=UNSIGNED&done=roster");
    let list = site.get(&taken.location, &office).await.body;
    assert!(list.contains("周某") && list.contains("未签订"));
    let id = list.split("href=\"/pledges/").find_map(|part| part.get(..36)?.parse::<Uuid>().ok()).unwrap();
    let paper = site.get(&format!("/pledges/{id}/print"), &office).await.body;
    assert!(paper.contains("县人大") && paper.contains("本系统默认值"));
    assert_eq!(
        site.post("/pledges/text", &office, &encoded("text=县定正文")).await.location,
        "/pledges/roster?done=pledge-text"
    );
    assert!(!site.get(&format!("/pledges/{id}/print"), &office).await.body.contains("本系统默认值"));
    for path in [
        "/pledges".to_owned(),
        "/pledges/roster".to_owned(),
        format!("/pledges/{id}"),
        format!("/pledges/{id}/print"),
    ] {
        assert_eq!(site.get(&path, &leader).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}
