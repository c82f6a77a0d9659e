//! 年度作战方案 and 属地月报 on their pages: owed, written, printed with a map, late.

use axum::http::StatusCode;
use lingdi_app::imports::{AcceptMode, Recipe, Upload};
use lingdi_app::moves::MoveRequest;
use lingdi_app::{App, Error, Filter};
use lingdi_domain::object::ObjectKind::{self, BattlePlan, UnitReport};
use lingdi_domain::{Actor, Kind};
use uuid::Uuid;

use super::{Site, behind, made};

const TARGETS: &str = "年度,单位,指标,任务数,月份,文号\n2023,横村镇,出清,120,,桐零地办〔2023〕1号\n";

async fn owed(app: &App, kind: ObjectKind) -> Uuid {
    let page = app.objects(&Actor::program("test"), kind, &Filter::default(), None, 9).await.unwrap();
    page.objects.iter().map(|stored| stored.object.id).min().unwrap()
}

#[tokio::test]
async fn a_unit_plans_its_year_and_reports_its_month_on_the_pages_and_everybody_sees_what_is_late() {
    let site = Site::on("2023-02-01", tempfile::tempdir().unwrap()).await;
    let unit = site.app.units().await.unwrap();
    let unit = unit.iter().find(|unit| unit.name == "横村镇").unwrap().code.to_string();
    site.people(&unit).await;
    let machine = Actor::command_line("test");
    let upload = Upload {
        kind: Kind::Targets,
        file_name: "目标任务.csv".to_owned(),
        bytes: TARGETS.as_bytes().to_vec(),
        recipe: Recipe::default(),
        complete_years: Vec::new(),
    };
    let report = site.app.stage(&machine, upload, &|_, _| ()).await.unwrap();
    site.app.accept_batch(&machine, report.batch.unwrap(), AcceptMode::Clean).await.unwrap();
    let today = site.app.clock().today();
    site.app.watch(&Actor::program("系统"), today).await.unwrap();
    let (clerk, office) = (site.card("jingban").await, site.card("keyuan").await);
    let plan = owed(&site.app, BattlePlan).await;

    let list = site.get("/battle_plans", &clerk).await.body;
    assert!(list.contains("横村镇2023年度作战方案") && list.contains("2023-02-28"));
    let shown = site.get(&format!("/battle_plans/{plan}"), &clerk).await.body;
    assert!(shown.contains("出清 120 亩") && shown.contains("moves/edit"), "the unit writes it");
    assert!(shown.contains("出清 10 10 10 10 10 10 10 10 10 10 10 10"), "months stand as they are typed");
    let for_office = site.get(&format!("/battle_plans/{plan}"), &office).await.body;
    assert!(!for_office.contains("moves/edit"), "no button that is refused");
    let edit = MoveRequest { id: Some(plan), verb: "edit".to_owned(), ..MoveRequest::default() };
    let by_office = site.app.make_move(&behind(&site, &office).await, BattlePlan, edit).await;
    assert!(matches!(by_office, Err(Error::Forbidden(_))), "{by_office:?}");
    let sheet = site.get(&format!("/battle_plans/{plan}/print"), &clerk).await.body;
    for part in ["一、目标分解", "二、地块清单", "三、作战图", "四、月度节点", "五、保障措施"]
    {
        assert!(sheet.contains(part), "{part}");
    }
    assert!(sheet.contains("class=\"outline\"") && sheet.contains("公里") && sheet.contains(">北<"));
    let missing = site.get(&format!("/battle_plans/{plan}/print?edition=7"), &clerk).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let progress = site.get("/progress", &clerk).await.body;
    assert!(progress.contains("年度作战方案和属地月报") && !progress.contains("逾期未报"));

    let site = site.later("2023-03-07").await;
    let (clerk, office) = (site.card("jingban").await, site.card("keyuan").await);
    let progress = site.get("/progress", &office).await.body;
    assert_eq!(progress.matches("逾期未报").count(), 2, "the plan and February's report");
    let report = owed(&site.app, UnitReport).await;
    let words = [
        ("problems", "两宗抵押未解除"),
        ("intentions", "三月启动两宗"),
        ("corrections", "出清 3.5 出库会议尚未召开"),
    ];
    made(&site, &clerk, UnitReport, Some(report), "edit", &words).await;
    let draft = site.get(&format!("/unit_reports/{report}/print"), &clerk).await.body;
    assert!(draft.contains("尚未报送的草稿") && draft.contains("<b>3.5</b>"));
    made(&site, &clerk, UnitReport, Some(report), "report", &[]).await;
    let sheet = site.get(&format!("/unit_reports/{report}/print"), &office).await.body;
    assert!(
        sheet.contains("按报送时留存的原样打印")
            && sheet.contains("迟报")
            && sheet.contains("出库会议尚未召开")
    );
    let shown = site.get(&format!("/unit_reports/{report}"), &office).await.body;
    assert!(
        shown.contains("本年累计 0 亩；属地填报 3.5 亩"),
        "the counted figure stays beside the stated one"
    );
    let progress = site.get("/progress", &office).await.body;
    assert_eq!((progress.matches("逾期未报").count(), progress.contains(">迟报<")), (1, true));
    let request = MoveRequest { id: Some(report), verb: "check".to_owned(), ..MoveRequest::default() };
    let by_unit = site.app.make_move(&behind(&site, &clerk).await, UnitReport, request).await;
    assert!(matches!(by_unit, Err(Error::Forbidden(_))), "the office checks it");
}
