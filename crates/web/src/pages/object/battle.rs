//! 年度作战方案 as a sheet to print: the present version, or one before it.

use askama::Template;

use super::PlannedRow;
use crate::chart::site_map::SiteMap;

/// A site of the list with its nodes.
#[derive(Debug, Clone, Default)]
pub struct BattleSite {
    /// What the overall plan shows of it too.
    pub row: PlannedRow,
    /// 节点: day and what, one for each.
    pub nodes: Vec<(String, String)>,
    /// Style class of its category.
    pub class: &'static str,
    /// Does it stand on the map?
    pub on_map: bool,
}

/// A task broken down to months.
#[derive(Debug, Clone, Default)]
pub struct TaskRow {
    /// 出清 …
    pub indicator: String,
    /// 亩, 个 or 户.
    pub measure: String,
    /// For the year.
    pub amount: String,
    /// January to December; empty before it is broken down.
    pub months: Vec<String>,
}

/// The sheet.
#[derive(Template)]
#[template(path = "object/battle.html")]
pub struct BattleSheet {
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
    /// Name of the unit.
    pub unit: String,
    /// Which year.
    pub year: i32,
    /// Number of the version.
    pub edition: i64,
    /// Other versions, with their addresses.
    pub others: Vec<(i64, String)>,
    /// State in words.
    pub state: &'static str,
    /// By when its first version was due; empty where none is known.
    pub due_by: String,
    /// Day of the first report; empty before.
    pub reported_on: String,
    /// Was it late?
    pub late: bool,
    /// Day of 备案; empty before.
    pub filed_on: String,
    /// 目标分解
    pub tasks: Vec<TaskRow>,
    /// 文号 of the documents that set the tasks, each once.
    pub documents: Vec<String>,
    /// Day on which sites and tasks were drawn.
    pub drawn_on: String,
    /// 地块清单
    pub sites: Vec<BattleSite>,
    /// 亩 together.
    pub area: String,
    /// 作战图: the unit, then its sites enlarged.
    pub maps: Vec<(&'static str, SiteMap)>,
    /// Style class and name of each category on the map.
    pub legend: Vec<(&'static str, &'static str)>,
    /// 月度节点: day and what.
    pub milestones: Vec<(String, String)>,
    /// 保障措施
    pub support: Vec<String>,
    /// Day of printing.
    pub printed_on: String,
    /// Who prints.
    pub printed_by: String,
}

impl BattleSheet {
    /// A believable sheet.
    pub fn sample() -> Self {
        let months = ["0", "5", "10", "10", "10", "10", "10", "10", "10", "10", "10", "5"];
        Self {
            county: "桐庐县".to_owned(),
            demo: true,
            back: "/battle_plans/0".to_owned(),
            title: "横村镇2023年度作战方案".to_owned(),
            number: "2023-0003".to_owned(),
            unit: "横村镇".to_owned(),
            year: 2023,
            edition: 2,
            others: vec![(1, "/battle_plans/0/print?edition=1".to_owned())],
            state: "已备案",
            due_by: "2023-02-28".to_owned(),
            reported_on: "2023-03-02".to_owned(),
            late: true,
            filed_on: "2023-03-06".to_owned(),
            tasks: vec![TaskRow {
                indicator: "出清".to_owned(),
                measure: "亩".to_owned(),
                amount: "100".to_owned(),
                months: months.map(str::to_owned).into(),
            }],
            documents: vec!["桐零地办〔2023〕1号".to_owned()],
            drawn_on: "2023-02-20".to_owned(),
            sites: vec![BattleSite {
                row: PlannedRow {
                    number: "2023-0017".to_owned(),
                    title: "方埠路18号".to_owned(),
                    parcel: "330122 102003 GB00047".to_owned(),
                    area: "33.61".to_owned(),
                    categories: "亩均低效地块".to_owned(),
                    state: "整治中".to_owned(),
                    path: "收购收储".to_owned(),
                    ends: "2023-12-31".to_owned(),
                    persons: "皇甫燕".to_owned(),
                },
                nodes: vec![("2023-06-30".to_owned(), "完成签约".to_owned())],
                class: "a",
                on_map: false,
            }],
            area: "33.61".to_owned(),
            maps: Vec::new(),
            legend: vec![("a", "亩均低效地块")],
            milestones: vec![("2023-06-30".to_owned(), "完成 5 宗签约".to_owned())],
            support: vec!["镇长每周调度。".to_owned()],
            printed_on: "2023-10-09".to_owned(),
            printed_by: "皇甫燕".to_owned(),
        }
    }
}
