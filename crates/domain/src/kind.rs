//! The kinds of table that bureaus send.

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $code:literal $label:literal,)*) => {
        /// What a table holds; one importer, one template and one record type each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind { $($(#[$doc])* $variant,)* }

        impl Kind {
            /// Every kind, in the order they are best imported.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word of the command line and of the database.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The Chinese word of the pages.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// The kind whose [`Kind::code`] this is.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

kinds! {
    /// 属地、部门等单位
    Units = "units" "单位",
    /// 宗地
    Parcels = "parcels" "宗地",
    /// 供地合同
    Supply = "supply" "供地合同",
    /// 企业登记
    Enterprises = "enterprises" "企业登记",
    /// 宗地由谁占用
    Occupancy = "occupancy" "占用关系",
    /// 入库税收
    Tax = "tax" "入库税收",
    /// 亩均综合评价类别
    Evaluation = "evaluation" "综合评价",
    /// 统计年报
    Statistics = "statistics" "统计年报",
    /// 改变用途批复
    Approvals = "approvals" "用途批复",
    /// 厂房租赁
    Leases = "leases" "厂房租赁",
    /// 用电
    Power = "power" "用电",
    /// 抵押与查封登记
    Encumbrances = "encumbrances" "抵押查封",
    /// 执法检查与处理
    Inspections = "inspections" "执法检查",
    /// 规划、价格等片区
    Zones = "zones" "片区",
    /// 产业目录
    Catalogue = "catalogue" "产业目录",
    /// 节假日与调休
    Holidays = "holidays" "节假日",
    /// 人工认定
    Findings = "findings" "人工认定",
    /// 核实表
    Verification = "verification" "属地核实",
    /// 目标任务
    Targets = "targets" "目标任务",
    /// 历年台账
    Ledger = "ledger" "历年台账",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_again_by_its_code() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(*kind));
        }
        assert_eq!(Kind::ALL.len(), 20);
    }
}
