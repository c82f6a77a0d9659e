//! The pages through their router: who gets in, and what each of two people finds at every address.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "gate/blocks.rs"]
mod blocks;
#[path = "gate/cockpit.rs"]
mod cockpit;
#[path = "gate/discipline.rs"]
mod discipline;
#[path = "gate/unit_papers.rs"]
mod unit_papers;
#[path = "gate/watch.rs"]
mod watch;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use lingdi_app::imports::{AcceptMode, Recipe, Upload};
use lingdi_app::moves::{DeskPart, MoveRequest, NewFile};
use lingdi_app::people::NewAccount;
use lingdi_app::{App, Ids};
use lingdi_domain::object::ObjectKind;
use lingdi_domain::{Actor, Role};
use lingdi_testkit::fixtures::mini;
use lingdi_web::Doors;
use tower::ServiceExt;
use uuid::Uuid;

const FIRST: &str = "Fenshui#2047";
const OWN: &str = "Hengcun#2048";

struct Site {
    app: App,
    router: Router,
    folder: tempfile::TempDir,
}

struct Answer {
    status: StatusCode,
    location: String,
    cookie: String,
    body: String,
}

impl Site {
    async fn empty(doors: Doors) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("lingdi.db").display());
        let app = App::open(&url, &folder.path().join("files"), None, Ids::random()).await.unwrap();
        Self { router: lingdi_web::router(app.clone(), doors), app, folder }
    }

    /// The small county with its people; leader and clerk are those of the unit where its parcels lie.
    async fn mini() -> Self {
        let site = Self::empty(Doors { this_machine_only: true, ..Doors::default() }).await;
        let office = Actor::command_line("test");
        site.fill(&office).await;
        let ask = lingdi_app::identification::Judge::present();
        let seen = site.app.judge(&office, &ask).await.unwrap();
        let unit = seen.whole().unwrap().all().next().unwrap().unit().to_owned();
        let people = [
            ("office", "章程", "330122T01", Role::OfficeHead),
            ("keyuan", "何静", "330122T01", Role::OfficeClerk),
            ("leader", "申屠明", unit.as_str(), Role::LocalLeader),
            ("clerk", "皇甫燕", unit.as_str(), Role::LocalClerk),
            ("other", "毛小芳", "330122204", Role::LocalClerk),
            ("liaison", "徐琳", "330122B02", Role::BureauLiaison),
            ("auditor", "许审", "330122T01", Role::AuditAdmin),
            ("system", "陈系", "330122T01", Role::SystemAdmin),
            ("security", "林安", "330122T01", Role::SecurityAdmin),
        ];
        let machine = Actor { roles: vec![Role::SystemAdmin, Role::SecurityAdmin], ..office };
        for (login, name, unit, role) in people {
            let new = NewAccount {
                login: login.to_owned(),
                name: name.to_owned(),
                password: FIRST.to_owned(),
                post: Some((unit.to_owned(), role, role.label().to_owned())),
                ..NewAccount::default()
            };
            site.app.add_account(&machine, &new).await.unwrap();
        }
        site
    }

    /// The files of the small county.
    async fn fill(&self, office: &Actor) {
        for file in mini::files() {
            let upload = Upload {
                kind: file.kind,
                file_name: file.name.to_owned(),
                bytes: file.bytes.clone(),
                recipe: Recipe::default(),
                complete_years: Vec::new(),
            };
            let report = self.app.stage(office, upload, &|_, _| ()).await.unwrap();
            self.app.accept_batch(office, report.batch.unwrap(), AcceptMode::Clean).await.unwrap();
        }
    }

    async fn send(&self, method: &str, path: &str, cookie: &str, form: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8022")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let header = |name| {
            response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
        };
        let (location, cookie) = (header(header::LOCATION), header(header::SET_COOKIE));
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, location, cookie, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send("GET", path, cookie, "").await
    }

    async fn post(&self, path: &str, cookie: &str, form: &str) -> Answer {
        self.send("POST", path, cookie, form).await
    }

    /// The cookie of somebody who logged in and changed the first password.
    async fn enter(&self, login: &str) -> String {
        let opened = self.post("/login", "", &format!("login={login}&password={}", encoded(FIRST))).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
        let cookie = opened.cookie.split(';').next().unwrap().to_owned();
        let form = format!("old={}&new={}&again={}", encoded(FIRST), encoded(OWN), encoded(OWN));
        let changed = self.post("/password", &cookie, &form).await;
        assert_eq!((changed.status, changed.location.as_str()), (StatusCode::SEE_OTHER, "/?done=password"));
        cookie
    }
}

fn encoded(text: &str) -> String {
    text.replace('#', "%23")
}

#[tokio::test]
async fn without_a_session_every_page_leads_to_the_login_that_comes_back() {
    let site = Site::mini().await;
    for path in
        ["/", "/batches", "/list?tab=all", "/list.csv", "/map", "/policy", "/events", "/people", "/nowhere"]
    {
        let answer = site.get(path, "").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.location.starts_with("/login"), "{path}: {}", answer.location);
        assert!(answer.body.is_empty(), "{path} tells nothing");
    }
    let list = site.get("/list?tab=all", "lingdi_session=forged").await;
    assert_eq!(list.location, "/login?next=%2Flist%3Ftab%3Dall");
    assert_eq!(site.post("/freezes", "", "year=2023").await.location, "/login");
    assert_eq!(site.get("/login", "").await.status, StatusCode::OK);
    let form = format!("login=clerk&password={}&next=%2Flist%3Ftab%3Dall", encoded(FIRST));
    let opened = site.post("/login", "", &form).await;
    assert_eq!(opened.location, "/list?tab=all");
    assert!(opened.cookie.contains("; HttpOnly; SameSite=Lax") && !opened.cookie.contains("Secure"));
    let away = form.replace("%2Flist%3Ftab%3Dall", "https://evil.example/");
    assert_eq!(site.post("/login", "", &away).await.location, "/desk", "a clerk's own first page");
    let wrong = site.post("/login", "", "login=clerk&password=wrong").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("登录名或口令不对") && wrong.cookie.is_empty());
}

#[tokio::test]
async fn a_first_password_is_changed_before_anything_else_and_leaving_is_final() {
    let site = Site::mini().await;
    let opened = site.post("/login", "", &format!("login=clerk&password={}", encoded(FIRST))).await;
    let cookie = opened.cookie.split(';').next().unwrap().to_owned();
    assert_eq!(site.get("/list", &cookie).await.location, "/password");
    let page = site.get("/password", &cookie).await;
    assert!(page.body.contains("换成自己的口令") && page.body.contains("至少 10 位"));
    let same = format!("old={0}&new={0}&again={0}", encoded(FIRST));
    let refused = site.post("/password", &cookie, &same).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = format!("old={}&new={}&again={}", encoded(FIRST), encoded(OWN), encoded(OWN));
    assert_eq!(site.post("/password", &cookie, &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/list", &cookie).await.status, StatusCode::OK);
    let left = site.post("/logout", &cookie, "").await;
    assert!(left.cookie.contains("Max-Age=0") && left.location == "/login?done=out");
    assert!(
        site.get("/list", &cookie).await.location.starts_with("/login"),
        "the cookie is worth nothing now"
    );
}

#[tokio::test]
async fn a_county_without_accounts_leads_to_the_set_up_and_only_this_machine_or_the_token_opens_it() {
    let site = Site::empty(Doors { this_machine_only: true, ..Doors::default() }).await;
    assert_eq!(site.get("/list", "").await.location, "/setup");
    assert_eq!(site.get("/login", "").await.location, "/setup");
    assert!(site.get("/setup", "").await.body.contains("三名管理员"));
    let one = |key: &str, name: &str| {
        let password = format!("Wx%23Gu9-{key}-{}", "77");
        format!("{key}_name={name}&{key}_login={key}.adm&{key}_password={password}&{key}_again={password}")
    };
    let form = [one("system", "Chen"), one("security", "Lin"), one("audit", "Xu")].join("&");
    let done = site.post("/setup", "", &form).await;
    assert_eq!(
        (done.status, done.location.as_str()),
        (StatusCode::SEE_OTHER, "/login?done=setup"),
        "{}",
        done.body
    );
    assert_eq!(site.get("/setup", "").await.location, "/login");
    assert_eq!(site.post("/setup", "", &form).await.status, StatusCode::CONFLICT);

    let doors = Doors { https: true, this_machine_only: false, setup_token: Some("onetime".to_owned()) };
    let far = Site::empty(doors).await;
    assert_eq!(far.get("/setup", "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(far.get("/setup?token=guess", "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(far.post("/setup", "", &form).await.status, StatusCode::FORBIDDEN);
    assert_eq!(far.get("/setup?token=onetime", "").await.status, StatusCode::OK);
    assert_eq!(far.post("/setup", "", &format!("token=onetime&{form}")).await.status, StatusCode::SEE_OTHER);
    let opened = far.post("/login", "", "login=audit.adm&password=Wx%23Gu9-audit-77").await;
    assert!(opened.cookie.ends_with("; Secure"), "{}", opened.cookie);
}

#[tokio::test]
async fn a_real_county_has_no_cards() {
    let site = Site::mini().await;
    assert!(!site.get("/login", "").await.body.contains("演示名片"));
    let card = site.post("/login/demo", "", "login=office").await;
    assert_eq!(card.status, StatusCode::FORBIDDEN);
    assert!(card.cookie.is_empty());
}

/// Each route before several people: 200 where it is theirs, 403 where it is not, and never a link to it.
#[tokio::test]
async fn every_route_is_open_to_its_owners_and_shut_to_others() {
    let site = Site::mini().await;
    let people = ["office", "leader", "clerk", "liaison", "auditor", "system", "security"];
    let mut cookies = Vec::new();
    for login in people {
        cookies.push(site.enter(login).await);
    }
    let business = ["office", "leader", "clerk", "liaison"];
    let routes: &[(&str, &[&str])] = &[
        ("/list", &business),
        ("/list.xlsx", &business),
        ("/list.csv", &business),
        ("/list.geojson", &business),
        ("/map", &business),
        ("/map/outlines.geojson", &business),
        ("/map/fallback.svg", &business),
        ("/policy", &business),
        ("/tasks", &business),
        ("/notices", &business),
        ("/progress", &business),
        ("/search?q=1", &business),
        ("/batches", &["office", "liaison"]),
        ("/events", &["office", "leader", "clerk", "liaison", "auditor"]),
        ("/people", &["office", "system", "security"]),
        ("/accounts", &["system"]),
        ("/password", &people),
    ];
    for (path, owners) in routes {
        for (login, cookie) in people.iter().zip(&cookies) {
            let answer = site.get(path, cookie).await;
            let wanted = if owners.contains(login) { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(answer.status, wanted, "{login} at {path}: {}", answer.body);
            if wanted == StatusCode::FORBIDDEN {
                assert!(
                    answer.body.contains("这件事不归您办") && answer.body.contains("此项由"),
                    "{login} {path}"
                );
            }
        }
    }
    let forms: &[(&str, &str, &[&str])] = &[
        ("/freezes", "year=2023", &["office"]),
        ("/policy/draft", "key=tax_line&value=4&document=x", &["office"]),
        (
            "/people/changes",
            "kind=link&bureau=330122B02&unit=330122002&from=2023-01-01&reason=x",
            &["security"],
        ),
        ("/accounts/rules", "key=idle_minutes&value=20", &["system"]),
    ];
    for (path, form, owners) in forms {
        for (login, cookie) in people.iter().zip(&cookies) {
            let status = site.post(path, cookie, form).await.status;
            let wanted = if owners.contains(login) { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
            assert_eq!(status, wanted, "{login} posts {path}");
        }
    }
    // What a page links to in its side bar, its reader may open.
    for (login, cookie) in people.iter().zip(&cookies) {
        let start = site.get("/", cookie).await;
        let page =
            if start.status == StatusCode::OK { start } else { site.get(&start.location, cookie).await };
        let links = page.body.split("class=\"nav-link\" href=\"").skip(1);
        let links: Vec<&str> = links.filter_map(|rest| rest.split('"').next()).collect();
        assert!(!links.is_empty(), "{login} has nowhere to go");
        for link in links {
            assert!(site.get(link, cookie).await.status.is_success(), "{login} is led to {link}");
        }
    }
}

/// A township's parcel before its leader, its clerk, and the clerk of another township.
#[tokio::test]
async fn each_sees_the_own_parcels_with_amounts_or_bands() {
    let site = Site::mini().await;
    let office = site.enter("office").await;
    let (leader, clerk, other) =
        (site.enter("leader").await, site.enter("clerk").await, site.enter("other").await);
    let expected =
        mini::EXPECTED.iter().find(|row| row.status == "listed" && row.tax_per_mu_2022.is_some()).unwrap();
    let (code, amount) = (expected.code, expected.tax_per_mu_2022.unwrap());
    let short = &amount[..amount.len() - 2];
    for path in [
        format!("/parcels/{code}?year=2023"),
        format!("/parcels/{code}/print?year=2023"),
        "/list?tab=all&year=2023".to_owned(),
        "/list.csv?tab=all&year=2023".to_owned(),
        format!("/map/card/{code}?year=2023"),
    ] {
        for (cookie, open) in [(&office, true), (&leader, true), (&clerk, false)] {
            let answer = site.get(&path, cookie).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert_eq!(answer.body.contains(short), open, "{path} {short}");
            let banded = ["&#60;3", "<3", "3–5", "≥5"].iter().any(|band| answer.body.contains(band));
            assert!(open || banded, "{path} shows bands: {}", answer.body);
        }
        let strange = site.get(&path, &other).await;
        if path.contains(code) {
            assert_eq!(strange.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert!(!strange.body.contains("甲一针织"), "{path} tells a stranger nothing");
    }
    let page = site.get(&format!("/parcels/{code}"), &clerk).await.body;
    assert!(
        !page.contains("登记一条认定") && !page.contains("href=\"/batches/"),
        "no button that would be refused"
    );
    assert!(site.get(&format!("/parcels/{code}"), &office).await.body.contains("登记一条认定"));
    let form = "finding_type=宽限&document=x";
    assert_eq!(
        site.post(&format!("/parcels/{code}/findings"), &clerk, form).await.status,
        StatusCode::FORBIDDEN
    );
}

/// The actor behind a cookie.
async fn behind(site: &Site, cookie: &str) -> Actor {
    let token = lingdi_app::people::token_in(cookie).unwrap().to_owned();
    site.app.caller(&token).await.unwrap().unwrap().actor.clone()
}

/// A move with these fields and a dated photo.
async fn moved(site: &Site, cookie: &str, id: Uuid, verb: &str, fields: &[(&str, &str)]) {
    made(site, cookie, ObjectKind::Case, Some(id), verb, fields).await;
}

/// A move on an object of any kind; without an id it makes one.
async fn made(
    site: &Site,
    cookie: &str,
    kind: ObjectKind,
    id: Option<Uuid>,
    verb: &str,
    fields: &[(&str, &str)],
) -> Uuid {
    let ask = MoveRequest { id, ..ask(site, verb, fields) };
    site.app.make_move(&behind(site, cookie).await, kind, ask).await.unwrap().id
}

/// A move with these fields, a reason, today's date and a dated photo.
fn ask(site: &Site, verb: &str, fields: &[(&str, &str)]) -> MoveRequest {
    let mut ask = MoveRequest { verb: verb.to_owned(), ..MoveRequest::default() };
    "企业已注销".clone_into(&mut ask.input.reason);
    ask.input.date = Some(site.app.clock().today());
    ask.input.fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
    ask.files.push(NewFile {
        name: "现场.jpg".to_owned(),
        bytes: b"\xFF\xD8\xFF\xE0 a photo".to_vec(),
        shows: "现场照片".to_owned(),
        dated: "2022-01-05".parse().ok(),
    });
    ask
}

#[tokio::test]
async fn each_desk_holds_what_waits_for_its_person_and_many_are_moved_with_an_answer_for_each() {
    let site = Site::mini().await;
    let office = site.enter("office").await;
    let (leader, clerk, other) =
        (site.enter("leader").await, site.enter("clerk").await, site.enter("other").await);
    let head = behind(&site, &office).await;
    let list = site.app.freeze_list(&head, &lingdi_app::identification::Judge::present()).await.unwrap().id;
    let sender = site.enter("keyuan").await;
    site.app.send_out(&behind(&site, &sender).await, list, None).await.unwrap();
    let cases = site.app.desk(&behind(&site, &clerk).await, DeskPart::All, None, 50).await.unwrap().rows;
    let cases: Vec<_> = cases.into_iter().map(|row| row.stored.object).collect();
    assert!(cases.len() >= 2, "the small county lists more than one parcel");
    let tick = |at: usize, version: i64| format!("on=cases%3A{}%3A{version}", cases[at].id);

    let desk = site.get("/desk", &clerk).await.body;
    assert!(desk.contains(&cases[0].title) && desk.contains("?form=draft_verification#moves"));
    assert!(desk.contains(&format!("我的待办<span class=\"nav-count num\">{}", cases.len())));
    for (who, cookie) in [("leader", &leader), ("other", &other)] {
        assert!(site.get("/desk", cookie).await.body.contains("这里没有待办"), "{who}");
    }
    let opened = site.get(&format!("/cases/{}?form=draft_verification", cases[0].id), &clerk).await.body;
    assert!(opened.contains("<details class=\"disclosure move\" open>"), "the form stands open");

    moved(&site, &clerk, cases[0].id, "draft_verification", &[("verdict", "true_as_listed")]).await;
    moved(&site, &leader, cases[0].id, "submit_verification", &[]).await;
    let sent = site.get("/desk?part=submitted", &leader).await.body;
    assert!(sent.contains(&cases[0].title) && sent.contains("撤回"));

    // One lies with the office, the other does not: one is done, the other says why not.
    let (first, second) = (tick(0, 4), tick(1, cases[1].version));
    let form = format!("verb=return_verification&reason=Again&date=2022-02-01&{first}&{second}");
    let done = site.post("/desk/moves", &office, &form).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert!(
        done.body.contains("办成 <span class=\"num\">1</span> 件，未办成 <span class=\"num\">1</span> 件")
    );
    assert!(done.body.contains("退回重新核实") && done.body.contains("未办成"));
    let back = site.get("/desk?part=returned", &clerk).await.body;
    assert!(back.contains(&cases[0].title) && !back.contains(&cases[1].title));
    let again = site.post("/desk/moves", &office, &form).await.body;
    assert!(again.contains("办成 <span class=\"num\">0</span> 件"), "nothing is done twice");

    let stranger = site.post("/desk/moves", &other, &format!("verb=draft_verification&{second}")).await.body;
    assert!(stranger.contains("不在您的数据范围内") && !stranger.contains(&cases[1].title));
    let nothing = site.post("/desk/moves", &office, "verb=return_verification").await;
    assert!(nothing.status == StatusCode::UNPROCESSABLE_ENTITY && nothing.body.contains("请先勾选"));
    assert_eq!(site.get("/desk", &site.enter("auditor").await).await.location, "/");
}

#[tokio::test]
async fn a_meeting_takes_up_what_waits_for_its_level_and_decides_what_is_ticked() {
    let site = Site::mini().await;
    let (office, clerk_of_office) = (site.enter("office").await, site.enter("keyuan").await);
    let (leader, clerk) = (site.enter("leader").await, site.enter("clerk").await);
    let head = behind(&site, &office).await;
    let list = site.app.freeze_list(&head, &lingdi_app::identification::Judge::present()).await.unwrap().id;
    site.app.send_out(&behind(&site, &clerk_of_office).await, list, None).await.unwrap();
    let rows = site.app.desk(&behind(&site, &clerk).await, DeskPart::All, None, 50).await.unwrap().rows;
    let (ready, unheard) = (rows[0].stored.object.id, rows[1].stored.object.id);
    for id in [ready, unheard] {
        moved(&site, &clerk, id, "draft_verification", &[("verdict", "true_as_listed")]).await;
        moved(&site, &leader, id, "submit_verification", &[]).await;
    }
    moved(&site, &office, ready, "skip_notice", &[]).await;
    let meeting = |id, verb, fields: &'static [(&str, &str)]| {
        made(&site, &clerk_of_office, ObjectKind::Meeting, id, verb, fields)
    };
    let id = meeting(None, "open", &[("level", "office"), ("name", "例会")]).await;
    meeting(Some(id), "collect", &[]).await;

    let path = format!("/meetings/{id}/agenda");
    let page = site.get(&path, &clerk_of_office).await.body;
    assert!(page.contains(&format!("value=\"cases:{ready}:confirm\"")), "{page}");
    assert!(!page.contains(&format!("value=\"cases:{unheard}:confirm\"")), "its owner was not heard");
    let form = format!("on=cases%3A{ready}%3Aconfirm&on=cases%3A{unheard}%3Aenter");
    let stranger = site.post(&path, &clerk, &form).await;
    assert!(!stranger.body.contains("tag good"), "a unit puts nothing on an agenda");
    let put = site.post(&path, &clerk_of_office, &form).await.body;
    assert!(put.contains("办成 <span class=\"num\">1</span> 件，未办成 <span class=\"num\">1</span> 件"));
    let page = site.get(&path, &clerk_of_office).await.body;
    assert!(!page.contains(&format!("cases:{ready}:confirm")), "it waits no longer");

    meeting(Some(id), "fix_agenda", &[]).await;
    meeting(Some(id), "hold", &[("chair", "章程"), ("attendance", "全体")]).await;
    let page = site.get(&path, &office).await.body;
    let tick = page.split("value=\"items:").nth(1).unwrap().split('"').next().unwrap().replace(':', "%3A");
    let form = format!("back=%2Fmeetings&verb=agree&reason=Agreed&on=items%3A{tick}");
    let same = site.post("/desk/moves", &clerk_of_office, &form).await.body;
    assert!(same.contains("须由另一人办理"), "who put it on the agenda does not enter the decision");
    let done = site.post("/desk/moves", &office, &form).await.body;
    assert!(done.contains("已议定") && done.contains("href=\"/meetings\""));
    let case = site.app.object(&head, ObjectKind::Case, ready).await.unwrap().stored.object;
    assert_eq!(case.state, "CONFIRMED");
    let sheet = site.get(&format!("/meetings/{id}/minutes"), &office).await.body;
    assert!(sheet.contains("同意。Agreed") && sheet.contains("草稿，未签发") && sheet.contains("章程"));
    let draft = site.get(&format!("/meetings/{id}"), &office).await.body;
    assert!(draft.contains("议定：同意。Agreed"), "the minutes begin from the decisions");
}
