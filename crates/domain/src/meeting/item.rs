//! 议定事项: raised, put on the agenda of the meeting that owns it, decided, carried out. Its target
//! objects move only through it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Act, Level};
use crate::Role;
use crate::case::Rejection;
use crate::moves::Effect::{Due, Escalate, GoesTo, Reason, Set, Stamp, Targets, TargetsRefused};
use crate::moves::{
    Check, Desk, Field, FieldKind, From, Guard, Limit, Machine, Move, Situation, State, To, Verdict, Who,
    holds, machine,
};
use crate::object::{Object, ObjectKind};

/// What is known of a decision item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    /// What is decided.
    pub act: Option<Act>,
    /// At which level.
    pub level: Option<Level>,
    /// 议题
    pub subject: String,
    /// 汇报内容
    pub report: Option<String>,
    /// The move that the targets make when it is agreed to.
    pub proposal: Option<String>,
    /// The drafted revision of the policy that it is about: its name and hash.
    pub revision: Option<String>,
    /// The changed text that the office confirmed: name and hash, written by the program.
    pub confirmed: Option<String>,
    /// Reason code, when 不予认定 is proposed or decided.
    pub rejection: Option<Rejection>,
    /// Brought from a lower level, which did not decide it.
    pub escalated: bool,
    /// `agreed`, `agreed_with_changes`, `refused`.
    pub outcome: Option<String>,
    /// 议定意见
    pub opinion: Option<String>,
    /// 责任单位, by its name then; what was minuted before units were chosen is free text
    pub responsible: Option<String>,
    /// Day of the decision.
    pub decided_on: Option<NaiveDate>,
    /// The changed text was confirmed on.
    pub revision_confirmed_on: Option<NaiveDate>,
    /// 办结情况
    pub result: Option<String>,
}

/// States in which what was decided waits to be carried out by the unit it went to.
pub const ASSIGNED: &[&str] = &["ASSIGNED", "EXECUTING"];

/// Has the item still to be decided, or its changed text to be confirmed?
pub fn is_pending(object: &Object) -> bool {
    let awaits_text = |item: &Item| {
        item.outcome.as_deref() == Some("agreed_with_changes") && item.revision_confirmed_on.is_none()
    };
    match object.state {
        "RAISED" | "PRE_REVIEWED" | "ON_AGENDA" => true,
        "DECIDED" => object.fields.item().is_some_and(awaits_text),
        _ => false,
    }
}

const OPINION: &[Field] = &[
    Field::new("responsible", "责任单位", FieldKind::Unit),
    Field::new("rejection", "不予认定的理由", FieldKind::Choice(Rejection::CHOICES)),
];

/// 属地 and 部门, who may ask that a matter be taken up.
const PROPOSERS: Who =
    Who::People(&[Role::LocalClerk, Role::LocalLeader, Role::BureauLiaison, Role::BureauLeader]);

/// Matters that they may propose (`decision_rights.toml`); those about a site come with its own moves.
const PROPOSED: &[(&str, &str)] = &[
    ("major_matter", "重大事项"),
    ("joint_enforcement", "联合执法"),
    ("policy_draft", "政策起草制定"),
    ("report", "通报、听取"),
];

/// What a meeting decides on.
const TARGETS: &[(&str, &[ObjectKind])] = &[(
    "target",
    &[ObjectKind::Case, ObjectKind::Plan, ObjectKind::Block, ObjectKind::Period, ObjectKind::Commendation],
)];

/// Whoever brought a matter before a meeting does not record by himself what it decided.
const RAISING: &[&str] = &["open", "propose", "put_on_agenda"];

/// The machine of a decision item.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Item,
    states: &[
        State::open("RAISED", "提请", Desk::Office),
        State::open("PRE_REVIEWED", "预审", Desk::Office),
        State::open("ON_AGENDA", "列入议程", Desk::Office),
        State::open("DECIDED", "已议定", Desk::Office),
        State::open("ASSIGNED", "责任分解", Desk::Office),
        State::open("EXECUTING", "办理中", Desk::Office).within(Limit::KEPT),
        State::over("DONE", "办结"),
        State::over("DROPPED", "撤回"),
    ],
    moves: &[&[
        Move::new("open", "提请议题", From::New, To::State("RAISED"), Who::OFFICE)
            .clause("七（二）1")
            .fields(&[
                Field::new("act", "议题类别", FieldKind::Choice(Act::CHOICES)).required(),
                Field::new("subject", "议题", FieldKind::Text).required(),
                Field::new("report", "汇报内容", FieldKind::Prose),
                Field::new("proposal", "同意后办理", FieldKind::Text),
                Field::new("rejection", "不予认定的理由", FieldKind::Choice(Rejection::CHOICES)),
                Field::new("revision", "修订草案", FieldKind::Text),
            ])
            .ties(TARGETS)
            .guards(&[OWNED, TARGETS_FIT]),
        Move::new("propose", "提出议题", From::New, To::State("RAISED"), PROPOSERS)
            .clause("七（二）1")
            .fields(&[
                Field::new("act", "议题类别", FieldKind::Choice(PROPOSED)).required(),
                Field::new("subject", "议题", FieldKind::Text).required(),
                Field::new("report", "汇报内容", FieldKind::Prose).required(),
            ])
            .guards(&[OWNED]),
        Move::new("pre_review", "预审", From::States(&["RAISED"]), To::State("PRE_REVIEWED"), Who::OFFICE)
            .clause("七（二）1"),
        Move::new(
            "put_on_agenda",
            "列入议程",
            From::States(&["PRE_REVIEWED"]),
            To::State("ON_AGENDA"),
            Who::OFFICE,
        )
        .clause("七（二）1")
        .ties(&[("meeting", &[ObjectKind::Meeting])])
        .guards(&[MEETING_FITS]),
        Move::new(
            "drop",
            "撤回议题",
            From::States(&["RAISED", "PRE_REVIEWED"]),
            To::State("DROPPED"),
            Who::OFFICE,
        )
        .clause("七（二）1")
        .reason(),
        Move::new("agree", "同意", From::States(&["ON_AGENDA"]), To::State("DECIDED"), Who::OFFICE)
            .clause("七（二）1")
            .reason()
            .fields(OPINION)
            .guards(&[HELD])
            .second_to(RAISING)
            .effects(&[Set("outcome", "agreed"), Reason("opinion"), Stamp("decided_on"), Targets]),
        Move::new(
            "agree_with_changes",
            "原则同意并修改",
            From::States(&["ON_AGENDA"]),
            To::State("DECIDED"),
            Who::OFFICE,
        )
        .clause("七（二）1")
        .reason()
        .fields(OPINION)
        .guards(&[HELD])
        .second_to(RAISING)
        .effects(&[Set("outcome", "agreed_with_changes"), Reason("opinion"), Stamp("decided_on")]),
        Move::new("confirm_revision", "确认修改稿", From::States(&["DECIDED"]), To::Same, Who::OFFICE_HEAD)
            .clause("七（二）1")
            .evidence()
            .fields(&[Field::new("confirmed", "修改稿", FieldKind::Text)])
            .guards(&[TO_BE_REVISED, TEXT_THERE])
            .effects(&[Stamp("revision_confirmed_on"), Targets]),
        Move::new("refuse", "不同意", From::States(&["ON_AGENDA"]), To::State("DECIDED"), Who::OFFICE)
            .clause("七（二）1")
            .reason()
            .fields(OPINION)
            .guards(&[HELD])
            .second_to(RAISING)
            .effects(&[Set("outcome", "refused"), Reason("opinion"), Stamp("decided_on"), TargetsRefused]),
        Move::new("defer", "暂缓", From::States(&["ON_AGENDA"]), To::State("RAISED"), Who::OFFICE)
            .clause("七（二）1")
            .reason()
            .guards(&[HELD])
            .effects(&[Reason("opinion")]),
        Move::new("escalate", "提级", From::States(&["ON_AGENDA"]), To::State("RAISED"), Who::OFFICE)
            .clause("七（二）1")
            .reason()
            .guards(&[HELD, NOT_HIGHEST])
            .effects(&[Reason("opinion"), Escalate]),
        Move::new("assign", "责任分解", From::States(&["DECIDED"]), To::State("ASSIGNED"), Who::OFFICE)
            .clause("七（二）1")
            .date("办理时限")
            .fields(&[Field::new("responsible", "责任单位", FieldKind::Unit).required()])
            .guards(&[REVISED])
            .effects(&[Due, GoesTo("responsible")]),
        Move::new("execute", "开始办理", From::States(&["ASSIGNED"]), To::State("EXECUTING"), Who::OFFICE)
            .clause("七（二）1"),
        Move::new(
            "finish",
            "办结",
            From::States(&["DECIDED", "ASSIGNED", "EXECUTING"]),
            To::State("DONE"),
            Who::OFFICE,
        )
        .clause("七（二）1")
        .reason()
        .guards(&[REVISED])
        .effects(&[Reason("result")]),
    ]],
};

const OWNED: Guard = Guard {
    name: "level_owns_act",
    rule: "会议层级对这类事项有决定权（七（二）1）",
    check: Check::Item(owned),
};

fn owned(item: &Item, at: &Situation<'_>) -> Verdict {
    let (Some(act), Some(level)) = (item.act, item.level) else {
        return Err("请选择议题类别，由系统按权限确定会议层级。".to_owned());
    };
    let owner = at.rights.owner(act).map_or("任何会议", Level::label);
    holds(
        item.escalated || at.rights.owns(level, act),
        &format!("“{}”由{owner}决定，不能提交{}。", act.label(), level.label()),
    )
}

const TARGETS_FIT: Guard = Guard {
    name: "targets_fit",
    rule: "议题所涉对象处于可以议定的状态，且所提办理属于这类事项",
    check: Check::Item(targets_fit),
};

fn targets_fit(item: &Item, at: &Situation<'_>) -> Verdict {
    let Some(verb) = item.proposal.as_deref() else {
        return holds(
            at.tied("target").next().is_none(),
            "请写明同意后对所涉对象办理什么，例如认定、入库、出库。",
        );
    };
    for target in at.tied("target") {
        let machine = machine(target.kind);
        let one = machine.all().find(|one| one.verb == verb && machine.begins(one, target.state));
        let label = machine.state(target.state).map_or("", |state| state.label);
        match one.map(|one| (one.who, one.label)) {
            Some((Who::Meeting(act), _)) if Some(act) == item.act => {}
            Some((Who::Meeting(act), named)) => {
                let owner = at.rights.owner(act).map_or("", Level::label);
                return Err(format!(
                    "“{}”的{named}属于“{}”，由{owner}决定，不能列入这个议题。",
                    target.title,
                    act.label()
                ));
            }
            _ => {
                return Err(format!("“{}”现在是“{label}”，会议不能对它办理“{verb}”。", target.title));
            }
        }
    }
    let busy = at.tied("sibling").find(|other| is_pending(other));
    match busy {
        Some(other) => Err(format!("所涉对象已在议题“{}”中，议定后再提。", other.title)),
        None => Ok(()),
    }
}

const MEETING_FITS: Guard = Guard {
    name: "meeting_fits",
    rule: "列入同一层级、正在征集议题的会议",
    check: Check::Item(|item, at| {
        let Some(meeting) = at.tied("meeting").last() else {
            return Err("请选择一次正在征集议题的会议。".to_owned());
        };
        let level = meeting.fields.meeting().and_then(|meeting| meeting.level);
        holds(
            level == item.level,
            &format!(
                "这个议题由{}决定，不能列入{}。",
                item.level.map_or("", Level::label),
                level.map_or("", Level::label)
            ),
        )?;
        holds(meeting.state == "AGENDA_COLLECTING", "这次会议不在征集议题，请另选会议，或重新征集。")
    }),
};

const HELD: Guard = Guard {
    name: "meeting_held",
    rule: "会议已召开",
    check: Check::Item(|_, at| {
        holds(
            at.tied("meeting").last().is_some_and(|meeting| meeting.state == "HELD"),
            "会议还没有登记召开。请先在会议页面“登记召开”，再登记议定结果。",
        )
    }),
};

const TO_BE_REVISED: Guard = Guard {
    name: "to_be_revised",
    rule: "原则同意并修改，修改稿尚未确认",
    check: Check::Item(|item, _| {
        holds(
            item.outcome.as_deref() == Some("agreed_with_changes") && item.revision_confirmed_on.is_none(),
            "这个议题没有待确认的修改稿。",
        )
    }),
};

const TEXT_THERE: Guard = Guard {
    name: "text_there",
    rule: "议题是一份草案的，修改稿已经在系统中",
    check: Check::Item(|item, _| {
        holds(
            item.revision.is_none() || item.confirmed.is_some(),
            "系统中没有按会议意见修改的草案。请先改好草案（或投入修改后的表），再确认修改稿。",
        )
    }),
};

const REVISED: Guard = Guard {
    name: "revised",
    rule: "原则同意并修改的，修改稿已确认",
    check: Check::Item(|item, _| {
        holds(
            item.outcome.as_deref() != Some("agreed_with_changes") || item.revision_confirmed_on.is_some(),
            "会议要求修改，修改稿尚未由专班办公室确认。",
        )
    }),
};

const NOT_HIGHEST: Guard = Guard {
    name: "not_highest",
    rule: "不是最高一级会议",
    check: Check::Item(|item, _| {
        holds(item.level.and_then(Level::higher).is_some(), "组长联席会议是最高一级，不能再提级。")
    }),
};
