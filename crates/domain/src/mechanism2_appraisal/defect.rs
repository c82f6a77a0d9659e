//! 督查问题 (R64): what an inspection team found in a unit, until it is rectified, verified and 销号.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::supervision::not_of_the_team;
use crate::Role;
use crate::moves::Effect::{Clear, Count, First, GoesTo, Name, Reason, Stamp};
use crate::moves::{
    Check, Desk, Field, FieldKind, From, Guard, Limit, Machine, Move, Situation, State, To, Verdict, Who,
    holds, machine,
};
use crate::object::{Object, ObjectKind};

/// What is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Defect {
    /// Name of the unit.
    pub unit: String,
    /// 地点: an address, or what else tells the place.
    pub place: String,
    /// 宗地代码, when it is about one parcel.
    pub parcel: Option<String>,
    /// 问题
    pub what: String,
    /// 依据
    pub basis: Option<String>,
    /// Last day of the rectification.
    pub rectify_by: Option<NaiveDate>,
    /// Day on which it was found.
    pub found_on: Option<NaiveDate>,
    /// 整改措施
    pub measures: Option<String>,
    /// 责任人
    pub responsible: Option<String>,
    /// 整改情况
    pub rectified: Option<String>,
    /// Day on which the rectification was reported, unless it was returned.
    pub submitted_on: Option<NaiveDate>,
    /// How often the rectification was returned.
    pub returns: i64,
    /// 核实意见 of the team.
    pub opinion: Option<String>,
    /// Who verified it.
    pub verified_by: Option<String>,
    /// Day on which it was verified.
    pub verified_on: Option<NaiveDate>,
    /// Day on which it was over.
    pub closed_on: Option<NaiveDate>,
    /// Why it was taken back.
    pub withdrawn: Option<String>,
}

/// How a defect stands at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It counts against nobody: not found yet, closed, or taken back.
    None,
    /// Open, its day has not passed or it was reported in time.
    Open,
    /// Not reported by its day.
    Late,
}

impl Defect {
    /// How it stands at the end of a day.
    pub fn stands(&self, day: NaiveDate) -> Standing {
        let found = self.found_on.is_some_and(|found| found <= day);
        let closed = self.closed_on.is_some_and(|closed| closed <= day);
        let Some(due) = self.rectify_by.filter(|_| found && !closed && self.withdrawn.is_none()) else {
            return Standing::None;
        };
        let in_time = self.submitted_on.is_some_and(|on| on <= due);
        if due < day && !in_time { Standing::Late } else { Standing::Open }
    }
}

/// A defect as a circular tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefectLine {
    /// Its number.
    pub number: String,
    /// Name of the unit.
    pub unit: String,
    /// 地点
    pub place: String,
    /// 问题
    pub what: String,
    /// Last day of the rectification.
    pub rectify_by: Option<NaiveDate>,
    /// Its state in words.
    pub state: String,
}

impl DefectLine {
    /// The line of a defect; none of one that was taken back.
    pub fn of(object: &Object) -> Option<Self> {
        let defect = object.fields.defect().filter(|defect| defect.withdrawn.is_none())?;
        Some(Self {
            number: object.number.clone(),
            unit: defect.unit.clone(),
            place: defect.place.clone(),
            what: defect.what.clone(),
            rectify_by: defect.rectify_by,
            state: machine(object.kind).state(object.state).map_or("", |state| state.label).to_owned(),
        })
    }
}

/// 督查组员
const TEAM: Who = Who::People(&[Role::Inspector]);

/// Its machine.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Defect,
    states: &[
        State::open("OPEN", "待整改", Desk::LocalClerk).within(RECTIFY),
        State::open("RECTIFYING", "整改中", Desk::LocalLeader).within(RECTIFY),
        State::open("SUBMITTED", "已报整改", Desk::Inspector).within(Limit::KEPT),
        State::open("VERIFIED", "已核实", Desk::Office).within(Limit::KEPT),
        State::over("CLOSED", "已销号"),
        State::over("WITHDRAWN", "已撤销"),
    ],
    moves: &[&[
        Move::new("open", "登记督查问题", From::New, To::State("OPEN"), TEAM)
            .clause("七（二）2")
            .ties(&[("supervision", &[ObjectKind::Supervision])])
            .evidence()
            .fields(&[
                Field::new("unit", "被督查单位", FieldKind::Unit).required(),
                Field::new("place", "地点", FieldKind::Text).required().hint("坐落或厂区，例如：方埠路18号"),
                Field::new("parcel", "宗地代码", FieldKind::Text).hint("涉及某一宗地时填写"),
                Field::new("what", "问题", FieldKind::Prose).required(),
                Field::new("basis", "依据", FieldKind::Text),
                Field::new("rectify_by", "整改期限", FieldKind::Day).required(),
            ])
            .guards(&[IN_ROUND, MEMBER, TIME_LEFT])
            .effects(&[Stamp("found_on"), GoesTo("unit")]),
        Move::new("accept", "签收并安排整改", From::States(&["OPEN"]), To::State("RECTIFYING"), Who::LOCAL)
            .clause("七（二）2")
            .fields(&[
                Field::new("measures", "整改措施", FieldKind::Prose).required(),
                Field::new("responsible", "责任人", FieldKind::Text).required(),
            ]),
        Move::new(
            "submit",
            "报送整改情况",
            From::States(&["RECTIFYING"]),
            To::State("SUBMITTED"),
            Who::LOCAL_LEADER,
        )
        .clause("七（二）2")
        .evidence()
        .fields(&[Field::new("rectified", "整改情况", FieldKind::Prose).required()])
        .effects(&[Stamp("submitted_on")]),
        Move::new("return", "退回整改", From::States(&["SUBMITTED"]), To::State("RECTIFYING"), TEAM)
            .clause("七（二）2")
            .reason()
            .guards(&[MEMBER])
            .effects(&[Count("returns"), Clear(&["submitted_on"])]),
        Move::new("verify", "核实整改", From::States(&["SUBMITTED"]), To::State("VERIFIED"), TEAM)
            .clause("七（二）2")
            .reason()
            .guards(&[MEMBER])
            .effects(&[Reason("opinion"), Name("verified_by"), Stamp("verified_on")]),
        Move::new("send_back", "退回重新整改", From::States(&["VERIFIED"]), To::State("RECTIFYING"), OFFICE)
            .clause("七（二）2")
            .reason()
            .effects(&[Count("returns"), Clear(&["submitted_on", "verified_by", "verified_on"])]),
        Move::new("close", "销号", From::States(&["VERIFIED"]), To::State("CLOSED"), OFFICE)
            .clause("七（二）2")
            .second_to(&["verify"])
            .effects(&[First("closed_on")]),
        Move::new("withdraw", "撤销问题", From::States(&["OPEN"]), To::State("WITHDRAWN"), TEAM)
            .clause("七（二）2")
            .reason()
            .guards(&[MEMBER])
            .effects(&[Reason("withdrawn")]),
    ]],
};

const OFFICE: Who = Who::OFFICE;

const RECTIFY: Limit = Limit::from_fields("整改期限", |fields, _| fields.defect()?.rectify_by);

const IN_ROUND: Guard = Guard {
    name: "in_round",
    rule: "登记在一次进行中的督查之下，单位在被督查单位之内",
    check: Check::Defect(in_round),
};

fn in_round(defect: &Defect, at: &Situation<'_>) -> Verdict {
    let Some(tied) = at.tied("supervision").next() else {
        return Err("督查问题登记在一次督查之下，请从督查的页面进入“登记督查问题”。".to_owned());
    };
    if tied.state != "INSPECTING" {
        return Err(format!("“{}”不在督查中，不能登记问题。请先“开始督查”。", tied.title));
    }
    let inspected = tied.fields.supervision().map(|round| round.units.as_slice()).unwrap_or_default();
    // Before a unit is chosen, the button shows.
    holds(
        defect.unit.is_empty() || inspected.contains(&defect.unit),
        &format!("“{}”不是本次督查的被督查单位（{}）。", defect.unit, inspected.join("、")),
    )
}

const MEMBER: Guard = Guard {
    name: "of_the_team",
    rule: "由本次督查组的成员办理",
    check: Check::Defect(|_, at| {
        let round = at.tied("supervision").find_map(|tied| tied.fields.supervision());
        round.map_or(Ok(()), |round| holds(round.has_member(at.maker), &not_of_the_team(round)))
    }),
};

const TIME_LEFT: Guard = Guard {
    name: "time_left",
    rule: "整改期限晚于今天",
    check: Check::Defect(|defect, at| {
        holds(
            defect.rectify_by.is_none_or(|by| by > at.today),
            "整改期限应晚于今天，请给被督查单位留出整改的时间。",
        )
    }),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_defect_counts_from_its_finding_to_its_closing_and_is_late_past_its_day_unless_reported_in_time() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let defect = Defect {
            found_on: Some(day("2023-05-10")),
            rectify_by: Some(day("2023-05-31")),
            ..Defect::default()
        };
        let reported = Defect { submitted_on: Some(day("2023-05-31")), ..defect.clone() };
        let reported_late = Defect { submitted_on: Some(day("2023-06-01")), ..defect.clone() };
        let closed = Defect { closed_on: Some(day("2023-06-15")), ..reported.clone() };
        let withdrawn = Defect { withdrawn: Some("误登".to_owned()), ..defect.clone() };
        for (defect, on, stands) in [
            (&defect, "2023-05-09", Standing::None),
            (&defect, "2023-05-10", Standing::Open),
            (&defect, "2023-05-31", Standing::Open),
            (&defect, "2023-06-01", Standing::Late),
            (&reported, "2023-06-30", Standing::Open),
            (&reported_late, "2023-06-30", Standing::Late),
            (&closed, "2023-06-14", Standing::Open),
            (&closed, "2023-06-15", Standing::None),
            (&withdrawn, "2023-06-30", Standing::None),
        ] {
            assert_eq!(defect.stands(day(on)), stands, "{on} {defect:?}");
        }
    }
}
