use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::step3_register::carried::Carried;
use crate::{Area, Category, Money, Month};

/// What is known of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Case {
    /// Year of the list it comes from; counts towards that year's target.
    pub year: i32,
    /// 坐落
    pub location: String,
    /// 权利人
    pub owner: String,
    /// 宗地面积, registered.
    pub area: Area,
    /// Categories that the run answered yes.
    pub categories: Vec<Category>,
    /// 重点整治
    pub focus: bool,
    /// Has the parcel a shape?
    pub has_shape: bool,
    /// 无图形的原因
    pub no_shape_reason: Option<String>,
    /// Why the office holds it to be a 重大地块 below the lines of G06.
    pub major_reason: Option<String>,
    /// Id of the frozen list it stands in; absent for a nomination.
    pub list: Option<String>,
    /// 期初导入: what the county's own ledger said of it; absent for a case that began here.
    pub carried: Option<Carried>,
    /// 返库: the parcel had left the database before.
    pub returned: bool,
    /// 整治轮次, from 1 once work begins; counts up after a failed evaluation.
    pub round: i64,

    /// 核实结论: `true_as_listed`, `not_so`, `corrected`, `unclear`.
    pub verdict: Option<String>,
    /// 核实说明
    pub verification_note: Option<String>,
    /// 核实人
    pub verified_by: Option<String>,
    /// 核实日期
    pub verified_on: Option<NaiveDate>,

    /// 认定告知书 served on.
    pub notified_on: Option<NaiveDate>,
    /// 送达方式
    pub notified_how: Option<String>,
    /// Last day for 陈述申辩.
    pub answer_by: Option<NaiveDate>,
    /// 陈述申辩 and how it was answered.
    pub statement: Option<String>,
    /// Why no notice is given.
    pub notice_skipped: Option<String>,
    /// An objection was upheld on this day, and the site was not verified anew since.
    pub upheld_on: Option<NaiveDate>,
    /// Reason code of 不予认定.
    pub rejection: Option<Rejection>,
    /// Day of 认定.
    pub confirmed_on: Option<NaiveDate>,
    /// Day on which the file was last completed by hand.
    pub dossier_on: Option<NaiveDate>,
    /// Day of 入库.
    pub entered_on: Option<NaiveDate>,

    /// Day on which the unit declared the work done; the observation before an exit counts from it.
    pub done_on: Option<NaiveDate>,
    /// Why the plan is to be changed, asked by the unit.
    pub replan_reason: Option<String>,
    /// Day on which the work began; the first month that is reported.
    pub working_since: Option<NaiveDate>,
    /// 整治进度, in words, as last reported.
    pub progress: Option<String>,
    /// Month of the last report, `2023-09`.
    pub progress_month: Option<String>,
    /// 累计完成比例, percent, as last reported.
    pub progress_percent: Option<i64>,
    /// 累计完成投资, in 分, as last reported.
    pub invested: Option<Money>,
    /// 月报: one for each month that was reported, by month.
    pub reports: Vec<Report>,

    /// M: 变更登记日期
    pub change_registered_on: Option<NaiveDate>,
    /// M: 新项目合同
    pub project_contract: Option<String>,
    /// M: 税收或投资已达到约定
    pub reached: Option<bool>,
    /// A: 收储合同
    pub acquisition_contract: Option<String>,
    /// A: 权属或占有转移日期
    pub title_transferred_on: Option<NaiveDate>,
    /// A: 腾空日期
    pub vacant_on: Option<NaiveDate>,
    /// K1: 水电工业用途停止日期
    pub power_cut_on: Option<NaiveDate>,
    /// K1: 证照注销、变更或设备拆除
    pub licence_ended: Option<String>,
    /// K2: 腾退日期
    pub vacated_on: Option<NaiveDate>,
    /// K2: 第一次现场核查
    pub first_check_on: Option<NaiveDate>,
    /// K2: 第二次现场核查
    pub second_check_on: Option<NaiveDate>,
    /// U: 开工日期
    pub started_on: Option<NaiveDate>,
    /// U: 土地交回日期
    pub handed_back_on: Option<NaiveDate>,

    /// An opinion on its way into `opinions`.
    pub opinion: Option<String>,
    /// 部门和业务组的评估意见
    pub opinions: Vec<Opinion>,
    /// 评估结论: `met` or `not_met`.
    pub evaluation: Option<String>,
    /// 整治前亩均税收, 万元/亩.
    pub tax_before: Option<String>,
    /// 整治后亩均税收, 万元/亩, on the same basis.
    pub tax_after: Option<String>,
    /// 其他前后对比
    pub comparison: Option<String>,
    /// Area remediated; the whole parcel when absent (G10).
    pub remediated_area: Option<Area>,
    /// Last day of the observation before the exit, where G03 asks for one.
    pub observed_until: Option<NaiveDate>,
    /// Day on which its area counts as 出清 (G03); never changed after.
    pub cleared_on: Option<NaiveDate>,
    /// 观察期亩均税收, 万元/亩.
    pub watch_tax: Option<String>,
    /// The watch failed: day of 返库.
    pub relapsed_on: Option<NaiveDate>,

    /// Parts into which the parcel was divided.
    pub parts: Vec<Part>,
    /// Code of the parcel this one is a part of.
    pub part_of: Option<String>,
}

impl Case {
    /// The area that counts: what was remediated, else the whole parcel.
    pub fn counted_area(&self) -> Area {
        self.remediated_area.map_or(self.area, |part| part.min(self.area))
    }
}

/// 月报: how the work stood in a month (R47, R61).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Which month.
    pub month: Month,
    /// Day on which it was first reported; late when after the month's deadline.
    pub on: NaiveDate,
    /// 本月进展
    pub text: String,
    /// 累计完成比例, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<i64>,
    /// 累计完成投资, in 分.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invested: Option<Money>,
    /// Day on which the office checked it (核定).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_on: Option<NaiveDate>,
}

/// What a bureau, a company or a group of the task force advised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Who.
    pub by: String,
    /// On which day.
    pub on: NaiveDate,
    /// What.
    pub text: String,
}

/// A part of a divided parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// New parcel code.
    pub parcel: String,
    /// Its area.
    pub area: Area,
}

/// Reason code of 不予认定.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// 数据错误
    WrongData,
    /// 建设期内
    UnderConstruction,
    /// 已灭失
    Gone,
    /// 非工业用地
    NotIndustrial,
    /// 已达标
    Met,
    /// 重复
    Duplicate,
}

impl Rejection {
    /// Codes and names, for forms.
    pub const CHOICES: &'static [(&'static str, &'static str)] = &[
        ("wrong_data", "数据错误"),
        ("under_construction", "建设期内"),
        ("gone", "已灭失"),
        ("not_industrial", "非工业用地"),
        ("met", "已达标"),
        ("duplicate", "重复"),
    ];
}
