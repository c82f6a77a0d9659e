//! What is known about one county, in the form in which the rules read it.
//!
//! The caller loads the facts that are current (accepted, not retired, known at the asked moment),
//! resolves names to indices and fills this structure; the rules never see a name they would have
//! to guess about. Apart from the order of `parcels` and `batches`, the order of rows means
//! nothing: any permutation gives the same verdicts.
//!
//! Indices (`parcel`, `enterprise`) point into [`CountyFacts::parcels`] and
//! [`CountyFacts::enterprises`]. A field that the bureau did not supply is `None`: missing is not
//! zero.

use chrono::NaiveDate;
use lingdi_domain::source::SourceFile;
use lingdi_domain::{Area, Money, Ratio, Source, Text};
use serde::{Deserialize, Serialize};

/// Everything the rules may look at.
#[derive(Debug, Clone, Default)]
pub struct CountyFacts {
    /// Six-digit division code.
    pub county: Text,
    /// Accepted files, in order of acceptance; [`Source::batch`] is an index into this list.
    pub batches: Vec<SourceFile>,
    /// Units of the county (any kind), in any order; lists follow [`Unit::order`].
    pub units: Vec<Unit>,
    /// Parcels, ascending by code.
    pub parcels: Vec<Parcel>,
    /// Enterprises.
    pub enterprises: Vec<Enterprise>,
    /// Who uses how much of which parcel. The only basis on which tax is divided.
    pub occupancies: Vec<Occupancy>,
    /// Tax rows that were matched to an enterprise. Unmatched rows are left out; what they block
    /// stands in [`TaxDeclaration::possibly_meant`].
    pub taxes: Vec<Tax>,
    /// Batches declared complete for a year (本表为该年度全量).
    pub tax_declarations: Vec<TaxDeclaration>,
    /// Classes of the comprehensive evaluation, matched rows only.
    pub evaluations: Vec<Evaluation>,
    /// Supply contracts, of known parcels only.
    pub supplies: Vec<Supply>,
    /// Approvals to change the use, of known parcels only.
    pub approvals: Vec<Approval>,
    /// Leases, of known parcels only: evidence for C1, never occupants.
    pub leases: Vec<Lease>,
    /// Electricity accounts, of known parcels only: hints for a person, never evidence.
    pub power: Vec<Power>,
    /// What persons decided on paper, of known parcels only.
    pub findings: Vec<Finding>,
    /// Items of industry catalogues.
    pub catalogue: Vec<CatalogueItem>,
}

/// 单位
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// 单位代码; internal codes such as `330122Z01` included.
    pub code: Text,
    /// 单位名称
    pub name: Text,
    /// 排序号: the official order, never the alphabet.
    pub order: i64,
    /// 类型: 县/乡镇/街道/开发区/部门/国企/专班
    pub kind: Text,
}

impl Unit {
    /// A township, street or zone: it answers for land, and stands in every table of units.
    pub fn is_local(&self) -> bool {
        matches!(self.kind.as_str(), "乡镇" | "街道" | "开发区")
    }

    /// A bureau, company or the task force: it answers for no land of its own.
    pub fn is_body(&self) -> bool {
        matches!(self.kind.as_str(), "部门" | "国企" | "专班")
    }
}

/// 宗地
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Parcel {
    /// 宗地代码
    pub code: Text,
    /// 坐落, for printing.
    pub location: Option<Text>,
    /// 宗地面积, the area of record; positive.
    pub area: Area,
    /// 宗地面积 as the source wrote it, for printing.
    pub area_text: Option<Text>,
    /// 土地用途 (registered), as written.
    pub land_use: Text,
    /// 实际用途, as written.
    pub actual_use: Option<Text>,
    /// 权利人 as written, for printing and data tasks.
    pub owner_name: Option<Text>,
    /// 权利人, when matched: index into `enterprises`.
    pub owner: Option<u32>,
    /// 供应日期
    #[serde(with = "lingdi_domain::days")]
    pub supply_date: Option<NaiveDate>,
    /// Code of the responsible unit (属地), resolved by the caller (by code, name or location).
    pub unit: Option<Text>,
    /// 容积率
    pub floor_area_ratio: Option<Ratio>,
    /// 现状是否闲置
    pub idle: Option<bool>,
    /// 闲置面积
    pub idle_area: Option<Area>,
    /// Where it stands.
    pub source: Source,
}

/// 企业登记
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Enterprise {
    /// 统一社会信用代码
    pub code: Text,
    /// 企业名称
    pub name: Text,
    /// 行业代码 (GB/T 4754), as written: `C3311`, `3311`.
    pub industry: Option<Text>,
    /// 成立日期
    #[serde(with = "lingdi_domain::days")]
    pub founded_on: Option<NaiveDate>,
    /// 注销日期
    #[serde(with = "lingdi_domain::days")]
    pub deregistered_on: Option<NaiveDate>,
    /// Where it stands.
    pub source: Source,
}

/// 占用关系
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Occupancy {
    /// Index into `parcels`.
    pub parcel: u32,
    /// Index into `enterprises`; `None` while nobody has said which firm is meant.
    pub enterprise: Option<u32>,
    /// 企业名称 as written, for data tasks when the firm is not matched.
    pub name: Option<Text>,
    /// 关系: 自有/承租/转租
    pub relation: Option<Text>,
    /// 用地面积: land actually used, net of what is let.
    pub land_area: Option<Area>,
    /// 建筑面积
    pub floor_area: Option<Area>,
    /// 起始日期; `None` = since ever.
    #[serde(with = "lingdi_domain::days")]
    pub from: Option<NaiveDate>,
    /// 终止日期, the last day included; `None` = until now.
    #[serde(with = "lingdi_domain::days")]
    pub to: Option<NaiveDate>,
    /// Where it stands.
    pub source: Source,
}

/// 入库税收 of a matched enterprise
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tax {
    /// Index into `enterprises`.
    pub enterprise: u32,
    /// Calendar year of 入库.
    pub year: i32,
    /// 税种 as written.
    pub tax_type: Option<Text>,
    /// 入库税额; negative for refunds.
    pub amount: Money,
    /// Where it stands.
    pub source: Source,
}

/// A person declared that a batch holds all tax of a year: whoever is absent paid nothing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TaxDeclaration {
    /// The year declared complete.
    pub year: i32,
    /// Index into `batches`.
    pub batch: u32,
    /// Enterprises that an unmatched row of this batch might mean: their absence proves nothing.
    pub possibly_meant: Vec<u32>,
}

/// 综合评价 of a matched enterprise
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Evaluation {
    /// Index into `enterprises`.
    pub enterprise: u32,
    /// 年度
    pub year: i32,
    /// 评价类别: A–D
    pub class: Text,
    /// Where it stands.
    pub source: Source,
}

/// 供地合同
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Supply {
    /// Index into `parcels`.
    pub parcel: u32,
    /// 签订日期
    #[serde(with = "lingdi_domain::days")]
    pub signed_on: Option<NaiveDate>,
    /// 交地日期
    #[serde(with = "lingdi_domain::days")]
    pub handover_on: Option<NaiveDate>,
    /// 约定开工日期
    #[serde(with = "lingdi_domain::days")]
    pub start_due: Option<NaiveDate>,
    /// 实际开工日期; `None` = not started.
    #[serde(with = "lingdi_domain::days")]
    pub started_on: Option<NaiveDate>,
    /// 停工日期; `None` = not suspended.
    #[serde(with = "lingdi_domain::days")]
    pub suspended_on: Option<NaiveDate>,
    /// 应开发面积
    pub area_due: Option<Area>,
    /// 已开发面积
    pub area_developed: Option<Area>,
    /// 总投资额
    pub investment_total: Option<Money>,
    /// 已投资额
    pub investment_made: Option<Money>,
    /// Where it stands.
    pub source: Source,
}

/// 用途批复
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Approval {
    /// Index into `parcels`.
    pub parcel: u32,
    /// 批准文号
    pub document: Text,
    /// 批准用途
    pub approved_use: Option<Text>,
    /// 批准日期
    #[serde(with = "lingdi_domain::days")]
    pub approved_on: Option<NaiveDate>,
    /// 是否临时; `None` is read as temporary when `until` is given.
    pub temporary: Option<bool>,
    /// 期限至, the last day included.
    #[serde(with = "lingdi_domain::days")]
    pub until: Option<NaiveDate>,
    /// 整改完成日期
    #[serde(with = "lingdi_domain::days")]
    pub rectified_on: Option<NaiveDate>,
    /// Where it stands.
    pub source: Source,
}

/// 厂房租赁
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Lease {
    /// Index into `parcels`.
    pub parcel: u32,
    /// 承租人 as written.
    pub lessee: Option<Text>,
    /// 租赁面积
    pub area: Area,
    /// 起始日期; `None` = since ever.
    #[serde(with = "lingdi_domain::days")]
    pub from: Option<NaiveDate>,
    /// 终止日期, the last day included; `None` = until now.
    #[serde(with = "lingdi_domain::days")]
    pub to: Option<NaiveDate>,
    /// 租赁用途 as written.
    pub lease_use: Text,
    /// Where it stands.
    pub source: Source,
}

/// 用电
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Power {
    /// Index into `parcels`.
    pub parcel: u32,
    /// 用电类别 as written.
    pub tariff: Option<Text>,
    /// 年度
    pub year: i32,
    /// Where it stands.
    pub source: Source,
}

/// 人工认定
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Finding {
    /// Index into `parcels`.
    pub parcel: u32,
    /// 类型: 闲置认定/目录认定/宽限/重大地块/异地纳税
    pub finding_type: Text,
    /// 文号
    pub document: Text,
    /// 依据（目录版本、条目）
    pub basis: Option<Text>,
    /// 结论; one that begins with 不, 未, 非 or 否, or speaks of 撤销 or 解除, denies.
    pub conclusion: Option<Text>,
    /// 起始日期; `None` = since ever.
    #[serde(with = "lingdi_domain::days")]
    pub from: Option<NaiveDate>,
    /// 终止日期, the last day included; `None` = until now.
    #[serde(with = "lingdi_domain::days")]
    pub to: Option<NaiveDate>,
    /// Where it stands.
    pub source: Source,
}

impl Finding {
    /// Does it deny what its kind asks?
    pub fn denies(&self) -> bool {
        let conclusion = self.conclusion.as_deref().unwrap_or_default().trim();
        conclusion.starts_with(['不', '未', '非', '否'])
            || ["不构成", "不属于", "不予", "撤销", "解除"].iter().any(|word| conclusion.contains(word))
    }

    /// Does it hold on a day?
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// 产业目录条目
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    /// Where it stands.
    pub source: Source,
}
