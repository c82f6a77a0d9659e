//! Answers: a page, or what a person reads when something went wrong.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use lingdi_app::{App, Error};

use super::gate::Caller;
use crate::frame::{Frame, Section};
use crate::pages::error::ErrorPage;

/// An error on its way to the person; [`explain`] puts it into words.
#[derive(Debug)]
pub(super) struct Fault(Error);

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(Arc::new(self.0));
        response
    }
}

/// A page as an answer. Pages hold the county's data: nobody between may keep them.
pub(super) fn page<T: Template>(template: &T) -> Result<Response, Fault> {
    let html = template.render().map_err(|error| Error::Internal(error.to_string()))?;
    Ok(([(header::CACHE_CONTROL, "private, no-store")], Html(html)).into_response())
}

/// Gives every answer that failed a page: ours, and what the router refuses by itself (an id that is
/// none, a file that is too large).
pub(super) async fn explain(State(app): State<App>, request: Request, next: Next) -> Response {
    let caller = request.extensions().get::<Caller>().cloned();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = next.run(request).await;
    let error = match response.extensions().get::<Arc<Error>>() {
        Some(error) => Arc::clone(error),
        None if response.status().is_client_error() && !is_html(&response) => {
            Arc::new(refused_by_router(response.status(), &method, &path))
        }
        None => return response,
    };
    let frame = match caller {
        Some(caller) => super::frame::frame(&app, &caller, Section::None).await.ok(),
        None => None,
    };
    let frame = frame.unwrap_or_else(|| plain_frame(&app));
    let (status, page) = words(frame, &error);
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn is_html(response: &Response) -> bool {
    let media = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    media.is_some_and(|media| media.starts_with(b"text/html"))
}

fn refused_by_router(status: StatusCode, method: &Method, path: &str) -> Error {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Error::Refused(format!(
            "送来的内容超过 {}。请拆成几个文件再投。",
            crate::format::file_size(super::UPLOAD_LIMIT as u64)
        )),
        // An address with an id or a year that is none.
        _ if method == Method::GET || status == StatusCode::METHOD_NOT_ALLOWED => no_page(path),
        _ => Error::Refused("表单里有认不出的内容，例如不是数字的年度。请返回页面重新填写。".to_owned()),
    }
}

fn no_page(path: &str) -> Error {
    Error::NotFound(format!("没有页面 {path}"))
}

fn words(frame: Frame, error: &Error) -> (StatusCode, ErrorPage) {
    match error {
        Error::NotFound(what) => (StatusCode::NOT_FOUND, ErrorPage::not_found(frame, what)),
        Error::Forbidden(why) => (StatusCode::FORBIDDEN, ErrorPage::forbidden(frame, why)),
        Error::IllegalMove(why) => {
            (StatusCode::CONFLICT, ErrorPage::unprocessable(frame, vec![why.clone()], "/batches"))
        }
        Error::Stale(why) => {
            (StatusCode::PRECONDITION_FAILED, ErrorPage::unprocessable(frame, vec![why.clone()], "/"))
        }
        Error::Missing(missing) => {
            let sentences = missing.iter().map(|one| one.sentence.clone()).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, ErrorPage::unprocessable(frame, sentences, "/"))
        }
        Error::Refused(why) => {
            (StatusCode::UNPROCESSABLE_ENTITY, ErrorPage::unprocessable(frame, vec![why.clone()], "/"))
        }
        Error::Internal(cause) => {
            tracing::error!(%cause, "request failed");
            (StatusCode::INTERNAL_SERVER_ERROR, ErrorPage::internal(frame, ""))
        }
    }
}

/// The frame of those outside, and of everybody when the database itself does not answer.
fn plain_frame(app: &App) -> Frame {
    Frame {
        section: Section::None,
        county: String::new(),
        demo: false,
        today: app.clock().today(),
        user: None,
        acts: Vec::new(),
        changes_waiting: 0,
        query: String::new(),
        desk_waiting: 0,
        notices_unread: 0,
        tasks_waiting: 0,
        batches_waiting: 0,
        notice: None,
    }
}

/// Addresses that no route knows.
pub(super) async fn not_found(uri: Uri) -> Fault {
    Fault(no_page(uri.path()))
}
