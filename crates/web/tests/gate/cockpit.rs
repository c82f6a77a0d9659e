//! 驾驶舱 through the router: what each reader sees, and how two hundred open screens hear of an event.

use std::time::{Duration, Instant};

use axum::body::{Body, BodyDataStream};
use axum::http::{Request, StatusCode, header};
use futures_util::StreamExt;
use lingdi_app::identification::Judge;
use lingdi_domain::Actor;
use lingdi_testkit::fixtures::mini;
use tower::ServiceExt;

use crate::Site;

/// Screens that are open at once in the county.
const SCREENS: usize = 200;

/// What an event may take to every screen, on a machine that builds and tests beside; alone it is far below the
/// one second that is asked for.
const SOON: Duration = Duration::from_secs(3);

impl Site {
    /// The stream of events of somebody's open screen.
    async fn screen(&self, cookie: &str) -> BodyDataStream {
        let request = Request::builder().uri("/cockpit/events").header(header::COOKIE, cookie);
        let request = request.body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        response.into_body().into_data_stream()
    }
}

/// The tag of the next message; nothing when the stream has ended.
async fn next(screen: &mut BodyDataStream) -> Option<String> {
    let bytes = screen.next().await?.unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let tag = text.lines().find_map(|line| line.strip_prefix("data: ")).unwrap();
    assert!(text.starts_with("event: stage"), "{text}");
    Some(tag.to_owned())
}

#[tokio::test]
async fn the_cockpit_shows_each_reader_their_own_part_and_administrators_nothing() {
    let site = Site::mini().await;
    let (office, clerk, auditor) =
        (site.enter("office").await, site.enter("clerk").await, site.enter("auditor").await);
    let whole = site.get("/cockpit", &office).await;
    assert_eq!(whole.status, StatusCode::OK);
    for words in ["低效用地总数", "三年累计出清", "暂无", "尚无到期派单", "五步流程", "href=\"/cockpit?unit="]
    {
        assert!(whole.body.contains(words), "{words} is not there");
    }
    let firms = mini::files().into_iter().filter(|file| file.kind == lingdi_domain::Kind::Enterprises);
    for file in firms {
        let text = String::from_utf8(file.bytes).unwrap();
        let names =
            text.lines().skip(1).flat_map(|line| line.split(',')).filter(|cell| cell.ends_with("公司"));
        let named: Vec<&str> = names.filter(|name| whole.body.contains(name)).collect();
        assert!(!text.is_empty() && named.is_empty(), "taxpayers on the wall: {named:?}");
    }
    let stage = site.get("/cockpit/stage", &office).await.body;
    assert!(whole.body.contains(stage.trim()), "the page holds the stage that is fetched again");
    let own = site.get("/cockpit", &clerk).await;
    assert_eq!(own.status, StatusCode::OK);
    assert_eq!(own.body.matches("class=\"num place\"").count(), 1, "what is not published is one's own");
    for path in ["/cockpit", "/cockpit/stage", "/cockpit/events", "/cockpit/figures/listed"] {
        assert_eq!(site.get(path, &auditor).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(site.get(path, "").await.status, StatusCode::SEE_OTHER, "{path}");
    }
    let cases = [
        ("/cockpit?unit=330122204", &clerk, StatusCode::NOT_FOUND, "数据范围"),
        ("/cockpit?month=2023-9", &clerk, StatusCode::UNPROCESSABLE_ENTITY, "2023-09"),
        ("/cockpit?month=2021-01", &office, StatusCode::UNPROCESSABLE_ENTITY, "请选之后的月份"),
        ("/cockpit/figures/nothing", &office, StatusCode::NOT_FOUND, "没有这个指标"),
        ("/cockpit/events?unit=1", &office, StatusCode::NOT_FOUND, "没有这个属地单位"),
    ];
    for (path, cookie, status, words) in cases {
        let answer = site.get(path, cookie).await;
        assert!(
            answer.status == status && answer.body.contains(words),
            "{path} {} {}",
            answer.status,
            answer.body
        );
    }
}

#[tokio::test]
async fn every_figure_on_the_screen_opens_its_definition() {
    let site = Site::mini().await;
    let office = site.enter("office").await;
    let body = site.get("/cockpit", &office).await.body;
    let links: Vec<&str> = body
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with("/cockpit/figures/"))
        .collect();
    assert!(links.len() > 15, "{links:?}");
    for href in links {
        let answer = site.get(href, &office).await;
        assert_eq!(answer.status, StatusCode::OK, "{href}");
        for words in ["含义", "算法", "来源"] {
            assert!(answer.body.contains(words), "{href} does not say {words}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_screens_hear_of_an_event_and_those_it_does_not_concern_stay_silent() {
    let site = Site::mini().await;
    let (office, other) = (site.enter("office").await, site.enter("other").await);
    let mut screens = Vec::new();
    for _ in 0..SCREENS {
        screens.push(site.screen(&office).await);
    }
    let mut elsewhere = site.screen(&other).await;
    for screen in &mut screens {
        next(screen).await.unwrap();
    }
    next(&mut elsewhere).await.unwrap();

    let actor = Actor::command_line("test");
    let list = site.app.freeze_list(&actor, &Judge::present()).await.unwrap().id;
    site.app.send_out(&actor, list, None).await.unwrap();
    let committed = Instant::now();
    let mut tags = Vec::new();
    for screen in &mut screens {
        tags.push(tokio::time::timeout(SOON, next(screen)).await.expect("an event is heard of").unwrap());
    }
    let heard = committed.elapsed();
    println!("{SCREENS} screens heard {heard:?} after the commit");
    assert!(heard < SOON, "{heard:?}");
    assert!(tags.windows(2).all(|pair| pair[0] == pair[1]), "all are told the same");
    let silent = tokio::time::timeout(Duration::from_millis(300), next(&mut elsewhere)).await;
    assert!(silent.is_err(), "a unit without those sites sees nothing new: {silent:?}");

    site.post("/logout", &office, "").await;
    let ended = tokio::time::timeout(SOON, async { while next(&mut screens[0]).await.is_some() {} }).await;
    assert!(ended.is_ok(), "a screen whose session is over hears no more");
    site.app.end_pulse();
    let ended = tokio::time::timeout(SOON, next(&mut elsewhere)).await;
    assert_eq!(ended.expect("a server that stops waits for nobody"), None);
}
