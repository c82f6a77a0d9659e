//! 末位预警和约谈 (R65): one object for each streak of a unit in the last two, from the first warning to the
//! end of the rectification. The program opens and leads it by the published rankings; people do the rest.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::moves::Effect::{Due, Stamp};
use crate::moves::{Check, Desk, Field, FieldKind, From, Guard, Limit, Machine, Move, State, To, Who, holds};
use crate::object::ObjectKind;
use crate::{Month, Role};

/// What is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Interview {
    /// Name of the unit.
    pub name: String,
    /// Months in the last two, the earliest first.
    pub months: Vec<Month>,
    /// Months between them without a published ranking, or without the unit in it.
    pub gaps: Vec<Month>,
    /// How many months make an interview.
    pub needed: i64,
    /// Day of the last warning.
    pub warned_on: Option<NaiveDate>,
    /// 改进措施 that the unit answered with.
    pub measures: Option<String>,
    /// Day on which the interview was triggered.
    pub triggered_on: Option<NaiveDate>,
    /// A month of it was corrected since: the unit no longer stood in the last two there.
    pub basis_changed: Option<String>,
    /// 通知书 with grounds, time and place.
    pub notice: Option<String>,
    /// 约谈对象
    pub interviewed: Option<String>,
    /// 约谈人: the county leader.
    pub held_by: Option<String>,
    /// Day on which the notice was issued.
    pub issued_on: Option<NaiveDate>,
    /// Day on which it was held.
    pub interviewed_on: Option<NaiveDate>,
    /// 约谈纪要
    pub minutes: Option<String>,
    /// 整改承诺 with persons and days.
    pub commitment: Option<String>,
    /// Last day of the rectification.
    pub rectify_by: Option<NaiveDate>,
    /// 整改情况
    pub rectified: Option<String>,
    /// Day on which it was over.
    pub closed_on: Option<NaiveDate>,
}

impl Interview {
    /// Have the months made an interview due without a person's word?
    pub fn is_due(&self) -> bool {
        self.months.len() as i64 >= self.needed && self.gaps.is_empty()
    }
}

/// The county leader signs.
const LEADER: Who = Who::People(&[Role::Leader]);

const BASIS: &[Field] = &[
    Field::new("name", "单位", FieldKind::Text),
    Field::new("months", "后两位的月份", FieldKind::Lines),
    Field::new("gaps", "其间未公布或未参与排名的月份", FieldKind::Lines),
    Field::new("needed", "连续几个月约谈", FieldKind::Whole),
];

const PROOF: &[(&str, &[ObjectKind])] = &[("basis", &[ObjectKind::Period])];

const NOTICE: &[Field] = &[
    Field::new("notice", "约谈通知书", FieldKind::Prose).required().hint("事由、时间、地点、要求准备的材料"),
    Field::new("interviewed", "约谈对象", FieldKind::Text).required().hint("该单位主要负责人"),
    Field::new("held_by", "约谈人", FieldKind::Text).required().hint("县主要领导"),
];

/// Its machine.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Interview,
    states: &[
        State::open("WARNED", "末位预警", Desk::LocalLeader).within(Limit::KEPT),
        State::open("ANSWERED", "已报改进措施", Desk::Office).within(Limit::KEPT),
        State::over("LIFTED", "预警解除"),
        State::open("TRIGGERED", "触发约谈", Desk::Office).within(NOTICE_DAYS),
        State::open("NOTICE_DRAFT", "通知书待签发", Desk::Leader).within(Limit::KEPT),
        State::open("NOTICE_ISSUED", "已发通知", Desk::Office).within(Limit::KEPT),
        State::open("HELD", "已约谈", Desk::LocalLeader).within(COMMITMENT),
        State::open("RECTIFYING", "整改中", Desk::LocalLeader).within(RECTIFICATION),
        State::open("SUBMITTED", "整改待核验", Desk::Office).within(NOTICE_DAYS),
        State::over("CLOSED", "已销号"),
        State::over("WAIVED", "暂缓约谈"),
        State::over("ANNULLED", "已撤销"),
    ],
    moves: &[&[
        Move::new("open", "末位预警", From::New, To::State("WARNED"), Who::System)
            .clause("七（二）2")
            .fields(BASIS)
            .ties(PROOF)
            .date("下次公布期限")
            .effects(&[Stamp("warned_on"), Due]),
        Move::new(
            "warn",
            "再次末位预警",
            From::States(&["WARNED", "ANSWERED"]),
            To::State("WARNED"),
            Who::System,
        )
        .clause("七（二）2")
        .fields(BASIS)
        .ties(PROOF)
        .date("下次公布期限")
        .effects(&[Stamp("warned_on"), Due]),
        Move::new(
            "lift",
            "解除预警",
            From::States(&["WARNED", "ANSWERED"]),
            To::State("LIFTED"),
            Who::System,
        )
        .clause("七（二）2"),
        Move::new(
            "trigger",
            "触发约谈",
            From::States(&["WARNED", "ANSWERED"]),
            To::State("TRIGGERED"),
            Who::System,
        )
        .clause("七（二）2")
        .guards(&[ENOUGH])
        .effects(&[Stamp("triggered_on")]),
        Move::new("change_basis", "依据月份已更正", From::States(TRIGGERED), To::Same, Who::System)
            .clause("七（二）2")
            .fields(&[Field::new("basis_changed", "已更正、不再居后两位的月份", FieldKind::Text)]),
        Move::new(
            "answer",
            "报送改进措施",
            From::States(&["WARNED"]),
            To::State("ANSWERED"),
            Who::LOCAL_LEADER,
        )
        .clause("七（二）2")
        .fields(&[Field::new("measures", "改进措施", FieldKind::Prose).required()]),
        // A month without a ranking lies between: a person says that the months belong together.
        Move::new(
            "confirm_streak",
            "确认连续，触发约谈",
            From::States(&["WARNED", "ANSWERED"]),
            To::State("TRIGGERED"),
            Who::OFFICE_HEAD,
        )
        .clause("七（二）2")
        .reason()
        .guards(&[PENDING])
        .effects(&[Stamp("triggered_on")]),
        Move::new(
            "draft_notice",
            "起草约谈通知书",
            From::States(&["TRIGGERED"]),
            To::State("NOTICE_DRAFT"),
            Who::OFFICE,
        )
        .clause("七（二）2")
        .fields(NOTICE),
        Move::new(
            "return_notice",
            "退回修改",
            From::States(&["NOTICE_DRAFT"]),
            To::State("TRIGGERED"),
            LEADER,
        )
        .clause("七（二）2")
        .reason(),
        Move::new(
            "issue",
            "签发约谈通知书",
            From::States(&["NOTICE_DRAFT"]),
            To::State("NOTICE_ISSUED"),
            LEADER,
        )
        .clause("七（二）2")
        .offline()
        .effects(&[Stamp("issued_on")]),
        Move::new(
            "waive",
            "暂缓约谈",
            From::States(&["TRIGGERED", "NOTICE_DRAFT"]),
            To::State("WAIVED"),
            LEADER,
        )
        .clause("七（二）2")
        .reason()
        .evidence()
        .guards(&[WAIVER]),
        Move::new("hold", "登记约谈", From::States(&["NOTICE_ISSUED"]), To::State("HELD"), Who::OFFICE)
            .clause("七（二）2")
            .date("约谈日期")
            .evidence()
            .fields(&[
                Field::new("held_by", "约谈人", FieldKind::Text).required().hint("县主要领导"),
                Field::new("interviewed", "约谈对象", FieldKind::Text).required(),
                Field::new("minutes", "约谈纪要", FieldKind::Prose).required(),
            ])
            .guards(&[HELD_ALREADY])
            .effects(&[crate::moves::Effect::Day("interviewed_on")]),
        Move::new(
            "commit",
            "作出整改承诺",
            From::States(&["HELD"]),
            To::State("RECTIFYING"),
            Who::LOCAL_LEADER,
        )
        .clause("七（二）2")
        .fields(&[
            Field::new("commitment", "整改承诺", FieldKind::Prose).required(),
            Field::new("rectify_by", "整改期限", FieldKind::Day).required(),
        ]),
        Move::new(
            "report",
            "报送整改情况",
            From::States(&["RECTIFYING"]),
            To::State("SUBMITTED"),
            Who::LOCAL_LEADER,
        )
        .clause("七（二）2")
        .evidence()
        .fields(&[Field::new("rectified", "整改情况", FieldKind::Prose).required()])
        .recallable(),
        Move::new("return", "退回整改", From::States(&["SUBMITTED"]), To::State("RECTIFYING"), Who::OFFICE)
            .clause("七（二）2")
            .reason(),
        Move::new("close", "核验销号", From::States(&["SUBMITTED"]), To::State("CLOSED"), Who::OFFICE)
            .clause("七（二）2")
            .reason()
            .effects(&[Stamp("closed_on")]),
        Move::new("annul", "撤销约谈", From::States(TRIGGERED), To::State("ANNULLED"), Who::OFFICE_HEAD)
            .clause("七（二）2")
            .reason()
            .evidence()
            .guards(&[BASIS_GONE]),
    ]],
};

/// States from the trigger to the end of the rectification.
const TRIGGERED: &[&str] = &["TRIGGERED", "NOTICE_DRAFT", "NOTICE_ISSUED", "HELD", "RECTIFYING", "SUBMITTED"];

const NOTICE_DAYS: Limit = Limit::from_entry("约谈时限（interview_days）", |_, at| {
    Some(at.calendar.after(at.today, at.numbers.appraisal.interview_days))
});

const COMMITMENT: Limit = Limit::from_entry("约谈时限（interview_days）", |_, at| {
    Some(at.calendar.after(at.today, at.numbers.appraisal.interview_days))
});

const RECTIFICATION: Limit =
    Limit::from_fields("承诺的整改期限", |fields, _| fields.interview()?.rectify_by);

const ENOUGH: Guard = Guard {
    name: "enough_months",
    rule: "连续月数达到规定，其间每月都有公布的排名",
    check: Check::Interview(|interview, _| holds(interview.is_due(), "连续月数还没有达到约谈的规定。")),
};

const PENDING: Guard = Guard {
    name: "streak_pending",
    rule: "月数已够，其间有月份未公布或未参与排名",
    check: Check::Interview(|interview, _| {
        holds(
            interview.months.len() as i64 >= interview.needed,
            &format!("后两位只有 {} 个月，还不到 {} 个月。", interview.months.len(), interview.needed),
        )
    }),
};

const WAIVER: Guard = Guard {
    name: "waiver_allowed",
    rule: "口径允许暂缓约谈（interview_waiver）",
    check: Check::Interview(|_, at| {
        holds(
            at.numbers.appraisal.waiver,
            "现行口径没有打开“暂缓约谈”（interview_waiver）。确需暂缓的，请先在“参数与口径”按程序调整。",
        )
    }),
};

const HELD_ALREADY: Guard = Guard {
    name: "held_already",
    rule: "约谈日期不晚于今天",
    check: Check::Interview(|_, at| {
        holds(at.input.date.is_none_or(|day| day <= at.today), "约谈日期晚于今天，约谈后再登记。")
    }),
};

const BASIS_GONE: Guard = Guard {
    name: "basis_gone",
    rule: "依据的月份已更正，单位不再居后两位",
    check: Check::Interview(|interview, _| {
        holds(
            interview.basis_changed.is_some(),
            "约谈依据的各月排名没有更正，不能撤销。排名有误的，请先更正该月并重新公布。",
        )
    }),
};
