//! Forming a block on the drawn map.

use axum::http::StatusCode;
use lingdi_app::imports::{AcceptMode, Recipe, Upload};
use lingdi_domain::Actor;

use super::Site;

#[tokio::test]
async fn a_unit_forms_a_block_on_the_map_from_the_sites_it_chooses() {
    let site = Site::mini().await;
    let rows = [1, 2, 4].map(|n| format!("LD-{n},330122001001GB0000{n},已入库\n")).concat();
    let upload = Upload {
        kind: lingdi_domain::Kind::Ledger,
        file_name: "历年台账.csv".to_owned(),
        bytes: format!("地块编号,宗地代码,状态\n{rows}").into_bytes(),
        recipe: Recipe::default(),
        complete_years: Vec::new(),
    };
    let machine = Actor::command_line("test");
    let report = site.app.stage(&machine, upload, &|_, _| ()).await.unwrap();
    site.app.accept_batch(&machine, report.batch.unwrap(), AcceptMode::Clean).await.unwrap();
    let (clerk, office) = (site.enter("clerk").await, site.enter("office").await);
    let card = site.get("/map/card/330122001001GB00001", &clerk).await.body;
    assert!(card.contains("/blocks/forming?site=330122001001GB00001"));
    let choice = |codes: &[u8]| {
        let codes: Vec<_> = codes.iter().map(|n| format!("site=330122001001GB0000{n}")).collect();
        format!("/blocks/forming?{}", codes.join("&"))
    };
    let two = site.get(&choice(&[1, 2]), &clerk).await.body;
    assert_eq!(two.matches("name=\"link\" value=\"member:cases:").count(), 2);
    assert!(two.contains("退二还一") && two.contains("/blocks/new/moves/open"));
    assert!(two.contains(&format!("href=\"{}\"", choice(&[2]))), "a click on the drawing takes a site out");
    let three = site.get(&choice(&[1, 2, 4]), &clerk).await.body;
    assert!(three.contains("宗地 330122001001GB00004 与最近的宗地") && !three.contains("member:cases:"));
    assert_eq!(site.get("/blocks/forming", &office).await.status, StatusCode::FORBIDDEN);
    assert!(!site.get("/map", &office).await.body.contains("/blocks/forming"), "no button that is refused");
}
