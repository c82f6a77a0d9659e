//! What bureaus' tables say of a site beside the rules: statistics, electricity, mortgages, inspections.

use lingdi_app::Error;
use lingdi_app::identification::Judge;
use lingdi_app::parcels::ParcelDetail;
use lingdi_domain::{Actor, Kind, Scope};

use crate::office::Desk;

const PARCEL: &str = "330122001001GB00001";
const FIRM: &str = "91330122MA0000015Q";

impl Desk {
    async fn detail(&self, actor: &Actor, ask: &Judge, parcel: &str) -> ParcelDetail {
        self.app.parcel(actor, ask, parcel).await.unwrap().1
    }

    /// The tables of four bureaus, about the first parcel and its firm.
    async fn tables(&self) {
        let statistics = format!(
            "统一社会信用代码,企业名称,年度,营业收入(千元),从业人员\n\
             {FIRM},,2022,126000,210\n,杭州无此企业有限公司,2022,5000,\n"
        );
        self.import(Kind::Statistics, "年报.csv", statistics, &[]).await;
        let power = format!(
            "户号,户名,统一社会信用代码,宗地代码,年度,用电量(千瓦时)\n\
             3301,,{FIRM},,2022,1260000\n3302,某房东,,{PARCEL},2021,900\n3303,某房东,,,2022,77\n"
        );
        self.import(Kind::Power, "用电.csv", power, &[]).await;
        let encumbrances = format!(
            "宗地代码,类型,登记证明号,抵押权人,债权数额(万元),登记日期,注销日期\n\
             {PARCEL},抵押,证1,农商行,1200,2019-05-18,2022-05-18\n{PARCEL},查封,执2,县法院,,2021-05-18,\n"
        );
        self.import(Kind::Encumbrances, "抵押.csv", encumbrances, &[]).await;
        let inspections = format!(
            "宗地代码,统一社会信用代码,执法部门,案号,检查日期,案由,检查结果,违建面积(平方米)\n\
             {PARCEL},,县综合行政执法局,检1,2022-03-01,违法建筑,责令整改,120\n\
             ,{FIRM},县应急管理局,检2,2023-03-01,出租安全,未发现问题,\n"
        );
        self.import(Kind::Inspections, "执法.csv", inspections, &[]).await;
    }
}

#[tokio::test]
async fn a_dossier_has_what_bureaus_tables_say_of_the_site_and_where_it_stands() {
    let desk = Desk::mini().await;
    let before = desk.app.clock().now();
    let ask = Judge::present();
    let empty = desk.detail(&desk.office, &ask, PARCEL).await;
    assert!(empty.statistics.is_empty() && empty.statistics_hidden == 0);
    assert!(empty.power.is_empty() && empty.encumbrances.is_empty() && empty.inspections.is_empty());
    desk.tables().await;

    let known = desk.detail(&desk.office, &ask, PARCEL).await;
    let (year, cell) = &known.statistics[0];
    assert_eq!((known.statistics.len(), year.row.year, year.row.employees), (1, 2022, Some(210)));
    assert_eq!(year.row.revenue.map(|money| money.0), Some(12_600_000_000));
    assert_eq!(year.row.energy, None, "missing is not zero");
    assert_eq!((cell.file.as_str(), cell.row), ("年报.csv", 2));
    let meters: Vec<_> = known.power.iter().map(|(row, _)| (row.meter.as_str(), row.year)).collect();
    assert_eq!(meters, [("3301", 2022), ("3302", 2021)], "a firm of one parcel has its meter there");
    let burdens: Vec<_> = known.encumbrances.iter().map(|(row, _)| row.encumbrance_type.as_str()).collect();
    assert_eq!(burdens, ["查封", "抵押"], "what still holds comes first");
    let cases: Vec<_> = known.inspections.iter().map(|(row, _)| row.document.as_deref().unwrap()).collect();
    assert_eq!(cases, ["检2", "检1"]);

    let other = desk.detail(&desk.office, &ask, "330122001001GB00002").await;
    assert!(other.statistics.is_empty() && other.inspections.is_empty() && other.power.is_empty());
    let past = Judge { known_at: Some(before), ..Judge::present() };
    let then = desk.detail(&desk.office, &past, PARCEL).await;
    assert!(then.statistics.is_empty() && then.encumbrances.is_empty(), "nobody knew of it then");
    let tasks = desk.app.data_tasks(&desk.office, &ask).await.unwrap();
    let open: Vec<_> = tasks.unmatched.iter().filter(|row| row.kind == Kind::Statistics).collect();
    assert_eq!((open.len(), open[0].subject.as_str()), (1, "杭州无此企业有限公司"));
}

#[tokio::test]
async fn statistics_of_a_firm_are_told_to_those_who_see_amounts_and_to_nobody_else() {
    let desk = Desk::mini().await;
    desk.tables().await;
    let unit = desk.app.parcel(&desk.office, &Judge::present(), PARCEL).await.unwrap().1.verdict.unit;
    let own = Scope::Units(vec![unit.to_string()]);
    let clerk = Actor { scope: own.clone(), amounts: Scope::nothing(), ..Actor::program("经办") };
    let leader = Actor { amounts: own, ..clerk.clone() };
    let hidden = desk.detail(&clerk, &Judge::present(), PARCEL).await;
    assert_eq!((hidden.statistics.len(), hidden.statistics_hidden), (0, 1));
    assert_eq!((hidden.power.len(), hidden.encumbrances.len()), (2, 2));
    let told = desk.detail(&leader, &Judge::present(), PARCEL).await;
    assert_eq!((told.statistics.len(), told.statistics_hidden), (1, 0));
    let stranger = Actor { scope: Scope::Units(vec!["330122999".to_owned()]), ..clerk };
    let refused = desk.app.parcel(&stranger, &Judge::present(), PARCEL).await;
    assert!(matches!(refused, Err(Error::NotFound(_))));
}
