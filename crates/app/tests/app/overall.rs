//! 总体方案: one for each unit, drawn from its cases and targets, reported and filed, every version kept.

use lingdi_app::Error;
use lingdi_app::moves::DeskPart;
use lingdi_domain::Kind;
use lingdi_domain::object::ObjectKind::OverallPlan;
use lingdi_domain::object::{Fields, Object};
use lingdi_domain::step4_remediation::OverallPlan as Content;
use uuid::Uuid;

use crate::moves::Office;
use crate::stories::sentence;

impl Office {
    async fn overall(&self, id: Uuid) -> (Object, Content) {
        let object = self.desk.app.object(&self.actor("主任"), OverallPlan, id).await.unwrap().stored.object;
        let Fields::OverallPlan(content) = object.fields.clone() else { unreachable!() };
        (object, *content)
    }
}

#[tokio::test]
async fn a_unit_draws_one_overall_plan_from_its_cases_and_targets_and_keeps_every_version() {
    let office = Office::with_list().await;
    let ids = office.in_database(2).await;
    let year = chrono::Datelike::year(&office.desk.app.clock().today());
    let targets = format!("年度,单位,指标,任务数,文号\n{year},桐君街道,出清,320,桐零地办〔2023〕2号\n");
    office.desk.import(Kind::Targets, "目标.csv", targets, &[]).await;
    let plan = office.opened(OverallPlan, "经办", &[], &[("goals", "连片优先")]).await.unwrap();
    let (object, content) = office.overall(plan).await;
    assert_eq!((object.state, object.title.as_str()), ("DRAFT", "桐君街道低效工业用地整治提升总体方案"));
    assert!(object.due.is_some(), "30 days after the first site was confirmed");
    assert_eq!(content.sites.len(), ids.len());
    assert_eq!(content.targets, ["出清 320 亩（桐零地办〔2023〕2号）"]);

    let second = office.opened(OverallPlan, "经办", &[], &[]).await;
    assert!(sentence(second).contains("不能再起草一份"));
    let bare = office.go(OverallPlan, plan, "经办", "submit", &[]).await;
    assert!(sentence(bare).contains("还没有写主要措施"));
    let words = [("measures", "逐宗约谈"), ("milestones", "2023-06-30 完成签约")];
    office.go(OverallPlan, plan, "经办", "edit", &words).await.unwrap();
    office.go(OverallPlan, plan, "经办", "submit", &[]).await.unwrap();
    let rows = office.desk.app.desk(&office.actor("领导"), DeskPart::All, None, 50).await.unwrap().rows;
    assert!(rows.iter().any(|row| row.stored.object.id == plan), "it lies on the leader's desk");
    office.go(OverallPlan, plan, "领导", "report", &[]).await.unwrap();
    let stranger = office.go(OverallPlan, plan, "领导", "file", &[]).await;
    assert!(matches!(stranger, Err(Error::Forbidden(_))), "the office files it");
    office.go(OverallPlan, plan, "科员", "return", &[("reason", "补充节点")]).await.unwrap();
    office.go(OverallPlan, plan, "经办", "edit", &[("persons", "镇长牵头")]).await.unwrap();
    office.go(OverallPlan, plan, "经办", "submit", &[]).await.unwrap();
    office.go(OverallPlan, plan, "领导", "report", &[]).await.unwrap();
    office.go(OverallPlan, plan, "科员", "file", &[]).await.unwrap();
    assert!(office.overall(plan).await.0.holder.is_none());

    office.go(OverallPlan, plan, "经办", "revise", &[("reason", "新增地块")]).await.unwrap();
    let words = [("measures", "连片收储")];
    office.go(OverallPlan, plan, "经办", "edit", &words).await.unwrap();
    let (_, content) = office.overall(plan).await;
    assert_eq!((content.edition, content.measures.as_deref(), content.filed_on), (2, Some("连片收储"), None));
    let [former] = &content.former[..] else { panic!("{:?}", content.former) };
    assert_eq!((former.edition, former.measures.as_deref()), (1, Some("逐宗约谈")));
    assert!(former.filed_on.is_some() && former.sites.len() == 2 && former.former.is_empty());
}
