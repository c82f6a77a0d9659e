//! 属地月报 as a sheet to print: what was reported, or the draft before.

use askama::Template;

/// A figure as it was counted, and as the unit states it.
#[derive(Debug, Clone, Default)]
pub struct FigureRow {
    /// 出清 …
    pub name: String,
    /// 亩, 个, 户, 宗, 份 or 件.
    pub measure: String,
    /// As counted.
    pub counted: String,
    /// Since the year began; empty for what is no sum.
    pub year: String,
    /// As stated; empty where it was not corrected.
    pub stated: String,
    /// Why; empty where it was not corrected.
    pub reason: String,
}

/// The sheet.
#[derive(Template)]
#[template(path = "object/report.html")]
pub struct ReportSheet {
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
    /// `2023年9月`
    pub month: String,
    /// State in words.
    pub state: &'static str,
    /// By when it was due.
    pub due_by: String,
    /// Day of the first report; empty before.
    pub reported_on: String,
    /// Was it late?
    pub late: bool,
    /// Day of 核定; empty before.
    pub checked_on: String,
    /// Day on which the figures were counted.
    pub drawn_on: String,
    /// Is it what was reported, from its bytes?
    pub kept: bool,
    /// Hash of those bytes, shortened.
    pub sha256: String,
    /// The figures.
    pub figures: Vec<FigureRow>,
    /// 逾期事项
    pub overdue: Vec<String>,
    /// 存在问题
    pub problems: Vec<String>,
    /// 下步打算
    pub intentions: Vec<String>,
    /// Day of printing.
    pub printed_on: String,
    /// Who prints.
    pub printed_by: String,
}

impl ReportSheet {
    /// A believable sheet.
    pub fn sample() -> Self {
        let row = |name: &str, measure: &str, counted: &str, year: &str| FigureRow {
            name: name.to_owned(),
            measure: measure.to_owned(),
            counted: counted.to_owned(),
            year: year.to_owned(),
            ..FigureRow::default()
        };
        Self {
            county: "桐庐县".to_owned(),
            demo: true,
            back: "/unit_reports/0".to_owned(),
            title: "横村镇2023年9月月报".to_owned(),
            number: "2023-0129".to_owned(),
            unit: "横村镇".to_owned(),
            month: "2023年9月".to_owned(),
            state: "已核定",
            due_by: "2023-10-07".to_owned(),
            reported_on: "2023-10-05".to_owned(),
            late: false,
            checked_on: "2023-10-08".to_owned(),
            drawn_on: "2023-10-05".to_owned(),
            kept: true,
            sha256: "3f9a1c…".to_owned(),
            figures: vec![
                FigureRow {
                    stated: "35.2".to_owned(),
                    reason: "一宗已腾空，出库会议尚未召开".to_owned(),
                    ..row("出清", "亩", "30.00", "210.40")
                },
                row("整治中", "宗", "12", ""),
            ],
            overdue: vec!["一地一方案“方埠路18号”（退回，应于 2023-09-20 前办理）".to_owned()],
            problems: vec!["两宗抵押未解除。".to_owned()],
            intentions: vec!["十月启动两宗。".to_owned()],
            printed_on: "2023-10-09".to_owned(),
            printed_by: "皇甫燕".to_owned(),
        }
    }
}
