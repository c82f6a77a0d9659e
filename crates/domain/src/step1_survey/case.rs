//! Moves of a case in step 1: it is opened, sent out and verified by the unit.

use crate::moves::Effect::{Clear, Due, Name, Stamp};
use crate::moves::{Check, Field, FieldKind, From, Guard, Move, To, Who};
use crate::moves::{Situation, Verdict};

/// 核实结论, as on the 核实表.
pub const VERDICTS: &[(&str, &str)] =
    &[("true_as_listed", "属实"), ("not_so", "不属实"), ("corrected", "数据更正"), ("unclear", "需补充")];

/// Step 1 of a case.
pub const MOVES: &[Move] = &[
    Move::new("open", "列入初筛", From::New, To::State("CANDIDATE"), Who::System).clause("六（一）"),
    Move::new("send", "下发核实", From::States(&["CANDIDATE"]), To::State("VERIFYING"), Who::OFFICE)
        .clause("六（一）")
        .date("核实截止日期")
        .guards(&[HAS_UNIT])
        .effects(&[Due]),
    Move::new("draft_verification", "填写核实结果", From::States(&["VERIFYING"]), To::Same, Who::LOCAL)
        .clause("六（一）")
        .fields(&[
            Field::new("verdict", "核实结论", FieldKind::Choice(VERDICTS)).required(),
            Field::new("verification_note", "说明", FieldKind::Prose),
            Field::new("verified_by", "核实人", FieldKind::Text).hint("到现场的人；不填为填写人"),
            Field::new("verified_on", "核实日期", FieldKind::Day).hint("到现场的日期；不填为今天"),
        ])
        .guards(&[NOT_FUTURE])
        .effects(&[Name("verified_by"), Stamp("verified_on"), Clear(&["upheld_on"])]),
    Move::new(
        "submit_verification",
        "提交核实结果",
        From::States(&["VERIFYING"]),
        To::State("VERIFIED"),
        Who::LOCAL_LEADER,
    )
    .clause("六（一）")
    .guards(&[VERDICT_GIVEN])
    .evidence_on_file()
    .offline()
    .second_to(&["draft_verification"])
    .recallable(),
    Move::new(
        "return_verification",
        "退回重新核实",
        From::States(&["VERIFIED"]),
        To::State("VERIFYING"),
        Who::OFFICE,
    )
    .clause("六（一）")
    .reason()
    .date("核实截止日期")
    .effects(&[Due]),
];

const HAS_UNIT: Guard = Guard {
    name: "has_unit",
    rule: "属地已明确",
    check: Check::Case(|_, at| {
        crate::moves::holds(
            !at.object.unit.is_empty(),
            "这宗地属地不明，无法下发。请在宗地数据中补充属地，或归集属地范围后再下发。",
        )
    }),
};

const NOT_FUTURE: Guard = Guard {
    name: "verified_already",
    rule: "核实日期不晚于今天",
    check: Check::Case(|case, at| {
        crate::moves::holds(
            case.verified_on.is_none_or(|day| day <= at.today),
            "核实日期晚于今天，请填到现场核实的日期。",
        )
    }),
};

const VERDICT_GIVEN: Guard = Guard {
    name: "verdict_given",
    rule: "已填写核实结论；“不属实”“数据更正”“需补充”写明说明",
    check: Check::Case(verdict_given),
};

fn verdict_given(case: &crate::case::Case, _: &Situation<'_>) -> Verdict {
    match case.verdict.as_deref() {
        None => Err("尚未填写核实结论。请由属地经办“填写核实结果”后再提交。".to_owned()),
        Some("true_as_listed") => Ok(()),
        Some(_) if case.verification_note.is_none() => {
            Err("核实结论不是“属实”，请在“填写核实结果”中写明情况。".to_owned())
        }
        Some(_) => Ok(()),
    }
}
