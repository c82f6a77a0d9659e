//! What a move does beside changing the state.

use serde_json::{Map, Value, json};

use super::decide::Situation;
use crate::meeting::Act;

/// What a move does beside changing the state. Effects on the object itself are applied here; those
/// on other objects are carried out by the caller, in the same transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Writes the business date into a field, unless the form filled it in.
    Stamp(&'static str),
    /// Writes the business date into a field that is still empty: a day that was counted is not moved.
    First(&'static str),
    /// Writes the day handed in into a field.
    Day(&'static str),
    /// Writes the day handed in, put off by the answer period of working days, into a field.
    AnswerBy(&'static str),
    /// Writes the name of whoever makes the move into a field, unless the form filled it in.
    Name(&'static str),
    /// Writes the reason into a field.
    Reason(&'static str),
    /// Writes a fixed word into a field.
    Set(&'static str, &'static str),
    /// Counts a field up.
    Count(&'static str),
    /// Empties fields.
    Clear(&'static [&'static str]),
    /// Adds an act to those that a meeting has decided (`approved`).
    Approve(Act),
    /// Writes the last day of the objection period, in working days from today, into a field.
    ObjectBy(&'static str),
    /// Puts a copy of the present fields into `former`, as the version that is left behind.
    KeepFormer,
    /// The program draws up anew what it knows by itself, before the move is judged.
    Draw,
    /// Closes the milestone whose number stands in `milestone`.
    CloseMilestone,
    /// Keeps what somebody advises (`opinion`) with name and day (`opinions`).
    Advise,
    /// Keeps the report of the month that was handed in (`reports`).
    Report,
    /// Marks every report of a month as checked.
    CheckReports,
    /// Keeps the area that a block has completed by today (`phases`).
    Phase,
    /// The table that was closed becomes the published one, the one before goes to `former`.
    PublishRanking,
    /// Writes a result onto the first checkpoint that is due.
    Checkpoint(&'static str),
    /// The day handed in is the object's due date.
    Due,
    /// The object is from now on that of the unit chosen in this field: in its sight and on its lists.
    GoesTo(&'static str),
    /// After-exit watch begins: the due date is its last day.
    Watch,
    /// Nobody has to act any more.
    Rest,
    /// A further move of the same object, made by the program.
    Then(&'static str),
    /// A move of the objects tied by this name, made by the program; those that are over stay as they are.
    Linked(&'static str, &'static str),
    /// The same for those of them that stand where the move begins.
    LinkedHere(&'static str, &'static str),
    /// Target objects make the move that was proposed.
    Targets,
    /// Target objects make the move that their proposal names for a refusal.
    TargetsRefused,
    /// The item goes to the next higher meeting.
    Escalate,
    /// Sites that an adjustment takes in or lets go (`joins`, `leaves`) become members, or cease to be.
    Sites,
    /// A new case on the same parcel, tied to this object by this name.
    OpenCase(&'static str),
    /// A case for each part of a divided parcel.
    OpenParts,
    /// What the program drew up is kept as bytes, under the id that the object names.
    KeepFrozen,
    /// A task for each unit that the order goes to.
    OpenTasks,
    /// The circular of a round of 督查 tells what was found (`defects`).
    ListDefects,
    /// Units in the last two of the published rankings are warned, their interviews triggered.
    WarnUnits,
    /// The circular of the published month is kept as a file.
    KeepCircular,
}

impl Effect {
    /// Applies it to the fields, when it is about them.
    pub(super) fn apply(self, map: &mut Map<String, Value>, situation: &Situation<'_>) {
        let day = situation.input.date;
        match self {
            Self::Stamp(name) | Self::Name(name) if is_filled_in(situation, name) => {}
            Self::First(name) if map.contains_key(name as &str) => {}
            Self::Stamp(name) | Self::First(name) => set(map, name, json!(situation.today)),
            Self::Day(name) => set(map, name, json!(day)),
            Self::AnswerBy(name) => {
                let by = day.map(|day| situation.calendar.after(day, situation.numbers.answer_days));
                set(map, name, json!(by));
            }
            Self::Name(name) => set(map, name, json!(situation.maker)),
            Self::Reason(name) => set(map, name, json!(situation.input.reason)),
            Self::Set(name, word) => set(map, name, json!(word)),
            Self::Count(name) => {
                let n = map.get(name).and_then(Value::as_i64).unwrap_or(0);
                set(map, name, json!(n + 1));
            }
            Self::Clear(names) => names.iter().for_each(|name| {
                map.remove(*name);
            }),
            Self::Approve(act) => {
                if let Some(list) = map.entry("approved").or_insert_with(|| json!([])).as_array_mut() {
                    list.push(json!(act));
                }
            }
            Self::ObjectBy(name) => {
                let days = situation.numbers.appraisal.objection_days;
                set(map, name, json!(situation.calendar.after(situation.today, days)));
            }
            Self::KeepFormer => keep_former(map),
            Self::Phase => phase(map, situation),
            Self::PublishRanking => crate::mechanism2_appraisal::period::publish(map, situation),
            Self::ListDefects => crate::mechanism2_appraisal::supervision::list_defects(map, situation),
            Self::CloseMilestone => close_milestone(map, situation),
            Self::Sites => change_sites(map),
            Self::Advise => advise(map, situation),
            Self::Report => report(map, situation),
            Self::CheckReports => check_reports(map, situation),
            Self::Checkpoint(result) => checkpoint(map, result, situation),
            Self::Escalate => {
                set(map, "escalated", json!(true));
                let level = situation
                    .fields
                    .item()
                    .and_then(|item| item.level)
                    .and_then(crate::meeting::Level::higher);
                set(map, "level", json!(level));
            }
            Self::Due
            | Self::GoesTo(_)
            | Self::Watch
            | Self::Rest
            | Self::Then(_)
            | Self::Linked(..)
            | Self::LinkedHere(..)
            | Self::OpenTasks
            | Self::Targets
            | Self::TargetsRefused
            | Self::Draw
            | Self::OpenCase(_)
            | Self::OpenParts
            | Self::KeepFrozen
            | Self::WarnUnits
            | Self::KeepCircular => {}
        }
    }
}

fn set(map: &mut Map<String, Value>, name: &str, value: Value) {
    map.insert(name.to_owned(), value);
}

/// Did the form of this very move fill the field in?
fn is_filled_in(situation: &Situation<'_>, name: &str) -> bool {
    let given = situation.input.fields.get(name);
    given.is_some_and(|value| !value.is_null() && value.as_str().is_none_or(|text| !text.trim().is_empty()))
}

fn keep_former(map: &mut Map<String, Value>) {
    let mut former = map.remove("former").and_then(|list| list.as_array().cloned()).unwrap_or_default();
    former.push(Value::Object(map.clone()));
    map.insert("former".to_owned(), Value::Array(former));
    map.remove("filed_on");
}

fn close_milestone(map: &mut Map<String, Value>, situation: &Situation<'_>) {
    let number = map.remove("milestone").and_then(|number| number.as_u64()).unwrap_or(0) as usize;
    let list = map.get_mut("milestones").and_then(Value::as_array_mut);
    if let Some(milestone) = list.and_then(|list| list.get_mut(number.wrapping_sub(1))) {
        milestone["closed_on"] = json!(situation.today);
    }
}

/// What the block measures from now on; the ties are the caller's.
fn change_sites(map: &mut Map<String, Value>) {
    if let Some(Value::Object(next)) = map.remove("next") {
        for name in ["union_area", "widest_gap", "apart"] {
            map.insert(name.to_owned(), next.get(name).cloned().unwrap_or_default());
        }
    }
    map.remove("joins");
    map.remove("leaves");
}

fn advise(map: &mut Map<String, Value>, situation: &Situation<'_>) {
    let Some(text) = map.remove("opinion") else { return };
    let told = json!({"by": situation.maker, "on": situation.today, "text": text});
    if let Some(list) = map.entry("opinions").or_insert_with(|| json!([])).as_array_mut() {
        list.push(told);
    }
}

/// A month is reported once; who reports it again mends the words, not the day.
fn report(map: &mut Map<String, Value>, situation: &Situation<'_>) {
    let Some(month) = map.get("progress_month").cloned() else { return };
    let told = [("text", "progress"), ("percent", "progress_percent"), ("invested", "invested")];
    let mut new = json!({"month": month, "on": situation.today});
    for (name, from) in told {
        if let Some(value) = map.get(from) {
            new[name] = value.clone();
        }
    }
    let Some(list) = map.entry("reports").or_insert_with(|| json!([])).as_array_mut() else { return };
    if let Some(former) = list.iter().position(|report| report["month"] == month) {
        new["on"] = list.remove(former)["on"].clone();
    }
    list.push(new);
    list.sort_by(|a, b| a["month"].as_str().cmp(&b["month"].as_str()));
}

/// What was completed by a day; the last report of a day is the one that counts.
fn phase(map: &mut Map<String, Value>, situation: &Situation<'_>) {
    let Some(area) = map.get("completed_area").cloned() else { return };
    let today = json!(situation.today);
    let Some(list) = map.entry("phases").or_insert_with(|| json!([])).as_array_mut() else { return };
    list.retain(|phase| phase["on"] != today);
    list.push(json!({"on": today, "area": area}));
}

fn check_reports(map: &mut Map<String, Value>, situation: &Situation<'_>) {
    let list = map.get_mut("reports").and_then(Value::as_array_mut).into_iter().flatten();
    for report in list.filter(|report| report["checked_on"].is_null()) {
        report["checked_on"] = json!(situation.today);
    }
}

fn checkpoint(map: &mut Map<String, Value>, result: &str, situation: &Situation<'_>) {
    let today = situation.today.to_string();
    let list = map.get_mut("checkpoints").and_then(Value::as_array_mut).into_iter().flatten();
    // Days in this form compare as text.
    let due = |point: &&mut Value| {
        point["due"].as_str().is_some_and(|due| due <= today.as_str())
            && matches!(point["result"].as_str(), None | Some("failed"))
    };
    if let Some(point) = list.into_iter().find(due) {
        point["result"] = json!(result);
        point["checked_on"] = json!(today);
    }
}
