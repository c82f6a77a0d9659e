//! What is known of an object, as its page and its dossier tell it.

use lingdi_app::Snapshot;
use lingdi_app::targets::plain;
use lingdi_domain::Area;
use lingdi_domain::mechanism1_task_force::{Figure, UnitReport, YearTask};
use lingdi_domain::moves::{FieldKind, describe, machine};
use lingdi_domain::object::{Fields, Object, ObjectKind};
use serde_json::Value;

use super::view::unit_name;
use crate::format;

/// What is known of an object, in the order of the dictionary.
pub(super) fn facts(object: &Object, snapshot: &Snapshot) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut tell = |name: &str, value: String| facts.push((name.to_owned(), value));
    let offices = matches!(
        object.kind,
        ObjectKind::Item
            | ObjectKind::Meeting
            | ObjectKind::Period
            | ObjectKind::Order
            | ObjectKind::Supervision
            | ObjectKind::Pledge
    );
    let own = matches!(object.kind, ObjectKind::OrderTask | ObjectKind::Visit);
    let whose = match (offices, own) {
        (true, _) => "承办",
        (_, true) => "单位",
        _ => "属地",
    };
    tell(whose, unit_name(&object.unit, snapshot));
    if !object.parcel.is_empty() {
        tell("宗地代码", format::parcel_code(&object.parcel));
    }
    if let Some(case) = object.fields.case() {
        tell("宗地面积", format!("{} 亩", format::mu(case.area)));
        let names: Vec<_> = case.categories.iter().map(|category| category.main().label()).collect();
        tell("类别", names.join("、"));
    }
    if let Some(carried) = object.fields.case().and_then(|case| case.carried.as_ref()) {
        tell("原地块编号", carried.site.clone());
        let written =
            [("台账类别", &carried.category), ("台账路径", &carried.path), ("依据文号", &carried.document)];
        for (name, text) in written {
            if let Some(text) = text {
                tell(name, text.clone());
            }
        }
    }
    if let Fields::OverallPlan(plan) = &object.fields {
        let area = plan.sites.iter().map(|site| site.area.0).sum();
        tell("地块清单", format!("{} 宗，{} 亩", plan.sites.len(), format::mu(Area(area))));
        tell("目标任务", plan.targets.join("；"));
    }
    if let Some(plan) = object.fields.battle_plan() {
        let area = plan.sites.iter().map(|site| site.area.0).sum();
        tell("地块清单", format!("{} 宗，{} 亩", plan.sites.len(), format::mu(Area(area))));
        let task = |task: &YearTask| format!("{} {} {}", task.indicator, plain(&task.amount), task.measure);
        tell("年度任务", plan.tasks.iter().map(task).collect::<Vec<_>>().join("；"));
    }
    if let Some(report) = object.fields.unit_report() {
        for figure in &report.figures {
            tell(&figure.name, counted_and_stated(report, figure));
        }
        tell("逾期清单", report.late.join("；"));
    }
    if let Fields::Block(block) = &object.fields {
        tell("合并面积", format!("{} 亩", format::mu(block.union_area)));
        if let Some(gap) = block.widest_gap.as_deref() {
            tell("最宽间距", format!("{gap} 米"));
        }
    }
    if let Some(level) = object.fields.item().and_then(|item| item.level) {
        tell("会议层级", level.label().to_owned());
    }
    let known = object.fields.json();
    let mut known: Vec<_> = known.iter().collect();
    known.sort_by_key(|(name, _)| asked_at(object.kind, name));
    for (name, value) in known {
        if let Some((label, text)) = fact(object.kind, name, value) {
            tell(&label, text);
        }
    }
    facts
}

/// `30 亩，本年累计 90 亩；属地填报 35.2 亩`
fn counted_and_stated(report: &UnitReport, figure: &Figure) -> String {
    let measure = &figure.measure;
    let counted = Some(format!("{} {measure}", plain(&figure.counted)));
    let year = figure.year.as_ref().map(|year| format!("，本年累计 {} {measure}", plain(year)));
    let stated = report.correction(&figure.name);
    let stated = stated.map(|one| format!("；属地填报 {} {measure}", plain(&one.stated)));
    [counted, year, stated].into_iter().flatten().collect()
}

/// The place of a field in the course of things: what no move writes first, then move by move.
fn asked_at(kind: ObjectKind, name: &str) -> Option<(usize, usize)> {
    use lingdi_domain::moves::Effect::{AnswerBy, Day, Name, Reason, Set, Stamp};
    machine(kind).all().enumerate().find_map(|(at, one)| {
        let field = one.fields.iter().position(|field| field.name == name);
        let written = one.effects.iter().any(|effect| match effect {
            Stamp(it) | Day(it) | AnswerBy(it) | Name(it) | Reason(it) | Set(it, _) => *it == name,
            _ => false,
        });
        field.or(written.then_some(one.fields.len())).map(|within| (at, within))
    })
}

pub(in crate::handlers) fn fact(kind: ObjectKind, name: &str, value: &Value) -> Option<(String, String)> {
    // The word of a choice and of a proposed move is told by its table.
    if name == "proposal" {
        let verb = value.as_str()?;
        let label = ObjectKind::ALL
            .iter()
            .map(|kind| describe::label(*kind, verb))
            .find(|label| !label.is_empty())?;
        return Some(("同意后办理".to_owned(), label.to_owned()));
    }
    let field = machine(kind).all().flat_map(|one| one.fields).find(|field| field.name == name);
    if let Some(field) = field {
        let typed = crate::pages::object::typed(field.kind, value);
        let text = match field.kind {
            FieldKind::Choice(choices) => choices
                .iter()
                .find(|(code, _)| *code == typed)
                .map_or(typed.clone(), |(_, label)| (*label).to_owned()),
            FieldKind::Lines | FieldKind::Units => typed.replace('\n', "；"),
            _ => typed,
        };
        return Some((field.label.to_owned(), text));
    }
    if (kind, name) == (ObjectKind::Visit, "held_on") {
        return Some(("联系日期".to_owned(), value.as_str()?.to_owned()));
    }
    let (_, label) = STAMPED.iter().find(|(known, _)| *known == name)?;
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Some(((*label).to_owned(), text))
}

/// Fields that no form fills in, by their names.
const STAMPED: [(&str, &str); 47] = [
    ("year", "年度"),
    ("location", "坐落"),
    ("owner", "权利人"),
    ("round", "整治轮次"),
    ("verified_by", "核实人"),
    ("verified_on", "核实日期"),
    ("notified_on", "告知书送达日期"),
    ("answer_by", "陈述申辩截止"),
    ("notice_skipped", "不告知的理由"),
    ("confirmed_on", "认定日期"),
    ("entered_on", "入库日期"),
    ("cleared_on", "出清日期"),
    ("relapsed_on", "返库日期"),
    ("part_of", "由宗地分割"),
    ("replan_reason", "申请调整的理由"),
    ("edition", "版本"),
    ("drawn_on", "汇总日期"),
    ("filed_on", "备案日期"),
    ("signed_on", "签订日期"),
    ("started_on", "启动日期"),
    ("held_on", "召开日期"),
    ("decided_on", "议定日期"),
    ("opinion", "意见"),
    ("answer", "答复"),
    ("closed_on", "关账或销号日期"),
    ("published_on", "公布日期"),
    ("objections_until", "异议截止"),
    ("certified_on", "认定日期"),
    ("correction", "更正理由"),
    ("sha256", "留存数据校验码"),
    ("warned_on", "预警日期"),
    ("triggered_on", "触发日期"),
    ("issued_on", "签发日期"),
    ("interviewed_on", "约谈日期"),
    ("due_by", "报送期限"),
    ("reported_on", "报送日期"),
    ("checked_on", "核定日期"),
    ("closings", "关账次数"),
    ("corrections", "更正次数"),
    ("found_on", "发现日期"),
    ("submitted_on", "报送日期"),
    ("returns", "退回次数"),
    ("withdrawn", "撤销的理由"),
    ("declined", "未采纳的理由"),
    ("checked", "核查情况"),
    ("checked_on", "核查日期"),
    ("left", "移出名册的缘由"),
];
