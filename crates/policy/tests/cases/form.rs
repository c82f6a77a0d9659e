//! The form in which a case is written; the keys are the headings that officials know.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lingdi_domain::Text;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseFile {
    #[serde(rename = "case")]
    pub(crate) cases: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    #[serde(rename = "名称")]
    pub(crate) name: Text,
    /// For the reader.
    #[serde(rename = "理由")]
    #[expect(
        dead_code,
        reason = "read by officials, not by the test; required so that no case goes without"
    )]
    reason: Text,
    #[serde(rename = "年度")]
    pub(crate) year: i32,
    #[serde(rename = "判定日")]
    as_of: Option<NaiveDate>,
    #[serde(default, rename = "开关")]
    pub(crate) settings: BTreeMap<Text, Text>,
    #[serde(rename = "宗地")]
    pub(crate) parcels: Vec<Parcel>,
    #[serde(default, rename = "企业")]
    pub(crate) enterprises: Vec<Enterprise>,
    #[serde(default, rename = "占用")]
    pub(crate) occupancies: Vec<Occupancy>,
    #[serde(default, rename = "税收")]
    pub(crate) taxes: Vec<Tax>,
    #[serde(default, rename = "全量")]
    pub(crate) complete: Vec<Complete>,
    #[serde(default, rename = "评价")]
    pub(crate) evaluations: Vec<Evaluation>,
    #[serde(default, rename = "供地")]
    pub(crate) supplies: Vec<Supply>,
    #[serde(default, rename = "批复")]
    pub(crate) approvals: Vec<Approval>,
    #[serde(default, rename = "租赁")]
    pub(crate) leases: Vec<Lease>,
    #[serde(default, rename = "认定")]
    pub(crate) findings: Vec<Decision>,
    #[serde(default, rename = "目录")]
    pub(crate) catalogue: Vec<Item>,
    #[serde(rename = "结论")]
    pub(crate) expected: BTreeMap<Text, Expected>,
}

impl Written {
    pub(crate) fn as_of(&self) -> NaiveDate {
        self.as_of.unwrap_or_else(|| NaiveDate::from_ymd_opt(self.year, 12, 31).unwrap())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parcel {
    #[serde(rename = "代码")]
    pub(crate) code: Text,
    #[serde(rename = "面积")]
    pub(crate) area: Text,
    #[serde(default, rename = "土地用途")]
    pub(crate) land_use: Option<Text>,
    #[serde(rename = "实际用途")]
    pub(crate) actual_use: Option<Text>,
    #[serde(rename = "权利人")]
    pub(crate) owner: Option<Text>,
    #[serde(rename = "供应日期")]
    pub(crate) supply_date: Option<NaiveDate>,
    #[serde(rename = "容积率")]
    pub(crate) floor_area_ratio: Option<Text>,
    #[serde(rename = "现状是否闲置")]
    pub(crate) idle: Option<Text>,
    #[serde(rename = "闲置面积")]
    pub(crate) idle_area: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Enterprise {
    #[serde(rename = "企业名称")]
    pub(crate) name: Text,
    #[serde(rename = "行业代码")]
    pub(crate) industry: Option<Text>,
    #[serde(rename = "成立日期")]
    pub(crate) founded_on: Option<NaiveDate>,
    #[serde(rename = "注销日期")]
    pub(crate) deregistered_on: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Occupancy {
    #[serde(rename = "宗地")]
    pub(crate) parcel: Text,
    #[serde(rename = "企业名称")]
    pub(crate) name: Text,
    #[serde(default, rename = "未匹配")]
    pub(crate) unmatched: bool,
    #[serde(rename = "关系")]
    pub(crate) relation: Option<Text>,
    #[serde(rename = "用地面积")]
    pub(crate) land_area: Option<Text>,
    #[serde(rename = "建筑面积")]
    pub(crate) floor_area: Option<Text>,
    #[serde(rename = "起始日期")]
    pub(crate) from: Option<NaiveDate>,
    #[serde(rename = "终止日期")]
    pub(crate) to: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tax {
    #[serde(rename = "企业名称")]
    pub(crate) name: Text,
    #[serde(rename = "税种")]
    pub(crate) kind: Option<Text>,
    /// Year → amount in 万元.
    #[serde(rename = "万元")]
    pub(crate) amounts: BTreeMap<Text, Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Complete {
    #[serde(rename = "年度")]
    pub(crate) year: i32,
    #[serde(default, rename = "可能指")]
    pub(crate) possibly_meant: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Evaluation {
    #[serde(rename = "企业名称")]
    pub(crate) name: Text,
    #[serde(rename = "年度")]
    pub(crate) year: i32,
    #[serde(rename = "评价类别")]
    pub(crate) class: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Supply {
    #[serde(rename = "宗地")]
    pub(crate) parcel: Text,
    #[serde(rename = "签订日期")]
    pub(crate) signed_on: Option<NaiveDate>,
    #[serde(rename = "交地日期")]
    pub(crate) handover_on: Option<NaiveDate>,
    #[serde(rename = "约定开工日期")]
    pub(crate) start_due: Option<NaiveDate>,
    #[serde(rename = "实际开工日期")]
    pub(crate) started_on: Option<NaiveDate>,
    #[serde(rename = "停工日期")]
    pub(crate) suspended_on: Option<NaiveDate>,
    #[serde(rename = "应开发面积")]
    pub(crate) area_due: Option<Text>,
    #[serde(rename = "已开发面积")]
    pub(crate) area_developed: Option<Text>,
    #[serde(rename = "总投资额")]
    pub(crate) investment_total: Option<Text>,
    #[serde(rename = "已投资额")]
    pub(crate) investment_made: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approval {
    #[serde(rename = "宗地")]
    pub(crate) parcel: Text,
    #[serde(rename = "批准文号")]
    pub(crate) document: Text,
    #[serde(rename = "批准用途")]
    pub(crate) approved_use: Option<Text>,
    #[serde(rename = "批准日期")]
    pub(crate) approved_on: Option<NaiveDate>,
    #[serde(rename = "是否临时")]
    pub(crate) temporary: Option<Text>,
    #[serde(rename = "期限至")]
    pub(crate) until: Option<NaiveDate>,
    #[serde(rename = "整改完成日期")]
    pub(crate) rectified_on: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lease {
    #[serde(rename = "宗地")]
    pub(crate) parcel: Text,
    #[serde(rename = "租赁面积")]
    pub(crate) area: Text,
    #[serde(rename = "租赁用途")]
    pub(crate) business: Text,
    #[serde(rename = "起始日期")]
    pub(crate) from: Option<NaiveDate>,
    #[serde(rename = "终止日期")]
    pub(crate) to: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decision {
    #[serde(rename = "宗地")]
    pub(crate) parcel: Text,
    #[serde(rename = "类型")]
    pub(crate) finding_type: Text,
    #[serde(rename = "文号")]
    pub(crate) document: Text,
    #[serde(rename = "依据")]
    pub(crate) basis: Option<Text>,
    #[serde(rename = "结论")]
    pub(crate) conclusion: Option<Text>,
    #[serde(rename = "起始日期")]
    pub(crate) from: Option<NaiveDate>,
    #[serde(rename = "终止日期")]
    pub(crate) to: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Item {
    #[serde(rename = "目录名称")]
    pub(crate) catalogue: Text,
    #[serde(rename = "版本")]
    pub(crate) version: Text,
    #[serde(rename = "类别")]
    pub(crate) class: Text,
    #[serde(rename = "条目")]
    pub(crate) entry: Text,
    #[serde(rename = "行业代码")]
    pub(crate) industry: Text,
}

/// What is asked of one parcel's verdict; what is absent is not asked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    #[serde(rename = "状态")]
    pub(crate) status: Option<String>,
    #[serde(rename = "类别")]
    pub(crate) categories: Option<Vec<String>>,
    #[serde(rename = "重点")]
    pub(crate) focus: Option<String>,
    #[serde(default, rename = "亩均税收")]
    pub(crate) tax_per_mu: BTreeMap<String, String>,
    #[serde(rename = "容差")]
    pub(crate) tolerance: Option<bool>,
    #[serde(rename = "合同闲置")]
    pub(crate) idle: Option<String>,
    #[serde(rename = "认定闲置")]
    pub(crate) certified: Option<bool>,
    #[serde(default, rename = "各类")]
    pub(crate) rules: BTreeMap<String, String>,
    #[serde(default, rename = "补数任务提到")]
    pub(crate) missing: Vec<String>,
    #[serde(default, rename = "依据写出")]
    pub(crate) told: Vec<String>,
    /// Every single fact that turns the parcel, each in one line, the nearest first; words that a
    /// paper could change are left out unless they are written.
    #[serde(rename = "临界")]
    pub(crate) near: Option<Vec<String>>,
}
