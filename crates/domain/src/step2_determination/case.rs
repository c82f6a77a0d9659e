//! Moves of a case in step 2: notice to the firm, its statement, and what the meeting decides.

use crate::case::{Case, Rejection};
use crate::meeting::Act;
use crate::moves::Effect::{AnswerBy, Clear, Day, Reason, Stamp};
use crate::moves::{Check, Field, FieldKind, From, Guard, Move, Situation, To, Verdict, Who, holds};

const VERIFIED: From = From::States(&["VERIFIED"]);

/// Step 2 of a case.
pub const MOVES: &[Move] = &[
    Move::new("serve_notice", "登记认定告知书送达", VERIFIED, To::Same, Who::LOCAL_OR_OFFICE)
        .clause("二（一）依法依规")
        .date("送达日期")
        .evidence()
        .fields(&[Field::new("notified_how", "送达方式", FieldKind::Choice(MANNERS)).required()])
        .guards(&[NOT_FUTURE])
        .effects(&[Day("notified_on"), AnswerBy("answer_by"), Clear(&["notice_skipped"])]),
    Move::new("record_statement", "登记陈述申辩", VERIFIED, To::Same, Who::LOCAL_OR_OFFICE)
        .clause("二（一）依法依规")
        .evidence()
        .guards(&[NOTIFIED])
        .fields(&[Field::new("statement", "陈述申辩及答复", FieldKind::Prose).required()]),
    Move::new("skip_notice", "说明不告知的理由", VERIFIED, To::Same, Who::OFFICE_HEAD)
        .clause("二（一）依法依规")
        .reason()
        .effects(&[Reason("notice_skipped")]),
    Move::new("note_upheld", "异议成立", From::AnyOpen, To::Same, Who::System)
        .clause("二（一）依法依规")
        .effects(&[Stamp("upheld_on")]),
    Move::new("confirm", "认定", VERIFIED, To::State("CONFIRMED"), Who::Meeting(Act::ConfirmedList))
        .clause("六（二）")
        .guards(&[HEARD, LISTED])
        .effects(&[Stamp("confirmed_on")])
        .refusal("reject"),
    Move::new("reject", "不予认定", VERIFIED, To::State("REJECTED"), Who::Meeting(Act::ConfirmedList))
        .clause("六（二）")
        .fields(&[Field::new("rejection", "理由", FieldKind::Choice(Rejection::CHOICES)).required()]),
];

const MANNERS: &[(&str, &str)] =
    &[("direct", "直接送达"), ("left", "留置送达"), ("mail", "邮寄送达"), ("public", "公告送达")];

const NOT_FUTURE: Guard = Guard {
    name: "served_already",
    rule: "送达日期不晚于今天",
    check: Check::Case(|_, at| {
        holds(at.input.date.is_none_or(|day| day <= at.today), "送达日期晚于今天，请按送达回证填写。")
    }),
};

const NOTIFIED: Guard = Guard {
    name: "notified",
    rule: "认定告知书已送达",
    check: Check::Case(|case, _| {
        holds(case.notified_on.is_some(), "认定告知书尚未送达。请先“登记认定告知书送达”。")
    }),
};

const HEARD: Guard = Guard {
    name: "heard",
    rule: "认定告知书已送达，且已答复陈述申辩或陈述申辩期已满；或写明不告知的理由",
    check: Check::Case(heard),
};

fn heard(case: &Case, at: &Situation<'_>) -> Verdict {
    if case.notice_skipped.is_some() || (case.notified_on.is_some() && case.statement.is_some()) {
        return Ok(());
    }
    match case.answer_by {
        None => {
            Err("认定告知书尚未送达。请登记送达日期、方式和回证；不告知的，请由办公室主任写明理由。"
                .to_owned())
        }
        Some(by) if at.today <= by => {
            Err(format!("陈述申辩期到 {by} 为止，其间没有收到陈述申辩的，期满后再提交认定。"))
        }
        Some(_) => Ok(()),
    }
}

const LISTED: Guard = Guard {
    name: "verified_as_inefficient",
    rule: "核实结论为“属实”或“数据更正”；没有未办结的异议，异议成立的已重新核实",
    check: Check::Case(|case, at| {
        if at.tied("objection").any(crate::moves::is_open) {
            return Err("这宗地有未办结的异议。请先办结异议，再提交认定。".to_owned());
        }
        if let Some(day) = case.upheld_on {
            return Err(format!(
                "这宗地的异议已于 {day} 复核成立，不能认定。请提请不予认定，或退回属地重新核实。"
            ));
        }
        match case.verdict.as_deref() {
            Some("true_as_listed" | "corrected") => Ok(()),
            _ => Err("属地核实结论不是“属实”或“数据更正”。请退回属地重新核实，或提请不予认定。".to_owned()),
        }
    }),
};
