//! 期初导入: last years' ledger becomes cases, row by row, and is taken back with its batch.

use lingdi_app::imports::AcceptMode;
use lingdi_app::{Error, Filter};
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::{Area, Kind};

use crate::moves::Office;
use crate::office::Desk;

const HEAD: &str = "地块编号,宗地代码,企业名称,属地,类别,面积(亩),状态,路径,认定日期,入库日期,出清日期,出清面积(亩),依据文号\n";

fn ledger(rows: &[&str]) -> String {
    format!("{HEAD}{}\n", rows.join("\n"))
}

const CLEARED: &str = "LD-1,330122001001GB00001,,,亩均低效,30,已出清,自我提升,2022-05-01,2022-06-01,2022-11-30,28.5,桐专〔2022〕3号";
const ENTERED: &str =
    "LD-2,330122001001GB00002,,,用而未尽,30,已入库,,2022-05-01,2022-06-01,,,桐专〔2022〕3号";
const UNREGISTERED: &str = "LD-3,,桐庐旧账五金厂,城南街道,占工非工,12.5,整治中,腾退,2021-11-01,2021-12-01,,,";

async fn cases(desk: &Desk) -> Vec<Object> {
    let page = desk.app.objects(&desk.office, ObjectKind::Case, &Filter::default(), None, 100).await.unwrap();
    let mut cases: Vec<_> = page.objects.into_iter().map(|stored| stored.object).collect();
    cases.sort_by(|a, b| {
        a.fields
            .case()
            .unwrap()
            .carried
            .as_ref()
            .unwrap()
            .site
            .cmp(&b.fields.case().unwrap().carried.as_ref().unwrap().site)
    });
    cases
}

#[tokio::test]
async fn a_ledger_brings_its_sites_as_cases_in_the_state_it_says_and_in_their_own_year() {
    let desk = Desk::mini().await;
    let report =
        desk.import(Kind::Ledger, "历年台账.csv", ledger(&[CLEARED, ENTERED, UNREGISTERED]), &[]).await;
    assert_eq!(
        (report.rows.ready, report.rows.refused, report.state.as_str()),
        (3, 0, "accepted"),
        "{report:?}"
    );
    let found = cases(&desk).await;
    let states: Vec<_> = found.iter().map(|case| (case.state, &case.number[..4])).collect();
    assert_eq!(states, [("EXITED", "2022"), ("IN_DB", "2022"), ("EXECUTING", "2021")]);
    let cleared = found[0].fields.case().unwrap();
    assert_eq!((cleared.year, cleared.cleared_on), (2022, "2022-11-30".parse().ok()));
    assert_eq!(cleared.counted_area(), Area(1_900_000), "28.5 亩, to 0.01 m²");
    assert!(found[0].holder.is_none() && found[1].holder.is_some() && found[2].holder.is_some());
    assert_eq!(found[1].fields.case().unwrap().area, Area(2_000_000), "the register's area is of record");
    let known = found[2].fields.case().unwrap();
    assert!(!found[2].unit.is_empty() && known.owner == "桐庐旧账五金厂" && known.area == Area(833_333));

    let seen = desk.app.object(&desk.office, ObjectKind::Case, found[0].id).await.unwrap();
    assert_eq!(seen.events.len(), 1, "one event");
    assert_eq!(seen.events[0].verb, "carry_over");
    assert_eq!(seen.events[0].reason, "历年台账 历年台账.csv 第 2 行，依据 桐专〔2022〕3号");
}

#[tokio::test]
async fn rows_of_a_ledger_are_refused_one_by_one_with_their_reasons() {
    let desk = Desk::mini().await;
    desk.import(Kind::Ledger, "先前.csv", ledger(&[ENTERED]), &[]).await;
    let rows = [
        ("LD-11,330122001001GB00003,,,,30,差不多了,,,,,,", "不认识状态“差不多了”"),
        ("LD-12,330122001001GB00003,,,,30,已出清,,,,,,", "没有出清日期"),
        ("LD-13,330122001001GB00003,,,,31,已入库,,,,,,", "31.00 亩大于宗地登记面积 30.00 亩"),
        ("LD-14,330122001001GB00003,,,,30,已出清,,,,2022-01-01,30.5,", "出清面积大于面积"),
        ("LD-15,330122001001GB00002,,,,30,已入库,,,,,,", "这宗地已有进行中的案件"),
        ("LD-2,330122001001GB00004,,,,30,已入库,,,,,,", "这个地块编号已经导入过"),
        ("LD-17,,,某某镇,,30,已入库,,,,,,", "没有属地“某某镇”"),
        ("LD-18,,,城南街道,,,已入库,,,,,,", "没有面积"),
        ("LD-19,330122001001GB00005,,,,30,已入库,,,,,,", ""),
        ("LD-20,330122001001GB00005,,,,30,整治中,,,,,,", "这宗地在第 10 行已有"),
    ];
    let text = ledger(&rows.map(|(row, _)| row));
    let report = desk.stage(Kind::Ledger, "历年台账.csv", text, &[]).await.unwrap();
    desk.app.accept_batch(&desk.office, report.batch.unwrap(), AcceptMode::Clean).await.unwrap();
    for (number, (row, why)) in (2..).zip(rows) {
        let told: Vec<_> = report.problems.iter().filter(|problem| problem.row_number == number).collect();
        match why {
            "" => assert!(told.is_empty(), "{row}: {told:?}"),
            _ => assert!(
                told.iter().any(|one| one.severity == "refused" && one.message.contains(why)),
                "{row}: {told:?}"
            ),
        }
    }
    assert_eq!((report.rows.ready, report.rows.refused), (1, 9));
    assert_eq!(cases(&desk).await.len(), 2, "the good row stands");

    let twice = ledger(&[
        "LD-30,330122001001GB00006,,,,30,已入库,,,,,,",
        "LD-30,330122001001GB00006,,,,30,整治中,,,,,,",
    ]);
    let staged = desk.stage(Kind::Ledger, "两次.csv", twice, &[]).await.unwrap();
    assert_eq!(staged.rows.conflict, 2, "the same site twice waits for a person");
}

#[tokio::test]
async fn a_ledger_is_taken_back_as_a_whole_until_one_of_its_cases_moves() {
    let desk = Desk::mini().await;
    let first = desk.import(Kind::Ledger, "一.csv", ledger(&[CLEARED, ENTERED]), &[]).await;
    desk.app.undo_batch(&desk.office, first.batch.unwrap(), "传错了").await.unwrap();
    let taken: Vec<_> =
        cases(&desk).await.iter().map(|case| (case.state, case.fields.case().unwrap().cleared_on)).collect();
    assert_eq!(taken, [("WITHDRAWN", None), ("WITHDRAWN", None)]);

    let again = desk.import(Kind::Ledger, "二.csv", ledger(&[ENTERED, CLEARED]), &[]).await;
    assert_eq!(again.rows.refused, 0, "what was taken back may come again");
    let office = Office::of(desk).await;
    let entered = office.cases("IN_DB").await[0].id;
    let suspended = [("reason", "等规划"), ("date", "2099-01-01"), ("photo", "2022-02-01")];
    office.go(ObjectKind::Case, entered, "科员", "suspend", &suspended).await.unwrap();
    let late = office.desk.app.undo_batch(&office.desk.office, again.batch.unwrap(), "再试").await;
    assert!(matches!(late, Err(Error::IllegalMove(why)) if why.contains("已经办理过")));
    let batch = office.desk.app.batch(&office.desk.office, again.batch.unwrap()).await.unwrap();
    assert_eq!(batch.report.state, "accepted", "nothing of it was undone");
}

#[tokio::test]
async fn a_ledger_that_was_overtaken_while_it_waited_is_not_accepted() {
    let desk = Desk::mini().await;
    let waiting = desk.stage(Kind::Ledger, "一.csv", ledger(&[ENTERED]), &[]).await.unwrap();
    let other = "LD-9,330122001001GB00002,,,用而未尽,30,已入库,,2022-05-01,,,,";
    desk.import(Kind::Ledger, "二.csv", ledger(&[other]), &[]).await;
    let late = desk.app.accept_batch(&desk.office, waiting.batch.unwrap(), AcceptMode::All).await;
    assert!(matches!(late, Err(Error::IllegalMove(why)) if why.contains("第 2 行")));
    assert_eq!(cases(&desk).await.len(), 1, "not even its batch");
}

#[tokio::test]
async fn targets_keep_the_document_that_set_them_and_what_they_replaced() {
    let desk = Desk::mini().await;
    let sheet = |amount: &str, document: &str| {
        format!(
            "年度,单位,指标,任务数,月份,文号\n2023,城南街道,出清,{amount},,{document}\n2023,城南街道,出清,100,6,{document}\n2023,某某镇,用而未尽,5,,{document}\n"
        )
    };
    desk.import(Kind::Targets, "一.csv", sheet("300", "桐零地办〔2023〕1号"), &[]).await;
    desk.import(Kind::Targets, "二.csv", sheet("320.5", "桐零地办〔2023〕2号"), &[]).await;
    let targets = desk.app.targets(&desk.office, Some(2023)).await.unwrap();
    let told: Vec<_> = targets.units.iter().map(|unit| (unit.name.as_str(), unit.known)).collect();
    assert_eq!(told, [("城南街道", true), ("某某镇", false)]);
    let set = targets.units[0].yearly[0].as_ref().unwrap();
    assert_eq!((set.amount.to_decimal(1).as_str(), set.document.as_str()), ("320.5", "桐零地办〔2023〕2号"));
    assert_eq!(targets.units[0].monthly[&6][0].as_ref().unwrap().amount.to_decimal(0), "100");
    let former =
        targets.former.iter().find(|former| former.indicator == "出清" && former.month.is_none()).unwrap();
    assert_eq!(
        (former.set.amount.to_decimal(0).as_str(), former.set.document.as_str()),
        ("300", "桐零地办〔2023〕1号")
    );
    assert_eq!(targets.sums[0].county.as_ref().unwrap().to_decimal(0), "4000");
    assert!(targets.sums[0].is_short(), "the units together fall short of what the county has to reach");
    let other = desk.app.targets(&desk.office, Some(2022)).await.unwrap();
    assert!(other.units.is_empty() && other.former.is_empty());
}
