//! Numbers and switches of the policy that moves look at. They stand, dated, in `policy/`; this type
//! only carries them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::object::ObjectKind;
use crate::{Area, Limits, Money, Ratio};

/// Numbers of one edition on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the edition")]
pub struct Numbers {
    /// 属地核实时限, working days.
    pub verify_days: u32,
    /// 总体方案编制时限, days after the unit's first site of the year was confirmed.
    pub overall_days: u32,
    /// 年度作战方案报送期限: the last day on which a unit's plan for the year is in time.
    pub battle_plan_due: Option<NaiveDate>,
    /// 待办临期提示: what is due within so many working days is due soon.
    pub soon_days: u32,
    /// 陈述申辩期, working days after service.
    pub answer_days: u32,
    /// 出库后观察期, months.
    pub watch_months: u32,
    /// 重大地块：面积下限 (G06), with the tolerance G16 taken off.
    pub major_area: Area,
    /// 重大地块：投资额下限 (G06), in 分; none where the edition draws no line by amount.
    pub major_amount: Option<Money>,
    /// 面积容差 (G16), in 亩: an area given in 亩 may differ so much from the registered one.
    pub area_tolerance: Ratio,
    /// 腾退现场核查两次之间的最短间隔, days.
    pub vacate_gap_days: u32,
    /// 连片地块最少宗数.
    pub block_sites: u32,
    /// 连片地块面积下限.
    pub block_area: Area,
    /// 连片：地块间距上限, in metres.
    pub block_gap: Ratio,
    /// 观察期满时应达到的亩均税收, 万元/亩.
    pub exit_tax: Ratio,
    /// A drafted revision of the policy is published only once the meeting that owns it has agreed.
    pub policy_by_meeting: bool,
    /// A table of targets is accepted only once the meeting that owns the assessment has agreed.
    pub targets_by_meeting: bool,
    /// Moves that may not be entered from signed paper, though their table allows it: kind and verb.
    pub paper_off: Vec<(ObjectKind, String)>,
    /// G03: an exit waits for the observation, instead of being watched after.
    pub observe_first: bool,
    /// G11: a parcel that is cleared twice counts once.
    pub count_once: bool,
    /// Time limits, reminders and lights.
    pub limits: Limits,
    /// Ranking, warning and 约谈.
    pub appraisal: Appraisal,
    /// 派单 and 联系指导.
    pub orders: Orders,
}

/// Numbers of dispatch orders and of the visits that bureaus owe their linked units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {
    /// 签收时限, working days.
    pub sign_days: u32,
    /// 核验时限, working days after 申请销号.
    pub verify_days: u32,
    /// How often the deadline of an order may be put off.
    pub extensions: u32,
    /// An order due within so many days is yellow.
    pub light_days: u32,
    /// Visits that each link owes in a quarter.
    pub quarter_visits: u32,
}

/// Numbers of the monthly ranking and of what follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the policy of its own")]
pub struct Appraisal {
    /// 连续几个月约谈.
    pub bottom_months: u32,
    /// 排名后几位.
    pub bottom_places: u32,
    /// 参与排名的单位至少几个: with fewer there are no last places.
    pub bottom_least: u32,
    /// A month is closed on this day of the next.
    pub close_day: u32,
    /// Its ranking is published on this day of the next.
    pub publish_day: u32,
    /// 考核异议期, working days after the publication.
    pub objection_days: u32,
    /// 约谈时限, working days after the trigger.
    pub interview_days: u32,
    /// A streak goes on over the end of a year.
    pub crosses_years: bool,
    /// G15: after an interview the count begins anew.
    pub restarts: bool,
    /// G09: only certified rankings count.
    pub certified_only: bool,
    /// G07: bureaus are warned and interviewed too.
    pub with_departments: bool,
    /// The county leader may put an interview off.
    pub waiver: bool,
    /// G05: the part of 占工非工 sites that counts as 基本处置到位.
    pub disposed_share: Ratio,
}
