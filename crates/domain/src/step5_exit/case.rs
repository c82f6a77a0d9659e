//! Moves of a case in step 5.

use crate::Ratio;
use crate::case::Case;
use crate::meeting::Act;
use crate::moves::Effect::{Advise, Linked, OpenCase, Rest, Stamp, Watch};
use crate::moves::form::OPINION;
use crate::moves::{Check, Field, FieldKind, From, Guard, Move, Situation, To, Verdict, Who, holds};
use crate::step4_remediation::case::path_of;

const SHEET: &[Field] = &[
    Field::new("tax_before", "整治前亩均税收（万元/亩）", FieldKind::Decimal).required(),
    Field::new("tax_after", "整治后亩均税收（万元/亩）", FieldKind::Decimal)
        .required()
        .hint("与整治前同一口径；腾空、交回的填 0"),
    Field::new("comparison", "其他前后对比", FieldKind::Prose),
    Field::new("remediated_area", "整治面积（亩）", FieldKind::Mu).hint("不填为整宗"),
    Field::new("observed_until", "观察期满日", FieldKind::Day).hint("口径为“观察期满”计出清时必填"),
];

/// Step 5 of a case.
pub const MOVES: &[Move] = &[
    Move::new(
        "begin_evaluation",
        "受理评估",
        From::States(&["DONE_PENDING_EVAL"]),
        To::State("EVALUATING"),
        Who::OFFICE,
    )
    .clause("六（五）"),
    Move::new(
        "submit_evidence",
        "提交佐证",
        From::States(&["EXECUTING", "DONE_PENDING_EVAL", "EVALUATING"]),
        To::Same,
        Who::ADVISERS,
    )
    .clause("六（五）")
    .evidence(),
    Move::new("advise", "填写评估意见", From::States(&["EVALUATING"]), To::Same, Who::ADVISERS)
        .clause("六（五）")
        .fields(OPINION)
        .effects(&[Advise]),
    Move::new("pass", "评估达标", From::States(&["EVALUATING"]), To::State("EXIT_PENDING"), Who::OFFICE)
        .clause("六（五）")
        .evidence()
        .fields(SHEET)
        .guards(&[AREA, OBSERVED])
        .effects(&[crate::moves::Effect::Set("evaluation", "met")]),
    Move::new("fail", "评估未达标", From::States(&["EVALUATING"]), To::State("REWORK"), Who::OFFICE)
        .clause("六（五）")
        .reason()
        .evidence()
        .fields(SHEET)
        .effects(&[crate::moves::Effect::Set("evaluation", "not_met")]),
    Move::new(
        "pre_exit",
        "预出库",
        From::States(&["EXIT_PENDING"]),
        To::State("PRE_EXITED"),
        Who::Meeting(Act::EntryExit),
    )
    .clause("七（二）1")
    .guards(&[WATCHED])
    .effects(&[Stamp("cleared_on"), Watch, Linked("plan", "close")])
    .refusal("refuse_exit"),
    Move::new(
        "exit",
        "出库",
        From::States(&["EXIT_PENDING"]),
        To::State("EXITED"),
        Who::Meeting(Act::EntryExit),
    )
    .clause("七（二）1")
    .guards(&[NOT_WATCHED])
    .effects(&[Stamp("cleared_on"), Linked("plan", "close")])
    .refusal("refuse_exit"),
    Move::new(
        "refuse_exit",
        "不予出库",
        From::States(&["EXIT_PENDING"]),
        To::State("REWORK"),
        Who::Meeting(Act::EntryExit),
    )
    .clause("七（二）1"),
    Move::new("record_watch", "登记观察期税收", From::States(&["PRE_EXITED"]), To::Same, Who::OFFICE)
        .clause("六（五）")
        .guards(&[STILL_WATCHED])
        .fields(&[Field::new("watch_tax", "观察期亩均税收（万元/亩）", FieldKind::Decimal).required()]),
    Move::new(
        "finish_watch",
        "观察期满，出库",
        From::States(&["PRE_EXITED"]),
        To::State("EXITED"),
        Who::Meeting(Act::EntryExit),
    )
    .clause("七（二）1")
    .guards(&[STILL_WATCHED, WATCH_OVER, WATCH_PASSED]),
    Move::new("relapse", "返库", From::States(&["PRE_EXITED"]), To::Same, Who::OFFICE)
        .clause("六（五）")
        .reason()
        .guards(&[STILL_WATCHED, WATCH_OVER, WATCH_FAILED])
        .effects(&[Stamp("relapsed_on"), Rest, OpenCase("former")]),
];

const AREA: Guard = Guard {
    name: "area_within_parcel",
    rule: "整治面积不超过宗地面积",
    check: Check::Case(|case, _| {
        holds(
            case.remediated_area.is_none_or(|part| part <= case.area),
            "整治面积大于宗地面积，请核对；整宗整治的不用填。",
        )
    }),
};

const OBSERVED: Guard = Guard {
    name: "observed",
    rule: "口径为“观察期满”计出清时，自我提升自申报完成起的观察期已满，亩均税收达到出库线",
    check: Check::Case(observed),
};

fn observed(case: &Case, at: &Situation<'_>) -> Verdict {
    if !at.numbers.observe_first || !path_of(at)?.is_self_upgrade() {
        return Ok(());
    }
    let ends =
        case.done_on.and_then(|day| day.checked_add_months(chrono::Months::new(at.numbers.watch_months)));
    let over =
        case.observed_until.filter(|until| *until < at.today && ends.is_none_or(|ends| ends <= *until));
    let earliest = ends.map(|ends| format!("，至 {ends} 止")).unwrap_or_default();
    holds(
        over.is_some(),
        &format!(
            "现行口径以观察期满计出清：观察期自申报完成起 {} 个月{earliest}。请填写已满的观察期；未满的期满后再评估。",
            at.numbers.watch_months
        ),
    )?;
    let line = &at.numbers.exit_tax;
    let reached = case.tax_after.as_deref().and_then(Ratio::parse_decimal).is_some_and(|tax| tax >= *line);
    holds(
        reached,
        &format!("观察期亩均税收没有达到 {} 万元/亩，不能评为达标，请办理“评估未达标”。", line.to_decimal(2)),
    )
}

/// S1–S5 are watched after the exit, unless the observation came before it.
fn is_watched(at: &Situation<'_>) -> Result<bool, String> {
    Ok(path_of(at)?.is_self_upgrade() && !at.numbers.observe_first)
}

const WATCHED: Guard = Guard {
    name: "is_watched",
    rule: "自我提升，出库后须观察",
    check: Check::Case(|_, at| holds(is_watched(at)?, "这条路径不需要观察期，请提请“出库”。")),
};

const NOT_WATCHED: Guard = Guard {
    name: "is_not_watched",
    rule: "不需要出库后观察的路径",
    check: Check::Case(|_, at| holds(!is_watched(at)?, "自我提升的地块出库后须观察，请提请“预出库”。")),
};

const STILL_WATCHED: Guard = Guard {
    name: "still_watched",
    rule: "没有返库",
    check: Check::Case(|case, _| holds(case.relapsed_on.is_none(), "这宗地已返库，请在新的案件中办理。")),
};

const WATCH_OVER: Guard = Guard {
    name: "watch_over",
    rule: "观察期已满",
    check: Check::Case(|_, at| match at.object.due {
        Some(last) if at.today <= last => Err(format!("观察期到 {last} 为止，期满后再提请出库或办理返库。")),
        _ => Ok(()),
    }),
};

const WATCH_PASSED: Guard = Guard {
    name: "watch_passed",
    rule: "观察期亩均税收达到出库线",
    check: Check::Case(|case, at| {
        let line = at.numbers.exit_tax.to_decimal(2);
        match passes(case, at) {
            None => Err("还没有登记观察期亩均税收。请先“登记观察期税收”。".to_owned()),
            Some(false) => Err(format!("观察期亩均税收没有达到 {line} 万元/亩，请办理返库。")),
            Some(true) => Ok(()),
        }
    }),
};

const WATCH_FAILED: Guard = Guard {
    name: "watch_failed",
    rule: "观察期亩均税收没有达到出库线",
    check: Check::Case(|case, at| match passes(case, at) {
        None => Err("还没有登记观察期亩均税收。请先“登记观察期税收”。".to_owned()),
        Some(true) => Err("观察期亩均税收已达标，不需要返库。".to_owned()),
        Some(false) => Ok(()),
    }),
};

fn passes(case: &Case, at: &Situation<'_>) -> Option<bool> {
    let tax = Ratio::parse_decimal(case.watch_tax.as_deref()?)?;
    Some(tax >= at.numbers.exit_tax)
}
