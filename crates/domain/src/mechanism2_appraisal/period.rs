//! 月度考核 (R62): one object for each month, from the books that are open to the ranking that the
//! 副组长联席会议 has certified. What is closed is frozen as bytes; the object keeps the table.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::scheme::Group;
use super::score::Measure;
use super::streak::Place;
use crate::meeting::Act;
use crate::moves::Effect::{
    Clear, Count, Draw, KeepCircular, KeepFrozen, ObjectBy, PublishRanking, Reason, Stamp, WarnUnits,
};
use crate::moves::{
    Check, Desk, Field, FieldKind, From, Guard, Limit, Machine, Move, Situation, State, To, Verdict, Who,
    holds,
};
use crate::object::{Object, ObjectKind};
use crate::{Month, Ratio};

/// What is known of a month's appraisal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Period {
    /// Which month.
    pub month: Option<Month>,
    /// Units whose reports of the month are missing, as counted when the month was closed.
    pub missing_reports: Vec<String>,
    /// The month is closed although reports are missing.
    pub without_reports: Option<bool>,
    /// How often it was closed.
    pub closings: i64,
    /// Day on which it was closed last.
    pub closed_on: Option<NaiveDate>,
    /// The table as it was closed last.
    pub standings: Vec<Standing>,
    /// Id under which inputs and result of the last closing are kept.
    pub frozen: Option<String>,
    /// Hash of those bytes.
    pub sha256: Option<String>,
    /// Which of the units that tie at the border of the last two are counted there; 无 for none.
    pub tie_named: Option<String>,
    /// The table that was published last.
    pub published: Vec<Standing>,
    /// Hash of the bytes that it came from.
    pub published_sha256: Option<String>,
    /// Id under which those bytes are kept.
    pub published_frozen: Option<String>,
    /// Day of the last publication.
    pub published_on: Option<NaiveDate>,
    /// Last day on which a unit may object.
    pub objections_until: Option<NaiveDate>,
    /// Day on which the meeting certified it.
    pub certified_on: Option<NaiveDate>,
    /// Day on which the meeting refused to.
    pub returned_on: Option<NaiveDate>,
    /// Why it was corrected last.
    pub correction: Option<String>,
    /// How often it was corrected.
    pub corrections: i64,
    /// Tables that were published before, the oldest first.
    pub former: Vec<Former>,
}

/// A unit in the table of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Code of the unit.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// The table it stands in.
    pub group: Group,
    /// Its score, unrounded; absent for who takes no part.
    pub score: Option<Ratio>,
    /// Its place.
    pub rank: Option<usize>,
    /// In the last two.
    pub bottom: bool,
    /// Ties at the border of the last two.
    pub tied: bool,
    /// What it did of what was due, by measure.
    #[serde(default)]
    pub figures: BTreeMap<String, Measure>,
    /// Where its points come from, in the order of the scheme.
    #[serde(default)]
    pub portions: Vec<Portion>,
    /// Points added less points taken off.
    #[serde(default = "Ratio::zero")]
    pub adjusted: Ratio,
}

/// What an indicator brings to a score of a hundred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portion {
    /// Key of the indicator.
    pub key: String,
    /// Its name.
    pub label: String,
    /// Its weight in the scheme.
    pub weight: Ratio,
    /// Points that it could bring, its share of what does not apply included; absent where it does not
    /// apply itself.
    pub most: Option<Ratio>,
    /// Points that it brings.
    pub got: Ratio,
}

/// A table that was replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    /// Day of its publication.
    pub published_on: Option<NaiveDate>,
    /// Hash of the bytes that it came from.
    pub sha256: Option<String>,
    /// Why it was replaced.
    pub correction: Option<String>,
    /// The table.
    pub standings: Vec<Standing>,
}

impl Period {
    /// Where a unit stands in the published table; `None` when it is not in it.
    pub fn place(&self, unit: &str) -> Option<Place> {
        let standing = self.published.iter().find(|standing| standing.unit == unit)?;
        Some(match standing {
            Standing { bottom: true, .. } => Place::Bottom,
            Standing { rank: None, .. } => Place::Out,
            _ => Place::Above,
        })
    }
}

/// The machine of a month's appraisal.
pub static MACHINE: Machine = Machine {
    kind: ObjectKind::Period,
    states: &[
        State::open("OPEN", "归集中", Desk::Office).within(CLOSE),
        State::open("FROZEN", "已冻结", Desk::OfficeHead).within(PUBLISH),
        State::open("PUBLISHED", "已公布", Desk::Office).within(OBJECTIONS),
        // Certified; it is opened again only by a correction.
        State::over("CERTIFIED", "已认定"),
    ],
    moves: &[&[
        Move::new("open", "开立月度考核", From::New, To::State("OPEN"), Who::OFFICE)
            .clause("七（二）2")
            .fields(&[Field::new("month", "考核月份", FieldKind::Month).required().hint("如 2023-09")])
            .guards(&[ONE_PER_MONTH, NOT_AHEAD]),
        Move::new("close", "关账冻结", From::States(&["OPEN"]), To::State("FROZEN"), Who::OFFICE)
            .clause("七（二）2")
            .fields(&[Field::new("without_reports", "月报没有报齐，仍按现有数据关账", FieldKind::Flag)])
            .guards(&[MONTH_OVER, REPORTS_IN, SOMEBODY])
            .effects(&[Draw, Count("closings"), Stamp("closed_on"), Clear(&["tie_named"]), KeepFrozen]),
        Move::new("reopen", "退回重新归集", From::States(&["FROZEN"]), To::State("OPEN"), Who::OFFICE)
            .clause("七（二）2")
            .reason()
            .guards(&[NOT_PUBLISHED]),
        Move::new(
            "publish",
            "公布初步排名",
            From::States(&["FROZEN"]),
            To::State("PUBLISHED"),
            Who::OFFICE_HEAD,
        )
        .clause("七（二）2")
        .fields(&[Field::new("tie_named", "并列末位由谁列入后两位", FieldKind::Text)
            .hint("界线上并列时填写：列入的单位名称，以顿号分隔；都不列入填“无”")])
        .guards(&[TIE_DECIDED])
        .second_to(&["close", "correct"])
        .effects(&[
            PublishRanking,
            Stamp("published_on"),
            ObjectBy("objections_until"),
            WarnUnits,
            KeepCircular,
        ]),
        Move::new(
            "correct",
            "更正重算",
            From::States(&["PUBLISHED", "CERTIFIED"]),
            To::State("FROZEN"),
            Who::OFFICE,
        )
        .clause("七（二）2")
        .reason()
        .evidence()
        .effects(&[
            Draw,
            Count("closings"),
            Count("corrections"),
            Reason("correction"),
            Clear(&["tie_named", "certified_on", "returned_on"]),
            Stamp("closed_on"),
            KeepFrozen,
        ]),
        Move::new(
            "certify",
            "认定考核结果",
            From::States(&["PUBLISHED"]),
            To::State("CERTIFIED"),
            Who::Meeting(Act::Assessment),
        )
        .clause("七（二）1")
        .guards(&[OBJECTIONS_ANSWERED])
        .effects(&[Stamp("certified_on"), WarnUnits])
        .refusal("refuse_certification"),
        Move::new(
            "refuse_certification",
            "考核结果未获认定",
            From::States(&["PUBLISHED"]),
            To::Same,
            Who::Meeting(Act::Assessment),
        )
        .clause("七（二）1")
        .effects(&[Stamp("returned_on")]),
    ]],
};

/// Day of the month after, from the period's own month.
fn next_month(fields: &crate::object::Fields, day: u32) -> Option<NaiveDate> {
    Some(fields.period()?.month?.next().day(day))
}

const CLOSE: Limit = Limit::from_fields("次月关账日（close_day）", |fields, at| {
    Some(at.calendar.on_or_after(next_month(fields, at.numbers.appraisal.close_day)?))
});

const PUBLISH: Limit = Limit::from_fields("次月公布日（publish_day）", |fields, at| {
    let day = at.calendar.on_or_after(next_month(fields, at.numbers.appraisal.publish_day)?);
    // What is closed late or corrected is published soon after, not before it was closed.
    Some(day.max(at.calendar.after(at.today, 1)))
});

const OBJECTIONS: Limit =
    Limit::from_fields("异议期满（objection_days）", |fields, _| fields.period()?.objections_until);

const ONE_PER_MONTH: Guard = Guard {
    name: "one_per_month",
    rule: "每个月一次考核，更正在原考核上办理",
    check: Check::Period(|period, at| {
        let same = |other: &&Object| other.fields.period().is_some_and(|other| other.month == period.month);
        match at.tied("sibling").find(same) {
            None => Ok(()),
            Some(other) => {
                Err(format!("“{}”已经开立，不能再开一次。请打开它办理；已公布的请“更正重算”。", other.title))
            }
        }
    }),
};

const NOT_AHEAD: Guard = Guard {
    name: "not_ahead",
    rule: "月份已经开始",
    check: Check::Period(|period, at| {
        holds(period.month.is_none_or(|month| month.day(1) <= at.today), "这个月还没有开始，不能开立考核。")
    }),
};

const MONTH_OVER: Guard = Guard {
    name: "month_over",
    rule: "当月已经结束",
    check: Check::Period(|period, at| {
        let Some(month) = period.month else { return Ok(()) };
        holds(
            month.last_day() < at.today,
            &format!("{}还没有结束，月底以后才能关账；现在的情况请看“考核排名”的预览。", month.spoken()),
        )
    }),
};

const REPORTS_IN: Guard =
    Guard {
        name: "reports_in", rule: "月报都已报齐，或写明理由仍予关账", check: Check::Period(reports_in)
    };

fn reports_in(period: &Period, at: &Situation<'_>) -> Verdict {
    if period.missing_reports.is_empty() {
        return Ok(());
    }
    let units = period.missing_reports.join("、");
    if period.without_reports != Some(true) {
        return Err(format!(
            "还有月报没有报：{units}。请催报后再关账；确需按现有数据关账的，勾选“月报没有报齐，仍按现有数据关账”并写明理由。"
        ));
    }
    holds(!at.input.reason.trim().is_empty(), &format!("月报没有报齐（{units}），请写明仍予关账的理由。"))
}

const SOMEBODY: Guard = Guard {
    name: "somebody_ranked",
    rule: "至少有一个单位有考核任务",
    check: Check::Period(|period, _| {
        // Before the program has drawn the table there is nothing to judge.
        let drawn = !period.standings.is_empty();
        holds(
            !drawn || period.standings.iter().any(|standing| standing.rank.is_some()),
            "没有一个单位有这个月应完成的任务。请先在“目标任务”投入分解到属地的任务表。",
        )
    }),
};

const NOT_PUBLISHED: Guard = Guard {
    name: "not_published",
    rule: "还没有公布过",
    check: Check::Period(|period, _| {
        holds(
            period.published.is_empty(),
            "这个月公布过，更正后的结果请直接公布；数据还要改的，改好后再次“更正重算”。",
        )
    }),
};

const TIE_DECIDED: Guard = Guard {
    name: "tie_decided",
    rule: "并列跨过末两位界线的，写明列入哪些单位",
    check: Check::Period(|period, at| named(period, at).map(drop)),
};

/// Units that the office counts among the last two out of those that tie there.
fn named(period: &Period, at: &Situation<'_>) -> Result<Vec<String>, String> {
    let tied: Vec<&Standing> = period.standings.iter().filter(|standing| standing.tied).collect();
    let text = period.tie_named.as_deref().unwrap_or_default().trim();
    let names: Vec<&str> = tied.iter().map(|standing| standing.name.as_str()).collect();
    if tied.is_empty() {
        return if text.is_empty() {
            Ok(Vec::new())
        } else {
            Err("没有跨过末两位界线的并列，这一栏不用填。".to_owned())
        };
    }
    if text.is_empty() {
        return Err(format!(
            "{}并列，跨过了末两位的界线，不能自动列入。请写明列入哪些单位，都不列入的填“无”。",
            names.join("、")
        ));
    }
    if text == "无" {
        return Ok(Vec::new());
    }
    let mut units = Vec::new();
    for name in text.split(['、', '，', ',', ' ']).map(str::trim).filter(|name| !name.is_empty()) {
        let found = tied.iter().find(|standing| standing.name == name);
        let found = found.ok_or_else(|| format!("“{name}”不在并列的单位之内（{}）。", names.join("、")))?;
        units.push(found.unit.clone());
    }
    let certain = period.standings.iter().filter(|standing| standing.bottom).count();
    let places = at.numbers.appraisal.bottom_places as usize;
    holds(
        certain + units.len() <= places,
        &format!("后 {places} 位最多列 {places} 个单位，请减少列入的单位。"),
    )?;
    Ok(units)
}

const OBJECTIONS_ANSWERED: Guard = Guard {
    name: "objections_answered",
    rule: "异议期已满，异议都已答复，成立的已更正",
    check: Check::Period(|period, at| {
        if let Some(until) = period.objections_until.filter(|until| at.today <= *until) {
            return Err(format!("异议期到 {until} 为止，期满后再提请认定。"));
        }
        let open = at.tied("objection").find(|one| crate::moves::is_open(one));
        if let Some(open) = open {
            return Err(format!("异议 {} 还没有答复。请先复核并答复。", open.number));
        }
        let upheld = at.tied("objection").filter(|one| one.state == "UPHELD").count() as i64;
        holds(upheld <= period.corrections, "有异议成立而排名没有更正。请先“更正重算”并重新公布。")
    }),
};

/// Publishes the table that was closed: the one before goes to `former`.
pub(crate) fn publish(map: &mut Map<String, Value>, at: &Situation<'_>) {
    let named = at.fields.period().and_then(|period| named(period, at).ok()).unwrap_or_default();
    if let Some(published) = map.remove("published") {
        let former = json!({
            "published_on": map.get("published_on"),
            "sha256": map.get("published_sha256"),
            "correction": map.get("correction"),
            "standings": published,
        });
        if let Some(list) = map.entry("former").or_insert_with(|| json!([])).as_array_mut() {
            list.push(former);
        }
    }
    let mut standings = map.get("standings").cloned().unwrap_or_else(|| json!([]));
    for standing in standings.as_array_mut().into_iter().flatten() {
        if standing["unit"].as_str().is_some_and(|unit| named.iter().any(|one| one == unit)) {
            standing["bottom"] = json!(true);
        }
    }
    map.insert("published".to_owned(), standings);
    for (to, from) in [("published_sha256", "sha256"), ("published_frozen", "frozen")] {
        let value = map.get(from).cloned().unwrap_or_default();
        map.insert(to.to_owned(), value);
    }
}
