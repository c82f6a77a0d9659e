//! Notices as a program meets them.

use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use lingdi_domain::{Actor, Role};
use serde_json::Value;

use crate::moves::{County, first, get};

/// Every notice of a caller, page by page.
async fn all(county: &axum::Router) -> Vec<Value> {
    let (mut path, mut found) = ("/api/v1/notices?limit=2".to_owned(), Vec::new());
    loop {
        let page = get(county.clone(), &path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        found.extend(page.body["items"].as_array().unwrap().clone());
        let Some(next) = page.body["links"]["next"].as_str() else { return found };
        next.clone_into(&mut path);
    }
}

#[tokio::test]
async fn each_caller_reads_the_notices_of_what_they_may_see_page_by_page() {
    let county = County::sent_out().await;
    let (path, unit, _) = first(&county).await;
    let clerk = county.local(Role::LocalClerk, &unit).await;
    let elsewhere = if unit == "330122204" { "330122205" } else { "330122204" };
    let _elsewhere = county.local(Role::LocalClerk, elsewhere).await;
    assert!(all(&clerk).await.is_empty());

    let case = get(county.office(), &path).await.body;
    let due: NaiveDate = case["due"].as_str().unwrap().parse().unwrap();
    let later = due + Days::new(14);
    county.hand.set(later.and_hms_opt(1, 0, 0).unwrap().and_utc());
    let told = county.app.watch(&Actor::program("系统"), later).await.unwrap().told;
    assert!(told > 2, "{told}");

    let clerk = county.again(&format!("clerk{}", &unit[6..])).await;
    let stranger = county.again(&format!("clerk{}", &elsewhere[6..])).await;
    let notices = all(&clerk).await;
    let of_case: Vec<_> = notices.iter().filter(|notice| notice["object"]["href"] == path.as_str()).collect();
    assert_eq!(of_case.len(), 1, "{notices:?}");
    let notice = of_case[0];
    assert_eq!((&notice["due"], &notice["read_at"]), (&case["due"], &Value::Null));
    assert_eq!(notice["state_label"], "待属地核实");
    assert!(notice["step_label"].as_str().unwrap().contains("逾期"), "{notice}");
    assert!(notices.iter().all(|notice| notice["object"]["unit"] == unit.as_str()));
    let unread = get(clerk, "/api/v1/notices").await.body["unread"].as_u64().unwrap();
    assert_eq!(unread, notices.len() as u64);

    let others = all(&stranger).await;
    assert!(others.iter().all(|notice| notice["object"]["href"] != path.as_str()));
    for wrong in ["/api/v1/notices?limit=0", "/api/v1/notices?after=x"] {
        assert_eq!(get(stranger.clone(), wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let guard = county.before("anquan", "330122T01", Role::SecurityAdmin).await;
    assert_eq!(get(guard, "/api/v1/notices").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn nobody_reads_notices_without_a_session_and_the_description_tells_of_them() {
    let county = County::sent_out().await;
    let open = lingdi_api::router(county.app.clone());
    assert_eq!(get(open, "/api/v1/notices").await.status, StatusCode::UNAUTHORIZED);
    let document = lingdi_api::document();
    assert!(document["paths"]["/api/v1/notices"]["get"]["parameters"].as_array().is_some());
}
