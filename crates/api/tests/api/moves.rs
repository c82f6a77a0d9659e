//! The write route as a program meets it: statuses, ETags, repeated requests, and its description.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, Method, Request, StatusCode, header};
use axum::middleware::map_request;
use chrono::TimeDelta;
use lingdi_app::identification::Judge;
use lingdi_app::imports::{AcceptMode, Recipe, Upload};
use lingdi_app::{App, Clock, ClockHand, Ids};
use lingdi_domain::{Actor, Role};
use lingdi_testkit::fixtures::mini;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::people::{OWN, change_password, enter};

pub(crate) struct County {
    pub(crate) app: App,
    /// Sets the clock that stands still on 2023-10-09.
    pub(crate) hand: ClockHand,
    office: Router,
    _folder: tempfile::TempDir,
}

impl County {
    /// The small county with its list sent out.
    pub(crate) async fn sent_out() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("lingdi.db").display());
        let (clock, hand) = Clock::by_hand("2023-10-09T01:00:00Z".parse().unwrap());
        let files = folder.path().join("files");
        let app = App::open_by_clock(&url, &files, "330122", Ids::random(), clock).await.unwrap();
        let office = Actor::command_line("test");
        for file in mini::files() {
            let upload = Upload {
                kind: file.kind,
                file_name: file.name.to_owned(),
                bytes: file.bytes,
                recipe: Recipe::default(),
                complete_years: Vec::new(),
            };
            let report = app.stage(&office, upload, &|_, _| ()).await.unwrap();
            app.accept_batch(&office, report.batch.unwrap(), AcceptMode::Clean).await.unwrap();
        }
        let list = app.freeze_list(&office, &Judge::present()).await.unwrap().id;
        app.send_out(&office, list, None).await.unwrap();
        let mut county = Self { app, hand, office: Router::new(), _folder: folder };
        county.office = county.before("office", "330122T01", Role::OfficeHead).await;
        county
    }

    /// The interface before one caller, who has an account and a password of their own.
    pub(crate) async fn before(&self, login: &str, unit: &str, role: Role) -> Router {
        let cookie = enter(&self.app, login, unit, role).await;
        self.hand.set(self.app.clock().now() + TimeDelta::seconds(1));
        change_password(&self.app, &cookie).await;
        self.with(&cookie)
    }

    /// The interface before somebody who logs in once more.
    pub(crate) async fn again(&self, login: &str) -> Router {
        let token = self.app.log_in(login, OWN).await.unwrap().token;
        self.with(&format!("{}={token}", lingdi_app::people::COOKIE))
    }

    fn with(&self, cookie: &str) -> Router {
        let cookie = HeaderValue::from_str(cookie).unwrap();
        lingdi_api::router(self.app.clone()).layer(map_request(move |mut request: Request<Body>| {
            request.headers_mut().insert(header::COOKIE, cookie.clone());
            async { request }
        }))
    }

    pub(crate) fn office(&self) -> Router {
        self.office.clone()
    }

    pub(crate) async fn local(&self, role: Role, unit: &str) -> Router {
        self.before(&format!("{}{}", role.code().trim_start_matches("local_"), &unit[6..]), unit, role).await
    }
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    etag: String,
    pub(crate) body: Value,
}

async fn send(router: Router, method: Method, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
    let mut request =
        Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = router.oneshot(request.body(Body::from(body.to_string())).unwrap()).await.unwrap();
    let etag = answer.headers().get(header::ETAG).map(|tag| tag.to_str().unwrap().to_owned());
    let (status, body) = (answer.status(), to_bytes(answer.into_body(), usize::MAX).await.unwrap());
    Answer { status, etag: etag.unwrap_or_default(), body: serde_json::from_slice(&body).unwrap_or_default() }
}

pub(crate) async fn get(router: Router, path: &str) -> Answer {
    send(router, Method::GET, path, &[], &Value::Null).await
}

async fn post(router: Router, path: &str, headers: &[(&str, &str)], body: Value) -> Answer {
    send(router, Method::POST, path, headers, &body).await
}

/// Address, unit and ETag of the first case.
pub(crate) async fn first(county: &County) -> (String, String, String) {
    let list = get(county.office(), "/api/v1/cases?state=VERIFYING&limit=1").await;
    let case = &list.body["items"][0];
    let path = format!("/api/v1/cases/{}", case["id"].as_str().unwrap());
    let one = get(county.office(), &path).await;
    (path, case["unit"].as_str().unwrap().to_owned(), one.etag)
}

#[tokio::test]
async fn a_list_is_paged_to_its_end_and_counted() {
    let county = County::sent_out().await;
    let (mut path, mut seen) = ("/api/v1/cases?limit=2".to_owned(), 0);
    loop {
        let page = get(county.office(), &path).await;
        assert_eq!(page.status, StatusCode::OK);
        seen += page.body["items"].as_array().unwrap().len() as i64;
        let counted: i64 =
            page.body["counts"].as_array().unwrap().iter().map(|one| one["count"].as_i64().unwrap()).sum();
        let Some(next) = page.body["links"]["next"].as_str() else {
            assert!(seen > 3 && seen == counted, "{seen} {counted}");
            break;
        };
        next.clone_into(&mut path);
    }
    for (path, status) in [
        ("/api/v1/cases?limit=0", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/cases?state=NOWHERE", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/cases?after=x", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/things", StatusCode::NOT_FOUND),
        ("/api/v1/cases/00000000-0000-0000-0000-000000000000", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(get(county.office(), path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn each_refusal_has_its_status_and_its_way_out() {
    let county = County::sent_out().await;
    let (path, unit, etag) = first(&county).await;
    let verdict = json!({"fields": {"verdict": "true_as_listed"}});
    let clerk = county.local(Role::LocalClerk, &unit).await;
    let leader = county.local(Role::LocalLeader, &unit).await;
    let (clerk, leader) = (|| clerk.clone(), || leader.clone());
    let to = |verb: &str| format!("{path}/moves/{verb}");

    let answer = post(leader(), &to("submit_verification"), &[], json!({})).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let missing: Vec<_> =
        answer.body["missing"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(missing, ["evidence", "verdict_given"]);

    let answer = post(clerk(), &to("send"), &[], json!({"date": "2099-01-01"})).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body["detail"].as_str().unwrap().contains("待属地核实"));

    let answer = post(county.office(), &to("draft_verification"), &[], verdict.clone()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let stranger =
        county.local(Role::LocalClerk, if unit == "330122204" { "330122205" } else { "330122204" }).await;
    assert_eq!(
        post(stranger, &to("draft_verification"), &[], verdict.clone()).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(post(clerk(), &to("fly"), &[], json!({})).await.status, StatusCode::NOT_FOUND);
    let answer = post(clerk(), &to("draft_verification"), &[], json!({"nonsense": 1})).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);

    let seen = [("If-Match", etag.as_str())];
    let first = post(clerk(), &to("draft_verification"), &seen, verdict.clone()).await;
    assert_eq!(first.status, StatusCode::OK);
    assert_ne!(first.etag, etag);
    let second = post(clerk(), &to("draft_verification"), &seen, verdict).await;
    assert_eq!(second.status, StatusCode::PRECONDITION_FAILED);
    assert!(second.body["detail"].as_str().unwrap().contains("请刷新页面"));
}

#[tokio::test]
async fn a_repeated_request_gets_the_same_answer_and_does_nothing() {
    let county = County::sent_out().await;
    let (path, unit, etag) = first(&county).await;
    let clerk = county.local(Role::LocalClerk, &unit).await;
    let send = || {
        let headers = [("If-Match", etag.as_str()), ("Idempotency-Key", "7f")];
        let body = json!({"fields": {"verdict": "not_so", "verification_note": "已拆除"}});
        let (router, path) = (clerk.clone(), format!("{path}/moves/draft_verification"));
        async move { post(router, &path, &headers, body).await }
    };
    let (once, twice) = (send().await, send().await);
    assert_eq!((once.status, twice.status), (StatusCode::OK, StatusCode::OK));
    assert_eq!(once.body, twice.body);
    let now = get(county.office(), &path).await;
    assert_eq!(now.etag, once.etag);
}

#[tokio::test]
async fn a_photo_comes_in_with_the_move_and_a_lying_file_does_not() {
    let county = County::sent_out().await;
    let (path, unit, _) = first(&county).await;
    let clerk = county.local(Role::LocalClerk, &unit).await;
    let body = json!({"fields": {"verdict": "true_as_listed"}});
    post(clerk, &format!("{path}/moves/draft_verification"), &[], body).await;
    let leader = county.local(Role::LocalLeader, &unit).await;
    for (bytes, status) in [
        (&b"MZ a program"[..], StatusCode::UNPROCESSABLE_ENTITY),
        (b"\xFF\xD8\xFF\xE0 a photo", StatusCode::OK),
    ] {
        let mut form = b"--b\r\nContent-Disposition: form-data; name=\"move\"\r\n\r\n{\"files\":[{\"shows\":\"photo\",\"dated\":\"2022-01-05\"}]}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n".to_vec();
        form.extend_from_slice(bytes);
        form.extend_from_slice(b"\r\n--b--\r\n");
        let request = Request::post(format!("{path}/moves/submit_verification"))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
            .body(Body::from(form))
            .unwrap();
        let answer = leader.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), status);
    }
    let one = get(county.office(), &path).await;
    assert_eq!(one.body["state"], "VERIFIED");
    assert_eq!(one.body["attachments"][0]["dated"], "2022-01-05");
    let moves: Vec<_> =
        one.body["moves"].as_array().unwrap().iter().map(|one| one["verb"].as_str().unwrap()).collect();
    assert!(moves.contains(&"return_verification") && !moves.contains(&"submit_verification"), "{moves:?}");
    assert_eq!(one.body["proposals"][0]["verb"], "confirm");
}

#[tokio::test]
async fn an_object_is_made_under_new_and_meetings_take_only_their_own() {
    let county = County::sent_out().await;
    let (path, ..) = first(&county).await;
    let id = path.rsplit('/').next().unwrap();
    let meeting = json!({"date": "2022-01-10", "fields": {"level": "office", "name": "第一次例会"}});
    let answer = post(county.office(), "/api/v1/meetings/new/moves/open", &[], meeting).await;
    assert_eq!((answer.status, answer.body["state"].as_str()), (StatusCode::CREATED, Some("PLANNED")));
    let item = json!({
        "fields": {"act": "acquisition_plan", "subject": "认定", "proposal": "confirm"},
        "links": [{"role": "target", "object": "cases", "id": id}],
    });
    let answer = post(county.office(), "/api/v1/items/new/moves/open", &[], item).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(get(county.office(), "/api/v1/items").await.body["items"], json!([]));
}

#[test]
fn the_description_names_every_move_that_a_person_may_make() {
    use lingdi_domain::moves::{Who, machine};
    let document = lingdi_api::document();
    let paths: Vec<&str> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    for kind in lingdi_domain::object::ObjectKind::ALL {
        for one in machine(kind).all() {
            let end = format!("/moves/{}", one.verb);
            let front = format!("/api/v1/{}/", kind.code());
            let told = paths.iter().any(|path| path.starts_with(&front) && path.ends_with(&end));
            assert_eq!(told, matches!(one.who, Who::People(_) | Who::Own(_)), "{} {}", kind.code(), one.verb);
        }
    }
}
