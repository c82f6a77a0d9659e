//! Agendas: what is ticked becomes items.

use lingdi_app::moves::Pick;
use lingdi_domain::object::ObjectKind;

use crate::moves::Office;

#[tokio::test]
async fn what_is_ticked_together_is_one_item_that_moves_every_site_at_once() {
    let office = Office::with_list().await;
    let first = office.verified().await;
    let second = office.cases("VERIFYING").await[0].id;
    office
        .go(ObjectKind::Case, second, "经办", "draft_verification", &[("verdict", "true_as_listed")])
        .await
        .unwrap();
    office
        .go(ObjectKind::Case, second, "领导", "submit_verification", &[("photo", "2022-01-05")])
        .await
        .unwrap();
    office.go(ObjectKind::Case, second, "主任", "skip_notice", &[("reason", "企业已注销")]).await.unwrap();
    let pairs = [("level", "office"), ("name", "第一次例会"), ("date", "2023-10-09")];
    let meeting = office.opened(ObjectKind::Meeting, "科员", &[], &pairs).await.unwrap();
    office.go(ObjectKind::Meeting, meeting, "科员", "collect", &[]).await.unwrap();

    let picks =
        [first, second].map(|id| Pick { kind: ObjectKind::Case, id, verb: "confirm".to_owned() }).to_vec();
    let clerk = office.actor("科员");
    let outcomes = office.desk.app.put_on_agenda(&clerk, meeting, picks, true).await.unwrap();
    assert_eq!(outcomes.len(), 1, "one matter");
    assert!(outcomes[0].title.ends_with("等 2 件"), "{}", outcomes[0].title);
    let item = outcomes[0].answer.as_ref().unwrap().id;
    office.go(ObjectKind::Meeting, meeting, "科员", "fix_agenda", &[]).await.unwrap();
    let held = [("date", "2022-01-10"), ("chair", "主任"), ("attendance", "全体")];
    office.go(ObjectKind::Meeting, meeting, "科员", "hold", &held).await.unwrap();
    office.go(ObjectKind::Item, item, "主任", "agree", &[("reason", "同意")]).await.unwrap();
    for id in [first, second] {
        assert_ne!(office.state(id).await, "VERIFIED", "both moved by one decision");
    }
}
