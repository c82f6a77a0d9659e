//! Server-sent events: a small message whenever something changes that this reader sees. The screen then
//! fetches its stage again.

use std::convert::Infallible;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use lingdi_app::cockpit::Asked;
use lingdi_app::{App, Beat, people};
use tokio::sync::watch;

use crate::handlers::error::Fault;
use crate::handlers::gate::Caller;
use crate::pages::cockpit::CockpitQuery;

pub(super) async fn listen(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Query(query): Query<CockpitQuery>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Fault> {
    let asked = super::asked(&query)?;
    // Whoever may not see it is told so now, and gets no stream.
    app.cockpit(&caller.actor, &asked).await?;
    let mut cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let token = cookies.find_map(people::token_in).unwrap_or_default().to_owned();
    let mut pulse = app.pulse();
    pulse.mark_changed();
    let screen = Screen { app, token, asked, pulse, told: String::new() };
    let events = unfold(screen, |mut screen| async move {
        let etag = screen.next().await?;
        Some((Ok(Event::default().event("stage").data(etag)), screen))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

/// An open screen.
struct Screen {
    app: App,
    token: String,
    asked: Asked,
    pulse: watch::Receiver<Option<Beat>>,
    /// What it was told last.
    told: String,
}

impl Screen {
    /// Waits until what it shows has changed, and says what it is now; `None` when the program, the session or
    /// the right to see it ends.
    async fn next(&mut self) -> Option<String> {
        loop {
            self.pulse.changed().await.ok()?;
            (*self.pulse.borrow_and_update())?;
            let caller = self.app.caller(&self.token).await.ok()??;
            let still = self.app.cockpit(&caller.actor, &self.asked).await.ok()?;
            if still.etag != self.told {
                self.told.clone_from(&still.etag);
                return Some(still.etag.clone());
            }
        }
    }
}
