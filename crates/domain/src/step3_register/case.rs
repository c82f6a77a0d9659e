//! Moves of a case in step 3, and those that any later step may need: suspension, division, merger,
//! withdrawal.

use crate::Area;
use crate::case::Case;
use crate::meeting::Act;
use crate::moves::Effect::{Clear, Due, Linked, OpenParts, Reason, Stamp, Then};
use crate::moves::{Check, Field, FieldKind, From, Guard, Move, Situation, To, Verdict, Who, holds};
use crate::object::Object;

/// Where a case waits for its plan.
pub(super) const PLANS: &str = "PLANNING";

/// States of a case that is in the database and not suspended.
const IN_DATABASE: From = From::States(&[
    "IN_DB",
    "PLANNING",
    "PLAN_REVIEW",
    "EXECUTING",
    "DONE_PENDING_EVAL",
    "EVALUATING",
    "EXIT_PENDING",
    "REWORK",
]);

/// States before the work begins, in which it is still to be decided who examines the plan.
const BEFORE_WORK: From = From::States(&[
    "CANDIDATE",
    "VERIFYING",
    "VERIFIED",
    "CONFIRMED",
    "IN_DB",
    "PLANNING",
    "PLAN_REVIEW",
    "REWORK",
]);

/// States of a case that was confirmed and is not over.
const CONFIRMED_AND_OPEN: From = From::States(&[
    "CONFIRMED",
    "IN_DB",
    "PLANNING",
    "PLAN_REVIEW",
    "EXECUTING",
    "DONE_PENDING_EVAL",
    "EVALUATING",
    "EXIT_PENDING",
    "REWORK",
    "SUSPENDED",
]);

/// Any open state but the suspension itself.
const RUNNING: From = From::States(&[
    "CANDIDATE",
    "VERIFYING",
    "VERIFIED",
    "CONFIRMED",
    "IN_DB",
    "PLANNING",
    "PLAN_REVIEW",
    "EXECUTING",
    "DONE_PENDING_EVAL",
    "EVALUATING",
    "EXIT_PENDING",
    "REWORK",
]);

/// Step 3 of a case.
pub const MOVES: &[Move] = &[
    Move::new("complete_dossier", "补齐档案", From::States(&["CONFIRMED"]), To::Same, Who::LOCAL_OR_OFFICE)
        .clause("六（三）")
        .fields(&[
            Field::new("owner", "权利人", FieldKind::Text),
            Field::new("no_shape_reason", "无图形的原因", FieldKind::Text),
        ])
        .effects(&[Stamp("dossier_on")]),
    Move::new("flag_major", "列为重大地块", BEFORE_WORK, To::Same, Who::OFFICE)
        .clause("七（二）1")
        .reason()
        .effects(&[Reason("major_reason")]),
    Move::new("unflag_major", "取消重大地块标记", BEFORE_WORK, To::Same, Who::OFFICE_HEAD)
        .clause("七（二）1")
        .reason()
        .guards(&[FLAGGED])
        .effects(&[Clear(&["major_reason"])]),
    Move::new(
        "enter",
        "入库",
        From::States(&["CONFIRMED"]),
        To::State("IN_DB"),
        Who::Meeting(Act::EntryExit),
    )
    .clause("七（二）1")
    .guards(&[DOSSIER, NOT_UPHELD])
    .effects(&[Stamp("entered_on"), Then("begin_planning")]),
    Move::new("begin_planning", "开始编制方案", From::States(&["IN_DB"]), To::State("PLANNING"), Who::System)
        .clause("六（四）"),
    Move::new("suspend", "暂缓", RUNNING, To::State("SUSPENDED"), Who::OFFICE)
        .reason()
        .evidence()
        .date("暂缓到期日")
        .guards(&[EXPIRES])
        .effects(&[Due]),
    Move::new("resume", "恢复办理", From::States(&["SUSPENDED"]), To::Resumed, Who::OFFICE).reason(),
    Move::new("split", "登记分割", IN_DATABASE, To::State("SPLIT"), Who::OFFICE)
        .clause("五（一）1")
        .evidence()
        .fields(&[Field::new("parts", "分割后的宗地", FieldKind::Parts)
            .required()
            .hint("一行一宗：宗地代码、亩数")])
        .guards(&[WHOLE])
        .effects(&[OpenParts, Linked("plan", "close")]),
    Move::new("merge", "并入连片", IN_DATABASE, To::State("MERGED"), Who::OFFICE)
        .clause("五（二）")
        .reason()
        .guards(&[IN_BLOCK])
        .effects(&[Linked("plan", "close")]),
    Move::new(
        "withdraw",
        "撤销",
        CONFIRMED_AND_OPEN,
        To::State("WITHDRAWN"),
        Who::Meeting(Act::ConfirmedList),
    )
    .clause("六（二）")
    .guards(&[WAS_CONFIRMED])
    .reason()
    .effects(&[Linked("plan", "close")]),
];

const FLAGGED: Guard = Guard {
    name: "flagged",
    rule: "已由专班办公室列为重大地块",
    check: Check::Case(|case, _| {
        holds(
            case.major_reason.is_some(),
            "这宗地没有重大地块标记。面积或投资额达标的，不用标记，也不能取消。",
        )
    }),
};

const WAS_CONFIRMED: Guard = Guard {
    name: "was_confirmed",
    rule: "已经认定",
    check: Check::Case(|case, _| {
        holds(case.confirmed_on.is_some(), "这宗地尚未认定，不用撤销。请恢复办理后提请不予认定。")
    }),
};

const DOSSIER: Guard = Guard {
    name: "dossier_complete",
    rule: "档案齐全：宗地代码、面积、权利人、类别、图形（或无图形的原因）",
    check: Check::Case(dossier),
};

fn dossier(case: &Case, at: &Situation<'_>) -> Verdict {
    let lacks = lacks(case, at.object);
    holds(lacks.is_empty(), &format!("档案还缺：{}。请“补齐档案”后再提请入库。", lacks.join("、")))
}

/// What the file of a case still lacks.
pub(crate) fn lacks(case: &Case, object: &Object) -> Vec<&'static str> {
    let wanted = [
        ("宗地代码", !object.parcel.is_empty()),
        ("宗地面积", case.area.0 > 0),
        ("权利人", !case.owner.is_empty()),
        ("类别", !case.categories.is_empty()),
        ("图形或无图形的原因", case.has_shape || case.no_shape_reason.is_some()),
    ];
    wanted.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect()
}

const NOT_UPHELD: Guard = Guard {
    name: "no_objection_upheld",
    rule: "没有成立的异议",
    check: Check::Case(|case, _| match case.upheld_on {
        None => Ok(()),
        Some(day) => Err(format!("这宗地的异议已于 {day} 复核成立，不能入库。请提请例会“撤销”这个案件。")),
    }),
};

const EXPIRES: Guard = Guard {
    name: "expires",
    rule: "暂缓有到期日，晚于今天",
    check: Check::Case(|_, at| {
        holds(at.input.date.is_none_or(|day| day > at.today), "暂缓到期日应晚于今天，到期自动提醒。")
    }),
};

const WHOLE: Guard = Guard {
    name: "parts_fit",
    rule: "分割为两宗以上，各宗面积之和不超过原宗地，宗地代码不重复",
    check: Check::Case(parts_fit),
};

fn parts_fit(case: &Case, at: &Situation<'_>) -> Verdict {
    let mut codes: Vec<&str> = case.parts.iter().map(|part| part.parcel.as_str()).collect();
    codes.push(&at.object.parcel);
    codes.sort_unstable();
    let twice = codes.windows(2).any(|pair| pair[0] == pair[1]);
    holds(
        case.parts.len() >= 2 && !twice,
        "分割应得到两宗以上新宗地，宗地代码互不相同，也不同于原宗地代码。",
    )?;
    let sum = Area(case.parts.iter().map(|part| part.area.0).sum());
    holds(
        sum <= case.area,
        &format!(
            "分割后合计 {} 亩，多于原宗地 {} 亩。请核对各宗面积。",
            sum.mu().to_decimal(2),
            case.area.mu().to_decimal(2)
        ),
    )
}

const IN_BLOCK: Guard = Guard {
    name: "in_block",
    rule: "已列入一个连片地块，其整治方案已审定",
    check: Check::Case(|_, at| {
        holds(
            at.tied("block").any(crate::moves::is_open),
            "这宗地没有列入任何进行中的连片地块。请先在连片地块中加入本地块。",
        )?;
        holds(
            at.tied("block")
                .any(|block| ["APPROVED", "STARTED", "EXECUTING", "ACCEPTANCE"].contains(&block.state)),
            "连片整治方案还没有经组长联席会议审定，地块不能并入后不再单独办理。",
        )
    }),
};
