//! 政策起草制定: a drafted value is published once the meeting that owns it has agreed; units and bureaus
//! bring matters of their own.

use lingdi_app::Error;
use lingdi_app::imports::AcceptMode;
use lingdi_app::policy::edition::DatedValue;
use lingdi_app::policy_approval::Approval;
use lingdi_domain::meeting::Level;
use lingdi_domain::object::ObjectKind::{Item, Meeting};
use lingdi_domain::{Actor, Role, Scope};
use uuid::Uuid;

use crate::moves::Office;
use crate::stories::sentence;

impl Office {
    async fn drafted(&self, value: &str) -> String {
        let value = DatedValue {
            key: "block_gap".to_owned(),
            value: value.to_owned(),
            from: None,
            to: None,
            document: "桐零地专〔2023〕4号".to_owned(),
            basis: String::new(),
        };
        self.desk.app.draft_value(&self.actor("科员"), value).await.unwrap();
        self.desk.app.draft(&self.actor("科员")).await.unwrap().name.unwrap()
    }

    /// The item through a meeting of the deputies, to this outcome.
    async fn decided(&self, item: Uuid, outcome: &str) {
        let meeting = [("level", "deputy"), ("name", "会议"), ("date", "2023-10-09")];
        let meeting = self.opened(Meeting, "科员", &[], &meeting).await.unwrap();
        self.go(Meeting, meeting, "科员", "collect", &[]).await.unwrap();
        self.go(Item, item, "科员", "pre_review", &[]).await.unwrap();
        self.put(item, meeting).await.unwrap();
        self.go(Meeting, meeting, "科员", "fix_agenda", &[]).await.unwrap();
        let held = [("date", "2022-01-10"), ("chair", "副组长"), ("attendance", "全体")];
        self.go(Meeting, meeting, "科员", "hold", &held).await.unwrap();
        self.go(Item, item, "主任", outcome, &[("reason", "会上议定")]).await.unwrap();
    }
}

#[tokio::test]
async fn a_draft_of_the_policy_is_published_once_the_deputies_meeting_agreed_to_it_as_it_stands() {
    let office = Office::with_list().await;
    let (app, clerk) = (&office.desk.app, office.actor("科员"));
    let name = office.drafted("40").await;
    let early = app.publish_revision(&clerk, &name).await;
    assert!(sentence(early).contains("还没有提请"));
    let item = app.propose_revision(&clerk).await.unwrap().id;
    let object = app.object(&clerk, Item, item).await.unwrap().stored.object;
    let fields = object.fields.item().unwrap();
    assert_eq!(fields.level, Some(Level::Deputy));
    assert!(fields.report.as_deref().unwrap().contains("40"), "{:?}", fields.report);
    let again = app.propose_revision(&clerk).await;
    assert!(matches!(again, Err(Error::IllegalMove(_))), "one item at a time");
    assert!(sentence(app.publish_revision(&clerk, &name).await).contains("还没有同意"));

    office.decided(item, "agree").await;
    assert!(matches!(app.approval(&clerk, &name).await.unwrap(), Approval::Given(_)));
    office.drafted("50").await;
    let other_text = app.publish_revision(&clerk, &name).await;
    assert!(sentence(other_text).contains("还没有提请"), "what was changed after was not agreed to");
    let item = app.propose_revision(&clerk).await.unwrap().id;
    office.decided(item, "agree").await;
    app.publish_revision(&clerk, &name).await.unwrap();
    assert_eq!(app.policy_overview(&clerk, None).await.unwrap().in_force, name);
}

/// 原则同意并修改：只有办公室确认过的那一稿可以发布，之后再改的不行。
#[tokio::test]
async fn after_a_wish_for_changes_only_the_text_that_the_office_confirmed_is_published() {
    for changed_again in [false, true] {
        let office = Office::with_list().await;
        let (app, clerk) = (&office.desk.app, office.actor("科员"));
        office.drafted("40").await;
        let item = app.propose_revision(&clerk).await.unwrap().id;
        office.decided(item, "agree_with_changes").await;
        let confirm = || office.go(Item, item, "主任", "confirm_revision", &[("photo", "2022-01-10")]);
        assert!(sentence(confirm().await).contains("没有按会议意见修改的草案"));
        let name = office.drafted("45").await;
        assert!(sentence(app.publish_revision(&clerk, &name).await).contains("还没有"));
        confirm().await.unwrap();
        if changed_again {
            let name = office.drafted("50").await;
            let later = app.publish_revision(&clerk, &name).await;
            assert!(matches!(later, Err(Error::IllegalMove(_))), "another text than the confirmed one");
        } else {
            app.publish_revision(&clerk, &name).await.unwrap();
        }
    }
}

/// 目标任务表由副组长联席会议议定后接收；要求修改的，接收确认过的那一份。
#[tokio::test]
async fn a_table_of_targets_is_accepted_once_the_deputies_meeting_agreed_to_it() {
    let office = Office::with_list().await;
    let (app, clerk) = (&office.desk.app, office.actor("科员"));
    let stage = async |name: &str, amount: &str| {
        let sheet = format!("年度,单位,指标,任务数,文号\n2023,城南街道,出清,{amount},桐零地办〔2023〕1号\n");
        let upload = crate::office::upload(lingdi_domain::Kind::Targets, name, sheet, &[]);
        app.stage(&clerk, upload, &|_, _| ()).await.unwrap().batch.unwrap()
    };
    let accept = async |id| app.accept_batch(&office.actor("主任"), id, AcceptMode::All).await;
    let first = stage("一.csv", "300").await;
    assert!(sentence(accept(first).await).contains("目标任务由副组长联席会议议定"));
    let item = app.propose_targets(&clerk, first).await.unwrap().id;
    assert!(sentence(accept(first).await).contains("还没有议定"));
    assert!(matches!(app.propose_targets(&clerk, first).await, Err(Error::IllegalMove(_))));
    office.decided(item, "agree").await;
    accept(first).await.unwrap();

    let seen = stage("二.csv", "400").await;
    let item = app.propose_targets(&clerk, seen).await.unwrap().id;
    office.decided(item, "agree_with_changes").await;
    let changed = stage("三.csv", "350").await;
    assert!(sentence(accept(changed).await).contains("还没有提请"));
    office.go(Item, item, "主任", "confirm_revision", &[("photo", "2022-01-10")]).await.unwrap();
    assert!(accept(seen).await.is_err(), "what the meeting wanted changed");
    accept(changed).await.unwrap();
}

#[tokio::test]
async fn a_draft_that_the_meeting_refused_stays_a_draft() {
    let office = Office::with_list().await;
    let (app, clerk) = (&office.desk.app, office.actor("科员"));
    let name = office.drafted("40").await;
    let item = app.propose_revision(&clerk).await.unwrap().id;
    office.decided(item, "refuse").await;
    assert!(matches!(app.approval(&clerk, &name).await.unwrap(), Approval::Refused(_)));
    assert!(matches!(app.publish_revision(&clerk, &name).await, Err(Error::IllegalMove(_))));
}

#[tokio::test]
async fn units_and_bureaus_propose_matters_and_leave_the_rest_to_those_who_own_it() {
    let office = Office::with_list().await;
    let matter = [("act", "major_matter"), ("subject", "跨镇连片"), ("report", "请协调")];
    let item = office.proposed(&office.actor("经办"), &matter).await.unwrap();
    let object = office.desk.app.object(&office.actor("经办"), Item, item).await.unwrap().stored.object;
    assert_eq!((object.state, object.fields.item().unwrap().level), ("RAISED", Some(Level::Leader)));
    assert!(object.holder.is_some_and(|holder| holder.role == Role::OfficeClerk), "the office reviews it");
    let bureau = Actor {
        unit: "330122B02".to_owned(),
        roles: vec![Role::BureauLiaison],
        scope: Scope::nothing(),
        ..Actor::program("部门联络员")
    };
    let joint = [("act", "joint_enforcement"), ("subject", "联合检查"), ("report", "请组织")];
    office.proposed(&bureau, &joint).await.unwrap();
    let exit = [("act", "entry_exit"), ("subject", "出库"), ("report", "请议")];
    let refused = office.proposed(&office.actor("经办"), &exit).await;
    assert!(sentence(refused).contains("议题类别"));
    let sly = office.opened(Item, "经办", &[], &[("act", "major_matter"), ("subject", "越权")]).await;
    assert!(matches!(sly, Err(Error::Forbidden(_))));
}
