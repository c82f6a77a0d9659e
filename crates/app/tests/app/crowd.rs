//! Many at once: nobody holds a connection while waiting for another.

use std::time::Duration;

use crate::moves::Office;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn more_people_than_connections_open_dossiers_and_none_stands_still() {
    let office = Office::with_list().await;
    office.desk.app.send_out(&office.actor("科员"), office.list, None).await.unwrap();
    let parcel = office.cases("VERIFYING").await[0].parcel.clone();
    let readers: Vec<_> = (0..64)
        .map(|n| {
            let (app, parcel) = (office.desk.app.clone(), parcel.clone());
            // Both those who see amounts and those who see bands.
            let reader = office.actor(if n % 2 == 0 { "主任" } else { "经办" });
            tokio::spawn(async move { app.dossier(&reader, &parcel, None).await.map(|_| ()) })
        })
        .collect();
    let all = async {
        for reader in readers {
            reader.await.unwrap().unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(20), all)
        .await
        .expect("a pool that is empty waits thirty seconds");
}
