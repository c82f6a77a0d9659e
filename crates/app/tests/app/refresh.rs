//! Two programs on one county: what one accepts, the other comes to show.

use std::time::Duration;

use crate::office::Desk;
use lingdi_app::identification::Judge;
use lingdi_app::imports::AcceptMode;
use lingdi_app::{App, Ids};
use lingdi_domain::Kind;
use lingdi_testkit::fixtures::mini;

const GRACE: &str = "宗地代码,类型,文号,依据,结论,起始日期,终止日期\n\
                     330122001001GB00001,宽限,测试〔2023〕1号,,,2020-01-01,2030-01-01\n";

fn in_2023() -> Judge {
    Judge { year: Some(2023), as_of: "2023-10-09".parse().ok(), ..Judge::default() }
}

/// Status of the parcel that the grace keeps off the list.
async fn status(app: &App, desk: &Desk) -> &'static str {
    let seen = app.judge(&desk.office, &in_2023()).await.unwrap();
    seen.parcel_with_code("330122001001GB00001").unwrap().status().code()
}

#[tokio::test]
async fn whoever_accepts_sees_it_at_once_and_another_program_soon_after() {
    let desk = Desk::mini().await;
    let url = format!("sqlite:{}", desk.folder().join("lingdi.db").display());
    let other = App::open(&url, &desk.folder().join("files"), None, Ids::random()).await.unwrap();
    let before = status(&desk.app, &desk).await;
    assert_eq!(status(&other, &desk).await, before);
    assert_eq!(mini::EXPECTED[0].code, "330122001001GB00001");

    let report = desk.stage(Kind::Findings, "宽限.csv", GRACE, &[]).await.unwrap();
    desk.app.accept_batch(&desk.office, report.batch.unwrap(), AcceptMode::All).await.unwrap();
    let after = status(&desk.app, &desk).await;
    assert_ne!(after, before, "the grace keeps it off the list");
    let mut waited = 0;
    while status(&other, &desk).await != after {
        waited += 1;
        assert!(waited < 500, "the other program never caught up");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    desk.app.undo_batch(&desk.office, report.batch.unwrap(), "误录").await.unwrap();
    assert_eq!(status(&desk.app, &desk).await, before);
}
