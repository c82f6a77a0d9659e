//! The daily watch: once from the command line, or every working day while the program serves.

use std::time::Duration;

use lingdi_app::App;
use lingdi_app::moves::Watch;
use lingdi_domain::Actor;

use crate::cli::{Format, Global, WatchArgs};
use crate::output::{self, Outcome};

/// How often the running program looks whether another day has begun.
const PAUSE: Duration = Duration::from_mins(10);

pub(super) async fn run(global: &Global, args: &WatchArgs) -> super::Result {
    let app = super::open(global).await?;
    let day = args.on.unwrap_or_else(|| app.clock().today());
    let done = app.watch(&super::actor(), day).await?;
    match global.format {
        Format::Json => output::document(&serde_json::to_string(&done)?),
        Format::Text => output::document(&words(&done)),
    }
    app.close().await;
    Ok(Outcome::Done)
}

fn words(done: &Watch) -> String {
    if !done.working {
        return format!("{} is no working day; the next one catches up", done.day);
    }
    format!(
        "{}: {} plans and reports called for, {} checkpoints came due, {} notices",
        done.day, done.called, done.came_due, done.told
    )
}

/// Runs at the start and on each new day, for as long as the program serves. A run that fails is told
/// in the log and tried again after the pause.
pub(super) async fn daily(app: App) {
    let actor = Actor::program("系统");
    let mut last = None;
    loop {
        let today = app.clock().today();
        if last != Some(today) {
            match app.watch(&actor, today).await {
                Ok(done) => {
                    tracing::info!(told = done.told, came_due = done.came_due, "watched {today}");
                    last = Some(today);
                }
                Err(error) => tracing::warn!(%error, "cannot watch {today}"),
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}
