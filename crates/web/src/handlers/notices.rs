//! 消息 of the reader.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use lingdi_app::notices::Listed;
use lingdi_app::{App, Error, Snapshot};
use lingdi_domain::moves::machine;
use lingdi_domain::watch::Step;
use serde::Deserialize;
use uuid::Uuid;

use super::error::{Fault, page};
use super::frame::{frame, with_notice};
use super::gate::Caller;
use super::objects::view::unit_name;
use crate::format;
use crate::frame::Section;
use crate::pages::notices::{NoticeRow, NoticesPage, NoticesQuery};

/// Notices per page.
const PER_PAGE: usize = 50;

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<NoticesQuery>,
) -> Result<Response, Fault> {
    let found = app.notices(&caller, position(&query.after), PER_PAGE).await?;
    let snapshot = app.snapshot(None).await?;
    page(&NoticesPage {
        frame: with_notice(frame(&app, &caller, Section::None).await?, query.done.as_deref()),
        rows: found.rows.iter().map(|listed| row(listed, &snapshot)).collect(),
        next: found.next.map(|(day, id)| format!("/notices?after={day}~{id}")),
        first: (!query.after.is_empty()).then(|| "/notices".to_owned()),
    })
}

/// `2023-10-08~id`
fn position(text: &str) -> Option<(NaiveDate, Uuid)> {
    let (day, id) = text.split_once('~')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

fn row(listed: &Listed, snapshot: &Snapshot) -> NoticeRow {
    let notice = &listed.notice;
    let step = Step::from_code(&notice.step);
    let state = machine(listed.kind).state(&notice.state);
    NoticeRow {
        id: notice.id.to_string(),
        day: format::date(notice.day),
        words: step.map(Step::label).unwrap_or_default(),
        tone: if matches!(step, Some(Step::Before(_))) { "warn" } else { "bad" },
        href: format!("/{}/{}", listed.kind.code(), notice.object),
        title: listed.title.clone(),
        about: format!("{} {} · {}", listed.kind.label(), listed.number, unit_name(&listed.unit, snapshot)),
        state: state.map_or("", |state| state.label),
        due: format::date(notice.due),
        times: if listed.times > 1 { format!("第 {} 次提醒", listed.times) } else { String::new() },
        is_over: listed.is_over,
        is_read: listed.read_at.is_some(),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reading {
    /// Which one; all without it.
    id: Option<String>,
}

/// Marks one notice, or all, as read.
pub(super) async fn read(
    State(app): State<App>,
    caller: Caller,
    Form(sent): Form<Reading>,
) -> Result<Response, Fault> {
    let id = match sent.id {
        None => None,
        Some(text) => Some(text.parse().ok().ok_or_else(unknown)?),
    };
    app.read_notices(&caller, id).await?;
    Ok(Redirect::to("/notices?done=notices-read").into_response())
}

fn unknown() -> Error {
    Error::Refused("认不出这条消息，请刷新页面后再试。".to_owned())
}
