//! 过问记录: writing one down, and reading them.

use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use lingdi_app::interventions::{CHANNELS, Intervention, NewIntervention};
use lingdi_app::{Action, App, Error, May, Snapshot};
use serde::Deserialize;

use super::error::{Fault, page};
use super::frame::{Done, frame, with_notice};
use super::gate::Caller;
use super::objects::view::{minute, unit_name};
use crate::format;
use crate::frame::Section;
use crate::pages::interventions::{
    InterventionForm, InterventionRow, InterventionsPage, NewInterventionPage,
};
use crate::parts::Choice;

/// Entries per page.
const PER_PAGE: usize = 30;

/// The form.
pub(super) async fn new(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Done>,
) -> Result<Response, Fault> {
    caller.actor.may(Action::WriteIntervention)?;
    page(&form(&app, &caller, InterventionForm::default(), "", query.done.as_deref()).await?)
}

async fn form(
    app: &App,
    caller: &Caller,
    form: InterventionForm,
    problem: &str,
    done: Option<&str>,
) -> Result<NewInterventionPage, Fault> {
    let channels = std::iter::once(("", "请选择")).chain(CHANNELS.iter().map(|one| (*one, *one)));
    Ok(NewInterventionPage {
        frame: with_notice(frame(app, caller, Section::Interventions).await?, done),
        channels: Choice::list(channels, &form.channel),
        form,
        problem: problem.to_owned(),
    })
}

/// Writes it down; a mistake comes back with the form.
pub(super) async fn write(
    State(app): State<App>,
    caller: Caller,
    Form(sent): Form<InterventionForm>,
) -> Result<Response, Fault> {
    let new = NewIntervention {
        parcel: sent.parcel.clone(),
        who: sent.who.clone(),
        happened_on: sent.happened_on.trim().parse().ok(),
        channel: sent.channel.clone(),
        content: sent.content.clone(),
    };
    match app.write_intervention(&caller.actor, new).await {
        Ok(()) => Ok(Redirect::to("/interventions/new?done=intervention").into_response()),
        Err(Error::Refused(why)) => {
            let mut response = page(&form(&app, &caller, sent, &why, None).await?)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    before: String,
}

/// The log; that it was opened, or tried to be, is an event.
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let found = app.read_interventions(&caller.actor, asked.before.parse().ok(), PER_PAGE).await?;
    let snapshot = app.snapshot(None).await?;
    page(&InterventionsPage {
        frame: frame(&app, &caller, Section::Interventions).await?,
        rows: found.rows.iter().map(|one| row(one, &snapshot)).collect(),
        next: found.next.map(|before| format!("/interventions?before={before}")),
        first: (!asked.before.is_empty()).then(|| "/interventions".to_owned()),
    })
}

fn row(one: &Intervention, snapshot: &Snapshot) -> InterventionRow {
    InterventionRow {
        day: one.happened_on.clone(),
        who: one.who.clone(),
        channel: one.channel.clone(),
        parcel: if one.parcel.is_empty() { String::new() } else { format::parcel_code(&one.parcel) },
        content: one.content.clone(),
        written: format!(
            "{} · {}，{} 登记",
            one.written_by,
            unit_name(&one.written_unit, snapshot),
            minute(one.written_at)
        ),
    }
}
