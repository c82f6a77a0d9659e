//! Who is asking: the session's cookie, or 401.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use lingdi_app::{App, people};

use crate::problem::Problem;

/// Who is asking. A handler that has one has been through the gate.
pub(crate) struct Caller(Arc<people::Caller>);

impl Deref for Caller {
    type Target = people::Caller;
    fn deref(&self) -> &people::Caller {
        &self.0
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let mut cookies =
            parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let Some(token) = cookies.find_map(people::token_in) else {
            return Err(Problem::unknown_caller());
        };
        let caller = app.caller(token).await?.ok_or_else(Problem::unknown_caller)?;
        if caller.must_change {
            let why = "须先修改口令。请在浏览器中打开本系统修改口令后再调用。".to_owned();
            return Err(lingdi_app::Error::Forbidden(why).into());
        }
        Ok(Self(caller))
    }
}
