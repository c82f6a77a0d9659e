//! The JSON interface before several callers.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use lingdi_app::imports::{AcceptMode, Recipe, Upload};
use lingdi_app::{App, Ids};
use lingdi_domain::{Actor, Role};
use lingdi_testkit::fixtures::mini;
use serde_json::Value;
use tower::ServiceExt;

use crate::people::{change_password, enter};

async fn get(router: &Router, path: &str, cookie: &str) -> (StatusCode, Value, String) {
    let request = Request::builder().uri(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let tag = response.headers().get(header::ETAG).map(|tag| tag.to_str().unwrap().to_owned());
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default(), tag.unwrap_or_default())
}

#[tokio::test]
async fn callers_without_a_session_get_401_and_others_their_own_parcels_with_amounts_or_bands() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("lingdi.db").display());
    let app = App::open(&url, &folder.path().join("files"), None, Ids::random()).await.unwrap();
    let office = Actor::command_line("test");
    for file in mini::files() {
        let upload = Upload {
            kind: file.kind,
            file_name: file.name.to_owned(),
            bytes: file.bytes.clone(),
            recipe: Recipe::default(),
            complete_years: Vec::new(),
        };
        let report = app.stage(&office, upload, &|_, _| ()).await.unwrap();
        app.accept_batch(&office, report.batch.unwrap(), AcceptMode::Clean).await.unwrap();
    }
    let router = lingdi_api::router(app.clone());
    let parcels = "/api/v1/parcels?year=2023&limit=100";
    for path in [parcels, "/api/v1/parcels/1", "/tiles/parcels.json", "/tiles/parcels/10/1/1.mvt"] {
        let (status, body, _) = get(&router, path, "lingdi_session=forged").await;
        assert_eq!((status, body["status"].as_u64()), (StatusCode::UNAUTHORIZED, Some(401)), "{path}");
    }
    assert_eq!(get(&router, "/healthz", "").await.0, StatusCode::OK);
    assert_eq!(get(&router, "/api/v1/openapi.json", "").await.0, StatusCode::OK);

    let seen = app.judge(&office, &lingdi_app::identification::Judge::present()).await.unwrap();
    let unit = seen.whole().unwrap().all().next().unwrap().unit().to_owned();
    let clerk = enter(&app, "clerk", &unit, Role::LocalClerk).await;
    assert_eq!(
        get(&router, parcels, &clerk).await.0,
        StatusCode::FORBIDDEN,
        "the first password is not changed"
    );
    change_password(&app, &clerk).await;
    let leader = enter(&app, "leader", &unit, Role::LocalLeader).await;
    let admin = enter(&app, "admin.x", "330122T01", Role::AuditAdmin).await;
    for cookie in [&leader, &admin] {
        change_password(&app, cookie).await;
    }
    assert_eq!(get(&router, parcels, &admin).await.0, StatusCode::FORBIDDEN);
    let (_, own, leaders_tag) = get(&router, parcels, &leader).await;
    let (_, masked, clerks_tag) = get(&router, parcels, &clerk).await;
    assert_ne!(leaders_tag, clerks_tag, "the same address has another answer for another caller");
    assert!(own["count"].as_u64().unwrap() > 0 && own["count"] == masked["count"]);
    let mut compared = 0;
    for (open, shut) in own["items"].as_array().unwrap().iter().zip(masked["items"].as_array().unwrap()) {
        assert_eq!(open["unit"], unit);
        let (open, shut) = (open["tax_per_mu"]["2022"].as_str(), shut["tax_per_mu"]["2022"].as_str());
        if let (Some(amount), Some(band)) = (open, shut) {
            assert!(amount.contains('.') && ["<3", "3–5", "≥5"].contains(&band), "{amount} {band}");
            compared += 1;
        }
    }
    assert!(compared > 0);
    let code = own["items"][0]["code"].as_str().unwrap();
    let (_, one, _) = get(&router, &format!("/api/v1/parcels/{code}?year=2023"), &clerk).await;
    let findings = one["findings"].as_array().unwrap();
    assert!(
        findings.iter().all(|finding| finding["rule"] != "A" || finding["arithmetic"] == ""),
        "{findings:?}"
    );
    assert!(
        one["near"].as_array().unwrap().iter().all(|near| near["rule"] != "A" && near["rule"] != "focus")
    );
}

#[tokio::test]
async fn the_cockpit_is_answered_within_the_scope_and_not_sent_again_while_nothing_changes() {
    let county = crate::moves::County::sent_out().await;
    let office = county.office();
    let ask = async |router: &Router, path: &str, known: &str| {
        let request = Request::builder().uri(path).header(header::IF_NONE_MATCH, known);
        let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let status = response.status();
        let tag = response.headers().get(header::ETAG).map(|tag| tag.to_str().unwrap().to_owned());
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice::<Value>(&bytes).unwrap_or_default(), tag.unwrap_or_default())
    };
    let (status, whole, tag) = ask(&office, "/api/v1/cockpit", "").await;
    assert_eq!(status, StatusCode::OK);
    let listed = whole["figures"].as_array().unwrap().iter().find(|one| one["key"] == "listed").unwrap();
    assert!(listed["value"].as_f64().unwrap() > 0.0 && listed["unit"] == "亩", "{listed}");
    let orders = whole["figures"].as_array().unwrap().iter().find(|one| one["key"] == "orders").unwrap();
    assert!(orders["value"].is_null(), "without a source it is null: {orders}");
    assert_eq!(whole["steps"].as_array().unwrap().len(), 5);
    assert_eq!(ask(&office, "/api/v1/cockpit", &tag).await.0, StatusCode::NOT_MODIFIED);
    let elsewhere = county.local(Role::LocalClerk, "330122204").await;
    let (status, own, other_tag) = ask(&elsewhere, "/api/v1/cockpit", "").await;
    assert_eq!((status, own["steps"][0]["count"].as_u64()), (StatusCode::OK, Some(0)));
    assert!(whole["steps"][0]["count"].as_u64() > Some(0));
    assert_ne!(tag, other_tag);
    for (path, status) in [
        ("/api/v1/cockpit?unit=330122001", StatusCode::NOT_FOUND),
        ("/api/v1/cockpit?month=2023-13", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/cockpit?month=2031-01", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(ask(&elsewhere, path, "").await.0, status, "{path}");
    }
}
