//! Errors as RFC 9457 problem details.

use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lingdi_app::Error;
use lingdi_domain::moves::Missing;
use serde::Serialize;
use utoipa::ToSchema;

/// An error on its way out.
pub(crate) struct Problem {
    status: StatusCode,
    detail: String,
    link: Option<String>,
    missing: Vec<Missing>,
}

/// Body of an error (RFC 9457).
#[derive(Serialize, ToSchema)]
pub(crate) struct Body {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[schema(example = "about:blank")]
    r#type: &'static str,
    /// The status in words.
    title: String,
    /// HTTP status.
    status: u16,
    /// What happened and the way out, in Chinese.
    detail: String,
    /// What a move still lacks: name of the guard or field, and the way out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    missing: Vec<Missing>,
}

impl Problem {
    pub(crate) fn refused(detail: impl Into<String>) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            detail: detail.into(),
            link: None,
            missing: Vec::new(),
        }
    }

    /// Nobody knows who is asking.
    pub(crate) fn unknown_caller() -> Self {
        let detail = "没有登录，或登录已失效。请先登录，再带上会话 Cookie 调用。".to_owned();
        Self {
            status: StatusCode::UNAUTHORIZED,
            detail,
            link: Some("</login>; rel=\"login\"".to_owned()),
            missing: Vec::new(),
        }
    }

    /// The snapshot that was being paged through is gone; `first` is page 1 of the present one.
    pub(crate) fn gone(detail: impl Into<String>, first: &str) -> Self {
        Self {
            status: StatusCode::GONE,
            detail: detail.into(),
            link: Some(format!("<{first}>; rel=\"first\"")),
            missing: Vec::new(),
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let status = match &error {
            Error::NotFound(_) => StatusCode::NOT_FOUND,
            Error::Forbidden(_) => StatusCode::FORBIDDEN,
            Error::IllegalMove(_) => StatusCode::CONFLICT,
            Error::Stale(_) => StatusCode::PRECONDITION_FAILED,
            Error::Missing(_) | Error::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::Internal(cause) => {
                tracing::error!(%cause, "request failed");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        let missing = if let Error::Missing(missing) = &error { missing.clone() } else { Vec::new() };
        // What broke inside is for the log, not for the caller.
        let detail = match error {
            Error::Internal(_) => "系统内部出错，请稍后重试；如仍出错，请联系系统管理员查看日志。".to_owned(),
            told => told.to_string(),
        };
        Self { status, detail, link: None, missing }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Body {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or_default().to_owned(),
            status: self.status.as_u16(),
            detail: self.detail,
            missing: self.missing,
        };
        let text = serde_json::to_string(&body).unwrap_or_default();
        let mut response =
            (self.status, [(header::CONTENT_TYPE, "application/problem+json")], text).into_response();
        if let Some(link) = self.link.and_then(|link| link.parse().ok()) {
            response.headers_mut().insert(HeaderName::from_static("link"), link);
        }
        response
    }
}
