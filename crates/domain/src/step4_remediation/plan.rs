//! 一地一方案 (R45): drawn by the clerk, reviewed by the unit's leader, reported, then filed by the
//! office or examined by the meeting that owns it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Path;
use crate::Money;
use crate::case::Opinion;
use crate::meeting::Act;
use crate::moves::Effect::{self, Approve, Clear, CloseMilestone, Count, Linked, Stamp};
use crate::moves::form::OPINION;
use crate::moves::{
    Check, Desk, Field, FieldKind, From, Guard, Limit, Machine, Move, Situation, State, To, Verdict, Who,
    holds,
};
use crate::numbers::Numbers;
use crate::object::ObjectKind;

/// What a plan says. A new version keeps the words and drops the approvals.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// Number of the version, from 1.
    pub edition: i64,
    /// 整治路径
    pub path: Option<Path>,
    /// 选择理由
    pub path_reason: Option<String>,
    /// 成因分类 (R81), a code.
    pub cause_code: Option<String>,
    /// 低效成因 and 历史遗留 (R81).
    pub cause: Option<String>,
    /// 具体措施
    pub measures: Option<String>,
    /// 投资, in 分.
    pub investment: Option<Money>,
    /// 资金来源
    pub funding: Option<String>,
    /// 时间节点
    pub milestones: Vec<Milestone>,
    /// Number of the milestone being closed, from 1; only on its way.
    pub milestone: Option<i64>,
    /// 完成日期
    pub end_date: Option<NaiveDate>,
    /// Why it ends after the target year.
    pub end_reason: Option<String>,
    /// 预期亩均税收, 万元/亩.
    pub expected_tax: Option<String>,
    /// 责任人（企业、属地、部门）
    pub persons: Option<String>,
    /// 取缔关停的法律依据和决定文号
    pub legal_basis: Option<String>,
    /// 收购收储的条件: `hard_to_upgrade`, `still_inefficient`, `idle` (R26).
    pub eligibility: Option<String>,
    /// An opinion on its way into `opinions`.
    pub opinion: Option<String>,
    /// 国企、财政、资规等的意见
    pub opinions: Vec<Opinion>,
    /// 办公室例会预审: day on which it passed this version on.
    pub pre_reviewed_on: Option<NaiveDate>,
    /// Acts that a meeting has decided for this version.
    pub approved: Vec<Act>,
}

/// 时间节点
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// By when.
    pub due: NaiveDate,
    /// What is then done.
    pub what: String,
    /// When it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
}

impl Plan {
    /// The day that comes next: of the earliest milestone that is still open, else of completion.
    pub fn next_day(&self) -> Option<NaiveDate> {
        let open = self.milestones.iter().filter(|milestone| milestone.closed_on.is_none());
        open.map(|milestone| milestone.due).min().or(self.end_date)
    }
}

const REPORT: Limit = Limit::from_entry("方案上报时限（plan_report_days）", |_, at| {
    Some(at.calendar.after(at.today, at.numbers.limits.plan_report_days))
});

const NEXT_MILESTONE: Limit =
    Limit::from_fields("下一个时间节点，都完成后为完成日期", |fields, _| {
        fields.plan()?.next_day()
    });

const ELIGIBILITY: &[(&str, &str)] =
    &[("hard_to_upgrade", "难以提升"), ("still_inefficient", "提升后仍低效"), ("idle", "用而未尽")];

/// Causes by which plans are told apart (二（二）分类处置); the words are ours.
const CAUSES: &[(&str, &str)] = &[
    ("outdated", "设备工艺落后"),
    ("market", "市场萎缩"),
    ("management", "经营不善"),
    ("unbuilt", "圈占未用"),
    ("misused", "改变用途"),
    ("legacy", "历史遗留"),
    ("other", "其他"),
];

const CONTENT: &[Field] = &[
    Field::new("path", "整治路径", FieldKind::Choice(Path::CHOICES)).required(),
    Field::new("path_reason", "选择理由", FieldKind::Prose),
    Field::new("cause_code", "成因分类", FieldKind::Choice(CAUSES)),
    Field::new("cause", "低效成因和历史遗留问题", FieldKind::Prose),
    Field::new("measures", "具体措施", FieldKind::Prose),
    Field::new("investment", "投资（万元）", FieldKind::Wan),
    Field::new("funding", "资金来源", FieldKind::Text),
    Field::new("milestones", "时间节点", FieldKind::DatedLines).hint("一行一条：2023-12-31 设备进场"),
    Field::new("end_date", "完成日期", FieldKind::Day),
    Field::new("end_reason", "完成日期晚于目标年度的理由", FieldKind::Text),
    Field::new("expected_tax", "预期亩均税收（万元/亩）", FieldKind::Decimal),
    Field::new("persons", "责任人（企业、属地、部门）", FieldKind::Text),
    Field::new("legal_basis", "法律依据和决定文号", FieldKind::Text).hint("取缔关停必填"),
    Field::new("eligibility", "收购收储的条件", FieldKind::Choice(ELIGIBILITY)).hint("收购收储必填"),
];

const PRE_REVIEW: Who = Who::Meeting(Act::PreReview);

/// What meetings said of a version; another version has to be heard anew.
const APPROVALS: &[&str] = &["approved", "pre_reviewed_on"];

/// What happens to a plan that is sent back, and to its case.
const SENT_BACK: &[Effect] = &[Count("edition"), Clear(APPROVALS), Linked("case", "return_plan")];

/// The machine of a plan.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Plan,
    states: &[
        State::open("DRAFT", "草拟", Desk::LocalClerk),
        State::open("LOCAL_REVIEW", "属地审核", Desk::LocalLeader).within(REPORT),
        State::open("REPORTED", "已上报", Desk::Office),
        State::open("RETURNED", "退回", Desk::LocalClerk),
        State::open("FILED", "已备案", Desk::LocalClerk).within(NEXT_MILESTONE),
        State::open("APPROVED", "已审定", Desk::LocalClerk).within(NEXT_MILESTONE),
        State::over("CLOSED", "已终止"),
    ],
    moves: &[&[
        Move::new("open", "起草一地一方案", From::New, To::State("DRAFT"), Who::LOCAL)
            .clause("六（四）")
            .ties(&[("case", &[ObjectKind::Case])])
            .guards(&[ONE_CASE])
            .fields(CONTENT)
            .effects(&[Count("edition")]),
        Move::new("edit", "修改方案", From::States(&["DRAFT", "RETURNED"]), To::State("DRAFT"), Who::LOCAL)
            .clause("六（四）")
            .fields(CONTENT),
        Move::new(
            "submit",
            "送属地审核",
            From::States(&["DRAFT"]),
            To::State("LOCAL_REVIEW"),
            Who::LOCAL_CLERK,
        )
        .clause("六（四）")
        .guards(&[CONTENT_THERE])
        .recallable(),
        Move::new(
            "return_to_clerk",
            "退回修改",
            From::States(&["LOCAL_REVIEW"]),
            To::State("DRAFT"),
            Who::LOCAL_LEADER,
        )
        .clause("六（四）")
        .reason(),
        Move::new(
            "report",
            "审核上报",
            From::States(&["LOCAL_REVIEW"]),
            To::State("REPORTED"),
            Who::LOCAL_LEADER,
        )
        .clause("六（四）")
        .guards(&[CONTENT_THERE])
        .offline()
        .second_to(&["submit"])
        .recallable()
        .effects(&[Linked("case", "submit_plan")]),
        Move::new("return", "退回", From::States(&["REPORTED"]), To::State("RETURNED"), Who::OFFICE)
            .clause("六（四）")
            .reason()
            .effects(SENT_BACK),
        Move::new("file", "备案", From::States(&["REPORTED"]), To::State("FILED"), Who::OFFICE)
            .clause("六（四）")
            .guards(&[NO_MEETING])
            .second_to(&["report"]),
        Move::new("advise", "对收储方案提意见", From::States(&["REPORTED"]), To::Same, Who::ADVISERS)
            .clause("七（二）1")
            .fields(OPINION)
            .guards(&[ACQUIRES])
            .effects(&[Effect::Advise]),
        Move::new("pre_review", "预审收储方案", From::States(&["REPORTED"]), To::Same, PRE_REVIEW)
            .clause("七（二）1")
            .guards(&[ACQUIRES])
            .effects(&[Stamp("pre_reviewed_on")])
            .refusal("hold_back"),
        Move::new(
            "hold_back",
            "收储方案预审未通过",
            From::States(&["REPORTED"]),
            To::State("RETURNED"),
            PRE_REVIEW,
        )
        .clause("七（二）1")
        .effects(SENT_BACK),
        Move::new(
            "approve_acquisition",
            "审定收储方案",
            From::States(&["REPORTED", "APPROVED"]),
            To::State("APPROVED"),
            Who::Meeting(Act::AcquisitionPlan),
        )
        .clause("七（二）1")
        .guards(&[ACQUIRES, NOT_YET_ACQUIRED, PRE_REVIEWED])
        .effects(&[Approve(Act::AcquisitionPlan)])
        .refusal("refuse_acquisition"),
        Move::new(
            "refuse_acquisition",
            "收储方案未通过",
            From::States(&["REPORTED", "APPROVED"]),
            To::State("RETURNED"),
            Who::Meeting(Act::AcquisitionPlan),
        )
        .clause("七（二）1")
        .effects(SENT_BACK),
        Move::new(
            "approve_major",
            "审定重大地块方案",
            // A site may be found to be major after its plan was filed.
            From::States(&["REPORTED", "FILED", "APPROVED"]),
            To::State("APPROVED"),
            Who::Meeting(Act::MajorSite),
        )
        .clause("七（二）1")
        .guards(&[IS_MAJOR])
        .effects(&[Approve(Act::MajorSite)])
        .refusal("refuse_major"),
        Move::new(
            "refuse_major",
            "重大地块方案未通过",
            From::States(&["REPORTED", "FILED", "APPROVED"]),
            To::State("RETURNED"),
            Who::Meeting(Act::MajorSite),
        )
        .clause("七（二）1")
        .effects(SENT_BACK),
        Move::new("close_milestone", "节点完成", From::States(&["FILED", "APPROVED"]), To::Same, Who::LOCAL)
            .clause("六（五）")
            .evidence()
            .fields(&[Field::new("milestone", "第几个节点", FieldKind::Whole).required()])
            .guards(&[MILESTONE])
            .effects(&[CloseMilestone]),
        Move::new(
            "revise",
            "编制新一版",
            From::States(&["FILED", "APPROVED"]),
            To::State("DRAFT"),
            Who::LOCAL,
        )
        .clause("六（五）")
        .reason()
        .guards(&[CASE_PLANS])
        .effects(&[Count("edition"), Clear(APPROVALS)]),
        Move::new("close", "随案件终止", From::AnyOpen, To::State("CLOSED"), Who::System).clause("六（五）"),
    ]],
};

/// Acts that a meeting has to decide before this plan of this case may begin.
pub(crate) fn acts_needed(plan: &Plan, case: &crate::case::Case, numbers: &Numbers) -> Vec<Act> {
    let mut acts = Vec::new();
    if plan.path == Some(Path::A) {
        acts.push(Act::AcquisitionPlan);
    }
    if is_major(plan, case, numbers) {
        acts.push(Act::MajorSite);
    }
    acts
}

/// 重大地块 (G06): by area, by the office's own mark, or by what the plan costs.
fn is_major(plan: &Plan, case: &crate::case::Case, numbers: &Numbers) -> bool {
    let costs = plan.investment.zip(numbers.major_amount).is_some_and(|(sum, line)| sum >= line);
    case.area >= numbers.major_area || case.major_reason.is_some() || costs
}

fn needed(plan: &Plan, at: &Situation<'_>) -> Vec<Act> {
    let case = at.tied("case").find_map(|object| object.fields.case());
    case.map(|case| acts_needed(plan, case, at.numbers)).unwrap_or_default()
}

const ONE_CASE: Guard = Guard {
    name: "case_plans",
    rule: "对应一个正在编制方案的地块，还没有方案",
    check: Check::Plan(|_, at| {
        holds(
            at.tied("case").any(|case| case.state == "PLANNING"),
            "方案要对应一个“方案编制”状态的地块。请从地块页面起草方案。",
        )?;
        holds(at.tied("sibling").next().is_none(), "这个地块已有方案，请修改原方案或编制新一版。")
    }),
};

const CONTENT_THERE: Guard = Guard {
    name: "content_complete",
    rule: "路径、成因、措施、节点、完成日期、责任人齐全；收购收储写明条件，取缔关停写明法律依据",
    check: Check::Plan(content),
};

fn content(plan: &Plan, at: &Situation<'_>) -> Verdict {
    let path = plan.path;
    let wanted = [
        ("整治路径", path.is_some()),
        ("低效成因", plan.cause.is_some()),
        ("具体措施", plan.measures.is_some()),
        ("时间节点", !plan.milestones.is_empty()),
        ("完成日期", plan.end_date.is_some()),
        ("责任人", plan.persons.is_some()),
        ("法律依据和决定文号", path != Some(Path::K1) || plan.legal_basis.is_some()),
        ("收购收储的条件", path != Some(Path::A) || plan.eligibility.is_some()),
    ];
    let lacks: Vec<_> = wanted.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
    holds(lacks.is_empty(), &format!("方案还缺：{}。请“修改方案”补齐。", lacks.join("、")))?;
    let case = at.tied("case").find_map(|object| object.fields.case());
    let reworked = case.is_some_and(|case| case.round > 1);
    let idle = case.is_some_and(|case| case.categories.contains(&crate::Category::B));
    match plan.eligibility.as_deref().filter(|_| path == Some(Path::A)) {
        Some("still_inefficient") if !reworked => {
            Err("条件写的是“提升后仍低效”，但这宗地没有未达标的评估。请改选条件，或先完成评估。".to_owned())
        }
        Some("idle") if !idle => {
            Err("条件写的是“用而未尽”，但这宗地未认定为用而未尽。请改选条件。".to_owned())
        }
        _ => Ok(()),
    }
}

const NO_MEETING: Guard = Guard {
    name: "no_meeting_needed",
    rule: "不是收储方案，也不是重大地块",
    check: Check::Plan(|plan, at| {
        let acts: Vec<_> = needed(plan, at).iter().map(|act| act.label()).collect();
        holds(
            acts.is_empty(),
            &format!("这个方案须经会议审定（{}），不能备案。请提请议题。", acts.join("、")),
        )
    }),
};

const ACQUIRES: Guard = Guard {
    name: "is_acquisition",
    rule: "路径是收购收储",
    check: Check::Plan(|plan, _| {
        holds(plan.path == Some(Path::A), "这个方案的路径不是收购收储，不用审定收储方案。")
    }),
};

const NOT_YET_ACQUIRED: Guard = Guard {
    name: "not_approved_yet",
    rule: "尚未审定",
    check: Check::Plan(|plan, _| {
        holds(!plan.approved.contains(&Act::AcquisitionPlan), "这一版收储方案已经审定。")
    }),
};

const PRE_REVIEWED: Guard = Guard {
    name: "pre_reviewed",
    rule: "办公室例会已预审",
    check: Check::Plan(|plan, _| {
        holds(
            plan.pre_reviewed_on.is_some(),
            "这一版收储方案还没有经办公室例会预审。请先提请例会“预审收储方案”，再提请审定。",
        )
    }),
};

const IS_MAJOR: Guard = Guard {
    name: "is_major",
    rule: "是重大地块，尚未审定",
    check: Check::Plan(|plan, at| {
        holds(needed(plan, at).contains(&Act::MajorSite), "这宗地不是重大地块，不用组长联席会议审定。")?;
        holds(!plan.approved.contains(&Act::MajorSite), "这一版重大地块方案已经审定。")
    }),
};

const MILESTONE: Guard = Guard {
    name: "milestone_open",
    rule: "节点存在且尚未完成",
    check: Check::Plan(|plan, _| {
        let number = plan.milestone.and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
        let milestone = plan.milestones.get(number.wrapping_sub(1));
        holds(
            milestone.is_some_and(|milestone| milestone.closed_on.is_none()),
            &format!("请填写 1 至 {} 之间尚未完成的节点序号。", plan.milestones.len()),
        )
    }),
};

const CASE_PLANS: Guard = Guard {
    name: "case_plans",
    rule: "地块处于方案编制",
    check: Check::Plan(|_, at| {
        holds(
            at.tied("case").any(|case| case.state == "PLANNING"),
            "地块不在“方案编制”。请先在地块页面申请调整方案，经专班办公室同意后再编制新一版。",
        )
    }),
};
