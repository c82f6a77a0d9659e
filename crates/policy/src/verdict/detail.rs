//! What a page shows of a parcel beside its findings.

use serde::Serialize;

use super::TaxYear;

/// What a page shows of a parcel beside its findings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Detail {
    /// The calculation of each judged year, oldest first.
    pub years: Vec<TaxYear>,
    /// Each missing fact that keeps a rule open; each becomes a data task.
    pub missing: Vec<Missing>,
    /// Category B taken apart.
    pub idle: Idle,
    /// 文号 of the grace in force, when there is one.
    pub grace: Option<String>,
    /// The area tolerance decided somewhere.
    pub tolerance_used: bool,
}

/// Category B taken apart: statutory idleness is never mixed with mere under-use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Idle {
    /// By the supply contract's dates and figures.
    pub by_contract: IdleLevel,
    /// A 闲置土地认定书 is in force. Only then may a document say 闲置土地.
    pub certified: bool,
    /// 现状闲置, 实际用途 闲置/空置, or a vacant part above the line.
    pub under_used: bool,
}

/// How far a supply contract has fallen behind (闲置土地处置办法).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdleLevel {
    /// It has not.
    #[default]
    None,
    /// Started, then suspended with too little built or invested.
    Suspended,
    /// Not started for one year past the agreed date: 征缴闲置费阶段
    OneYear,
    /// Not started for two years past the agreed date: 可无偿收回阶段
    TwoYears,
}

impl IdleLevel {
    /// The word of the pages; empty for none.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "",
            Self::OneYear => "逾约定开工满一年未动工",
            Self::TwoYears => "逾约定开工满两年未动工",
            Self::Suspended => "已动工但中止开发满一年",
        }
    }
}

/// A fact that is missing and could change a rule's answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// The rule that waits: `A` … `D2` or `focus`.
    pub rule: &'static str,
    /// What kind of fact.
    pub kind: MissingKind,
    /// The year it is missing for.
    pub year: Option<i32>,
    /// Whose it is: index into the facts' enterprises.
    pub enterprise: Option<u32>,
    /// What is missing and how to mend it, in a Chinese sentence.
    pub sentence: String,
}

/// The kind of a missing fact; a data task is grouped by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingKind {
    /// 年度入库税收
    Tax,
    /// 税种 not in the table
    TaxType,
    /// 占用企业 not matched or not supplied
    Occupant,
    /// 用地面积 of an occupant
    OccupiedArea,
    /// 供应日期
    SupplyDate,
    /// 约定开工日期 or 交地日期
    StartDue,
    /// 已开发面积, 应开发面积, 已投资额 or 总投资额
    Development,
    /// 实际用途 that needs a person's look (仓储)
    ActualUse,
    /// 期限至 of a temporary approval
    ApprovalEnd,
    /// 目录认定 by a person
    CatalogueDecision,
}
