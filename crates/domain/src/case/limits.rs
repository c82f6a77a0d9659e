//! By when a case is to be acted on, state by state (domain.md §1.1b).

use crate::moves::Limit;
use crate::step4_remediation::progress;

pub(super) const VERIFY: Limit =
    Limit::from_entry("下发时写明；恢复或撤回后按核实时限（verify_days）", |_, at| {
        Some(at.calendar.after(at.today, at.numbers.verify_days))
    });

/// A meeting may not confirm before the firm had its time to answer, so the deadline gives way to it.
pub(super) const CONFIRM: Limit =
    Limit::from_fields("认定时限（confirm_days），不早于陈述申辩期满", |fields, at| {
        let so_far = at.object.due.filter(|_| at.object.state == "VERIFIED");
        let due = so_far.unwrap_or_else(|| at.calendar.after(at.today, at.numbers.limits.confirm_days));
        let answered = fields.case()?.answer_by.map(|by| at.calendar.after(by, 1));
        Some(answered.map_or(due, |answered| answered.max(due)))
    });

pub(super) const DOSSIER: Limit = Limit::from_entry("建档时限（dossier_days）", |_, at| {
    Some(at.calendar.after(at.today, at.numbers.limits.dossier_days))
});

pub(super) const PLAN: Limit = Limit::from_entry("方案编制时限（plan_days）", |_, at| {
    at.today.checked_add_days(chrono::Days::new(at.numbers.limits.plan_days.into()))
});

pub(super) const REPORT: Limit = Limit::from_fields("下一份月报（report_day）", |fields, at| {
    let next = progress::next_month(fields.case()?)?;
    Some(progress::due(next, &at.numbers.limits, at.calendar))
});

pub(super) const EVALUATE: Limit = Limit::from_entry("评估时限（evaluate_days）", |_, at| {
    Some(at.calendar.after(at.today, at.numbers.limits.evaluate_days))
});
