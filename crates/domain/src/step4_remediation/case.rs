//! Moves of a case in step 4: the plan goes up, work begins, changes, is reported and declared done.

use super::completion;
use super::plan::{Plan, acts_needed};
use crate::Month;
use crate::case::Case;
use crate::moves::Effect::{CheckReports, Clear, Count, Reason, Report, Stamp};
use crate::moves::{Check, From, Guard, Move, Situation, To, Verdict, Who, holds};
use crate::object::Object;
use crate::step4_remediation::Path;

/// Step 4 of a case.
pub const MOVES: &[Move] = &[
    Move::new("submit_plan", "报送方案", From::States(&["PLANNING"]), To::State("PLAN_REVIEW"), Who::System)
        .clause("六（四）")
        .guards(&[PLAN_THERE])
        .recallable(),
    Move::new("return_plan", "方案退回", From::States(&["PLAN_REVIEW"]), To::State("PLANNING"), Who::System)
        .clause("六（四）"),
    Move::new("start", "启动整治", From::States(&["PLAN_REVIEW"]), To::State("EXECUTING"), Who::OFFICE)
        .clause("六（四）")
        .guards(&[MAY_START])
        .effects(&[Stamp("working_since")]),
    Move::new("ask_replan", "申请调整方案", From::States(&["EXECUTING"]), To::Same, Who::LOCAL_LEADER)
        .clause("六（五）")
        .reason()
        .offline()
        .effects(&[Reason("replan_reason")]),
    Move::new("replan", "同意调整方案", From::States(&["EXECUTING"]), To::State("PLANNING"), Who::OFFICE)
        .clause("六（五）")
        .guards(&[REPLAN_ASKED])
        .second_to(&["ask_replan"])
        .effects(&[Clear(&["replan_reason"])]),
    Move::new("report_progress", "填报进度", From::States(&["EXECUTING"]), To::Same, Who::LOCAL)
        .clause("六（五）")
        .fields(completion::FIELDS)
        .guards(&[MONTH_BEGUN, PERCENT, NOTHING_AHEAD])
        .effects(&[Report]),
    Move::new("check_progress", "核定月报", From::States(&["EXECUTING"]), To::Same, Who::OFFICE)
        .clause("六（五）")
        .guards(&[UNCHECKED])
        .effects(&[CheckReports]),
    Move::new(
        "declare_done",
        "申报完成",
        From::States(&["EXECUTING"]),
        To::State("DONE_PENDING_EVAL"),
        Who::LOCAL_LEADER,
    )
    .clause("六（五）")
    .evidence()
    .offline()
    .recallable()
    .guards(&[MILESTONES, COMPLETED])
    .effects(&[Stamp("done_on")]),
    Move::new("plan_again", "重新编制方案", From::States(&["REWORK"]), To::State("PLANNING"), Who::LOCAL)
        .clause("六（五）")
        .effects(&[Count("round"), Clear(&["evaluation"])]),
];

const PLAN_THERE: Guard = Guard {
    name: "plan_reported",
    rule: "方案已上报：有路径、节点，完成日期不晚于目标年度（或写明理由）；自我提升已有履约监管协议草案",
    check: Check::Case(plan_there),
};

fn plan_there(case: &Case, at: &Situation<'_>) -> Verdict {
    let (_, plan) = plan_of(at)?;
    holds(!plan.milestones.is_empty(), "方案没有时间节点，请补充至少一个节点。")?;
    let late = plan
        .end_date
        .is_none_or(|end| chrono::Datelike::year(&end) > case.year.max(chrono::Datelike::year(&at.today)));
    holds(!late || plan.end_reason.is_some(), "完成日期晚于目标年度，请在方案中写明理由，或提前完成日期。")?;
    let upgrade = plan.path.is_some_and(Path::is_self_upgrade);
    holds(
        !upgrade || at.tied("agreement").any(crate::moves::is_open),
        "自我提升的地块须有履约监管协议（草案）。请先起草协议。",
    )
}

/// The plan of the case.
fn plan_of<'a>(at: &Situation<'a>) -> Result<(&'a Object, &'a Plan), String> {
    let found = at.tied("plan").find_map(|object| object.fields.plan().map(|plan| (object, plan)));
    found.ok_or_else(|| "这个地块还没有一地一方案。请先起草方案。".to_owned())
}

/// The path of the case's plan.
pub(crate) fn path_of(at: &Situation<'_>) -> Result<Path, String> {
    plan_of(at)?.1.path.ok_or_else(|| "方案没有选定整治路径。".to_owned())
}

const MAY_START: Guard = Guard {
    name: "may_start",
    rule: "自我提升：协议已签订并上报；收购收储：副组长联席会议已审定；取缔关停：有法律依据；重大地块：组长联席会议已审定；连片：方案已审定；其余：方案已备案",
    check: Check::Case(may_start),
};

fn may_start(case: &Case, at: &Situation<'_>) -> Verdict {
    let (object, plan) = plan_of(at)?;
    let acts = acts_needed(plan, case, at.numbers);
    let open: Vec<_> =
        acts.iter().filter(|act| !plan.approved.contains(act)).map(|act| act.label()).collect();
    holds(open.is_empty(), &format!("方案还须经会议审定：{}。请提请议题，议定后再启动。", open.join("、")))?;
    holds(["FILED", "APPROVED"].contains(&object.state), "方案尚未备案。请先在方案页面“备案”，再启动整治。")?;
    if path_of(at)?.is_self_upgrade() {
        let reported = |one: &Object| ["REPORTED", "FILED", "PERFORMING", "CHECK_DUE"].contains(&one.state);
        holds(
            at.tied("agreement").any(reported),
            "自我提升须先与属地签订履约监管协议，并由属地上报专班。请办理协议的签订和上报。",
        )?;
    }
    holds(
        plan.path != Some(Path::K1) || plan.legal_basis.is_some(),
        "取缔关停须有法律依据和决定文号。请退回方案补充。",
    )?;
    let decided = ["APPROVED", "STARTED", "EXECUTING", "ACCEPTANCE", "COMPLETED"];
    let undecided =
        at.tied("block").find(|block| crate::moves::is_open(block) && !decided.contains(&block.state));
    holds(undecided.is_none(), "这宗地在连片地块内，连片整治方案尚未经组长联席会议审定。")
}

const REPLAN_ASKED: Guard = Guard {
    name: "replan_asked",
    rule: "属地已申请调整并写明理由",
    check: Check::Case(|case, _| {
        holds(case.replan_reason.is_some(), "属地没有申请调整方案。请由属地领导先申请。")
    }),
};

const MONTH_BEGUN: Guard = Guard {
    name: "month_begun",
    rule: "月份不晚于本月",
    check: Check::Case(|case, at| {
        let month = case.progress_month.as_deref().and_then(Month::parse);
        holds(
            month.is_none_or(|month| month <= Month::of(at.today)),
            "填报的月份还没有到，请填本月或以前的月份。",
        )
    }),
};

const PERCENT: Guard = Guard {
    name: "percent",
    rule: "累计完成比例不大于 100",
    check: Check::Case(|case, _| {
        holds(
            case.progress_percent.is_none_or(|percent| (0..=100).contains(&percent)),
            "累计完成比例应在 0 到 100 之间。",
        )
    }),
};

const NOTHING_AHEAD: Guard = Guard {
    name: "nothing_ahead",
    rule: "登记、转移、腾空、核查、开工等日期不晚于今天",
    check: Check::Case(|case, at| {
        let ahead = completion::days(case).into_iter().find(|(_, day)| day.is_some_and(|day| day > at.today));
        match ahead {
            None => Ok(()),
            Some((label, _)) => Err(format!("“{label}”晚于今天。进度只填已经发生的事，请核对日期。")),
        }
    }),
};

const UNCHECKED: Guard = Guard {
    name: "unchecked",
    rule: "有尚未核定的月报",
    check: Check::Case(|case, _| {
        holds(
            case.reports.iter().any(|report| report.checked_on.is_none()),
            "没有待核定的月报，属地填报后再核定。",
        )
    }),
};

const MILESTONES: Guard = Guard {
    name: "milestones_closed",
    rule: "方案的时间节点全部完成",
    check: Check::Case(|_, at| {
        let (_, plan) = plan_of(at)?;
        let open: Vec<_> = plan
            .milestones
            .iter()
            .filter(|milestone| milestone.closed_on.is_none())
            .map(|milestone| milestone.what.as_str())
            .collect();
        holds(
            open.is_empty(),
            &format!("还有节点没有完成：{}。请在方案页面逐个登记“节点完成”。", open.join("、")),
        )
    }),
};

const COMPLETED: Guard = Guard {
    name: "completed",
    rule: "达到所选路径的完成标准",
    check: Check::Case(|case, at| completion::reached(case, path_of(at)?, at)),
};
