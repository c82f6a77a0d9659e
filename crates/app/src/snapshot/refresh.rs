//! Bringing the picture of the county up to date while people look at it.
//!
//! Whoever accepts a delivery or takes one back waits until the picture holds it. Everybody else goes
//! on with the state before, which is whole and consistent, until the new one is ready to be shown:
//! of 100,000 parcels that takes seconds, and nobody's page should.

use std::sync::Arc;
use std::time::Duration;

use lingdi_store::batches;
use tokio::sync::watch;
use tokio::time::Instant;

use super::Snapshot;
use crate::identification::Judge;
use crate::{App, Result, background};

/// A page waits so long for a refresh after it has begun: a small county's takes no longer.
const PATIENCE: Duration = Duration::from_millis(15);

/// A refresh under way.
#[derive(Debug, Clone)]
pub(crate) struct Refresh {
    since: Instant,
    /// Closed when it has ended.
    ended: watch::Receiver<()>,
}

impl App {
    /// The county as it stands, or as it stood a moment ago while the newest delivery is taken in.
    pub(super) async fn newest_snapshot(&self) -> Result<Arc<Snapshot>> {
        let version = self.facts_version().await?;
        let Some(shown) = self.shown() else { return self.up_to_date().await };
        if shown.version == version {
            return Ok(shown);
        }
        let mut refresh = self.refresh();
        let _late = tokio::time::timeout_at(refresh.since + PATIENCE, refresh.ended.changed()).await;
        Ok(self.shown().unwrap_or(shown))
    }

    /// After this program changed what counts: whoever did it sees it, if anybody looks at all.
    pub(crate) async fn catch_up(&self) {
        if self.shown().is_none() {
            return;
        }
        if let Err(error) = self.up_to_date().await {
            tracing::error!(%error, "the county's picture could not be refreshed");
        }
    }

    /// Begins a refresh, unless one is under way.
    fn refresh(&self) -> Refresh {
        let (end, ended) = watch::channel(());
        let refresh = Refresh { since: Instant::now(), ended };
        if let Ok(mut cache) = self.inner.cache.lock() {
            if let Some(running) =
                cache.refresh.as_ref().filter(|running| running.ended.has_changed().is_ok())
            {
                return running.clone();
            }
            cache.refresh = Some(refresh.clone());
        }
        let app = self.clone();
        tokio::spawn(async move {
            app.catch_up().await;
            drop(end);
        });
        refresh
    }

    /// The county with everything that counts by now; one at a time makes it.
    async fn up_to_date(&self) -> Result<Arc<Snapshot>> {
        let _turn = self.inner.refreshing.lock().await;
        let version = self.facts_version().await?;
        let before = self.shown();
        if let Some(shown) = before.as_ref().filter(|shown| shown.version == version) {
            return Ok(Arc::clone(shown));
        }
        let snapshot = Arc::new(self.read_snapshot(None).await?);
        let Some(before) = before else {
            self.show(&snapshot);
            return Ok(snapshot);
        };
        // What people have looked at is made ready for them.
        let judged = self.judged(&Judge::present(), &snapshot).await.ok();
        let made = Arc::clone(&snapshot);
        let prepared = background::run(move || {
            made.prepare_like(&before);
            judged.inspect(|(_, judged)| judged.prepare())
        });
        let judged = prepared.await?;
        self.show(&snapshot);
        if let Some((key, judged)) = judged {
            self.keep(key, &judged);
        }
        Ok(snapshot)
    }

    /// Version of the picture that is shown; 0 before anybody has looked.
    pub(crate) fn shown_version(&self) -> i64 {
        self.shown().map_or(0, |shown| shown.version)
    }

    fn shown(&self) -> Option<Arc<Snapshot>> {
        self.inner.cache.lock().ok()?.now.clone()
    }

    fn show(&self, snapshot: &Arc<Snapshot>) {
        if let Ok(mut cache) = self.inner.cache.lock() {
            cache.now = Some(Arc::clone(snapshot));
        }
    }

    /// Acceptances and undoings so far.
    async fn facts_version(&self) -> Result<i64> {
        let mut tx = self.db().read().await?;
        Ok(batches::version(&mut tx, self.county()).await?)
    }
}
