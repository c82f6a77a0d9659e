//! 总体方案 as a sheet to print: the present version, or one before it.

use askama::Template;

/// A site of the list.
#[derive(Debug, Clone, Default)]
pub struct PlannedRow {
    /// 地块编号
    pub number: String,
    /// 坐落
    pub title: String,
    /// 宗地代码
    pub parcel: String,
    /// 亩
    pub area: String,
    /// Categories in words.
    pub categories: String,
    /// State of its case when the list was drawn.
    pub state: String,
    /// 路径; empty while its own plan does not say.
    pub path: String,
    /// 完成日期
    pub ends: String,
    /// 责任人
    pub persons: String,
}

/// The sheet.
#[derive(Template)]
#[template(path = "object/overall.html")]
pub struct OverallSheet {
    /// 桐庐县
    pub county: String,
    /// Are the data synthetic?
    pub demo: bool,
    /// Where the reader came from.
    pub back: String,
    /// Its title.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Number of the version.
    pub edition: i64,
    /// Other versions, with their addresses.
    pub others: Vec<(i64, String)>,
    /// State in words.
    pub state: &'static str,
    /// Day of 备案; empty before.
    pub filed_on: String,
    /// 年度
    pub year: i32,
    /// 整治目标和思路
    pub goals: Vec<String>,
    /// 目标任务
    pub targets: Vec<String>,
    /// Day on which sites and targets were drawn.
    pub drawn_on: String,
    /// 地块清单
    pub sites: Vec<PlannedRow>,
    /// 亩 together.
    pub area: String,
    /// 主要措施
    pub measures: Vec<String>,
    /// 月度节点: day and what.
    pub milestones: Vec<(String, String)>,
    /// 责任分工
    pub persons: Vec<String>,
    /// 保障措施
    pub support: Vec<String>,
    /// Day of printing.
    pub printed_on: String,
    /// Who prints.
    pub printed_by: String,
}

impl OverallSheet {
    /// A believable sheet.
    pub fn sample() -> Self {
        let lines = |text: &str| vec![text.to_owned()];
        Self {
            county: "桐庐县".to_owned(),
            demo: true,
            back: "/overall_plans/0".to_owned(),
            title: "横村镇低效工业用地整治提升总体方案".to_owned(),
            number: "2023-0003".to_owned(),
            edition: 2,
            others: vec![(1, "/overall_plans/0/print?edition=1".to_owned())],
            state: "已上报",
            filed_on: String::new(),
            year: 2023,
            goals: lines("连片优先，腾笼换鸟。"),
            targets: lines("出清 320 亩（桐零地办〔2023〕2号）"),
            drawn_on: "2023-05-08".to_owned(),
            sites: vec![PlannedRow {
                number: "2023-0017".to_owned(),
                title: "方埠路18号".to_owned(),
                parcel: "330122 102003 GB00047".to_owned(),
                area: "33.61".to_owned(),
                categories: "亩均低效地块".to_owned(),
                state: "整治中".to_owned(),
                path: "收购收储".to_owned(),
                ends: "2023-12-31".to_owned(),
                persons: "皇甫燕".to_owned(),
            }],
            area: "33.61".to_owned(),
            measures: lines("逐宗约谈，分类施策。"),
            milestones: vec![("2023-06-30".to_owned(), "完成 5 宗签约".to_owned())],
            persons: lines("镇长牵头，经发办负责。"),
            support: lines("专班每周例会。"),
            printed_on: "2023-10-09".to_owned(),
            printed_by: "皇甫燕".to_owned(),
        }
    }
}
