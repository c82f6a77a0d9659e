//! What is answered: the shape of `identify --format json`, and beside it what pages need.

use chrono::NaiveDate;
use lingdi_domain::{Area, Category, Cell, MainCategory, Money, Ratio};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// The whole county, judged. Serialises to the contract of `identify --format json`; fields that
/// are skipped there serve pages.
#[derive(Debug, Clone, Serialize)]
pub struct Identification {
    /// Name of the edition, `2022-7`.
    pub policy: String,
    /// SHA-256 of the edition with its revisions and settings.
    pub edition_hash: String,
    /// The year whose lines were used.
    pub year: i32,
    /// The day on which ongoing facts were judged.
    pub as_of: NaiveDate,
    /// SHA-256 of each accepted file, in order of acceptance.
    pub inputs: Vec<String>,
    /// The county's sums.
    pub totals: Totals,
    /// One row per local unit, in the official order; parcels without a unit come last, under "".
    pub by_unit: Vec<UnitTotals>,
    /// Every parcel, by code.
    pub parcels: Vec<ParcelVerdict>,
}

/// Sums over the parcels in scope.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Parcels in scope.
    pub parcels: u32,
    /// Parcels whose registered use is not industrial; in no other figure.
    pub out_of_scope: u32,
    /// Area of the parcels in scope.
    #[serde(serialize_with = "as_mu")]
    pub area_mu: Area,
    /// Listed parcels.
    pub listed: u32,
    /// Parcels that a missing fact keeps open.
    pub indeterminate: u32,
    /// Parcels with the focus flag (重点整治).
    pub focus: u32,
    /// Listed parcels by letter, each parcel once per letter.
    pub by_category: ByCategory,
    /// Area of the listed parcels.
    #[serde(skip)]
    pub listed_area_mu: Area,
}

/// Sums of one unit, parcels in scope only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UnitTotals {
    /// Unit code.
    pub unit: String,
    /// Unit name.
    pub unit_name: String,
    /// Parcels in scope.
    pub parcels: u32,
    /// Their area.
    #[serde(serialize_with = "as_mu")]
    pub area_mu: Area,
    /// Listed parcels.
    pub listed: u32,
    /// Parcels that a missing fact keeps open.
    pub indeterminate: u32,
    /// Parcels with the focus flag.
    pub focus: u32,
    /// Area of the listed parcels.
    #[serde(serialize_with = "as_mu")]
    pub listed_area_mu: Area,
    /// Listed parcels by letter, each parcel once per letter.
    pub by_category: ByCategory,
}

/// Parcels per letter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ByCategory {
    /// 亩均低效
    #[serde(rename = "A")]
    pub a: u32,
    /// 用而未尽
    #[serde(rename = "B")]
    pub b: u32,
    /// 占工非工
    #[serde(rename = "C")]
    pub c: u32,
    /// 其他类型
    #[serde(rename = "D")]
    pub d: u32,
}

impl ByCategory {
    /// Counts a parcel once under each letter among its categories.
    pub fn count(&mut self, categories: &[Category]) {
        for letter in MainCategory::ALL {
            if categories.iter().any(|category| category.main() == letter) {
                *match letter {
                    MainCategory::A => &mut self.a,
                    MainCategory::B => &mut self.b,
                    MainCategory::C => &mut self.c,
                    MainCategory::D => &mut self.d,
                } += 1;
            }
        }
    }
}

/// One parcel, judged.
#[derive(Debug, Clone, Serialize)]
pub struct ParcelVerdict {
    /// Index into the facts' parcels.
    #[serde(skip)]
    pub parcel: u32,
    /// 宗地代码
    pub code: String,
    /// Code of the responsible unit; "" when unknown.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// Registered area.
    #[serde(serialize_with = "as_mu")]
    pub area_mu: Area,
    /// Listed, not listed, indeterminate or out of scope.
    pub status: Status,
    /// Every category that applies, in the document's order.
    pub categories: Vec<Category>,
    /// 重点整治: `None` when a missing fact keeps it open.
    pub focus: Option<bool>,
    /// 亩均税收 of the three years before, 4 decimals, or null.
    pub tax_per_mu: TaxPerMu,
    /// The reasons, in the document's order.
    pub findings: Vec<Finding>,
    /// The answers of the single rules.
    #[serde(skip)]
    pub answers: Answers,
    /// What a page shows beyond the findings; present exactly when findings were asked for.
    #[serde(skip)]
    pub detail: Option<Box<Detail>>,
}

/// Where a parcel stands on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 列入
    Listed,
    /// 不列入
    NotListed,
    /// 不确定
    Indeterminate,
    /// 不在范围 (registered use is not industrial)
    OutOfScope,
}

impl Status {
    /// The word of the contract.
    pub fn code(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::NotListed => "not_listed",
            Self::Indeterminate => "indeterminate",
            Self::OutOfScope => "out_of_scope",
        }
    }

    /// The word of the pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Listed => "列入",
            Self::NotListed => "不列入",
            Self::Indeterminate => "不确定",
            Self::OutOfScope => "不在范围",
        }
    }
}

/// 亩均税收 by year, in ten-thousandths of 万元/亩 rounded half up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaxPerMu(pub Vec<(i32, Option<i64>)>);

impl TaxPerMu {
    /// The printed figure of a year, `2.3450`; `None` when it is unknown or was not judged.
    pub fn get(&self, year: i32) -> Option<String> {
        let (_, value) = self.0.iter().find(|(judged, _)| *judged == year)?;
        value.map(|value| Ratio::new(value.into(), 10_000).to_decimal(4))
    }
}

impl Serialize for TaxPerMu {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (year, value) in &self.0 {
            let text = value.map(|value| {
                let (sign, units) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
                format!("{sign}{}.{:04}", units / 10_000, units % 10_000)
            });
            map.serialize_entry(year, &text)?;
        }
        map.end()
    }
}

/// A rule's answer. Unknown only when the missing fact could change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The rule does not apply.
    #[default]
    No,
    /// A missing fact decides.
    Unknown,
    /// The rule applies.
    Yes,
}

impl Answer {
    /// Both must hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unknown,
        }
    }

    /// One is enough.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::No, Self::No) => Self::No,
            _ => Self::Unknown,
        }
    }

    /// `Some(true)`, `Some(false)`, or `None` when unknown.
    pub fn known(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }
}

impl From<bool> for Answer {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

impl From<Option<bool>> for Answer {
    fn from(value: Option<bool>) -> Self {
        value.map_or(Self::Unknown, Self::from)
    }
}

/// The answer of each rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Answers {
    /// 亩均低效
    pub a: Answer,
    /// 用而未尽
    pub b: Answer,
    /// 未经批准擅自改变用途
    pub c1: Answer,
    /// 临时性改变用途到期后未整改
    pub c2: Answer,
    /// 禁止类、淘汰类
    pub d1: Answer,
    /// D 类企业
    pub d2: Answer,
    /// The yearly focus rule alone, whether or not the parcel is listed.
    pub focus: Answer,
}

impl Answers {
    /// The answer of one category.
    pub fn of(&self, category: Category) -> Answer {
        match category {
            Category::A => self.a,
            Category::B => self.b,
            Category::C1 => self.c1,
            Category::C2 => self.c2,
            Category::D1 => self.d1,
            Category::D2 => self.d2,
        }
    }
}

/// One comparison, told so that it can be redone with a pencil.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `三（一）`, `四 2022年`.
    pub clause: String,
    /// `A`, `B`, `C1`, `C2`, `D1`, `D2`, `focus` or `grace`.
    pub rule: &'static str,
    /// What was found, in words with the figure: `2021年亩均税收 2.3450 万元/亩`.
    pub fact: String,
    /// `<`, `≥`, `=`, …; empty when nothing is compared.
    pub comparison: String,
    /// The line, with its unit; empty when nothing is compared.
    pub threshold: String,
    /// Does the comparison hold? `None` when a fact is missing.
    pub met: Option<bool>,
    /// The cells that the figures were read from.
    pub sources: Vec<Cell>,
    /// The calculation, unrounded enough to be redone.
    pub arithmetic: String,
    /// The clause, word for word.
    pub quote: String,
    /// A default of this system, not of the document, decided here (本系统默认值).
    pub default_ours: bool,
    /// The area tolerance (G16) turned this comparison.
    pub tolerance_used: bool,
    /// Anything else that a reader must know; empty mostly.
    pub note: String,
}

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

/// 亩均税收 of one year, with every step of its calculation.
#[derive(Debug, Clone, PartialEq)]
pub struct TaxYear {
    /// Calendar year of 入库.
    pub year: i32,
    /// Known, missing or not existing.
    pub state: TaxYearState,
    /// One part per occupant.
    pub parts: Vec<TaxPart>,
    /// Sum of the known parts, in 万元, exact.
    pub tax: Ratio,
    /// Registered area, in 亩, exact.
    pub area_mu: Ratio,
    /// Months of the year by which the area is weighted: 12, or fewer when annualised.
    pub months: Ratio,
    /// 万元/亩, exact; `None` unless known.
    pub per_mu: Option<Ratio>,
    /// The calculation in one line.
    pub arithmetic: String,
}

/// Can the figure of a year be told?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxYearState {
    /// Every part is known.
    Known,
    /// At least one part is missing; the known parts are a lower bound.
    Missing,
    /// None of the occupants existed that year.
    NotExist,
}

/// What one occupant adds to a parcel's tax of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct TaxPart {
    /// Index into the facts' enterprises; `None` for an occupant nobody has matched.
    pub enterprise: Option<u32>,
    /// The firm's name.
    pub name: String,
    /// 关系 (自有/承租/转租); `权利人` when no occupancy row is known.
    pub relation: String,
    /// Land used on this parcel, in 亩.
    pub land_mu: Option<Ratio>,
    /// Months of the year.
    pub months: Ratio,
    /// Why the tax is or is not known.
    pub state: FirmYearState,
    /// The firm's whole tax of the year; `None` when unmatched.
    pub amount: Option<Money>,
    /// The part of it that falls on this parcel, 0–1; `None` when a land area is missing.
    pub share: Option<Ratio>,
    /// amount × share, in 万元.
    pub part: Option<Ratio>,
    /// Something of this part is missing: what is known is a lower bound.
    pub open: bool,
    /// Tax rows, declarations and occupancy rows it was read from.
    pub sources: Vec<Cell>,
}

/// What is known of a firm's tax in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FirmYearState {
    /// Rows of the tax bureau were matched to it.
    Matched,
    /// Absent from a list declared complete, or confirmed nil.
    ZeroConfirmed,
    /// Nothing is known: not zero.
    Unmatched,
    /// Not yet registered, or no longer.
    NotExist,
}

impl FirmYearState {
    /// The word of the pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Matched => "已匹配",
            Self::ZeroConfirmed => "确认为零",
            Self::Unmatched => "未匹配",
            Self::NotExist => "企业不存续",
        }
    }
}

/// Writes an area as a JSON number of 亩. 亩 are 3/200000 of the stored unit, so that the printed
/// number is exact up to a million 亩.
fn as_mu<S: Serializer>(area: &Area, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((area.0 * 3) as f64 / 200_000.0)
}
