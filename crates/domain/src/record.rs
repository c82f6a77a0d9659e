//! One record type per [`Kind`](crate::Kind): a row of a bureau's table after reading.
//!
//! `intake` reads a row as [`Values`](crate::Values) whose names are these field names; `store` keeps
//! them column by column; whoever judges reads them back into these types. A field that the bureau
//! did not supply is `None`: missing is not zero.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Area, Money, Ratio, Text};

/// 单位
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// 单位代码
    pub code: Text,
    /// 单位名称
    pub name: Option<Text>,
    /// 排序号
    pub order: Option<i64>,
    /// 类型: 县/乡镇/街道/开发区/部门/国企/专班
    pub unit_type: Option<Text>,
    /// 上级代码
    pub parent: Option<Text>,
}

/// 宗地
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// 宗地代码, in one form (see [`crate::ParcelCode`])
    pub code: Text,
    /// 坐落
    pub location: Option<Text>,
    /// 宗地面积, the area of record
    pub area: Area,
    /// 宗地面积 as the source wrote it, with its unit: `22,406.70 平方米`
    pub area_text: Option<Text>,
    /// 土地用途 (registered), as written
    pub land_use: Text,
    /// 实际用途, as written
    pub actual_use: Option<Text>,
    /// 权利人
    pub owner: Option<Text>,
    /// 权利人's 统一社会信用代码
    pub owner_code: Option<Text>,
    /// 权利性质
    pub right_type: Option<Text>,
    /// 供应日期
    pub supply_date: Option<NaiveDate>,
    /// 属地: unit code or name, as written; by location when absent
    pub unit: Option<Text>,
    /// 容积率
    pub floor_area_ratio: Option<Ratio>,
    /// 建筑密度, in percent
    pub building_density: Option<Ratio>,
    /// 现状是否闲置
    pub idle: Option<bool>,
    /// 闲置面积
    pub idle_area: Option<Area>,
    /// Older or other numbers of the same parcel (地籍号, 原宗地代码, 不动产单元号), several separated
    /// by 、；; or ,
    pub aliases: Option<Text>,
}

/// 供地合同
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supply {
    /// 电子监管号
    pub supervision_no: Option<Text>,
    /// 合同编号
    pub contract_no: Option<Text>,
    /// 宗地代码
    pub parcel: Option<Text>,
    /// 受让人
    pub transferee: Option<Text>,
    /// 面积
    pub area: Option<Area>,
    /// 土地用途
    pub land_use: Option<Text>,
    /// 成交价款
    pub price: Option<Money>,
    /// 签订日期
    pub signed_on: Option<NaiveDate>,
    /// 交地日期
    pub handover_on: Option<NaiveDate>,
    /// 约定开工日期
    pub start_due: Option<NaiveDate>,
    /// 约定竣工日期
    pub completion_due: Option<NaiveDate>,
    /// 实际开工日期; absent means not started
    pub started_on: Option<NaiveDate>,
    /// 停工日期
    pub suspended_on: Option<NaiveDate>,
    /// 应开发面积
    pub area_due: Option<Area>,
    /// 已开发面积
    pub area_developed: Option<Area>,
    /// 总投资额
    pub investment_total: Option<Money>,
    /// 已投资额
    pub investment_made: Option<Money>,
}

/// 企业登记
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enterprise {
    /// 统一社会信用代码
    pub code: Text,
    /// 企业名称
    pub name: Text,
    /// 曾用名, several separated by 、；; or ,
    pub former_names: Option<Text>,
    /// 行业代码 (GB/T 4754-2017)
    pub industry: Option<Text>,
    /// 规模: 规上/规下
    pub scale: Option<Text>,
    /// 成立日期
    pub founded_on: Option<NaiveDate>,
    /// 注销日期
    pub deregistered_on: Option<NaiveDate>,
    /// 登记状态
    pub status: Option<Text>,
    /// 住所
    pub address: Option<Text>,
}

/// 占用关系: who uses how much of a parcel, from when to when
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occupancy {
    /// 宗地代码
    pub parcel: Text,
    /// 统一社会信用代码
    pub code: Option<Text>,
    /// 企业名称
    pub name: Option<Text>,
    /// 关系: 自有/承租/转租
    pub relation: Option<Text>,
    /// 用地面积: land actually used
    pub land_area: Option<Area>,
    /// 建筑面积
    pub floor_area: Option<Area>,
    /// 起始日期
    pub from: Option<NaiveDate>,
    /// 终止日期, the last day included
    pub to: Option<NaiveDate>,
}

/// 入库税收
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tax {
    /// 统一社会信用代码 (or an older number, as written)
    pub code: Option<Text>,
    /// 企业名称
    pub name: Option<Text>,
    /// 年度: calendar year of 入库
    pub year: i32,
    /// 税种
    pub tax_type: Option<Text>,
    /// 入库税额
    pub amount: Money,
}

/// 综合评价
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// 统一社会信用代码
    pub code: Option<Text>,
    /// 企业名称
    pub name: Option<Text>,
    /// 年度
    pub year: i32,
    /// 评价类别: A–D
    pub class: Text,
    /// 得分
    pub score: Option<Ratio>,
}

/// 统计年报
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// 统一社会信用代码
    pub code: Option<Text>,
    /// 企业名称
    pub name: Option<Text>,
    /// 年度
    pub year: i32,
    /// 营业收入
    pub revenue: Option<Money>,
    /// 工业增加值
    pub value_added: Option<Money>,
    /// 从业人员
    pub employees: Option<i64>,
    /// 研发费用
    pub research: Option<Money>,
    /// 综合能耗, 吨标煤
    pub energy: Option<Ratio>,
}

/// 用途批复
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// 宗地代码
    pub parcel: Text,
    /// 批准文号
    pub document: Text,
    /// 批准用途
    pub approved_use: Option<Text>,
    /// 批准日期
    pub approved_on: Option<NaiveDate>,
    /// 是否临时
    pub temporary: Option<bool>,
    /// 期限至, the last day included
    pub until: Option<NaiveDate>,
    /// 整改完成日期
    pub rectified_on: Option<NaiveDate>,
}

/// 厂房租赁
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// 宗地代码
    pub parcel: Text,
    /// 出租人代码
    pub lessor_code: Option<Text>,
    /// 承租人代码
    pub lessee_code: Option<Text>,
    /// 承租人
    pub lessee: Option<Text>,
    /// 租赁面积
    pub area: Area,
    /// 起始日期
    pub from: Option<NaiveDate>,
    /// 终止日期, the last day included
    pub to: Option<NaiveDate>,
    /// 租赁用途
    pub lease_use: Text,
}

/// 用电
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Power {
    /// 户号
    pub meter: Text,
    /// 户名
    pub name: Option<Text>,
    /// 统一社会信用代码
    pub code: Option<Text>,
    /// 宗地代码
    pub parcel: Option<Text>,
    /// 用电类别
    pub tariff: Option<Text>,
    /// 年度
    pub year: i32,
    /// 用电量, 千瓦时
    pub kwh: Option<Ratio>,
}

/// 抵押查封: a mortgage of a parcel, or its seizure by a court or another authority
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Encumbrance {
    /// 宗地代码
    pub parcel: Text,
    /// 类型: 抵押/查封
    pub encumbrance_type: Text,
    /// 登记证明号: number of the certificate, or of the seizing document
    pub document: Option<Text>,
    /// 抵押权人或查封机关
    pub holder: Option<Text>,
    /// 被担保债权
    pub amount: Option<Money>,
    /// 登记日期
    pub registered_on: Option<NaiveDate>,
    /// 期限至, the last day included
    pub until: Option<NaiveDate>,
    /// 注销日期: it no longer burdens the parcel
    pub lifted_on: Option<NaiveDate>,
}

/// 执法检查: an inspection by an authority and what came of it
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// 宗地代码
    pub parcel: Option<Text>,
    /// 统一社会信用代码
    pub code: Option<Text>,
    /// 当事人, a firm
    pub name: Option<Text>,
    /// 执法部门
    pub agency: Option<Text>,
    /// 案号: number of the case or of the inspection
    pub document: Option<Text>,
    /// 检查日期
    pub inspected_on: NaiveDate,
    /// 检查事项（案由）
    pub subject: Option<Text>,
    /// 检查结果: 未发现问题/责令整改/立案处罚/移送
    pub outcome: Option<Text>,
    /// 处理决定
    pub decision: Option<Text>,
    /// 违法建筑面积
    pub illegal_area: Option<Area>,
    /// 整改期限, the last day included
    pub rectify_by: Option<NaiveDate>,
    /// 结案日期
    pub closed_on: Option<NaiveDate>,
}

/// 片区
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// 名称
    pub name: Text,
    /// 类型: 规划用途/收储价格片区/三区三线
    pub zone_type: Option<Text>,
    /// 版本
    pub version: Text,
}

/// 产业目录条目
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueItem {
    /// 目录名称
    pub catalogue: Text,
    /// 版本
    pub version: Text,
    /// 类别: 鼓励/允许/限制/禁止/淘汰
    pub class: Option<Text>,
    /// 条目
    pub item: Text,
    /// 行业代码, several separated by 、；; or ,
    pub industry: Option<Text>,
}

/// 节假日与调休
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// 日期
    pub date: NaiveDate,
    /// 类型: 休/班
    pub day_type: Option<Text>,
    /// 名称
    pub name: Option<Text>,
}

/// 人工认定: what a person decided on paper
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// 宗地代码
    pub parcel: Text,
    /// 类型: 闲置认定/目录认定/宽限/重大地块/异地纳税
    pub finding_type: Text,
    /// 文号
    pub document: Text,
    /// 依据（目录版本、条目）
    pub basis: Option<Text>,
    /// 结论
    pub conclusion: Option<Text>,
    /// 起始日期
    pub from: Option<NaiveDate>,
    /// 终止日期, the last day included
    pub to: Option<NaiveDate>,
}

/// 核实表, as handed out and filled in
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// 地块编号
    pub site: Text,
    /// 宗地代码
    pub parcel: Option<Text>,
    /// 核实结论: 属实/不属实/数据更正/需补充
    pub conclusion: Option<Text>,
    /// 说明
    pub note: Option<Text>,
    /// 核实人
    pub verified_by: Option<Text>,
    /// 核实日期
    pub verified_on: Option<NaiveDate>,
}

/// 目标任务
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// 年度
    pub year: i32,
    /// 单位
    pub unit: Text,
    /// 指标: 出清/用而未尽/连片启动/连片面积/占工非工
    pub indicator: Text,
    /// 任务数, in the indicator's own unit (亩 or 个)
    pub amount: Ratio,
    /// 月份
    pub month: Option<i64>,
    /// 文号
    pub document: Option<Text>,
}

/// 历年台账
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// 地块编号
    pub site: Text,
    /// 宗地代码
    pub parcel: Option<Text>,
    /// 企业名称
    pub name: Option<Text>,
    /// 统一社会信用代码
    pub code: Option<Text>,
    /// 属地
    pub unit: Option<Text>,
    /// 类别
    pub category: Option<Text>,
    /// 面积
    pub area: Option<Area>,
    /// 状态
    pub status: Option<Text>,
    /// 路径
    pub path: Option<Text>,
    /// 认定日期
    pub determined_on: Option<NaiveDate>,
    /// 入库日期
    pub entered_on: Option<NaiveDate>,
    /// 出清日期
    pub cleared_on: Option<NaiveDate>,
    /// 出清面积
    pub cleared_area: Option<Area>,
    /// 依据文号
    pub document: Option<Text>,
}
