//! 年度作战方案 (R60): how a local unit means to reach its tasks of a year, month by month and site by site;
//! one for each unit and year, with every version kept. Filed, its monthly schedule is what the score
//! expects of the unit by the end of a month (domain.md §5.3).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::moves::Effect::{Count, Draw, First, KeepFormer, Stamp};
use crate::moves::{Check, Desk, Field, FieldKind, From, Guard, Limit, Machine, Move, State, To, Who, holds};
use crate::object::ObjectKind;
use crate::step4_remediation::{Milestone, PlannedSite};
use crate::{Month, Ratio};

/// What is known of a year's plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BattlePlan {
    /// Number of the version, from 1.
    pub edition: i64,
    /// Which year.
    pub year: i32,
    /// 年度任务 of the unit when they were last drawn.
    pub tasks: Vec<YearTask>,
    /// 地块清单: the unit's open cases when they were last drawn.
    pub sites: Vec<PlannedSite>,
    /// Day on which tasks and sites were drawn.
    pub drawn_on: Option<NaiveDate>,
    /// 目标分解: what of each task is to be done in each month.
    pub schedule: Vec<MonthlyTasks>,
    /// 月度节点
    pub milestones: Vec<Milestone>,
    /// 保障措施
    pub support: Option<String>,
    /// Last day on which its first version is reported in time.
    pub due_by: Option<NaiveDate>,
    /// Day on which its first version was reported.
    pub reported_on: Option<NaiveDate>,
    /// Day of 备案 of this version.
    pub filed_on: Option<NaiveDate>,
    /// Versions before this one, oldest first.
    pub former: Vec<BattlePlan>,
}

/// A task of the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearTask {
    /// The indicator's name in the table of targets.
    pub indicator: String,
    /// 亩, 个 or 户.
    pub measure: String,
    /// What is to be reached by 31 December.
    pub amount: Ratio,
    /// 文号 of the document that set it; empty where it names none.
    pub document: String,
}

/// What of a task is to be done in each of the twelve months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthlyTasks {
    /// The indicator's name in the table of targets.
    pub indicator: String,
    /// January to December.
    pub months: Vec<Ratio>,
}

impl MonthlyTasks {
    /// All months together.
    pub fn sum(&self) -> Ratio {
        self.months.iter().cloned().sum()
    }

    /// What share of the whole is to be done by the end of a month; `None` when the whole is nothing.
    pub fn share(&self, month: Month) -> Option<Ratio> {
        let by_then: Ratio = self.months.iter().take(month.number() as usize).cloned().sum();
        by_then.checked_div(&self.sum())
    }
}

impl BattlePlan {
    /// What share of an indicator's task is due by the end of a month, by the version that had been filed
    /// before the month was over: a later one changes later months only.
    pub fn share(&self, indicator: &str, month: Month) -> Option<Ratio> {
        if self.year != month.year() {
            return None;
        }
        let filed = |plan: &&Self| plan.filed_on.is_some_and(|day| day <= month.last_day());
        let held = std::iter::once(self).chain(self.former.iter().rev()).find(filed)?;
        held.schedule.iter().find(|row| row.indicator == indicator)?.share(month)
    }

    /// Was its first version late, or is it by now?
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.due_by.is_some_and(|due| self.reported_on.unwrap_or(today) > due)
    }
}

const CONTENT: &[Field] = &[
    Field::new("schedule", "目标分解", FieldKind::Schedule).hint(
        "一行一项指标，后写 1 至 12 月各月任务，合计等于年度任务：出清 0 5 10 10 10 10 10 10 10 10 10 5",
    ),
    Field::new("milestones", "月度节点", FieldKind::DatedLines).hint("一行一条：2023-06-30 完成 5 宗签约"),
    Field::new("support", "保障措施", FieldKind::Prose),
];

/// The machine of a year's plan.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::BattlePlan,
    states: &[
        State::open("DRAFT", "草拟", Desk::LocalClerk).within(DUE),
        State::open("LOCAL_REVIEW", "属地审核", Desk::LocalLeader).within(DUE),
        State::open("REPORTED", "已上报", Desk::Office),
        State::open("RETURNED", "退回", Desk::LocalClerk).within(DUE),
        // Nobody has to act on it; a new version begins from it.
        State::over("FILED", "已备案"),
    ],
    moves: &[&[
        Move::new("open", "起草年度作战方案", From::New, To::State("DRAFT"), Who::LOCAL)
            .clause("七（二）1")
            .fields(CONTENT)
            .guards(&[ONE_PER_YEAR])
            .effects(&[Count("edition"), Draw]),
        // The daily watch asks for it, so that its deadline runs before anybody has written a word.
        Move::new("call_for", "应编制年度作战方案", From::New, To::State("DRAFT"), Who::System)
            .clause("七（二）1")
            .guards(&[ONE_PER_YEAR])
            .effects(&[Count("edition"), Draw]),
        Move::new("edit", "修改方案", From::States(&["DRAFT", "RETURNED"]), To::State("DRAFT"), Who::LOCAL)
            .clause("七（二）1")
            .fields(CONTENT)
            .effects(&[Draw]),
        Move::new(
            "submit",
            "送属地审核",
            From::States(&["DRAFT"]),
            To::State("LOCAL_REVIEW"),
            Who::LOCAL_CLERK,
        )
        .clause("七（二）1")
        .guards(&[COMPLETE, MONTHS_ADD_UP])
        .recallable(),
        Move::new(
            "return_to_clerk",
            "退回修改",
            From::States(&["LOCAL_REVIEW"]),
            To::State("DRAFT"),
            Who::LOCAL_LEADER,
        )
        .clause("七（二）1")
        .reason(),
        Move::new(
            "report",
            "审核上报",
            From::States(&["LOCAL_REVIEW"]),
            To::State("REPORTED"),
            Who::LOCAL_LEADER,
        )
        .clause("七（二）1")
        .second_to(&["submit"])
        .effects(&[First("reported_on")])
        .offline(),
        Move::new("return", "退回", From::States(&["REPORTED"]), To::State("RETURNED"), Who::OFFICE)
            .clause("七（二）1")
            .reason(),
        Move::new("file", "备案", From::States(&["REPORTED"]), To::State("FILED"), Who::OFFICE)
            .clause("七（二）1")
            .second_to(&["report"])
            .effects(&[Stamp("filed_on")]),
        Move::new("revise", "编制新一版", From::States(&["FILED"]), To::State("DRAFT"), Who::LOCAL)
            .clause("七（二）1")
            .reason()
            // Nothing is drawn before the version that is left behind is kept; the first edit draws.
            .effects(&[KeepFormer, Count("edition")]),
    ]],
};

/// The day of the switch; a further version has none.
const DUE: Limit = Limit::from_fields("年度作战方案报送期限（battle_plan_due）", |fields, _| {
    fields.battle_plan().filter(|plan| plan.edition <= 1)?.due_by
});

const ONE_PER_YEAR: Guard = Guard {
    name: "one_per_year",
    rule: "每个属地每年一份作战方案，调整编制新一版",
    check: Check::BattlePlan(|plan, at| {
        let same = |other: &&crate::object::Object| {
            other.fields.battle_plan().is_some_and(|it| it.year == plan.year)
        };
        match at.tied("sibling").find(same) {
            None => Ok(()),
            Some(other) => Err(format!(
                "“{}”已有（{}），不能再起草一份。请在它的页面修改或编制新一版。",
                other.title, other.number
            )),
        }
    }),
};

const COMPLETE: Guard = Guard {
    name: "plan_complete",
    rule: "有年度任务、目标分解、月度节点和保障措施",
    check: Check::BattlePlan(|plan, _| {
        holds(!plan.tasks.is_empty(), "本年度任务还没有分解到本属地，不能编制。请与专班办公室联系。")?;
        holds(!plan.milestones.is_empty(), "还没有列月度节点。请先“修改方案”。")?;
        holds(plan.support.is_some(), "还没有写保障措施。请先“修改方案”。")
    }),
};

const MONTHS_ADD_UP: Guard = Guard {
    name: "months_add_up",
    rule: "各项年度任务都分解到月，合计等于年度任务",
    check: Check::BattlePlan(|plan, _| {
        for task in &plan.tasks {
            let rows = plan.schedule.iter().filter(|row| row.indicator == task.indicator);
            let rows: Vec<_> = rows.collect();
            let (indicator, whole) = (&task.indicator, task.amount.to_decimal(2));
            let sum = match rows[..] {
                [] => {
                    return Err(format!(
                        "“{indicator}”的年度任务 {whole} {} 还没有分解到月。请先“修改方案”。",
                        task.measure
                    ));
                }
                [row] => row.sum(),
                _ => return Err(format!("“{indicator}”写了不止一行，请合为一行。")),
            };
            holds(
                sum == task.amount,
                &format!(
                    "“{indicator}”各月合计 {}，年度任务 {whole} {}，相差 {}。请先“修改方案”。",
                    sum.to_decimal(2),
                    task.measure,
                    (task.amount.clone() - sum.clone()).to_decimal(2)
                ),
            )?;
        }
        let known = |row: &&MonthlyTasks| plan.tasks.iter().any(|task| task.indicator == row.indicator);
        match plan.schedule.iter().find(|row| !known(row)) {
            None => Ok(()),
            Some(odd) => Err(format!("本属地没有“{}”的年度任务，请从目标分解中去掉这一行。", odd.indicator)),
        }
    }),
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn schedule(months: &[u16]) -> MonthlyTasks {
        let months = months.iter().map(|amount| Ratio::integer((*amount).into())).collect();
        MonthlyTasks { indicator: "出清".to_owned(), months }
    }

    fn month(number: u32) -> Month {
        Month::parse(&format!("2023-{number:02}")).unwrap()
    }

    proptest! {
        #[test]
        fn shares_grow_from_month_to_month_and_end_at_the_whole(months in prop::collection::vec(0_u16..500, 12)) {
            let row = schedule(&months);
            let shares: Vec<_> = (1..=12).map(|number| row.share(month(number))).collect();
            if row.sum().is_zero() {
                prop_assert!(shares.iter().all(Option::is_none), "nothing has no share");
            } else {
                prop_assert!(shares.is_sorted());
                prop_assert_eq!(shares[11].clone(), Some(Ratio::integer(1)));
            }
        }

        #[test]
        fn a_version_filed_later_never_changes_a_month_that_is_over(
            first in prop::collection::vec(1_u16..500, 12),
            second in prop::collection::vec(1_u16..500, 12),
            filed in 1_u32..=12,
        ) {
            let version = |months: &[u16], number| BattlePlan {
                year: 2023,
                schedule: vec![schedule(months)],
                filed_on: Some(month(number).day(20)),
                ..BattlePlan::default()
            };
            let before = version(&first, 1);
            let after = BattlePlan { former: vec![before.clone()], ..version(&second, filed) };
            for number in 1..filed {
                let month = month(number);
                prop_assert_eq!(after.share("出清", month), before.share("出清", month));
            }
            prop_assert_eq!(after.share("出清", month(filed)), schedule(&second).share(month(filed)));
        }
    }

    #[test]
    fn what_is_not_filed_or_not_planned_has_no_share() {
        let plan = BattlePlan { year: 2023, schedule: vec![schedule(&[1; 12])], ..BattlePlan::default() };
        assert_eq!(plan.share("出清", month(6)), None);
        let filed = BattlePlan { filed_on: Some(month(3).day(1)), ..plan };
        assert_eq!(filed.share("出清", month(6)), Some(Ratio::new(1, 2)));
        assert_eq!(filed.share("出清", month(2)), None, "it was not filed yet");
        assert_eq!(filed.share("用而未尽", month(6)), None);
        assert_eq!(filed.share("出清", Month::parse("2024-06").unwrap()), None);
    }
}
