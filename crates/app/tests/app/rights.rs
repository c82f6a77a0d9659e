//! 谁不能一个人办、谁看得到什么: findings of the reading of the tables of rights that need a county with its
//! files and people.

use lingdi_app::findings::NewFinding;
use lingdi_app::imports::AcceptMode;
use lingdi_app::moves::{MoveRequest, NewFile};
use lingdi_app::people::DemoPerson;
use lingdi_app::{Error, May};
use lingdi_domain::object::ObjectKind::{Case, Nomination, OverallPlan};
use lingdi_domain::object::{Input, Signed};
use lingdi_domain::{Actor, Kind, Role};

use crate::moves::Office;
use crate::office::{Desk, upload};
use crate::stories::sentence;

/// 冻结清单的人不能自己下发。
#[tokio::test]
async fn who_froze_a_list_does_not_send_it_out() {
    let office = Office::with_list().await;
    let app = &office.desk.app;
    let ask = lingdi_app::identification::Judge::present();
    let list = app.freeze_list(&office.actor("科员"), &ask).await.unwrap().id;
    let deputy = Actor { name: "科员（代章程）".to_owned(), ..office.actor("主任") };
    for same in [office.actor("科员"), deputy] {
        let refused = app.send_out(&same, list, None).await;
        assert!(sentence(refused).contains("须由另一人核对后下发"), "{}", same.name);
    }
    assert!(app.send_out(&office.actor("主任"), list, None).await.unwrap().opened > 0);
}

/// 历年台账：投入和接收是两个人；当日出库的、已有进行中案件的都不能导入。
#[tokio::test]
async fn a_ledger_is_staged_and_accepted_by_two_people_and_tells_only_of_the_past() {
    let office = Office::of(Desk::mini().await).await;
    let app = &office.desk.app;
    let head = "地块编号,宗地代码,面积(亩),状态,出清日期,出清面积(亩)\n";
    let stage = async |name: &str, rows: &str| {
        let upload = upload(Kind::Ledger, name, format!("{head}{rows}\n"), &[]);
        app.stage(&office.actor("科员"), upload, &|_, _| ()).await.unwrap()
    };
    let first = stage("一.csv", "LD-1,330122001001GB00002,30,已入库,,").await;
    let id = first.batch.unwrap();
    let alone = app.accept_batch(&office.actor("科员"), id, AcceptMode::All).await;
    assert!(sentence(alone).contains("须由另一人核对后接收"));
    app.accept_batch(&office.actor("主任"), id, AcceptMode::All).await.unwrap();

    let today = app.clock().today();
    for (row, why) in [
        (format!("LD-2,330122001001GB00003,30,已出清,{today},28"), "出清日期是今天"),
        ("LD-3,330122001001GB00002,30,已出清,2022-11-30,28".to_owned(), "已有进行中的案件"),
        ("LD-4,330122001001GB00003,30,已出清,2022-11-30,28".to_owned(), ""),
    ] {
        let report = stage(&format!("{}.csv", &row[..4]), &row).await;
        let told = report.problems.iter().any(|one| one.severity == "refused" && one.message.contains(why));
        assert_eq!((told, report.rows.refused), (!why.is_empty(), usize::from(!why.is_empty())), "{row}");
    }
}

fn finding(parcel: &str, conclusion: &str) -> NewFinding {
    NewFinding {
        parcel: parcel.to_owned(),
        finding_type: "重大地块".to_owned(),
        document: "桐零地专〔2022〕9号".to_owned(),
        conclusion: conclusion.to_owned(),
        ..NewFinding::default()
    }
}

/// 人工认定“重大地块”随时生效：在办的案件即时标记，撤销后取消；新立的案件带着标记。
#[tokio::test]
async fn a_decision_that_a_site_is_major_marks_its_case_and_its_undoing_unmarks_it() {
    let office = Office::with_list().await;
    let app = &office.desk.app;
    app.send_out(&office.actor("科员"), office.list, None).await.unwrap();
    let case = office.cases("VERIFYING").await.remove(0);
    let mark = async || office.case(case.id).await.fields.case().unwrap().major_reason.clone();
    let denied = app.record_finding(&office.actor("主任"), &finding(&case.parcel, "不列入")).await.unwrap();
    assert_eq!(mark().await, None, "a decision that denies marks nothing");
    app.undo_batch(&office.actor("主任"), denied.batch.unwrap(), "录错").await.unwrap();
    let given = app.record_finding(&office.actor("主任"), &finding(&case.parcel, "列入")).await.unwrap();
    assert_eq!(mark().await.as_deref(), Some("人工认定 桐零地专〔2022〕9号：列入"));
    let view = app.object(&office.actor("主任"), Case, case.id).await.unwrap();
    assert!(view.events.iter().any(|event| event.verb == "flag_major"), "it stands in the timeline");
    app.undo_batch(&office.actor("主任"), given.batch.unwrap(), "撤销").await.unwrap();
    assert_eq!(mark().await, None);

    let other = office.cases("VERIFYING").await.remove(1).parcel;
    office.go(Case, case.id, "科员", "flag_major", &[("reason", "涉及拆迁")]).await.unwrap();
    app.record_finding(&office.actor("主任"), &finding(&other, "")).await.unwrap();
    let marked = office
        .cases("VERIFYING")
        .await
        .into_iter()
        .filter(|case| case.fields.case().is_some_and(|case| case.major_reason.is_some()));
    assert_eq!(marked.count(), 2, "one by the decision, one at the desk");
}

fn signed(office: &Office, name: &str, on: &str) -> MoveRequest {
    let file = NewFile {
        name: "签批件.jpg".to_owned(),
        bytes: b"\xFF\xD8\xFF\xE0 a scan".to_vec(),
        shows: "签批扫描件".to_owned(),
        dated: on.parse().ok(),
    };
    // What a caller says of the signer's posts is not believed.
    let posts = vec![(Role::LocalLeader, office.unit.clone())];
    let signed = Some(Signed { name: name.to_owned(), on: on.parse().unwrap(), posts });
    let input = Input { signed, ..Input::default() };
    MoveRequest { verb: "submit_verification".to_owned(), input, files: vec![file], ..MoveRequest::default() }
}

/// 线下签批代录：签批人按签批当日的名册核对。
#[tokio::test]
async fn the_signer_of_a_paper_is_looked_up_in_the_roster() {
    let office = Office::of(Desk::mini_on("2023-10-09").await).await;
    let app = &office.desk.app;
    let unit: &'static str = Box::leak(office.unit.clone().into_boxed_str());
    let person = |login, name, role| DemoPerson { login, name, unit, role, title: "" };
    let people = [person("zhen", "申屠明", Role::LocalLeader), person("jb", "皇甫燕", Role::LocalClerk)];
    app.seed_demo_people(&people, &[]).await.unwrap();
    app.send_out(&office.actor("科员"), office.list, None).await.unwrap();
    let id = office.cases("VERIFYING").await[0].id;
    office.go(Case, id, "经办", "draft_verification", &[("verdict", "true_as_listed")]).await.unwrap();
    let today = app.clock().today().to_string();
    for (name, on, why) in [
        ("皇甫燕", today.as_str(), "不是本属地的属地领导"),
        ("无此人", today.as_str(), "名册中，无此人"),
        ("申屠明", "1999-01-01", "在 1999-01-01 不是"),
        ("申屠明", today.as_str(), ""),
    ] {
        let ask = MoveRequest { id: Some(id), ..signed(&office, name, on) };
        let done = app.make_move(&office.actor("科员"), Case, ask).await;
        match why {
            "" => assert_eq!(done.unwrap().state, "VERIFIED"),
            _ => assert!(sentence(done).contains(why), "{name} {on}"),
        }
    }
}

/// 部门可以投入数据、看到自己投入的批次，不能接收；提出的线索留在自己的视野内。
#[tokio::test]
async fn a_bureau_hands_files_in_and_keeps_sight_of_what_it_raised() {
    let office = Office::with_list().await;
    let app = &office.desk.app;
    let unit = "330122B02";
    let (scope, amounts) =
        (lingdi_domain::Scope::Units(vec![unit.to_owned()]), lingdi_domain::Scope::nothing());
    let bureau = Actor {
        unit: unit.to_owned(),
        roles: vec![Role::BureauLiaison],
        scope,
        amounts,
        ..Actor::program("徐琳")
    };
    let sheet = "日期,类型,名称\n2099-01-01,休,元旦\n";
    let upload = upload(Kind::Holidays, "节假日.csv", sheet, &[]);
    let id = app.stage(&bureau, upload, &|_, _| ()).await.unwrap().batch.unwrap();
    assert_eq!(app.batches(&bureau).await.unwrap().len(), 1, "its own, and no other");
    app.batch(&bureau, id).await.unwrap();
    let others = app.batches(&office.actor("主任")).await.unwrap();
    let other = others.iter().find(|batch| batch.id != id).unwrap().id;
    assert!(matches!(app.batch(&bureau, other).await, Err(Error::NotFound(_))));
    assert!(matches!(app.original_file(&bureau, other).await, Err(Error::NotFound(_))));
    let accepted = app.accept_batch(&bureau, id, AcceptMode::All).await;
    assert!(matches!(accepted, Err(Error::Forbidden(_))));
    assert!(bureau.may(lingdi_app::Action::ReadSources).is_err());
    app.accept_batch(&office.actor("科员"), id, AcceptMode::All).await.unwrap();

    let ask = lingdi_app::identification::Judge::present();
    let seen = app.judge(&office.desk.office, &ask).await.unwrap();
    let parcel = seen.whole().unwrap().all().next().unwrap().code().to_string();
    let fields = [("parcel", parcel), ("category", "B".to_owned()), ("finding", "长期闲置".to_owned())];
    let fields = fields.into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect();
    let ask = MoveRequest {
        verb: "open".to_owned(),
        input: Input { fields, ..Input::default() },
        ..MoveRequest::default()
    };
    let raised = app.make_move(&bureau, Nomination, ask).await.unwrap().id;
    assert_eq!(app.object(&bureau, Nomination, raised).await.unwrap().stored.object.unit, unit);
}

/// 每日巡检：属地有了本年首批认定地块而没有总体方案的，立一份空方案，期限从认定之日起算。
#[tokio::test]
async fn a_unit_without_its_overall_plan_is_asked_for_it_and_its_deadline_runs() {
    let office = Office::of(Desk::mini_on("2023-10-09").await).await;
    let app = &office.desk.app;
    let day = app.clock().today();
    let watch = async || app.watch(&Actor::program("系统"), day).await.unwrap().called;
    assert_eq!(watch().await, 0, "nothing is confirmed yet");
    office.in_database(1).await;
    assert_eq!((watch().await, watch().await), (1, 0), "asked once");
    let filter = lingdi_app::Filter { unit: Some(office.unit.clone()), ..Default::default() };
    let page = app.objects(&office.actor("主任"), OverallPlan, &filter, None, 10).await.unwrap();
    let plan = &page.objects[0].object;
    let due = "2023-11-08".parse().ok();
    assert_eq!((plan.state, plan.due, page.objects.len()), ("DRAFT", due, 1));
    office.go(OverallPlan, plan.id, "经办", "edit", &[("measures", "逐宗约谈")]).await.unwrap();
    let again = office.opened(OverallPlan, "经办", &[], &[]).await;
    assert!(sentence(again).contains("不能再起草一份"));
}
