use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use lingdi_app::people::{ChangeView, PostView, RightsChange, Roster, UnitView};
use lingdi_app::{Action, App, Error};
use lingdi_domain::Role;
use lingdi_domain::mechanism1_task_force::Term;
use serde::Deserialize;
use uuid::Uuid;

use super::batches::time_words;
use super::error::{Fault, page};
use super::frame::{Done, frame, with_notice};
use super::gate::Caller;
use crate::frame::Section;
use crate::pages::people::{ChangeForm, PeoplePage, PostRow, TieRow, UnitRow, WaitingRow};
use crate::parts::Choice;

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Done>,
) -> Result<Response, Fault> {
    let view = view(&app, &caller, ChangeForm::default(), "", query.done.as_deref()).await?;
    page(&view)
}

async fn view(
    app: &App,
    caller: &Caller,
    form: ChangeForm,
    problem: &str,
    done: Option<&str>,
) -> Result<PeoplePage, Fault> {
    let roster = app.roster(&caller.actor).await?;
    let today = app.clock().today();
    let in_force = roster.units.iter().flat_map(|unit| &unit.posts).filter(|post| post.in_force);
    let form = ChangeForm { from: if form.from.is_empty() { today.to_string() } else { form.from }, ..form };
    let units = |holds: fn(&UnitView) -> bool, present: &str| {
        let chosen = roster.units.iter().filter(|unit| holds(unit));
        Choice::list(chosen.map(|unit| (unit.code.as_str(), unit.name.as_str())), present)
    };
    let posts: Vec<(String, String)> = in_force
        .clone()
        .map(|post| (post.id.to_string(), format!("{} · {}", post.name, post.title)))
        .collect();
    Ok(PeoplePage {
        frame: with_notice(frame(app, caller, Section::People).await?, done),
        line: format!("{} 人次在任", in_force.count()),
        waiting: roster.waiting.iter().map(|change| waiting(change, today)).collect(),
        task_force: roster
            .task_force()
            .into_iter()
            .map(|(unit, post)| (unit.name.clone(), post_row(post)))
            .collect(),
        units: roster.units.iter().filter(|unit| !unit.posts.is_empty()).map(unit_row).collect(),
        vacant: roster
            .units
            .iter()
            .filter(|unit| unit.posts.is_empty())
            .map(|unit| unit.name.clone())
            .collect(),
        links: links(&roster),
        delegations: delegations(&roster),
        all_units: units(|_| true, &form.unit),
        bureaus: units(|unit| unit.kind == "部门" || unit.kind == "国企", &form.bureau),
        local_units: units(|unit| matches!(unit.kind.as_str(), "乡镇" | "街道" | "开发区"), &form.unit),
        roles: Choice::list(Role::ALL.iter().map(|role| (role.code(), role.label())), &form.role),
        acts: acts(&form.act),
        posts: Choice::list(posts.iter().map(|(id, words)| (id.as_str(), words.as_str())), &form.id),
        persons: roster.persons.clone(),
        problem: problem.to_owned(),
        form,
    })
}

/// Acts that may be left to a deputy one by one; reading always goes with them.
fn acts(present: &str) -> Vec<Choice> {
    let single = Action::all().filter(|action| action.writes()).map(|action| (action.code(), action.label()));
    Choice::list(std::iter::once(("", "全部事项")).chain(single), present)
}

fn unit_row(unit: &UnitView) -> UnitRow {
    UnitRow {
        name: unit.name.clone(),
        kind: unit.kind.clone(),
        posts: unit.posts.iter().map(post_row).collect(),
    }
}

fn post_row(post: &PostView) -> PostRow {
    PostRow {
        id: post.id.to_string(),
        name: post.name.clone(),
        title: post.title.clone(),
        role: post.role.label(),
        term: term(post.term),
        in_force: post.in_force,
    }
}

fn links(roster: &Roster) -> Vec<TieRow> {
    let row = |link: &lingdi_app::people::LinkView| TieRow {
        id: link.id.to_string(),
        words: format!("{} 联系 {}", link.bureau, link.unit),
        acts: String::new(),
        term: term(link.term),
        in_force: link.in_force,
    };
    roster.links.iter().map(row).collect()
}

fn delegations(roster: &Roster) -> Vec<TieRow> {
    let row = |row: &lingdi_app::people::DelegationView| TieRow {
        id: row.id.to_string(),
        words: format!("{} 代 {} · {}", row.deputy, row.principal, row.title),
        acts: row.acts.clone(),
        term: term(row.term),
        in_force: row.in_force,
    };
    roster.delegations.iter().map(row).collect()
}

fn waiting(change: &ChangeView, today: NaiveDate) -> WaitingRow {
    WaitingRow {
        id: change.id.to_string(),
        kind: change.kind,
        words: change.words.clone(),
        reason: change.reason.clone(),
        proposed: format!(
            "{} {} 提出，由{}复核",
            change.proposed_by,
            time_words(change.proposed_at, today),
            change.by.label()
        ),
        confirms: change.confirms,
    }
}

fn term(term: Term) -> String {
    term.to.map_or_else(|| format!("{} 起", term.from), |to| format!("{} 至 {to}", term.from))
}

/// Proposes a change; a mistake comes back with the form.
pub(super) async fn propose(
    State(app): State<App>,
    caller: Caller,
    Form(form): Form<ChangeForm>,
) -> Result<Response, Fault> {
    let proposed = match change(&form) {
        Ok(change) => app.propose_rights(&caller.actor, &change, &form.reason).await,
        Err(error) => Err(error),
    };
    match proposed {
        Ok(()) => Ok(Redirect::to("/people?done=proposed").into_response()),
        Err(Error::Refused(why)) => {
            let mut response = page(&view(&app, &caller, form, &why, None).await?)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// What a form asks for.
fn change(form: &ChangeForm) -> Result<RightsChange, Error> {
    let id =
        || form.id.parse().map_err(|_unreadable| Error::Refused("请从名单里选择要变更的一项。".to_owned()));
    let date = |text: &str| {
        let text = text.trim();
        text.parse::<NaiveDate>()
            .map_err(|_unreadable| Error::Refused(format!("“{text}”不是日期，请写成 2023-10-09。")))
    };
    let term = || {
        let to = if form.to.trim().is_empty() { None } else { Some(date(&form.to)?) };
        Ok::<_, Error>(Term { from: date(&form.from)?, to })
    };
    let name = form.name.trim().to_owned();
    Ok(match form.kind.as_str() {
        "appoint" => RightsChange::Appoint {
            name,
            unit: form.unit.clone(),
            role: Role::from_code(&form.role)
                .ok_or_else(|| Error::Refused("请从名单里选择角色。".to_owned()))?,
            title: form.title.trim().to_owned(),
            term: term()?,
        },
        "delegate" => RightsChange::Delegate {
            post: id()?,
            name,
            acts: if form.act.is_empty() { Vec::new() } else { vec![form.act.clone()] },
            term: term()?,
        },
        "link" => RightsChange::Link { bureau: form.bureau.clone(), unit: form.unit.clone(), term: term()? },
        "end_post" => RightsChange::EndPost { id: id()?, last: date(&form.to)? },
        "end_delegation" => RightsChange::EndDelegation { id: id()?, last: date(&form.to)? },
        "end_link" => RightsChange::EndLink { id: id()?, last: date(&form.to)? },
        other => return Err(Error::Refused(format!("没有“{other}”这种变更。"))),
    })
}

pub(super) async fn confirm(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    app.confirm_rights(&caller.actor, id).await?;
    Ok(Redirect::to("/people?done=confirmed").into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReasonForm {
    reason: String,
}

pub(super) async fn reject(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Form(form): Form<ReasonForm>,
) -> Result<Response, Fault> {
    app.reject_rights(&caller.actor, id, &form.reason).await?;
    Ok(Redirect::to("/people?done=rejected").into_response())
}
