//! 整治进度 by month, and its light (R47, R61): computed when it is asked for, from the dates of the
//! plan and the reports of the case, by numbers of the policy. Nothing of it is stored, so it
//! cannot contradict what it comes from.

use chrono::NaiveDate;

use super::Plan;
use crate::calendar::Calendar;
use crate::case::{Case, Report};
use crate::{Limits, Month};

/// 亮灯
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colour {
    /// 绿灯
    Green,
    /// 黄灯
    Yellow,
    /// 红灯
    Red,
}

impl Colour {
    /// The worst last.
    pub const ALL: [Self; 3] = [Self::Green, Self::Yellow, Self::Red];

    /// The word of addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }

    /// The word of pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Green => "绿灯",
            Self::Yellow => "黄灯",
            Self::Red => "红灯",
        }
    }

    /// The colour of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.code() == code)
    }
}

/// Why a light is not green, and what would turn it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// How bad it is by itself.
    pub colour: Colour,
    /// What is late or comes soon, and the way out.
    pub sentence: String,
}

/// The light of a case on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Light {
    /// The worst of its reasons; green without any.
    pub colour: Colour,
    /// Why, the worst first.
    pub reasons: Vec<Reason>,
}

/// What lights are computed from, beside the case and its plan.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Numbers of the policy.
    pub limits: &'a Limits,
    /// Working days.
    pub calendar: &'a Calendar,
}

/// The light of a case under work, as it was known on a day.
pub fn light(case: &Case, plan: Option<&Plan>, on: NaiveDate, rules: Rules<'_>) -> Light {
    let mut reasons: Vec<Reason> = plan.map(|plan| late_days(plan, on, rules.limits)).unwrap_or_default();
    reasons.extend(missing_reports(case, on, rules));
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.colour));
    Light { colour: reasons.first().map_or(Colour::Green, |worst| worst.colour), reasons }
}

/// Milestones and the day of completion: past is red, soon is yellow.
fn late_days(plan: &Plan, on: NaiveDate, limits: &Limits) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut tell = |due: NaiveDate, what: &str, way: &str| {
        let left = (due - on).num_days();
        if left < 0 {
            let sentence = format!("{what}应于 {due} 完成，已逾期 {} 天。{way}", -left);
            reasons.push(Reason { colour: Colour::Red, sentence });
        } else if left <= i64::from(limits.light_days) {
            let sentence = format!("{what}应于 {due} 完成，还有 {left} 天。{way}");
            reasons.push(Reason { colour: Colour::Yellow, sentence });
        }
    };
    for milestone in &plan.milestones {
        if milestone.closed_on.is_none_or(|closed| closed > on) {
            tell(
                milestone.due,
                &format!("节点“{}”", milestone.what),
                "登记“节点完成”后转绿；确需延期的，由属地领导申请调整方案。",
            );
        }
    }
    if let Some(end) = plan.end_date {
        tell(end, "整治", "完成后由属地领导“申报完成”；确需延期的，由属地领导申请调整方案。");
    }
    reasons
}

/// Months that should have been reported by then and were not: many are red, few are yellow.
fn missing_reports(case: &Case, on: NaiveDate, rules: Rules<'_>) -> Option<Reason> {
    let late = |month: &Month| {
        due(*month, rules.limits, rules.calendar) < on
            && report(case, *month).is_none_or(|report| report.on > on)
    };
    let missing: Vec<_> = months_until(case, on).filter(late).map(Month::spoken).collect();
    if missing.is_empty() {
        return None;
    }
    let many = missing.len() >= rules.limits.light_reports as usize;
    Some(Reason {
        colour: if many { Colour::Red } else { Colour::Yellow },
        sentence: format!("{}月报未报。“填报进度”补报后转绿。", missing.join("、")),
    })
}

/// The last day on which the report of a month is in time (R61); a day off gives way to the next
/// working day.
pub fn due(month: Month, limits: &Limits, calendar: &Calendar) -> NaiveDate {
    calendar.on_or_after(month.next().day(limits.report_day))
}

/// The last day on which the office checks the reports of a month in time (R61).
pub fn check_due(month: Month, limits: &Limits, calendar: &Calendar) -> NaiveDate {
    calendar.on_or_after(month.next().day(limits.check_day))
}

/// The month that is to be reported next; `None` before the work began.
pub fn next_month(case: &Case) -> Option<Month> {
    let reported = case.reports.iter().map(|report| report.month).max();
    let first = Month::of(case.working_since?);
    // What was left out before the last report stays missing; the light tells it.
    Some(reported.map_or(first, |last| first.max(last.next())))
}

fn report(case: &Case, month: Month) -> Option<&Report> {
    case.reports.iter().find(|report| report.month == month)
}

/// Months from the beginning of the work.
fn months_until(case: &Case, on: NaiveDate) -> impl Iterator<Item = Month> {
    let first = case.working_since.map(Month::of);
    first.into_iter().flat_map(move |first| first.until(Month::of(on)))
}

/// How the report of a month stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// 待报: its deadline has not passed.
    Awaited,
    /// 按时
    InTime,
    /// 迟报
    Late,
    /// 未报
    Missing,
}

impl Standing {
    /// The word of pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Awaited => "待报",
            Self::InTime => "按时",
            Self::Late => "迟报",
            Self::Missing => "未报",
        }
    }
}

/// A month of a case under work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthRow {
    /// Which month.
    pub month: Month,
    /// How its report stands.
    pub standing: Standing,
    /// The report, when there is one.
    pub report: Option<Report>,
    /// The light on the day the report was due, or today when that is to come.
    pub light: Colour,
}

/// Every month of a case since its work began, up to today.
pub fn months(case: &Case, plan: Option<&Plan>, today: NaiveDate, rules: Rules<'_>) -> Vec<MonthRow> {
    let row = |month| {
        let due = due(month, rules.limits, rules.calendar);
        let light = light(case, plan, due.min(today), rules).colour;
        let standing = standing(case, month, due, today);
        MonthRow { month, standing, report: report(case, month).cloned(), light }
    };
    months_until(case, today).map(row).collect()
}

/// How the report of a month stands that is due on a day.
fn standing(case: &Case, month: Month, due: NaiveDate, today: NaiveDate) -> Standing {
    match report(case, month) {
        Some(report) if report.on <= due => Standing::InTime,
        Some(_) => Standing::Late,
        None if due < today => Standing::Missing,
        None => Standing::Awaited,
    }
}

/// How the reports of months of a case stand, each with the day it is due; nothing for a month before the
/// work began or after today.
pub fn standings(
    case: &Case,
    over: &[(Month, NaiveDate)],
    today: NaiveDate,
) -> impl Iterator<Item = (usize, Standing)> {
    let (first, last) = (case.working_since.map(Month::of), Month::of(today));
    let asked = over
        .iter()
        .enumerate()
        .filter(move |(_, (month, _))| first.is_some_and(|first| (first..=last).contains(month)));
    asked.map(move |(at, (month, due))| (at, standing(case, *month, *due, today)))
}
