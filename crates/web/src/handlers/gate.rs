//! The gate before every page: who is there, or where to log in.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use lingdi_app::{App, Error, people};

use super::error::Fault;

/// How people come in, decided where the server is started.
#[derive(Debug, Clone, Default)]
pub struct Doors {
    /// Browsers reach us by https, through a proxy: cookies are marked Secure.
    pub https: bool,
    /// The server listens on this machine alone, and no proxy stands before it. Only then does the demo let
    /// people in by a card, and the set-up page opens without its token.
    pub this_machine_only: bool,
    /// Printed at the start of a server without accounts; opens the set-up page once.
    pub setup_token: Option<String>,
}

/// Who is at a page.
#[derive(Debug, Clone)]
pub(super) struct Caller(Arc<people::Caller>);

impl Deref for Caller {
    type Target = people::Caller;
    fn deref(&self) -> &people::Caller {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Fault;

    /// The gate has put them there; a page without a gate shows nothing.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| Error::Internal("a page without a gate".to_owned()).into())
    }
}

/// Addresses that open without a session.
const OPEN: [&str; 4] = ["/login", "/login/demo", "/setup", "/favicon.ico"];

/// Where somebody who must change the password may go.
const BEFORE_CHANGE: [&str; 2] = ["/password", "/logout"];

/// Lets through whoever has a session; leads all others to the login page, or to the set-up page while
/// there is no account.
pub(super) async fn gate(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/assets/") || OPEN.contains(&path) {
        return next.run(request).await;
    }
    let caller = match caller(&app, request.headers()).await {
        Ok(caller) => caller,
        Err(error) => return Fault::from(error).into_response(),
    };
    let Some(caller) = caller else {
        return match app.needs_setup().await {
            Ok(true) => lead(&request, "/setup"),
            Ok(false) => lead(&request, &login_address(request.method(), request.uri())),
            Err(error) => Fault::from(error).into_response(),
        };
    };
    if caller.must_change && !BEFORE_CHANGE.contains(&path) {
        return lead(&request, "/password");
    }
    request.extensions_mut().insert(caller);
    next.run(request).await
}

async fn caller(app: &App, headers: &HeaderMap) -> lingdi_app::Result<Option<Caller>> {
    let mut cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let Some(token) = cookies.find_map(people::token_in) else { return Ok(None) };
    Ok(app.caller(token).await?.map(Caller))
}

/// The login page that comes back to the page asked for. A form that was sent is lost with its session.
fn login_address(method: &Method, uri: &Uri) -> String {
    let asked = uri.path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str);
    if *method != Method::GET || asked == "/" {
        return "/login".to_owned();
    }
    format!("/login?next={}", super::search::percent(asked))
}

/// A redirect; to a request of htmx one that changes the whole page, not a part of it.
fn lead(request: &Request, to: &str) -> Response {
    let htmx = HeaderName::from_static("hx-request");
    if !request.headers().contains_key(htmx) {
        return Redirect::to(to).into_response();
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(HeaderName::from_static("hx-redirect"), to);
    }
    response
}

/// An address on this server to go on to; anything else is the first page.
pub(super) fn onward(next: &str) -> &str {
    let inside = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']);
    if inside { next } else { "/" }
}

/// The cookie of a new session. It ends with the browser; the server ends it earlier.
pub(super) fn cookie(token: &str, doors: &Doors) -> String {
    let secure = if doors.https { "; Secure" } else { "" };
    format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}", people::COOKIE)
}

/// The cookie that takes the session's away.
pub(super) fn no_cookie(doors: &Doors) -> String {
    format!("{}; Max-Age=0", cookie("", doors))
}

/// Did the request come to this machine by its own name, through no proxy? A page of another site that
/// gives its own name our address is kept out too.
pub(super) fn is_local(headers: &HeaderMap) -> bool {
    let forwarded = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];
    if forwarded.iter().any(|name| headers.contains_key(*name)) {
        return false;
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { host }
    });
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_server_are_gone_on_to() {
        let cases = [
            ("/list?tab=all", "/list?tab=all"),
            ("", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example/", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
        ];
        for (next, to) in cases {
            assert_eq!(onward(next), to);
        }
    }

    #[test]
    fn a_request_is_local_by_its_name_and_without_a_proxy() {
        let headers = |pairs: &[(&'static str, &'static str)]| {
            pairs
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
                .collect::<HeaderMap>()
        };
        for host in ["127.0.0.1:8022", "localhost:8022", "[::1]:8022", "localhost"] {
            assert!(is_local(&headers(&[("host", host)])), "{host}");
        }
        for host in ["evil.example:8022", "10.0.0.1", "127.0.0.1.evil.example"] {
            assert!(!is_local(&headers(&[("host", host)])), "{host}");
        }
        assert!(!is_local(&headers(&[("host", "localhost"), ("x-forwarded-for", "10.1.1.1")])));
    }

    #[test]
    fn a_cookie_is_kept_from_scripts_and_other_sites() {
        let plain = cookie("abc", &Doors::default());
        assert_eq!(plain, "lingdi_session=abc; Path=/; HttpOnly; SameSite=Lax");
        assert!(cookie("abc", &Doors { https: true, ..Doors::default() }).ends_with("; Secure"));
        assert!(no_cookie(&Doors::default()).contains("lingdi_session=;"));
    }
}
