//! Things with a state that people move: cases, plans, blocks, agreements, meetings, decision items,
//! objections, nominations, plans and reports of units, months of appraisal, interviews, orders and their
//! tasks, visits, rounds of 督查 and what they find, commendations, pledges. What may happen to them stands in
//! [`crate::moves`].

pub mod fields;
pub mod input;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use fields::Fields;
pub use input::{Attachment, Input, Signed};

use crate::Role;

/// What an object is. Each kind has one machine, see [`crate::moves::machine`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// 发现线索
    Nomination,
    /// 低效地块案件
    Case,
    /// 陈述申辩、异议
    Objection,
    /// 总体方案
    OverallPlan,
    /// 一地一方案
    Plan,
    /// 连片地块
    Block,
    /// 履约监管协议
    Agreement,
    /// 会议
    Meeting,
    /// 议定事项
    Item,
    /// 年度作战方案
    BattlePlan,
    /// 属地月报
    UnitReport,
    /// 月度考核
    Period,
    /// 末位预警、约谈
    Interview,
    /// 派单
    Order,
    /// 派单任务: what an order asks of one unit
    OrderTask,
    /// 联系指导记录
    Visit,
    /// 督查
    Supervision,
    /// 督查问题
    Defect,
    /// 表彰
    Commendation,
    /// 承诺书
    Pledge,
}

impl ObjectKind {
    /// All, in the order of the five steps, then the mechanisms.
    pub const ALL: [Self; 20] = [
        Self::Nomination,
        Self::Case,
        Self::Objection,
        Self::OverallPlan,
        Self::Plan,
        Self::Block,
        Self::Agreement,
        Self::Meeting,
        Self::Item,
        Self::BattlePlan,
        Self::UnitReport,
        Self::Period,
        Self::Interview,
        Self::Order,
        Self::OrderTask,
        Self::Visit,
        Self::Supervision,
        Self::Defect,
        Self::Commendation,
        Self::Pledge,
    ];

    /// The word of the database, the journal and the addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nomination => "nominations",
            Self::Case => "cases",
            Self::Objection => "objections",
            Self::OverallPlan => "overall_plans",
            Self::Plan => "plans",
            Self::Block => "blocks",
            Self::Agreement => "agreements",
            Self::Meeting => "meetings",
            Self::Item => "items",
            Self::BattlePlan => "battle_plans",
            Self::UnitReport => "unit_reports",
            Self::Period => "periods",
            Self::Interview => "interviews",
            Self::Order => "orders",
            Self::OrderTask => "order_tasks",
            Self::Visit => "visits",
            Self::Supervision => "supervisions",
            Self::Defect => "defects",
            Self::Commendation => "commendations",
            Self::Pledge => "pledges",
        }
    }

    /// The word of the pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Nomination => "发现线索",
            Self::Case => "低效地块案件",
            Self::Objection => "异议",
            Self::OverallPlan => "总体方案",
            Self::Plan => "一地一方案",
            Self::Block => "连片地块",
            Self::Agreement => "履约监管协议",
            Self::Meeting => "会议",
            Self::Item => "议定事项",
            Self::BattlePlan => "年度作战方案",
            Self::UnitReport => "属地月报",
            Self::Period => "月度考核",
            Self::Interview => "末位预警和约谈",
            Self::Order => "派单",
            Self::OrderTask => "派单任务",
            Self::Visit => "联系指导记录",
            Self::Supervision => "督查",
            Self::Defect => "督查问题",
            Self::Commendation => "表彰",
            Self::Pledge => "承诺书",
        }
    }

    /// The kind whose [`ObjectKind::code`] this is.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// On whose desk an object lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Who is to act.
    pub role: Role,
    /// Of which unit; empty for the task-force office.
    pub unit: String,
}

/// An object as rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: ObjectKind,
    /// Code of its state.
    pub state: &'static str,
    /// State before a suspension, to which it returns.
    pub resumes: Option<&'static str>,
    /// 属地: the unit whose object it is; empty for the office.
    pub unit: String,
    /// Number for people, such as `2023-0017`.
    pub number: String,
    /// What people call it.
    pub title: String,
    /// 宗地代码; empty when it is about no parcel.
    pub parcel: String,
    /// By when the holder is to act.
    pub due: Option<NaiveDate>,
    /// On whose desk it lies; nobody's when it is over.
    pub holder: Option<Holder>,
    /// Counts the moves; what ETag carries.
    pub version: i64,
    /// The move that brought it here, and who made it.
    pub last: Last,
    /// Who made the moves that want a second person after them.
    pub hands: Hands,
    /// What is known of it.
    pub fields: Fields,
}

/// By move, everybody who had a hand in it when it was made last: whoever sat at the desk, and whoever
/// signed the paper it was entered from.
pub type Hands = BTreeMap<String, Vec<String>>;

/// The last move of an object: what can be recalled, and who sent it here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    /// The move.
    pub verb: String,
    /// State before it.
    pub from: String,
    /// Who made it; for paper signed elsewhere, the signer.
    pub actor: String,
}

/// An object tied to the one that is moved, by the name of the tie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Name of the tie as seen from the moved object: `plan`, `case`, `target`, `meeting`, …
    pub role: String,
    /// The other object.
    pub object: Object,
}
