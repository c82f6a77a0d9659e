//! 登记分割: what each part of a divided parcel begins with.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::Limits;
use crate::case::{Case, Part, plan_due};
use crate::object::{Fields, Hands, Holder, Last, Object, ObjectKind};
use crate::{Role, step3_register::case::PLANS};

/// The cases of the parts of a divided parcel; their ids are the caller's to give.
///
/// Wherever the whole stood, a part begins at its plan: plan, reports and evaluation of the whole do not say
/// which part was done. What was found of the land, and that it was confirmed and entered, holds for the parts.
pub fn divided(whole: &Object, today: NaiveDate, limits: &Limits) -> Vec<Object> {
    let Some(case) = whole.fields.case() else { return Vec::new() };
    let part = |(n, part): (usize, &Part)| Object {
        id: Uuid::nil(),
        kind: ObjectKind::Case,
        state: PLANS,
        resumes: None,
        unit: whole.unit.clone(),
        number: String::new(),
        title: format!("{}（分割 {}）", whole.title, n + 1),
        parcel: part.parcel.clone(),
        due: plan_due(today, limits),
        holder: Some(Holder { role: Role::LocalClerk, unit: whole.unit.clone() }),
        version: 1,
        last: Last { verb: "split_off".to_owned(), from: String::new(), actor: whole.last.actor.clone() },
        hands: Hands::new(),
        fields: Fields::Case(Box::new(inherited(case, &whole.parcel, part))),
    };
    case.parts.iter().enumerate().map(part).collect()
}

/// What was known of the land before the work began.
fn inherited(case: &Case, whole: &str, part: &Part) -> Case {
    let case = case.clone();
    Case {
        year: case.year,
        location: case.location,
        owner: case.owner,
        area: part.area,
        categories: case.categories,
        focus: case.focus,
        no_shape_reason: Some("分割后尚未归集新图形".to_owned()),
        major_reason: case.major_reason,
        list: case.list,
        returned: case.returned,
        round: case.round,
        verdict: case.verdict,
        verification_note: case.verification_note,
        verified_by: case.verified_by,
        verified_on: case.verified_on,
        notified_on: case.notified_on,
        notified_how: case.notified_how,
        answer_by: case.answer_by,
        statement: case.statement,
        notice_skipped: case.notice_skipped,
        confirmed_on: case.confirmed_on,
        entered_on: case.entered_on,
        part_of: Some(whole.to_owned()),
        ..Case::default()
    }
}
