//! Time limits of the steps, and when whom a deadline is told: numbers of the policy that
//! deadlines, reminders and lights are computed from. They stand, dated, in `policy/`.

use serde::{Deserialize, Serialize};

/// Limits, reminders and lights of one edition on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// 初筛时限, working days until a candidate is sent to its unit (R37).
    pub screen_days: u32,
    /// 审核认定时限, working days (R40).
    pub confirm_days: u32,
    /// 建档时限, working days after 认定 (R41).
    pub dossier_days: u32,
    /// 方案编制时限, days after 入库 (R45).
    pub plan_days: u32,
    /// 方案上报时限, working days (R46).
    pub plan_report_days: u32,
    /// 协议上报时限, working days after the signature (R24).
    pub agreement_report_days: u32,
    /// 检查点核查时限, working days after the checkpoint.
    pub check_days: u32,
    /// 预警整改时限, working days.
    pub cure_days: u32,
    /// 绩效评估时限, working days after the unit declared the work done (R48).
    pub evaluate_days: u32,
    /// 会议纪要时限, working days after the meeting (R49–R52).
    pub minutes_days: u32,
    /// The report of a month is due on this day of the next (R61).
    pub report_day: u32,
    /// The office checks the reports of a month by this day of the next (R61).
    pub check_day: u32,
    /// 办公室例会间隔, days: what is ready for the office's meeting is due by the next one (R42).
    pub meeting_days: u32,
    /// So many working days before a deadline its holder is reminded, the farthest first.
    pub remind_days: Vec<u32>,
    /// So many working days after it, the leader of the unit is told.
    pub leader_days: u32,
    /// So many working days after it, the office is told.
    pub office_days: u32,
    /// A milestone due within so many days is yellow.
    pub light_days: u32,
    /// So many monthly reports missing are red; fewer are yellow.
    pub light_reports: u32,
}
