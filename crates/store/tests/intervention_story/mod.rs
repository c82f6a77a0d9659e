//! 过问记录: written once, listed page by page, each county its own.

use lingdi_store::interventions::{self, Intervention};

use super::{COUNTY, at, id, on_every_engine};

fn entry(n: u128) -> Intervention {
    Intervention {
        id: id(n),
        parcel: if n == 1 { String::new() } else { "330122001001GB00001".to_owned() },
        who: format!("某人{n}"),
        happened_on: "2023-09-12".to_owned(),
        channel: "电话".to_owned(),
        content: "询问进度".to_owned(),
        written_by: "何静".to_owned(),
        written_unit: "330122T01".to_owned(),
        written_at: at(n as i64),
    }
}

#[tokio::test]
async fn what_was_asked_is_kept_as_it_was_written_and_listed_the_newest_first() {
    on_every_engine("interventions", async |db| {
        let mut tx = db.write().await.unwrap();
        for n in 1..=3 {
            interventions::insert(&mut tx, COUNTY, &entry(n)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut tx = db.read().await.unwrap();
        let first = interventions::page(&mut tx, COUNTY, None, 2).await.unwrap();
        assert_eq!(first, [entry(3), entry(2)]);
        let rest = interventions::page(&mut tx, COUNTY, Some(first[1].id), 2).await.unwrap();
        assert_eq!(rest, [entry(1)]);
        assert_eq!(rest[0].day(), "2023-09-12".parse().ok());
        assert!(interventions::page(&mut tx, "330127", None, 2).await.unwrap().is_empty());
    })
    .await;
}
