//! Answers: a page, or what a person reads when something went wrong.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use lingdi_app::{App, Error};

use crate::frame::{Frame, Section};
use crate::pages::error::ErrorPage;

/// An error on its way to the person.
#[derive(Debug)]
pub(super) struct Fault(Error);

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

/// A page as an answer. Pages hold the county's data: nobody between may keep them.
pub(super) fn page<T: Template>(template: &T) -> Result<Response, Fault> {
    let html = template.render().map_err(|error| Error::Internal(error.to_string()))?;
    Ok(([(header::CACHE_CONTROL, "private, no-store")], Html(html)).into_response())
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let frame = plain_frame();
        let (status, page) = match self.0 {
            Error::NotFound(what) => (StatusCode::NOT_FOUND, ErrorPage::not_found(frame, &what)),
            Error::Forbidden(why) => (StatusCode::FORBIDDEN, ErrorPage::forbidden(frame, &why)),
            Error::IllegalMove(why) => {
                (StatusCode::CONFLICT, ErrorPage::unprocessable(frame, vec![why], "/batches"))
            }
            Error::Refused(why) => {
                (StatusCode::UNPROCESSABLE_ENTITY, ErrorPage::unprocessable(frame, vec![why], "/"))
            }
            Error::Internal(cause) => {
                tracing::error!(%cause, "request failed");
                (StatusCode::INTERNAL_SERVER_ERROR, ErrorPage::internal(frame, ""))
            }
        };
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

/// The frame of an error: it asks the database for nothing, since that may be what is broken.
fn plain_frame() -> Frame {
    Frame {
        section: Section::None,
        county: "桐庐县".to_owned(),
        demo: false,
        today: chrono::NaiveDate::default(),
        operator: super::caller().name,
        query: String::new(),
        tasks_waiting: 0,
        batches_waiting: 0,
        notice: None,
    }
}

/// Addresses that no route knows.
pub(super) async fn not_found(State(app): State<App>, uri: Uri) -> Response {
    let what = format!("没有页面 {}", uri.path());
    match super::frame::frame(&app, Section::None).await {
        Ok(frame) => match ErrorPage::not_found(frame, &what).render() {
            Ok(html) => (StatusCode::NOT_FOUND, Html(html)).into_response(),
            Err(_) => StatusCode::NOT_FOUND.into_response(),
        },
        Err(fault) => fault.into_response(),
    }
}
