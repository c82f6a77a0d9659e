//! Many at once: nobody holds a connection while waiting for another.

use std::future::Future;
use std::time::Duration;

use lingdi_app::App;
use lingdi_domain::Actor;

use crate::moves::Office;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn more_people_than_connections_open_dossiers_and_none_stands_still() {
    let office = Office::with_list().await;
    office.desk.app.send_out(&office.actor("科员"), office.list, None).await.unwrap();
    let parcel = office.cases("VERIFYING").await[0].parcel.clone();
    all_are_answered(&office, |app, reader| {
        let parcel = parcel.clone();
        async move { app.dossier(&reader, &parcel, None).await.map(|_| ()) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn more_people_than_connections_open_the_ranking_and_none_stands_still() {
    let office = Office::with_list().await;
    all_are_answered(&office, |app, reader| async move { app.ranking(&reader, None).await.map(|_| ()) })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn more_people_than_connections_open_the_cockpit_and_none_stands_still() {
    let office = Office::with_list().await;
    let ask = |app: App, reader: Actor| async move {
        app.cockpit(&reader, &lingdi_app::cockpit::Asked::default()).await.map(|_| ())
    };
    all_are_answered(&office, ask).await;
}

/// Sixty-four readers ask at once, those who see amounts and those who see bands.
async fn all_are_answered<F: Future<Output = lingdi_app::Result<()>> + Send + 'static>(
    office: &Office,
    ask: impl Fn(App, Actor) -> F,
) {
    let reader = |n: u32| office.actor(if n.is_multiple_of(2) { "主任" } else { "经办" });
    let readers: Vec<_> = (0..64).map(|n| tokio::spawn(ask(office.desk.app.clone(), reader(n)))).collect();
    let all = async {
        for reader in readers {
            reader.await.unwrap().unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(20), all)
        .await
        .expect("a pool that is empty waits thirty seconds");
}
