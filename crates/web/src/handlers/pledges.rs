//! 承诺书: the roster and the text.

use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use lingdi_app::{App, Error};
use lingdi_domain::moves::{machine, may_make};
use lingdi_domain::object::ObjectKind;

use super::error::{Fault, page};
use super::frame::{Done, frame, with_notice};
use super::gate::Caller;
use crate::frame::Section;
use crate::pages::pledges::{RosterForm, RosterPage, TextForm};

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Done>,
) -> Result<Response, Fault> {
    page(&view(&app, &caller, RosterForm::default(), "", query.done.as_deref()).await?)
}

async fn view(
    app: &App,
    caller: &Caller,
    form: RosterForm,
    problem: &str,
    done: Option<&str>,
) -> Result<RosterPage, Fault> {
    let text = app.pledge_text(&caller.actor).await?;
    let (signed, all) = app.pledges_signed(&caller.actor).await?;
    let opens = machine(ObjectKind::Pledge).named("open");
    Ok(RosterPage {
        frame: with_notice(frame(app, caller, Section::Pledges).await?, done),
        line: format!("已签 {signed} 人，共 {all} 人"),
        form,
        text: text.text,
        ours: text.ours,
        keeps: opens.is_some_and(|one| may_make(one, &caller.actor, "")),
        problem: problem.to_owned(),
    })
}

/// Takes a pasted roster in; a mistake comes back with what was pasted.
pub(super) async fn take(
    State(app): State<App>,
    caller: Caller,
    Form(form): Form<RosterForm>,
) -> Result<Response, Fault> {
    let unreadable = || Error::Refused("签订期限没有填写或无法识别，请写成 2023-10-31。".to_owned());
    let taken = match form.sign_by.trim().parse::<NaiveDate>().map_err(|_unreadable| unreadable()) {
        Ok(sign_by) => app.take_in_pledges(&caller.actor, &form.table, sign_by).await,
        Err(error) => Err(error),
    };
    match taken {
        Ok(taken) if taken.added == 0 => {
            Ok(Redirect::to("/pledges/roster?done=roster-known").into_response())
        }
        Ok(_) => Ok(Redirect::to("/pledges?state=UNSIGNED&done=roster").into_response()),
        Err(Error::Refused(why)) => {
            let mut response = page(&view(&app, &caller, form, &why, None).await?)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// Sets the county's own text.
pub(super) async fn set_text(
    State(app): State<App>,
    caller: Caller,
    Form(form): Form<TextForm>,
) -> Result<Response, Fault> {
    match app.set_pledge_text(&caller.actor, &form.text).await {
        Ok(()) => Ok(Redirect::to("/pledges/roster?done=pledge-text").into_response()),
        Err(Error::Refused(why)) => {
            let mut response = page(&view(&app, &caller, RosterForm::default(), &why, None).await?)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}
