//! A county whose policy text is older than the program: the newer text is offered, and nothing of it holds
//! until it is published.

use std::collections::BTreeMap;

use lingdi_app::Error;
use lingdi_app::policy::Edition;
use lingdi_app::policy::edition::DatedValue;
use lingdi_app::policy_approval::Approval;
use lingdi_domain::object::ObjectKind::Meeting;

use crate::moves::Office;
use crate::stories::sentence;

/// The shipped text as it was before it had a setting.
fn without(id: &str) -> BTreeMap<String, String> {
    let mut files = Edition::shipped("2022-7").unwrap().files().clone();
    let switches = files.get_mut("switches.toml").unwrap();
    let mark = format!("id = \"{id}\"\n");
    let kept: Vec<_> = switches.split("[[setting]]\n").filter(|part| !part.starts_with(&mark)).collect();
    let older = kept.join("[[setting]]\n");
    assert!(older.len() < switches.len(), "{id}");
    *switches = older;
    files
}

fn value(key: &str, value: &str) -> DatedValue {
    DatedValue {
        key: key.to_owned(),
        value: value.to_owned(),
        from: None,
        to: None,
        document: "桐零地专〔2023〕4号".to_owned(),
        basis: String::new(),
    }
}

impl Office {
    /// The small county under a text that has no such setting, with a value of its own put over it.
    async fn under_text_without(id: &str) -> Self {
        let office = Self::with_list().await;
        let (app, files) = (&office.desk.app, &office.desk.office);
        let older = app.import_edition(files, &without(id)).await.unwrap();
        app.publish_revision(files, &older).await.unwrap();
        let revised = app.draft_revision(files, &older, &[value("block_gap", "40")], "").await.unwrap();
        app.publish_revision(files, &revised).await.unwrap();
        office
    }

    async fn gap(&self) -> String {
        let edition = self.desk.app.edition_of(&self.actor("科员"), None).await.unwrap();
        let values = &edition.setting("block_gap").unwrap().values;
        values.last().unwrap().value.clone()
    }
}

#[tokio::test]
async fn what_the_text_in_force_lacks_is_refused_with_the_way_out_and_comes_with_the_renewed_text() {
    let office = Office::under_text_without("agreement_report_days").await;
    let (app, clerk) = (&office.desk.app, office.actor("科员"));
    let meeting = [("level", "office"), ("name", "例会"), ("date", "2023-10-09")];
    let refused = office.opened(Meeting, "科员", &[], &meeting).await.unwrap_err().to_string();
    assert!(refused.contains("agreement_report_days") && refused.contains("参数与口径"), "{refused}");

    let overview = app.policy_overview(&clerk, None).await.unwrap();
    let in_force = overview.in_force.clone();
    let offer = overview.shipped.unwrap();
    let added: Vec<_> = offer.added().map(|row| row.id.as_str()).collect();
    assert_eq!((added.as_slice(), offer.differences.len()), (&["agreement_report_days"][..], 1));
    assert!(app.shipped_offer().await.unwrap().unwrap().contains("新增 1 项"));
    assert_eq!(
        app.policy_overview(&clerk, None).await.unwrap().in_force,
        in_force,
        "an offer changes nothing"
    );
    let leader = app.draft_shipped(&office.actor("领导")).await;
    assert!(matches!(leader, Err(Error::Forbidden(_))));

    let draft = app.draft_shipped(&clerk).await.unwrap();
    assert!(matches!(app.draft_shipped(&clerk).await, Err(Error::IllegalMove(_))), "one draft at a time");
    app.draft_value(&clerk, value("soon_days", "5")).await.unwrap();
    let mixed = app.publish_revision(&clerk, &draft).await.unwrap_err().to_string();
    assert!(mixed.contains("agreement_report_days"), "values of one's own need their meeting: {mixed}");
    app.undraft_value(&clerk, "soon_days").await.unwrap();
    assert!(matches!(app.approval(&clerk, &draft).await.unwrap(), Approval::NotNeeded));
    app.publish_revision(&clerk, &draft).await.unwrap();

    assert_eq!(office.gap().await, "40", "what the county set is carried along");
    assert!(app.policy_overview(&clerk, None).await.unwrap().shipped.is_none());
    office.opened(Meeting, "科员", &[], &meeting).await.unwrap();
    let again = app.draft_shipped(&clerk).await;
    assert!(sentence(again).contains("没有新版可采用"));

    // What was in force before can be taken up again.
    let files = &office.desk.office;
    let older = app.import_edition(files, &without("agreement_report_days")).await.unwrap();
    app.publish_revision(files, &older).await.unwrap();
    app.draft_shipped(&clerk).await.unwrap();
}

#[tokio::test]
async fn a_renewed_text_goes_to_its_meeting_like_any_draft_while_meetings_can_be_held() {
    let office = Office::under_text_without("fresh_days").await;
    let (app, clerk) = (&office.desk.app, office.actor("科员"));
    let name = app.draft_shipped(&clerk).await.unwrap();
    assert!(sentence(app.publish_revision(&clerk, &name).await).contains("还没有提请"));
    app.draft_value(&clerk, value("soon_days", "5")).await.unwrap();
    let draft = app.draft(&clerk).await.unwrap();
    assert_eq!((draft.renews, draft.changes.len(), draft.changes[0].key.as_str()), (true, 1, "soon_days"));
    let rows = app.diff_revisions(&clerk, &draft.base, &name).await.unwrap();
    let ids: Vec<_> = rows.iter().map(|row| row.id.as_str()).collect();
    assert!(ids.len() == 2 && ids.contains(&"fresh_days") && ids.contains(&"soon_days"), "{ids:?}");
    app.undraft_value(&clerk, "soon_days").await.unwrap();
    let left = app.draft(&clerk).await.unwrap();
    assert_eq!((left.name.as_deref(), left.renews, left.changes.len()), (Some(name.as_str()), true, 0));
    app.discard_revision(&clerk, &name).await.unwrap();
    assert!(app.policy_overview(&clerk, None).await.unwrap().shipped.is_some(), "it can be taken up later");
}
