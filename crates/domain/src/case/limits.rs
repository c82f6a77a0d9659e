//! By when a case is to be acted on, state by state (domain.md §1.1b).

use chrono::NaiveDate;

use crate::Limits;
use crate::moves::{Limit, Situation};
use crate::step3_register;
use crate::step4_remediation::progress;

pub(super) const VERIFY: Limit =
    Limit::from_entry("下发时写明；恢复或撤回后按核实时限（verify_days）", |_, at| {
        Some(at.calendar.after(at.today, at.numbers.verify_days))
    });

pub(super) const SCREEN: Limit = Limit::from_entry("初筛时限（screen_days）", |_, at| {
    Some(at.calendar.after(at.today, at.numbers.limits.screen_days))
});

/// A meeting may not confirm before the firm had its time to answer, so the deadline gives way to it.
pub(super) const CONFIRM: Limit =
    Limit::from_fields("认定时限（confirm_days），不早于陈述申辩期满", |fields, at| {
        let so_far = at.object.due.filter(|_| at.object.state == "VERIFIED");
        let due = so_far.unwrap_or_else(|| at.calendar.after(at.today, at.numbers.limits.confirm_days));
        let answered = fields.case()?.answer_by.map(|by| at.calendar.after(by, 1));
        Some(answered.map_or(due, |answered| answered.max(due)))
    });

/// 建档 first; what is complete goes before the next meeting of the office (R41, R42).
pub(super) const DOSSIER: Limit = Limit::from_fields(
    "建档时限（dossier_days）；档案齐全的，下一次例会（meeting_days）",
    |fields, at| {
        let case = fields.case()?;
        let confirmed = case.confirmed_on.unwrap_or(at.today);
        if !step3_register::case::lacks(case, at.object).is_empty() {
            return Some(at.calendar.after(confirmed, at.numbers.limits.dossier_days));
        }
        next_meeting(case.dossier_on.unwrap_or(confirmed), at)
    },
);

pub(super) const NEXT_MEETING: Limit =
    Limit::from_entry("下一次例会（meeting_days）", |_, at| next_meeting(at.today, at));

/// By when the office meets again after a day.
fn next_meeting(ready: NaiveDate, at: &Situation<'_>) -> Option<NaiveDate> {
    let next = ready.checked_add_days(chrono::Days::new(at.numbers.limits.meeting_days.into()))?;
    Some(at.calendar.on_or_after(next))
}

pub(super) const PLAN: Limit =
    Limit::from_entry("方案编制时限（plan_days）", |_, at| plan_due(at.today, &at.numbers.limits));

/// By when the plan of a site that is ready for it is to be drawn.
pub(crate) fn plan_due(today: NaiveDate, limits: &Limits) -> Option<NaiveDate> {
    today.checked_add_days(chrono::Days::new(limits.plan_days.into()))
}

pub(super) const REPORT: Limit = Limit::from_fields("下一份月报（report_day）", |fields, at| {
    let next = progress::next_month(fields.case()?)?;
    Some(progress::due(next, &at.numbers.limits, at.calendar))
});

pub(super) const EVALUATE: Limit = Limit::from_entry("评估时限（evaluate_days）", |_, at| {
    Some(at.calendar.after(at.today, at.numbers.limits.evaluate_days))
});
