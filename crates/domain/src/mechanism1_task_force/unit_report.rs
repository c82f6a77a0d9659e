//! 属地月报 (R61): what a local unit says of its month. The program counts, the unit corrects with a reason
//! and says what is wrong and what comes next, the office checks. What was reported is kept as bytes; what
//! counts for the ranking remains what the program counts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::moves::Effect::{Count, Draw, First, KeepFrozen, Stamp};
use crate::moves::{Check, Desk, Field, FieldKind, From, Guard, Limit, Machine, Move, State, To, Who, holds};
use crate::object::{Object, ObjectKind};
use crate::step4_remediation::progress;
use crate::{Month, Ratio};

/// What is known of a unit's report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnitReport {
    /// Which month.
    pub month: Option<Month>,
    /// 数据: what the program counted when they were last drawn.
    pub figures: Vec<Figure>,
    /// 逾期事项: what lay overdue with the unit then.
    pub late: Vec<String>,
    /// Day on which they were drawn.
    pub drawn_on: Option<NaiveDate>,
    /// 更正: what the unit states otherwise than it was counted.
    pub corrections: Vec<Correction>,
    /// 存在问题
    pub problems: Option<String>,
    /// 下步打算
    pub intentions: Option<String>,
    /// Day of the first report.
    pub reported_on: Option<NaiveDate>,
    /// How often it was reported.
    pub reports: i64,
    /// Day on which the office checked it.
    pub checked_on: Option<NaiveDate>,
    /// Id under which what was reported last is kept.
    pub frozen: Option<String>,
    /// Hash of those bytes.
    pub sha256: Option<String>,
    /// Last day on which it is in time.
    pub due_by: Option<NaiveDate>,
}

/// A figure of the month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// 出清, 整治中 …
    pub name: String,
    /// 亩, 个, 户, 宗 or 件.
    pub measure: String,
    /// In the month, or at the day of drawing.
    pub counted: Ratio,
    /// From 1 January to the end of the month; absent for what is no sum.
    pub year: Option<Ratio>,
}

/// What a unit states of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Name of the figure.
    pub figure: String,
    /// As the unit states it.
    pub stated: Ratio,
    /// Why.
    pub reason: String,
}

impl UnitReport {
    /// What the unit states of a figure otherwise than it was counted.
    pub fn correction(&self, figure: &str) -> Option<&Correction> {
        self.corrections.iter().find(|one| one.figure == figure)
    }

    /// Was it late, or is it by now?
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.due_by.is_some_and(|due| self.reported_on.unwrap_or(today) > due)
    }
}

/// Does a month wait for this report?
pub fn is_awaited(object: &Object, month: Month) -> bool {
    let of_month = object.fields.unit_report().is_some_and(|report| report.month == Some(month));
    of_month && ["AWAITED", "RETURNED"].contains(&object.state)
}

const MONTH: Field = Field::new("month", "月份", FieldKind::Month).required().hint("如 2023-09");
const PROBLEMS: Field = Field::new("problems", "存在问题", FieldKind::Prose);
const INTENTIONS: Field = Field::new("intentions", "下步打算", FieldKind::Prose);
const CORRECTIONS: Field = Field::new("corrections", "更正数据", FieldKind::Corrections)
    .hint("一行一项：数据名称、应为、理由，例如“出清 35.2 实测面积与登记不符”；不更正不填");

/// The machine of a unit's report.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::UnitReport,
    states: &[
        State::open("AWAITED", "待报", Desk::LocalClerk).within(REPORT),
        State::open("RETURNED", "退回", Desk::LocalClerk).within(Limit::KEPT),
        State::open("REPORTED", "已报", Desk::Office).within(CHECK),
        State::over("CHECKED", "已核定"),
    ],
    moves: &[&[
        Move::new("open", "填写属地月报", From::New, To::State("AWAITED"), Who::LOCAL)
            .clause("七（二）1")
            .fields(&[MONTH, PROBLEMS, INTENTIONS, CORRECTIONS])
            .guards(&[ONE_PER_MONTH, NOT_AHEAD, KNOWN_FIGURES])
            .effects(&[Draw]),
        // The daily watch asks for it, so that its deadline runs.
        Move::new("call_for", "应报属地月报", From::New, To::State("AWAITED"), Who::System)
            .clause("七（二）1")
            .guards(&[ONE_PER_MONTH])
            .effects(&[Draw]),
        Move::new("edit", "填写、更正", From::States(&["AWAITED", "RETURNED"]), To::Same, Who::LOCAL)
            .clause("七（二）1")
            .fields(&[PROBLEMS, INTENTIONS, CORRECTIONS])
            .guards(&[KNOWN_FIGURES])
            .effects(&[Draw]),
        Move::new(
            "report",
            "报送",
            From::States(&["AWAITED", "RETURNED"]),
            To::State("REPORTED"),
            Who::LOCAL,
        )
        .clause("七（二）1")
        .guards(&[MONTH_OVER, WRITTEN, KNOWN_FIGURES])
        .effects(&[Draw, First("reported_on"), Count("reports"), KeepFrozen]),
        Move::new("return", "退回", From::States(&["REPORTED"]), To::State("RETURNED"), Who::OFFICE)
            .clause("七（二）1")
            .reason(),
        Move::new("check", "核定", From::States(&["REPORTED"]), To::State("CHECKED"), Who::OFFICE)
            .clause("七（二）1")
            .effects(&[Stamp("checked_on")]),
    ]],
};

const REPORT: Limit = Limit::from_fields("次月月报截止日（report_day）", |fields, at| {
    Some(progress::due(fields.unit_report()?.month?, &at.numbers.limits, at.calendar))
});

const CHECK: Limit = Limit::from_fields("次月月报核定日（check_day）", |fields, at| {
    let day = progress::check_due(fields.unit_report()?.month?, &at.numbers.limits, at.calendar);
    // What comes late is checked soon after, not before it came.
    Some(day.max(at.calendar.after(at.today, 1)))
});

const ONE_PER_MONTH: Guard = Guard {
    name: "one_per_month",
    rule: "每个属地每月一份月报",
    check: Check::UnitReport(|report, at| {
        let same = |other: &&Object| other.fields.unit_report().is_some_and(|it| it.month == report.month);
        match at.tied("sibling").find(same) {
            None => Ok(()),
            Some(other) => Err(format!("“{}”已有（{}），请打开它填写。", other.title, other.number)),
        }
    }),
};

const NOT_AHEAD: Guard = Guard {
    name: "not_ahead",
    rule: "月份已经开始",
    check: Check::UnitReport(|report, at| {
        holds(report.month.is_none_or(|month| month.day(1) <= at.today), "这个月还没有开始，不能填写月报。")
    }),
};

const MONTH_OVER: Guard = Guard {
    name: "month_over",
    rule: "当月已经结束",
    check: Check::UnitReport(|report, at| {
        let Some(month) = report.month else { return Ok(()) };
        holds(
            month.last_day() < at.today,
            &format!("{}还没有结束，月底以后才能报送；现在可以先填写。", month.spoken()),
        )
    }),
};

const WRITTEN: Guard = Guard {
    name: "report_written",
    rule: "写明存在问题和下步打算",
    check: Check::UnitReport(|report, _| {
        holds(report.problems.is_some(), "还没有写存在问题，没有的写“无”。请先“填写、更正”。")?;
        holds(report.intentions.is_some(), "还没有写下步打算。请先“填写、更正”。")
    }),
};

const KNOWN_FIGURES: Guard = Guard {
    name: "known_figures",
    rule: "更正的是月报中的数据，各更正一次，不小于零",
    check: Check::UnitReport(|report, _| {
        for (at, one) in report.corrections.iter().enumerate() {
            let names: Vec<_> = report.figures.iter().map(|figure| figure.name.as_str()).collect();
            holds(
                names.contains(&one.figure.as_str()),
                &format!("月报中没有“{}”这项数据，可以更正的是：{}。", one.figure, names.join("、")),
            )?;
            let again = report.corrections[..at].iter().any(|other| other.figure == one.figure);
            holds(!again, &format!("“{}”更正了两次，请只留一行。", one.figure))?;
            holds(!one.stated.is_negative(), &format!("“{}”不能小于零。", one.figure))?;
        }
        Ok(())
    }),
};
